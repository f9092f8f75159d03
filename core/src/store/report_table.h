// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_position.h"
#include "cnnvis/step_report.h"
#include "store/sqlite_database.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cnnvis {

/// What the steps of runs told, packed in blocks of many. Figures are columns with names, so that those of another
/// version can be read: what is not known is left out, what is not there is 0. Throws SqliteError and SessionDamage.
class ReportTable {
public:
    /// @param database  outlives this.
    explicit ReportTable(SqliteDatabase& database)
        : m_database(database)
    { }

    /// Puts them behind those that are there; what is there of the same steps, or of later ones, gives way.
    /// @param reports  in the order of their steps.
    void add(std::int64_t run, const std::vector<StepReport>& reports);
    /// The first steps of a run's blocks, in their order.
    std::vector<RunPosition> blocks(std::int64_t run) const;
    std::vector<StepReport> block(std::int64_t run, const RunPosition& first) const;
    /// @param most  see SessionStore::reports().
    std::vector<StepReport> reports(std::int64_t run, std::size_t most) const;

private:
    void writeBlock(std::int64_t run, const StepReport* reports, std::size_t count);

    SqliteDatabase& m_database;
};

} // namespace cnnvis
