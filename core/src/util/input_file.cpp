// SPDX-License-Identifier: GPL-3.0-or-later
#include "util/input_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <new>
#include <string_view>
#include <system_error>

namespace cnnvis {

namespace {

/// An open file; closes itself.
class Descriptor {
public:
    explicit Descriptor(int number)
        : m_number(number)
    { }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor()
    {
        if (m_number >= 0)
            ::close(m_number);
    }
    int number() const { return m_number; }

private:
    int m_number;
};

std::string errorText(int number)
{
    return std::generic_category().message(number);
}

std::string openProblem(int number)
{
    if (number == ENOENT || number == ENOTDIR)
        return "there is no such file; check the path";
    if (number == EACCES || number == EPERM)
        return "permission is denied; allow it with chmod, or copy the file";
    return errorText(number) + "; check the path and the disk";
}

std::string tooLarge(std::size_t maximumBytes)
{
    return "it has more than " + std::to_string(maximumBytes) + " bytes; give a smaller file";
}

std::string problemOfKind(const struct stat& status, std::size_t maximumBytes)
{
    if (S_ISDIR(status.st_mode))
        return "it is a folder; give a file in it";
    if (!S_ISREG(status.st_mode))
        return "it is not a regular file; copy its content to one first";
    if (static_cast<std::size_t>(status.st_size) > maximumBytes)
        return tooLarge(maximumBytes);
    return {};
}

/// Reads to the end, whatever size the file had when it was opened: others may be writing to it.
/// @return  the problem, or nothing.
std::string readToEnd(int descriptor, std::size_t expectedBytes, std::size_t maximumBytes, std::string& bytes)
{
    constexpr std::size_t kMinimumRoom = 4096;
    std::size_t filled = 0;
    bytes.resize(expectedBytes + 1); // one more, so that the end shows without another growth
    for (;;) {
        if (filled == bytes.size())
            bytes.resize(std::max(kMinimumRoom, bytes.size() * 2));
        const ssize_t count = ::read(descriptor, bytes.data() + filled, bytes.size() - filled);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return errorText(errno) + "; check the disk";
        if (count == 0)
            break;
        filled += static_cast<std::size_t>(count);
        if (filled > maximumBytes)
            return tooLarge(maximumBytes);
    }
    bytes.resize(filled);
    return {};
}

bool startsWithIgnoringCase(std::string_view text, std::string_view lowerCasePrefix)
{
    return text.size() >= lowerCasePrefix.size()
        && std::equal(lowerCasePrefix.begin(), lowerCasePrefix.end(), text.begin(),
            [](char expected, unsigned char actual) { return expected == static_cast<char>(std::tolower(actual)); });
}

bool isHtml(std::string_view bytes)
{
    constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
    if (bytes.substr(0, kByteOrderMark.size()) == kByteOrderMark)
        bytes.remove_prefix(kByteOrderMark.size());
    bytes.remove_prefix(std::min(bytes.size(), bytes.find_first_not_of(" \t\r\n")));
    return startsWithIgnoringCase(bytes, "<!doctype html") || startsWithIgnoringCase(bytes, "<html");
}

std::string problemOfContent(std::string_view bytes, const std::string& what)
{
    constexpr std::string_view kLfsPointer = "version https://git-lfs";
    if (bytes.empty())
        return "it is empty; get the file again";
    if (bytes.substr(0, kLfsPointer.size()) == kLfsPointer)
        return "it is a Git LFS pointer, not the file itself: fetch it with 'git lfs pull'";
    if (isHtml(bytes))
        return "it is an HTML page, not a " + what + ": a web site's page was saved in its place; get the file itself";
    return {};
}

std::string readFile(const std::string& path, const std::string& what, std::size_t maximumBytes, std::string& bytes)
{
    // Without O_NONBLOCK, a pipe would wait here for somebody to write to it.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (file.number() < 0)
        return openProblem(errno);
    struct stat status { };
    if (::fstat(file.number(), &status) != 0)
        return errorText(errno) + "; check the disk";
    std::string problem = problemOfKind(status, maximumBytes);
    if (problem.empty())
        problem = readToEnd(file.number(), static_cast<std::size_t>(status.st_size), maximumBytes, bytes);
    return problem.empty() ? problemOfContent(bytes, what) : problem;
}

} // namespace

InputFile readInputFile(const std::string& path, const std::string& what, std::size_t maximumBytes)
{
    InputFile file;
    std::string problem;
    try {
        problem = readFile(path, what, maximumBytes, file.bytes);
    } catch (const std::bad_alloc&) {
        problem = "there is not enough memory for it; close other programs, or give a smaller file";
    }
    if (!problem.empty()) {
        file.bytes.clear();
        file.problem = "Cannot read " + what + " '" + path + "': " + problem;
    }
    return file;
}

} // namespace cnnvis
