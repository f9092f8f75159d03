// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/flags_editor.h"

#include "settings/entry_text.h"

#include <QCheckBox>
#include <QGridLayout>

namespace cnnvis::ui {

FlagsEditor::FlagsEditor(const SettingEntry& entry, QWidget* parent)
    : SettingEditor(entry, parent)
{
    auto* const layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setVerticalSpacing(fontMetrics().height() / 4);
    layout->setHorizontalSpacing(fontMetrics().height() / 2);
    for (const std::string_view choice : entry.choices) {
        auto* const box = new QCheckBox(choiceLabel(choice), this);
        const int index = static_cast<int>(m_boxes.size());
        layout->addWidget(box, index / 2, index % 2);
        adopt(*box, std::string(choice).c_str(), box->text());
        connect(box, &QCheckBox::clicked, this, [this] { Q_EMIT edited(inputText(), EditKind::Single); });
        m_boxes.push_back(box);
    }
    setFocusProxy(m_boxes.front());
}

void FlagsEditor::showText(const QString& text)
{
    const QStringList names = text.split(QLatin1Char('+'));
    for (std::size_t bit = 0; bit < m_boxes.size(); ++bit)
        m_boxes[bit]->setChecked(names.contains(toText(entry().choices[bit])));
}

QString FlagsEditor::inputText() const
{
    QStringList names;
    for (std::size_t bit = 0; bit < m_boxes.size(); ++bit) {
        if (m_boxes[bit]->isChecked())
            names.append(toText(entry().choices[bit]));
    }
    return names.join(QLatin1Char('+'));
}

} // namespace cnnvis::ui
