#!/bin/sh
# Saves the club's Postgres into files that pg_restore reads.
#
#   backup.sh          one now, and then one every BACKUP_HOURS, until it is told to end
#   backup.sh once     one now; the exit code says whether there is one
#   backup.sh check    whether the newest is as young as it should be
#
# PGHOST, PGUSER, PGDATABASE and so on say what (PGPASSWORD_FILE names a file with the password). BACKUP_DIRECTORY keeps the newest BACKUP_KEEP.
set -eu

directory=${BACKUP_DIRECTORY:-/backups}
hours=${BACKUP_HOURS:-24}
keep=${BACKUP_KEEP:-14}

for number in "$hours" "$keep"; do
  case $number in
    '' | *[!0-9]* | 0*) echo "backup: BACKUP_HOURS and BACKUP_KEEP are whole numbers from 1; one is \"$number\"" >&2; exit 2 ;;
  esac
done

if [ -n "${PGPASSWORD_FILE:-}" ]; then
  PGPASSWORD=$(cat "$PGPASSWORD_FILE")
  export PGPASSWORD
fi

# One that is half written has another name.
save() {
  file=$directory/${PGDATABASE:-railhub}-$(date -u +%Y%m%dT%H%M%SZ).dump
  if pg_dump --format=custom --file="$file.part" && mv "$file.part" "$file"; then
    echo "backup: $file has $(wc -c < "$file") bytes"
    # The names tell the time, so their order is that of time.
    ls -1 "$directory" | grep '\.dump$' | sort -r | tail -n "+$((keep + 1))" | while read -r old; do rm -f "$directory/$old"; done
  else
    rm -f "$file.part"
    echo "backup: there is none of this time; the older ones stay" >&2
    return 1
  fi
}

case ${1:-} in
  once) save ;;
  check)
    if [ -z "$(find "$directory" -name '*.dump' -mmin "-$((hours * 60 + 60))" | head -n 1)" ]; then
      echo "backup: none is younger than $((hours + 1)) hours"
      exit 1
    fi
    ;;
  '')
    trap 'exit 0' INT TERM
    rm -f "$directory"/*.part
    while true; do
      # What went wrong once is tried again soon; health tells when it goes on.
      if save; then pause=$((hours * 3600)); else pause=60; fi
      sleep "$pause" &
      wait $!
    done
    ;;
  *) echo "backup: \"$1\" is no command; see its first lines" >&2; exit 2 ;;
esac
