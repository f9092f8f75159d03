// SPDX-License-Identifier: GPL-3.0-or-later
#include "step/half_step.h"

#include "step/tile_batch.h"

#include <algorithm>

namespace cnnvis {
namespace {

/// How many of the first tiles can be stepped when so many have been looked at.
std::size_t tilesSeen(const std::vector<int>& seenBefore, std::size_t computed)
{
    const auto end = std::upper_bound(seenBefore.begin(), seenBefore.end(), static_cast<int>(computed));
    return static_cast<std::size_t>(end - seenBefore.begin());
}

/// The most tiles whose gradients are kept at a time, in whole batches: so none lies across the ring's end.
std::size_t roomFor(bool isNormalised, const std::vector<int>& seenBefore, std::size_t batchSize)
{
    std::size_t most = isNormalised ? seenBefore.size() : 0;
    for (std::size_t computed = 0; computed < seenBefore.size(); computed += batchSize)
        most = std::max(most, computed - tilesSeen(seenBefore, computed) + batchSize);
    return (most + batchSize - 1) / batchSize * batchSize;
}

} // namespace

HalfStep::HalfStep(const GradientRequest& request, const Network& network)
    : m_tileSize(network.inputSize())
    , m_tileValues(valueCount(m_tileSize))
    , m_network(request, network)
    , m_tileStep(m_tileSize)
{ }

HalfStep::Outcome HalfStep::advance(const HalfStepJob& job, RealImage& image, MemoryPlanes memory,
    const std::function<bool()>& mayGoOn, StepReport& report)
{
    if (m_computed == 0)
        begin(job.recipe.isNormalised, job.seenBefore, job.batchSize);
    while (m_computed < job.tiles.size()) {
        if (mayGoOn && !mayGoOn())
            return Outcome::Interrupted;
        computeBatch(job, image, report);
        if (!stepSeenTiles(job, image, memory, report)) {
            close();
            return Outcome::Diverged;
        }
    }
    m_computed = 0;
    return Outcome::Done;
}

void HalfStep::begin(bool isNormalised, const std::vector<int>& seenBefore, int batchSize)
{
    m_isNormalised = isNormalised;
    m_stepped = 0;
    m_gradientSum = 0.0;
    m_room = roomFor(isNormalised, seenBefore, static_cast<std::size_t>(batchSize));
    m_gradients.resize(m_room * m_tileValues);
}

void HalfStep::computeBatch(const HalfStepJob& job, const RealImage& image, StepReport& report)
{
    const std::size_t count = std::min(static_cast<std::size_t>(job.batchSize), job.tiles.size() - m_computed);
    float* const gradients = gradientOf(m_computed);
    computeTiles(m_network, image, m_tileSize, job.tiles, m_computed, count, job.recipe, gradients, report);
    if (job.isReported || job.isFirstOfSize || m_isNormalised)
        addMagnitudesOfTiles(gradients, count, m_tileValues, m_gradientSum);
    m_computed += count;
}

/// Steps the tiles that no tile which has still to be looked at overlaps. @return  false when one diverged.
bool HalfStep::stepSeenTiles(const HalfStepJob& job, RealImage& image, MemoryPlanes memory, StepReport& report)
{
    const bool areAllKnown = m_computed == job.tiles.size();
    const double mean = m_gradientSum / static_cast<double>(m_computed * m_tileValues);
    if (areAllKnown)
        report.meanNetworkGradient = mean;
    if (m_isNormalised && !areAllKnown)
        return true;
    const double divisor = m_isNormalised && mean > 0.0 ? mean : 1.0;
    for (const std::size_t end = tilesSeen(job.seenBefore, m_computed); m_stepped < end; ++m_stepped) {
        const bool isReported = job.isReported && job.figures == Figures::All && m_stepped + 1 == job.tiles.size();
        if (!m_tileStep.take(job.context, job.tiles[m_stepped], image, {gradientOf(m_stepped), divisor},
                memory.from(m_stepped * m_tileValues), isReported ? &report : nullptr))
            return false;
    }
    return true;
}

OpenHalf HalfStep::open() const
{
    OpenHalf open;
    if (m_computed == 0)
        return open;
    open.isNormalised = m_isNormalised;
    open.computed = static_cast<int>(m_computed);
    open.gradientSum = m_gradientSum;
    for (std::size_t tile = m_stepped; tile < m_computed; ++tile) {
        const auto from = m_gradients.begin() + static_cast<std::ptrdiff_t>(tile % m_room * m_tileValues);
        open.gradients.insert(open.gradients.end(), from, from + static_cast<std::ptrdiff_t>(m_tileValues));
    }
    return open;
}

void HalfStep::reopen(const OpenHalf& open, const std::vector<int>& seenBefore, int batchSize)
{
    begin(open.isNormalised, seenBefore, batchSize);
    m_computed = static_cast<std::size_t>(open.computed);
    m_stepped = open.isNormalised ? 0 : tilesSeen(seenBefore, m_computed);
    m_gradientSum = open.gradientSum;
    const float* from = open.gradients.data();
    for (std::size_t tile = m_stepped; tile < m_computed; ++tile, from += m_tileValues)
        std::copy_n(from, m_tileValues, gradientOf(tile));
}

void HalfStep::close()
{
    m_computed = 0;
    m_gradients = {};
}

bool HalfStep::fits(const OpenHalf& open, const std::vector<int>& seenBefore, int batchSize) const
{
    if (open.computed == 0)
        return open.gradients.empty();
    const auto computed = static_cast<std::size_t>(open.computed);
    if (open.computed < 0 || computed >= seenBefore.size() || open.computed % batchSize != 0)
        return false;
    const std::size_t stepped = open.isNormalised ? 0 : tilesSeen(seenBefore, computed);
    return open.gradients.size() == (computed - stepped) * m_tileValues;
}

} // namespace cnnvis
