// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/settings_panel.h"

#include "settings/entry_text.h"
#include "settings/layer_editor.h"
#include "settings/number_editor.h"
#include "settings/restart_bar.h"
#include "settings/search_box.h"
#include "settings/setting_row.h"
#include "settings/settings_group.h"
#include "settings/settings_store.h"

#include <QCoreApplication>
#include <QCursor>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace cnnvis::ui {

namespace {

/// Lays everything out now that would be laid out in a moment; layouts ask for one another, level by level.
void settleLayouts()
{
    constexpr int kLevels = 5; // row, body, group, content, scroll area
    for (int level = 0; level < kLevels; ++level)
        QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
}

} // namespace

SettingsPanel::SettingsPanel(SettingsStore& store, QWidget* parent)
    : QWidget(parent)
    , m_store(store)
    , m_search(new SearchBox(this))
    , m_scrollArea(new QScrollArea(this))
    , m_nothingFound(new QLabel)
    , m_restartBar(new RestartBar(this))
{
    setObjectName(QStringLiteral("settings_panel"));
    const int line = fontMetrics().height();
    setMinimumWidth(line * 19);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* const top = new QVBoxLayout;
    top->setContentsMargins(line * 2 / 3, line / 2, line * 2 / 3, line / 2);
    top->addWidget(m_search);
    layout->addLayout(top);
    layout->addWidget(m_scrollArea, 1);
    layout->addWidget(m_restartBar);
    buildRows();

    connect(m_search, &SearchBox::textChanged, this, &SettingsPanel::applyFilter);
    connect(m_search, &SearchBox::tierChanged, this, [this] {
        applyFilter();
        Q_EMIT viewChanged();
    });
    connect(m_restartBar, &RestartBar::restartRequested, this, &SettingsPanel::restartRequested);
    connect(&m_store, &SettingsStore::changed, this, &SettingsPanel::showChanged);
    connect(&m_store, &SettingsStore::overruled, this, &SettingsPanel::showStored);
    connect(&m_store, &SettingsStore::problemsChanged, this, &SettingsPanel::showProblems);
    applyFilter();
    showProblems();
    refreshEffectMarks();
}

SettingsPanel::~SettingsPanel()
{
    // A field that has the focus gives its text away when it goes, and by then the panel is only a QWidget, and its
    // editor, too.
    if (QWidget* const focused = focusWidget())
        focused->clearFocus();
    disconnect(&m_store, nullptr, this, nullptr);
    for (SettingRow* const row : m_rows)
        disconnect(row, nullptr, this, nullptr);
}

void SettingsPanel::buildRows()
{
    auto* const content = new QWidget;
    auto* const layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    for (const SettingEntry& entry : settingsSchema()) {
        if (entry.isForRenderOnly)
            continue;
        const QString title = toText(entry.group);
        if (m_groups.empty() || m_groups.back()->title() != title) {
            auto* const group = new SettingsGroup(title, content);
            layout->addWidget(group);
            connect(group, &SettingsGroup::toggled, this, &SettingsPanel::viewChanged);
            m_groups.push_back(group);
        }
        addRow(entry, *m_groups.back());
    }
    m_nothingFound->setText(tr("No setting has these words in its name, its flag or its help."));
    m_nothingFound->setObjectName(QStringLiteral("settings_nothing_found"));
    m_nothingFound->setProperty("role", QStringLiteral("quiet"));
    m_nothingFound->setWordWrap(true);
    m_nothingFound->setMargin(fontMetrics().height());
    layout->addWidget(m_nothingFound);
    // A factor of its own, as the groups would share the room that is left else.
    layout->addStretch(1);
    m_scrollArea->setWidget(content);
    m_scrollArea->setWidgetResizable(true);
    m_scrollArea->setFrameShape(QFrame::NoFrame);
    m_scrollArea->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scrollArea->setFocusPolicy(Qt::NoFocus);
    m_scrollArea->setBackgroundRole(QPalette::Window);
    for (SettingsGroup* const group : m_groups)
        group->refreshChangedCount();
}

void SettingsPanel::addRow(const SettingEntry& entry, SettingsGroup& group)
{
    auto* const row = new SettingRow(entry, m_store, &group);
    group.addRow(*row);
    m_rows.push_back(row);
    m_rowByKey.insert(keyOf(entry), row);
    connect(row, &SettingRow::inputValidityChanged, this, [this] {
        keepUnderPointer([this] { applyFilter(); });
        Q_EMIT inputValidityChanged(hasInvalidInput());
    });
}

void SettingsPanel::setLayerNames(const QStringList& names)
{
    for (const SettingRow* const row : m_rows) {
        if (auto* const editor = qobject_cast<LayerEditor*>(&row->editor()))
            editor->setLayerNames(names);
    }
}

void SettingsPanel::setSliderRange(const QString& key, double low, double high)
{
    const SettingRow* const row = m_rowByKey.value(key);
    if (auto* const editor = row != nullptr ? qobject_cast<NumberEditor*>(&row->editor()) : nullptr)
        editor->setSliderRange(low, high);
}

void SettingsPanel::setValueNames(const QString& key, const QStringList& names)
{
    if (SettingRow* const row = m_rowByKey.value(key))
        row->setValueNames(names);
}

void SettingsPanel::setBrokenFrom(const QString& key, double value)
{
    if (SettingRow* const row = m_rowByKey.value(key))
        row->setBrokenFrom(value);
}

void SettingsPanel::clearBroken()
{
    for (SettingRow* const row : m_rows)
        row->setBrokenFrom(std::nullopt);
}

bool SettingsPanel::hasInvalidInput() const
{
    return std::any_of(m_rows.begin(), m_rows.end(), [](const SettingRow* row) { return row->hasInvalidInput(); });
}

bool SettingsPanel::commitInput()
{
    for (SettingRow* const row : m_rows)
        row->commitInput();
    return !hasInvalidInput();
}

void SettingsPanel::setRunning(bool isRunning)
{
    m_isRunning = isRunning;
    m_actingSettings = m_store.settings();
    refreshEffectMarks();
}

void SettingsPanel::noteSizeStarted()
{
    for (const SettingEntry& entry : settingsSchema()) {
        if (entry.takesEffect == TakesEffect::NextSize)
            std::visit([this](auto field) { m_actingSettings.*field = m_store.settings().*field; }, entry.field);
    }
    refreshEffectMarks();
}

void SettingsPanel::noteTurned(const SettingsChange& change)
{
    applyChange(m_actingSettings, change);
    refreshEffectMarks();
}

bool SettingsPanel::isWaiting(const SettingEntry& entry) const
{
    return m_isRunning && entry.takesEffect != TakesEffect::Live
        && settingText(m_actingSettings, entry) != settingText(m_store.settings(), entry);
}

QStringList SettingsPanel::keysAwaitingRestart() const
{
    QStringList keys;
    for (const SettingEntry& entry : settingsSchema()) {
        if (entry.takesEffect == TakesEffect::Restart && !entry.isForRenderOnly && isWaiting(entry))
            keys.append(keyOf(entry));
    }
    return keys;
}

void SettingsPanel::refreshEffectMarks()
{
    for (const SettingRow* const row : m_rows) {
        const bool actsAtOnce = !m_isRunning || row->entry().takesEffect == TakesEffect::Live;
        const EffectMark later = isWaiting(row->entry()) ? EffectMark::Waiting : EffectMark::Quiet;
        row->label().setEffectMark(actsAtOnce ? EffectMark::None : later);
    }
    m_restartBar->setCount(static_cast<int>(keysAwaitingRestart().size()));
}

void SettingsPanel::reveal(const QString& key)
{
    SettingRow* const row = m_rowByKey.value(key);
    if (row == nullptr)
        return;
    m_search->clear();
    if (row->entry().tier == SettingTier::Advanced)
        setTier(SettingTier::Advanced);
    for (SettingsGroup* const group : m_groups) {
        if (group->isAncestorOf(row))
            group->setOpen(true);
    }
    // The layout has to know the row's place before the area can scroll to it.
    m_scrollArea->widget()->layout()->activate();
    m_scrollArea->ensureWidgetVisible(row);
    row->editor().setFocus(Qt::OtherFocusReason);
}

void SettingsPanel::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

QStringList SettingsPanel::openGroups() const
{
    QStringList titles;
    for (const SettingsGroup* const group : m_groups) {
        if (group->isOpen())
            titles.append(group->title());
    }
    return titles;
}

void SettingsPanel::setOpenGroups(const QStringList& titles)
{
    for (SettingsGroup* const group : m_groups)
        group->setOpen(titles.contains(group->title()));
}

SettingTier SettingsPanel::tier() const
{
    return m_search->tier();
}

void SettingsPanel::setTier(SettingTier tier)
{
    m_search->setTier(tier);
}

void SettingsPanel::resetFocused()
{
    const QWidget* const focused = focusWidget();
    for (SettingRow* const row : m_rows) {
        if (row == focused || row->isAncestorOf(focused))
            row->reset();
    }
}

void SettingsPanel::applyFilter()
{
    const QString words = m_search->text().simplified();
    const bool showsAll = tier() == SettingTier::Advanced;
    int found = 0;
    for (SettingsGroup* const group : m_groups) {
        found += group->showRows(!words.isEmpty(), [&](const SettingRow& row) {
            if (!words.isEmpty())
                return matchesSearch(row.entry(), words);
            // What hinders the start must be seen, and not vanish under the hands of who mends it.
            const bool hasFocus = &row == focusWidget() || row.isAncestorOf(focusWidget());
            const bool isNeeded = !row.problemText().isEmpty() || hasFocus;
            return showsAll || isNeeded || row.entry().tier == SettingTier::Simple;
        });
    }
    m_search->setFound(found);
    m_nothingFound->setVisible(found == 0);
}

void SettingsPanel::showStored(const QStringList& keys)
{
    for (const QString& key : keys) {
        if (SettingRow* const row = m_rowByKey.value(key))
            row->showTurnedValue();
    }
}

void SettingsPanel::showChanged(const QStringList& keys)
{
    showStored(keys);
    for (SettingsGroup* const group : m_groups)
        group->refreshChangedCount();
    refreshEffectMarks();
}

void SettingsPanel::showProblems()
{
    QMap<QString, QString> messages;
    for (const SettingsProblem& problem : m_store.problems())
        messages.insert(QString::fromStdString(problem.key), QString::fromStdString(problem.message));
    keepUnderPointer([&] {
        for (SettingRow* const row : m_rows)
            row->setStoredProblem(messages.value(keyOf(row->entry())));
        applyFilter();
    });
}

/// What comes and goes above the row under the pointer scrolls the others, and leaves this one where it is.
void SettingsPanel::keepUnderPointer(const std::function<void()>& change)
{
    QWidget* const viewport = m_scrollArea->viewport();
    const QPoint pointer = viewport->mapFromGlobal(QCursor::pos());
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const SettingRow* row) {
        return row->isVisible() && row->rect().contains(row->mapFrom(this, viewport->mapTo(this, pointer)));
    });
    if (!isVisible() || !viewport->rect().contains(pointer) || found == m_rows.end()) {
        change();
        return;
    }
    const auto place = [&] { return (*found)->mapTo(viewport, QPoint()).y(); };
    const int before = place();
    change();
    QWidget* const content = m_scrollArea->widget();
    content->setMinimumHeight(0);
    settleLayouts();
    QScrollBar* const bar = m_scrollArea->verticalScrollBar();
    const int wanted = bar->value() + place() - before;
    if (wanted > bar->maximum()) {
        // Room beneath the last row, where all rows would fit.
        content->setMinimumHeight(viewport->height() + wanted);
        settleLayouts();
    }
    bar->setValue(wanted);
}

} // namespace cnnvis::ui
