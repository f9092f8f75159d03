// SPDX-License-Identifier: GPL-3.0-or-later
#include "film/ffmpeg_process.h"

#include "cnnvis/error.h"
#include "cnnvis/output_file.h"
#include "cnnvis/picture_resize.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace cnnvis {

namespace {

std::string endingOf(const std::string& path)
{
    return std::filesystem::path(path).extension().string();
}

/// What makes a film of that kind that plays everywhere.
std::vector<std::string> encoding(const std::string& ending, PictureSize size)
{
    // Each picture has its own colours, which also lets go of it when it is written.
    if (ending == ".gif")
        return {"-vf", "split[a][b];[a]palettegen=stats_mode=single[p];[b][p]paletteuse=new=1"};
    // These formats have colours for four pixels at a time.
    const auto side = [](int pixels) { return std::to_string(pixels + pixels % 2); };
    const std::string scale = "scale=" + side(size.width) + ":" + side(size.height) + ":flags=bicubic";
    if (ending == ".webm")
        return {"-vf", scale + ",format=yuv420p", "-c:v", "libvpx-vp9", "-crf", "24", "-b:v", "0"};
    return {"-vf", scale + ",format=yuv420p", "-c:v", "libx264", "-crf", "18", "-movflags", "+faststart"};
}

/// It lives in a group of its own: Ctrl-C is for us, and the film is ended as it should be.
int spawn(const std::vector<std::string>& arguments, int input, int messages, pid_t& process)
{
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&files, messages, STDERR_FILENO);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE); // which we ignore
    sigaddset(&signals, SIGXFSZ);
    posix_spawnattr_setsigdefault(&attributes, &signals);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
    std::vector<char*> words;
    for (const std::string& argument : arguments)
        words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);
    const int error = posix_spawnp(&process, words[0], &files, &attributes, words.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return error;
}

[[noreturn]] void failToStart(int error)
{
    throw Error("ffmpeg cannot be started: " + std::string(std::strerror(error)));
}

bool writeAll(int file, const void* bytes, std::size_t count)
{
    const auto* next = static_cast<const char*>(bytes);
    while (count > 0) {
        const ssize_t written = ::write(file, next, count);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        next += written;
        count -= static_cast<std::size_t>(written);
    }
    return true;
}

} // namespace

bool FfmpegProcess::isInstalled()
{
    const char* const path = std::getenv("PATH");
    std::string_view folders = path == nullptr ? "" : path;
    while (!folders.empty()) {
        const std::size_t end = std::min(folders.find(':'), folders.size());
        if (::access((std::string(folders.substr(0, end)) + "/ffmpeg").c_str(), X_OK) == 0)
            return true;
        folders.remove_prefix(std::min(end + 1, folders.size()));
    }
    return false;
}

void FfmpegProcess::Descriptor::reset(int number)
{
    if (m_number >= 0)
        ::close(m_number);
    m_number = number;
}

FfmpegProcess::FfmpegProcess(const std::string& path, PictureSize size)
    : m_path(path)
    , m_size(size)
    , m_messages(::memfd_create("ffmpeg", MFD_CLOEXEC))
{
    std::array<int, 2> ends{};
    if (m_messages.get() < 0 || ::pipe2(ends.data(), O_CLOEXEC) != 0)
        failToStart(errno);
    const Descriptor output(ends[0]);
    m_input.reset(ends[1]);
    makePart();
    std::vector<std::string> arguments{
        "ffmpeg", "-loglevel", "error", "-y", "-f", "image2pipe", "-framerate", "25", "-c:v", "ppm", "-i", "-"};
    for (std::string& argument : encoding(endingOf(path), size))
        arguments.push_back(std::move(argument));
    arguments.push_back("file:" + m_part);
    if (const int error = spawn(arguments, output.get(), m_messages.get(), m_process); error != 0) {
        m_process = -1;
        std::remove(m_part.c_str());
        failToStart(error);
    }
}

FfmpegProcess::~FfmpegProcess()
{
    if (m_process > 0) {
        ::kill(-m_process, SIGKILL);
        wait();
    }
    if (!m_part.empty())
        std::remove(m_part.c_str());
}

/// An empty file beside the film, under a name that nobody can have put something at before.
void FfmpegProcess::makePart()
{
    constexpr int kMaximumTries = 100;
    constexpr mode_t kNewFile = 0666; // less the user's umask
    std::error_code error;
    const std::filesystem::path place = std::filesystem::weakly_canonical(m_path, error);
    const std::filesystem::path folder = error ? std::filesystem::path(m_path).parent_path() : place.parent_path();
    for (int attempt = 0; attempt < kMaximumTries; ++attempt) {
        m_part = temporaryPath(folder.string(), endingOf(m_path));
        const Descriptor part(::open(m_part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kNewFile));
        if (part.get() < 0 && (errno == EEXIST || errno == EINTR))
            continue;
        if (part.get() < 0)
            break;
        // The umask was meant for new files: an old one keeps its permissions.
        struct stat old { };
        if (::stat(m_path.c_str(), &old) == 0)
            ::fchmod(part.get(), old.st_mode & 0777U);
        return;
    }
    m_part.clear();
    failToStart(errno);
}

void FfmpegProcess::add(const Picture& other)
{
    // ffmpeg begins anew where the size changes, and forgets what it had of a GIF.
    const Picture picture = other.size() == m_size ? other : resized(other, m_size);
    const std::string head =
        "P6\n" + std::to_string(picture.width()) + " " + std::to_string(picture.height()) + "\n255\n";
    const std::size_t bytes =
        std::size_t{3} * static_cast<std::size_t>(picture.height()) * static_cast<std::size_t>(picture.width());
    if (!writeAll(m_input.get(), head.data(), head.size()) || !writeAll(m_input.get(), picture.pixels8(), bytes))
        fail();
}

void FfmpegProcess::finish()
{
    if (wait() != 0)
        fail();
    if (const std::string problem = replaceFileBy(m_path, m_part); !problem.empty())
        throw Error("the film cannot be put in its place: " + problem);
    m_part.clear();
}

/// Lets it end. @return  its exit code; -1 when it was killed.
int FfmpegProcess::wait()
{
    m_input.reset();
    int status = 0;
    while (m_process > 0 && ::waitpid(m_process, &status, 0) < 0 && errno == EINTR) { }
    m_process = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// Has it ended soon: it may hang.
void FfmpegProcess::waitOrKill()
{
    constexpr int kTries = 100;
    constexpr useconds_t kMicroseconds = 30'000; // three seconds in all
    m_input.reset();
    for (int attempt = 0; m_process > 0 && attempt < kTries; ++attempt) {
        if (::waitpid(m_process, nullptr, WNOHANG) != 0) {
            m_process = -1;
            return;
        }
        ::usleep(kMicroseconds);
    }
    if (m_process > 0)
        ::kill(-m_process, SIGKILL);
    wait();
}

void FfmpegProcess::fail()
{
    waitOrKill();
    std::string said(4096, '\0');
    const ssize_t length = ::pread(m_messages.get(), said.data(), said.size(), 0);
    said.resize(static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
    said = said.substr(0, said.find('\n'));
    throw Error("ffmpeg ended early" + (said.empty() ? "" : ": " + said));
}

} // namespace cnnvis
