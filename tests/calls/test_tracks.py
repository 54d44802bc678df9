"""What we send, taken from the tracks themselves."""

from __future__ import annotations

import asyncio
import time

import numpy as np
import pytest
from aiortc.mediastreams import MediaStreamError
from hypothesis import given
from hypothesis import strategies as st

from tests.calls.parts import BarCamera, ToneMicrophone, bar_pixels
from vardklient.calls.settings import OFF_HEIGHT_PX, OFF_WIDTH_PX, SOUND_QUEUE_BLOCKS
from vardklient.calls.tracks import PACKET_SAMPLES, OutgoingPicture, OutgoingSound, fit
from vardklient.ports.camera import Frame
from vardklient.ports.sound import BLOCK_SAMPLES, SoundBlock


@given(st.integers(2, 8000), st.integers(2, 8000))
def test_sizes_fit_and_are_even(width: int, height: int) -> None:
    w, h = fit(width, height, 1280, 720)
    assert w % 2 == h % 2 == 0
    assert 2 <= w <= 1280
    assert 2 <= h <= 720
    assert w <= max(2, width)
    assert h <= max(2, height)


def test_shape_is_kept() -> None:
    assert fit(1920, 1080, 1280, 720) == (1280, 720)
    assert fit(640, 480, 1280, 720) == (640, 480)
    assert fit(1600, 1200, 1280, 720) == (960, 720)


async def test_pictures_go_on_in_time_whatever_the_camera_says() -> None:
    camera = BarCamera()
    track = OutgoingPicture(camera)
    stamps = []
    for n, captured_s in enumerate((time.monotonic(), time.monotonic() - 100, time.monotonic() + 0.05)):
        camera.fan.put(Frame(bar_pixels(n), captured_s, n))
        stamps.append((await track.recv()).pts)
    assert stamps == sorted(set(stamps))
    assert track.taken == 3
    track.stop()
    with pytest.raises(MediaStreamError):
        await track.recv()


async def test_pixels_are_handed_on_as_they_are() -> None:
    camera = BarCamera()
    track = OutgoingPicture(camera)
    camera.fan.put(Frame(np.full((361, 641, 4), 90, np.uint8), time.monotonic(), 0))
    sent = await track.recv()
    assert (sent.width, sent.height, sent.format.name) == (641, 361, "bgra")
    track.stop()


async def test_newest_frame_is_sent_and_no_more_than_thirty_a_second() -> None:
    camera = BarCamera()
    track = OutgoingPicture(camera)
    began_s, taken = time.monotonic(), 0
    while time.monotonic() - began_s < 0.5:
        for n in range(3):
            camera.fan.put(Frame(bar_pixels(n), time.monotonic(), n))
        await track.recv()
        taken += 1
    assert taken <= 18
    track.stop()


async def test_off_is_black_at_once_and_small() -> None:
    camera = BarCamera()
    track = OutgoingPicture(camera)
    track.switch(False)
    camera.fan.put(Frame(bar_pixels(1), time.monotonic(), 1))
    sent = await asyncio.wait_for(track.recv(), 60)
    assert (sent.width, sent.height) == (OFF_WIDTH_PX, OFF_HEIGHT_PX)
    assert sent.to_ndarray(format="bgr24").max() < 5
    track.stop()


async def test_stopping_wakes_a_waiting_sender() -> None:
    track = OutgoingPicture(BarCamera())
    waiting = asyncio.create_task(track.recv())
    await asyncio.sleep(0)
    track.stop()
    with pytest.raises(MediaStreamError):
        await asyncio.wait_for(waiting, 60)


def speak(microphone: ToneMicrophone, blocks: int, value: float = 0.5) -> None:
    for _ in range(blocks):
        for listener in list(microphone.listeners):
            listener(SoundBlock(np.full(BLOCK_SAMPLES, value, np.float32), time.monotonic()))


async def test_sound_is_sent_in_order_and_silence_where_there_is_none() -> None:
    microphone = ToneMicrophone()
    track = OutgoingSound(microphone, lambda: None)
    speak(microphone, 2, 0.25)
    speak(microphone, 2, 0.5)
    sent = [await track.recv() for _ in range(3)]
    assert [f.samples for f in sent] == [PACKET_SAMPLES] * 3
    assert [f.pts for f in sent[:2]] == [0, PACKET_SAMPLES]
    silent_pts = sent[2].pts  # later by whole packets where the machine was late
    assert silent_pts >= 2 * PACKET_SAMPLES
    assert silent_pts % PACKET_SAMPLES == 0
    assert [round(float(f.to_ndarray().mean()) / 32767, 2) for f in sent] == [0.25, 0.5, 0.0]
    track.stop()
    assert microphone.listeners == []
    with pytest.raises(MediaStreamError):
        await track.recv()


async def test_too_loud_is_clipped_not_wrapped() -> None:
    microphone = ToneMicrophone()
    track = OutgoingSound(microphone, lambda: None)
    speak(microphone, 2, 3.0)
    assert (await track.recv()).to_ndarray().min() == 32767
    track.stop()


async def test_half_a_packet_waits_for_its_other_half_and_nothing_longer() -> None:
    microphone = ToneMicrophone()
    track = OutgoingSound(microphone, lambda: None)
    speak(microphone, 2)
    assert (await track.recv()).to_ndarray().all()
    track._last_s += 3600  # however slow the machine is: no silence is due
    speak(microphone, 1)
    waiting = asyncio.create_task(track.recv())
    await asyncio.sleep(0)
    assert not waiting.done()
    speak(microphone, 1)
    assert (await waiting).to_ndarray().all()
    track.stop()


async def test_full_queue_drops_the_oldest() -> None:
    microphone = ToneMicrophone()
    track = OutgoingSound(microphone, lambda: None)
    speak(microphone, 4, 0.1)
    speak(microphone, SOUND_QUEUE_BLOCKS, 0.5)
    sent = await track.recv()
    assert round(float(sent.to_ndarray().mean()) / 32767, 2) == 0.5
    assert sent.pts == 4 * BLOCK_SAMPLES, "the time of what was dropped has passed all the same"
    track.stop()


async def test_what_was_said_while_muted_is_never_sent() -> None:
    microphone = ToneMicrophone()
    track = OutgoingSound(microphone, lambda: None)
    speak(microphone, 3)
    track.switch(False)
    speak(microphone, 3)
    assert not (await track.recv()).to_ndarray().any()
    track.switch(True)
    assert not (await track.recv()).to_ndarray().any()
    speak(microphone, 2)
    assert (await track.recv()).to_ndarray().all()
    track.stop()


async def test_time_jumps_on_after_a_long_stall() -> None:
    track = OutgoingSound(ToneMicrophone(), lambda: None)
    await track.recv()
    track._last_s -= 2.0
    late = await track.recv()
    assert late.pts >= 1.9 * 48_000
    assert late.pts % PACKET_SAMPLES == 0
    track.stop()


async def test_all_that_piled_up_leaves_at_once() -> None:
    microphone = ToneMicrophone()
    track = OutgoingSound(microphone, lambda: None)
    speak(microphone, SOUND_QUEUE_BLOCKS)
    sent = [await track.recv() for _ in range(SOUND_QUEUE_BLOCKS // 2)]
    assert all(frame.to_ndarray().all() for frame in sent)
    assert [frame.pts for frame in sent] == [n * PACKET_SAMPLES for n in range(len(sent))]
    track.stop()


async def test_time_that_was_filled_with_silence_is_not_filled_again() -> None:
    microphone = ToneMicrophone()
    track = OutgoingSound(microphone, lambda: None)
    assert not (await track.recv()).to_ndarray().any()
    for listener in list(microphone.listeners):
        listener(SoundBlock(np.full(4 * BLOCK_SAMPLES, 0.5, np.float32), time.monotonic() - 9))
    assert not (await track.recv()).to_ndarray().any()
    speak(microphone, 2)
    assert (await track.recv()).to_ndarray().all()
    track.stop()


async def test_speaking_while_muted_is_told_and_sent_nowhere() -> None:
    microphone, told = ToneMicrophone(), []
    track = OutgoingSound(microphone, lambda: told.append(True))
    track.switch(False)
    syllables = [0.0005] * 100 + [0.02, 0.05, 0.2, 0.3, 0.1, 0.03] * 30
    for n, loudness in enumerate(syllables):
        for listener in list(microphone.listeners):
            listener(SoundBlock(np.full(BLOCK_SAMPLES, loudness, np.float32), n * 0.01))
    assert told == [True]
    assert not (await track.recv()).to_ndarray().any()
    track.stop()
