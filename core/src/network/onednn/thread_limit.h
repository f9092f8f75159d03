// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <omp.h>

namespace cnnvis::onednn {

/// How many threads OpenMP takes, until this ends.
class ThreadLimit {
public:
    explicit ThreadLimit(int threads)
        : m_before(omp_get_max_threads())
    {
        omp_set_num_threads(threads);
    }
    ~ThreadLimit() { omp_set_num_threads(m_before); }
    ThreadLimit(const ThreadLimit&) = delete;
    ThreadLimit& operator=(const ThreadLimit&) = delete;

private:
    int m_before;
};

} // namespace cnnvis::onednn
