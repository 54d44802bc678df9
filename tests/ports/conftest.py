"""The sound bed, for the contract of the real sound devices."""

from tests.peers.sound_bed import sound_bed

__all__ = ["sound_bed"]
