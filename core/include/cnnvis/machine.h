// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace cnnvis {

/// How many threads a run has. @param threads  as the setting; 0: as many as the process may use.
int threadCount(int threads);

/// Sets how many threads the network may use, and keeps LibTorch from writing to standard error. Once, before the first
/// run.
/// @param threads  0: as many as the process may use, by its affinity and by the limits of its control group.
/// @return  how many it is.
int setThreadCount(int threads);

/// Lets threads sleep while they wait for each other, but for the first moment, as spinning ones take the processor
/// from everyone else. OpenMP asks how when it is loaded, before main(): the program starts itself anew, once, with
/// OMP_WAIT_POLICY and GOMP_SPINCOUNT set; where that fails, it is only slower. Call it first in main().
void makeThreadsWaitPassively(char** argv);

/// Bytes of memory that can be used without swapping, by the machine and by the limits of the process's control group.
std::int64_t availableMemoryBytes();

/// A warning when the process has loaded the reference BLAS, on which fully connected layers take ten times as long;
/// else empty.
std::string slowLinearAlgebraWarning();

/// Name and version of the library that computes the network, e.g. "LibTorch 1.13.1".
std::string engineLibraryName();

} // namespace cnnvis
