#!/usr/bin/env bash
# Runs every test of the house: formatting, build, then one test project after the other.
#
#   eng/test.sh                    all
#   eng/test.sh Persistence Web    these only (folders of tests/)
#
# Wants the .NET SDK. What else the tests need (Postgres, Chromium, Node, a Python package) it installs when it runs as root on Debian,
# and names otherwise. It starts a Postgres of its own in a temporary directory and takes it away again; a server that is already
# there is not touched. The last line is "N passed, N failed"; the exit code is 0 only when nothing failed and something ran. Up to three
# tests of a project that failed are run once more by themselves; those that pass then are named.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source eng/postgres.sh

readonly configuration=Release
readonly project_timeout=20m
readonly most_again=3
readonly tests_failed=2 # The exit code of a test project that ran to its end (Microsoft.Testing.Platform).

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en
# A build server that outlives the script would keep the terminal or the pipeline waiting for it.
export MSBUILDDISABLENODEREUSE=1

passed=0
failed=0
unsteady=0
scratch=
postgres_running=

say() { printf '%s\n' "$*"; }
die() { printf 'eng/test.sh: %s\n' "$*" >&2; exit 1; }

finish() {
  local code=$?
  trap - EXIT
  if [[ -n $postgres_running ]]; then
    (postgres_exec "$postgres_bin/pg_ctl" stop -D "$scratch/postgres" -m immediate -s) || true
  fi
  if [[ -n $scratch ]]; then
    rm -rf "$scratch"
  fi
  exit "$code"
}

conclude() {
  if ((unsteady > 0)); then say "$unsteady passed at the second try only"; fi
  say "$passed passed, $failed failed"
  if ((failed == 0 && passed > 0)); then exit 0; else exit 1; fi
}

# --- What the tests need -------------------------------------------------------------------------------------------------------------

# Debian's Python has Debian's packages; another one may stand before it in the path.
find_python() {
  local candidate
  for candidate in python3 /usr/bin/python3; do
    if "$candidate" -c 'import websocket' > /dev/null 2>&1; then command -v "$candidate" && return; fi
  done
  return 1
}

find_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

missing_packages() {
  postgres_find || say postgresql
  find_chromium > /dev/null || say chromium fonts-dejavu-core
  command -v node > /dev/null || say nodejs
  command -v npm > /dev/null || say npm
  find_python > /dev/null || say python3-websocket
  command -v haproxy > /dev/null || say haproxy
  command -v promtool > /dev/null || say prometheus
  command -v curl > /dev/null || say curl
}

ensure_packages() {
  local missing
  missing=$(missing_packages | xargs)
  if [[ -z $missing ]]; then return; fi
  if [[ $(id -u) -ne 0 ]] || ! command -v apt-get > /dev/null; then
    die "please install: $missing (as root on Debian this script does it itself)"
  fi
  say "installing $missing"
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086 # One word for each package.
  { apt-get update -q && apt-get install -q -y --no-install-recommends $missing; } > "$scratch/apt.log" 2>&1 < /dev/null \
    || { tail -n 20 "$scratch/apt.log" >&2; die "apt-get failed"; }
  missing=$(missing_packages | xargs)
  if [[ -n $missing ]]; then die "installed, and still not found: $missing"; fi
}

# --- A Postgres to throw away ----------------------------------------------------------------------------------------------------------

start_postgres() {
  postgres_make "$scratch/postgres" || die "initdb failed"

  local port attempt
  for attempt in 1 2 3 4 5; do
    port=$((20000 + RANDOM % 12000))
    if (postgres_exec "$postgres_bin/pg_ctl" start -w -s -D "$scratch/postgres" -l "$scratch/server.log" \
      -o "-p $port ${postgres_options[*]}") > /dev/null 2>&1; then
      postgres_running=yes
      export RAILHUB_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=railhub;Database=postgres"
      return
    fi
  done
  tail -n 20 "$scratch/server.log" >&2
  die "Postgres did not start in $attempt attempts"
}

# --- Steps -----------------------------------------------------------------------------------------------------------------------------

# IDE0055 fails the build for C# too; this also looks at files that no project has.
check_format() {
  say "checking the format"
  if ! dotnet format whitespace . --folder --verify-no-changes --include src/ tests/ bench/ --exclude '**/obj/**' '**/bin/**' \
    > "$scratch/format.log" 2>&1 < /dev/null; then
    tail -n 40 "$scratch/format.log"
    say "the format differs: dotnet format whitespace . --folder --include src/ tests/ bench/"
    failed=$((failed + 1))
  fi
}

build() {
  say "building ${1##*/}"
  if ! dotnet build "$1" -c "$configuration" -v quiet > "$scratch/build.log" 2>&1 < /dev/null; then
    grep -E 'error|warning' "$scratch/build.log" | sort -u | head -n 60 || tail -n 60 "$scratch/build.log"
    say "the build failed"
    failed=$((failed + 1))
    conclude
  fi
}

summary() { sed -nE "s/^ *$1: ([0-9]+)\$/\1/p" "$scratch/test.log" | tail -n 1; }

# Runs a project's tests, all or those that the further arguments choose, and says how many were good, bad and skipped.
run_tests() {
  code=0
  timeout --kill-after=30s "$project_timeout" \
    dotnet test --project "${projects[$1]}" -c "$configuration" --no-build --progress off --no-ansi "${@:2}" > "$scratch/test.log" 2>&1 < /dev/null || code=$?
  good=$(summary succeeded)
  bad=$(summary failed)
  skipped=$(summary skipped)
  good=${good:-0} bad=${bad:-0} skipped=${skipped:-0}

  # A project that crashed, hung or had no tests counts as a failure, whatever its summary says.
  if ((code != 0 && bad == 0)); then bad=1; fi
  if ((bad > 0)); then
    cat "$scratch/test.log"
    if ((code == 124 || code == 137)); then say "$1 was stopped after $project_timeout"; fi
  fi
}

# The methods that failed, once each; a theory's cases go by their method.
failed_methods() { sed -nE 's/^failed ([A-Za-z0-9_.+]+).*/\1/p' "$scratch/test.log" | sort -u; }

# What failed once, with all the others beside it, is run again by itself: a few tests only, and each is named, as its unsteadiness is a
# fault of its own. A project that did not run to its end, or in which more failed, is not tried again.
run_again() {
  local name=$1 first_good=$good first_bad=$bad first_skipped=$skipped methods method
  mapfile -t methods < <(failed_methods)
  if ((code != tests_failed || first_bad > most_again || ${#methods[@]} == 0)); then return; fi
  local filters=()
  for method in "${methods[@]}"; do filters+=(--filter-method "$method"); done
  run_tests "$name" "${filters[@]}"
  if ((bad == 0)); then
    for method in "${methods[@]}"; do say "  unsteady: $method failed beside the others and passed by itself"; done
    unsteady=$((unsteady + first_bad))
    good=$((first_good + first_bad))
  else
    good=$first_good bad=$first_bad
  fi
  skipped=$first_skipped
}

run_project() {
  local name=$1 code good bad skipped started=$SECONDS
  run_tests "$name"
  if ((bad > 0)); then run_again "$name"; fi
  if ((skipped > 0)); then skipped=", $skipped skipped"; else skipped=; fi
  printf '  %-14s %5d passed, %d failed%s  (%d s)\n' "$name" "$good" "$bad" "$skipped" $((SECONDS - started))
  passed=$((passed + good))
  failed=$((failed + bad))
}

# --- The run ---------------------------------------------------------------------------------------------------------------------------

declare -A projects=()
for project in tests/*/*.Tests.csproj; do projects[$(basename "$(dirname "$project")")]=$project; done

chosen=("$@")
if (($# == 0)); then mapfile -t chosen < <(printf '%s\n' "${!projects[@]}" | sort); fi
for name in "${chosen[@]}"; do
  if [[ -z ${projects[$name]:-} ]]; then die "tests/$name has no test project; there are: $(printf '%s\n' "${!projects[@]}" | sort | xargs)"; fi
done

# Shown to the test projects: RAILHUB_TEST_POSTGRES (a connection string whose user may make databases), RAILHUB_CHROMIUM and
# RAILHUB_PYTHON (paths), RAILHUB_CLIENT_EXAMPLES=1 (Node and that Python are there).
command -v dotnet > /dev/null || die "please install the .NET SDK that global.json names"
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
scratch=$(mktemp -d "${TMPDIR:-/tmp}/railhub-test.XXXXXX")

ensure_packages
check_format
if (($# == 0)); then
  build RailHub.Platform.sln
else
  for name in "${chosen[@]}"; do build "${projects[$name]}"; done
fi

start_postgres
RAILHUB_CHROMIUM=$(find_chromium)
RAILHUB_PYTHON=$(find_python)
export RAILHUB_CHROMIUM RAILHUB_PYTHON RAILHUB_CLIENT_EXAMPLES=1

say "testing"
for name in "${chosen[@]}"; do run_project "$name"; done
conclude
