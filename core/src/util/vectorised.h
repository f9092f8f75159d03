// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// CNNVIS_VECTORISED before a function: it is compiled for several generations of processors, and the best for the one
/// at hand is taken when the program starts. All give the same bits, as long as its file is compiled with
/// -ffp-contract=off. What it calls has to be CNNVIS_INLINED into it.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)                  \
    && !defined(__SANITIZE_THREAD__)
#define CNNVIS_VECTORISED __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define CNNVIS_VECTORISED
#endif

#if defined(__GNUC__)
#define CNNVIS_INLINED inline __attribute__((always_inline))
#else
#define CNNVIS_INLINED inline
#endif
