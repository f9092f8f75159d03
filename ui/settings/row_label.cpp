// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/row_label.h"

#include "settings/entry_text.h"
#include "theme/theme_colours.h"
#include "widgets/scaled_font.h"

#include <QContextMenuEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace cnnvis::ui {

RowLabel::RowLabel(const SettingEntry& entry, QWidget* parent)
    : QWidget(parent)
    , m_entry(entry)
    , m_name(new QLabel(labelOf(entry), this))
    , m_note(new QLabel(this))
{
    setObjectName(keyOf(entry) + QStringLiteral("_label"));
    setToolTip(toolTipOf(entry) + tr("<p>Double-click here for the preset's value, then for the default.</p>"));
    auto* const layout = new QVBoxLayout(this);
    // A pixel beneath, as layouts round up and fields round down: their texts stand on one line.
    layout->setContentsMargins(fontMetrics().height() * 2 / 3, 0, 0, 1);
    layout->setSpacing(0);
    layout->addStretch();
    layout->addWidget(m_name);
    layout->addWidget(m_note);
    layout->addStretch();
    m_name->setWordWrap(true);
    m_note->setFont(scaledFont(font(), 0.8));
    refreshNote();
}

void RowLabel::setChanged(bool isChanged)
{
    if (isChanged != m_isChanged) {
        m_isChanged = isChanged;
        m_name->setAccessibleDescription(isChanged ? tr("changed") : QString());
        update();
    }
}

void RowLabel::setEffectMark(EffectMark mark)
{
    if (mark != m_mark) {
        m_mark = mark;
        refreshNote();
    }
}

void RowLabel::setValueName(const QString& name)
{
    if (name != m_valueName) {
        m_valueName = name;
        refreshNote();
    }
}

void RowLabel::refreshNote()
{
    QStringList words;
    if (!m_valueName.isEmpty())
        words.append(m_valueName);
    // "Steps per size" needs no "steps".
    if (!labelOf(m_entry).contains(toText(m_entry.unit), Qt::CaseInsensitive))
        words.append(toText(m_entry.unit));
    if (m_mark == EffectMark::Waiting)
        words.append(effectWord(m_entry.takesEffect));
    else if (m_entry.textKind == TextKind::PictureSize)
        words.append(tr("width × height"));
    m_note->setText(words.join(QStringLiteral(" · ")));
    m_note->setVisible(!words.isEmpty());
    // No further line, which would move all rows below as a run begins.
    m_name->setForegroundRole(m_mark == EffectMark::Quiet ? QPalette::PlaceholderText : QPalette::WindowText);
    m_note->setForegroundRole(m_mark == EffectMark::Waiting ? QPalette::Link : QPalette::PlaceholderText);
}

void RowLabel::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        Q_EMIT resetRequested();
}

void RowLabel::contextMenuEvent(QContextMenuEvent* event)
{
    Q_EMIT menuRequested(event->globalPos());
}

void RowLabel::paintEvent(QPaintEvent* /*event*/)
{
    if (!m_isChanged)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(coloursOf(palette()).accent);
    const qreal line = fontMetrics().height();
    const QPointF centre(line / 3, m_name->y() + line / 2);
    painter.drawEllipse(centre, line * 0.17, line * 0.17);
}

} // namespace cnnvis::ui
