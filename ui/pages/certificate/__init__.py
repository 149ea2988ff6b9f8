"""Pieces of the page of certificates and plaques."""
