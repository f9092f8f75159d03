// SPDX-License-Identifier: GPL-3.0-or-later
// A session that is whole, and whose digests are right, but in which anything may stand: a stranger made it. The input
// is numbers, then texts.
#include "input.h"
#include "session_use.h"

#include "store/session_place.h"
#include "store/session_rows.h"

#include <array>
#include <cstring>

using namespace cnnvis;

namespace {

constexpr std::size_t kNumbers = 12;
constexpr std::int64_t kRun = 1;

struct Rows {
    std::array<std::int32_t, kNumbers> numbers{};
    std::string start, output, script, name, change, header;

    Rows(const std::uint8_t* data, std::size_t size)
    {
        std::memcpy(numbers.data(), data, sizeof numbers);
        const std::size_t behind = sizeof numbers;
        const std::vector<std::string> parts = fuzz::partsOf(fuzz::textOf(data + behind, size - behind), 6);
        start = parts[0];
        output = parts[1];
        script = parts[2];
        name = parts[3];
        change = parts[4];
        header = parts[5];
    }
    RunPosition position(std::size_t from) const { return {numbers[from], numbers[from + 1], numbers[from + 2]}; }
};

void write(SqliteDatabase& database, const Rows& rows)
{
    RunRow run;
    run.run.id = kRun;
    if (rows.numbers[0] != 0)
        run.run.parent = rows.numbers[0];
    run.run.branch = rows.position(1);
    run.run.name = rows.name;
    run.start = rows.start;
    run.output = rows.output;
    run.script = rows.script;
    run.changes = 1;
    writeRun(database, run);
    const RunPosition after = rows.position(4);
    database.run("INSERT INTO change VALUES(?, 0, ?, ?, ?, ?, ?)", kRun, after.sizeIndex, after.steps, after.batches,
        rows.change, Seal().with(kRun).with(0).with(after).with(rows.change).digits());
    StateRow state;
    state.changes = rows.numbers[10];
    state.header = rows.header;
    const RunPosition position = rows.position(7);
    database.run("INSERT INTO state VALUES(1, ?, ?, ?, ?, ?, ?, ?)", kRun, position.sizeIndex, position.steps,
        position.batches, state.changes, state.header, state.seal(kRun, position));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const fuzz::ScratchFolder folder;
    if (size < kNumbers * sizeof(std::int32_t))
        return 0;
    folder.clear();
    const std::string path = folder.path("session");
    writeNewSession(path, path);
    try {
        SqliteDatabase database(path);
        write(database, Rows(data, size));
    } catch (const SqliteError&) {
        return 0; // its tables don't take that
    }
    try {
        SessionStore store(path);
        fuzz::useSession(store);
    } catch (const SessionError&) { }
    return 0;
}
