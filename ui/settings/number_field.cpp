// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/number_field.h"

#include "settings/entry_text.h"
#include "settings/number_format.h"

#include <QCompleter>
#include <QFocusEvent>
#include <QKeyEvent>
#include <QLineEdit>
#include <QStyle>
#include <QStyleOptionFrame>
#include <QWheelEvent>

#include <algorithm>
#include <cstdint>
#include <limits>

namespace cnnvis::ui {

namespace {

/// Stays at the ends instead of running over.
qint64 saturatedSum(qint64 value, qint64 addend)
{
    qint64 sum = 0;
    if (!qAddOverflow(value, addend, &sum))
        return sum;
    return addend > 0 ? std::numeric_limits<qint64>::max() : std::numeric_limits<qint64>::min();
}

} // namespace

NumberField::NumberField(const SettingEntry& entry, QWidget* parent)
    : QAbstractSpinBox(parent)
    , m_entry(entry)
    , m_scale(entry)
{
    setButtonSymbols(QAbstractSpinBox::NoButtons);
    setAlignment(Qt::AlignRight);
    setFocusPolicy(Qt::StrongFocus);
    connect(lineEdit(), &QLineEdit::textEdited, this, [this] { Q_EMIT typed(inputText()); });
}

void NumberField::showText(const QString& text)
{
    const QString shown = shownNumber(text, isWholeNumberEntry(m_entry));
    // Set anew where it was typed: what has been taken is taken back by the window's undo, not by the line's.
    if (lineEdit()->text() != shown || lineEdit()->isUndoAvailable()) {
        lineEdit()->setText(shown);
        lineEdit()->setCursorPosition(0);
        updateGeometry();
    }
}

void NumberField::setNames(const QStringList& names)
{
    m_names = names;
    QCompleter* completer = nullptr;
    if (hasNames()) {
        completer = new QCompleter(m_names, this);
        completer->setCaseSensitivity(Qt::CaseInsensitive);
        completer->setFilterMode(Qt::MatchContains);
        // Later, when the line has the name.
        connect(completer, qOverload<const QString&>(&QCompleter::activated), this, &NumberField::editingFinished,
            Qt::QueuedConnection);
    }
    delete lineEdit()->completer();
    lineEdit()->setCompleter(completer);
}

/// @return  -1 where it is no name's, or several ones'.
int NumberField::numberOfName(const QString& typed) const
{
    const QString wanted = typed.simplified();
    if (wanted.isEmpty())
        return -1;
    const QStringList found = m_names.filter(wanted, Qt::CaseInsensitive);
    for (const QString& name : found) {
        if (found.size() == 1 || name.compare(wanted, Qt::CaseInsensitive) == 0)
            return static_cast<int>(m_names.indexOf(name));
    }
    return -1;
}

bool NumberField::takesLetter(QChar letter) const
{
    if (hasNames())
        return true;
    const int start = lineEdit()->hasSelectedText() ? lineEdit()->selectionStart() : lineEdit()->cursorPosition();
    const QString before = typedNumber(lineEdit()->text().left(start));
    if (letter.toLower() == QLatin1Char('e'))
        return parseNumber(before) && !before.contains(QLatin1Char('e'));
    return toText(m_entry.lowestName).startsWith(before + letter.toLower());
}

bool NumberField::hasDigit() const
{
    const QString text = lineEdit()->text();
    return std::any_of(text.begin(), text.end(), [](QChar letter) { return letter.isDigit(); });
}

QString NumberField::inputText() const
{
    const QString number = typedNumber(lineEdit()->text());
    const int named = parseNumber(number) ? -1 : numberOfName(lineEdit()->text());
    return named < 0 ? number : QString::number(named);
}

QString NumberField::steppedText(int steps) const
{
    bool isWhole = false;
    const qint64 whole = inputText().toLongLong(&isWhole);
    // Seeds are larger than what a double holds.
    if (isWhole && m_entry.scale == SettingScale::Linear && isWholeNumberEntry(m_entry)) {
        const qint64 next = saturatedSum(whole, static_cast<qint64>(m_entry.step) * steps);
        const bool isBelow = static_cast<double>(next) < m_entry.minimum;
        const bool isAbove = static_cast<double>(next) > m_entry.maximum;
        return isBelow || isAbove ? plainNumber(isBelow ? m_entry.minimum : m_entry.maximum) : QString::number(next);
    }
    const std::optional<double> value = numberOf(m_entry, inputText());
    if (!value)
        return {};
    const double next = m_scale.stepped(*value, steps, m_isFine);
    return isWholeNumberEntry(m_entry) ? QString::number(static_cast<qint64>(next)) : plainNumber(next);
}

void NumberField::keyPressEvent(QKeyEvent* event)
{
    m_isFine = event->modifiers().testFlag(Qt::ShiftModifier);
    QAbstractSpinBox::keyPressEvent(event);
    m_isFine = false;
}

void NumberField::wheelEvent(QWheelEvent* event)
{
    m_isFine = event->modifiers().testFlag(Qt::ShiftModifier);
    QAbstractSpinBox::wheelEvent(event);
    m_isFine = false;
}

void NumberField::focusOutEvent(QFocusEvent* event)
{
    // The list of names that opens beneath is no end of the editing.
    if (event->reason() != Qt::PopupFocusReason)
        QAbstractSpinBox::focusOutEvent(event);
}

void NumberField::stepBy(int steps)
{
    const QString text = withLowestNamed(m_entry, steppedText(steps));
    if (!text.isEmpty()) {
        showText(text);
        selectAll();
        Q_EMIT stepped(text);
    }
}

QAbstractSpinBox::StepEnabled NumberField::stepEnabled() const
{
    return isReadOnly() ? StepNone : StepUpEnabled | StepDownEnabled;
}

QSize NumberField::sizeHint() const
{
    ensurePolished();
    // All fields are as wide, but for numbers that are longer than usual.
    const int usual = fontMetrics().horizontalAdvance(QStringLiteral("00000.00"));
    const int longest = fontMetrics().horizontalAdvance(QStringLiteral("0000000000000"));
    const int text = fontMetrics().horizontalAdvance(lineEdit()->text());
    const int width = std::clamp(text + fontMetrics().height() / 2, usual, longest) + fontMetrics().height() / 2;
    // Qt does not ask the style for a spin box's size while there is a style sheet; all fields are to be as high.
    QStyleOptionFrame option;
    option.initFrom(this);
    option.lineWidth = 1;
    return style()->sizeFromContents(QStyle::CT_LineEdit, &option, QSize(width, lineEdit()->sizeHint().height()), this);
}

QSize NumberField::minimumSizeHint() const
{
    return sizeHint();
}

} // namespace cnnvis::ui
