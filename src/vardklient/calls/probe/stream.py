"""Packets like those of a call, through the loop: first quiet, then ever more, then steadily what the line takes.

The quiet part shows the line as it is. The steps show what it takes: half a second each, so that a slow line is full
for no longer than that. The steady part is what loss, delay and jitter are judged by: seconds of a call that fits the
line, so that the figures are the line's and not those of a queue that the test has made.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from vardklient.calls.network.sendrate import HIGHEST_BPS, SOUND_BPS
from vardklient.calls.probe.ledger import (
    LINE_BYTES,
    Ledger,
    Passage,
    came_kbps,
    is_full,
    jitter_ms,
    lost_share,
    median_way_s,
    windows,
)
from vardklient.domain.network import MediaReading

SOUND_EVERY_S = 0.02
SOUND_BYTES = round(SOUND_BPS * SOUND_EVERY_S / 8) - LINE_BYTES
PICTURE_BYTES = 1344
"""A call's packets (`adapter/`): of pictures 1300 bytes of payload, with RTP 12, its extensions 16, encryption 16. A
tunnel through which smaller ones fit would pass the test and lose the call's."""
QUIET_S = 0.6
STEP_S, STEPS_KBPS = 0.5, (450, 1300, round((HIGHEST_BPS * 1.07 + SOUND_BPS) / 1000))
"""The first is just above what a good picture takes, the last is all that a call of ours takes: pictures with headers,
and sound."""
STEP_TRIES, STEP_TRIES_MOST = 2, 3
"""A burst of losses, or a moment in which a computer on the way had something else to do, is not yet a full line. One
in which our own had, so that packets left late and all at once, does not count."""
LATE_S = 0.05
STEPS_WITHIN_S = 2.5
"""A line with a long way there and back gets fewer steps. What went through then is less than it takes."""
SPARE_S = 0.15
"""After a step, beyond the usual way's time, before it is judged."""
SETTLE_S = 0.5
"""Sound alone after a step that was too much, so that queues drain: the usual ones hold 0.3 s."""
STEADY_SHARE, STEADY_MOST_KBPS = 0.8, 1200
"""Of what the line takes; and no more than a good picture, so that others in the building keep theirs."""
STEADY_S = 5.05
LONGEST_WAY_S = 1.5
"""What is later has not come."""
USUAL_S = QUIET_S + len(STEPS_KBPS) * (STEP_S + SPARE_S) + STEADY_S + 0.5


class Sends(Protocol):
    """What packets leave by."""

    async def send(self, number: int, size_bytes: int) -> None:
        """Send a datagram; raises `ConnectionError` when there is no way any more."""
        ...


@dataclass(frozen=True, slots=True)
class _Capacity:
    kbps: float
    full: bool


class MediaStream:
    """One measurement of the media.

    Args:
        loop: to be sent through.
        ledger: knows what has come back.
        tell: told how far it has come, 0..1.
        monotonic_s: the clock.
        sleep: lets so many seconds of that clock pass.
    """

    def __init__(
        self,
        loop: Sends,
        ledger: Ledger,
        tell: Callable[[float], None],
        monotonic_s: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._loop, self._ledger, self._tell = loop, ledger, tell
        self._now_s, self._sleep = monotonic_s, sleep
        self._began_s = self._sound_due_s = self._picture_due_s = monotonic_s()
        self._late_s = 0.0

    async def measure(self) -> MediaReading | None:
        """Takes some eight seconds; None when nothing came back.

        Raises:
            ConnectionError: the loop is gone.
        """
        quiet = await self._send(QUIET_S, 0)
        capacity = await self._climb(quiet)
        if capacity is None:
            return None
        if capacity.full:
            await self._send(SETTLE_S, 0)
        steady_kbps = min(STEADY_SHARE * capacity.kbps, STEADY_MOST_KBPS)
        steady = await self._send(STEADY_S, max(0.0, steady_kbps * 1000 - SOUND_BPS))
        await self._sleep(self._grace_s(steady))
        return self._reading(capacity.kbps, self._ledger.part(*steady))

    def _reading(self, rate_kbps: float, steady: list[Passage]) -> MediaReading | None:
        way_s, jitter = median_way_s(steady), jitter_ms(steady)
        if way_s is None or jitter is None:
            return None
        return MediaReading(way_s * 1000, jitter, rate_kbps, windows(steady))

    async def _climb(self, quiet: tuple[int, int]) -> _Capacity | None:
        """What the line takes: the last step that went through, or what came of the one that did not."""
        began_s, through_kbps = self._now_s(), SOUND_BPS / 1000
        for kbps in STEPS_KBPS:
            if self._now_s() - began_s > STEPS_WITHIN_S:
                break
            came = await self._step(kbps, quiet)
            if came == 0.0:
                return None
            if came is not None:
                return _Capacity(min(kbps, max(came, through_kbps)), True)
            through_kbps = kbps
        return _Capacity(through_kbps, False)

    async def _step(self, kbps: float, quiet: tuple[int, int]) -> float | None:
        """None: so much goes through; otherwise what came, in kbit/s. What does not go through is tried again."""
        best_kbps, counted = 0.0, 0
        for _ in range(STEP_TRIES_MOST):
            if best_kbps:
                await self._send(SETTLE_S, 0)
            numbers = await self._send(STEP_S, kbps * 1000 - SOUND_BPS)
            late_s = self._late_s
            await self._send(self._grace_s(quiet, most_s=1.0), 0)
            before, step = self._ledger.part(*quiet), self._ledger.part(*numbers)
            if lost_share(before) == lost_share(step) == 1.0:
                break
            if not is_full(before, step):
                return None
            best_kbps = max(best_kbps, came_kbps(step) or SOUND_BPS / 1000)
            counted += late_s < LATE_S
            if counted == STEP_TRIES:
                break
        return best_kbps

    def _grace_s(self, numbers: tuple[int, int], most_s: float = LONGEST_WAY_S) -> float:
        """How long to wait until what was sent last has surely come."""
        usual_s = median_way_s(self._ledger.part(*numbers))
        return most_s if usual_s is None else min(most_s, usual_s + SPARE_S)

    async def _send(self, lasts_s: float, picture_bps: float) -> tuple[int, int]:
        """Send sound, and pictures at this rate, for so long; the numbers of what was sent."""
        first, now_s = self._ledger.count, self._now_s()
        self._late_s = 0.0
        until_s = now_s + lasts_s
        picture_every_s = (PICTURE_BYTES + LINE_BYTES) * 8 / picture_bps if picture_bps else float("inf")
        self._sound_due_s = max(self._sound_due_s, now_s)
        self._picture_due_s = now_s + min(picture_every_s, SOUND_EVERY_S) / 2 if picture_bps else float("inf")
        while (due_s := min(self._sound_due_s, self._picture_due_s)) < until_s:
            await self._sleep(max(0.0, due_s - self._now_s()))
            self._late_s = max(self._late_s, self._now_s() - due_s)
            if due_s == self._sound_due_s:
                self._sound_due_s += SOUND_EVERY_S
                await self._one(SOUND_BYTES)
            else:
                self._picture_due_s += picture_every_s
                await self._one(PICTURE_BYTES)
        await self._sleep(max(0.0, until_s - self._now_s()))
        return first, self._ledger.count

    async def _one(self, size_bytes: int) -> None:
        now_s = self._now_s()
        await self._loop.send(self._ledger.send(size_bytes, now_s), size_bytes)
        self._tell(min(1.0, (now_s - self._began_s) / USUAL_S))
