// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/network.h"

#include <mutex>
#include <optional>
#include <string>

namespace cnnvis::ui {

/// Keeps the network that was loaded last, so that a restart need not read it again. Thread-safe.
class NetworkCache {
public:
    /// The network that the settings name; loaded where it is another than the last one, or its files have changed.
    /// @throws ModelError  as Network::load().
    Network get(const RunSettings& settings);

private:
    struct Entry {
        std::string key;
        std::string fileStamps;
        Network network;
    };
    std::mutex m_mutex;
    std::optional<Entry> m_last;
};

} // namespace cnnvis::ui
