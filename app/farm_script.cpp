// SPDX-License-Identifier: GPL-3.0-or-later
#include "farm_script.h"

#include "cnnvis/error.h"

#include <algorithm>
#include <filesystem>

namespace cnnvis::render {

namespace {

// Of Slurm's arrays, most clusters allow 1000 jobs; of each, 64 run at once.
constexpr const char* kSlurm = R"BASH(
# Sends the jobs to Slurm, in arrays, and behind them one that looks whether all pictures are there, and joins them. What
# follows its name are flags for sbatch, e.g. --time=1:00:00 --cpus-per-task=4. Sent again, it does what is missing.
tries=3 at_once=64 longest_array=1000

case ${1:-} in
job)
    line=$(($2 + SLURM_ARRAY_TASK_ID))
    code=0
    for ((try = 0; try < tries; ++try)); do
        code=0
        "$program" --jobs "$list" "${flags[@]}" --progress none --job "$line" || code=$?
        case $code in
        0) break ;;
        2 | 130) exit "$code" ;; # it would be so again, or somebody ended it
        esac
    done
    exit "$code"
    ;;
join)
    exec "$program" --jobs "$list" "${flags[@]}" --join
    ;;
esac

command -v sbatch >/dev/null || {
    echo "$0: there is no sbatch here; run this where jobs are sent to Slurm from" >&2
    exit 2
}
script=$(realpath -- "$0")
arrays=
for ((first = 0; first < count; first += longest_array)); do
    last=$((count - first < longest_array ? count - first : longest_array))
    sent=$(sbatch --parsable --requeue --job-name=cnn-vis --chdir="$folder" --array="1-$last%$at_once" "$@" \
        "$script" job "$first")
    arrays+=:${sent%%;*}
done
sbatch --requeue --job-name=cnn-vis-join --chdir="$folder" --dependency="afterany$arrays" "$@" "$script" join
)BASH";

constexpr const char* kParallel = R"BASH(
# Does the jobs with GNU parallel, as many at once as there are cores, then looks whether all pictures are there, and joins
# them. What follows its name are flags for parallel, e.g. --jobs 4, or --sshloginfile HOSTS for machines that share these
# folders. Run again, it does what is missing: the pictures tell what is done, and nothing else.
command -v parallel >/dev/null || {
    echo "$0: GNU parallel is not installed; on Debian, apt-get install parallel" >&2
    exit 2
}
seq "$count" | parallel --will-cite --quote --workdir "$folder" --retries 5 "$@" \
    "$program" --jobs "$list" "${flags[@]}" --progress none --job {} || true # the next one tells what is missing
exec "$program" --jobs "$list" "${flags[@]}" --join
)BASH";

std::string quoted(const std::string& text)
{
    std::string result = "'";
    for (const char byte : text)
        result += byte == '\'' ? std::string("'\\''") : std::string(1, byte);
    return result + "'";
}

void requireUsable(const std::string& path, FarmKind kind)
{
    const bool hasControl =
        std::any_of(path.begin(), path.end(), [](unsigned char byte) { return byte < 0x20 || byte == 0x7F; });
    const bool isReplaced = kind == FarmKind::Parallel && path.find('{') != std::string::npos;
    if (!hasControl && !isReplaced)
        return;
    throw SettingsError("farm",
        "--farm: the path '" + path + "' has "
            + (isReplaced ? "braces, which GNU parallel would replace" : "control characters") + "; rename it");
}

} // namespace

std::string farmScriptPath(const std::string& list, FarmKind kind)
{
    const std::filesystem::path path(list);
    const char* const ending = kind == FarmKind::Slurm ? "-slurm.sh" : "-parallel.sh";
    return (path.parent_path() / (path.stem().string() + ending)).string();
}

std::string farmScript(const FarmRequest& request)
{
    for (const std::string& path : {request.program, request.list, request.folder})
        requireUsable(path, request.kind);
    std::string flags;
    for (const std::string& flag : request.flags) {
        requireUsable(flag, request.kind);
        flags += (flags.empty() ? "" : " ") + quoted(flag);
    }
    return "#!/usr/bin/env bash\n# Made by cnn-vis-render --farm.\nset -euo pipefail\nprogram="
        + quoted(request.program) + "\nlist=" + quoted(request.list) + "\nfolder=" + quoted(request.folder)
        + "\nflags=(" + flags + ")\ncount=" + std::to_string(request.jobs) + "\ncd -- \"$folder\"\n"
        + (request.kind == FarmKind::Slurm ? kSlurm : kParallel);
}

} // namespace cnnvis::render
