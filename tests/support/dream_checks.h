// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream.h"

#include <QString>

#include <vector>

namespace cnnvis::test {

/// What differs first, to the bit; empty when nothing does.
QString differenceOf(const DreamState& left, const DreamState& right);
/// As above; how long the network took is not looked at.
QString differenceOf(const StepReport& left, const StepReport& right);

/// Steps until the dream is finished. @return  the reports of all steps.
std::vector<StepReport> stepToEnd(Dream& dream);
/// Does some steps.
std::vector<StepReport> stepTimes(Dream& dream, int count);

/// Answers "no" at one call alone, counted from 1 over all steps, and "yes" at all others.
class InterruptedAt {
public:
    explicit InterruptedAt(int call)
        : m_call(call)
    { }
    bool operator()() { return ++m_calls != m_call; }
    int calls() const { return m_calls; }

private:
    int m_call;
    int m_calls = 0;
};

} // namespace cnnvis::test
