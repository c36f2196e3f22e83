# A Postgres to throw away, for the scripts beside this one: to be sourced. It listens on loopback, lets the user railhub do everything, and
# nothing in it outlives the machine: no fsync.

postgres_bin=
postgres_user=postgres
postgres_options=(
  -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300
  -c fsync=off -c synchronous_commit=off -c full_page_writes=off
)

# Debian's own directories go before what somebody has put into the path: they have the client's programs as well.
postgres_find() {
  local candidate
  for candidate in "$(dirname "$(command -v initdb || true)")" /usr/lib/postgresql/*/bin; do
    if [[ -x $candidate/initdb && -x $candidate/postgres ]]; then postgres_bin=$candidate; fi
  done
  [[ -n $postgres_bin ]]
}

# Runs in the place of this shell; Postgres refuses to run as root.
postgres_exec() {
  cd /
  if [[ $(id -u) -eq 0 ]]; then exec setpriv --reuid="$postgres_user" --regid="$postgres_user" --clear-groups "$@"; else exec "$@"; fi
}

# postgres_make DIRECTORY: an empty server's files. The directory's parent is given to the server's user.
postgres_make() {
  postgres_find
  if [[ $(id -u) -eq 0 ]]; then
    if ! id -u "$postgres_user" > /dev/null 2>&1; then useradd --system --user-group --no-create-home "$postgres_user"; fi
    chown "$postgres_user" "$(dirname "$1")"
  fi
  (postgres_exec "$postgres_bin/initdb" -D "$1" -U railhub -A trust -E UTF8 --locale=C.UTF-8 --no-sync) > "$1.log" 2>&1 \
    || { cat "$1.log" >&2; return 1; }
}

# postgres_copy DIRECTORY PORT: the files of a server that follows the one at this port.
postgres_copy() {
  postgres_find
  (postgres_exec "$postgres_bin/pg_basebackup" -D "$1" -h 127.0.0.1 -p "$2" -U railhub -R -c fast --no-sync) > "$1.log" 2>&1 \
    || { cat "$1.log" >&2; return 1; }
}

# postgres_serve DIRECTORY PORT [OPTION...]: serves, in the place of this shell, until it is told to end.
postgres_serve() {
  postgres_find
  postgres_exec "$postgres_bin/postgres" -D "$1" -p "$2" "${postgres_options[@]}" "${@:3}"
}
