#!/usr/bin/env bash
# Makes what is installed on a club's own machine: for each program and platform an archive that has all that it needs, .NET too.
#
#   eng/publish.sh                             all programs for all platforms
#   eng/publish.sh Standalone linux-arm64      one of them; also Silo, Gateway; linux-x64, win-x64
#
# RAILHUB_VERSION is the version (0.0.0-COMMIT when not said), RAILHUB_OUT the directory (artifacts). Where the registry does not have .NET
# for a platform, the archive's name ends in "-needs-dotnet", and the ASP.NET Core runtime has to be installed there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly version=${RAILHUB_VERSION:-0.0.0-$(git rev-parse --short HEAD)}
readonly out=${RAILHUB_OUT:-artifacts}
readonly programs=(Standalone Silo Gateway) platforms=(linux-arm64 linux-x64 win-x64)

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en MSBUILDDISABLENODEREUSE=1

say() { printf '%s\n' "$*"; }
die() { printf 'eng/publish.sh: %s\n' "$*" >&2; exit 1; }
((BASH_VERSINFO[0] >= 4)) && tar --version 2> /dev/null | grep -q GNU || die "wants bash 4 and GNU tar, as Linux has them"
has() { local word=$1; shift; [[ " $* " == *" $word "* ]]; }

# publish PROGRAM PLATFORM DIRECTORY [OPTION...]
publish() {
  dotnet publish "src/$1" -c Release -r "$2" -o "$3" -v quiet -p:Version="$version" -p:DebugType=none \
    "${@:4}" > "$scratch/log" 2>&1 < /dev/null
}

# What is beside the program: how it is installed, and what may be done with it.
add_papers() {
  cp LICENSE "$3"
  say "$version" > "$3/VERSION"
  case $2 in
    win-*) cp docs/install-windows.md "$3/INSTALL.md" ;;
    *)
      case $1 in
        Standalone) cp docs/install-raspberry-pi.md "$3/INSTALL.md"; cp deploy/systemd/railhub.service "$3" ;;
        *) cp docs/install-cluster.md "$3/INSTALL.md"; cp "deploy/systemd/railhub-${1,,}.service" "$3" ;;
      esac
      # Without a .NET of its own it has no program of its own either.
      if ! [[ -e $3/RailHub.$1 ]]; then sed -i -E 's#^ExecStart=([^ ]+)#ExecStart=/usr/bin/dotnet \1.dll#' "$3"/*.service; fi
      ;;
  esac
}

# The same files give the same archive.
pack() {
  tar --create --sort=name --mtime="@$(git log -1 --format=%ct)" --owner=0 --group=0 --numeric-owner --mode=go=rX,u+rw -C "$scratch" "$1" \
    | gzip -n -9 > "$out/$1.tar.gz"
}

make() {
  local program=$1 platform=$2 name
  name=railhub-${program,,}-$version-$platform
  if [[ $program == Standalone ]]; then name=railhub-$version-$platform; fi
  rm -rf "${scratch:?}/$name"
  if ! publish "$program" "$platform" "$scratch/$name" --self-contained; then
    grep -q 'NU1101\|NU1102\|NU1103' "$scratch/log" || { tail -n 30 "$scratch/log" >&2; die "$program for $platform could not be made"; }
    say "the registry has no .NET for $platform: this archive is without it"
    rm -rf "${scratch:?}/$name"
    name+=-needs-dotnet
    publish "$program" "$platform" "$scratch/$name" --self-contained false -p:UseAppHost=false \
      || { tail -n 30 "$scratch/log" >&2; die "$program for $platform could not be made"; }
  fi

  rm -f "$scratch/$name"/RailHub.*.xml # for programmers
  add_papers "$program" "$platform" "$scratch/$name"
  pack "$name"
  made+=("$name.tar.gz")
  say "$(du -h "$out/$name.tar.gz" | cut -f1)  $out/$name.tar.gz"
  rm -rf "${scratch:?}/$name"
}

chosen_programs=() chosen_platforms=() made=()
for word in "$@"; do
  if has "$word" "${programs[@]}"; then chosen_programs+=("$word")
  elif has "$word" "${platforms[@]}"; then chosen_platforms+=("$word")
  else die "there is no $word; there are ${programs[*]} and ${platforms[*]}"; fi
done
((${#chosen_programs[@]})) || chosen_programs=("${programs[@]}")
((${#chosen_platforms[@]})) || chosen_platforms=("${platforms[@]}")

scratch=$(mktemp -d "${TMPDIR:-/tmp}/railhub-publish.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$out"
for program in "${chosen_programs[@]}"; do
  for platform in "${chosen_platforms[@]}"; do make "$program" "$platform"; done
done
(cd "$out" && sha256sum "${made[@]}" > "railhub-$version.sha256")
say "checksums: $out/railhub-$version.sha256"
