// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/layer_columns.h"

#include "network/row_painting.h"

#include <QCoreApplication>
#include <QFontMetrics>

#include <algorithm>
#include <array>
#include <cstddef>

namespace cnnvis::ui {

namespace {

/// From the right edge to the left, and from the most to the least wanted.
constexpr std::array<LayerColumn, kLayerColumns> kFromTheRight{
    LayerColumn::Field, LayerColumn::Stride, LayerColumn::Shape, LayerColumn::Type};
/// Of a row's width, what the columns leave to the name at least.
constexpr double kLeastNameShare = 0.5;

QString say(const char* text)
{
    return QCoreApplication::translate("LayerColumns", text);
}

} // namespace

LayerColumns::LayerColumns(const LayerListModel& model, const QFont& font, const QRect& row)
    : m_font(row_painting::quietFont(font))
{
    const QFontMetrics metrics(m_font);
    const int padding = row_painting::sidePadding(QFontMetrics(font));
    const int gap = metrics.height() * 3 / 4;
    const int least = row.left() + static_cast<int>(row.width() * kLeastNameShare);
    int right = row.right() - padding;
    for (const LayerColumn column : kFromTheRight) {
        const QString& longest = model.longestTexts()[static_cast<std::size_t>(column)];
        if (longest.isEmpty())
            continue;
        const int width = std::max(metrics.horizontalAdvance(longest), metrics.horizontalAdvance(word(column)));
        if (right - width < least)
            break;
        m_columns.append({column, QRect(right - width, row.top(), width, row.height())});
        right -= width + gap;
    }
    m_nameArea = QRect(row.left() + padding, row.top(), right - row.left() - padding, row.height());
}

QString LayerColumns::word(LayerColumn column)
{
    switch (column) {
    case LayerColumn::Type:
        return say("type");
    case LayerColumn::Shape:
        return say("shape");
    case LayerColumn::Stride:
        return say("stride");
    case LayerColumn::Field:
        break;
    }
    return say("field");
}

QString LayerColumns::explanation(LayerColumn column)
{
    switch (column) {
    case LayerColumn::Type:
        return say("What the layer computes");
    case LayerColumn::Shape:
        return say("Channels × width × height of what the layer gives for a tile");
    case LayerColumn::Stride:
        return say("How many pixels of the picture lie between two neighbouring values of the layer");
    case LayerColumn::Field:
        break;
    }
    return say("How wide and high, in pixels, the part of the picture is that one value of the layer sees");
}

} // namespace cnnvis::ui
