#!/bin/sh
# Fills wheels/ on a computer with a network, for computers without one. Copy the whole folder there afterwards.
#
#   sh installer/wheelhouse.sh [--dev] [TARGET …]
#
# TARGET  linux-3.11 (Debian 12), linux-3.13 (Debian 13), windows-3.12 …; without one: those of wheelhouse.py
# --dev   also what the tests need
set -eu
. "$(dirname -- "$0")/setup.sh"
setup runtime
exec "$ROOT/.venv/bin/python" "$ROOT/installer/wheelhouse.py" "$@"
