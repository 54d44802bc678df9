"""One module per command of the command line; each composes what it needs and nothing more."""
