// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/step_report.h"

namespace cnnvis::test {

/// Tells a term's figures in a report, which then has all terms.
inline void setTerm(StepReport& report, std::string_view key, double loss, double meanGradient)
{
    if (report.terms.empty()) {
        for (const TermInfo& info : stepTerms())
            report.terms.push_back({info, 0.0, 0.0});
    }
    for (TermFigures& figures : report.terms) {
        if (figures.info.key == key) {
            figures.loss = loss;
            figures.meanGradient = meanGradient;
        }
    }
}

} // namespace cnnvis::test
