// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <random>
#include <system_error>

namespace cnnvis {

namespace {

constexpr mode_t kNewFileMode = 0666; // less the user's umask
constexpr mode_t kPermissions = 0777;

std::string errorText(int number)
{
    if (number == ENOSPC || number == EDQUOT)
        return "the disk is full; free some space";
    if (number == EFBIG)
        return "the file would be larger than allowed here; raise the limit (ulimit -f), or write less";
    if (number == EROFS)
        return "the disk can only be read; choose another folder";
    if (number == EACCES || number == EPERM)
        return "the folder cannot be written; allow it with chmod, or choose another";
    if (number == ENAMETOOLONG)
        return "the name is too long; choose a shorter one";
    return std::generic_category().message(number) + "; choose another folder";
}

/// Where the bytes are to go, and what is there now.
struct Destination {
    std::string path; ///< behind all symbolic links
    std::string folder;
    bool exists = false;
    mode_t mode = kNewFileMode;
    std::string problem; ///< empty when it can be replaced
};

/// Follows symbolic links, also where the last one points to nothing yet, so that the link is kept and its target
/// written.
std::string followLinks(const std::string& path)
{
    constexpr int kMaximumLinks = 40;
    std::filesystem::path current(path);
    std::error_code error;
    for (int links = 0; links < kMaximumLinks && std::filesystem::is_symlink(current, error); ++links) {
        const std::filesystem::path target = std::filesystem::read_symlink(current, error);
        current = current.parent_path() / target; // an absolute target replaces all
    }
    return current.string();
}

Destination inspect(const std::string& path)
{
    Destination destination;
    destination.path = followLinks(path);
    const std::filesystem::path parent = std::filesystem::path(destination.path).parent_path();
    destination.folder = parent.empty() ? "." : parent.string();

    struct stat status { };
    const std::string quoted = "'" + destination.folder + "'";
    if (path.empty())
        destination.problem = "the path is empty; give a file's name";
    else if (::stat(destination.folder.c_str(), &status) != 0)
        destination.problem = "there is no folder " + quoted + "; create it, or choose another";
    else if (!S_ISDIR(status.st_mode))
        destination.problem = quoted + " is not a folder; choose another";
    if (!destination.problem.empty())
        return destination;
    if (::lstat(destination.path.c_str(), &status) != 0) {
        if (errno != ENOENT)
            destination.problem = errorText(errno);
        return destination;
    }

    destination.exists = true;
    destination.mode = status.st_mode & kPermissions;
    if (S_ISDIR(status.st_mode))
        destination.problem = "it is a folder; give a file's name in it";
    else if (!S_ISREG(status.st_mode))
        destination.problem = "it is not a regular file; choose another name";
    else if (::access(destination.path.c_str(), W_OK) != 0)
        destination.problem = errno == EROFS
            ? errorText(errno)
            : "the file there is write-protected; allow it with chmod, or choose another name";
    return destination;
}

/// A file without a name, or under a new, hidden one; goes away unless it is renamed to where it belongs.
class TemporaryFile {
public:
    explicit TemporaryFile(const Destination& destination)
        : m_folder(destination.folder)
    {
        // What a kill leaves of a file without a name is nothing. Not every file system has such.
        if (::access(kDescriptors, X_OK) == 0)
            m_descriptor = ::open(m_folder.c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, destination.mode);
        if (m_descriptor < 0)
            openNamed(destination.mode);
        // The umask was meant for new files: an old one keeps its permissions.
        if (m_descriptor >= 0 && destination.exists && ::fchmod(m_descriptor, destination.mode) != 0)
            m_error = errno;
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
        if (!m_path.empty())
            ::unlink(m_path.c_str());
    }

    /// 0, or the number of the first error. After one, nothing more is done.
    int error() const { return m_error; }

    void write(std::string_view bytes)
    {
        while (m_error == 0 && !bytes.empty()) {
            const ssize_t count = ::write(m_descriptor, bytes.data(), bytes.size());
            if (count > 0)
                bytes.remove_prefix(static_cast<std::size_t>(count));
            else if (count == 0)
                m_error = EIO;
            else if (errno != EINTR)
                m_error = errno;
        }
    }

    /// Brings the bytes to the disk. Some file systems only report here, or at the close, that they found no room.
    void flush()
    {
        // EINVAL: a file system that cannot flush.
        if (m_error == 0 && ::fsync(m_descriptor) != 0 && errno != EINVAL)
            m_error = errno;
        if (m_error == 0 && m_path.empty())
            giveName();
        if (m_descriptor >= 0 && ::close(m_descriptor) != 0 && m_error == 0 && errno != EINTR)
            m_error = errno;
        m_descriptor = -1;
    }

    void renameTo(const std::string& path)
    {
        if (m_error == 0 && std::rename(m_path.c_str(), path.c_str()) != 0)
            m_error = errno;
        if (m_error == 0)
            m_path.clear();
    }

private:
    static constexpr const char* kDescriptors = "/proc/self/fd";

    /// Under new names, until one is free. @param action  answers whether it worked.
    template <typename Action>
    void tryNames(const Action& action)
    {
        constexpr int kMaximumTries = 100;
        for (int attempt = 0; attempt < kMaximumTries; ++attempt) {
            const std::string path = temporaryPath(m_folder);
            if (action(path.c_str())) {
                m_path = path;
                m_error = 0;
                return;
            }
            m_error = errno;
            if (m_error != EEXIST && m_error != EINTR)
                return;
        }
    }

    void openNamed(mode_t mode)
    {
        tryNames([&](const char* path) {
            m_descriptor = ::open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
            return m_descriptor >= 0;
        });
    }

    void giveName()
    {
        const std::string file = kDescriptors + ("/" + std::to_string(m_descriptor));
        tryNames(
            [&](const char* path) { return ::linkat(AT_FDCWD, file.c_str(), AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0; });
    }

    std::string m_folder;
    std::string m_path; ///< empty: it has none
    int m_descriptor = -1;
    int m_error = 0;
};

/// What all temporary paths of this machine's processes begin with; those in other containers count as another's, as
/// their numbers do not mean the same.
std::string temporaryPrefix()
{
    std::array<char, 256> host{};
    ::gethostname(host.data(), host.size() - 1);
    std::error_code ignored;
    std::ifstream id("/etc/machine-id"); // many machines are called localhost
    std::string machine;
    std::getline(id, machine);
    const std::string whose =
        host.data() + machine + std::filesystem::read_symlink("/proc/self/ns/pid", ignored).string();
    std::uint32_t hash = 2166136261U; // FNV-1a
    for (const char byte : whose)
        hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619U;
    return ".cnn-vis-" + std::to_string(hash) + "-";
}

/// Brings a rename to the disk. Where that fails, the file is written all the same.
void flushFolder(const std::string& folder)
{
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    ::fsync(descriptor);
    ::close(descriptor);
}

} // namespace

std::string replaceFile(const std::string& path, std::string_view bytes)
{
    const Destination destination = inspect(path);
    if (!destination.problem.empty())
        return destination.problem;
    TemporaryFile file(destination);
    file.write(bytes);
    file.flush();
    file.renameTo(destination.path);
    if (file.error() != 0)
        return errorText(file.error());
    flushFolder(destination.folder);
    return {};
}

std::string replaceFileBy(const std::string& path, const std::string& whole)
{
    const Destination destination = inspect(path);
    if (!destination.problem.empty())
        return destination.problem;
    const int descriptor = ::open(whole.c_str(), O_RDONLY | O_CLOEXEC);
    int error = descriptor < 0 ? errno : 0;
    if (error == 0 && ::fsync(descriptor) != 0 && errno != EINVAL)
        error = errno;
    if (descriptor >= 0)
        ::close(descriptor);
    if (error == 0 && std::rename(whole.c_str(), destination.path.c_str()) != 0)
        error = errno;
    if (error != 0)
        return errorText(error);
    flushFolder(destination.folder);
    return {};
}

std::string temporaryPath(const std::string& folder, const std::string& ending)
{
    std::random_device random;
    const std::string name = temporaryPrefix() + std::to_string(::getpid()) + "-" + std::to_string(random()) + ending;
    return (std::filesystem::path(folder) / name).string();
}

void removeLeftovers(const std::string& folder) noexcept
{
    try {
        const std::string prefix = temporaryPrefix();
        std::error_code error;
        std::filesystem::directory_iterator entry(folder, error);
        for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
            const std::string name = entry->path().filename().string();
            pid_t process = 0;
            if (name.compare(0, prefix.size(), prefix) != 0
                || std::from_chars(name.data() + prefix.size(), name.data() + name.size(), process).ec != std::errc())
                continue;
            std::error_code ignored;
            if (process > 0 && ::kill(process, 0) != 0 && errno == ESRCH)
                std::filesystem::remove(entry->path(), ignored);
        }
    } catch (const std::exception&) {
        return; // another time
    }
}

std::string whyNotWritable(const std::string& path)
{
    const Destination destination = inspect(path);
    if (!destination.problem.empty())
        return destination.problem;
    removeLeftovers(destination.folder);
    const TemporaryFile file(destination);
    return file.error() == 0 ? std::string() : errorText(file.error());
}

} // namespace cnnvis
