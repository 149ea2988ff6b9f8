#!/bin/sh
# Sets everything up and runs every check in one run; what is given is handed to pytest.
#
#   sh installer/test.sh [PYTEST ARGUMENTS]
set -eu
. "$(dirname -- "$0")/setup.sh"
# The tests read finished papers with poppler. Without it they skip by name; with CI=true they fail.
if ! command -v pdftotext >/dev/null 2>&1 || ! command -v pdftoppm >/dev/null 2>&1; then
    debian poppler-utils || say '缺少 pdftotext/pdftoppm 的测试将被跳过（CI=true 时判为失败）。'
fi
setup dev
cd "$ROOT"
exec .venv/bin/python -m pytest -n 2 "$@"
