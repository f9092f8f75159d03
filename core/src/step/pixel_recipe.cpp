// SPDX-License-Identifier: GPL-3.0-or-later
#include "step/pixel_recipe.h"

#include <algorithm>

namespace cnnvis {

const TermInfo& infoOf(const Term& term)
{
    return std::visit([](const auto& kind) -> const TermInfo& { return kind.info; }, term);
}

bool doesAct(const Term& term)
{
    return std::visit([](const auto& kind) { return kind.acts(); }, term);
}

bool hasReference(const Term& term)
{
    return std::visit([](const auto& kind) { return kind.hasReference(); }, term);
}

int reachOf(const Term& term)
{
    return std::visit([](const auto& kind) { return kind.reach(); }, term);
}

std::unique_ptr<TermRows> rowsOf(const Term& term, TileShape shape)
{
    return std::visit([shape](const auto& kind) { return kind.rows(shape); }, term);
}

bool needsReference(const PixelRecipe& recipe)
{
    return std::any_of(
        recipe.terms.begin(), recipe.terms.end(), [](const Term& term) { return doesAct(term) && hasReference(term); });
}

int reachOf(const PixelRecipe& recipe)
{
    int reach = 0;
    for (const Term& term : recipe.terms)
        reach = std::max(reach, reachOf(term));
    return reach;
}

int planesOf(const Optimiser& optimiser, PictureSize size)
{
    const std::int64_t pixels = static_cast<std::int64_t>(size.height) * size.width;
    return std::visit([pixels](const auto& kind) { return kind.planes(pixels); }, optimiser);
}

} // namespace cnnvis
