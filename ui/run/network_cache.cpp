// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/network_cache.h"

#include "cnnvis/settings_text.h"

#include <filesystem>
#include <system_error>

namespace cnnvis::ui {
namespace {

/// Tells a network from others. The seed belongs to it, as it may draw the weights.
std::string keyOf(const RunSettings& settings)
{
    std::string key = std::to_string(settings.seed);
    for (const std::string& path : {settings.model, settings.deployTxt, settings.caffeModel, settings.meanImage})
        key += '\n' + expandEnvironment(path);
    return key;
}

/// Size and time of a file; of what is none, the same text each time.
std::string stampOf(const std::string& path)
{
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    const auto time = std::filesystem::last_write_time(path, error).time_since_epoch().count();
    return std::to_string(size) + ' ' + std::to_string(time) + '\n';
}

/// Of all files that a network is read from, its labels among them.
std::string fileStampsOf(const Network& network, const RunSettings& settings)
{
    namespace fs = std::filesystem;
    const fs::path folder = fs::path(network.path()).parent_path();
    std::string stamps = stampOf(network.path()) + stampOf((folder / "labels.txt").string())
        + stampOf(expandEnvironment(settings.caffeModel)) + stampOf(expandEnvironment(settings.meanImage));
    if (!settings.deployTxt.empty())
        return stamps;
    // A network named by its folder takes from it what it finds there.
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
        stamps += entry->path().filename().string() + ' ' + stampOf(entry->path().string());
    return stamps;
}

} // namespace

Network NetworkCache::get(const RunSettings& settings)
{
    // Held while loading, too: who asks for the same network meanwhile is better off waiting for it.
    const std::lock_guard lock(m_mutex);
    const std::string key = keyOf(settings);
    if (m_last && m_last->key == key && m_last->fileStamps == fileStampsOf(m_last->network, settings))
        return m_last->network;
    m_last.reset();
    Network network = Network::load(settings);
    m_last = Entry{key, fileStampsOf(network, settings), network};
    return network;
}

} // namespace cnnvis::ui
