#!/usr/bin/env bash
# A cluster on this machine, without containers: a Postgres to throw away, silos, gateways, a proxy in front and virtual boards, all on
# loopback, each in its own process. What ends is started again. Wants what eng/test.sh wants, and haproxy.
#
#   eng/cluster.sh up [silos [gateways [boards]]]   3, 2 and 12 when not said; prints where the dashboard is
#   eng/cluster.sh down                             ends all, and forgets it
#   eng/cluster.sh status                           what runs, and what it says of itself
#   eng/cluster.sh token                            a token of its first account, for programs: Authorization: Bearer …
#   eng/cluster.sh logs NAME                        follows the log of one: silo1, gateway2, postgres, proxy, boards
#   eng/cluster.sh kill NAME                        SIGKILL; it is started again a second later
#   eng/cluster.sh freeze NAME, thaw NAME           SIGSTOP and SIGCONT
#   eng/cluster.sh stop NAME, start NAME            ends it in good order, and leaves it so until it is started
#   eng/cluster.sh restart NAME                     ends it in good order; it is started again at once
#   eng/cluster.sh standby                          adds a second Postgres that follows the first one, at the port after next
#   eng/cluster.sh promote                          lets it take edits; the first one should be gone by then
#   eng/cluster.sh sql QUERY                        asks the database
#
# RAILHUB_CLUSTER_PORT is the first of its ports (22000), RAILHUB_CLUSTER the directory that it keeps its things in. When it is brought up,
# RAILHUB_CLUSTER_DATABASE is another way to its Postgres, as Npgsql reads it; RAILHUB_CLUSTER_DISK, such as 300m, gives that a small disk of its
# own, in memory (wants root); RAILHUB_CLUSTER_STATISTICS=1 lets it count statements.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source eng/postgres.sh
source eng/sign-in.sh

readonly port=${RAILHUB_CLUSTER_PORT:-22000}
readonly state=${RAILHUB_CLUSTER:-${TMPDIR:-/tmp}/railhub-cluster-$port}
readonly programs=src configuration=Release
readonly first_board_port=$((port + 100)) standby_port=$((port + 2))

say() { printf '%s\n' "$*"; }
die() { printf 'eng/cluster.sh: %s\n' "$*" >&2; exit 1; }

program() { say "$programs/$1/bin/$configuration/net10.0/RailHub.${1//\//.}.dll"; }
names() { if [[ -e $state/names ]]; then cat "$state/names"; else die "there is no cluster; start one: eng/cluster.sh up"; fi; }
known() { names | grep -qx "$1" || die "there is no $1; there are: $(names | xargs)"; }
pid() { cat "$state/$1.pid" 2> /dev/null || true; }
runs() { local id; id=$(pid "$1"); [[ -n $id ]] && kill -0 "$id" 2> /dev/null; }
signal() { local id; id=$(pid "$2"); [[ -n $id ]] && kill "-$1" "$id"; }
number() { say "${1//[^0-9]/}"; }

# Where one of them says how it is; nothing for those that say nothing.
health() {
  case $1 in
    silo*) say "http://127.0.0.1:$((port + 10 + $(number "$1")))/health/ready" ;;
    gateway*) say "http://127.0.0.1:$((port + 40 + $(number "$1")))/health/ready" ;;
    proxy) say "http://127.0.0.1:$((port + 1))/health/ready" ;;
  esac
}

sql() { postgres_find; "$postgres_bin/psql" -qAtX -h 127.0.0.1 -p "$1" -U railhub -d railhub -v ON_ERROR_STOP=1 -c "$2"; }

# --- One process, started again for as long as it is wanted ----------------------------------------------------------------------------

run() {
  local n
  n=$(number "$1")
  export Database__ConnectionString=${RAILHUB_CLUSTER_DATABASE:-"Host=127.0.0.1;Port=$port;Username=railhub;Database=railhub"}
  case $1 in
    postgres) postgres_serve "$state/postgres" "$port" ${RAILHUB_CLUSTER_STATISTICS:+-c shared_preload_libraries=pg_stat_statements} ;;
    standby) postgres_serve "$state/standby" "$standby_port" ;;
    silo*) Cluster__SiloPort=$((port + 20 + n)) Cluster__GatewayPort=$((port + 30 + n)) \
      exec dotnet "$(program Silo)" --urls "http://127.0.0.1:$((port + 10 + n))" ;;
    gateway*) exec dotnet "$(program Gateway)" --urls "http://127.0.0.1:$((port + 40 + n))" ;;
    proxy) exec haproxy -f "$state/proxy.cfg" ;;
    boards) exec dotnet src/Firmware/Virtual/bin/$configuration/net10.0/RailHub.Firmware.Virtual.dll \
      --base-port "$first_board_port" --railhub32 "$(((n_boards * 2 + 2) / 3))" --railhub8266 "$((n_boards / 3))" ;;
  esac
}

# Runs in the background, in a session of its own.
supervise() {
  local name=$1
  if [[ -e $state/boards.count ]]; then n_boards=$(cat "$state/boards.count"); fi
  while [[ ! -e $state/$name.off ]]; do
    (run "$name") >> "$state/$name.log" 2>&1 &
    say $! > "$state/$name.pid"
    wait $! || true
    say "--- $name ended at $(date +%T)" >> "$state/$name.log"
    for _ in 1 2 3 4 5 6 7 8 9 10; do if [[ ! -e $state/$name.off ]]; then sleep 0.1; fi; done
  done
  rm -f "$state/$name.pid" "$state/$name.supervised"
}

start() {
  rm -f "$state/$1.off"
  if [[ -e $state/$1.supervised ]]; then return; fi
  touch "$state/$1.supervised"
  setsid -f bash "$0" supervise "$1" > /dev/null 2>&1 < /dev/null
}

# Postgres ends its clients' connections at SIGINT, and waits for them at SIGTERM.
ask_to_end() { if [[ $1 == postgres || $1 == standby ]]; then signal INT "$1"; else signal TERM "$1"; fi; }

stop() {
  touch "$state/$1.off"
  if runs "$1"; then
    signal CONT "$1"
    ask_to_end "$1" || true
  fi
  for _ in {1..150}; do
    if [[ ! -e $state/$1.supervised ]]; then return; fi
    sleep 0.1
  done
  signal KILL "$1" || true
}

# --- All of them ---------------------------------------------------------------------------------------------------------------------

build() {
  local project
  for project in Silo Gateway Firmware/Virtual; do
    say "building $project"
    dotnet build "$programs/$project" -c "$configuration" -v quiet --nologo < /dev/null > "$state/build.log" 2>&1 || { tail -n 30 "$state/build.log"; die "the build failed"; }
  done
}

# TCP, not HTTP: to gateways it is nobody, and need not be named. While no gateway hears of the club, those that live tell their viewers so.
write_proxy() {
  local n servers=
  for ((n = 1; n <= $1; n++)); do servers+="  server gateway$n 127.0.0.1:$((port + 40 + n)) check"$'\n'; done
  {
    say "global
  maxconn 4000
defaults
  mode tcp
  timeout connect 2s
  timeout client 1h
  timeout server 1h
  timeout check 2s
  option redispatch
frontend club
  bind 127.0.0.1:$((port + 1))
  use_backend ready if { nbsrv(ready) gt 0 }
  default_backend live
backend ready
  balance leastconn
  option httpchk GET /health/ready
  default-server inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions
$servers
backend live
  balance leastconn
  option httpchk GET /health/live
  default-server inter 500ms fall 2 rise 1
$servers"
  } > "$state/proxy.cfg"
}

up() {
  local silos=${1:-3} gateways=${2:-2} boards=${3:-12} n
  if [[ -e $state/names ]]; then die "it is up already; end it first: eng/cluster.sh down"; fi
  command -v haproxy > /dev/null || die "please install haproxy"
  postgres_find || die "please install postgresql"
  mkdir -p "$state"
  if [[ -z ${RAILHUB_CLUSTER_BUILT:-} ]]; then build; fi

  say "$boards" > "$state/boards.count"
  write_proxy "$gateways"
  if [[ -n ${RAILHUB_CLUSTER_DISK:-} ]]; then
    mkdir "$state/postgres"
    mount -t tmpfs -o "size=$RAILHUB_CLUSTER_DISK,mode=700,uid=$(id -u "$postgres_user")" railhub "$state/postgres"
  fi
  postgres_make "$state/postgres"
  {
    say postgres
    for ((n = 1; n <= silos; n++)); do say "silo$n"; done
    for ((n = 1; n <= gateways; n++)); do say "gateway$n"; done
    say proxy
    if ((boards > 0)); then say boards; fi
  } > "$state/names"
  for name in $(names); do start "$name"; done
  await
  say "dashboard  http://127.0.0.1:$((port + 1))"
  if ((boards > 0)); then
    make_owner
    add_boards "$boards"
  else
    say "owner      http://127.0.0.1:$((port + 1))/welcome#$(sign_in_code "$state"/silo*.log)"
  fi
}

# Until every one that says how it is says that it is well.
await() {
  local name address attempt
  for name in $(names); do
    address=$(health "$name")
    if [[ -z $address ]]; then continue; fi
    for ((attempt = 0; attempt < 600; attempt++)); do
      if curl -sf -m 2 -o /dev/null "$address"; then continue 2; fi
      sleep 0.2
    done
    tail -n 20 "$state/$name.log" >&2
    die "$name is not ready after two minutes"
  done
}

# Its first account, by the code that one of the silos has written.
make_owner() {
  (
    umask 077
    sign_in_password > "$state/password"
    sign_in "http://127.0.0.1:$((port + 1))" "$(cat "$state/password")" "$state"/silo*.log > "$state/token"
  ) || die "the first owner could not be made"
  say "sign in    owner, $(cat "$state/password")"
}

# ask ARGUMENT...: the API, as the first account.
ask() { curl -sf -H "authorization: Bearer $(cat "$state/token")" "$@"; }

# Twelve boards a layout; twice makes no second ones.
add_boards() {
  local club=http://127.0.0.1:$((port + 1))/api/layouts boards=$1 n layout=
  if [[ $(ask "$club") != '[]' ]]; then return; fi
  for ((n = 0; n < boards; n++)); do
    if ((n % 12 == 0)); then
      layout=$(ask -X POST -H 'content-type: application/json' -d "{\"name\":\"Layout $((n / 12 + 1))\"}" "$club" | sed -E 's/.*"id":"([^"]+)".*/\1/')
    fi
    ask -o /dev/null -X POST -H 'content-type: application/json' "$club/$layout/controllers" \
      -d "{\"host\":\"127.0.0.1\",\"httpPort\":$((first_board_port + 2 * n)),\"webSocketPort\":$((first_board_port + 2 * n + 1))}" \
      || die "board $((n + 1)) could not be added"
  done
}

standby() {
  if names | grep -qx standby; then die "there is one already"; fi
  postgres_copy "$state/standby" "$port"
  say standby >> "$state/names"
  start standby
}

down() {
  local name
  for name in $(names); do touch "$state/$name.off"; done
  for name in $(names | tac); do stop "$name"; done
  if mountpoint -q "$state/postgres"; then umount "$state/postgres"; fi
  rm -rf "$state"
}

status() {
  local name address answer
  for name in $(names); do
    address=$(health "$name")
    answer=
    if ! runs "$name"; then
      answer=$([[ -e $state/$name.off ]] && say "stopped" || say "not running")
    elif [[ -n $address ]]; then
      answer=$(curl -s -m 2 "$address" | paste -sd' ' || say "does not answer")
    fi
    printf '%-10s %8s  %s\n' "$name" "$(pid "$name")" "$answer"
  done
}

case ${1:-} in
  up) up "${@:2}" ;;
  down) down ;;
  status) status ;;
  await) await ;;
  token) names > /dev/null; cat "$state/token" ;;
  supervise) supervise "$2" ;;
  logs) known "${2:-}"; tail -n 50 -F "$state/$2.log" ;;
  kill) known "${2:-}"; signal KILL "$2" ;;
  freeze) known "${2:-}"; signal STOP "$2" ;;
  thaw) known "${2:-}"; signal CONT "$2" ;;
  stop) known "${2:-}"; stop "$2" ;;
  start) known "${2:-}"; start "$2" ;;
  standby) standby ;;
  promote) known standby; sql "$standby_port" 'SELECT pg_promote()' > /dev/null ;;
  sql) names > /dev/null; sql "$port" "${2:-}" ;;
  restart) known "${2:-}"; ask_to_end "$2" ;;
  *) sed -n '2,/^set /{/^set /!p}' "$0" | sed -E 's/^# ?//'; exit 2 ;;
esac
