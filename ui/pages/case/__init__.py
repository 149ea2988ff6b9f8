"""The case view: where does this case stand, and what is missing."""
