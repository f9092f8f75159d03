// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/settings_group.h"

#include "settings/group_header.h"
#include "settings/setting_row.h"

#include <QVBoxLayout>

#include <algorithm>

namespace cnnvis::ui {

SettingsGroup::SettingsGroup(const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_title(title)
    , m_header(new GroupHeader(title, this))
    , m_body(new QWidget(this))
{
    setObjectName(title + QStringLiteral("_group"));
    m_header->setObjectName(title + QStringLiteral("_header"));
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_body);
    auto* const rows = new QVBoxLayout(m_body);
    rows->setContentsMargins(0, 0, 0, fontMetrics().height() / 2);
    rows->setSpacing(0);
    m_header->setChecked(true);
    connect(m_header, &GroupHeader::toggled, this, [this](bool isOpen) {
        refreshBody();
        Q_EMIT toggled(isOpen);
    });
}

void SettingsGroup::addRow(SettingRow& row)
{
    m_body->layout()->addWidget(&row);
    m_rows.push_back(&row);
}

bool SettingsGroup::isOpen() const
{
    return m_header->isChecked();
}

void SettingsGroup::setOpen(bool isOpen)
{
    m_header->setChecked(isOpen);
}

int SettingsGroup::showRows(bool isSearching, const std::function<bool(const SettingRow&)>& isWanted)
{
    int wanted = 0;
    for (SettingRow* const row : m_rows) {
        row->setVisible(isWanted(*row));
        wanted += isWanted(*row) ? 1 : 0;
    }
    m_isSearching = isSearching;
    refreshBody();
    setVisible(wanted > 0);
    return wanted;
}

void SettingsGroup::refreshChangedCount()
{
    m_header->setChangedCount(static_cast<int>(
        std::count_if(m_rows.begin(), m_rows.end(), [](const SettingRow* row) { return row->label().isChanged(); })));
}

void SettingsGroup::refreshBody()
{
    m_body->setVisible(isOpen() || m_isSearching);
}

} // namespace cnnvis::ui
