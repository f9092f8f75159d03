// SPDX-License-Identifier: GPL-3.0-or-later
// Loaded into a program before its other libraries (LD_PRELOAD), it writes down all that the program does to the files
// of one folder, $CNNVIS_RECORDED_FOLDER, into another file, $CNNVIS_RECORD: power_cut.h reads it. What is mapped into
// memory or written by way of C's streams is not seen, but for what goes to standard output.
#include "power_cut_record.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using cnnvis::test::RecordHead;

namespace {

template <typename Function>
Function* real(const char* name)
{
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name)); // NOLINT
}

using Open = int(const char*, int, ...);
using Write = ssize_t(int, const void*, size_t);

/// A descriptor that is of interest.
struct Watched {
    std::uint32_t file = 0;
    bool isFolder = false;
};

class Recorder {
public:
    static Recorder& get()
    {
        static auto* const recorder = new Recorder; // never gone: programs close files as they end
        return *recorder;
    }

    std::recursive_mutex mutex;

    /// Its name in the folder; false where it is elsewhere.
    bool isInside(const char* path, std::string& name) const
    {
        std::string whole = path;
        if (whole.rfind("./", 0) == 0)
            whole.erase(0, 2);
        if (whole.empty() || whole[0] != '/') {
            std::array<char, 4096> here{};
            if (::getcwd(here.data(), here.size()) == nullptr)
                return false;
            whole = std::string(here.data()) + (whole.empty() || whole == "." ? "" : "/" + whole);
        }
        for (std::size_t dot = whole.find("/./"); dot != std::string::npos; dot = whole.find("/./"))
            whole.erase(dot, 2);
        if (m_folder.empty() || whole.rfind(m_folder, 0) != 0)
            return false;
        name = whole.substr(m_folder.size());
        name.erase(0, name.find_first_not_of('/'));
        return name.find('/') == std::string::npos;
    }

    void write(char kind, std::uint32_t file, std::int64_t offset, const std::string& name, const std::string& other,
        const void* data = nullptr, std::size_t size = 0)
    {
        timespec now{};
        ::clock_gettime(CLOCK_MONOTONIC, &now);
        const RecordHead head{kind, file, offset,
            static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec),
            static_cast<std::uint32_t>(name.size()), static_cast<std::uint32_t>(other.size()),
            static_cast<std::uint32_t>(size)};
        put(&head, sizeof head);
        put(name.data(), name.size());
        put(other.data(), other.size());
        put(data, size);
    }

    void opened(int descriptor, const std::string& name, int flags, bool wasThere)
    {
        struct stat status { };
        if (descriptor < 0 || ::fstat(descriptor, &status) != 0)
            return;
        if (S_ISDIR(status.st_mode) && (flags & O_TMPFILE) != O_TMPFILE) {
            watched[descriptor] = {0, true};
            return;
        }
        if ((flags & O_ACCMODE) == O_RDONLY && (flags & O_CREAT) == 0)
            return;
        const std::pair<dev_t, ino_t> place{status.st_dev, status.st_ino};
        const auto known = m_files.find(place);
        if (!wasThere || known == m_files.end()) {
            m_files[place] = ++m_last;
            write(wasThere ? 'E' : 'C', m_last, 0, name, {});
        }
        watched[descriptor] = {m_files[place], false};
        if (wasThere && (flags & O_TRUNC) != 0)
            write('T', m_files[place], 0, {}, {});
    }

    std::map<int, Watched> watched;

private:
    Recorder()
    {
        const char* const folder = std::getenv("CNNVIS_RECORDED_FOLDER");
        const char* const record = std::getenv("CNNVIS_RECORD");
        if (folder == nullptr || record == nullptr)
            return;
        m_record = real<Open>("open")(record, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        if (m_record >= 0)
            m_folder = folder;
    }

    void put(const void* data, std::size_t size) const
    {
        const char* bytes = static_cast<const char*>(data);
        while (size > 0) {
            const ssize_t done = real<Write>("write")(m_record, bytes, size);
            if (done <= 0)
                std::abort();
            bytes += done;
            size -= static_cast<std::size_t>(done);
        }
    }

    std::string m_folder;
    int m_record = -1;
    std::map<std::pair<dev_t, ino_t>, std::uint32_t> m_files;
    std::uint32_t m_last = 0;
};

int openRecorded(const char* function, const char* path, int flags, mode_t mode)
{
    Recorder& recorder = Recorder::get();
    std::string name;
    if (!recorder.isInside(path, name))
        return real<Open>(function)(path, flags, mode);
    const std::lock_guard lock(recorder.mutex);
    const bool isNameless = (flags & O_TMPFILE) == O_TMPFILE;
    struct stat status { };
    const bool wasThere = !isNameless && ::stat(path, &status) == 0;
    const int descriptor = real<Open>(function)(path, flags, mode);
    const int error = errno;
    recorder.opened(descriptor, isNameless ? std::string() : name, flags, wasThere);
    errno = error;
    return descriptor;
}

/// Does it, and notes it where it worked on one of the folder's files.
template <typename Action, typename Note>
auto doAndNote(int descriptor, const Action& action, const Note& note)
{
    Recorder& recorder = Recorder::get();
    const std::lock_guard lock(recorder.mutex);
    const auto answer = action();
    const int error = errno;
    const auto found = recorder.watched.find(descriptor);
    if (answer >= 0 && found != recorder.watched.end())
        note(recorder, found->second, answer);
    errno = error;
    return answer;
}

ssize_t writeRecorded(int descriptor, const void* data, ssize_t done, std::int64_t offset)
{
    Recorder& recorder = Recorder::get();
    const auto found = recorder.watched.find(descriptor);
    if (done > 0 && found != recorder.watched.end())
        recorder.write('W', found->second.file, offset, {}, {}, data, static_cast<std::size_t>(done));
    return done;
}

int syncRecorded(const char* function, int descriptor)
{
    return doAndNote(
        descriptor, [&] { return real<int(int)>(function)(descriptor); },
        [](Recorder& recorder, const Watched& watched, int) {
            recorder.write(watched.isFolder ? 'D' : 'F', watched.file, 0, {}, {});
        });
}

int truncateRecorded(const char* function, int descriptor, off_t size)
{
    return doAndNote(
        descriptor, [&] { return real<int(int, off_t)>(function)(descriptor, size); },
        [&](Recorder& recorder, const Watched& watched, int) { recorder.write('T', watched.file, size, {}, {}); });
}

ssize_t writeAtRecorded(const char* function, int descriptor, const void* data, size_t size, off_t offset)
{
    const std::lock_guard lock(Recorder::get().mutex);
    const ssize_t done = real<ssize_t(int, const void*, size_t, off_t)>(function)(descriptor, data, size, offset);
    const int error = errno;
    writeRecorded(descriptor, data, done, offset);
    errno = error;
    return done;
}

int removeRecorded(const char* function, const char* path)
{
    Recorder& recorder = Recorder::get();
    const std::lock_guard lock(recorder.mutex);
    const int answer = real<int(const char*)>(function)(path);
    const int error = errno;
    std::string name;
    if (answer == 0 && recorder.isInside(path, name))
        recorder.write('U', 0, 0, name, {});
    errno = error;
    return answer;
}

} // namespace

// NOLINTBEGIN: the C library's names, as they are
#define EXPORTED extern "C" __attribute__((visibility("default")))

#define OPEN(NAME)                                                                                                     \
    EXPORTED int NAME(const char* path, int flags, ...)                                                                \
    {                                                                                                                  \
        va_list arguments;                                                                                             \
        va_start(arguments, flags);                                                                                    \
        const mode_t mode = va_arg(arguments, mode_t);                                                                 \
        va_end(arguments);                                                                                             \
        return openRecorded(#NAME, path, flags, mode);                                                                 \
    }
OPEN(open)
OPEN(open64)
EXPORTED int __open_2(const char* path, int flags)
{
    return openRecorded("open", path, flags, 0);
}
EXPORTED int __open64_2(const char* path, int flags)
{
    return openRecorded("open64", path, flags, 0);
}
EXPORTED ssize_t write(int descriptor, const void* data, size_t size)
{
    const std::lock_guard lock(Recorder::get().mutex);
    const off_t offset = ::lseek(descriptor, 0, SEEK_CUR);
    const ssize_t done = real<Write>("write")(descriptor, data, size);
    const int error = errno;
    writeRecorded(descriptor, data, done, offset);
    errno = error;
    return done;
}
EXPORTED size_t fwrite(const void* data, size_t size, size_t count, FILE* stream)
{
    const std::lock_guard lock(Recorder::get().mutex);
    if (stream == stdout)
        Recorder::get().write('M', 0, 0, {}, {}, data, size * count);
    return real<size_t(const void*, size_t, size_t, FILE*)>("fwrite")(data, size, count, stream);
}
EXPORTED ssize_t pwrite(int descriptor, const void* data, size_t size, off_t offset)
{
    return writeAtRecorded("pwrite", descriptor, data, size, offset);
}
EXPORTED ssize_t pwrite64(int descriptor, const void* data, size_t size, off64_t offset)
{
    return writeAtRecorded("pwrite64", descriptor, data, size, offset);
}
EXPORTED int ftruncate(int descriptor, off_t size) noexcept
{
    return truncateRecorded("ftruncate", descriptor, size);
}
EXPORTED int ftruncate64(int descriptor, off64_t size) noexcept
{
    return truncateRecorded("ftruncate64", descriptor, size);
}
EXPORTED int fsync(int descriptor)
{
    return syncRecorded("fsync", descriptor);
}
EXPORTED int fdatasync(int descriptor)
{
    return syncRecorded("fdatasync", descriptor);
}
EXPORTED int close(int descriptor)
{
    Recorder& recorder = Recorder::get();
    const std::lock_guard lock(recorder.mutex);
    recorder.watched.erase(descriptor);
    return real<int(int)>("close")(descriptor);
}
EXPORTED int rename(const char* from, const char* to) noexcept
{
    Recorder& recorder = Recorder::get();
    const std::lock_guard lock(recorder.mutex);
    const int answer = real<int(const char*, const char*)>("rename")(from, to);
    const int error = errno;
    std::string name;
    std::string other;
    if (answer == 0 && recorder.isInside(from, name) && recorder.isInside(to, other))
        recorder.write('R', 0, 0, name, other);
    errno = error;
    return answer;
}
EXPORTED int linkat(int fromFolder, const char* from, int toFolder, const char* to, int flags) noexcept
{
    Recorder& recorder = Recorder::get();
    const std::lock_guard lock(recorder.mutex);
    const int answer =
        real<int(int, const char*, int, const char*, int)>("linkat")(fromFolder, from, toFolder, to, flags);
    const int error = errno;
    constexpr const char* kDescriptors = "/proc/self/fd/";
    std::string name;
    if (answer == 0 && std::strncmp(from, kDescriptors, std::strlen(kDescriptors)) == 0
        && recorder.isInside(to, name)) {
        const auto found = recorder.watched.find(std::atoi(from + std::strlen(kDescriptors)));
        if (found != recorder.watched.end())
            recorder.write('L', found->second.file, 0, name, {});
    }
    errno = error;
    return answer;
}
EXPORTED int unlink(const char* path) noexcept
{
    return removeRecorded("unlink", path);
}
EXPORTED int remove(const char* path) noexcept
{
    return removeRecorded("remove", path);
}
// NOLINTEND
