#!/usr/bin/env bash
# What becomes of a cluster when parts of it die, with figures: see bench/README.md. About an hour for all; or name some, such as
#
#   eng/failover.sh kill freeze
#
# Wants what eng/cluster.sh wants, and ss (iproute2).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

for project in src/Silo src/Gateway src/Standalone bench/cluster; do
  dotnet build "$project" -c Release -v quiet --nologo < /dev/null
done

if (($# == 0)); then set -- hops join gateway database kill freeze; fi
for name in "$@"; do
  dotnet bench/cluster/bin/Release/net10.0/RailHub.Bench.Cluster.dll "$name"
  echo
done
