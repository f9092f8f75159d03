// SPDX-License-Identifier: GPL-3.0-or-later
#include "passive_threads.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <system_error>

void makeThreadsWaitPassively(char** argv)
{
    if (std::getenv("OMP_WAIT_POLICY") != nullptr) {
        return;
    }
    ::setenv("OMP_WAIT_POLICY", "PASSIVE", 0);
    std::error_code problem;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", problem);
    ::execv(program.c_str(), argv);
}
