// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/number_field.h"

#include "settings/entry_text.h"
#include "settings/number_format.h"

#include <QLineEdit>
#include <QStyle>
#include <QStyleOptionFrame>

#include <algorithm>
#include <cstdint>
#include <limits>

namespace cnnvis::ui {

namespace {

/// Stays at the ends instead of running over.
qint64 saturatedSum(qint64 value, qint64 addend)
{
    qint64 sum = 0;
    if (!qAddOverflow(value, addend, &sum)) {
        return sum;
    }
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

QString NumberField::inputText() const
{
    return typedNumber(lineEdit()->text());
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
    if (!value) {
        return {};
    }
    const double next = m_scale.stepped(*value, steps);
    return isWholeNumberEntry(m_entry) ? QString::number(static_cast<qint64>(next)) : plainNumber(next);
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
