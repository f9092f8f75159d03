// SPDX-License-Identifier: GPL-3.0-or-later
#include "machine/onednn_library.h"

#include <ATen/Parallel.h>
#include <dnnl.h>

#include <memory>
#include <string>

#include <dlfcn.h>

namespace cnnvis::onednn {
namespace {

/// The file that the code at an address was loaded from.
std::string fileOf(const void* address)
{
    Dl_info info{};
    return dladdr(address, &info) != 0 && info.dli_fname != nullptr ? info.dli_fname : std::string();
}

std::string fileOfOurs()
{
    return fileOf(reinterpret_cast<const void*>(&dnnl_version));
}

} // namespace

std::string libraryVersion()
{
    const dnnl_version_t& version = *dnnl_version();
    return std::to_string(version.major) + "." + std::to_string(version.minor) + "." + std::to_string(version.patch);
}

std::string libraryProblem()
{
    const dnnl_version_t& version = *dnnl_version();
    if (version.major != DNNL_VERSION_MAJOR || version.minor < DNNL_VERSION_MINOR) {
        return "oneDNN " + libraryVersion() + " is loaded from '" + fileOfOurs() + "' where "
            + std::to_string(DNNL_VERSION_MAJOR) + "." + std::to_string(DNNL_VERSION_MINOR)
            + " was built for, so that networks run on LibTorch's operators, several times as slowly; build anew";
    }
    return libraryProblem(fileOf(reinterpret_cast<const void*>(&at::get_num_threads)).c_str());
}

std::string libraryProblem(const char* path)
{
    const auto close = [](void* library) { dlclose(library); };
    const std::unique_ptr<void, decltype(close)> library(dlopen(path, RTLD_LAZY | RTLD_NOLOAD), close);
    const void* const theirs = library ? dlsym(library.get(), "dnnl_version") : nullptr;
    if (theirs == nullptr || fileOf(theirs) == fileOfOurs())
        return {};
    return "the library '" + fileOf(theirs) + "' shows a oneDNN of its own beside ours in '" + fileOfOurs()
        + "', so that networks run on LibTorch's operators, several times as slowly; take another LibTorch";
}

} // namespace cnnvis::onednn
