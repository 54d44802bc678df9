"""One peer connection of one epoch: what aiortc does for us, and its careful end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiortc import RTCPeerConnection, RTCRtpSender, RTCSessionDescription
from aiortc.exceptions import InvalidAccessError, InvalidStateError, OperationError
from aiortc.mediastreams import MediaStreamTrack
from aiortc.sdp import candidate_from_sdp

from vardklient.calls.playout import PlayoutBuffer
from vardklient.calls.receive import PictureReader, SoundReader
from vardklient.calls.settings import WATCH_EVERY_S, configuration
from vardklient.calls.statistics import PeerCounters, Traffic, read_traffic
from vardklient.calls.tracks import OutgoingPicture, OutgoingSound
from vardklient.calls.watch import Arrivals, MediaWatch
from vardklient.ports.engine import Described, EngineEvent, EngineFailed, MediaChanged, MediaState

if TYPE_CHECKING:
    from vardklient.ports.camera import Camera, Frame
    from vardklient.ports.signalling import IceServer
    from vardklient.ports.sound import Microphone

log = logging.getLogger(__name__)

BAD_DESCRIPTION, NO_ROUTE, INTERNAL = "bad_description", "no_route", "internal"
"""Reasons of `EngineFailed`: their description is not usable; no network path was found; a fault of our own."""
# what aiortc raises for a description that it cannot use, and asserts when a candidate's line is too short
_REFUSALS = (ValueError, KeyError, IndexError, AssertionError, InvalidAccessError, InvalidStateError, OperationError)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a connection needs besides the network.

    Attributes:
        camera, microphone: subscribed to until the connection is closed.
        workers: where pixels are converted.
        counters: the person's counters.
        show: gets pictures ready to paint, on a worker thread.
        wanted: the largest size that anybody paints, None while nobody does.
        say: hears the connection's events, on the loop.
    """

    camera: Camera
    microphone: Microphone
    workers: Executor
    counters: PeerCounters
    show: Callable[[Frame], None]
    wanted: Callable[[], tuple[int, int] | None]
    say: Callable[[Connection, EngineEvent], None]


class Connection:
    """Our end of one connection to `peer`, numbered `epoch`. `ice` are the servers to use, and no others.

    Attributes:
        had_media: did anything ever arrive?
        traffic: as read at most 0.2 s ago.
    """

    def __init__(self, peer: str, epoch: int, ice: tuple[IceServer, ...], around: Surroundings) -> None:
        self.peer, self.epoch = peer, epoch
        self.playout = PlayoutBuffer()
        self.picture = OutgoingPicture(around.camera, around.workers, around.counters.pictures_out.add)
        self.sound = OutgoingSound(around.microphone)
        self.had_media = False
        self.traffic = Traffic()
        self._around = around
        self._pictures = PictureReader(around.workers, self._picture_came, around.show, around.wanted)
        self._sounds = SoundReader(self.playout, around.counters.level.add)
        self._look = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Lock()
        self._early: list[str] = []
        self._described = False
        self._closed = False
        self._pc = RTCPeerConnection(configuration(ice))
        self._pc.on("track", self._on_track)
        self._pc.on("connectionstatechange", self._on_connection_state)
        for track in (self.sound, self.picture):
            transceiver = self._pc.addTransceiver(track)
            # VP8 first also where a browser would rather have H.264: stock H.264 takes more than a core at 720p
            transceiver.setCodecPreferences(RTCRtpSender.getCapabilities(track.kind).codecs)
        self._watch = self._spawn(self._watch_media())

    def _say(self, event: EngineEvent) -> None:
        if not self._closed:
            self._around.say(self, event)

    # ------------------------------------------------------------ negotiation

    def offer(self) -> None:
        """Describe ourselves first; the description comes as `Described`."""
        self._spawn(self._negotiate(self._offer()))

    def take_description(self, kind: str, sdp: str) -> None:
        """The other side's description; an offer is answered."""
        self._spawn(self._negotiate(self._take_description(RTCSessionDescription(sdp=sdp, type=kind))))

    def take_candidate(self, candidate: str) -> None:
        """One of the other side's candidates; empty: no more."""
        self._spawn(self._take_candidate(candidate))

    async def _negotiate(self, step: Coroutine[None, None, None]) -> None:
        async with self._turn:
            if self._closed:
                step.close()
                return
            try:
                await step
            except _REFUSALS as error:
                log.warning("description of epoch %d refused: %s", self.epoch, type(error).__name__)
                self._say(EngineFailed(self.peer, BAD_DESCRIPTION))

    async def _offer(self) -> None:
        await self._pc.setLocalDescription(await self._pc.createOffer())
        self._describe()

    async def _take_description(self, description: RTCSessionDescription) -> None:
        await self._pc.setRemoteDescription(description)
        self._described = True
        early, self._early = self._early, []
        for candidate in early:
            self._spawn(self._take_candidate(candidate))
        if description.type == "offer":
            await self._pc.setLocalDescription(await self._pc.createAnswer())
            self._describe()

    def _describe(self) -> None:
        """All of our candidates are in the description: aiortc gathers before it is ready."""
        ours = self._pc.localDescription
        self._say(Described(self.peer, self.epoch, ours.type, ours.sdp))

    async def _take_candidate(self, text: str) -> None:
        if self._closed:
            return
        if not self._described:
            self._early.append(text)
            return
        try:
            candidate = None
            if text:
                candidate = candidate_from_sdp(text.removeprefix("candidate:"))
                candidate.sdpMLineIndex = 0  # everything is bundled on the first line
            await self._pc.addIceCandidate(candidate)
        except _REFUSALS as error:
            log.info("candidate refused: %s", type(error).__name__)

    # ------------------------------------------------------------ media

    def _on_track(self, track: MediaStreamTrack) -> None:
        reader = self._pictures if track.kind == "video" else self._sounds
        self._spawn(reader.read(track))

    def _on_connection_state(self) -> None:
        if self._pc.connectionState == "failed" and not self.had_media:
            self._say(EngineFailed(self.peer, NO_ROUTE))

    def _picture_came(self, now_s: float, width: int, height: int) -> None:
        self._around.counters.pictures_in.add(now_s, width, height)
        if not self.had_media:
            self._look.set()

    async def _watch_media(self) -> None:
        watch = MediaWatch(time.monotonic())
        self._say(MediaChanged(self.peer, self.epoch, watch.state))
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._look.wait(), WATCH_EVERY_S)
            self._look.clear()
            self.traffic = read_traffic(await self._pc.getStats())
            before = watch.state
            if watch.look(time.monotonic(), self._arrivals()) is before:
                continue
            if watch.state is MediaState.FLOWING and not self.had_media:
                self._begin_flow()
            self._say(MediaChanged(self.peer, self.epoch, watch.state))

    def _begin_flow(self) -> None:
        self.had_media = True
        if self._around.counters.media_s is None:
            self._around.counters.media_s = time.monotonic()

    def _arrivals(self) -> Arrivals:
        seen = self.traffic
        return Arrivals(seen.sound_packets, seen.picture_packets, self._pictures.pictures, self._sounds.newest_dbfs)

    # ------------------------------------------------------------ the end

    def _spawn(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            # the text may hold an address out of a description, so only the kind is logged
            log.error("the connection's own work failed: %s", type(error).__name__)
            self._say(EngineFailed(self.peer, INTERNAL))

    async def close(self) -> None:
        """Let go of the devices at once, then of the network. Afterwards no task, thread or socket of it is left.

        A negotiation under way is let finish (a few ms; up to 5 s while a STUN or TURN server does not answer), because
        aioice loses sockets when it is interrupted while it makes them.
        """
        self._closed = True
        self.picture.stop()
        self.sound.stop()
        self._watch.cancel()
        async with self._turn:
            self.traffic = read_traffic(await self._pc.getStats())
            await self._pc.close()
        for task in self._tasks:
            task.cancel()
        left = {*self._tasks, *_tasks_of(self._pc)}
        if left:
            await asyncio.wait(left, timeout=5.0)


def _tasks_of(pc: RTCPeerConnection) -> set[asyncio.Task[object]]:
    """What aiortc started for this connection and keeps no handle of: its connecting, which ends soon after `close`."""
    found = set()
    for task in asyncio.all_tasks():
        frame = getattr(task.get_coro(), "cr_frame", None)
        if frame is not None and frame.f_locals.get("self") is pc and task is not asyncio.current_task():
            found.add(task)
    return found
