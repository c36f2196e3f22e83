#!/usr/bin/env bash
# Packs what a person with a chip needs: the image that the nanoFramework project system has built, a board.json, and the commands.
#
#   eng/pack-firmware.sh <image.bin> <directory> [RailHub32|RailHub8266] [serial port]
#
# The image is src/Firmware/Esp32/bin/Release/RailHub.Firmware.Esp32.bin, made by Visual Studio or VS Code with the nanoFramework
# extension (docs/firmware.md, "Building"): no tool of this repository can make it. Nothing is flashed here.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The partition of a 4 MB module that managed programs are put into.
readonly largest_image=1835008

say() { printf '%s\n' "$*"; }
die() { printf 'eng/pack-firmware.sh: %s\n' "$*" >&2; exit 1; }

if (($# < 2 || $# > 4)); then die "usage: eng/pack-firmware.sh <image.bin> <directory> [RailHub32|RailHub8266] [serial port]"; fi
image=$1 target=$2 profile=${3:-RailHub32} port=${4:-COM5}
[[ -f $image ]] || die "$image is not there; build RailHub.Firmware.Esp32 in Release first"
[[ $profile == RailHub32 || $profile == RailHub8266 ]] || die "the profile is RailHub32 or RailHub8266, not $profile"
[[ $port =~ ^[A-Za-z0-9/._-]+$ ]] || die "$port is no serial port"
[[ ! -e $target ]] || die "$target is there already"
size=$(wc -c < "$image")
((size > 0)) || die "$image is empty"
((size <= largest_image)) || die "$image has $size bytes, and a board has room for $largest_image"

# Assemblies for the interpreter begin with this marker; an image is nothing but such assemblies, one behind the other.
[[ $(head -c 6 "$image") == NFMRK1 || $(head -c 6 "$image") == NFMRK2 ]] || die "$image is no image of nanoFramework assemblies"

mkdir -p "$target"
cp "$image" "$target/RailHub.Firmware.Esp32.bin"
printf '{ "Profile": "%s", "ChasingGroups": %s, "StatusLedPin": -1 }\n' "$profile" "$([[ $profile == RailHub8266 ]] && echo true || echo false)" > "$target/board.json"
printf '{ "serialport": "%s", "files": [ { "DestinationFilePath": "I:\\\\board.json", "SourceFilePath": "board.json" } ] }\n' "$port" > "$target/files.json"
{
  say "# $profile on $port. Run in this directory, one after the other; the second and third once for each chip."
  say "dotnet tool update -g nanoff"
  say "nanoff --target ESP32_REV3 --serialport $port --update"
  say "nanoff --filedeployment files.json"
  say "nanoff --target ESP32_REV3 --serialport $port --deploy --image RailHub.Firmware.Esp32.bin"
  say "# Boards with PSRAM: ESP32_PSRAM_REV3 instead of ESP32_REV3."
} > "$target/flash.txt"
(cd "$target" && sha256sum RailHub.Firmware.Esp32.bin board.json files.json flash.txt > SHA256SUMS)

say "$target: $size bytes of firmware for $profile. Next: $target/flash.txt, then docs/firmware.md, \"The first hour with a chip\"."
