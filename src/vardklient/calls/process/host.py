"""The engine process from inside: carries out what the window's program asks for, and tells it what happens."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import IO, Protocol

from vardklient.base.log import unexpected
from vardklient.base.slot import Slot
from vardklient.calls.process.board import Board, Boards
from vardklient.calls.process.channel import Channel
from vardklient.calls.process.messages import (
    FROM_ENGINE,
    TO_ENGINE,
    AreYouThere,
    AskStatistics,
    Bye,
    CameraReady,
    Figures,
    FromEngine,
    Here,
    PictureReady,
    Ready,
    ToEngine,
    Unwatch,
    WantCamera,
    Watch,
)
from vardklient.calls.usage import Usage
from vardklient.ports.camera import CameraState, Frame
from vardklient.ports.engine import (
    CallEngine,
    HeadsetProved,
    KnowDevices,
    ReleaseSound,
    SoundChanged,
    SoundCommand,
    UseSound,
)
from vardklient.ports.sound import SoundDesk, SoundDeskState

log = logging.getLogger(__name__)


class SizedEngine(CallEngine, Protocol):
    """An engine that makes pictures no larger than they are painted."""

    def watch(self, peer: str, slot: Slot[Frame], size: tuple[int, int] = ...) -> None: ...


class SharedCamera:
    """Implements `ports.camera.Camera` over the board that the window's program writes to.

    The device is opened and closed over there, where its state is told too. Here it is always the same camera.
    """

    name = "shared"
    state = CameraState.RUNNING

    def __init__(self, board: Board) -> None:
        self._board = board
        self._lock = threading.Lock()
        self._slots: tuple[Slot[Frame], ...] = ()
        self._want: Callable[[bool], None] = lambda _: None

    def on_wanted(self, listener: Callable[[bool], None]) -> None:
        """Call `listener`, from any thread, when the first reader comes and when the last one has gone."""
        self._want = listener

    def subscribe(self, slot: Slot[Frame]) -> None:
        """Every new frame goes into `slot` too."""
        with self._lock:
            first = not self._slots
            self._slots = (*(other for other in self._slots if other is not slot), slot)
        if first:
            self._want(True)

    def unsubscribe(self, slot: Slot[Frame]) -> None:
        """No more frames into `slot`."""
        with self._lock:
            before = self._slots
            self._slots = tuple(other for other in before if other is not slot)
            last = bool(before) and not self._slots
        if last:
            self._want(False)

    def on_state(self, listener: Callable[[CameraState], None]) -> None:
        """Nothing to tell."""

    def start(self) -> None:
        """Nothing to open."""

    def stop(self) -> None:
        """Nothing to release."""

    def look(self) -> None:
        """There is a new picture on the board."""
        frame = self._board.read()
        if frame is not None:
            for slot in self._slots:
                slot.put(frame)


class _BoardSlot(Slot[Frame]):
    """Takes a person's pictures to a board. `put` copies 3.7 MB at most (0.4 ms, measured) and never waits."""

    def __init__(self, board: Board, owner: int, tell: Callable[[], None]) -> None:
        super().__init__()
        self._board, self._owner, self._tell = board, owner, tell

    def put(self, value: Frame) -> None:
        """Replace whatever is there; tell the reader."""
        self._board.write(value, self._owner)
        self._tell()


class EngineHost:
    """Runs until the window's program closes its end, or has died.

    Args:
        engine: with `camera`, and with the desk's microphone and speaker.
        desk: the sound devices.
        boards: the pictures.
        source, sink: the pipes from and to the window's program.
    """

    def __init__(
        self,
        engine: SizedEngine,
        desk: SoundDesk,
        camera: SharedCamera,
        boards: Boards,
        source: IO[bytes],
        sink: IO[bytes],
    ) -> None:
        self._engine, self._desk, self._camera, self._boards = engine, desk, camera, boards
        self._loop = asyncio.get_running_loop()
        self._asked: asyncio.Queue[ToEngine | None] = asyncio.Queue()
        self._slots: dict[str, tuple[Watch, _BoardSlot]] = {}
        self._sound = ThreadPoolExecutor(1, thread_name_prefix="sound-desk")
        self._usage = Usage()
        self._channel: Channel[ToEngine, FromEngine] = Channel(
            source, sink, TO_ENGINE, FROM_ENGINE, self._hear, self.leave
        )

    def leave(self) -> None:
        """End soon. Any thread."""
        self._post(None)

    def _hear(self, record: ToEngine) -> None:
        """On the reading thread, which also fetches the camera's pictures."""
        if isinstance(record, CameraReady):
            self._camera.look()
        elif isinstance(record, AreYouThere):
            self._loop.call_soon_threadsafe(self._channel.send, Here())
        else:
            self._post(record)

    def _post(self, record: ToEngine | None) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._asked.put_nowait, record)

    async def run(self) -> None:
        """Get ready, and do what is asked for until the end."""
        self._engine.on_event(self._channel.send)
        self._camera.on_wanted(lambda on: self._channel.send(WantCamera(on)))
        self._desk.on_change(self._tell_sound)
        self._channel.start()
        try:
            await self._engine.start()
            self._channel.send(Ready())
            while (record := await self._asked.get()) is not None:
                await self._carry_out(record)
        finally:
            await self._end()

    async def _end(self) -> None:
        """The devices first: others wait for them."""
        self._work(self._desk.release)
        await self._engine.close()
        await self._loop.run_in_executor(None, self._sound.shutdown)
        self._channel.send(Bye())
        self._channel.close()
        await self._loop.run_in_executor(None, self._channel.written)

    async def _carry_out(self, record: ToEngine) -> None:
        match record:
            case Watch():
                self._watch(record)
            case Unwatch(peer):
                self._unwatch(peer)
            case AskStatistics(number, peer):
                found = await self._engine.statistics(peer)
                if found is not None:
                    found = replace(found, cpu_cores=self._usage.cpu_cores(), rss_mb=self._usage.rss_mb())
                self._channel.send(Figures(number, found))
            case UseSound() | ReleaseSound() | KnowDevices() | HeadsetProved():
                self._work(self._see_to_sound, record)
            case CameraReady() | AreYouThere():
                pass
            case _:
                await self._engine.do(record)

    # ------------------------------------------------------------ pictures

    def _watch(self, wish: Watch) -> None:
        known = self._slots.get(wish.peer)
        if known is not None and (known[0].board, known[0].owner) != (wish.board, wish.owner):
            self._unwatch(wish.peer)
            known = None
        ready = PictureReady(wish.board)
        slot = (
            known[1]
            if known
            else _BoardSlot(self._boards.peers[wish.board], wish.owner, lambda: self._channel.send_once(ready))
        )
        self._slots[wish.peer] = (wish, slot)
        self._engine.watch(wish.peer, slot, (wish.width, wish.height))

    def _unwatch(self, peer: str) -> None:
        known = self._slots.pop(peer, None)
        if known is not None:
            self._engine.unwatch(peer, known[1])

    # ------------------------------------------------------------ sound, on its own thread: opening takes up to 0.3 s

    def _work(self, work: Callable[..., None], *words: object) -> None:
        try:
            self._sound.submit(work, *words).add_done_callback(_log_fault)
        except RuntimeError:
            log.debug("the sound has been let go of already")

    def _see_to_sound(self, command: SoundCommand) -> None:
        match command:
            case UseSound(microphone, speaker):
                self._desk.use(microphone, speaker)
            case ReleaseSound():
                self._desk.release()
            case KnowDevices(present):
                self._desk.know(present)
            case HeadsetProved(microphone, speaker):
                self._desk.prove_headset(microphone, speaker)

    def _tell_sound(self, now: SoundDeskState) -> None:
        told = SoundChanged(now.microphone, now.speaker, now.microphone_name, now.speaker_name)
        self._channel.send(told)


def _log_fault(done: Future[None]) -> None:
    fault = done.exception()
    if fault is not None:
        unexpected(fault)
