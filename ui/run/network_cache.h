// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/network.h"

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

namespace cnnvis::ui {

/// Keeps the networks that were asked for last, without their weights, so that none is read twice: as it is opened, as
/// a run is planned, as it is started again. Thread-safe.
class NetworkCache {
public:
    /// The network that the settings name; loaded where it is not kept, or its files have changed.
    /// @throws ModelError  as Network::load().
    Network get(const RunSettings& settings);
    /// Keeps a network that was loaded elsewhere just now.
    /// @param settings  that name it.
    void put(const RunSettings& settings, const Network& network);
    /// How often a network had to be loaded.
    int loads() const;

private:
    struct Entry {
        std::string identity;
        std::int64_t seed = 0; ///< which random weights are drawn from
        std::string fileStamps;
        Network network;
    };

    void keep(Entry entry);

    mutable std::mutex m_mutex;
    std::vector<Entry> m_entries; ///< the newest first
    int m_loads = 0;
};

} // namespace cnnvis::ui
