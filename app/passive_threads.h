// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// Lets OpenMP's threads sleep while they wait, as spinning ones take the processor from the ui. OpenMP asks when it is
/// loaded, before main(): the program starts itself anew, once. Where that fails, it is only slower.
void makeThreadsWaitPassively(char** argv);
