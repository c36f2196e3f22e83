#!/usr/bin/env bash
# What becomes of a cluster when parts of it die, with figures: see bench/README.md. More than an hour for all; or name some, such as
#
#   eng/failover.sh kill "freeze 3" rolling
#
# Wants what eng/cluster.sh wants, and ss (iproute2).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

for project in src/Silo src/Gateway src/Standalone bench/cluster; do
  dotnet build "$project" -c Release -v quiet --nologo < /dev/null
done

if (($# == 0)); then set -- hops tls needs join storm rolling gateway database slow full moved kill freeze calm; fi
for name in "$@"; do
  read -ra scenario <<< "$name"
  dotnet bench/cluster/bin/Release/net10.0/RailHub.Bench.Cluster.dll "${scenario[@]}"
  echo
done
