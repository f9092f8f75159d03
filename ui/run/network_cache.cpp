// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/network_cache.h"

#include "cnnvis/error.h"
#include "cnnvis/model_source.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace cnnvis::ui {
namespace {

/// Size and time of a file; of what is none, the same text each time.
std::string stampOf(const std::string& path)
{
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    const auto time = std::filesystem::last_write_time(path, error).time_since_epoch().count();
    return path + ' ' + std::to_string(size) + ' ' + std::to_string(time) + '\n';
}

/// Of all files that a network is read from, its labels among them. Empty when there is no such network any more.
std::string fileStampsOf(const ModelSource& source)
{
    try {
        const ModelFiles files = source.files();
        const std::filesystem::path folder = std::filesystem::path(files.description).parent_path();
        return stampOf(files.description) + stampOf((folder / "labels.txt").string()) + stampOf(files.weights)
            + stampOf(files.mean);
    } catch (const ModelError&) {
        return {};
    }
}

} // namespace

Network NetworkCache::get(const RunSettings& settings)
{
    // Held while loading, too: who asks for the same network meanwhile is better off waiting for it.
    const std::lock_guard lock(m_mutex);
    const ModelSource source = ModelSource::of(settings);
    const std::string stamps = fileStampsOf(source);
    const auto fits = [&](const Entry& entry) {
        return !stamps.empty() && entry.fileStamps == stamps && entry.identity == source.identity()
            && (entry.seed == settings.seed || entry.network.hasTrainedWeights());
    };
    if (const auto found = std::find_if(m_entries.begin(), m_entries.end(), fits); found != m_entries.end()) {
        std::rotate(m_entries.begin(), found, found + 1);
        return m_entries.front().network;
    }
    ++m_loads;
    keep({source.identity(), settings.seed, stamps, Network::load(settings)});
    return m_entries.front().network;
}

void NetworkCache::put(const RunSettings& settings, const Network& network)
{
    const std::lock_guard lock(m_mutex);
    const ModelSource source = ModelSource::of(settings);
    keep({source.identity(), settings.seed, fileStampsOf(source), network});
}

int NetworkCache::loads() const
{
    const std::lock_guard lock(m_mutex);
    return m_loads;
}

void NetworkCache::keep(Entry entry)
{
    constexpr std::size_t kMost = 2; // the one in use, and one that is being looked at
    m_entries.insert(m_entries.begin(), std::move(entry));
    if (m_entries.size() > kMost)
        m_entries.pop_back();
}

} // namespace cnnvis::ui
