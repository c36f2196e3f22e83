#!/bin/sh
# Saves the club's Postgres into files that pg_restore reads, and brings it back.
#
#   backup.sh                 one every BACKUP_HOURS, until it is told to end; the first when the newest is that old, or there is none
#   backup.sh once            one now, which nobody but you deletes; the exit code says whether there is one
#   backup.sh check           whether the newest is as young as it should be
#   backup.sh restore FILE    puts one of the directory in the place of the database, and keeps what was there under another name
#
# PGHOST, PGUSER, PGDATABASE and so on say what (PGPASSWORD_FILE names a file with the password). BACKUP_DIRECTORY keeps the newest BACKUP_KEEP
# of those that were made without being asked for.
set -eu
export LC_ALL=C

directory=${BACKUP_DIRECTORY:-/backups}
hours=${BACKUP_HOURS:-24}
keep=${BACKUP_KEEP:-14}
database=${PGDATABASE:-railhub}

say() { echo "backup: $*"; }
die() { say "$*" >&2; exit 1; }

for number in "$hours" "$keep"; do
  case $number in
    '' | *[!0-9]* | 0*) echo "backup: BACKUP_HOURS and BACKUP_KEEP are whole numbers from 1; one is \"$number\"" >&2; exit 2 ;;
  esac
done

if [ -n "${PGPASSWORD_FILE:-}" ]; then
  PGPASSWORD=$(cat "$PGPASSWORD_FILE")
  export PGPASSWORD
fi

# Names begin with the time, so their order is that of time.
saved() { ls -1 "$directory" | grep "$1" | sort; }

# save [WORD]: WORD is a part of the name. One that is half written has another name.
save() {
  file=$directory/$database-$(date -u +%Y%m%dT%H%M%SZ)${1:-}.dump
  if pg_dump --dbname="$database" --format=custom --file="$file.part" && mv "$file.part" "$file"; then
    say "$file has $(wc -c < "$file") bytes"
  else
    rm -f "$file.part"
    say "there is none of this time; the older ones stay" >&2
    return 1
  fi
}

forget() { saved 'Z\.dump$' | sort -r | tail -n "+$((keep + 1))" | while read -r old; do rm -f "$directory/$old"; done; }

# Seconds since the newest whose name is like this; very many when there is none. One of a time that has not come, made while the clock was
# ahead, says nothing.
age() {
  newest=$(saved "$1" | awk -v now="$database-$(date -u +%Y%m%dT%H%M%SZ).dump" '$0 <= now' | tail -n 1)
  if [ -z "$newest" ]; then echo 999999999; else echo $(($(date +%s) - $(stat -c %Y "$directory/$newest"))); fi
}

# Seconds until the next one is due: a machine that is started ten times a day has as many days in its backups as any other.
left() {
  passed=$(age 'Z\.dump$')
  if [ "$passed" -lt $((hours * 3600)) ]; then echo $((hours * 3600 - passed)); else echo 0; fi
}

ask() { psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --dbname=postgres "$@"; }
is_there() { [ -n "$(echo "SELECT 1 FROM pg_database WHERE datname = :'name'" | ask --set=name="$1")" ]; }

# Into a database of its own first: one that comes back by half, or beside tables that it does not know, is no club.
restore() {
  export PGOPTIONS="${PGOPTIONS:-} -c client_min_messages=warning"
  file=$directory/$(basename "$1")
  if [ ! -f "$file" ]; then say "there is no $file; there are:" >&2; saved '\.dump$' >&2; exit 1; fi
  callers=$(echo "SELECT count(*) FROM pg_stat_activity WHERE datname = :'name' AND backend_type = 'client backend'" | ask --set=name="$database")
  if [ "$callers" != 0 ]; then die "$callers connections use $database: stop silos and gateways first; nothing was changed"; fi

  dropdb --if-exists "${database}_restoring"
  createdb "${database}_restoring"
  if ! pg_restore --exit-on-error --no-owner --dbname="${database}_restoring" "$file"; then
    dropdb --if-exists "${database}_restoring"
    die "$file could not be restored; nothing was changed"
  fi

  kept=
  if is_there "$database"; then
    number=1
    while is_there "${database}_replaced_$number"; do number=$((number + 1)); done
    kept=${database}_replaced_$number
  fi
  # Both names or none.
  {
    echo 'BEGIN;'
    if [ -n "$kept" ]; then echo 'ALTER DATABASE :"name" RENAME TO :"kept";'; fi
    echo 'ALTER DATABASE :"restoring" RENAME TO :"name"; COMMIT;'
  } | ask --set=name="$database" --set=kept="$kept" --set=restoring="${database}_restoring" \
    || die "somebody came in between; $database is as it was"
  say "$database is as in $file.${kept:+ What was there is the database $kept; dropdb $kept, when nobody wants it}"
}

case ${1:-} in
  once) save -by-hand ;;
  check)
    if [ "$(age '\.dump$')" -ge $(((hours + 1) * 3600)) ]; then
      say "none is younger than $((hours + 1)) hours"
      exit 1
    fi
    ;;
  restore) restore "${2:?FILE is missing; see the first lines of backup.sh}" ;;
  '')
    waiting=
    trap 'if [ -n "$waiting" ]; then kill "$waiting"; fi; exit 0' INT TERM
    rm -f "$directory"/*.part
    while true; do
      pause=$(left)
      if [ "$pause" -gt 0 ]; then
        say "the next one in $(((pause + 59) / 60)) minutes"
      elif save; then
        forget
        continue
      else
        # What went wrong once is tried again soon; health tells when it goes on.
        pause=60
      fi
      sleep "$pause" &
      waiting=$!
      wait "$waiting"
      waiting=
    done
    ;;
  *) echo "backup: \"$1\" is no command; see its first lines" >&2; exit 2 ;;
esac
