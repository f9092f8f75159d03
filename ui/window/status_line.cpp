// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/status_line.h"

#include "window/elided_label.h"

#include <QProgressBar>
#include <QStatusBar>
#include <QToolButton>

#include <algorithm>
#include <chrono>

namespace cnnvis::ui {
namespace {

constexpr std::chrono::seconds kNoteTime{5};
constexpr int kWholeProgress = 1000;

} // namespace

StatusLine::StatusLine(QStatusBar& bar, QObject* parent)
    : QObject(parent)
    , m_label(new ElidedLabel)
    , m_progress(new QProgressBar)
    , m_machine(new QToolButton)
{
    const int em = bar.fontMetrics().height();
    bar.setSizeGripEnabled(false);
    bar.setContentsMargins(em / 2, 0, em / 3, 0);
    m_label->setObjectName(QStringLiteral("statusText"));
    m_label->setAccessibleName(tr("Status"));
    m_progress->setObjectName(QStringLiteral("runProgress"));
    m_progress->setAccessibleName(tr("Progress of the run"));
    m_progress->setToolTip(tr("How much of the whole run's work is done, over all sizes"));
    m_progress->setRange(0, kWholeProgress);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(em * 12);
    // Slimmer than the theme has it: it is a line among lines.
    m_progress->setStyleSheet(QStringLiteral("max-height: %1px;").arg(std::max(4, em * 2 / 5)));
    m_progress->hide();
    m_machine->setObjectName(QStringLiteral("machineButton"));
    m_machine->setProperty("role", QStringLiteral("link"));
    m_machine->setAutoRaise(true);
    m_machine->setFocusPolicy(Qt::TabFocus);
    m_machine->setToolTip(
        tr("What computes the dream; click to change the threads, the device, the precision or the batch"));
    m_machine->setAccessibleName(tr("Settings of the machine"));
    bar.addWidget(m_label, 1);
    bar.addPermanentWidget(m_progress);
    bar.addPermanentWidget(m_machine);
    m_noteTimer.setSingleShot(true);
    m_noteTimer.setInterval(kNoteTime);
    connect(&m_noteTimer, &QTimer::timeout, this, [this] {
        m_note.clear();
        refresh();
    });
    connect(m_machine, &QToolButton::clicked, this, &StatusLine::machineClicked);
}

void StatusLine::setText(const QString& text, const QString& details)
{
    m_text = text;
    m_details = details;
    refresh();
}

void StatusLine::note(const QString& text)
{
    m_note = text;
    m_noteTimer.start();
    refresh();
}

void StatusLine::setProgress(double fraction)
{
    m_progress->setVisible(fraction >= 0.0);
    m_progress->setValue(static_cast<int>(fraction * kWholeProgress));
}

void StatusLine::setMachine(const QString& text)
{
    m_machine->setText(text);
}

void StatusLine::refresh()
{
    // Progress is news; a note must not hide it.
    const bool isRunning = !m_progress->isHidden();
    m_label->setText(m_note.isEmpty() || isRunning ? m_text : m_note);
    m_label->setToolTip(m_details.isEmpty() ? m_text : m_details);
}

} // namespace cnnvis::ui
