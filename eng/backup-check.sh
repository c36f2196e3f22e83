#!/usr/bin/env bash
# Proves that backups are worth something, on both databases: makes a club of 48 boards and 500 scenes through the API, backs it up while it
# runs, drops it, restores it, starts it, and compares every layout's file and the number of rows of every table. Says "equal" and the
# times, or what differs; the exit code is 0 only when nothing does.
#
#   eng/backup-check.sh
#
# Wants what eng/cluster.sh wants, Postgres' own tools and python3. RAILHUB_CLUSTER_PORT is the first of its ports (22600).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source eng/postgres.sh
source eng/sign-in.sh

readonly port=${RAILHUB_CLUSTER_PORT:-22600} boards=48 scenes=500
export RAILHUB_CLUSTER_PORT=$port
scratch=$(mktemp -d "${TMPDIR:-/tmp}/railhub-backup.XXXXXX")
standalone=
differences=0

say() { printf '%s\n' "$*"; }
die() { printf 'eng/backup-check.sh: %s\n' "$*" >&2; exit 1; }

finish() {
  stop_standalone || true
  eng/cluster.sh down > /dev/null 2>&1 || true
  rm -rf "$scratch"
}

# timed WHAT COMMAND...
timed() {
  local what=$1 began=${EPOCHREALTIME/./}
  "${@:2}"
  printf '  %-34s %6d ms\n' "$what" $(((${EPOCHREALTIME/./} - began) / 1000))
}

# The token of the club that is asked; backups have it in them.
export RAILHUB_TOKEN=

# --- The club, by its API ----------------------------------------------------------------------------------------------------------------

# The layouts with their boards are there; each gets its part of the scenes.
add_scenes() {
  python3 - "$1" "$scenes" << 'PYTHON'
import json, os, sys, time, urllib.error, urllib.request
club, count = sys.argv[1], int(sys.argv[2])
headers = {"content-type": "application/json", "authorization": "Bearer " + os.environ["RAILHUB_TOKEN"]}
def call(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    while True:
        try:
            return json.load(urllib.request.urlopen(urllib.request.Request(club + path, data, headers)))
        except urllib.error.HTTPError as refused:
            if refused.code != 429:  # quicker than one caller may edit
                raise
            time.sleep(int(refused.headers["retry-after"]))
layouts = call("/api/layouts")
for number in range(count):
    layout = layouts[number % len(layouts)]
    layout.setdefault("macs", None)
    layout["macs"] = layout["macs"] or [state["controller"]["id"] for state in call(f"/api/layouts/{layout['id']}/controllers")]
    targets = [{"controller": mac, "pin": pin, "active": (number + pin) % 3 > 0, "brightness": number % 101, "interval": 0}
               for mac in layout["macs"] for pin in (4, 5)]
    call(f"/api/layouts/{layout['id']}/scenes", {"name": f"Scene {number + 1}", "fade": number * 10, "targets": targets})
PYTHON
}

# Every layout as a file: the same layout gives the same bytes.
export_to() {
  mkdir -p "$2"
  python3 - "$1" "$2" << 'PYTHON'
import json, os, sys, urllib.request
club, directory = sys.argv[1:]
def get(path):
    headers = {"authorization": "Bearer " + os.environ["RAILHUB_TOKEN"]}
    return urllib.request.urlopen(urllib.request.Request(club + path, headers=headers)).read()
for layout in json.loads(get("/api/layouts")):
    file = get(f"/api/layouts/{layout['id']}/export")
    open(f"{directory}/{layout['id']}.json", "wb").write(file)
PYTHON
}

await() {
  local attempt
  for ((attempt = 0; attempt < 600; attempt++)); do
    if curl -sf -m 2 -o /dev/null "$1/health/ready"; then return; fi
    sleep 0.2
  done
  die "$1 is not ready after two minutes"
}

compare() {
  say "  $(cat "$scratch/$1"/*.json | grep -c '"name": "Scene ') scenes in $(ls "$scratch/$1" | wc -l) layouts, $(awk '{ rows += $2 } END { print rows " rows in " NR " tables" }' "$scratch/$1.rows")"
  if diff -r "$scratch/$1" "$scratch/$1-restored" && diff "$scratch/$1.rows" "$scratch/$1-restored.rows"; then
    say "$1: equal"
  else
    say "$1: DIFFERENT"
    differences=$((differences + 1))
  fi
}

# --- Postgres ----------------------------------------------------------------------------------------------------------------------------

# The server's own tools where they are beside it: those of another version may not read its copies.
pg() {
  local tool=$postgres_bin/$1
  if [[ ! -x $tool ]]; then tool=$1; fi
  "$tool" -h 127.0.0.1 -p "$port" -U railhub "${@:2}"
}
postgres_rows() {
  pg psql -d railhub -Atq -c "SELECT format('SELECT %L, count(*) FROM %I.%I;', table_name, table_schema, table_name) FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1" \
    | pg psql -d railhub -Atq -F ' '
}
# As the backup service of compose does.
postgres_save() {
  mkdir -p "$scratch/backups"
  PATH=$postgres_bin:$PATH PGHOST=127.0.0.1 PGPORT=$port PGUSER=railhub PGDATABASE=railhub BACKUP_DIRECTORY=$scratch/backups sh deploy/backup/backup.sh once > /dev/null
}
postgres_drop() { pg dropdb --force railhub && pg createdb railhub; }
postgres_start() { eng/cluster.sh start silo1; eng/cluster.sh start gateway1; await "http://127.0.0.1:$((port + 41))"; }

check_postgres() {
  local club=http://127.0.0.1:$((port + 41))
  say "postgres"
  timed "cluster with $boards boards" eng/cluster.sh up 1 1 "$boards" > "$scratch/up.log" || { cat "$scratch/up.log" >&2; die "no cluster"; }
  RAILHUB_TOKEN=$(eng/cluster.sh token)
  timed "$scenes scenes" add_scenes "$club"
  export_to "$club" "$scratch/postgres"
  postgres_rows > "$scratch/postgres.rows"
  timed "backup while it runs" postgres_save
  eng/cluster.sh stop gateway1
  eng/cluster.sh stop silo1
  timed "drop" postgres_drop
  timed "pg_restore" pg pg_restore -d railhub --exit-on-error "$scratch"/backups/*.dump
  postgres_rows > "$scratch/postgres-restored.rows"
  timed "start, until it is ready" postgres_start
  export_to "$club" "$scratch/postgres-restored"
  compare postgres
  eng/cluster.sh stop gateway1
  eng/cluster.sh stop silo1
}

# --- SQLite ------------------------------------------------------------------------------------------------------------------------------

program() { say src/Standalone/bin/Release/net10.0/RailHub.Standalone.dll; }
start_standalone() {
  dotnet "$(program)" --data "$scratch/club" --urls "http://127.0.0.1:$((port + 90))" --no-demo > "$scratch/standalone.log" 2>&1 &
  standalone=$!
  await "http://127.0.0.1:$((port + 90))"
}
stop_standalone() {
  if [[ -n $standalone ]]; then kill -TERM "$standalone"; wait "$standalone" || true; standalone=; fi
}
sqlite_rows() {
  python3 - "$scratch/club/railhub.db" << 'PYTHON'
import sqlite3, sys
club = sqlite3.connect(sys.argv[1])
for (table,) in club.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall():
    print(table, club.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])
PYTHON
}

# The boards are those of the cluster, which has let them go.
check_sqlite() {
  local club=http://127.0.0.1:$((port + 90)) n layout=
  say "sqlite"
  start_standalone
  RAILHUB_TOKEN=$(sign_in "$club" "$(sign_in_password)" "$scratch/standalone.log")
  for ((n = 0; n < boards; n++)); do
    if ((n % 12 == 0)); then
      layout=$(curl -sf -X POST -H "authorization: Bearer $RAILHUB_TOKEN" -H 'content-type: application/json' -d "{\"name\":\"Layout $((n / 12 + 1))\"}" "$club/api/layouts" | sed -E 's/.*"id":"([^"]+)".*/\1/')
    fi
    curl -sf -o /dev/null -X POST -H "authorization: Bearer $RAILHUB_TOKEN" -H 'content-type: application/json' "$club/api/layouts/$layout/controllers" \
      -d "{\"host\":\"127.0.0.1\",\"httpPort\":$((port + 100 + 2 * n)),\"webSocketPort\":$((port + 101 + 2 * n))}" || die "board $((n + 1)) could not be added"
  done
  timed "$scenes scenes" add_scenes "$club"
  export_to "$club" "$scratch/sqlite"
  sqlite_rows > "$scratch/sqlite.rows"
  timed "backup while it runs" dotnet "$(program)" backup "$scratch/club.db" --data "$scratch/club"
  stop_standalone
  timed "drop" rm -rf "$scratch/club"
  timed "restore" dotnet "$(program)" restore "$scratch/club.db" --data "$scratch/club"
  sqlite_rows > "$scratch/sqlite-restored.rows"
  timed "start, until it is ready" start_standalone
  export_to "$club" "$scratch/sqlite-restored"
  compare sqlite
}

postgres_find || die "please install postgresql"
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
if [[ -z ${RAILHUB_CLUSTER_BUILT:-} ]]; then dotnet build src/Standalone -c Release -v quiet --nologo < /dev/null; fi
check_postgres
check_sqlite
exit "$differences"
