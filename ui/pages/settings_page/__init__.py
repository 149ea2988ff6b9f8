"""The sections of the page of settings, each in a module of its own."""
