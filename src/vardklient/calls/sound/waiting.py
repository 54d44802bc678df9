"""The packets of sound that have come and not been heard, in the order of their time. Pure."""

from __future__ import annotations

from collections import deque

from vardklient.calls.sound.packet import SoundPacket

WAITING_MAX = 50
"""Packets kept while nobody listens: one second."""
REMEMBERED = 64
"""Packets that are known to be gone, so that a second copy of one is not called late."""


class Waiting:
    """A short queue that knows doubles."""

    def __init__(self) -> None:
        self._packets: dict[int, SoundPacket] = {}
        self._gone: deque[int] = deque(maxlen=REMEMBERED)

    def __len__(self) -> int:
        return len(self._packets)

    def knows(self, timestamp: int) -> bool:
        """Is this one here, or was it?"""
        return timestamp in self._packets or timestamp in self._gone

    def put(self, packet: SoundPacket) -> None:
        """It waits; with too many of them, the oldest goes."""
        self._packets[packet.timestamp] = packet
        if len(self._packets) > WAITING_MAX:
            del self._packets[min(self._packets)]

    def miss(self, packet: SoundPacket) -> None:
        """It came after its time."""
        self._gone.append(packet.timestamp)

    def first(self) -> SoundPacket | None:
        """The one whose time comes first; it stays."""
        return self._packets[min(self._packets)] if self._packets else None

    def take(self, packet: SoundPacket) -> None:
        """It is heard, or given up."""
        del self._packets[packet.timestamp]
        self._gone.append(packet.timestamp)

    def clear(self) -> None:
        """Another stream follows."""
        self._packets.clear()
        self._gone.clear()
