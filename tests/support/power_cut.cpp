// SPDX-License-Identifier: GPL-3.0-or-later
#include "power_cut.h"

#include "power_cut_record.h"

#include <algorithm>
#include <fstream>

namespace cnnvis::test {
namespace {

constexpr std::size_t kSector = 512;
constexpr std::uint32_t kFirstOld = 1U << 31U; ///< numbers of files that were there before

std::string text(std::ifstream& stream, std::uint32_t bytes)
{
    std::string read(bytes, '\0');
    stream.read(read.data(), static_cast<std::streamsize>(bytes));
    return read;
}

} // namespace

std::vector<DiskEvent> readRecord(const std::string& path)
{
    std::vector<DiskEvent> events;
    std::ifstream stream(path, std::ios::binary);
    RecordHead head{};
    while (stream.read(reinterpret_cast<char*>(&head), sizeof head)) {
        DiskEvent event{head.kind, head.file, head.offset, head.seconds, {}, {}, {}};
        event.name = text(stream, head.nameBytes);
        event.other = text(stream, head.otherBytes);
        event.bytes = text(stream, head.bytes);
        if (stream)
            events.push_back(std::move(event));
    }
    return events;
}

RecordedDisk::RecordedDisk(const Files& before)
{
    std::uint32_t number = kFirstOld;
    for (const auto& [name, bytes] : before) {
        m_names[name] = number;
        m_files[number++].flushed = bytes;
    }
    m_flushedNames = m_names;
}

void RecordedDisk::applyTo(std::string& content, const DiskEvent& event)
{
    const auto offset = static_cast<std::size_t>(event.offset);
    if (event.kind == 'T') {
        content.resize(offset);
        return;
    }
    content.resize(std::max(content.size(), offset + event.bytes.size()));
    std::copy(event.bytes.begin(), event.bytes.end(), content.begin() + event.offset);
}

void RecordedDisk::applyTo(Names& names, const DiskEvent& event)
{
    if (event.kind == 'C' || event.kind == 'L')
        names[event.name] = event.file;
    if (event.kind == 'U')
        names.erase(event.name);
    if (event.kind == 'R' && names.count(event.name) > 0) {
        names[event.other] = names[event.name];
        names.erase(event.name);
    }
}

void RecordedDisk::apply(const DiskEvent& event)
{
    switch (event.kind) {
    case 'E': // a number for what is known by its name
        m_files[event.file] = m_files[m_names[event.name]];
        m_names[event.name] = event.file;
        for (auto& [name, number] : m_flushedNames)
            number = name == event.name ? event.file : number;
        break;
    case 'W':
    case 'T':
        m_files[event.file].since.push_back(event);
        break;
    case 'F': {
        File& file = m_files[event.file];
        for (const DiskEvent& change : file.since)
            applyTo(file.flushed, change);
        file.since.clear();
        break;
    }
    case 'D':
        m_flushedNames = m_names;
        m_namesSince.clear();
        break;
    case 'C':
        m_files[event.file] = {};
        if (event.name.empty())
            break;
        [[fallthrough]];
    case 'L':
    case 'R':
    case 'U':
        applyTo(m_names, event);
        m_namesSince.push_back(event);
        break;
    default:
        break;
    }
}

Files RecordedDisk::afterCut(Unflushed unflushed, std::mt19937& random) const
{
    const auto isThere = [&] {
        return unflushed == Unflushed::All || (unflushed == Unflushed::Some && random() % 2 == 0);
    };
    Names names = m_flushedNames;
    for (const DiskEvent& event : m_namesSince) {
        if (!isThere())
            break;
        applyTo(names, event);
    }
    Files files;
    for (const auto& [name, number] : names) {
        const File& file = m_files.at(number);
        std::string content = file.flushed;
        for (const DiskEvent& event : file.since) {
            if (event.kind == 'T' || unflushed == Unflushed::All) {
                if (isThere())
                    applyTo(content, event);
                continue;
            }
            for (std::size_t from = 0; from < event.bytes.size(); from += kSector) {
                DiskEvent part = event;
                part.offset += static_cast<std::int64_t>(from);
                part.bytes = event.bytes.substr(from, kSector);
                if (isThere())
                    applyTo(content, part);
            }
        }
        files[name] = std::move(content);
    }
    return files;
}

std::size_t RecordedDisk::bytesAtRisk(const std::string& name) const
{
    const auto found = m_names.find(name);
    std::size_t bytes = 0;
    if (found != m_names.end()) {
        for (const DiskEvent& event : m_files.at(found->second).since)
            bytes += event.bytes.size();
    }
    return bytes;
}

} // namespace cnnvis::test
