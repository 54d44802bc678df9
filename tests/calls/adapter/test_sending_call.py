"""Two real connections in one process, with real encoders and real encryption between them."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import numpy as np
import pytest
from aiortc import RTCConfiguration, RTCPeerConnection, codecs
from aiortc.mediastreams import MediaStreamTrack
from aiortc.rtp import RTCP_PSFB_PLI, RTCP_RTPFB_NACK, RtcpPsfbPacket, RtcpRtpfbPacket, is_rtcp
from av import AudioFrame, VideoFrame

from tests.calls.adapter.parts import DEADLINE_S, picture, sound, until
from vardklient.calls.adapter.install import install
from vardklient.calls.adapter.receiver import ReceivedPicture, Receiver
from vardklient.calls.adapter.sender import Sender
from vardklient.calls.sound.packet import SoundPacket


class Camera(MediaStreamTrack):
    """Grey that moves, 30 times a second."""

    kind = "video"

    def __init__(self) -> None:
        super().__init__()
        self._began_s = time.monotonic()
        self._count = 0

    async def recv(self) -> VideoFrame:
        self._count += 1
        await asyncio.sleep(max(0.0, self._began_s + self._count / 30 - time.monotonic()))
        shade = np.full((240 * 3 // 2, 320), 128, np.uint8)
        shade[:240] = (np.arange(320) + 5 * self._count) % 200
        made = VideoFrame.from_ndarray(shade, format="yuv420p")
        made.pts, made.time_base = 3000 * self._count, picture(0).time_base
        return made


class Voice(MediaStreamTrack):
    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self._began_s = time.monotonic()
        self._count = 0

    async def recv(self) -> AudioFrame:
        self._count += 1
        await asyncio.sleep(max(0.0, self._began_s + self._count / 50 - time.monotonic()))
        return sound(960 * self._count)


@dataclass
class Call:
    """What the receiving end got."""

    sends: RTCPeerConnection
    takes: RTCPeerConnection
    pictures: list[ReceivedPicture] = field(default_factory=list)
    sounds: list[SoundPacket] = field(default_factory=list)

    def sender(self, kind: str) -> Sender:
        (found,) = [s for s in self.sends.getSenders() if s.kind == kind]
        assert isinstance(found, Sender)
        return found

    async def tell(self, packet: RtcpPsfbPacket | RtcpRtpfbPacket) -> None:
        """The receiving end says something."""
        await self.takes.getReceivers()[0].transport._send_rtp(bytes(packet))

    def lose(self, one_in: int) -> None:
        """From now on this share of the media packets is lost on the way."""
        ice = self.sends.getSenders()[0].transport.transport
        send, count = ice._send, [0]

        async def lossy(data: bytes) -> None:
            count[0] += not is_rtcp(data)
            if is_rtcp(data) or count[0] % one_in:
                await send(data)

        ice._send = lossy


@asynccontextmanager
async def call() -> AsyncIterator[Call]:
    install()
    threads = set(threading.enumerate())
    configuration = RTCConfiguration(iceServers=[])
    made = Call(RTCPeerConnection(configuration), RTCPeerConnection(configuration))
    for track in (Voice(), Camera()):
        made.sends.addTrack(track)
    await made.sends.setLocalDescription(await made.sends.createOffer())
    await made.takes.setRemoteDescription(made.sends.localDescription)
    for receiver in made.takes.getReceivers():
        assert isinstance(receiver, Receiver)
        receiver.on_picture, receiver.on_sound = made.pictures.append, made.sounds.append
    await made.takes.setLocalDescription(await made.takes.createAnswer())
    await made.sends.setRemoteDescription(made.takes.localDescription)
    try:
        await until(lambda: made.pictures and made.sounds)
        yield made
    finally:
        await made.sends.close()
        await made.takes.close()
    await until(lambda: asyncio.all_tasks() == {asyncio.current_task()})
    assert set(threading.enumerate()) <= threads, "those of other tests may end meanwhile"


async def test_pictures_and_sound_arrive() -> None:
    async with call() as made:
        await until(lambda: len(made.pictures) > 10 and len(made.sounds) > 10)
        assert (made.pictures[0].picture.width, made.pictures[0].picture.height) == (320, 240)
        stamps = [p.timestamp for p in made.pictures]
        assert stamps == sorted(stamps)
        steps = {b.timestamp - a.timestamp for a, b in zip(made.sounds, made.sounds[1:], strict=False)}
        assert steps == {960}
        counters = made.sender("video").counters
        assert counters.codec == "VP8"
        await until(lambda: counters.rtt_s is not None and counters.loss_share is not None)
        assert counters.loss_share == 0.0


async def test_a_key_frame_comes_when_it_is_asked_for() -> None:
    async with call() as made:
        sender = made.sender("video")
        before = sender.counters.key_frames
        async with asyncio.timeout(DEADLINE_S):
            while sender.counters.key_frames == before:  # as receivers do: until it comes
                await made.tell(RtcpPsfbPacket(RTCP_PSFB_PLI, 1, sender._ssrc))
                await asyncio.sleep(0.05)
        assert sender.counters.plis > 0


async def test_packets_are_sent_again() -> None:
    async with call() as made:
        sender = made.sender("video")
        number = sender._stream._number if sender._stream else 0
        await made.tell(RtcpRtpfbPacket(RTCP_RTPFB_NACK, 1, sender._ssrc, [(number - 1) & 0xFFFF]))
        await until(lambda: sender.counters.retransmitted == 1)


async def test_a_lossy_line_is_mended() -> None:
    async with call() as made:
        before = len(made.pictures)
        made.lose(10)
        await until(lambda: len(made.pictures) > before + 30)
        counters = made.sender("video").counters
        assert counters.retransmitted > 0
        (receiver,) = [r for r in made.takes.getReceivers() if r.track.kind == "video"]
        assert receiver.counters.recovered > 0


async def test_h264_where_the_other_side_prefers_it() -> None:
    install()
    stock = list(codecs.CODECS["video"])
    codecs.CODECS["video"][:] = [c for c in stock if c.name != "VP8" and c.parameters.get("apt") != 97]
    try:
        async with call() as made:
            await until(lambda: len(made.pictures) > 10)
            counters = made.sender("video").counters
            assert (counters.codec, counters.encoder) == ("H264", "libx264")
    finally:
        codecs.CODECS["video"][:] = stock


@pytest.mark.parametrize("when", ["at once", "later"])
async def test_sending_can_stop_and_go_on(when: str) -> None:
    async with call() as made:
        sender = made.sender("video")
        if when == "later":
            await until(lambda: len(made.pictures) > 10)
        sender.replaceTrack(None)
        sender.replaceTrack(Camera())
        seen = len(made.pictures)
        await until(lambda: len(made.pictures) > seen + 10)
