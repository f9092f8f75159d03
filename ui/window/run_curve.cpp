// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/run_curve.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace cnnvis::ui {
namespace {

constexpr std::size_t kMostReports = 16384; ///< of a part

RunPosition placeOf(const StepReport& report)
{
    return {report.sizeIndex, report.step};
}

/// Every second one of the older half goes, but for the last of each size, by which its steps are counted.
void thinOut(std::vector<StepReport>& reports)
{
    std::vector<StepReport> kept;
    const std::size_t half = reports.size() / 2;
    for (std::size_t i = 0; i < reports.size(); ++i) {
        const bool isLastOfSize = i + 1 == reports.size() || reports[i + 1].sizeIndex != reports[i].sizeIndex;
        if (i >= half || i % 2 == 0 || isLastOfSize)
            kept.push_back(std::move(reports[i]));
    }
    reports = std::move(kept);
}

} // namespace

void RunCurve::add(const StepReport& report)
{
    std::vector<StepReport>& reports = m_part->reports;
    const RunPosition last = reports.empty() ? m_part->from : placeOf(reports.back());
    if (placeOf(report) <= last)
        return;
    reports.push_back(report);
    if (reports.size() > kMostReports)
        thinOut(reports);
}

RunCurve RunCurve::branchAt(const RunPosition& position) const
{
    RunCurve branch;
    branch.m_part->before = m_part;
    branch.m_part->from = position;
    return branch;
}

void RunCurve::append(const Part& part, const std::optional<RunPosition>& until, QVector<StepReport>& reports)
{
    if (part.before)
        append(*part.before, until && *until < part.from ? *until : part.from, reports);
    for (const StepReport& report : part.reports) {
        if (!until || placeOf(report) <= *until)
            reports.append(report);
    }
}

QVector<StepReport> RunCurve::reports() const
{
    QVector<StepReport> reports;
    append(*m_part, std::nullopt, reports);
    return reports;
}

qint64 BranchCurves::globalStep(int sizeIndex, int step) const
{
    qint64 before = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(sizeIndex) && i < stepsOfSize.size(); ++i)
        before += stepsOfSize[i];
    return before + step;
}

std::vector<AppliedChange> changesOf(const Journal& journal, const RunPosition& last)
{
    std::vector<AppliedChange> changes;
    const std::vector<JournalEntry>& entries = journal.entries();
    for (std::size_t i = 1; i < entries.size() && entries[i].after <= last; ++i) {
        for (const SettingText& turned : entries[i].change) {
            const SettingEntry* const entry = findSetting(turned.key);
            if (entry == nullptr)
                continue;
            const std::string before = settingText(entries[i - 1].settings, *entry);
            if (before != turned.text)
                changes.push_back(
                    {entries[i].after.sizeIndex, entries[i].after.steps + 1, QString::fromStdString(turned.key),
                        QString::fromStdString(before), QString::fromStdString(turned.text)});
        }
    }
    return changes;
}

} // namespace cnnvis::ui
