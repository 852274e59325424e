# Sourced by app/run and tests/run: sets up, configures and builds. Sets $root and $build; offers build_targets.
# Quiet when all is well: a progress line while it works, the fault and the log's place when it does not.

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
build=${YUANQUAN_BUILD_DIR:-$root/build}
mkdir -p "$build"
build=$(cd "$build" && pwd)
export YUANQUAN_BUILD_DIR=$build HOME=${HOME:-~}

build_failed() {  # build_failed LOG SENTENCE: the first fault, not the last of what still ran beside it.
    { grep -m 1 -A 40 -E '^FAILED:|CMake Error' "$1" || tail -n 20 "$1"; } |
        awk '/^FAILED:/ { print "  | " $0; getline; next } { print "  | " $0 }' >&2  # Without the long command.
    echo "yuanquan: $2 The whole log is in $1" >&2
    exit 1
}

show_progress() {  # Ninja's "[3/120] ..." lines as one line that is rewritten; without a terminal, one line in all.
    local line shown=
    while IFS= read -r line; do
        [[ $line =~ ^\[([0-9]+/[0-9]+)\]\ [^R] ]] || continue  # Not "Re-checking globbed directories".
        if [ -t 2 ]; then
            printf '\ryuanquan: building %s ' "${BASH_REMATCH[1]}" >&2
        elif [ -z "$shown" ]; then
            echo "yuanquan: building; the first time this takes some minutes ..." >&2
        fi
        shown=1
    done
    if [ -n "$shown" ] && [ -t 2 ]; then printf '\r\033[K' >&2; fi
}

build_targets() {  # build_targets TARGET...
    local imgui log=$build/build.log lock
    exec {lock}>"$build/lock"  # Two runs at once take turns.
    flock "$lock"
    imgui=$("$root/app/setup/setup.sh") || exit 1
    # A clone that was moved or copied with its build folder starts afresh.
    if [ -f "$build/CMakeCache.txt" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$build/CMakeCache.txt"; then
        rm -rf "$build/CMakeCache.txt" "$build/CMakeFiles" "$build/build.ninja"
    fi
    if [ ! -f "$build/build.ninja" ] || ! grep -qxF "YUANQUAN_IMGUI_DIR:PATH=$imgui" "$build/CMakeCache.txt"; then
        cmake -G Ninja -S "$root" -B "$build" -DYUANQUAN_IMGUI_DIR="$imgui" >"$build/configure.log" 2>&1 ||
            { rm -f "$build/build.ninja"; build_failed "$build/configure.log" "Configuring failed."; }
    fi
    # A compiler needs up to a gigabyte: never more jobs than that allows.
    local jobs memory
    memory=$(awk '/^MemAvailable:/ { print int($2 / 1000000) }' /proc/meminfo)
    jobs=$(nproc)
    [ "$memory" -ge "$jobs" ] || jobs=$((memory > 1 ? memory : 1))
    NINJA_STATUS='[%f/%t] ' ninja -C "$build" -j "$jobs" "$@" 2>&1 | tee "$log" | show_progress ||
        build_failed "$log" "Building failed."
    exec {lock}>&-
}
