#!/bin/sh
# Before the first start: makes up the passwords of this installation, which no file of the project and no environment has, and lets the
# backup service write. What is there stays.
set -eu
umask 022

directory=${1:-/run/railhub}

password() { head -c 24 /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }

# make FILE CONTENT: all of it or nothing.
make() {
  if [ ! -s "$directory/$1" ]; then
    printf '%s\n' "$2" > "$directory/$1.part"
    mv "$directory/$1.part" "$directory/$1"
    echo "prepare: made $1"
  fi
}

make postgres "$(password)"
# Npgsql reads this one (Passfile).
make pgpass "*:*:*:railhub:$(cat "$directory/postgres")"
make grafana "$(password)"

if [ -n "${2:-}" ]; then chmod 1777 "$2"; fi
