// SPDX-License-Identifier: GPL-3.0-or-later
#include "presets/notice_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace cnnvis::ui {

NoticeBar::NoticeBar(QWidget* parent)
    : QFrame(parent)
    , m_text(new QLabel)
    , m_undo(new QPushButton(tr("Undo")))
    , m_close(new QPushButton(tr("Close")))
{
    setObjectName(QStringLiteral("presetNotice"));
    setProperty("role", QStringLiteral("bar"));
    m_text->setObjectName(QStringLiteral("presetNoticeText"));
    m_text->setTextFormat(Qt::PlainText); // it may quote a file
    m_text->setWordWrap(true);
    m_undo->setObjectName(QStringLiteral("presetUndo"));
    m_undo->setToolTip(tr("Brings back what was deleted"));
    m_undo->setAccessibleName(tr("Undo"));
    m_close->setObjectName(QStringLiteral("presetNoticeClose"));
    m_close->setToolTip(tr("Hides this message"));
    m_close->setAccessibleName(tr("Hide this message"));
    auto* const buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    buttons->addWidget(m_undo);
    auto* const layout = new QVBoxLayout(this);
    const int padding = qRound(fontMetrics().height() * 0.6);
    layout->setContentsMargins(padding, padding, padding, padding);
    layout->setSpacing(padding / 2);
    layout->addWidget(m_text);
    layout->addLayout(buttons);
    connect(m_undo, &QPushButton::clicked, this, [this] {
        const auto takeBack = std::exchange(m_takeBack, {});
        dismiss();
        if (takeBack)
            takeBack();
    });
    connect(m_close, &QPushButton::clicked, this, &NoticeBar::dismiss);
    hide();
}

void NoticeBar::tell(const QString& text, std::function<void()> undo)
{
    m_text->setText(text);
    m_takeBack = std::move(undo);
    m_undo->setVisible(static_cast<bool>(m_takeBack));
    show();
}

void NoticeBar::dismiss()
{
    m_takeBack = {};
    hide();
}

} // namespace cnnvis::ui
