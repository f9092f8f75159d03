// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/class_labels.h"

#include "util/input_file.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <string_view>

namespace cnnvis {
namespace {

constexpr std::size_t kMostBytes = 4 * 1024 * 1024;
constexpr std::size_t kLongestLabel = 200;

/// Where to cut a text so that no character of UTF-8 is cut in two.
std::size_t cutOf(std::string_view text, std::size_t most)
{
    if (text.size() <= most)
        return text.size();
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U)
        --most;
    return most;
}

std::string cleaned(std::string_view line)
{
    constexpr unsigned char kDelete = 0x7f;
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t'))
        line.remove_suffix(1);
    std::string label(line.substr(0, cutOf(line, kLongestLabel)));
    std::replace_if(
        label.begin(), label.end(), [](unsigned char byte) { return byte < ' ' || byte == kDelete; }, ' ');
    return label;
}

} // namespace

std::vector<std::string> readClassLabels(const std::string& descriptionPath, std::int64_t count)
{
    const std::filesystem::path path = std::filesystem::path(descriptionPath).parent_path() / "labels.txt";
    const InputFile file = readInputFile(path.string(), "list of labels", kMostBytes);
    std::string_view rest = file.bytes;
    while (!rest.empty() && (rest.back() == '\n' || rest.back() == '\r'))
        rest.remove_suffix(1);
    std::vector<std::string> labels;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        labels.push_back(cleaned(rest.substr(0, end)));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (static_cast<std::int64_t>(labels.size()) != count)
        labels.clear();
    return labels;
}

} // namespace cnnvis
