"""The call engine for the window's program. The real one works in a process of its own.

This one starts that process, asks it and listens to it, and starts another when it dies.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

from vardklient.base.errors import CallError
from vardklient.base.log import Code, note, unexpected
from vardklient.base.slot import Slot
from vardklient.calls.process.child import EngineProcess, join_all
from vardklient.calls.process.messages import (
    AreYouThere,
    AskStatistics,
    Bye,
    CameraReady,
    Figures,
    FromEngine,
    Here,
    PictureReady,
    Ready,
    Unwatch,
    WantCamera,
    Watch,
)
from vardklient.calls.process.pictures import CameraFeed, Screens
from vardklient.calls.process.standing import Standing
from vardklient.calls.settings import MAX_HEIGHT_PX, MAX_WIDTH_PX
from vardklient.ports.camera import Camera, Frame
from vardklient.ports.engine import (
    CallStatistics,
    ClosePeer,
    EngineCommand,
    EngineEvent,
    EngineFailed,
    MediaChanged,
    MediaState,
    OpenPeer,
    TakeCandidate,
    TakeDescription,
)

PAUSES_S = (0.0, 1.0, 3.0)
"""Before the first, second and third new process within `DEATHS_WITHIN_S`; there is no fourth. Own choice."""
DEATHS_WITHIN_S = 60.0
START_WITHIN_S = 20.0
CLOSE_WITHIN_S = 0.8
"""The devices are to be free within a second of hanging up."""
ANSWER_WITHIN_S = 1.0
PULSE_S, PULSES = 1.0, 5
"""Asked so often, an engine that does not answer so many times on end is killed: the picture stands still, and nobody
would say so. Counted in questions and not in time, for a computer that slept has not asked. Own choice."""


class RemoteEngine:
    """Implements `ports.engine.CallEngine`. All methods but `watch` and `unwatch` belong to one asyncio loop.

    When the process dies, everybody's media are said to be lost, so that the call asks for new connections; meanwhile
    a new process is started and told what the old one knew. The third death within a minute is an `EngineFailed`.

    Args:
        command: starts the engine process.
        camera: whose frames are sent; subscribed to while somebody is sent them.
        now_s: the clock by which deaths are counted.
        pauses_s: how long to wait before the first, second, ... new process.
        pulse_s: how often it is asked whether it is there.
    """

    def __init__(
        self,
        command: Sequence[str],
        camera: Camera,
        now_s: Callable[[], float] = time.monotonic,
        pauses_s: Sequence[float] = PAUSES_S,
        pulse_s: float = PULSE_S,
    ) -> None:
        self._command, self._camera, self._now_s, self._pauses_s = command, camera, now_s, tuple(pauses_s)
        self._listeners: list[Callable[[EngineEvent], None]] = []
        self._standing, self._screens = Standing(), Screens()
        self._pulse_s, self._unanswered = pulse_s, 0
        self._pulse: asyncio.TimerHandle | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._process: EngineProcess | None = None
        self._threads: list[threading.Thread] = []
        self._feed: CameraFeed | None = None
        self._restart: asyncio.TimerHandle | None = None
        self._waiting: list[EngineCommand] = []
        self._deaths_s: list[float] = []
        self._ready = self._given_up = self._closing = False
        self._settled, self._gone = asyncio.Event(), asyncio.Event()
        self._turn = asyncio.Lock()
        self._asked: dict[int, asyncio.Future[CallStatistics | None]] = {}
        self._questions = 0

    @property
    def pid(self) -> int:
        """The process' number, 0 while there is none."""
        process = self._process
        return process.pid if process else 0

    def on_event(self, listener: Callable[[EngineEvent], None]) -> None:
        """Call `listener` on the loop."""
        self._listeners.append(listener)

    async def start(self) -> None:
        """Start the process and wait until it is ready. Opens no device; harmless when called again.

        Raises:
            CallError: it does not come up.
        """
        async with self._turn:
            if self._given_up:
                self._given_up = False
                self._deaths_s.clear()
            self._begin()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._settled.wait(), START_WITHIN_S)
            if not self._ready:
                raise CallError("the call engine does not start")

    async def do(self, command: EngineCommand) -> None:
        """Hand a command on, in the order of the calls; failures come as events."""
        known = isinstance(command, ClosePeer) and command.peer in self._standing.peers
        self._standing.note(command)
        if isinstance(command, OpenPeer):
            self._begin()
        if self._process is not None:
            self._process.send(command)
        elif isinstance(command, ClosePeer):
            self._close_unconnected(command.peer, known)
        elif isinstance(command, OpenPeer | TakeDescription | TakeCandidate) and self._restart is not None:
            self._waiting.append(command)

    def watch(self, peer: str, slot: Slot[Frame], size: tuple[int, int] = (MAX_WIDTH_PX, MAX_HEIGHT_PX)) -> None:
        """Pictures of this person go into `slot`, no larger than `size` (width, height) in pixels.

        May be called from any thread, before the person is there, and again with another size.
        """
        self._wish(self._screens.add(peer, slot, size))

    def unwatch(self, peer: str, slot: Slot[Frame]) -> None:
        """No more pictures into `slot`."""
        self._wish(self._screens.remove(peer, slot))

    def _wish(self, wish: Watch | Unwatch | None) -> None:
        process = self._process
        if process is not None and wish is not None:
            process.send(wish)

    async def statistics(self, peer: str) -> CallStatistics | None:
        """The figures of the call with this person since its process was started; None when there is none."""
        known = self._standing.peers.get(peer)
        if self._process is None or not self._ready or known is None or self._closing:
            return None
        self._questions += 1
        number = self._questions
        answer = self._asked[number] = asyncio.get_running_loop().create_future()
        self._process.send(AskStatistics(number, peer))
        try:
            found = await asyncio.wait_for(answer, ANSWER_WITHIN_S)
        except TimeoutError:
            return None
        finally:
            self._asked.pop(number, None)
        return replace(found, rejoins=found.rejoins + known.losses) if found else None

    async def close(self) -> None:
        """Close every connection and end the process; afterwards no thread of it is left, and the devices are free."""
        self._closing = True
        if self._restart is not None:
            self._restart.cancel()
            self._restart = None
        self._settled.set()
        async with self._turn:
            await self._end_process()
            for peer, known in list(self._standing.peers.items()):
                self._tell(MediaChanged(peer, known.epoch, MediaState.CLOSED))
            self._waiting.clear()
            self._deaths_s.clear()
            self._settled.clear()
            self._closing = False

    async def _end_process(self) -> None:
        process = self._process
        if process is not None:
            process.leave()
            try:
                await asyncio.wait_for(self._gone.wait(), CLOSE_WITHIN_S)
            except TimeoutError:
                process.kill()
                await self._gone.wait()
        threads, self._threads = self._threads, []
        await asyncio.to_thread(join_all, threads)

    # ------------------------------------------------------------ the process

    def _begin(self) -> None:
        """Start it, if it neither runs nor is about to."""
        if self._process is None and self._restart is None and not self._given_up:
            self._spawn()

    def _spawn(self) -> None:
        self._restart = None
        self._loop = asyncio.get_running_loop()
        self._gone.clear()
        self._settled.clear()
        try:
            process = EngineProcess(
                self._command, hear=self._hear, ended=lambda process: self._post(self._ended, process)
            )
        except OSError as fault:
            unexpected(fault)
            self._died()
            return
        self._process = process
        self._feed = CameraFeed(self._camera, process.boards.camera, partial(process.send, CameraReady(), once=True))
        for command in (*self._standing.commands(), *self._waiting):
            process.send(command)
        for wish in self._screens.wishes():
            process.send(wish)
        self._waiting.clear()
        process.start()

    def _ended(self, process: EngineProcess) -> None:
        """On the loop: that process has ended, whether it was asked to or not."""
        if process is not self._process:
            return
        self._process = None
        if self._pulse is not None:
            self._pulse.cancel()
            self._pulse = None
        self._threads = [thread for thread in (*self._threads, *process.threads) if thread.is_alive()]
        self._ready = False
        self._settled.clear()
        feed, self._feed = self._feed, None
        if feed is not None:
            feed.stop()
        for answer in self._asked.values():
            if not answer.done():
                answer.set_result(None)
        self._gone.set()
        if not self._closing:
            self._died()

    def _died(self) -> None:
        now_s = self._now_s()
        self._deaths_s = [*(at for at in self._deaths_s if now_s - at < DEATHS_WITHIN_S), now_s]
        deaths = len(self._deaths_s)
        note(Code.ENGINE_DIED, logging.WARNING, deaths=deaths)
        self._given_up = deaths > len(self._pauses_s)
        if not self._given_up:
            self._restart = asyncio.get_running_loop().call_later(self._pauses_s[deaths - 1], self._spawn)
        for peer, known in list(self._standing.peers.items()):
            known.losses += 1
            self._tell(MediaChanged(peer, known.epoch, MediaState.LOST))
        if deaths >= len(self._pauses_s):
            self._settled.set()
            self._tell(EngineFailed("", "engine_died"))

    def _feel_pulse(self, process: EngineProcess) -> None:
        """Again and again: one that hangs is as good as dead."""
        if self._unanswered >= PULSES:
            note(Code.ENGINE_HANGS, logging.WARNING)
            process.kill()
            return
        self._unanswered += 1
        process.send(AreYouThere(), once=True)
        self._pulse = asyncio.get_running_loop().call_later(self._pulse_s, self._feel_pulse, process)

    # ------------------------------------------------------------ what it says

    def _hear(self, process: EngineProcess, record: FromEngine) -> None:
        """On the reading thread, which also fetches the pictures."""
        if isinstance(record, PictureReady):
            self._screens.fetch(process.boards, record.board)
        else:
            self._post(self._take, process, record)

    def _post(self, work: Callable[..., None], *words: object) -> None:
        loop = self._loop
        with suppress(RuntimeError):  # the loop has been closed under us: nobody is there to be told
            if loop is not None:
                loop.call_soon_threadsafe(work, *words)

    def _take(self, process: EngineProcess, record: FromEngine) -> None:
        """On the loop."""
        if process is not self._process:
            return
        match record:
            case Ready():
                self._ready = True
                self._settled.set()
                self._unanswered = 0
                self._feel_pulse(process)
            case Here():
                self._unanswered = 0
            case WantCamera(on):
                if self._feed is not None:
                    self._feed.want(on)
            case Figures(number, figures):
                answer = self._asked.get(number)
                if answer is not None and not answer.done():
                    answer.set_result(figures)
            case Bye() | PictureReady():
                pass
            case _:
                self._tell(record)

    def _tell(self, event: EngineEvent) -> None:
        self._standing.heard(event)
        for listener in list(self._listeners):
            listener(event)

    def _close_unconnected(self, peer: str, known: bool) -> None:
        """There is no process that could say so."""
        self._waiting = [command for command in self._waiting if getattr(command, "peer", "") != peer]
        if known:
            self._tell(MediaChanged(peer, 0, MediaState.CLOSED))
