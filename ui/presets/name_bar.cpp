// SPDX-License-Identifier: GPL-3.0-or-later
#include "presets/name_bar.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace cnnvis::ui {

NameBar::NameBar(QWidget* parent)
    : QFrame(parent)
    , m_edit(new QLineEdit)
    , m_accept(new QPushButton)
    , m_cancel(new QPushButton(tr("Cancel")))
{
    setObjectName(QStringLiteral("presetNameBar"));
    m_edit->setObjectName(QStringLiteral("presetName"));
    m_accept->setObjectName(QStringLiteral("presetNameAccept"));
    m_accept->setProperty("primary", true);
    m_accept->setToolTip(tr("Accepts the name (Enter)"));
    m_cancel->setObjectName(QStringLiteral("presetNameCancel"));
    m_cancel->setToolTip(tr("Leaves everything as it is (Escape)"));
    m_cancel->setAccessibleName(tr("Cancel"));
    auto* const buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_accept);
    auto* const layout = new QVBoxLayout(this);
    const int padding = qRound(fontMetrics().height() * 0.6);
    layout->setContentsMargins(padding, padding, padding, padding);
    layout->setSpacing(padding / 2);
    layout->addWidget(m_edit);
    layout->addLayout(buttons);
    connect(m_edit, &QLineEdit::textChanged, this, &NameBar::updateVerb);
    connect(m_edit, &QLineEdit::returnPressed, this, &NameBar::accept);
    connect(m_accept, &QPushButton::clicked, this, &NameBar::accept);
    connect(m_cancel, &QPushButton::clicked, this, &NameBar::giveUp);
    hide();
}

void NameBar::ask(const QString& label, const QString& name, Verb verb, std::function<void(const QString& name)> done)
{
    m_verb = std::move(verb);
    m_done = std::move(done);
    m_edit->setAccessibleName(label);
    m_edit->setToolTip(label);
    m_edit->setPlaceholderText(label);
    m_edit->setText(name);
    updateVerb();
    show();
    m_edit->selectAll();
    m_edit->setFocus();
}

void NameBar::giveUp()
{
    if (isHidden())
        return;
    m_done = {};
    hide();
    Q_EMIT finished();
}

void NameBar::accept()
{
    if (!m_accept->isEnabled() || !m_done)
        return;
    const auto done = std::exchange(m_done, {});
    hide();
    done(m_edit->text());
    Q_EMIT finished();
}

void NameBar::updateVerb()
{
    const Answer answer = m_verb ? m_verb(m_edit->text()) : Answer();
    m_accept->setEnabled(answer.isAcceptable);
    m_accept->setText(answer.verb);
    m_accept->setAccessibleName(answer.verb);
}

void NameBar::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) {
        giveUp();
        event->accept();
        return;
    }
    QFrame::keyPressEvent(event);
}

} // namespace cnnvis::ui
