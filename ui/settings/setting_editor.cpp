// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/setting_editor.h"

#include "settings/choice_editor.h"
#include "settings/entry_text.h"
#include "settings/flags_editor.h"
#include "settings/layer_editor.h"
#include "settings/number_editor.h"
#include "settings/path_editor.h"
#include "settings/switch_editor.h"
#include "settings/text_editor.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QVariant>

#include <type_traits>

namespace cnnvis::ui {

namespace {

/// The line in which a part is typed into; nullptr where there is none.
QLineEdit* lineOf(QWidget& part)
{
    auto* const line = qobject_cast<QLineEdit*>(&part);
    return line != nullptr ? line : part.findChild<QLineEdit*>();
}

} // namespace

SettingEditor::SettingEditor(const SettingEntry& entry, QWidget* parent)
    : QWidget(parent)
    , m_entry(entry)
{
    setObjectName(keyOf(entry));
    setAccessibleName(labelOf(entry));
    setAccessibleDescription(helpOf(entry));
    setToolTip(toolTipOf(entry));
}

void SettingEditor::setInvalid(bool isInvalid)
{
    if (m_field != nullptr && m_field->property("invalid").toBool() != isInvalid) {
        m_field->setProperty("invalid", isInvalid);
        m_field->update();
    }
}

void SettingEditor::adopt(QWidget& part, const char* suffix, const QString& role)
{
    part.setObjectName(objectName() + QLatin1Char('_') + QLatin1String(suffix));
    part.setAccessibleName(role.isEmpty() ? labelOf(m_entry) : labelOf(m_entry) + QStringLiteral(", ") + role);
    part.setAccessibleDescription(helpOf(m_entry));
    part.setToolTip(toolTip());
    part.setFocusPolicy(Qt::StrongFocus);
    part.installEventFilter(this);
    if (const QLineEdit* const line = lineOf(part))
        connect(line, &QLineEdit::returnPressed, this, &SettingEditor::entered);
}

bool SettingEditor::takesLetter(QChar /*letter*/) const
{
    return true;
}

bool SettingEditor::isStray() const
{
    return false;
}

bool SettingEditor::eventFilter(QObject* watched, QEvent* event)
{
    auto* const part = qobject_cast<QWidget*>(watched);
    if (part == nullptr)
        return QWidget::eventFilter(watched, event);
    const bool isKey = event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress
        || event->type() == QEvent::KeyRelease;
    if ((event->type() == QEvent::Wheel && !part->hasFocus())
        || (isKey && filterKey(*part, *static_cast<QKeyEvent*>(event)))) {
        // Ignored, it goes on to the parents: the wheel to the panel's scroll bar, a key to the window.
        event->ignore();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

bool SettingEditor::filterKey(QWidget& part, QKeyEvent& event)
{
    const QLineEdit* const line = lineOf(part);
    if (line != nullptr && event.key() == Qt::Key_Escape && event.type() == QEvent::KeyPress) {
        Q_EMIT givenUp();
        return false;
    }
    // A line would keep these for itself even where it has nothing to take back.
    const bool isIdleUndo = event.matches(QKeySequence::Undo) && line != nullptr && !line->isUndoAvailable();
    const bool isIdleRedo = event.matches(QKeySequence::Redo) && line != nullptr && !line->isRedoAvailable();
    if (isIdleUndo || isIdleRedo)
        return true;
    const bool isPlain = (event.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == Qt::NoModifier;
    const QString text = event.text();
    return isPlain && text.size() == 1 && text.front().isLetter() && !takesLetter(text.front());
}

namespace {

SettingEditor* createStringEditor(const SettingEntry& entry, QWidget* parent)
{
    switch (entry.textKind) {
    case TextKind::InputFile:
    case TextKind::InputFolder:
    case TextKind::OutputFile:
        return new PathEditor(entry, parent);
    case TextKind::LayerName:
        return new LayerEditor(entry, parent);
    case TextKind::PictureSize:
    case TextKind::Colour:
    case TextKind::Plain:
        break;
    }
    return new TextEditor(entry, parent);
}

} // namespace

SettingEditor* createSettingEditor(const SettingEntry& entry, QWidget* parent)
{
    const auto create = [&](auto field) -> SettingEditor* {
        using Value = std::remove_reference_t<decltype(RunSettings().*field)>;
        if constexpr (std::is_same_v<Value, bool>)
            return new SwitchEditor(entry, parent);
        else if constexpr (std::is_arithmetic_v<Value>)
            return new NumberEditor(entry, parent);
        else if constexpr (std::is_same_v<Value, std::string>)
            return createStringEditor(entry, parent);
        else if constexpr (std::is_same_v<Value, IterBehavior>)
            return new FlagsEditor(entry, parent);
        else
            return new ChoiceEditor(entry, parent);
    };
    return std::visit(create, entry.field);
}

} // namespace cnnvis::ui
