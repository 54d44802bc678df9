"""A call engine without a network: whoever is on the other side mirrors what we send.

Obeys the same contract as the real one (tests/ports/test_engine_contract.py). The other side's media can be cut.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from vardklient.base.slot import Fanout, Slot
from vardklient.ports.camera import Camera, Frame
from vardklient.ports.engine import (
    AudioStatistics,
    CallStatistics,
    ClosePeer,
    Described,
    EngineCommand,
    EngineEvent,
    MediaChanged,
    MediaState,
    OpenPeer,
    SendPicture,
    SendSound,
    TakeCandidate,
    TakeDescription,
    VideoStatistics,
)

OFFER_SDP, ANSWER_SDP = "v=0\r\ns=loopback offer\r\n", "v=0\r\ns=loopback answer\r\n"


@dataclass(frozen=True)
class _Mirror:
    """The connection to one person."""

    opened_s: float
    epoch: int
    flows: bool = False
    frames: int = 0
    rejoins: int = 0


class LoopbackEngine:
    """Implements `ports.engine.CallEngine`.

    Attributes:
        commands: everything that was asked for, in order.
        sends_sound, sends_picture: what is sent now.
    """

    def __init__(self, camera: Camera) -> None:
        self.commands: list[EngineCommand] = []
        self.sends_sound = self.sends_picture = True
        self._camera = camera
        self._slot: Slot[Frame] = Slot(self._wake)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listeners: list[Callable[[EngineEvent], None]] = []
        self._mirrors: dict[str, _Mirror] = {}
        self._screens: dict[str, Fanout[Frame]] = {}

    def on_event(self, listener: Callable[[EngineEvent], None]) -> None:
        self._listeners.append(listener)

    async def start(self) -> None:
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
            self._camera.subscribe(self._slot)

    async def do(self, command: EngineCommand) -> None:
        self.commands.append(command)
        match command:
            case OpenPeer(peer, epoch, offer):
                await self.start()
                self._open(peer, epoch, offer)
            case TakeDescription(peer, epoch, kind, _):
                self._described(peer, epoch, kind)
            case TakeCandidate():
                pass
            case ClosePeer(peer):
                self._close(peer)
            case SendSound(on):
                self.sends_sound = on
            case SendPicture(on):
                self.sends_picture = on

    def watch(self, peer: str, slot: Slot[Frame]) -> None:
        self._screens.setdefault(peer, Fanout()).subscribe(slot)

    def unwatch(self, peer: str, slot: Slot[Frame]) -> None:
        if peer in self._screens:
            self._screens[peer].unsubscribe(slot)

    async def statistics(self, peer: str) -> CallStatistics | None:
        mirror = self._mirrors.get(peer)
        if mirror is None:
            return None
        picture = VideoStatistics(fps=30.0 if mirror.flows else None, frames=mirror.frames)
        lasted_s = time.monotonic() - mirror.opened_s
        return CallStatistics(lasted_s, None, picture, picture, AudioStatistics(), rejoins=mirror.rejoins)

    async def close(self) -> None:
        for peer in list(self._mirrors):
            self._close(peer)
        self._camera.unsubscribe(self._slot)
        self._loop = None

    def cut(self, peer: str) -> None:
        """Nothing reaches us from this person any more."""
        mirror = self._mirrors[peer] = replace(self._mirrors[peer], flows=False)
        for state in (MediaState.WEAK, MediaState.LOST):
            self._tell(MediaChanged(peer, mirror.epoch, state))

    def _open(self, peer: str, epoch: int, offer: bool) -> None:
        known = self._mirrors.get(peer)
        if known is None:
            # like the real one, an engine that waits takes any epoch from the one it was told on
            known = self._mirrors[peer] = _Mirror(time.monotonic(), epoch - 1)
            rejoins = 0
        elif epoch <= known.epoch:
            return
        else:
            rejoins = known.rejoins + offer
        if offer:
            self._mirrors[peer] = replace(known, epoch=epoch, rejoins=rejoins)
            self._tell(MediaChanged(peer, epoch, MediaState.CONNECTING))
            self._tell(Described(peer, epoch, "offer", OFFER_SDP))

    def _described(self, peer: str, epoch: int, kind: str) -> None:
        mirror = self._mirrors.get(peer)
        if mirror is None or epoch < mirror.epoch or (kind == "answer" and epoch != mirror.epoch):
            return
        if kind == "offer":
            if epoch == mirror.epoch:
                return
            again = mirror.flows
            self._tell(MediaChanged(peer, epoch, MediaState.CONNECTING))
            self._tell(Described(peer, epoch, "answer", ANSWER_SDP))
            mirror = replace(mirror, epoch=epoch, rejoins=mirror.rejoins + again)
        self._mirrors[peer] = replace(mirror, flows=True)
        self._tell(MediaChanged(peer, epoch, MediaState.FLOWING))

    def _close(self, peer: str) -> None:
        mirror = self._mirrors.pop(peer, None)
        if mirror is not None:
            self._tell(MediaChanged(peer, mirror.epoch, MediaState.CLOSED))

    def _wake(self) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._mirror)

    def _mirror(self) -> None:
        frame = self._slot.take()
        if frame is None:
            return
        height, width = frame.pixels.shape[:2]
        pixels = np.zeros((height, width, 4), np.uint8)
        if self.sends_picture:
            pixels[:, :, :3] = frame.pixels[:, ::-1, :3]
        for peer, mirror in list(self._mirrors.items()):
            if mirror.flows:
                self._mirrors[peer] = replace(mirror, frames=mirror.frames + 1)
                if peer in self._screens:
                    self._screens[peer].put(Frame(pixels, frame.captured_at_s, frame.seq))

    def _tell(self, event: EngineEvent) -> None:
        for listener in self._listeners:
            listener(event)
