"""The sound bed, for the commands that use sound devices."""

from tests.peers.sound_bed import sound_bed

__all__ = ["sound_bed"]
