"""Measures the network with what a call uses: the visit server, its relays, encrypted media packets."""
