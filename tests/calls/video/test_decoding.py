from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import av
import pytest

from vardklient.calls.video.decoding import CATCH_UP, MAX_BEHIND, PictureDecoder, ReceivedPicture
from vardklient.calls.video.picturebuffer import CodedPicture

LIMIT_S = 60


def coded(codec: str = "libvpx", count: int = 6, size: tuple[int, int] = (64, 48)) -> list[CodedPicture]:
    """Pictures that grow brighter; the first is a key frame."""
    encoder = av.CodecContext.create(codec, "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height = size
    encoder.pix_fmt = "yuv420p"
    encoder.gop_size = 1000
    encoder.options = {"lag-in-frames": "0"} if codec == "libvpx" else {"tune": "zerolatency"}
    found = []
    for n in range(count):
        picture = av.VideoFrame(*size, "yuv420p")
        for plane, level in zip(picture.planes, (20 + 30 * n, 128, 128), strict=True):
            plane.update(bytes([level]) * plane.buffer_size)
        picture.pts = n
        packets = encoder.encode(picture)
        data = b"".join(bytes(p) for p in packets)
        found.append(CodedPicture(data, 3000 * n, n == 0, n / 30, False))
    return found


class Rig:
    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.got: list[ReceivedPicture] = []
        self.failures = 0
        self.gate = threading.Event()
        self.gate.set()
        self.inside = threading.Event()
        self.raising = False
        self.decoder = PictureDecoder(self.deliver, self.failed)

    def deliver(self, picture: ReceivedPicture) -> None:
        self.inside.set()
        assert self.gate.wait(LIMIT_S)
        with self.changed:
            self.got.append(picture)
            self.changed.notify_all()
        if self.raising:
            raise RuntimeError

    def failed(self) -> None:
        with self.changed:
            self.failures += 1
            self.changed.notify_all()

    def until(self, done: Callable[[], bool]) -> None:
        with self.changed:
            assert self.changed.wait_for(done, LIMIT_S)


@pytest.fixture
def rig() -> Iterator[Rig]:
    rig = Rig()
    yield rig
    rig.gate.set()
    rig.decoder.ask_to_stop()
    rig.decoder.join()


@pytest.mark.parametrize(("name", "codec"), [("VP8", "libvpx"), ("H264", "libx264")])
def test_each_picture_comes_out_by_itself(rig: Rig, name: str, codec: str) -> None:
    rig.decoder.start()
    for n, picture in enumerate(coded(codec), 1):
        assert rig.decoder.put(name, picture)
        rig.until(lambda n=n: len(rig.got) == n)
    assert [p.timestamp for p in rig.got] == [3000 * n for n in range(6)]
    assert [p.arrived_s for p in rig.got] == [n / 30 for n in range(6)]
    assert rig.got[5].picture.to_ndarray()[0, 0] == pytest.approx(170, abs=12)
    assert (rig.decoder.decoded, rig.decoder.key_frames, rig.decoder.left_out) == (6, 1, 0)


def test_after_a_failure_nothing_is_shown_until_a_key_frame(rig: Rig) -> None:
    rig.decoder.start()
    first, second, third, *_ = coded()
    rig.decoder.put("VP8", first)
    rig.decoder.put("VP8", first._replace(data=b"\x10\x00"))
    rig.until(lambda: rig.failures == 1)
    rig.decoder.put("VP8", second)
    rig.decoder.put("VP8", third)
    rig.decoder.put("VP8", first._replace(timestamp=9))
    rig.until(lambda: len(rig.got) == 2)
    assert rig.got[1].timestamp == 9
    assert rig.decoder.left_out == 3


def test_a_listener_that_fails_does_not_end_the_pictures(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    rig.raising = True
    rig.decoder.start()
    for picture in coded():
        rig.decoder.put("VP8", picture)
    rig.until(lambda: len(rig.got) == 6)
    assert "listener to pictures failed" in caplog.text


def test_a_decoder_that_cannot_follow_says_so_and_catches_up_with_a_key_frame(rig: Rig) -> None:
    rig.gate.clear()
    rig.decoder.start()
    key, change, *_ = coded()
    rig.decoder.put("VP8", key)
    assert rig.inside.wait(LIMIT_S)
    assert all(rig.decoder.put("VP8", change) for _ in range(MAX_BEHIND))
    assert not rig.decoder.put("VP8", change)
    assert rig.decoder.put("VP8", key._replace(timestamp=7))
    assert rig.decoder.left_out == MAX_BEHIND > CATCH_UP
    rig.gate.set()
    rig.until(lambda: len(rig.got) == 2)
    assert rig.got[1].timestamp == 7


def test_after_the_end_nothing_is_delivered() -> None:
    rig = Rig()
    rig.decoder.join()
    rig.gate.clear()
    rig.decoder.start()
    pictures = coded()
    for picture in pictures[:3]:
        rig.decoder.put("VP8", picture)
    assert rig.inside.wait(LIMIT_S)
    rig.decoder.ask_to_stop()
    assert rig.decoder.put("VP8", pictures[0]), "told nothing; it just ends"
    rig.gate.set()
    rig.decoder.join()
    assert len(rig.got) == 1
