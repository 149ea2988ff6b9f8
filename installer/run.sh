#!/bin/sh
# Sets everything up and plays the main job on the samples.
#
#   sh installer/run.sh [--no-window] [--out DIR]
#
# --no-window  only the command line, for machines without a screen
# --out DIR    where certificate, plaque, packages and lists are laid (default: out/ in this folder)
set -eu
. "$(dirname -- "$0")/setup.sh"
setup runtime
# -P: whatever folder one stands in, only the installed packages are imported. A later --out wins over ours.
exec "$ROOT/.venv/bin/python" -P -m alliance_desk demo --out "$ROOT/out" "$@"
