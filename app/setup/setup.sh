#!/bin/bash
# Makes this machine able to build Yuanquan: the Debian packages of packages.txt, then Dear ImGui's source. Called by
# app/run and tests/run before every build (instant when nothing changed), or by hand. Prints Dear ImGui's folder on
# stdout; progress and faults go to stderr. It never changes the machine's package sources.
set -euo pipefail

setup=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
root=$(cd "$setup/../.." && pwd)
build=${YUANQUAN_BUILD_DIR:-$root/build}
export HOME=${HOME:-~}
cache=${XDG_CACHE_HOME:-$HOME/.cache}/yuanquan
log=$build/setup.log
mkdir -p "$build"

say() { echo "yuanquan: $*" >&2; }
die() { say "$@"; exit 1; }
show_log() { tail -n 20 "$log" | sed 's/^/  | /' >&2; say "The whole log is in $log"; }

# ---- Debian packages -------------------------------------------------------------------------------------------

# Names of packages.txt that are not installed; "needed" leaves out those that the program builds without.
missing() {
    local kind=${1:-} names
    names=$(sed 's/#.*//' "$setup/packages.txt" | awk -v kind="$kind" -v tests="${YUANQUAN_SETUP_TESTS:-}" \
        'NF && ($2 == "" || (kind == "" && ($2 == "wanted" || tests))) { print $1 }')
    comm -23 <(sort -u <<<"$names") \
             <(dpkg-query -W -f='${db:Status-Abbrev} ${binary:Package}\n' 2>/dev/null |
               awk '$1 == "ii" { sub(/:.*/, "", $2); print $2 }' | sort -u)
}

apt_install() {  # apt_install SUDO NAMES...; a stale or empty package list is refreshed once.
    local sudo=$1 options=(-y -q --no-install-recommends -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
    shift
    local run=($sudo env DEBIAN_FRONTEND=noninteractive apt-get)
    "${run[@]}" install "${options[@]}" "$@" >>"$log" 2>&1 </dev/null && return
    "${run[@]}" update -q -o Acquire::Retries=3 >>"$log" 2>&1 </dev/null || true
    "${run[@]}" install "${options[@]}" "$@" >>"$log" 2>&1 </dev/null
}

install_packages() {
    local names sudo
    command -v dpkg-query >/dev/null || die "This needs Debian 12 (dpkg-query is missing)."
    mapfile -t names < <(missing)
    [ ${#names[@]} -gt 0 ] || return 0
    if [ "$(id -u)" = 0 ]; then
        sudo=
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        sudo="sudo -n"
    else
        local command="apt-get install -y --no-install-recommends ${names[*]}"
        if [ -n "$(missing needed)" ]; then
            say "These packages are missing, and installing them needs root: $(missing needed | xargs)"
            say "Run this as root, then try again:"
            echo "    $command" >&2
            exit 1
        fi
        say "Missing, and worth having: ${names[*]}"
        say "To install them, run as root: $command"
        return 0
    fi
    say "Installing ${#names[@]} Debian packages; the first time this takes some minutes ..."
    : >"$log"
    if ! apt_install "$sudo" "${names[@]}"; then
        show_log
        [ -z "$(missing needed)" ] ||
            die "Installing packages failed. Check the network and the package sources, then try again."
        say "Going on without: $(missing | xargs)"
    fi
}

# ---- Dear ImGui ------------------------------------------------------------------------------------------------
# Debian 12's own build has 16-bit characters, which destroys rare names, so we compile the source package of a newer
# Debian. It is fetched through a private apt configuration in the build folder: the mirror is the machine's own, and
# apt checks the archive's signature as always. 1.92 is preferred; trixie's 1.90 is the fallback.

imgui_version() { sed -n 's/^#define IMGUI_VERSION_NUM *//p' "$1/imgui.h"; }

cached_imgui() {  # Prints the newest one that has been unpacked.
    local folder best='' found version
    for folder in "$cache"/imgui-*/ "$build"/imgui-*/; do
        [ -f "$folder/imgui.h" ] || continue
        version=$(imgui_version "$folder")
        [ "${version:-0}" -gt "${best:-0}" ] && best=$version found=${folder%/}
    done
    [ -n "$best" ] && echo "$found"
}

mirrors() {  # The machine's own Debian mirrors, read by apt itself, so every form of configuration is understood.
    local codename
    codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-bookworm}")
    apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 2>/dev/null |
        awk -v codename="$codename" '($2 == codename || $2 == "stable") && $3 == "main" { print $1 }' | sort -u
}

fetch_imgui() {
    local work=$build/setup keyring mirror suite archive target
    for keyring in /usr/share/keyrings/debian-archive-keyring.{gpg,pgp}; do
        [ -f "$keyring" ] && break
    done
    [ -f "$keyring" ] || die "The package debian-archive-keyring is missing; it proves that sources are Debian's."
    say "Fetching Dear ImGui's source ..."
    : >"$log"
    for suite in ${YUANQUAN_IMGUI_SUITES:-forky sid trixie}; do
        for mirror in $(mirrors); do
            rm -rf "$work"
            mkdir -p "$work/lists/partial" "$work/archives/partial" "$work/parts"
            echo "deb-src [signed-by=$keyring] $mirror $suite main" >"$work/sources.list"
            local apt=(apt-get -q -o "Dir::Etc::SourceList=$work/sources.list" -o "Dir::Etc::SourceParts=$work/parts"
                       -o "Dir::State::Lists=$work/lists" -o "Dir::Cache=$work/archives" -o APT::Sandbox::User=root
                       -o Acquire::Retries=3 -o Acquire::Languages=none)
            echo "== $mirror $suite" >>"$log"
            "${apt[@]}" update >>"$log" 2>&1 || continue
            (cd "$work" && "${apt[@]}" source --download-only imgui) >>"$log" 2>&1 || continue
            archive=$(find "$work" -maxdepth 1 -name 'imgui_*.orig.tar.*' | head -n 1)
            [ -n "$archive" ] && tar -xf "$archive" -C "$work" >>"$log" 2>&1 || continue
            target=$cache
            mkdir -p "$target" 2>/dev/null && [ -w "$target" ] || target=$build
            local folder
            folder=$(dirname "$(find "$work" -maxdepth 2 -name imgui.h | head -n 1)")
            [ -f "$folder/imgui.h" ] || continue
            mv -T "$folder" "$target/$(basename "$folder")" 2>>"$log" || [ -n "$(cached_imgui)" ] || continue
            rm -rf "$work"
            return 0
        done
    done
    show_log
    die "Dear ImGui could not be fetched. Try again later, or put its source (1.92 or newer) somewhere and set" \
        "YUANQUAN_IMGUI_DIR to that folder."
}

# ---- Both, unless the last run's stamp still holds ---------------------------------------------------------------

stamp=$build/setup.stamp
key="${YUANQUAN_SETUP_TESTS:-} $(cksum <"$setup/packages.txt") $(cksum <"$setup/setup.sh") $(stat -c '%Y %s' /var/lib/dpkg/status 2>/dev/null || true)"
if [ ! -f "$stamp" ] || [ "$(cat "$stamp")" != "$key" ]; then
    install_packages
    key="${YUANQUAN_SETUP_TESTS:-} $(cksum <"$setup/packages.txt") $(cksum <"$setup/setup.sh") $(stat -c '%Y %s' /var/lib/dpkg/status)"
    echo "$key" >"$stamp"
fi
imgui=${YUANQUAN_IMGUI_DIR:-$(cached_imgui || true)}
if [ -z "$imgui" ]; then
    fetch_imgui
    imgui=$(cached_imgui)
fi
[ -f "$imgui/imgui.h" ] || die "There is no imgui.h in $imgui (YUANQUAN_IMGUI_DIR)."
echo "$imgui"
