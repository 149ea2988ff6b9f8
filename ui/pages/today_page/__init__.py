"""The parts of the workbench: its cards, the lines in them, and what to do first on an empty desk."""
