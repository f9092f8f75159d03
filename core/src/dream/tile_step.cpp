// SPDX-License-Identifier: GPL-3.0-or-later
#include "dream/tile_step.h"

#include "dream/magnitudes.h"
#include "dream/regularisers.h"
#include "dream/rms_step.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace cnnvis {
namespace {

/// Adds the step to the tile. @return  whether all values are finite after it.
bool addStep(std::vector<double>& tile, const std::vector<double>& step)
{
    constexpr double kLargest = std::numeric_limits<float>::max();
    unsigned isBad = 0;
    for (std::size_t i = 0; i < tile.size(); ++i) {
        tile[i] += step[i];
        isBad |= std::abs(tile[i]) <= kLargest ? 0U : 1U; // true for NaN
    }
    return isBad == 0;
}

void reportStep(const std::vector<double>& tile, const std::vector<double>& step, StepReport& report)
{
    report.meanStep = meanMagnitude(step.data(), tile.size());
    report.medianStep = medianMagnitude(step.data(), tile.size());
    double ratios = 0.0;
    for (std::size_t i = 0; i < tile.size(); ++i)
        ratios += std::abs(step[i] / tile[i]);
    report.meanStepRatio = ratios / static_cast<double>(tile.size());
}

} // namespace

TileStep::TileStep(PictureSize tileSize)
    : m_tileSize(tileSize)
    , m_tile(valueCount(tileSize))
{ }

bool TileStep::take(const TileStepContext& context, TileOrigin origin, RealImage& image, const float* gradient,
    double* cache, StepReport* report)
{
    copyTile(image, origin);
    copyReference(context, origin);
    m_step.assign(gradient, gradient + m_tile.size());
    addRegularisers(context, report);
    m_cacheBefore.assign(cache, cache + m_tile.size());
    takeRmsStep({context.learningRate, context.settings.decayRate}, m_step.data(), cache, pixelRates(context, origin),
        m_tile.size());
    if (!addStep(m_tile, m_step)) {
        // An infinite memory would hold the tile for ever, however gentle the settings become.
        std::copy(m_cacheBefore.begin(), m_cacheBefore.end(), cache);
        return false;
    }
    if (report != nullptr)
        reportStep(m_tile, m_step, *report);
    const std::size_t rowLength = static_cast<std::size_t>(m_tileSize.width) * kChannels;
    for (int row = 0; row < m_tileSize.height; ++row)
        std::copy_n(m_tile.data() + static_cast<std::size_t>(row) * rowLength, rowLength,
            image.values.data() + image.offset(origin.row + row, origin.column));
    return true;
}

void TileStep::copyTile(const RealImage& image, TileOrigin origin)
{
    const std::size_t rowLength = static_cast<std::size_t>(m_tileSize.width) * kChannels;
    for (int row = 0; row < m_tileSize.height; ++row)
        std::copy_n(image.values.data() + image.offset(origin.row + row, origin.column), rowLength,
            m_tile.data() + static_cast<std::size_t>(row) * rowLength);
}

void TileStep::copyReference(const TileStepContext& context, TileOrigin origin)
{
    if (context.reference.isEmpty())
        return;
    m_reference.resize(m_tile.size());
    const auto pictureWidth = static_cast<std::size_t>(context.reference.width());
    double* to = m_reference.data();
    for (int row = 0; row < m_tileSize.height; ++row) {
        const std::uint8_t* from = context.reference.pixels8()
            + (static_cast<std::size_t>(origin.row + row) * pictureWidth + static_cast<std::size_t>(origin.column))
                * kChannels;
        for (int column = 0; column < m_tileSize.width; ++column, from += kChannels, to += kChannels) {
            to[0] = from[2] - context.mean;
            to[1] = from[1] - context.mean;
            to[2] = from[0] - context.mean;
        }
    }
}

void TileStep::addRegularisers(const TileStepContext& context, StepReport* report)
{
    const RunSettings& settings = context.settings;
    double* const gradient = m_step.data();
    const TileShape shape{m_tileSize.height, static_cast<std::size_t>(m_tileSize.width) * kChannels};
    const double* const reference = context.reference.isEmpty() ? nullptr : m_reference.data();
    const PNorm pNorm{settings.alpha, settings.pScale};
    const PNorm auxiliary{settings.alphaAux, settings.pScaleAux};
    const TotalVariation variation{settings.beta, settings.tvRegScale, settings.tvGradOperator};
    if (report == nullptr) {
        if (settings.pReg != 0.0)
            addPNormGradient(m_tile.data(), reference, shape, pNorm, settings.pReg, gradient, nullptr);
        if (settings.pRegAux != 0.0)
            addPNormGradient(m_tile.data(), nullptr, shape, auxiliary, settings.pRegAux, gradient, nullptr);
        if (context.tvStrength != 0.0)
            addTotalVariationGradient(m_tile.data(), shape, variation, context.tvStrength, gradient, nullptr);
        return;
    }
    RegulariserReport ofPNorm;
    RegulariserReport ofAuxiliary;
    RegulariserReport ofVariation;
    addPNormGradient(m_tile.data(), reference, shape, pNorm, settings.pReg, gradient, &ofPNorm);
    addPNormGradient(m_tile.data(), nullptr, shape, auxiliary, settings.pRegAux, gradient, &ofAuxiliary);
    addTotalVariationGradient(m_tile.data(), shape, variation, context.tvStrength, gradient, &ofVariation);
    report->pLoss = ofPNorm.loss;
    report->tvLoss = ofVariation.loss;
    report->meanPGradient = settings.pReg * ofPNorm.meanGradient;
    report->meanPGradientAux = settings.pRegAux * ofAuxiliary.meanGradient;
    report->meanTvGradient = ofVariation.meanGradient;
}

const double* TileStep::pixelRates(const TileStepContext& context, TileOrigin origin)
{
    if (!context.settings.usePixelLearningRates)
        return nullptr;
    m_rates.resize(m_tile.size());
    double* to = m_rates.data();
    for (int row = 0; row < m_tileSize.height; ++row) {
        const int rowTiles = context.tilesOverRow[static_cast<std::size_t>(origin.row + row)];
        for (int column = 0; column < m_tileSize.width; ++column, to += kChannels) {
            const int tiles = rowTiles * context.tilesOverColumn[static_cast<std::size_t>(origin.column + column)];
            std::fill_n(to, kChannels, 1.0 / tiles);
        }
    }
    return m_rates.data();
}

} // namespace cnnvis
