#!/usr/bin/env bash
# Builds the images for real and starts each of them, on a machine that has no Docker: by hand, or nightly. As root on Debian; what it wants
# (buildah, debootstrap, postgresql, curl, iproute2) it installs.
#
#   eng/images.sh           all of it
#   eng/images.sh base      stand-ins for Microsoft's base images, made of Debian and of this machine's .NET, under the same names
#   eng/images.sh build     the Dockerfile, all targets
#   eng/images.sh start     each image as a container would run it: its user, its entrypoint, a read-only root, an address of its own
#   eng/images.sh sizes     what the layers weigh
#   eng/images.sh clean     forgets everything
#
# The stand-in of the base has no shell either, as the real one. RAILHUB_IMAGES is the directory that it keeps its things in,
# RAILHUB_NUGET_CONFIG a NuGet.Config for the build (this user's, when it is not set), RAILHUB_NUGET_PACKAGES a folder of packages that need not be
# fetched again, RAILHUB_BUILD_UNDER a command to build under, such as flock.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source eng/postgres.sh
source eng/sign-in.sh

readonly state=${RAILHUB_IMAGES:-${TMPDIR:-/tmp}/railhub-images}
readonly targets=(standalone silo gateway boards)
readonly nuget_config=${RAILHUB_NUGET_CONFIG:-$HOME/.nuget/NuGet/NuGet.Config}
readonly network=10.89.0 network6=fd89: # of namespaces that are gone when this ends

say() { printf '%s\n' "$*"; }
die() { printf 'eng/images.sh: %s\n' "$*" >&2; exit 1; }

storage=(--root "$state/storage" --runroot "$state/run" --storage-driver overlay)
buildah() { command buildah "${storage[@]}" "$@"; }
# A line of the Dockerfile's own words, so that names stand in one place.
default_of() { sed -nE "s/^ARG $1=(.*)/\1/p" Dockerfile | head -n 1; }
base_names() { sed -nE 's/^FROM (--platform=[^ ]+ )?(mcr\.[^ ]+) AS .*/\2/p' Dockerfile | DOTNET=$(default_of DOTNET) DISTRIBUTION=$(default_of DISTRIBUTION) envsubst; }

ensure_packages() {
  local missing=()
  command -v buildah > /dev/null || missing+=(buildah)
  command -v debootstrap > /dev/null || missing+=(debootstrap)
  command -v ip > /dev/null || missing+=(iproute2)
  command -v curl > /dev/null || missing+=(curl)
  command -v envsubst > /dev/null || missing+=(gettext-base)
  postgres_find || missing+=(postgresql)
  if ((${#missing[@]} == 0)); then return; fi
  if [[ $(id -u) -ne 0 ]] || ! command -v apt-get > /dev/null; then die "please install: ${missing[*]}"; fi
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"; } > "$state/apt.log" 2>&1 \
    || { tail -n 20 "$state/apt.log" >&2; die "apt-get failed"; }
}

# --- Stand-ins for the base images -----------------------------------------------------------------------------------------------------

dotnet_root() { dirname "$(readlink -f "$(command -v dotnet)")"; }

base() {
  local sdk runtime tree=$state/debian slim=$state/slim libraries
  { read -r sdk; read -r runtime; } < <(base_names)
  if [[ ! -e $tree/done ]]; then
    say "making $sdk of Debian"
    debootstrap --variant=minbase --include=ca-certificates,libicu72,libssl3,tzdata bookworm "$tree" > "$state/debootstrap.log" 2>&1 || die "see $state/debootstrap.log"
    touch "$tree/done"
  fi
  # The packages' registry may be behind an authority of this machine's own.
  cp /etc/ssl/certs/ca-certificates.crt "$tree/etc/ssl/certs/ca-certificates.crt"
  commit "$sdk" "$tree" "$(dotnet_root)"

  say "making $runtime of it, without its programs"
  rm -rf "$slim"
  mkdir -p "$slim"/{etc/ssl/certs,tmp,proc,dev,sys,usr/bin,usr/share/dotnet,usr/lib/x86_64-linux-gnu}
  chmod 1777 "$slim/tmp"
  touch "$slim/etc/hosts" # of each container its own
  ln -s usr/lib "$slim/lib"
  cp -a "$tree/lib64" "$slim/" && mkdir -p "$slim/usr/lib64"
  cp -a "$tree"/usr/lib64/* "$slim/usr/lib64/" 2> /dev/null || true
  libraries=$tree/usr/lib/x86_64-linux-gnu
  for pattern in 'ld-linux*' 'libc.so*' 'libm.so*' 'libdl.so*' 'libpthread.so*' 'librt.so*' 'libresolv.so*' 'libnss_*' 'libgcc_s*' 'libstdc++*' 'libz.so*' \
    'libssl*' 'libcrypto*' 'libicu*'; do
    find "$libraries" -maxdepth 1 -name "$pattern" -exec cp -a {} "$slim/usr/lib/x86_64-linux-gnu/" \;
  done
  cp -a "$tree/usr/share/zoneinfo" "$slim/usr/share/"
  cp "$tree/etc/ssl/certs/ca-certificates.crt" "$slim/etc/ssl/certs/"
  cp "$tree/etc/nsswitch.conf" "$slim/etc/" 2> /dev/null || say 'hosts: files dns' > "$slim/etc/nsswitch.conf"
  say 'root:x:0:0:root:/root:/sbin/nologin
app:x:1654:1654::/home/app:/sbin/nologin' > "$slim/etc/passwd"
  say 'root:x:0:
app:x:1654:' > "$slim/etc/group"
  cp -a "$(dotnet_root)"/{dotnet,host,shared,LICENSE.txt,ThirdPartyNotices.txt} "$slim/usr/share/dotnet/"
  ln -s /usr/share/dotnet/dotnet "$slim/usr/bin/dotnet"
  commit "$runtime" "$slim"
}

# commit NAME TREE [SDK]
commit() {
  local container
  container=$(buildah from scratch)
  buildah copy -q "$container" "$2" / > /dev/null
  if [[ -n ${3:-} ]]; then
    buildah copy -q "$container" "$3" /usr/share/dotnet > /dev/null
    ln -s /usr/share/dotnet/dotnet "$(buildah mount "$container")/usr/bin/dotnet"
    buildah umount "$container" > /dev/null
    buildah config --env DOTNET_CLI_TELEMETRY_OPTOUT=1 --env DOTNET_NOLOGO=1 --env SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt "$container"
  else
    # As the real one.
    buildah config --env ASPNETCORE_HTTP_PORTS=8080 --env APP_UID=1654 --user 1654 "$container"
  fi
  buildah config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
  buildah commit -q --rm "$container" "$1" > /dev/null
}

# --- The Dockerfile --------------------------------------------------------------------------------------------------------------------

build() {
  local target started packages=()
  if [[ -e $nuget_config ]]; then packages+=(--secret "id=nuget,src=$nuget_config"); fi
  if [[ -n ${RAILHUB_NUGET_PACKAGES:-} ]]; then packages+=(--volume "$RAILHUB_NUGET_PACKAGES:/root/.nuget/packages"); fi
  for target in "${targets[@]}"; do
    started=$SECONDS
    # shellcheck disable=SC2086 # A command and its arguments.
    ${RAILHUB_BUILD_UNDER:-} "$(type -P buildah)" "${storage[@]}" \
      bud --format docker --isolation chroot --pull-never --layers "${packages[@]}" --target "$target" -t "railhub-$target" \
      --build-arg "VERSION=0.0.0-$(git rev-parse --short HEAD)" --build-arg "REVISION=$(git rev-parse HEAD)" . > "$state/build-$target.log" 2>&1 \
      || { tail -n 40 "$state/build-$target.log" >&2; die "$target was not built"; }
    say "built railhub-$target in $((SECONDS - started)) s"
  done
}

# --- Each one started ------------------------------------------------------------------------------------------------------------------

# A list of the image's configuration, a line for each word; of what is no list, its keys and values. Such as: words silo Entrypoint
words() {
  node -e '
    const config = JSON.parse(require("fs").readFileSync(process.argv[1])).Docker.config;
    const value = process.argv[2].split(".").reduce((inner, key) => inner?.[key], config) ?? [];
    for (const word of Array.isArray(value) ? value : Object.entries(value).map(pair => pair.join("="))) console.log(word);' "$state/$1.json" "$2"
}

start() {
  local target
  for target in "${targets[@]}"; do
    # Of the image as it is now.
    if [[ -e $state/$target.container ]]; then buildah rm "$(cat "$state/$target.container")" > /dev/null; fi
    buildah from "localhost/railhub-$target" > "$state/$target.container"
    buildah mount "$(cat "$state/$target.container")" > "$state/$target.root"
    buildah inspect --type image "localhost/railhub-$target" > "$state/$target.json"
  done
  # Namespaces of its own for processes, mounts and network: all that was started is gone when it ends.
  unshare --mount --net --pid --fork --kill-child --mount-proc bash "$0" start-inside
  for target in "${targets[@]}"; do buildah umount "$(cat "$state/$target.container")" > /dev/null; done
}

# One machine on the network between them: NAME, and the last number of its address.
machine() {
  mkdir -p "/etc/netns/$1"
  ip netns add "$1"
  ip link add "v-$1" type veth peer name eth0 netns "$1"
  ip link set "v-$1" master bridge up
  ip -n "$1" addr add "$network.$2/24" dev eth0
  ip -n "$1" addr add "$network6:$2/64" dev eth0 nodad
  ip -n "$1" link set eth0 up
  ip -n "$1" link set lo up
}

# image TARGET MACHINE LOG [NAME=VALUE...] [-- ARGUMENT...]: as a container runtime starts it.
image() {
  local target=$1 machine=$2 log=$3 root environment=() entry=() arguments=()
  shift 3
  mapfile -t environment < <(words "$target" Env)
  while (($# > 0)) && [[ $1 != -- ]]; do environment+=("$1"); shift; done
  if (($# > 0)); then shift; arguments=("$@"); else mapfile -t arguments < <(words "$target" Cmd); fi
  root=$(cat "$state/$target.root")
  mapfile -t entry < <(words "$target" Entrypoint)
  within "$machine" "$root" "${environment[@]}" -- "${entry[@]}" "${arguments[@]}" > "$state/$log.log" 2>&1 &
  say $! > "$state/$log.started"
}

# within MACHINE ROOT NAME=VALUE... -- COMMAND...: on a read-only root, as its user, without any right of root's.
within() {
  local machine=$1 root=$2 environment=()
  shift 2
  while [[ $1 != -- ]]; do environment+=("$1"); shift; done
  shift
  # What is quoted here is for the inner shell.
  # shellcheck disable=SC2016
  exec ip netns exec "$machine" unshare --mount bash -c '
    root=$1 data=$2
    shift 2
    mount --bind "$root" "$root"
    mount -o remount,bind,ro "$root"
    mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount --bind /etc/hosts "$root/etc/hosts"
    if [[ -d $root/data ]]; then mount --bind "$data" "$root/data"; fi
    cd /
    environment=()
    while [[ $1 != -- ]]; do environment+=("$1"); shift; done
    shift
    exec env -i "${environment[@]}" /usr/bin/setpriv --no-new-privs /usr/bin/unshare --root="$root" --wd=/app --setgid=1654 --setuid=1654 "$@"' \
    within "$root" "$state/data" "${environment[@]}" -- "$@"
}

failures=0
check() { # check WHAT HOLDS...
  local what=$1
  shift
  if "$@" > "$state/check.log" 2>&1; then say "  ok      $what"; else say "  NOT OK  $what: $(head -c 300 "$state/check.log")"; failures=$((failures + 1)); fi
}

# The program itself: the one process of that name's image.
process() { pgrep -f "^dotnet $(words "$1" Entrypoint | sed -n 2p)" | head -n 1; }
healthy() { # healthy TARGET MACHINE: by the image's own HEALTHCHECK.
  local environment=() test=()
  mapfile -t environment < <(words "$1" Env)
  mapfile -t test < <(words "$1" Healthcheck.Test)
  (within "$2" "$(cat "$state/$1.root")" "${environment[@]}" -- "${test[@]:1}")
}
becomes_healthy() { for _ in {1..300}; do if healthy "$@" > "$state/health.log" 2>&1; then cat "$state/health.log"; return 0; fi; sleep 0.2; done; cat "$state/health.log"; return 1; }
answers() { [[ $(ip netns exec caller curl -s -m 5 -o /dev/null -w '%{http_code}' "$1") == "$2" ]]; }
is_not_root() { [[ $(awk '/^Uid/ { print $2, $3, $4 }' "/proc/$1/status") == "1654 1654 1654" ]] && [[ $(awk '/^CapEff/ { print $2 }' "/proc/$1/status") == 0000000000000000 ]]; }
is_read_only() { local place; for place in / /app /etc; do if touch "/proc/$1/root$place/written" 2> /dev/null; then return 1; fi; done; }
has_no_shell() { ! [[ -e $1/bin/sh || -e $1/usr/bin/sh ]]; }
ends_soon() { kill -TERM "$1"; for _ in {1..100}; do if ! kill -0 "$1" 2> /dev/null; then return 0; fi; sleep 0.1; done; return 1; }

examine() { # examine TARGET MACHINE
  local id
  check "health: $(words "$1" Healthcheck.Test | tail -n +2 | xargs)" becomes_healthy "$1" "$2"
  id=$(process "$1")
  check "its user is 1654, without rights" is_not_root "$id"
  check "the root is read-only" is_read_only "$id"
  check "no shell" has_no_shell "$(cat "$state/$1.root")"
  check "labels: $(words "$1" Labels | sed -nE 's/^org.opencontainers.image.(title|version|licenses)=//p' | paste -sd, | sed 's/,/, /g')" \
    bash -c "[[ \"$(words "$1" Labels)\" == *image.title=RailHub*image.vendor=* ]]"
}

start_inside() {
  mount -t tmpfs tmpfs /run
  mkdir -p /etc/netns && mount -t tmpfs tmpfs /etc/netns
  ip link add bridge type bridge
  ip link set bridge up
  rm -rf "$state/data" "$state/database"
  mkdir -p "$state/data" "$state/database"
  chown 1654:1654 "$state/data"
  chmod 755 "$state"
  machine caller 2
  machine postgres 3
  machine silo 4
  machine gateway 5
  machine standalone 6
  machine boards 7

  postgres_make "$state/database/postgres"
  say "host all all $network.0/24 trust" >> "$state/database/postgres/pg_hba.conf"
  ip netns exec postgres bash -c "source eng/postgres.sh; postgres_options+=(-c listen_addresses=*); postgres_serve '$state/database/postgres' 5432" > "$state/postgres.server.log" 2>&1 &
  local database="Host=$network.3;Username=railhub;Database=railhub"

  say "boards"
  image boards boards boards
  examine boards boards
  check "a board answers others" answers "http://$network.7:8100/api/status" 200

  say "silo"
  image silo silo silo "Database__ConnectionString=$database" "Cluster__Address=$network.4" Cluster__Listen=0.0.0.0 "Telemetry__Metrics=*:9464"
  examine silo silo
  check "metrics at 9464" answers "http://$network.4:9464/metrics" 200
  check "the same by IPv6" answers "http://[$network6:4]:9464/metrics" 200

  say "gateway"
  image gateway gateway gateway "Database__ConnectionString=$database" "Telemetry__Metrics=*:9464"
  examine gateway gateway
  check "metrics at 9464" answers "http://$network.5:9464/metrics" 200
  check "the same by IPv6" answers "http://[$network6:5]:9464/metrics" 200
  check "the dashboard" answers "http://$network.5:8080/" 200
  check "the first owner's code is in the silo's log" grep -q 'welcome#' "$state/silo.log"
  sign_in_curl=(ip netns exec caller curl)
  local token
  token=$(sign_in "http://$network.5:8080" "$(sign_in_password)" "$state/silo.log") || die "nobody can sign in"
  check "nobody else is let in" answers "http://$network.5:8080/api/layouts" 401
  check "a board is added" bash -c "
    layout=\$(ip netns exec caller curl -sf -H 'authorization: Bearer $token' -H 'content-type: application/json' -d '{\"name\":\"Images\"}' http://$network.5:8080/api/layouts | sed -E 's/.*\"id\":\"([^\"]+)\".*/\1/')
    ip netns exec caller curl -sf -H 'authorization: Bearer $token' -H 'content-type: application/json' -d '{\"host\":\"$network.7\",\"httpPort\":8100,\"webSocketPort\":8101}' http://$network.5:8080/api/layouts/\$layout/controllers"
  check "the gateway ends at SIGTERM" ends_soon "$(process gateway)"
  check "the silo ends at SIGTERM" ends_soon "$(process silo)"
  check "the boards end at SIGTERM" ends_soon "$(process boards)"

  say "standalone"
  image standalone standalone standalone -- --no-demo
  examine standalone standalone
  check "the dashboard" answers "http://$network.6:8080/" 200
  check "nobody is let in" answers "http://$network.6:8080/api/layouts" 403
  check "the first owner's code is in its log" grep -q 'welcome#' "$state/standalone.log"
  check "that passwords are not encrypted is in its log" grep -q 'Not encrypted' "$state/standalone.log"
  check "the club is in /data" test -s "$state/data/railhub.db"
  check "it ends at SIGTERM" ends_soon "$(process standalone)"

  if ((failures > 0)); then say "$failures checks failed; logs are in $state"; exit 1; fi
}

# --- Sizes -----------------------------------------------------------------------------------------------------------------------------

# Compressed as a registry has them. The base's are told apart: those of the real one are not to be had here.
sizes() {
  local sdk runtime target
  { read -r sdk; read -r runtime; } < <(base_names)
  rm -rf "$state/pushed"
  mkdir -p "$state/pushed"
  buildah push -q --compression-format gzip "$runtime" "dir:$state/pushed/base" > /dev/null
  for target in "${targets[@]}"; do buildah push -q --compression-format gzip "railhub-$target" "dir:$state/pushed/$target" > /dev/null; done
  node -e '
    const fs = require("fs");
    const layers = name => JSON.parse(fs.readFileSync(`${process.argv[1]}/${name}/manifest.json`)).layers;
    const base = layers("base"), sum = list => (list.reduce((all, layer) => all + layer.size, 0) / 1e6).toFixed(1);
    console.log(`base, stood in for: ${sum(base)} MB (the real one was not measured)`);
    for (const name of process.argv.slice(2)) console.log(`railhub-${name}: ${sum(layers(name).slice(base.length))} MB ours, ${sum(layers(name))} MB with the stand-in`);' \
    "$state/pushed" "${targets[@]}"
  rm -rf "$state/pushed"
}

clean() {
  if [[ -d $state/storage ]]; then buildah rm -a > /dev/null && buildah rmi -a -f > /dev/null; fi
  rm -rf "$state"
}

mkdir -p "$state"
case ${1:-all} in
  all) ensure_packages; base; build; start; sizes ;;
  base) ensure_packages; base ;;
  build) build ;;
  start) start ;;
  start-inside) start_inside ;;
  sizes) sizes ;;
  clean) clean ;;
  *) sed -n '2,/^set /{/^set /!p}' "$0" | sed -E 's/^# ?//'; exit 2 ;;
esac
