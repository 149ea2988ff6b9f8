#!/bin/sh
# Remakes the two lists in installer/lock from pyproject.toml. Run by a developer with a network; needs uv.
#
#   sh installer/lock.sh [--upgrade]
#
# The lists name versions and hashes for Linux and Windows, and no address. uv asks the public index only:
# a machine's own pip settings, extra indexes and folders of wheels are not read.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$ROOT"
UV=$(command -v uv || echo .venv/bin/uv)
[ -x "$UV" ] || { echo "uv is needed: .venv/bin/python -m pip install uv" >&2; exit 1; }

# compile NAME ARGUMENTS…
compile() {
    name=$1
    shift
    "$UV" --no-config pip compile pyproject.toml --group pyproject.toml:build "$@" \
        --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
        --no-annotate --no-header --quiet --output-file "installer/lock/$name.txt"
}

unset UV_INDEX UV_INDEX_URL UV_EXTRA_INDEX_URL UV_DEFAULT_INDEX UV_FIND_LINKS
compile runtime "$@"
# The same versions below, so that going from one list to the other changes nothing that runs.
compile dev --group pyproject.toml:dev --constraints installer/lock/runtime.txt "$@"
