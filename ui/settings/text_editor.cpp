// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/text_editor.h"

#include "widgets/window_words.h"

#include <QHBoxLayout>
#include <QLineEdit>

namespace cnnvis::ui {

TextEditor::TextEditor(const SettingEntry& entry, QWidget* parent)
    : SettingEditor(entry, parent)
    , m_line(new QLineEdit(this))
{
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_line);
    if (entry.textKind == TextKind::PictureSize)
        m_line->setPlaceholderText(tr("such as × 0.5"));
    adopt(*m_line, "field");
    setFieldWidget(*m_line);
    setFocusProxy(m_line);
    connect(m_line, &QLineEdit::textEdited, this, [this] { Q_EMIT typed(inputText()); });
    connect(m_line, &QLineEdit::editingFinished, this, [this] { Q_EMIT edited(inputText(), EditKind::Single); });
}

void TextEditor::showText(const QString& text)
{
    // What is typed keeps its blanks while it means the same.
    if (inputText() != text || !m_line->hasFocus()) {
        m_line->setText(entry().textKind == TextKind::PictureSize ? shownSize(text) : text);
        m_line->setCursorPosition(0);
    }
}

QString TextEditor::inputText() const
{
    return entry().textKind == TextKind::PictureSize ? typedSize(m_line->text()) : m_line->text();
}

} // namespace cnnvis::ui
