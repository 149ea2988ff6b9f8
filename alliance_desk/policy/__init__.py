"""Policies as data: pure functions from rules and facts to findings. Nothing here reads a file, a table or the time."""
