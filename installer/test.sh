#!/bin/sh
# Sets everything up and runs every check in one run; what is given is handed to pytest.
#
#   sh installer/test.sh [PYTEST ARGUMENTS]
#
# The tests read finished papers with poppler, print to a queue of CUPS and open a window on a screen of Xvfb.
# Without these they skip by name; with CI=true they fail.
set -eu
. "$(dirname -- "$0")/setup.sh"
setup dev
cd "$ROOT"
exec .venv/bin/python -m pytest -n 2 "$@"
