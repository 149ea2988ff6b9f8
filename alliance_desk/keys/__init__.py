"""An office's keys: to sign and to receive, sealed by a passphrase; the public card and its fingerprint."""
