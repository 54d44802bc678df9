"""The call engine on aiortc. It runs on whatever asyncio loop calls it; aiortc and PyAV are imported in `start`."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from vardklient.base.slot import Slot
from vardklient.calls.network.sendrate import START_BPS
from vardklient.calls.network.ways import Ways
from vardklient.calls.settings import MAX_HEIGHT_PX, MAX_WIDTH_PX, MUTED_EVERY_S
from vardklient.calls.statistics import Gauges, PeerCounters
from vardklient.ports.camera import Camera, Frame
from vardklient.ports.engine import (
    CallStatistics,
    ClosePeer,
    EngineCommand,
    EngineEvent,
    MediaChanged,
    MediaState,
    OpenPeer,
    SendPicture,
    SendSound,
    SpokeWhileMuted,
    TakeCandidate,
    TakeDescription,
)
from vardklient.ports.sound import Microphone, Speaker

if TYPE_CHECKING:
    from vardklient.calls.connection import Connection
    from vardklient.ports.signalling import IceServer

log = logging.getLogger(__name__)


class _Screen:
    """Who watches one person, and how large. Touched from the loop, the GUI thread and the workers."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._slots: tuple[tuple[Slot[Frame], tuple[int, int]], ...] = ()

    def add(self, slot: Slot[Frame], size: tuple[int, int]) -> None:
        with self._lock:
            self._slots = (*(s for s in self._slots if s[0] is not slot), (slot, size))

    def remove(self, slot: Slot[Frame]) -> None:
        with self._lock:
            self._slots = tuple(s for s in self._slots if s[0] is not slot)

    def wanted(self) -> tuple[int, int] | None:
        sizes = [size for _, size in self._slots]
        return (max(s[0] for s in sizes), max(s[1] for s in sizes)) if sizes else None

    def show(self, frame: Frame) -> None:
        for slot, _ in self._slots:
            slot.put(frame)


class _Peer:
    """One person: the connection in use, the one being made, and what outlives both."""

    def __init__(self, ice: tuple[IceServer, ...], now_s: float) -> None:
        self.ice = ice
        self.counters = PeerCounters(now_s)
        self.least_epoch = 0
        self.shown: Connection | None = None
        self.newest: Connection | None = None

    def connections(self) -> list[Connection]:
        both = {id(c): c for c in (self.shown, self.newest) if c is not None}
        return list(both.values())

    def start_bps(self) -> int:
        """What pictures on another connection begin with: no more than they had, for the line may be the same."""
        known = [c.target_bps for c in self.connections() if c.target_bps]
        return min([START_BPS, *known])


class AiortcEngine:
    """Implements `ports.engine.CallEngine`.

    Camera, microphone and speaker are subscribed to, never opened or stopped. A new epoch makes a new connection; the
    one before is kept until media have arrived on the new one.
    """

    def __init__(self, camera: Camera, microphone: Microphone, speaker: Speaker) -> None:
        self._camera = camera
        self._microphone = microphone
        self._speaker = speaker
        self._listeners: list[Callable[[EngineEvent], None]] = []
        self._ready = False
        self._screens: dict[str, _Screen] = {}
        self._peers: dict[str, _Peer] = {}
        self._closing: set[asyncio.Task[None]] = set()
        self._send_sound = self._send_picture = True
        self._muted_said_s = -MUTED_EVERY_S
        self._ways = Ways(self._moved)
        self._turn = asyncio.Lock()

    def on_event(self, listener: Callable[[EngineEvent], None]) -> None:
        """Call `listener` on the loop."""
        self._listeners.append(listener)

    async def start(self) -> None:
        """Import what is heavy, in a thread, and set it up. Opens no device; harmless when called again."""
        async with self._turn:
            await self._get_ready()

    async def do(self, command: EngineCommand) -> None:
        """Carry out a command, in the order of the calls. What takes time goes on by itself and is told by events."""
        async with self._turn:
            if isinstance(command, OpenPeer):
                await self._get_ready()
            self._carry_out(command)

    async def _get_ready(self) -> None:
        if not self._ready:
            await asyncio.to_thread(_import)
            self._ready = True

    def _carry_out(self, command: EngineCommand) -> None:
        match command:
            case OpenPeer():
                self._open(command)
            case TakeDescription(peer, epoch, kind, sdp):
                connection = self._for_epoch(peer, epoch, new=kind == "offer")
                if connection is not None:
                    connection.take_description(kind, sdp)
            case TakeCandidate(peer, epoch, candidate):
                connection = self._for_epoch(peer, epoch, new=False)
                if connection is not None:
                    connection.take_candidate(candidate)
            case ClosePeer(peer):
                self._forget(peer)
            case SendSound(on):
                self._send_sound = on
                for connection in self._all():
                    connection.sound.switch(on)
            case SendPicture(on):
                self._send_picture = on
                for connection in self._all():
                    connection.picture.switch(on)

    def watch(self, peer: str, slot: Slot[Frame], size: tuple[int, int] = (MAX_WIDTH_PX, MAX_HEIGHT_PX)) -> None:
        """Pictures of this person go into `slot`, no larger than `size` (width, height) in pixels.

        May be called from any thread, before the person is there, and again with another size.
        """
        self._screens.setdefault(peer, _Screen()).add(slot, size)

    def unwatch(self, peer: str, slot: Slot[Frame]) -> None:
        """No more pictures into `slot`."""
        if screen := self._screens.get(peer):
            screen.remove(slot)

    async def statistics(self, peer: str) -> CallStatistics | None:
        """The figures of the call with this person, over all connections; None when there is none."""
        person = self._peers.get(peer)
        if person is None:
            return None
        traffic = sum((c.traffic for c in person.connections()), person.counters.past)
        now = person.shown.gauges() if person.shown else Gauges()
        return person.counters.figures(time.monotonic(), traffic, now)

    async def close(self) -> None:
        """Close every connection; afterwards no thread, task or socket of the engine is left."""
        async with self._turn:
            for peer in list(self._peers):
                self._forget(peer)
            while self._closing:
                await asyncio.wait(self._closing)
            await self._ways.close()

    # ------------------------------------------------------------ connections

    def _open(self, command: OpenPeer) -> None:
        person = self._peers.get(command.peer)
        if person is None:
            person = self._peers[command.peer] = _Peer(command.ice, time.monotonic())
        if person.newest is not None and command.epoch <= person.newest.epoch:
            return
        person.ice = command.ice
        self._ways.watch(True)
        self._ways.prepare(command.ice)
        person.least_epoch = command.epoch
        if command.offer:
            self._connect(command.peer, person, command.epoch).offer()

    def _for_epoch(self, peer: str, epoch: int, new: bool) -> Connection | None:
        """The connection of that epoch; made if it is a newer one and `new`. None: too old, or a stranger."""
        person = self._peers.get(peer)
        if person is None:
            return None
        if person.newest is not None and epoch <= person.newest.epoch:
            return person.newest if epoch == person.newest.epoch else None
        if not new or epoch < person.least_epoch:
            return None
        return self._connect(peer, person, epoch)

    def _connect(self, peer: str, person: _Peer, epoch: int) -> Connection:
        from vardklient.calls.connection import Connection, Surroundings

        if not self._ready:
            raise RuntimeError("the engine is not started")
        screen = self._screens.setdefault(peer, _Screen())
        around = Surroundings(
            self._camera,
            self._microphone,
            person.counters,
            screen.show,
            screen.wanted,
            self._heard,
            self._spoke_muted,
            person.start_bps(),
        )
        if person.newest is not None:
            person.counters.rejoins += 1
            if person.newest is not person.shown:
                self._end(person, person.newest)
        person.newest = Connection(peer, epoch, self._ways.best(person.ice), around)
        person.newest.sound.switch(self._send_sound)
        person.newest.picture.switch(self._send_picture)
        return person.newest

    def _heard(self, connection: Connection, event: EngineEvent) -> None:
        """What a connection says.

        An old one that is kept for its picture may say that it has healed, or is lost again: until a newer one has
        media, it is the one that carries the call. Whether it is described or fails is nobody's business any more.
        """
        person = self._peers.get(connection.peer)
        if person is None:
            return
        if connection is not person.newest:
            if connection is person.shown and isinstance(event, MediaChanged):
                self._tell(event)
            return
        if isinstance(event, MediaChanged) and event.state is MediaState.FLOWING:
            self._show(person, connection)
        self._tell(event)

    def _show(self, person: _Peer, connection: Connection) -> None:
        """Media have arrived on `connection`: the one before has done its duty."""
        before, person.shown = person.shown, connection
        if before is connection:
            return
        self._speaker.add_player(connection.play)
        if before is not None:
            self._end(person, before)

    def _forget(self, peer: str) -> None:
        person = self._peers.pop(peer, None)
        if person is None:
            return
        for connection in person.connections():
            self._end(person, connection)
        self._ways.watch(bool(self._peers))
        self._tell(MediaChanged(peer, person.newest.epoch if person.newest else person.least_epoch, MediaState.CLOSED))

    def _moved(self) -> None:
        for person in self._peers.values():
            if person.newest is not None:
                person.newest.suspect()

    def _end(self, person: _Peer, connection: Connection) -> None:
        self._speaker.remove_player(connection.play)
        task = asyncio.create_task(self._close_one(person, connection))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    @staticmethod
    async def _close_one(person: _Peer, connection: Connection) -> None:
        await connection.close()
        person.counters.past += connection.traffic

    def _all(self) -> list[Connection]:
        return [c for person in self._peers.values() for c in person.connections()]

    def _tell(self, event: EngineEvent) -> None:
        for listener in self._listeners:
            listener(event)

    def _spoke_muted(self) -> None:
        """From the loop. Several connections hear the same person: one word is enough."""
        now_s = time.monotonic()
        if now_s - self._muted_said_s >= MUTED_EVERY_S:
            self._muted_said_s = now_s
            self._tell(SpokeWhileMuted())


def _import() -> None:
    """Takes some 0.5 s; on a worker, so that the loop goes on."""
    import vardklient.calls.connection  # noqa: F401
    from vardklient.calls.adapter.install import install

    install()
