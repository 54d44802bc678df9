"""Two engines on this machine: pictures whose content is checked, sound whose level is checked, and a clean end."""

from __future__ import annotations

import asyncio
import threading

import numpy as np
import pytest

from tests.calls.parts import (
    BarCamera,
    End,
    bar_centre,
    call,
    connect,
    frame_where,
    frames,
    open_sockets,
    sockets_closed,
    until,
    wire,
)
from vardklient.base.slot import Slot
from vardklient.ports.camera import Frame
from vardklient.ports.engine import (
    CallStatistics,
    ClosePeer,
    Described,
    EngineFailed,
    MediaState,
    OpenPeer,
    SendPicture,
    SendSound,
    TakeCandidate,
    TakeDescription,
)
from vardklient.ports.signalling import IceServer


def engine_threads() -> set[threading.Thread]:
    """Threads that the engine may leave; the loop's own executor is not one of them."""
    return {t for t in threading.enumerate() if not t.name.startswith(("MainThread", "asyncio_", "test-"))}


def decoders() -> int:
    return sum("decoder" in thread.name for thread in engine_threads())


def is_black(frame: Frame) -> bool:
    return bool(frame.pixels[:, :, :3].max() <= 20)


async def heard_at_the_tones_level(end: End) -> CallStatistics:
    """The figures, as soon as their level is that of a whole second of the other side's tone."""
    async with asyncio.timeout(60):
        while True:
            statistics = await end.engine.statistics("patient")
            assert statistics is not None
            if statistics.audio_in.level_dbfs == pytest.approx(-20, abs=1.5):
                return statistics
            await frames(end.screen, 1)


async def test_moving_pictures_and_sound_arrive_both_ways() -> None:
    async with call() as (patient, clinician):
        seen = await frames(clinician.screen, 30)
        for frame in seen:
            assert frame.pixels.dtype == np.uint8
            assert frame.pixels.shape[2] == 4
            assert frame.pixels.flags.c_contiguous
        assert [f.seq for f in seen] == sorted({f.seq for f in seen})
        places = {round(c, 2) for f in seen if (c := bar_centre(f.pixels)) is not None}
        assert len(places) > 10, "the bar moves"
        ground = seen[-1].pixels[:, :, :3].reshape(-1, 3)
        assert np.abs(np.median(ground, axis=0) - (40, 110, 60)).max() < 25, "the patient's colour, not our own"
        back = await frames(patient.screen, 5)
        assert np.abs(np.median(back[-1].pixels[:, :, :3].reshape(-1, 3), axis=0) - (150, 90, 40)).max() < 25
        for end in (patient, clinician):
            await until(lambda end=end: abs(end.speaker.rms_dbfs() + 20) < 1.5)
        statistics = await heard_at_the_tones_level(clinician)
        assert statistics.video_in.frames >= 30
        assert statistics.video_in.width is not None
        assert statistics.video_in.height is not None
        assert statistics.video_in.width * 9 == statistics.video_in.height * 16
        assert statistics.video_out.frames >= 30
        assert statistics.join_to_first_picture_ms is not None
        assert 0 < statistics.join_to_first_picture_ms < 15_000
        assert statistics.loss_in_share == 0.0
        assert statistics.rejoins == 0
        assert statistics.video_in.latency_ms_p50 is not None
        assert 0 < statistics.video_in.latency_ms_p50 < 1000


async def test_bit_rates_are_reported() -> None:
    async with call() as (_, clinician):
        await frames(clinician.screen, 30)
        statistics = await clinician.engine.statistics("patient")
        assert statistics is not None
        assert statistics.bitrate_in_kbps is not None
        assert 30 < statistics.bitrate_in_kbps < 5000
        assert statistics.bitrate_out_kbps is not None
        assert 30 < statistics.bitrate_out_kbps < 5000


async def test_a_reader_gets_no_more_pixels_than_it_wants() -> None:
    async with call() as (_, clinician):
        clinician.engine.watch("patient", clinician.screen, (160, 160))
        await frame_where(clinician.screen, lambda frame: frame.pixels.shape == (90, 160, 4))


async def test_nothing_is_painted_after_unwatch() -> None:
    async with call() as (_, clinician):
        await frames(clinician.screen, 1)
        other: Slot[Frame] = Slot()
        clinician.engine.watch("patient", other)
        clinician.engine.unwatch("patient", clinician.screen)
        await frames(other, 2)
        clinician.screen.take()
        await frames(other, 5)
        assert clinician.screen.take() is None


async def test_muted_sends_silence_and_sound_comes_back() -> None:
    async with call() as (patient, clinician):
        await until(lambda: clinician.speaker.rms_dbfs() > -25)
        await patient.engine.do(SendSound(False))
        await until(lambda: clinician.speaker.rms_dbfs() < -70)
        statistics = await clinician.engine.statistics("patient")
        assert statistics is not None
        packets = statistics.audio_in.packets
        await frames(clinician.screen, 20)
        later = await clinician.engine.statistics("patient")
        assert later is not None
        assert later.audio_in.packets > packets, "silence is sent, not nothing"
        await patient.engine.do(SendSound(True))
        await until(lambda: clinician.speaker.rms_dbfs() > -25)


async def test_camera_off_is_seen_as_black_and_the_picture_comes_back() -> None:
    async with call() as (patient, clinician):
        await frames(clinician.screen, 3)
        await patient.engine.do(SendPicture(False))
        await frame_where(clinician.screen, is_black)
        assert all(is_black(f) for f in await frames(clinician.screen, 3)), "no shadow of the face"
        await patient.engine.do(SendPicture(True))
        await frame_where(clinician.screen, lambda frame: bar_centre(frame.pixels) is not None)
        assert MediaState.WEAK not in clinician.states(1)


async def test_camera_that_stands_still_turns_black() -> None:
    async with call() as (patient, clinician):
        await frames(clinician.screen, 3)
        patient.camera.stop()
        await frame_where(clinician.screen, is_black)


async def test_new_epoch_keeps_the_old_picture_until_the_new_one_is_there() -> None:
    async with call() as (patient, clinician):
        await frames(clinician.screen, 5)
        await connect(patient, clinician, 2)
        statistics = await clinician.engine.statistics("patient")
        assert statistics is not None
        assert statistics.rejoins == 1
        # the old connection went on until the new one had media (whether that was without a gap depends on the machine)
        assert {MediaState.WEAK, MediaState.LOST}.isdisjoint(clinician.states(1))
        assert clinician.states(2)[:2] == [MediaState.CONNECTING, MediaState.FLOWING]
        assert MediaState.CLOSED not in clinician.states(1)
        await until(lambda: patient.camera.subscribed == 1 and clinician.camera.subscribed == 1)
        await until(lambda: len(clinician.speaker.players) == 1)
        assert len(await frames(clinician.screen, 10)) == 10


async def test_older_epochs_and_strangers_are_dropped() -> None:
    async with call() as (patient, clinician):
        await connect(patient, clinician, 2)
        offer = next(e for e in patient.events if isinstance(e, Described) and e.epoch == 1)
        before = len(clinician.events)
        await clinician.engine.do(TakeDescription("patient", 1, offer.type, offer.sdp))
        await clinician.engine.do(TakeDescription("stranger", 1, offer.type, offer.sdp))
        await clinician.engine.do(TakeCandidate("patient", 1, ""))
        await clinician.engine.do(TakeCandidate("stranger", 1, ""))
        await clinician.engine.do(OpenPeer("patient", 1, offer=True))
        await frames(clinician.screen, 5)
        assert clinician.events[before:] == []
        assert await clinician.engine.statistics("stranger") is None


async def test_lost_when_the_other_side_is_gone() -> None:
    async with call() as (patient, clinician):
        await patient.engine.close()
        await clinician.until(lambda: MediaState.LOST in clinician.states(1))
        assert clinician.states(1)[-2:] == [MediaState.WEAK, MediaState.LOST]
        frozen = await clinician.engine.statistics("patient")
        assert frozen is not None
        assert frozen.video_in.freezes >= 1


async def test_bad_description_is_an_event() -> None:
    end = End("clinician")
    await end.engine.start()
    await end.engine.do(OpenPeer("patient", 1, offer=False))
    await end.engine.do(TakeDescription("patient", 1, "offer", "v=0\r\nm=audio nonsense"))
    await end.until(lambda: any(isinstance(e, EngineFailed) for e in end.events))
    assert EngineFailed("patient", "bad_description") in end.events
    await end.engine.close()


async def test_candidates_that_come_early_late_or_broken_do_no_harm() -> None:
    patient, clinician = End("patient"), End("clinician")
    await clinician.engine.do(OpenPeer("patient", 1, offer=False))
    await patient.engine.do(OpenPeer("clinician", 1, offer=True))
    await patient.until(lambda: any(isinstance(e, Described) for e in patient.events))
    offer = next(e for e in patient.events if isinstance(e, Described))
    lines = offer.sdp.splitlines()
    candidates = [line.removeprefix("a=") for line in lines if line.startswith("a=candidate:")]
    bare = "\r\n".join(x for x in lines if not x.startswith(("a=candidate:", "a=end-of"))) + "\r\n"
    await clinician.engine.do(TakeDescription("patient", 1, "offer", bare))
    for text in ("candidate:broken", "candidate:1 1 udp x y z typ host", *candidates, ""):
        await clinician.engine.do(TakeCandidate("patient", 1, text))
    await clinician.until(lambda: any(isinstance(e, Described) for e in clinician.events))
    answer = next(e for e in clinician.events if isinstance(e, Described))
    for end in (patient, clinician):
        end.start_devices()
    await patient.engine.do(TakeDescription("clinician", 1, answer.type, answer.sdp))
    await clinician.until(lambda: MediaState.FLOWING in clinician.states(1))
    for end in (patient, clinician):
        await end.engine.close()
        end.stop_devices()


async def test_closing_leaves_nothing() -> None:
    threads, sockets, tasks = engine_threads(), open_sockets(), len(asyncio.all_tasks())
    async with call() as (patient, clinician):
        await frames(clinician.screen, 5)
        assert engine_threads() - threads
    assert engine_threads() <= threads, "those of other tests may end meanwhile"
    assert len(asyncio.all_tasks()) == tasks
    assert (patient.camera.subscribed, clinician.camera.subscribed) == (0, 0)
    assert patient.microphone.listeners == []
    assert clinician.speaker.players == []
    await asyncio.sleep(0)
    await sockets_closed(sockets)
    await clinician.engine.close()


async def test_later_connections_do_not_leak() -> None:
    async with call() as (patient, clinician):
        await connect(patient, clinician, 2)
        await until(lambda: patient.camera.subscribed == 1 and clinician.camera.subscribed == 1)
        await until(lambda: decoders() == 2)
        tasks = len(asyncio.all_tasks())
        for epoch in (3, 4):
            await connect(patient, clinician, epoch)
        await until(lambda: decoders() == 2)
        await until(lambda: len(asyncio.all_tasks()) <= tasks)


async def test_closing_one_person_keeps_the_engine() -> None:
    async with call() as (patient, clinician):
        await clinician.engine.do(ClosePeer("patient"))
        assert clinician.states(1)[-1] is MediaState.CLOSED
        assert await clinician.engine.statistics("patient") is None
        await clinician.engine.do(ClosePeer("patient"))
        await patient.until(lambda: MediaState.LOST in patient.states(1))
        await connect(patient, clinician, 2)
        assert len(await frames(clinician.screen, 5)) == 5


async def test_closing_in_the_middle_of_negotiation_leaves_nothing() -> None:
    threads, sockets, tasks = engine_threads(), open_sockets(), len(asyncio.all_tasks())
    patient, clinician = End("patient"), End("clinician")
    wire(patient, clinician)
    await clinician.engine.do(OpenPeer("patient", 1, offer=False))
    await patient.engine.do(OpenPeer("clinician", 1, offer=True))
    await clinician.until(lambda: any(isinstance(e, Described) for e in clinician.events))
    await patient.engine.close()
    await clinician.engine.close()
    assert engine_threads() <= threads
    assert len(asyncio.all_tasks()) == tasks
    await sockets_closed(sockets)


async def test_closing_at_once_leaves_nothing() -> None:
    sockets, tasks = open_sockets(), len(asyncio.all_tasks())
    end = End("patient")
    await end.engine.do(OpenPeer("clinician", 1, offer=True))
    await end.engine.close()
    assert len(asyncio.all_tasks()) == tasks
    await sockets_closed(sockets)
    assert not any(isinstance(e, Described) for e in end.events)


async def test_commands_keep_their_order_while_it_gets_ready() -> None:
    patient, clinician = End("patient"), End("clinician")
    wire(patient, clinician)
    patient.start_devices()
    await asyncio.gather(
        clinician.engine.do(OpenPeer("patient", 0, offer=False)),
        clinician.engine.do(ClosePeer("patient")),
        clinician.engine.do(OpenPeer("patient", 3, offer=False)),
        patient.engine.do(OpenPeer("clinician", 3, offer=True)),
    )
    await clinician.until(lambda: MediaState.FLOWING in clinician.states(3))
    assert clinician.states(0) == [MediaState.CLOSED]
    for end in (patient, clinician):
        await end.engine.close()
    patient.stop_devices()


async def test_ice_servers_are_ours_or_none() -> None:
    """A server that does not answer delays the description; without one there is none in the gatherer."""
    from vardklient.calls.settings import configuration

    assert configuration(()).iceServers == []
    ours = configuration((IceServer(("turn:turn.example.se:3478?transport=udp",), "u", "c"),)).iceServers
    assert ours is not None
    assert [(s.urls, s.username, s.credential) for s in ours] == [
        (["turn:turn.example.se:3478?transport=udp"], "u", "c")
    ]


async def test_large_pictures_are_sent_smaller() -> None:
    patient, clinician = End("patient"), End("clinician")
    patient.camera = BarCamera(size=(1920, 1080))
    patient.engine._camera = patient.camera
    wire(patient, clinician)
    for end in (patient, clinician):
        end.start_devices()
    clinician.engine.watch("patient", clinician.screen)
    await connect(patient, clinician, 1)
    for frame in await frames(clinician.screen, 5):
        height, width, _ = frame.pixels.shape
        assert height <= 720
        assert width == pytest.approx(height * 16 / 9, abs=2)
    for end in (patient, clinician):
        await end.engine.close()
        end.stop_devices()


async def test_without_a_loudspeaker_the_sound_that_comes_is_still_known() -> None:
    async with call() as (_, clinician):
        clinician.speaker.stop()
        await heard_at_the_tones_level(clinician)


async def test_somebody_without_a_camera_is_heard() -> None:
    """As a browser without a camera: it offers a picture and sends none. Sound is not played before it is a flow."""
    patient, clinician = End("patient"), End("clinician")
    wire(patient, clinician)
    for end in (patient, clinician):
        end.start_devices()
    try:
        await clinician.engine.do(OpenPeer("patient", 1, offer=False))
        await patient.engine.do(OpenPeer("clinician", 1, offer=True))
        for sender in patient.engine._peers["clinician"].newest._pc.getSenders():
            if sender.kind == "video":
                sender.replaceTrack(None)
        await clinician.until(lambda: MediaState.FLOWING in clinician.states(1))
        await until(lambda: abs(clinician.speaker.rms_dbfs() + 20) < 1.5)
        statistics = await clinician.engine.statistics("patient")
        assert statistics is not None
        assert statistics.video_in.frames == 0
    finally:
        for end in (patient, clinician):
            await end.engine.close()
            end.stop_devices()
