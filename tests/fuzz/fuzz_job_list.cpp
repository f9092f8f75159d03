// SPDX-License-Identifier: GPL-3.0-or-later
// Job lists, and what is done with them before anything is dreamt.
#include "input.h"

#include "cnnvis/error.h"
#include "cnnvis/job_list.h"

#include <optional>

using namespace cnnvis;

namespace {

template <typename Action>
auto attempt(const Action& action) -> std::optional<decltype(action())>
{
    try {
        return action();
    } catch (const SettingsError&) {
        return std::nullopt;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto jobs = attempt([&] { return jobListFromText(fuzz::textOf(data, size), "a list"); });
    if (!jobs)
        return 0;
    for (const DreamJob& job : *jobs)
        fuzz::require(!job.outputFile.empty(), "a job's picture has a name");
    // Written it may be too long.
    if (const auto text = attempt([&] { return jobListToText(*jobs); }))
        fuzz::require(
            jobListToText(jobListFromText(*text, "itself")) == *text, "a list that was written is read as it was");
    return 0;
}
