// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/report_table.h"

#include "store/chunk_codec.h"
#include "store/session_rows.h"
#include "store/session_tables.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>
#include <sstream>
#include <string>
#include <utility>

namespace cnnvis {
namespace {

constexpr std::size_t kMostInBlock = 512;
/// Of a file that nobody has to be trusted to have made.
/// @{
constexpr std::int64_t kMostRead = 4096;
constexpr std::size_t kMostColumns = 64;
constexpr std::int64_t kMostTold = 10'000'000; ///< of a run
/// @}
constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

/// A figure of a report, as a number.
struct Column {
    std::string name;
    std::function<double(const StepReport&)> get;
    std::function<void(StepReport&, double)> set;
};

template <typename Number>
Column column(const char* name, Number StepReport::*member)
{
    return {name, [member](const StepReport& report) { return static_cast<double>(report.*member); },
        [member](StepReport& report, double value) { report.*member = static_cast<Number>(value); }};
}

Column column(const char* name, int PictureSize::*member)
{
    return {name, [member](const StepReport& report) { return static_cast<double>(report.size.*member); },
        [member](StepReport& report, double value) { report.size.*member = static_cast<int>(value); }};
}

void addTerms(std::vector<Column>& columns)
{
    const auto addTerm = [&columns](const char* what, std::size_t place, double TermFigures::*member) {
        columns.push_back({what + (":" + std::string(stepTerms()[place].key)),
            [place, member](
                const StepReport& report) { return place < report.terms.size() ? report.terms[place].*member : 0.0; },
            [place, member](StepReport& report, double value) {
                if (place < report.terms.size())
                    report.terms[place].*member = value;
            }});
    };
    for (std::size_t place = 0; place < stepTerms().size(); ++place) {
        addTerm("loss", place, &TermFigures::loss);
        addTerm("gradient", place, &TermFigures::meanGradient);
    }
}

const std::vector<Column>& allColumns()
{
    static const std::vector<Column> columns = [] {
        std::vector<Column> all{column("size", &StepReport::sizeIndex), column("step", &StepReport::step),
            column("height", &PictureSize::height), column("width", &PictureSize::width),
            column("rate", &StepReport::learningRate), column("tv", &StepReport::tvStrength),
            column("objective", &StepReport::objective), column("network", &StepReport::meanNetworkGradient),
            column("silent", &StepReport::isTargetSilent), column("seconds", &StepReport::networkSeconds),
            column("fitting", &StepReport::fittingTiles), column("mean_step", &StepReport::meanStep),
            column("median_step", &StepReport::medianStep), column("step_ratio", &StepReport::meanStepRatio),
            column("mean", &StepReport::imageMean), column("deviation", &StepReport::imageDeviation)};
        all.push_back({"neuron", [](const StepReport& report) { return report.neuronMean.value_or(kNothing); },
            [](StepReport& report, double value) {
                if (!std::isnan(value))
                    report.neuronMean = value;
            }});
        // Before the terms, for which it makes the places.
        all.push_back({"all", [](const StepReport& report) { return report.terms.empty() ? 0.0 : 1.0; },
            [](StepReport& report, double value) {
                for (std::size_t i = 0; value != 0.0 && i < stepTerms().size(); ++i)
                    report.terms.push_back({stepTerms()[i]});
            }});
        addTerms(all);
        return all;
    }();
    return columns;
}

RunPosition placeOf(const StepReport& report)
{
    return {report.sizeIndex, report.step};
}

std::string sealOf(
    std::int64_t run, const RunPosition& first, std::int64_t count, const std::string& columns, const std::string& data)
{
    return Seal().with(run).with(first).with(count).with(columns).with(data).digits();
}

/// Those of a size belong together, and small whole numbers are what they were.
bool makesSense(const StepReport& report, const RunPosition& before)
{
    return report.sizeIndex >= 0 && report.sizeIndex < kMostSizes && report.step >= 1 && report.step <= kMostSteps
        && before < placeOf(report);
}

} // namespace

void ReportTable::writeBlock(std::int64_t run, const StepReport* reports, std::size_t count)
{
    std::string names;
    std::vector<double> numbers;
    for (const Column& column : allColumns()) {
        names += (names.empty() ? "" : " ") + column.name;
        for (std::size_t i = 0; i < count; ++i)
            numbers.push_back(column.get(reports[i]));
    }
    const std::string data =
        packed({reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(double)}, sizeof(double));
    const RunPosition first = placeOf(reports[0]);
    const auto rows = static_cast<std::int64_t>(count);
    m_database.run("INSERT INTO report VALUES(?, ?, ?, ?, ?, ?, ?)", run, first.sizeIndex, first.steps, rows, names,
        SqliteBytes{data}, sealOf(run, first, rows, names, data));
}

void ReportTable::add(std::int64_t run, const std::vector<StepReport>& reports)
{
    if (reports.empty())
        return;
    const RunPosition first = placeOf(reports.front());
    std::vector<StepReport> written;
    SqliteStatement last = m_database.query("SELECT size, step FROM report WHERE run = ? AND (size, step) <= (?, ?) "
                                            "ORDER BY size DESC, step DESC LIMIT 1",
        run, first.sizeIndex, first.steps);
    RunPosition from = first;
    if (last.next()) {
        const RunPosition before{static_cast<int>(last.integer(0)), static_cast<int>(last.integer(1))};
        written = block(run, before);
        const auto isLater = [&first](const StepReport& report) { return !(placeOf(report) < first); };
        const std::size_t all = written.size();
        written.erase(std::find_if(written.begin(), written.end(), isLater), written.end());
        if (written.size() == all && all >= kMostInBlock)
            written.clear(); // full, and stays
        else
            from = before;
    }
    m_database.run("DELETE FROM report WHERE run = ? AND (size, step) >= (?, ?)", run, from.sizeIndex, from.steps);
    written.insert(written.end(), reports.begin(), reports.end());
    for (std::size_t begin = 0; begin < written.size(); begin += kMostInBlock)
        writeBlock(run, written.data() + begin, std::min(kMostInBlock, written.size() - begin));
}

std::vector<RunPosition> ReportTable::blocks(std::int64_t run) const
{
    std::vector<RunPosition> firsts;
    SqliteStatement rows = m_database.query("SELECT size, step, 0 FROM report WHERE run = ? ORDER BY size, step", run);
    while (rows.next())
        firsts.push_back(positionAt(rows, 0));
    return firsts;
}

std::vector<StepReport> ReportTable::block(std::int64_t run, const RunPosition& first) const
{
    SqliteStatement row =
        m_database.query("SELECT count, columns, data, seal FROM report WHERE run = ? AND size = ? AND step = ?", run,
            first.sizeIndex, first.steps);
    if (!row.next())
        damaged("a curve");
    const std::int64_t count = row.integer(0);
    const std::string names = row.text(1);
    const std::string data = row.text(2);
    if (count < 1 || count > kMostRead || row.text(3) != sealOf(run, first, count, names, data))
        damaged("a curve");
    std::istringstream stream(names);
    const std::vector<std::string> columns{std::istream_iterator<std::string>(stream), {}};
    const auto rows = static_cast<std::size_t>(count);
    if (columns.empty() || columns.size() > kMostColumns)
        damaged("a curve");
    std::vector<double> numbers(columns.size() * rows);
    if (!unpack(data, sizeof(double), reinterpret_cast<char*>(numbers.data()), numbers.size() * sizeof(double)))
        damaged("a curve");
    std::vector<StepReport> reports(rows);
    for (const Column& column : allColumns()) {
        const auto found = std::find(columns.begin(), columns.end(), column.name);
        if (found == columns.end())
            continue;
        const double* const values = numbers.data() + static_cast<std::size_t>(found - columns.begin()) * rows;
        const bool isWhole = column.name == "size" || column.name == "step" || column.name == "height"
            || column.name == "width" || column.name == "fitting";
        for (std::size_t i = 0; i < rows; ++i) {
            if (isWhole && !(std::abs(values[i]) <= std::numeric_limits<int>::max()))
                damaged("a curve");
            column.set(reports[i], values[i]);
        }
    }
    RunPosition before{-1, 0};
    for (const StepReport& report : reports) {
        if (!makesSense(report, before))
            damaged("a curve");
        before = placeOf(report);
    }
    return reports;
}

std::vector<StepReport> ReportTable::reports(std::int64_t run, std::size_t most) const
{
    SqliteStatement sum = m_database.query("SELECT total(count) FROM report WHERE run = ?", run);
    const std::int64_t told = sum.next() ? sum.integer(0) : 0;
    if (told < 0 || told > kMostTold)
        damaged("a curve");
    const auto all = static_cast<std::size_t>(told);
    const std::size_t apart = 1 + (all == 0 ? 0 : (all - 1) / std::max<std::size_t>(most, 1));
    std::vector<StepReport> reports;
    std::size_t number = 0;
    bool isLastSpare = false; // and goes where another of its size follows
    RunPosition last{-1, 0};
    for (const RunPosition& first : blocks(run)) {
        for (StepReport& report : block(run, first)) {
            if (isLastSpare && reports.back().sizeIndex == report.sizeIndex)
                reports.pop_back();
            isLastSpare = number++ % apart != 0;
            if (!(std::exchange(last, placeOf(report)) < placeOf(report)))
                damaged("a curve");
            reports.push_back(std::move(report));
        }
    }
    return reports;
}

} // namespace cnnvis
