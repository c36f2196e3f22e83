#!/bin/sh
# Brings the club of docker-compose.yml to the sources that stand here: saves it, builds, replaces one process after the other, silos first,
# and stops at the first that does not get ready.
#
#   deploy/compose/upgrade.sh 1.1        a name of your own for what is built; what runs keeps its images, to go back to
#
# RAILHUB_VERSION in .env is what runs. To go back, write the old one there, take its sources, then docker compose up -d (docs/operations.md).
set -eu
cd "$(dirname "$0")/../.."

say() { echo "upgrade: $*"; }
die() { say "$*" >&2; exit 1; }

version=${1:-}
case $version in
  '' | [.-]* | *[!A-Za-z0-9._-]*) die "say what the new version is called, in letters, digits, points and dashes: deploy/compose/upgrade.sh 1.1" ;;
esac
# setting NAME: what .env says of it.
setting() { sed -n "s/^$1=//p" .env 2> /dev/null | tail -n 1; }

# keep [NAME=VALUE...]: in .env, in the place of what it says of versions. The file stays the one that is there, and whose it is.
keep() {
  { grep -v -E '^RAILHUB_VERSION(_BEFORE)?=' .env 2> /dev/null || true; printf '%s\n' "$@"; } > .env.part
  cat .env.part > .env
  rm .env.part
}

# Of an upgrade that did not come to its end it is still known where it began.
before=$(setting RAILHUB_VERSION_BEFORE)
if [ -z "$before" ]; then before=$(setting RAILHUB_VERSION); fi
before=${before:-local}
if [ "$version" = "$before" ]; then die "$version is what runs; with another name its images stay there to go back to"; fi

next="
  to go on:    deploy/compose/upgrade.sh $version, when that is mended
  to go back:  RAILHUB_VERSION=$before in .env, the sources of then, docker compose up -d"

say "saving the club"
docker compose exec -T backup sh /backup.sh once || die "there is no copy of it, so nothing was begun"

export RAILHUB_VERSION="$version"
say "building $version"
docker compose build --pull || die "it could not be built, and nothing was replaced"

keep "RAILHUB_VERSION=$version" "RAILHUB_VERSION_BEFORE=$before"
for service in $(docker compose config --services | grep -E '^(silo|gateway)' | sort -r); do
  say "replacing $service"
  docker compose up -d --no-deps --wait --wait-timeout 300 "$service" || die "$service does not get ready as $version; those after it are as they were.
  why:         docker compose logs $service$next"
done

docker compose up -d || die "silos and gateways are of $version, and not all of the others could be started.$next"
# A file that has changed is seen by those that have it mounted when they are started again.
others=$(docker compose ps --services | grep -v -E '^(silo|gateway|postgres|boards)' | xargs)
# shellcheck disable=SC2086 # One word for each service.
if [ -n "$others" ]; then docker compose restart $others || die "$version runs, and not all of these could be started again: $others.$next"; fi
keep "RAILHUB_VERSION=$version"
say "$version runs; $before is there to go back to"
