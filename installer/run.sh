#!/bin/sh
# Sets everything up, plays the main job on the samples, and opens the window on the city's workspace where there is a screen.
#
#   sh installer/run.sh [--no-window] [--again] [--out DIR]
#
# --no-window  only the command line, for machines without a screen
# --again      play it anew; without it a finished play, and what was done in its offices since, is kept
# --out DIR    where certificate, plaque, packages and lists are laid (default: out/ in this folder)
set -eu
. "$(dirname -- "$0")/setup.sh"
case " $* " in
*" --no-window "*) setup runtime ;;
*) setup runtime --window ;;
esac
# -P: whatever folder one stands in, only the installed packages are imported. A later --out wins over ours.
exec "$ROOT/.venv/bin/python" -P -m alliance_desk demo --out "$ROOT/out" "$@"
