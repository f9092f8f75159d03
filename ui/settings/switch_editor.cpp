// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/switch_editor.h"

#include <QCheckBox>
#include <QHBoxLayout>

namespace cnnvis::ui {

SwitchEditor::SwitchEditor(const SettingEntry& entry, QWidget* parent)
    : SettingEditor(entry, parent)
    , m_box(new QCheckBox(tr("On"), this))
{
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_box);
    layout->addStretch();
    adopt(*m_box, "box");
    setFocusProxy(m_box);
    connect(m_box, &QCheckBox::clicked, this, [this] { Q_EMIT edited(inputText(), EditKind::Single); });
}

void SwitchEditor::showText(const QString& text)
{
    m_box->setChecked(text == QLatin1String("true"));
}

QString SwitchEditor::inputText() const
{
    return m_box->isChecked() ? QStringLiteral("true") : QStringLiteral("false");
}

} // namespace cnnvis::ui
