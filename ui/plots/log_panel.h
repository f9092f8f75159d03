// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plots/log_model.h"

#include <QWidget>

#include <functional>

class QBoxLayout;
class QComboBox;
class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QTreeView;

namespace cnnvis::ui {

/// What the program has to say, line by line: found by severity and words, copied, cleared. Scrolls with the newest
/// line as long as it is in sight.
class LogPanel : public QWidget {
    Q_OBJECT

public:
    explicit LogPanel(QWidget* parent = nullptr);

    /// On the ui's thread.
    void append(LogSeverity severity, const QString& text, const QDateTime& time = QDateTime::currentDateTime());
    void clear();
    /// Where “Copy diagnostics” gets its text: versions, device, BLAS, threads.
    void setDiagnostics(std::function<QString()> diagnostics);

    /// Shows only lines of at least that severity which contain the words.
    void setFilter(LogSeverity least, const QString& words);
    /// The lines that are shown, or those selected among them, as text.
    QString text() const;

public Q_SLOTS:
    void copyLines();
    void copyDiagnostics();

Q_SIGNALS:
    void diagnosticsCopied();
    /// Something at least that bad came in, e.g. to mark the log's tab.
    void problemAppended(LogSeverity severity);

private:
    QBoxLayout* buildTools();
    void buildView();
    QPushButton* buildButton(const QString& name, const QString& text, const QString& help);
    void applyFilter();

    LogModel* m_model;
    QSortFilterProxyModel* m_filtered;
    QTreeView* m_view;
    bool m_sticksToEnd = true;
    QComboBox* m_severityBox;
    QLineEdit* m_wordsEdit;
    QPushButton* m_diagnosticsButton;
    std::function<QString()> m_diagnostics;
};

} // namespace cnnvis::ui
