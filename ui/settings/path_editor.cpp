// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/path_editor.h"

#include "cnnvis/settings_text.h"
#include "settings/entry_text.h"
#include "settings/path_field.h"
#include "theme/themed_icon.h"
#include "widgets/file_dialog.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMimeData>
#include <QToolButton>
#include <QUrl>

namespace cnnvis::ui {

PathEditor::PathEditor(const SettingEntry& entry, QWidget* parent)
    : SettingEditor(entry, parent)
    , m_line(new PathField(this))
    , m_button(new QToolButton(this))
{
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(fontMetrics().height() / 4);
    layout->addWidget(m_line);
    layout->addWidget(m_button);
    if (entry.textKind != TextKind::OutputFile)
        m_line->setPlaceholderText(entry.textKind == TextKind::InputFolder ? tr("drop a folder") : tr("drop a file"));
    // A drop would put a file:// address in the middle of the text.
    m_line->setAcceptDrops(false);
    setAcceptDrops(true);
    adopt(*m_line, "field");
    adopt(*m_button, "browse", tr("browse"));
    m_button->setIcon(themedIcon(QStringLiteral("open")));
    m_button->setToolTip(
        (entry.textKind == TextKind::InputFolder ? tr("Choose the folder for '%1'") : tr("Choose the file for '%1'"))
            .arg(labelOf(entry)));
    setFieldWidget(*m_line);
    setFocusProxy(m_line);
    connect(m_line, &PathField::textEdited, this, &PathEditor::typed);
    connect(m_line, &PathField::editingFinished, this, [this] { Q_EMIT edited(inputText(), EditKind::Single); });
    connect(m_button, &QToolButton::clicked, this, &PathEditor::browse);
}

void PathEditor::showText(const QString& text)
{
    if (m_line->text() != text || m_line->isUndoAvailable()) {
        m_line->setText(text);
        // The end of a path tells more than its start.
        m_line->setCursorPosition(static_cast<int>(text.size()));
    }
    explainPath();
}

/// The field may have room for the end of the path only.
void PathEditor::explainPath()
{
    const QString path = m_line->text();
    m_line->setToolTip(path.isEmpty() ? toolTip() : QStringLiteral("<p>%1</p>").arg(path.toHtmlEscaped()) + toolTip());
}

QString PathEditor::inputText() const
{
    return m_line->text();
}

QString PathEditor::droppedPath(const QMimeData& data)
{
    const QList<QUrl> urls = data.urls();
    for (const QUrl& url : urls) {
        if (url.isLocalFile())
            return url.toLocalFile();
    }
    return {};
}

void PathEditor::dragEnterEvent(QDragEnterEvent* event)
{
    if (!droppedPath(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void PathEditor::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    take(droppedPath(*event->mimeData()));
}

void PathEditor::browse()
{
    const QString path = QString::fromStdString(expandEnvironment(inputText().toStdString()));
    auto* const dialog = makeFileDialog(this, labelOf(entry()), QFileInfo(path).path());
    dialog->setFileMode(fileMode());
    dialog->setAcceptMode(entry().textKind == TextKind::OutputFile ? QFileDialog::AcceptSave : QFileDialog::AcceptOpen);
    dialog->selectFile(QFileInfo(path).fileName());
    connect(dialog, &QFileDialog::fileSelected, this, &PathEditor::take);
    dialog->open();
}

QFileDialog::FileMode PathEditor::fileMode() const
{
    if (entry().textKind == TextKind::InputFolder)
        return QFileDialog::Directory;
    return entry().textKind == TextKind::InputFile ? QFileDialog::ExistingFile : QFileDialog::AnyFile;
}

void PathEditor::take(const QString& path)
{
    if (!path.isEmpty()) {
        m_line->setText(path);
        explainPath();
        Q_EMIT edited(path, EditKind::Single);
    }
}

} // namespace cnnvis::ui
