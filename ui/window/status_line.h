// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>

class QProgressBar;
class QStatusBar;
class QToolButton;

namespace cnnvis::ui {

class ElidedLabel;

/// The line at the foot of the window: what a run would do, or how far it is; passing notes; what computes. Lives on
/// the ui thread.
class StatusLine : public QObject {
    Q_OBJECT

public:
    /// @param bar  filled with it; outlives this.
    StatusLine(QStatusBar& bar, QObject* parent);

    /// What stands there until something else does.
    /// @param details  for the tool tip; may be rich text.
    void setText(const QString& text, const QString& details = {});
    /// For a moment, in place of the text.
    void note(const QString& text);
    /// @param fraction  0 to 1; negative: there is no run, and the bar is hidden.
    void setProgress(double fraction);
    /// "Processor · 2 threads · float32".
    void setMachine(const QString& text);

Q_SIGNALS:
    /// The machine's settings are wanted.
    void machineClicked();

private:
    void refresh();

    ElidedLabel* m_label;
    QProgressBar* m_progress;
    QToolButton* m_machine;
    QTimer m_noteTimer;
    QString m_text;
    QString m_details;
    QString m_note;
};

} // namespace cnnvis::ui
