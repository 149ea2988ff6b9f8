"""Tables, sessions, reads and migrations. This package knows no rules."""
