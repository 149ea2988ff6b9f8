# shellcheck shell=sh
# Sourced by run.sh and test.sh: finds Python and hands over to prepare.py.
# After `setup runtime|dev [--window]` the environment stands in $ROOT/.venv.

ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
export PYTHONUTF8=1

# The first Python on the path that the program runs on, in $PYTHON.
find_python() {
    for PYTHON in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$PYTHON" >/dev/null 2>&1 &&
            "$PYTHON" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))'; then
            return
        fi
    done
    echo '没有找到 Python 3.11 至 3.14。请先执行：sudo apt-get install -y python3 python3-venv' >&2
    exit 1
}

# setup LOCK [--window]: LOCK is the name of a list in installer/lock, runtime or dev.
setup() {
    find_python
    "$PYTHON" "$ROOT/installer/prepare.py" "$@" || exit $?
}
