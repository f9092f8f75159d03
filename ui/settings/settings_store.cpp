// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/settings_store.h"

#include "cnnvis/error.h"
#include "settings/entry_text.h"
#include "widgets/window_words.h"

#include <QScopedValueRollback>
#include <QUndoCommand>
#include <QUndoStack>

#include <algorithm>
#include <utility>

namespace cnnvis::ui {

namespace {

constexpr int kNoDrag = 0;
constexpr int kMostUndoSteps = 500;

const SettingEntry* entryOf(const QString& key)
{
    return findSetting(key.toStdString());
}

/// @return  why the text cannot be used; empty when it is set.
QString setText(RunSettings& settings, const QString& key, const QString& text)
{
    const SettingEntry* const entry = entryOf(key);
    if (entry == nullptr)
        return SettingsStore::tr("'%1' is not a setting").arg(key);
    try {
        setSettingText(settings, *entry, text.toStdString());
    } catch (const SettingsError& error) {
        return inWindowWords(error);
    }
    return {};
}

bool isSameProblem(const SettingsProblem& one, const SettingsProblem& other)
{
    return one.key == other.key && one.message == other.message;
}

} // namespace

/// Whole settings before and after: a few hundred bytes, and nothing in them can fail to apply.
class SettingsCommand : public QUndoCommand {
public:
    SettingsCommand(
        SettingsStore& store, RunSettings after, SettingsOrigin originAfter, const QString& text, int dragId)
        : QUndoCommand(text)
        , m_store(store)
        , m_before(store.settings())
        , m_after(std::move(after))
        , m_originBefore(store.origin())
        , m_originAfter(std::move(originAfter))
        , m_dragId(dragId)
    { }

    int id() const override { return m_dragId == kNoDrag ? -1 : 1; }

    bool mergeWith(const QUndoCommand* other) override
    {
        // Commands of this class alone are on the stack.
        const auto* const next = static_cast<const SettingsCommand*>(other);
        if (next->m_dragId != m_dragId)
            return false;
        m_after = next->m_after;
        setObsolete(settingsDifference(m_before, m_after).empty());
        return true;
    }

    void undo() override
    {
        // What is dragged on after an undo must not flow into the step before.
        m_store.finishDrag();
        m_store.assign(m_before, m_originBefore);
        m_isUndone = true;
        m_store.overruleAll();
    }

    void redo() override
    {
        m_store.assign(m_after, m_originAfter);
        if (m_isUndone) // else it is only now being done
            m_store.overruleAll();
    }

private:
    SettingsStore& m_store;
    RunSettings m_before;
    RunSettings m_after;
    SettingsOrigin m_originBefore;
    SettingsOrigin m_originAfter;
    int m_dragId;
    bool m_isUndone = false;
};

SettingsStore::SettingsStore(QObject* parent)
    : QObject(parent)
    , m_undoStack(new QUndoStack(this))
{
    m_undoStack->setUndoLimit(kMostUndoSteps);
    refreshProblems();
}

QString SettingsStore::text(const QString& key) const
{
    const SettingEntry* const entry = entryOf(key);
    return entry != nullptr ? QString::fromStdString(settingText(m_settings, *entry)) : QString();
}

bool SettingsStore::isDefault(const QString& key) const
{
    const SettingEntry* const entry = entryOf(key);
    return entry == nullptr || settingText(m_settings, *entry) == settingText(RunSettings(), *entry);
}

SettingsChange SettingsStore::changeFromDefaults() const
{
    return settingsDifference(RunSettings(), m_settings);
}

QString SettingsStore::check(const QString& key, const QString& text) const
{
    RunSettings ignored = m_settings;
    return setText(ignored, key, text);
}

QString SettingsStore::edit(const QString& key, const QString& text, EditKind kind)
{
    RunSettings after = m_settings;
    if (const QString problem = setText(after, key, text); !problem.isEmpty())
        return problem;
    if (kind == EditKind::Single || key != m_dragKey)
        finishDrag();
    m_dragKey = key;
    const QScopedValueRollback<bool> turned(m_isTurned, true);
    push(after, m_origin, tr("Change %1").arg(labelOf(*entryOf(key))), kind == EditKind::Drag ? m_dragId : kNoDrag);
    return {};
}

QString SettingsStore::apply(const SettingsChange& change, const QString& undoText)
{
    RunSettings after = m_settings;
    try {
        applyChange(after, change);
    } catch (const SettingsError& error) {
        return inWindowWords(error);
    }
    finishDrag();
    push(after, m_origin, undoText, kNoDrag);
    QStringList keys;
    for (const SettingText& setting : change)
        keys.append(keyOf(*findSetting(setting.key)));
    Q_EMIT overruled(keys);
    return {};
}

void SettingsStore::replace(const RunSettings& settings, const QString& undoText)
{
    finishDrag();
    SettingsOrigin origin = m_origin;
    origin.ramps.clear();
    push(settings, origin, undoText, kNoDrag);
    overruleAll();
}

void SettingsStore::replace(const SettingsOrigin& origin, const QString& undoText)
{
    finishDrag();
    push(origin.settings, origin, undoText, kNoDrag);
    overruleAll();
}

void SettingsStore::assume(const RunSettings& settings)
{
    finishDrag();
    assign(settings, m_origin);
    overruleAll();
}

void SettingsStore::reset(const QString& key)
{
    if (const SettingEntry* const entry = entryOf(key))
        resetTo(text(key) != originText(key) ? m_origin.settings : RunSettings(), *entry);
}

void SettingsStore::resetToDefault(const QString& key)
{
    if (const SettingEntry* const entry = entryOf(key))
        resetTo(RunSettings(), *entry);
}

void SettingsStore::resetTo(const RunSettings& source, const SettingEntry& entry)
{
    RunSettings after = m_settings;
    std::visit([&](auto field) { after.*field = source.*field; }, entry.field);
    finishDrag();
    const QScopedValueRollback<bool> turned(m_isTurned, true);
    push(after, m_origin, tr("Reset %1").arg(labelOf(entry)), kNoDrag);
    Q_EMIT overruled({keyOf(entry)});
}

void SettingsStore::setOrigin(const SettingsOrigin& origin)
{
    m_origin = origin;
    Q_EMIT originChanged();
}

QString SettingsStore::originText(const QString& key) const
{
    const SettingEntry* const entry = entryOf(key);
    return entry != nullptr ? QString::fromStdString(settingText(m_origin.settings, *entry)) : QString();
}

void SettingsStore::resetAll()
{
    replace(RunSettings(), tr("Reset all settings"));
}

void SettingsStore::setExternalProblem(const QString& key, const QString& message)
{
    if (message.isEmpty())
        m_externalProblems.remove(key);
    else
        m_externalProblems.insert(key, message);
    refreshProblems();
}

void SettingsStore::clearExternalProblems()
{
    m_externalProblems.clear();
    refreshProblems();
}

QByteArray SettingsStore::toJson() const
{
    return QByteArray::fromStdString(presetToJson({{}, {}, changeFromDefaults()}));
}

QString SettingsStore::restore(const QByteArray& json)
{
    RunSettings restored;
    try {
        applyChange(restored, presetFromJson(json.toStdString(), tr("The session").toStdString()).change);
    } catch (const SettingsError& error) {
        return inWindowWords(error);
    }
    finishDrag();
    m_undoStack->clear();
    assign(restored, m_origin);
    overruleAll();
    return {};
}

void SettingsStore::finishDrag()
{
    ++m_dragId;
    m_dragKey.clear();
}

void SettingsStore::push(const RunSettings& settings, const SettingsOrigin& origin, const QString& undoText, int dragId)
{
    const bool isOtherOrigin = origin.title != m_origin.title || origin.ramps != m_origin.ramps
        || !settingsDifference(m_origin.settings, origin.settings).empty();
    if (isOtherOrigin || !settingsDifference(m_settings, settings).empty())
        m_undoStack->push(new SettingsCommand(*this, settings, origin, undoText, dragId));
}

void SettingsStore::assign(const RunSettings& settings, const SettingsOrigin& origin)
{
    m_origin = origin;
    QStringList keys;
    for (const SettingText& difference : settingsDifference(m_settings, settings)) {
        keys.append(QString::fromStdString(difference.key));
        m_externalProblems.remove(keys.last());
    }
    m_settings = settings;
    if (!keys.isEmpty())
        Q_EMIT changed(keys);
    Q_EMIT originChanged();
    refreshProblems();
}

void SettingsStore::overruleAll()
{
    QStringList keys;
    for (const SettingEntry& entry : settingsSchema())
        keys.append(keyOf(entry));
    Q_EMIT overruled(keys);
}

void SettingsStore::refreshProblems()
{
    const std::vector<SettingsProblem> found = validate(m_settings);
    std::vector<SettingsProblem> problems;
    for (const SettingEntry& entry : settingsSchema()) {
        const auto own = std::find_if(
            found.begin(), found.end(), [&entry](const SettingsProblem& problem) { return problem.key == entry.key; });
        const QString key = keyOf(entry);
        if (own != found.end())
            problems.push_back({own->key, inWindowWords(own->message).toStdString()});
        else if (m_externalProblems.contains(key))
            problems.push_back({key.toStdString(), m_externalProblems.value(key).toStdString()});
    }
    if (!std::equal(problems.begin(), problems.end(), m_problems.begin(), m_problems.end(), isSameProblem)) {
        m_problems = std::move(problems);
        Q_EMIT problemsChanged();
    }
}

} // namespace cnnvis::ui
