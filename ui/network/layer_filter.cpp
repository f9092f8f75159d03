// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/layer_filter.h"

#include "network/layer_list_model.h"

#include <algorithm>

namespace cnnvis::ui {

void LayerFilter::setText(const QString& text)
{
    m_words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

bool LayerFilter::filterAcceptsRow(int sourceRow, const QModelIndex& sourceParent) const
{
    const QModelIndex index = sourceModel()->index(sourceRow, 0, sourceParent);
    const QString name = index.data(Qt::DisplayRole).toString();
    const QString type = index.data(LayerListModel::FirstColumnRole + static_cast<int>(LayerColumn::Type)).toString();
    return std::all_of(m_words.begin(), m_words.end(), [&](const QString& word) {
        return name.contains(word, Qt::CaseInsensitive) || type.contains(word, Qt::CaseInsensitive);
    });
}

} // namespace cnnvis::ui
