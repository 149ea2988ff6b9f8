"""Pieces of the page of public notices."""
