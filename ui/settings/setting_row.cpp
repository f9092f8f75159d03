// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/setting_row.h"

#include "cnnvis/settings_text.h"
#include "settings/entry_text.h"
#include "settings/number_editor.h"
#include "settings/number_format.h"
#include "settings/setting_editor.h"
#include "theme/themed_icon.h"

#include <QApplication>
#include <QGridLayout>
#include <QLabel>
#include <QMenu>

#include <algorithm>

namespace cnnvis::ui {

namespace {

constexpr int kTypingRest = 700; // milliseconds

} // namespace

SettingRow::SettingRow(const SettingEntry& entry, SettingsStore& store, QWidget* parent)
    : QWidget(parent)
    , m_entry(entry)
    , m_store(store)
    , m_label(new RowLabel(entry, this))
    , m_editor(createSettingEditor(entry, this))
    , m_problem(addNote("_problem", "error"))
    , m_warning(addNote("_warning", "warning"))
{
    setObjectName(keyOf(entry) + QStringLiteral("_row"));
    const int line = fontMetrics().height();
    auto* const layout = new QGridLayout(this);
    layout->setContentsMargins(0, line / 6, line * 2 / 3, line / 6);
    layout->setHorizontalSpacing(line / 2);
    layout->setVerticalSpacing(line / 6);
    // Both shrink freely, so that all rows are divided at the same place.
    m_label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_editor->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    layout->addWidget(m_label, 0, 0);
    layout->addWidget(m_editor, 0, 1);
    layout->setColumnStretch(0, 40);
    layout->setColumnStretch(1, 60);
    layout->addWidget(m_problem, 1, 0, 1, 2);
    layout->addWidget(m_warning, 2, 0, 1, 2);

    connect(m_label, &RowLabel::resetRequested, this, &SettingRow::reset);
    connect(m_label, &RowLabel::menuRequested, this, &SettingRow::openMenu);
    connect(m_editor, &SettingEditor::edited, this, &SettingRow::take);
    connect(m_editor, &SettingEditor::dragFinished, &m_store, &SettingsStore::finishDrag);
    connect(m_editor, &SettingEditor::typed, this, &SettingRow::noteTyped);
    m_typingRest.setSingleShot(true);
    m_typingRest.setInterval(kTypingRest);
    connect(&m_typingRest, &QTimer::timeout, this, &SettingRow::checkInput);
    connect(m_editor, &SettingEditor::entered, this, [this] {
        checkInput(); // some editors tell of Return before they tell the text
        if (!hasInvalidInput())
            leaveField();
    });
    connect(m_editor, &SettingEditor::givenUp, this, [this] {
        showStoredValue();
        leaveField();
    });
    showStoredValue();
}

QLabel* SettingRow::addNote(const char* suffix, const char* role)
{
    auto* const note = new QLabel(this);
    note->setObjectName(keyOf(m_entry) + QLatin1String(suffix));
    note->setProperty("role", QLatin1String(role));
    note->setWordWrap(true);
    note->setTextFormat(Qt::PlainText);
    note->setContentsMargins(fontMetrics().height() * 2 / 3, 0, 0, 0);
    note->hide();
    return note;
}

/// The row itself keeps the focus, so that the tabulator goes on from here, and letters are the window's shortcuts.
void SettingRow::leaveField()
{
    if (isAncestorOf(QApplication::focusWidget()))
        setFocus(Qt::OtherFocusReason);
}

void SettingRow::showTurnedValue()
{
    if (!m_isTyping || !m_editor->isAncestorOf(QApplication::focusWidget()))
        showStoredValue();
}

void SettingRow::showStoredValue()
{
    m_isTyping = false;
    m_editor->showText(m_store.text(keyOf(m_entry)));
    m_label->setChanged(!m_store.isDefault(keyOf(m_entry)));
    const std::optional<double> number = numberOf(m_entry, m_store.text(keyOf(m_entry)));
    m_label->setValueName(number ? m_valueNames.value(static_cast<int>(*number)) : QString());
    setInputProblem({});
    refreshWarning();
}

void SettingRow::setValueNames(const QStringList& names)
{
    if (auto* const editor = qobject_cast<NumberEditor*>(m_editor); editor != nullptr && names != m_valueNames) {
        m_valueNames = names;
        editor->setValueNames(names);
        showStoredValue();
    }
}

void SettingRow::setBrokenFrom(std::optional<double> value)
{
    m_brokenFrom = value && m_brokenFrom ? std::min(*value, *m_brokenFrom) : value;
    refreshWarning();
}

QString SettingRow::warningText() const
{
    const std::optional<double> value = numberOf(m_entry, m_store.text(keyOf(m_entry)));
    // Whole numbers count steps, of which more only take longer.
    const bool isKnob = m_entry.takesEffect == TakesEffect::Live && value && !isWholeNumberEntry(m_entry);
    if (!isKnob)
        return {};
    const QString shown = value ? plainNumber(*value) : QString();
    if (m_brokenFrom && *value >= *m_brokenFrom)
        return tr("%1 is too much: a dream of this network broke at %2").arg(shown, plainNumber(*m_brokenFrom));
    if (m_entry.softMinimum<m_entry.softMaximum&& * value> m_entry.softMaximum)
        return tr("%1 is far above what is useful, up to %2").arg(shown, plainNumber(m_entry.softMaximum));
    return {};
}

void SettingRow::refreshWarning()
{
    m_warning->setText(warningText());
    m_warning->setVisible(!warningText().isEmpty());
}

/// What a right click on the name offers.
void SettingRow::openMenu(QPoint place)
{
    const QString key = keyOf(m_entry);
    const QString preset = m_store.originText(key);
    const QString usual = QString::fromStdString(settingText(RunSettings(), m_entry));
    auto* const menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("settingMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (!m_store.origin().title.isEmpty() && preset != usual) {
        QAction* const back = menu->addAction(themedIcon(QStringLiteral("reset")),
            tr("Back to the preset's value: %1").arg(shownValue(m_entry, preset)), this, &SettingRow::reset);
        back->setObjectName(QStringLiteral("resetToPreset"));
        back->setEnabled(m_store.text(key) != preset);
    }
    QAction* const reset = menu->addAction(themedIcon(QStringLiteral("reset")),
        tr("Reset to the default: %1").arg(shownValue(m_entry, usual)), this,
        [this, key] { m_store.resetToDefault(key); });
    reset->setObjectName(QStringLiteral("resetToDefault"));
    reset->setEnabled(!m_store.isDefault(key));
    menu->popup(place);
}

void SettingRow::take(const QString& text, EditKind kind)
{
    m_isTyping = false;
    const QString problem = m_store.edit(keyOf(m_entry), text, kind);
    if (problem.isEmpty() && kind == EditKind::Single) {
        // Also where the value is the same, for its usual spelling.
        showStoredValue();
    }
    setInputProblem(problem);
    const bool isLeft = !m_editor->isAncestorOf(QApplication::focusWidget());
    if (!problem.isEmpty() && isLeft && m_editor->isStray())
        showStoredValue();
}

/// Tells at once that the text can be used, and that it cannot only once the typing rests.
void SettingRow::noteTyped(const QString& text)
{
    m_isTyping = true;
    if (m_store.check(keyOf(m_entry), text).isEmpty())
        setInputProblem({});
    else
        m_typingRest.start();
}

void SettingRow::checkInput()
{
    setInputProblem(m_store.check(keyOf(m_entry), m_editor->inputText()));
}

void SettingRow::commitInput()
{
    take(m_editor->inputText(), EditKind::Single);
    if (hasInvalidInput() && m_editor->isStray())
        showStoredValue();
}

void SettingRow::reset()
{
    m_store.reset(keyOf(m_entry));
}

void SettingRow::setStoredProblem(const QString& message)
{
    if (message != m_storedProblem) {
        m_storedProblem = message;
        refreshProblem();
    }
}

void SettingRow::setInputProblem(const QString& message)
{
    m_typingRest.stop();
    if (message != m_inputProblem) {
        const bool isOther = message.isEmpty() != m_inputProblem.isEmpty();
        m_inputProblem = message;
        refreshProblem();
        if (isOther)
            Q_EMIT inputValidityChanged();
    }
}

QString SettingRow::problemText() const
{
    return m_inputProblem.isEmpty() ? m_storedProblem : m_inputProblem;
}

void SettingRow::refreshProblem()
{
    m_problem->setText(problemText());
    m_problem->setVisible(!problemText().isEmpty());
    m_editor->setInvalid(!problemText().isEmpty());
}

} // namespace cnnvis::ui
