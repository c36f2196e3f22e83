# The first account of a club to throw away, made as a person makes it: by the code that the club has written into its log. Sourced by others.

# What calls the club; whoever has to call from elsewhere puts that before it.
sign_in_curl=(curl)

# sign_in_code LOG...: the code in one of these.
sign_in_code() { cat "$@" | sed -nE 's/.*welcome#([0-9A-Za-z-]+).*/\1/p' | tail -n 1; }

# sign_in CLUB PASSWORD LOG...: makes the account "owner", and prints a token with all of its rights.
sign_in() {
  local club=$1 password=$2 code cookies token
  code=$(sign_in_code "${@:3}")
  cookies=$(mktemp "${TMPDIR:-/tmp}/railhub-cookies.XXXXXX")
  sign_in_post "$club/api/founding" "{\"code\":\"$code\",\"userName\":\"owner\",\"displayName\":\"Owner\",\"password\":\"$password\"}" > /dev/null
  token=$(sign_in_post "$club/api/me/tokens" '{"name":"Scripts","role":"owner","isAdministrator":true}' | sed -nE 's/.*"secret":"([^"]+)".*/\1/p')
  rm -f "$cookies"
  [[ -n $token ]] || { printf 'nobody could sign in at %s by the code "%s"\n' "$club" "$code" >&2; return 1; }
  printf '%s\n' "$token"
}

sign_in_post() {
  "${sign_in_curl[@]}" -sS -m 20 --fail-with-body -b "$cookies" -c "$cookies" -H 'content-type: application/json' -d "$2" "$1" \
    || { printf ' (%s)\n' "$1" >&2; return 1; }
}

# A password that is good enough for the account.
sign_in_password() { printf 'kettle-'; head -c 9 /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }
