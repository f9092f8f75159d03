// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_drawer.h"

#include "bestiary.h"
#include "random_stream.h"

#include <algorithm>
#include <atomic>
#include <utility>

namespace cnnvis::training {

Sample SampleSource::draw(std::int64_t index) const
{
    const auto classCount = static_cast<std::int64_t>(bestiaryClassNames().size());
    drawing::RandomStream seeds(drawing::RandomStream(seed).bits() + static_cast<std::uint64_t>(index));
    const int classIndex = static_cast<int>(index % classCount);
    return {drawSample(classIndex, side, seeds.bits()), classIndex};
}

std::vector<Sample> SampleSource::draw(const std::vector<std::int64_t>& indices, int threads) const
{
    std::vector<Sample> samples(indices.size());
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;
    std::exception_ptr failure;
    const auto work = [&] {
        try {
            for (std::size_t i = next++; i < indices.size(); i = next++)
                samples[i] = draw(indices[i]);
        } catch (...) {
            const std::lock_guard lock(mutex);
            failure = std::current_exception();
        }
    };
    std::vector<std::thread> workers;
    for (int i = 0; i < std::max(1, threads); ++i)
        workers.emplace_back(work);
    for (std::thread& worker : workers)
        worker.join();
    if (failure)
        std::rethrow_exception(failure);
    return samples;
}

SampleDrawer::SampleDrawer(SampleSource source, std::int64_t first, int ahead, int threads)
    : m_source(source)
    , m_ahead(std::max(1, ahead))
    , m_nextToDraw(first)
    , m_nextToTake(first)
{
    for (int i = 0; i < std::max(1, threads); ++i)
        m_threads.emplace_back([this] { drawOnAndOn(); });
}

SampleDrawer::~SampleDrawer()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isOver = true;
    }
    m_isTaken.notify_all();
    for (std::thread& thread : m_threads)
        thread.join();
}

Sample SampleDrawer::take()
{
    std::unique_lock lock(m_mutex);
    m_isDrawn.wait(lock, [this] { return m_failure || m_waiting.count(m_nextToTake) > 0; });
    if (m_failure)
        std::rethrow_exception(m_failure);
    Sample sample = std::move(m_waiting.extract(m_nextToTake).mapped());
    ++m_nextToTake;
    lock.unlock();
    m_isTaken.notify_one();
    return sample;
}

void SampleDrawer::drawOnAndOn()
{
    std::unique_lock lock(m_mutex);
    while (true) {
        m_isTaken.wait(lock, [this] { return m_isOver || m_nextToDraw < m_nextToTake + m_ahead; });
        if (m_isOver)
            return;
        const std::int64_t index = m_nextToDraw++;
        lock.unlock();
        Sample sample;
        std::exception_ptr failure;
        try {
            sample = m_source.draw(index);
        } catch (...) {
            failure = std::current_exception();
        }
        lock.lock();
        m_waiting.emplace(index, std::move(sample));
        if (failure)
            m_failure = failure;
        m_isDrawn.notify_one();
    }
}

} // namespace cnnvis::training
