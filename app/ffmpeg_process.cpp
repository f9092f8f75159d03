// SPDX-License-Identifier: GPL-3.0-or-later
#include "ffmpeg_process.h"

#include "cnnvis/error.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace cnnvis::render {

namespace {

std::string endingOf(const std::string& path)
{
    return std::filesystem::path(path).extension().string();
}

/// What makes a film of that kind that plays everywhere.
std::vector<std::string> encoding(const std::string& ending, PictureSize size)
{
    // These formats have colours for four pixels at a time.
    const bool isEven = ending != ".gif";
    const auto side = [isEven](int pixels) { return std::to_string(isEven ? pixels + pixels % 2 : pixels); };
    const std::string scale = "scale=" + side(size.width) + ":" + side(size.height) + ":flags=bicubic";
    if (ending == ".gif")
        return {"-vf", scale + ",split[a][b];[a]palettegen[p];[b][p]paletteuse"};
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

FfmpegProcess::FfmpegProcess(const std::string& path, PictureSize size)
    : m_path(path)
    , m_part(path + ".part" + endingOf(path))
{
    std::array<int, 2> ends{};
    m_messages = ::memfd_create("ffmpeg", MFD_CLOEXEC);
    if (m_messages < 0 || ::pipe2(ends.data(), O_CLOEXEC) != 0)
        throw Error("ffmpeg cannot be started: " + std::string(std::strerror(errno)));
    m_input = ends[1];
    std::vector<std::string> arguments{
        "ffmpeg", "-loglevel", "error", "-y", "-f", "image2pipe", "-framerate", "25", "-c:v", "ppm", "-i", "-"};
    for (std::string& argument : encoding(endingOf(path), size))
        arguments.push_back(std::move(argument));
    arguments.push_back("file:" + m_part);
    const int error = spawn(arguments, ends[0], m_messages, m_process);
    ::close(ends[0]);
    if (error != 0) {
        m_process = -1;
        throw Error("ffmpeg cannot be started: " + std::string(std::strerror(error)));
    }
}

FfmpegProcess::~FfmpegProcess()
{
    if (m_process > 0) {
        ::kill(m_process, SIGKILL);
        wait();
        std::remove(m_part.c_str());
    }
    if (m_messages >= 0)
        ::close(m_messages);
}

void FfmpegProcess::add(const Picture& picture)
{
    const std::string head =
        "P6\n" + std::to_string(picture.width()) + " " + std::to_string(picture.height()) + "\n255\n";
    const std::size_t bytes =
        std::size_t{3} * static_cast<std::size_t>(picture.height()) * static_cast<std::size_t>(picture.width());
    if (!writeAll(m_input, head.data(), head.size()) || !writeAll(m_input, picture.pixels8(), bytes))
        fail();
}

void FfmpegProcess::finish()
{
    if (wait() != 0)
        fail();
    if (std::rename(m_part.c_str(), m_path.c_str()) != 0)
        throw Error("the film cannot be put in its place: " + std::string(std::strerror(errno)));
}

/// Lets it end. @return  its exit code; -1 when it was killed.
int FfmpegProcess::wait()
{
    if (m_input >= 0)
        ::close(std::exchange(m_input, -1));
    int status = 0;
    while (m_process > 0 && ::waitpid(m_process, &status, 0) < 0 && errno == EINTR) { }
    m_process = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void FfmpegProcess::fail()
{
    wait();
    std::remove(m_part.c_str());
    std::string said(4096, '\0');
    const ssize_t length = ::pread(m_messages, said.data(), said.size(), 0);
    said.resize(static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
    said = said.substr(0, said.find('\n'));
    throw Error("ffmpeg ended early" + (said.empty() ? "" : ": " + said));
}

} // namespace cnnvis::render
