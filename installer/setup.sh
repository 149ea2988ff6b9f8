# shellcheck shell=sh
# Sourced by run.sh and test.sh: finds Python, makes it able to create an environment, hands over to prepare.py.
# After `setup runtime|dev` the environment stands in $ROOT/.venv.

ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
export PYTHONUTF8=1

# Say something to the person; standard output stays free for what the program prints.
say() { printf '%s\n' "$*" >&2; }

# The first Python on the path that is 3.11 or newer, in $PYTHON.
find_python() {
    for PYTHON in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$PYTHON" >/dev/null 2>&1 && "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
            return
        fi
    done
    say '没有找到 Python 3.11 或更新的版本。请先执行：sudo apt-get install -y python3 python3-venv'
    exit 1
}

# debian PACKAGE: install it where we may, else say the one command that does; fails when it is still missing.
debian() {
    if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
        say "正在安装系统软件包 $1 ……"
        export DEBIAN_FRONTEND=noninteractive
        apt-get install -y -qq --no-install-recommends "$1" >/dev/null 2>&1 ||
            { apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends "$1" >/dev/null; }
    else
        say "缺少系统软件包 $1。请执行这一条命令后重试：sudo apt-get install -y $1"
        return 1
    fi
}

# setup LOCK: LOCK is the name of a list in installer/lock, runtime or dev.
setup() {
    find_python
    # Debian's python3 comes without ensurepip, so `python3 -m venv` fails until python3-venv is there.
    if ! [ -x "$ROOT/.venv/bin/python" ] && ! "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
        debian python3-venv || exit 1
    fi
    "$PYTHON" "$ROOT/installer/prepare.py" "$1" || exit $?
}
