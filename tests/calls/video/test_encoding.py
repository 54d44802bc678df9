from __future__ import annotations

import logging
import threading

import av
import numpy as np
import pytest

from tests.calls.video.talkinghead import CLOCK, decoder, longest_gap, picture, queue_s
from vardklient.calls.network.sendrate import HIGHEST_BPS, LOWEST_BPS, START_BPS
from vardklient.calls.video.coded import Encoded
from vardklient.calls.video.encoding import FittedEncoder, VideoEncoder, make_encoder
from vardklient.calls.video.libvpx import Libvpx, LibvpxError

DECODERS = {"video/VP8": "libvpx", "video/H264": "h264"}
both = pytest.mark.parametrize("mime_type", list(DECODERS))


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


class Camera:
    """Sends so many seconds of a talking head through an encoder, and sees to it that everything decodes."""

    def __init__(self, mime_type: str, width: int = 1280, height: int = 720) -> None:
        self.clock = Clock()
        self.encoder = make_encoder(mime_type, self.clock)
        self.decoder = decoder(DECODERS[mime_type])
        self.size = width, height
        self.count = 0

    def send(self, seconds: float, bps: int) -> list[Encoded | None]:
        self.encoder.target_bps = bps
        found: list[Encoded | None] = []
        for _ in range(round(seconds * 30)):
            self.clock.now_s = self.count / 30
            coded = self.encoder.encode(picture(self.count, *self.size), False)
            self.count += 1
            found.append(coded)
            if coded:
                shown = self.decoder.decode(av.Packet(coded.data))
                assert [(p.width, p.height) for p in shown] == [(coded.width, coded.height)]
        return found


def bits(coded: list[Encoded | None]) -> list[int]:
    return [len(c.data) * 8 if c else 0 for c in coded]


def sizes(coded: list[Encoded | None]) -> set[tuple[int, int]]:
    return {(c.width, c.height) for c in coded if c}


def keys(coded: list[Encoded | None]) -> int:
    return sum(c.key for c in coded if c)


@both
def test_a_line_that_falls_deep_and_comes_back(mime_type: str) -> None:
    camera = Camera(mime_type)
    good = camera.send(1.0, 1_500_000)
    fall = camera.send(4.0, 220_000)
    back = camera.send(7.0, 1_500_000)
    assert sizes(good) == {(1280, 720)}
    assert sizes(fall[30:]) == {(640, 360)}
    assert sizes(back[-15:]) == {(1280, 720)}
    assert [keys(good), keys(fall), keys(back)] == [1, 1, 1]
    # 300 kbit/s in all: 30 pictures a second once settled, and no freeze over 500 ms on the way down
    assert sum(c is not None for c in fall[60:]) >= 58
    assert longest_gap([c is not None for c in good + fall]) < 15
    assert queue_s(bits(fall[30:]), 220_000) < 0.4
    assert sum(bits(fall[60:])) / 2 == pytest.approx(220_000, rel=0.15)
    camera.encoder.close()


@both
def test_the_slowest_line_still_shows_somebody_talking(mime_type: str) -> None:
    camera = Camera(mime_type)
    sent = camera.send(5.0, 67_000)
    assert sizes(sent) == {(320, 180)}
    assert keys(sent) == 1
    assert sum(c is not None for c in sent[60:]) / 3 >= 14
    assert longest_gap([c is not None for c in sent]) < 8
    assert queue_s(bits(sent), 67_000) < 0.5
    camera.encoder.close()


@both
@pytest.mark.parametrize("pixels", ["bgr24", "bgra", "rgb24", "gray", "nv12", "yuvj420p", "yuv420p", "yuv422p"])
def test_any_format(mime_type: str, pixels: str) -> None:
    encoder = make_encoder(mime_type)
    given = picture(0, 320, 180).reformat(format=pixels)
    coded = encoder.encode(given, False)
    assert coded is not None
    assert (coded.key, coded.width, coded.height) == (True, 320, 180)
    [shown] = decoder(DECODERS[mime_type]).decode(av.Packet(coded.data))
    luma = shown.to_ndarray()[:180].astype(int)
    # formats of full range have 255 steps for our 219
    assert np.abs(luma - picture(0, 320, 180).to_ndarray()[:180]).mean() < 25
    encoder.close()


@both
@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ((641, 361), (640, 360)),
        ((639, 359), (638, 358)),
        ((1920, 1080), (1280, 720)),
        ((720, 1280), (720, 1280)),
        ((33, 17), (32, 16)),
    ],
)
def test_any_size(mime_type: str, given: tuple[int, int], sent: tuple[int, int]) -> None:
    encoder = make_encoder(mime_type)
    encoder.target_bps = HIGHEST_BPS
    coded = encoder.encode(av.VideoFrame(*given, "yuv420p"), False)
    assert coded is not None
    assert (coded.width, coded.height) == sent
    assert len(decoder(DECODERS[mime_type]).decode(av.Packet(coded.data))) == 1
    encoder.close()


@both
def test_the_picture_keeps_its_time(mime_type: str) -> None:
    encoder = make_encoder(mime_type)
    given = picture(11, 320, 180)
    encoder.encode(given, True)
    assert (given.pts, given.time_base) == (33_000, CLOCK)
    encoder.close()


@both
def test_nothing_comes_after_closing(mime_type: str) -> None:
    encoder = make_encoder(mime_type)
    assert encoder.encode(picture(0, 320, 180), False) is not None
    encoder.close()
    encoder.close()
    assert encoder.encode(picture(1, 320, 180), True) is None


def test_the_target_stays_within_bounds() -> None:
    encoder: VideoEncoder = make_encoder("video/vp8")
    assert (encoder.name, encoder.target_bps) == ("libvpx", START_BPS)
    for asked, kept in ((0, LOWEST_BPS), (10**9, HIGHEST_BPS), (123_456, 123_456)):
        encoder.target_bps = asked
        assert encoder.target_bps == kept
    encoder.close()


def test_without_libvpx_the_fallback_says_so(caplog: pytest.LogCaptureFixture) -> None:
    def missing() -> Libvpx:
        raise LibvpxError("no libvpx beside PyAV")

    with caplog.at_level(logging.WARNING):
        encoder = make_encoder("video/VP8", libvpx=missing)
    assert encoder.name == "PyAV libvpx"
    assert "no libvpx beside PyAV" in caplog.text
    coded = encoder.encode(picture(0, 320, 180), False)
    assert coded is not None
    assert coded.key
    encoder.close()


def test_another_codec_is_refused() -> None:
    with pytest.raises(ValueError, match="AV1"):
        make_encoder("video/AV1")


class SlowCodec:
    """A codec that waits to be let go on, and leaves pictures out as told."""

    name = "slow"

    def __init__(self) -> None:
        self.began, self.go_on = threading.Event(), threading.Event()
        self.go_on.set()
        self.answers: list[tuple[bytes, bool] | None] = []
        self.asked: list[bool] = []
        self.closed_while_busy = False
        self._busy = False

    def encode(self, picture: av.VideoFrame, gap_ticks: int, key: bool, bps: int) -> tuple[bytes, bool] | None:
        self._busy = True
        self.asked.append(key)
        self.began.set()
        assert self.go_on.wait(60)
        self._busy = False
        return self.answers.pop(0) if self.answers else (b"x", key)

    def close(self) -> None:
        self.closed_while_busy = self._busy


def test_a_key_frame_is_owed_until_it_comes() -> None:
    codec = SlowCodec()
    codec.answers = [(b"1", True), None, (b"3", False), (b"4", True), (b"5", False)]
    encoder = FittedEncoder(codec, Clock())
    for count, key in enumerate([False, True, False, False, False]):
        encoder.encode(picture(count, 320, 180), key)
    assert codec.asked == [False, True, True, True, False]


def test_a_key_frame_is_not_left_out_to_save_frames() -> None:
    codec = SlowCodec()
    encoder = FittedEncoder(codec, Clock())
    encoder.target_bps = LOWEST_BPS
    sent = [encoder.encode(picture(count, 320, 180), count == 1) is not None for count in range(6)]
    assert sent[:2] == [True, True]
    assert not all(sent)


def test_closing_waits_for_the_picture_at_hand() -> None:
    codec = SlowCodec()
    codec.go_on.clear()
    encoder = FittedEncoder(codec, Clock())
    worker = threading.Thread(target=encoder.encode, args=(picture(0, 320, 180), False))
    closer = threading.Thread(target=encoder.close)
    worker.start()
    assert codec.began.wait(60)
    closer.start()
    codec.go_on.set()
    worker.join(60)
    closer.join(60)
    assert not codec.closed_while_busy
