"""``python -m alliance_desk``: the command line."""

import sys

from alliance_desk.cli import main

if __name__ == "__main__":
    sys.exit(main())
