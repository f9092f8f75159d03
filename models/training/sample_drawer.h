// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <opencv2/core.hpp>

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace cnnvis::training {

/// A picture of the bestiary and what it shows.
struct Sample {
    cv::Mat picture; ///< 8 bits a channel, BGR
    int classIndex = 0;
};

/// Which samples there are: as many as one likes, numbered.
struct SampleSource {
    int side = 0; ///< pixels
    std::uint64_t seed = 0;

    /// Sample number `index`, which depends on nothing else. The classes take turns.
    Sample draw(std::int64_t index) const;
    /// These samples, drawn by several threads.
    std::vector<Sample> draw(const std::vector<std::int64_t>& indices, int threads) const;
};

/// Draws the samples of a source in their order, ahead of who takes them, on threads of its own. One thread may take.
class SampleDrawer {
public:
    /// @param first  number of the first sample.
    /// @param ahead  how many may be waiting, at least one.
    SampleDrawer(SampleSource source, std::int64_t first, int ahead, int threads);
    SampleDrawer(const SampleDrawer&) = delete;
    SampleDrawer& operator=(const SampleDrawer&) = delete;
    ~SampleDrawer();

    /// The next sample; waits for it. Throws what its drawing threw.
    Sample take();

private:
    void drawOnAndOn();

    const SampleSource m_source;
    const std::int64_t m_ahead;
    std::mutex m_mutex;
    std::condition_variable m_isDrawn, m_isTaken;
    std::map<std::int64_t, Sample> m_waiting;
    std::int64_t m_nextToDraw, m_nextToTake;
    std::exception_ptr m_failure;
    bool m_isOver = false;
    std::vector<std::thread> m_threads;
};

} // namespace cnnvis::training
