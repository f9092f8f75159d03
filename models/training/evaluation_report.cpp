// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation.h"

#include "text_format.h"

#include <algorithm>
#include <numeric>

namespace cnnvis::training {
namespace {

double percent(std::int64_t part, std::int64_t all)
{
    return all > 0 ? 100.0 * static_cast<double>(part) / static_cast<double>(all) : 0.0;
}

const char* nameOf(Hardship hardship)
{
    switch (hardship) {
    case Hardship::None:
        return "as drawn";
    case Hardship::Turned:
        return "turned 15 deg";
    case Hardship::Blurred:
        return "blurred 1.5";
    case Hardship::Noisy:
        break;
    }
    return "noisy 15";
}

std::string classifierTable(const Evaluation& evaluation)
{
    std::string text = formatted("%-22s", "Right answers in %");
    for (const Hardship hardship : kHardships)
        text += formatted("%15s", nameOf(hardship));
    text += '\n';
    for (std::size_t i = 0; i < evaluation.classifiers.size(); ++i) {
        text += formatted("  %-20s", evaluation.classifiers[i].c_str());
        for (const std::int64_t right : evaluation.right[i])
            text += formatted("%15.2f", percent(right, evaluation.samples));
        text += '\n';
    }
    return text;
}

/// A line and what it is sorted by.
struct RatedLine {
    double rate = 0.0;
    std::string text;
};

std::string sortedLines(std::vector<RatedLine> lines, bool worstIsLeast, std::size_t most)
{
    std::stable_sort(lines.begin(), lines.end(),
        [worstIsLeast](const auto& a, const auto& b) { return worstIsLeast ? a.rate < b.rate : a.rate > b.rate; });
    std::string text;
    for (std::size_t i = 0; i < std::min(most, lines.size()); ++i)
        text += formatted("  %6.2f  ", lines[i].rate) + lines[i].text + '\n';
    return text;
}

} // namespace

std::string reportText(const Evaluation& evaluation, const std::vector<std::string>& classes)
{
    constexpr std::size_t kConfusions = 20;
    std::vector<RatedLine> ofClasses;
    std::vector<RatedLine> confusions;
    for (std::size_t shown = 0; shown < classes.size(); ++shown) {
        const std::vector<std::int64_t>& row = evaluation.answers[shown];
        const std::int64_t all = std::accumulate(row.begin(), row.end(), std::int64_t{0});
        if (all > 0)
            ofClasses.push_back({percent(row[shown], all), classes[shown]});
        for (std::size_t seen = 0; seen < classes.size(); ++seen) {
            if (seen != shown && row[seen] > 0)
                confusions.push_back({percent(row[seen], all), classes[shown] + " taken for " + classes[seen]});
        }
    }
    return formatted("Tested with %lld fresh pictures of %zu classes at side %d.\n\n",
               static_cast<long long>(evaluation.samples), classes.size(), evaluation.side)
        + classifierTable(evaluation) + "\nRight answers for each class in %, the worst first\n"
        + sortedLines(ofClasses, true, ofClasses.size())
        + "\nThe commonest confusions, in % of the class that was shown\n"
        + sortedLines(confusions, false, kConfusions);
}

} // namespace cnnvis::training
