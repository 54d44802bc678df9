"""The sound bed, for what only real sound devices can show."""

from tests.peers.sound_bed import sound_bed

__all__ = ["sound_bed"]
