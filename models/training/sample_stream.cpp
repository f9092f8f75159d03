// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_stream.h"

#include <algorithm>
#include <cmath>

namespace cnnvis::training {
namespace {

/// Before there are so many, a batch has fresh samples only: the first few would be seen too often.
constexpr std::size_t kEnoughToReuse = 1024;

drawing::RandomStream streamOf(std::uint64_t seed, std::int64_t batch, std::uint64_t purpose)
{
    drawing::RandomStream random(
        drawing::RandomStream(seed ^ (purpose << 60U)).bits() + static_cast<std::uint64_t>(batch));
    return random.fork();
}

std::size_t anyBelow(drawing::RandomStream& random, std::size_t count)
{
    return static_cast<std::size_t>(random.integer(0, static_cast<int>(count) - 1));
}

} // namespace

SampleStream::SampleStream(const StreamOptions& options, std::int64_t first)
    : m_options(options)
    , m_source{drawnSide(options.side), options.seed}
{
    while (m_batch < first)
        planNext();
    m_samples = m_source.draw(m_numbers, m_options.threads);
    m_drawer.emplace(m_source, m_nextNumber, 4 * m_options.batchSize, m_options.threads);
}

SampleStream::Plan SampleStream::planNext()
{
    drawing::RandomStream random = streamOf(m_options.seed, m_batch++, 1);
    const auto batchSize = static_cast<std::size_t>(m_options.batchSize);
    const auto capacity = static_cast<std::size_t>(std::max(m_options.poolSize, m_options.batchSize));
    std::size_t freshCount = std::max<std::size_t>(1, std::lround(m_options.freshShare * m_options.batchSize));
    if (m_numbers.size() < std::min(kEnoughToReuse, capacity))
        freshCount = batchSize;
    Plan plan;
    while (plan.reused.size() + freshCount < batchSize)
        plan.reused.push_back(anyBelow(random, m_numbers.size()));
    for (std::size_t i = 0; i < freshCount; ++i) {
        std::size_t place = m_numbers.size();
        if (place < capacity)
            m_numbers.push_back(0);
        else
            place = anyBelow(random, capacity);
        m_numbers[place] = m_nextNumber++;
        plan.fresh.push_back(place);
    }
    return plan;
}

PictureBatch SampleStream::next()
{
    drawing::RandomStream random = streamOf(m_options.seed, m_batch, 2);
    const Plan plan = planNext();
    m_samples.resize(m_numbers.size());
    PictureBatch batch;
    batch.side = m_options.side;
    batch.pixels.reserve(static_cast<std::size_t>(m_options.batchSize) * static_cast<std::size_t>(batch.side)
        * static_cast<std::size_t>(batch.side) * 3);
    const int room = m_source.side - m_options.side;
    for (const std::size_t place : plan.reused)
        append(batch, m_samples[place], randomJitter(random, room), m_options.mean);
    for (const std::size_t place : plan.fresh) {
        m_samples[place] = m_drawer->take();
        append(batch, m_samples[place], randomJitter(random, room), m_options.mean);
    }
    return batch;
}

} // namespace cnnvis::training
