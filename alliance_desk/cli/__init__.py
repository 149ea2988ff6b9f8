"""``alliance-deskctl``: every verb on the command line, in words or as JSON, with exit codes a script can trust."""

from alliance_desk.cli.main import main

__all__ = ["main"]
