// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/machine.h"

#include "machine/onednn_library.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <c10/util/Logging.h>
#include <torch/version.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <optional>
#include <string>
#include <system_error>

#include <link.h>
#include <sched.h>
#include <unistd.h>

namespace cnnvis {
namespace {

constexpr std::int64_t kUnlimited = std::numeric_limits<std::int64_t>::max();

/// A file of one number; nothing where it is missing or says "max".
std::optional<std::int64_t> readNumber(const std::string& path)
{
    std::ifstream file(path);
    std::int64_t number = 0;
    return file >> number ? std::optional<std::int64_t>(number) : std::nullopt;
}

/// The number behind a name, in a file of such lines.
std::optional<std::int64_t> readField(const std::string& path, const std::string& field)
{
    std::ifstream file(path);
    std::string name;
    std::string rest;
    std::int64_t number = 0;
    while (file >> name >> number) {
        if (name == field)
            return number;
        std::getline(file, rest);
    }
    return std::nullopt;
}

std::int64_t freeMachineMemory()
{
    const auto kibibytes = readField("/proc/meminfo", "MemAvailable:");
    return kibibytes ? *kibibytes * 1024 : kUnlimited;
}

/// What is left of the limit of the process's control group, of either version.
std::int64_t freeGroupMemory()
{
    auto limit = readNumber("/sys/fs/cgroup/memory.max");
    auto used = readNumber("/sys/fs/cgroup/memory.current");
    if (!limit) {
        limit = readNumber("/sys/fs/cgroup/memory/memory.limit_in_bytes");
        used = readNumber("/sys/fs/cgroup/memory/memory.usage_in_bytes");
    }
    // What files left in the cache counts as used, but makes way.
    const std::int64_t cached = readField("/sys/fs/cgroup/memory.stat", "inactive_file").value_or(0);
    return limit && used ? std::max<std::int64_t>(0, *limit - std::max<std::int64_t>(0, *used - cached)) : kUnlimited;
}

/// The path of the loaded library whose name starts so, links resolved; empty when there is none.
std::string loadedLibrary(const std::string& name)
{
    struct Search {
        std::string name, path;
    } search{"/" + name, {}};
    const auto look = [](dl_phdr_info* library, std::size_t /*size*/, void* data) {
        auto& wanted = *static_cast<Search*>(data);
        const std::string path = library->dlpi_name;
        if (path.find(wanted.name) == std::string::npos)
            return 0;
        std::error_code error;
        wanted.path = std::filesystem::canonical(path, error).string();
        return 1;
    };
    dl_iterate_phdr(look, &search);
    return search.path;
}

/// Cores that the process's control group may keep busy, of either version; rounded up.
std::int64_t groupCores()
{
    std::ifstream file("/sys/fs/cgroup/cpu.max");
    std::string quotaText;
    std::int64_t period = 0;
    std::optional<std::int64_t> quota;
    if (file >> quotaText >> period) {
        if (quotaText != "max")
            quota = std::atoll(quotaText.c_str());
    } else {
        quota = readNumber("/sys/fs/cgroup/cpu/cpu.cfs_quota_us");
        period = readNumber("/sys/fs/cgroup/cpu/cpu.cfs_period_us").value_or(0);
    }
    const bool isLimited = quota && *quota > 0 && period > 0;
    return isLimited ? (*quota + period - 1) / period : kUnlimited;
}

int usableCores()
{
    cpu_set_t cores;
    CPU_ZERO(&cores);
    const bool isKnown = sched_getaffinity(0, sizeof cores, &cores) == 0;
    const std::int64_t own = isKnown ? std::max(1, CPU_COUNT(&cores)) : 1;
    return static_cast<int>(std::min(own, groupCores()));
}

} // namespace

int threadCount(int threads)
{
    return threads > 0 ? threads : usableCores();
}

int setThreadCount(int threads)
{
#ifdef C10_USE_GLOG
    // What goes wrong comes as an exception; LibTorch's own log would only come between our lines.
    FLAGS_minloglevel = google::GLOG_FATAL;
#endif
    // Left alone, LibTorch takes half of the cores.
    at::set_num_threads(threadCount(threads));
    return at::get_num_threads();
}

void makeThreadsWaitPassively(char** argv)
{
    if (std::getenv("OMP_WAIT_POLICY") != nullptr)
        return;
    ::setenv("OMP_WAIT_POLICY", "PASSIVE", 0);
    // A tenth of a millisecond or so, by the processor: most waits are over before a thread could be woken up. This one
    // is for GCC's OpenMP alone.
    ::setenv("GOMP_SPINCOUNT", "10000", 0);
    std::error_code problem;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", problem);
    ::execv(program.c_str(), argv);
}

std::int64_t availableMemoryBytes()
{
    return std::min(freeMachineMemory(), freeGroupMemory());
}

namespace {

std::string slowLinearAlgebraWarning()
{
    // Debian's packages of other libraries stand in folders of their own, e.g. openblas-pthread.
    const std::string path = loadedLibrary("libblas.so");
    const bool isReference = path.find("/blas/") != std::string::npos;
    return isReference
        ? "Fully connected layers are slow with the BLAS library " + path + "; install libopenblas0-pthread"
        : std::string();
}

} // namespace

std::vector<std::string> speedWarnings()
{
    std::vector<std::string> warnings{slowLinearAlgebraWarning(), onednn::libraryProblem()};
    warnings.erase(std::remove(warnings.begin(), warnings.end(), std::string()), warnings.end());
    return warnings;
}

std::string engineLibraryNames()
{
    const std::string version = onednn::libraryVersion();
    return std::string("LibTorch ") + TORCH_VERSION + (version.empty() ? ", without oneDNN" : ", oneDNN " + version);
}

std::string deviceNames()
{
    const int threads = threadCount(0);
    std::string names = std::to_string(threads) + (threads == 1 ? " thread" : " threads");
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx512f"))
        names += " with AVX-512";
    else if (__builtin_cpu_supports("avx2"))
        names += " with AVX2";
    if (__builtin_cpu_supports("avx512bf16"))
        names += " and bfloat16";
#endif
    if (at::hasCUDA()) {
        const std::size_t count = at::getNumGPUs();
        names += "; " + std::to_string(count) + (count == 1 ? " CUDA device" : " CUDA devices");
    }
    return names;
}

} // namespace cnnvis
