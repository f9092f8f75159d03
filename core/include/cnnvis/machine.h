// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

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

/// What makes networks slower here than they need be, a sentence each, with what would do: the reference BLAS, on which
/// fully connected layers take ten times as long; a oneDNN that is missing or cannot be relied on.
std::vector<std::string> speedWarnings();

/// Names and versions of the libraries that compute the network, e.g. "LibTorch 1.13.0, oneDNN 2.6.3".
std::string engineLibraryNames();

/// What networks can be computed on, e.g. "2 threads with AVX-512 and bfloat16; 1 CUDA device".
std::string deviceNames();

} // namespace cnnvis
