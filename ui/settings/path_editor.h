// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/setting_editor.h"

#include <QFileDialog>

class QMimeData;
class QToolButton;

namespace cnnvis::ui {

class PathField;

/// The path of a file or a folder: a line, a button to browse, and a place to drop it on.
class PathEditor : public SettingEditor {
    Q_OBJECT

public:
    PathEditor(const SettingEntry& entry, QWidget* parent);

    void showText(const QString& text) override;
    QString inputText() const override;

    /// The path of the first local file that is dragged; empty when there is none.
    static QString droppedPath(const QMimeData& data);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void browse();
    void explainPath();
    QFileDialog::FileMode fileMode() const;
    void take(const QString& path);

    PathField* m_line;
    QToolButton* m_button;
};

} // namespace cnnvis::ui
