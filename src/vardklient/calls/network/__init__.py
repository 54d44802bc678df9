"""Packets: how fast, in what order, which are missing, over which way."""
