"""The drawn people: found by the project's own detector, judged green by its own checks, cheap to draw."""

from __future__ import annotations

import threading
import time
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.checks.pictures import MODEL, needs_model
from vardklient.base.slot import Slot
from vardklient.checks.face import FullRangeDetector
from vardklient.checks.picture import make_checker
from vardklient.domain.verdict import Severity
from vardklient.media.drawn import DrawnCamera, DrawnFilm, Look, pose_at
from vardklient.ports.camera import CameraState, Frame

LOOKS: tuple[Look, ...] = ("patient", "clinician")
RATE_HZ = 10.0
DEADLINE_S = 60.0


@cache
def pictures(look: Look) -> list[NDArray[np.uint8]]:
    """Twenty seconds, ten pictures a second."""
    film = DrawnFilm(look, RATE_HZ, 640, 360)
    return [film.read() for _ in range(200)]


@needs_model
@pytest.mark.parametrize("look", LOOKS)
def test_the_detector_finds_exactly_one_face(look: Look) -> None:
    detector = FullRangeDetector(MODEL)
    found = [detector.detect(picture) for picture in pictures(look)[::2]]
    found += [detector.detect_all(picture) for picture in pictures(look)[::25]]
    assert sum(len(faces) == 1 and faces[0].score >= 0.6 for faces in found) >= 0.95 * len(found)


@needs_model
@pytest.mark.parametrize("look", LOOKS)
def test_the_checks_have_nothing_to_say_against_it(look: Look) -> None:
    checker = make_checker()
    for i, picture in enumerate(pictures(look)):
        checker.feed(picture, i / 30, i)
    assert {v.check: v.severity for v in checker.verdicts() if v.severity is not Severity.GREEN} == {}


def test_the_two_are_different_people_in_different_rooms() -> None:
    patient, clinician = (pictures(look)[0].astype(int) for look in LOOKS)
    assert np.abs(patient - clinician).mean() > 15


@pytest.mark.parametrize("look", LOOKS)
def test_something_moves_in_every_picture(look: Look) -> None:
    film = DrawnFilm(look, 30.0, 640, 360)
    before = film.read()
    for _ in range(60):
        after = film.read()
        assert np.abs(after.astype(int) - before).mean() > 0.02
        before = after


def test_blinks_speaks_and_listens() -> None:
    poses = [pose_at(i / 30) for i in range(30 * 60)]
    closed = sum(pose.eyes == 6 for pose in poses) / len(poses)
    assert 0.005 < closed < 0.08
    mouths = [pose.mouth for pose in poses]
    assert set(mouths) == set(range(6))
    assert 0.2 < sum(mouth in (0, 1) for mouth in mouths) / len(mouths) < 0.8
    assert max(abs(pose.sway_u) for pose in poses) < 0.1


@pytest.mark.parametrize(("width", "height"), [(640, 360), (1280, 720), (320, 180)])
def test_any_size_can_be_had(width: int, height: int) -> None:
    picture = DrawnFilm("patient", 30.0, width, height).read()
    assert picture.shape == (height, width, 3)
    assert picture.dtype == np.uint8
    assert picture.flags.c_contiguous


def test_pictures_are_never_written_to_again() -> None:
    film = DrawnFilm("patient", 30.0, 320, 180)
    first = film.read()
    copy = first.copy()
    film.skip()
    second = film.read()
    assert np.array_equal(first, copy)
    assert not np.shares_memory(first, second)


def test_is_cheap_to_draw() -> None:
    film = DrawnFilm("patient", 30.0, 640, 360)
    costs = []
    for _ in range(30):
        began_s = time.thread_time()
        film.read()
        costs.append(time.thread_time() - began_s)
    assert np.median(costs) < 0.005


def test_plays_as_a_camera() -> None:
    camera = DrawnCamera("patient", rate_hz=25.0, width_px=320, height_px=180)
    came = threading.Event()
    slot: Slot[Frame] = Slot(came.set)
    camera.subscribe(slot)
    assert camera.name == "Simulerad patient"
    camera.start()
    assert came.wait(DEADLINE_S)
    assert camera.state is CameraState.RUNNING
    camera.stop()
    camera.join(DEADLINE_S)
    frame = slot.take()
    assert frame is not None
    assert frame.pixels.shape == (180, 320, 3)
    assert camera.state is CameraState.CLOSED
