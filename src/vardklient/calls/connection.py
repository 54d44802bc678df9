"""One peer connection of one epoch: what aiortc does for us, and its careful end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from aiortc import RTCPeerConnection, RTCRtpSender, RTCSessionDescription
from aiortc.exceptions import InvalidAccessError, InvalidStateError, OperationError
from aiortc.sdp import candidate_from_sdp

from vardklient.calls.adapter.media import Media
from vardklient.calls.receive import PictureReader
from vardklient.calls.settings import WATCH_EVERY_S, configuration
from vardklient.calls.sound.soundbuffer import SoundBuffer
from vardklient.calls.statistics import Gauges, PeerCounters, SecondMeter, Traffic
from vardklient.calls.tracks import OutgoingPicture, OutgoingSound
from vardklient.calls.video.lipsync import LipSync
from vardklient.calls.video.schedule import PictureSchedule
from vardklient.calls.watch import Arrivals, MediaWatch
from vardklient.ports.engine import Described, EngineEvent, EngineFailed, MediaChanged, MediaState
from vardklient.ports.sound import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from vardklient.ports.camera import Camera, Frame
    from vardklient.ports.signalling import IceServer
    from vardklient.ports.sound import Microphone

log = logging.getLogger(__name__)

NOBODY_PLAYS_S = 0.5
"""A loudspeaker that asked for nothing for so long is none: they ask every 10 ms. Own choice."""
BAD_DESCRIPTION, NO_ROUTE, INTERNAL = "bad_description", "no_route", "internal"
"""Reasons of `EngineFailed`: their description is not usable; no network path was found; a fault of our own."""
# what aiortc raises for a description that it cannot use, and asserts when a candidate's line is too short
_REFUSALS = (ValueError, KeyError, IndexError, AssertionError, InvalidAccessError, InvalidStateError, OperationError)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a connection needs besides the network.

    Attributes:
        camera, microphone: subscribed to until the connection is closed.
        counters: the person's counters.
        show: gets pictures ready to paint, on a thread of the connection's.
        wanted: the largest size that anybody paints, None while nobody does.
        say: hears the connection's events, on the loop.
        spoke_muted: told, on the loop, when somebody speaks while no sound is sent.
        start_bps: what our pictures may take at first.
    """

    camera: Camera
    microphone: Microphone
    counters: PeerCounters
    show: Callable[[Frame], None]
    wanted: Callable[[], tuple[int, int] | None]
    say: Callable[[Connection, EngineEvent], None]
    spoke_muted: Callable[[], None]
    start_bps: int


class Connection:
    """Our end of one connection to `peer`, numbered `epoch`. `ice` are the servers to use, and no others.

    Attributes:
        had_media: did anything ever arrive?
        traffic: as read at most 0.2 s ago.
    """

    def __init__(self, peer: str, epoch: int, ice: tuple[IceServer, ...], around: Surroundings) -> None:
        self.peer, self.epoch = peer, epoch
        self.sounds = SoundBuffer()
        self.had_media = False
        self.traffic = Traffic()
        self._around = around
        self._home = asyncio.get_running_loop()
        self.picture = OutgoingPicture(around.camera)
        self.sound = OutgoingSound(around.microphone, self._spoke_muted)
        self._tasks: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Lock()
        self._early: list[str] = []
        self._described = False
        self._closed = False
        self._pc = RTCPeerConnection(configuration(ice))
        self._pc.on("connectionstatechange", self._on_connection_state)
        for track in (self.sound, self.picture):
            transceiver = self._pc.addTransceiver(track)
            # VP8 first also where a browser would rather have H.264: its rate can be changed without a key frame
            transceiver.setCodecPreferences(RTCRtpSender.getCapabilities(track.kind).codecs)
        self._media = Media.of(self._pc)
        self._media.picture_out.start_bps = around.start_bps
        self._schedule, self._lipsync = PictureSchedule(), LipSync()
        self._pictures = PictureReader(self._picture_came, around.show, around.wanted, self._due_s)
        self._media.picture_in.on_picture = self._pictures.take
        self._media.sound_in.on_sound = self.sounds.push
        self._look = asyncio.Event()
        self._played_s = self._unheard_s = time.monotonic()
        self._media_watch = MediaWatch(time.monotonic())
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

    def _on_connection_state(self) -> None:
        if self._pc.connectionState == "failed" and not self.had_media:
            self._say(EngineFailed(self.peer, NO_ROUTE))

    def _picture_came(self, now_s: float, width: int, height: int) -> None:
        """On the decoder's thread."""
        self._around.counters.pictures_in.add(now_s, width, height)
        if not self.had_media:
            self._home.call_soon_threadsafe(self._look.set)

    def _due_s(self, timestamp: int, ready_s: float) -> float:
        """When a picture is to be shown: evenly, and not ahead of its sound. On the decoder's thread."""
        media = self._media
        reports = media.picture_in.sender_report, media.sound_in.sender_report
        due_s = self._schedule.due_s(timestamp, ready_s)
        return due_s + self._lipsync.measure(timestamp, due_s, *reports, self.sounds.playing())

    def play(self, wanted: int) -> NDArray[np.float32]:
        """For the loudspeaker: what is to be heard now, (wanted,). On the sound thread."""
        self._played_s = time.monotonic()
        return self.sounds.pull(wanted)

    def _play_to_nobody(self, now_s: float) -> None:
        """Without a loudspeaker sound goes on all the same: its level, its losses and the lips are known by playing."""
        if now_s - self._played_s < NOBODY_PLAYS_S:
            self._unheard_s = now_s
            return
        passed_s, self._unheard_s = now_s - self._unheard_s, now_s
        self.sounds.pull(int(min(passed_s, NOBODY_PLAYS_S) * SAMPLE_RATE_HZ))

    def _spoke_muted(self) -> None:
        """On the sound thread."""
        self._home.call_soon_threadsafe(self._around.spoke_muted)

    def suspect(self) -> None:
        """The machine has moved to another network: taken for lost until something arrives again."""
        if self.had_media:
            self._media_watch.suspect()
            self._say(MediaChanged(self.peer, self.epoch, self._media_watch.state))

    async def _watch_media(self) -> None:
        watch = self._media_watch
        meter = SecondMeter(self.peer, self.epoch, time.monotonic())
        self._say(MediaChanged(self.peer, self.epoch, watch.state))
        while True:
            due_s = time.monotonic() + WATCH_EVERY_S
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._look.wait(), WATCH_EVERY_S)
            self._look.clear()
            now_s = time.monotonic()
            meter.note_late(now_s - due_s)
            self.traffic = self._read_traffic()
            self._tell_state(watch, now_s)
            if self.had_media:
                self._play_to_nobody(now_s)
                self._tell_figures(meter, now_s)

    def _tell_state(self, watch: MediaWatch, now_s: float) -> None:
        before = watch.state
        if watch.look(now_s, self._arrivals()) is before:
            return
        if watch.state is MediaState.FLOWING and not self.had_media:
            self._begin_flow()
        self._say(MediaChanged(self.peer, self.epoch, watch.state))

    def _tell_figures(self, meter: SecondMeter, now_s: float) -> None:
        frozen_s = self._around.counters.pictures_in.frozen_s(now_s)
        measured = meter.read(now_s, self.traffic, self.gauges(), frozen_s)
        if measured is not None:
            self._say(measured)

    def _begin_flow(self) -> None:
        self.had_media = True
        if self._around.counters.media_s is None:
            self._around.counters.media_s = time.monotonic()

    def _arrivals(self) -> Arrivals:
        seen = self.traffic
        lost = self._media.picture_in.counters.lost
        return Arrivals(seen.sound_in, seen.picture_in, self._pictures.pictures, self.sounds.level_dbfs, lost)

    def _read_traffic(self) -> Traffic:
        media, sounds = self._media, self.sounds
        return media.traffic(taken=self.picture.taken, played=sounds.played, concealed=sounds.concealed)

    @property
    def target_bps(self) -> int:
        """What our pictures may take now; 0 before anything is sent."""
        return self._media.picture_out.target_bps

    def gauges(self) -> Gauges:
        """How the connection is just now."""
        waits_ms = self._pictures.wait_ms()
        return replace(
            self._media.gauges(),
            height_in=self._around.counters.pictures_in.height,
            level_dbfs=self.sounds.level_dbfs,
            picture_wait_ms=waits_ms[0] if waits_ms else None,
            picture_wait_ms_p95=waits_ms[1] if waits_ms else None,
            sound_wait_ms=self.sounds.delay_ms,
            lip_sync_ms=self._lipsync.offset_ms,
        )

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
            self.traffic = self._read_traffic()
            await self._pc.close()
            await asyncio.to_thread(self._pictures.stop)
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
