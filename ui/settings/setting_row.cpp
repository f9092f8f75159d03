// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/setting_row.h"

#include "settings/entry_text.h"
#include "settings/setting_editor.h"

#include <QApplication>
#include <QGridLayout>
#include <QLabel>

namespace cnnvis::ui {

SettingRow::SettingRow(const SettingEntry& entry, SettingsStore& store, QWidget* parent)
    : QWidget(parent)
    , m_entry(entry)
    , m_store(store)
    , m_label(new RowLabel(entry, this))
    , m_editor(createSettingEditor(entry, this))
    , m_problem(new QLabel(this))
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
    m_problem->setObjectName(keyOf(entry) + QStringLiteral("_problem"));
    m_problem->setProperty("role", QStringLiteral("error"));
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setContentsMargins(line * 2 / 3, 0, 0, 0);
    m_problem->hide();

    connect(m_label, &RowLabel::resetRequested, this, &SettingRow::reset);
    connect(m_editor, &SettingEditor::edited, this, &SettingRow::take);
    connect(m_editor, &SettingEditor::dragFinished, &m_store, &SettingsStore::finishDrag);
    connect(m_editor, &SettingEditor::typed, this,
        [this](const QString& text) { setInputProblem(m_store.check(keyOf(m_entry), text)); });
    connect(m_editor, &SettingEditor::entered, this, [this] {
        if (!hasInvalidInput()) {
            leaveField();
        }
    });
    connect(m_editor, &SettingEditor::givenUp, this, [this] {
        showStoredValue();
        leaveField();
    });
    showStoredValue();
}

/// The row itself keeps the focus, so that the tabulator goes on from here, and letters are the window's shortcuts.
void SettingRow::leaveField()
{
    if (isAncestorOf(QApplication::focusWidget())) {
        setFocus(Qt::OtherFocusReason);
    }
}

void SettingRow::showStoredValue()
{
    m_editor->showText(m_store.text(keyOf(m_entry)));
    m_label->setChanged(!m_store.isDefault(keyOf(m_entry)));
    setInputProblem({});
}

void SettingRow::take(const QString& text, EditKind kind)
{
    const QString problem = m_store.edit(keyOf(m_entry), text, kind);
    if (problem.isEmpty() && kind == EditKind::Single) {
        // Also where the value is the same, for its usual spelling.
        showStoredValue();
    }
    setInputProblem(problem);
}

void SettingRow::commitInput()
{
    take(m_editor->inputText(), EditKind::Single);
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
    if (message != m_inputProblem) {
        const bool isOther = message.isEmpty() != m_inputProblem.isEmpty();
        m_inputProblem = message;
        refreshProblem();
        if (isOther) {
            Q_EMIT inputValidityChanged();
        }
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
