"""Packages between offices: keys and cards, the container that a stick carries, and the verbs that write and take it in."""
