"""The order of packets that wait."""

from __future__ import annotations

from vardklient.calls.sound.packet import SoundPacket
from vardklient.calls.sound.waiting import WAITING_MAX, Waiting


def packet(n: int) -> SoundPacket:
    return SoundPacket(n, n * 960, bytes([n % 256]) * 3, 0.0)


def test_by_time_and_each_once() -> None:
    waiting = Waiting()
    assert waiting.first() is None
    for n in (3, 1, 2):
        waiting.put(packet(n))
    assert [waiting.knows(n * 960) for n in (1, 4)] == [True, False]
    heard = []
    while first := waiting.first():
        waiting.take(first)
        heard.append(first.sequence)
    assert heard == [1, 2, 3]
    assert waiting.knows(1 * 960), "a second copy is known"
    waiting.clear()
    assert not waiting.knows(1 * 960)


def test_the_oldest_goes_when_nobody_listens() -> None:
    waiting = Waiting()
    for n in range(WAITING_MAX + 10):
        waiting.put(packet(n))
    assert len(waiting) == WAITING_MAX
    first = waiting.first()
    assert first is not None
    assert first.sequence == 10


def test_what_came_too_late_is_known_too() -> None:
    waiting = Waiting()
    waiting.miss(packet(1))
    assert waiting.knows(960)
    assert len(waiting) == 0
