"""The story on the samples."""

import typer


def attach(app: typer.Typer) -> None:
    del app
