// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/layer_header.h"

#include "network/layer_columns.h"
#include "network/row_painting.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace cnnvis::ui {

LayerHeader::LayerHeader(const LayerListModel& model, QWidget* parent)
    : QWidget(parent)
    , m_model(model)
{
    setObjectName(QStringLiteral("layerHeader"));
    connect(&model, &QAbstractItemModel::modelReset, this, qOverload<>(&QWidget::update));
}

QSize LayerHeader::sizeHint() const
{
    return {fontMetrics().averageCharWidth(), row_painting::rowHeight(fontMetrics())};
}

bool LayerHeader::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    QToolTip::showText(help->globalPos(), explanationAt(help->pos()), this);
    return true;
}

QString LayerHeader::explanationAt(QPoint place) const
{
    const LayerColumns layout(m_model, font(), rect());
    for (const LayerColumns::Column& column : layout.columns()) {
        if (column.area.contains(place))
            return LayerColumns::explanation(column.which);
    }
    return tr("The layers from the picture to the classes; those that only pass on another are quiet");
}

void LayerHeader::paintEvent(QPaintEvent* /*event*/)
{
    if (m_model.rowCount() == 0)
        return;
    const LayerColumns layout(m_model, font(), rect());
    QPainter painter(this);
    painter.setFont(layout.font());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(layout.nameArea(), Qt::AlignVCenter | Qt::AlignLeft, tr("layer"));
    for (const LayerColumns::Column& column : layout.columns())
        painter.drawText(column.area, Qt::AlignVCenter | Qt::AlignRight, LayerColumns::word(column.which));
    painter.setPen(palette().color(QPalette::Mid));
    painter.drawLine(0, height() - 1, width(), height() - 1);
}

} // namespace cnnvis::ui
