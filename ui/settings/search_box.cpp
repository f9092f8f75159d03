// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/search_box.h"

#include "theme/themed_icon.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QToolButton>

namespace cnnvis::ui {

SearchBox::SearchBox(QWidget* parent)
    : QLineEdit(parent)
    , m_switch(new QWidget(this))
    , m_found(new QLabel(this))
{
    setObjectName(QStringLiteral("settings_search"));
    setPlaceholderText(tr("Search settings"));
    setAccessibleName(tr("Search settings"));
    setToolTip(tr("Finds settings by their name, their flag or what they do, the simple ones and all others"));
    addAction(themedIcon(QStringLiteral("search"), QPalette::PlaceholderText), QLineEdit::LeadingPosition);

    auto* const layout = new QHBoxLayout(m_switch);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_switch->setCursor(Qt::ArrowCursor);
    m_simple = addTierButton(tr("Simple"), QStringLiteral("settings_simple"), tr("Show the settings to begin with"));
    m_all = addTierButton(tr("All"), QStringLiteral("settings_all"), tr("Show all settings"));
    auto* const group = new QButtonGroup(this);
    group->addButton(m_simple);
    group->addButton(m_all);
    m_simple->setChecked(true);
    connect(m_simple, &QToolButton::toggled, this, [this] { Q_EMIT tierChanged(tier()); });
    m_found->setObjectName(QStringLiteral("settings_found"));
    m_found->setProperty("role", QStringLiteral("quiet"));
    m_found->setToolTip(tr("The search looks at all settings, not only at the simple ones; Escape ends it"));
    m_found->hide();
}

QToolButton* SearchBox::addTierButton(const QString& text, const QString& name, const QString& toolTip)
{
    auto* const button = new QToolButton(m_switch);
    button->setObjectName(name);
    button->setText(text);
    button->setAccessibleName(toolTip);
    button->setToolTip(toolTip);
    button->setCheckable(true);
    button->setAutoRaise(true);
    button->setProperty("role", QStringLiteral("link"));
    button->setFocusPolicy(Qt::StrongFocus);
    m_switch->layout()->addWidget(button);
    return button;
}

SettingTier SearchBox::tier() const
{
    return m_simple->isChecked() ? SettingTier::Simple : SettingTier::Advanced;
}

void SearchBox::setTier(SettingTier tier)
{
    (tier == SettingTier::Simple ? m_simple : m_all)->setChecked(true);
}

void SearchBox::setFound(int count)
{
    const bool isSearching = !text().simplified().isEmpty();
    m_switch->setVisible(!isSearching);
    m_found->setVisible(isSearching);
    m_found->setText(tr("%1 found").arg(count));
    placeEnd();
}

void SearchBox::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
        clear();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

void SearchBox::resizeEvent(QResizeEvent* event)
{
    QLineEdit::resizeEvent(event);
    placeEnd();
}

void SearchBox::placeEnd()
{
    const int inset = 2;
    const int padding = m_found->isHidden() ? 0 : fontMetrics().height() / 2;
    QWidget* const end = m_found->isHidden() ? m_switch : m_found;
    const int wanted = end->sizeHint().width() + padding;
    end->setGeometry(width() - wanted - inset, inset, wanted - padding, height() - 2 * inset);
    setTextMargins(0, 0, wanted, 0);
}

} // namespace cnnvis::ui
