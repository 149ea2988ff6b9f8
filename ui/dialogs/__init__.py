"""Dialogs: only what cannot be a panel: the passphrase, the first run."""
