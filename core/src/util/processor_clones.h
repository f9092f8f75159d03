// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// Before a function: compiles it for several kinds of x86 processors, of which the program takes the best when it
/// starts. The results are the same bits on all of them where the compiler does not contract products and sums
/// (-ffp-contract=off). For short loops over rows of numbers. Functions that such a function calls gain nothing unless
/// they are inlined into it. The sanitizers cannot be entered as early as the choice is made.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)                  \
    && !defined(__SANITIZE_THREAD__)
#define CNNVIS_PROCESSOR_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define CNNVIS_PROCESSOR_CLONES
#endif

/// @{ Before a function: compiles it for processors with these instructions only; the caller sees to it that they are
/// there.
#if defined(__x86_64__) && defined(__GNUC__)
#define CNNVIS_FOR_AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq")))
#define CNNVIS_FOR_AVX2 __attribute__((target("avx2,fma")))
#else
#define CNNVIS_FOR_AVX512
#define CNNVIS_FOR_AVX2
#endif
/// @}

/// Behind the parameters of a lambda that such a function calls: the same.
#if defined(__GNUC__)
#define CNNVIS_INLINED_LAMBDA __attribute__((always_inline))
#else
#define CNNVIS_INLINED_LAMBDA
#endif

/// Has memory fetched that is going to be read; any address does no harm.
#if defined(__GNUC__)
#define CNNVIS_PREFETCH(address) __builtin_prefetch(address)
#else
#define CNNVIS_PREFETCH(address) static_cast<void>(address)
#endif

/// Before a function that one with clones calls: it becomes part of each of them.
#if defined(__GNUC__)
#define CNNVIS_INLINED inline __attribute__((always_inline))
#else
#define CNNVIS_INLINED inline
#endif
