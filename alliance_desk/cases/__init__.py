"""The verbs on cases: each is one function, one commit, one ``Changes``."""
