// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/choice_editor.h"

#include "settings/entry_text.h"

#include <QComboBox>
#include <QHBoxLayout>

namespace cnnvis::ui {

ChoiceEditor::ChoiceEditor(const SettingEntry& entry, QWidget* parent)
    : SettingEditor(entry, parent)
    , m_box(new QComboBox(this))
{
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_box);
    for (const std::string_view choice : entry.choices)
        m_box->addItem(choiceLabel(choice), toText(choice));
    m_box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_box->setMinimumContentsLength(6);
    adopt(*m_box, "box");
    setFocusProxy(m_box);
    connect(m_box, &QComboBox::activated, this, [this] { Q_EMIT edited(inputText(), EditKind::Single); });
}

void ChoiceEditor::showText(const QString& text)
{
    m_box->setCurrentIndex(m_box->findData(text));
}

QString ChoiceEditor::inputText() const
{
    return m_box->currentData().toString();
}

bool ChoiceEditor::takesLetter(QChar /*letter*/) const
{
    return false; // a box would go to the choice that begins with it
}

} // namespace cnnvis::ui
