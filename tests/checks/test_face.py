from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checks.pictures import GOOD_FACE, MODEL, needs_model, wall
from vardklient.checks.face import (
    Face,
    FullRangeDetector,
    HaarDetector,
    known_or_sure,
    make_detector,
    without_doubles,
)
from vardklient.media.drawn import DrawnFilm

DRAWN = DrawnFilm("patient", 30.0, 640, 360).read()

boxes = st.builds(
    Face, st.floats(-50, 700), st.floats(-50, 400), st.floats(1, 300), st.floats(1, 300), st.floats(0.6, 1)
)  # fmt: skip


def test_scaling_and_moving_carry_the_eyes() -> None:
    face = GOOD_FACE.scaled(2).moved(10, 20)
    assert (face.x, face.y, face.width, face.height) == (530, 200, 240, 240)
    assert (face.left_eye, face.right_eye) == ((594, 280), (706, 280))
    assert face.eye_y == 280
    assert face.centre_x == 650


def test_eyes_that_were_not_found_are_guessed_and_stay_unknown() -> None:
    face = Face(0, 100, 50, 100, 0.9).scaled(2).moved(5, 5)
    assert face.left_eye is None
    assert face.right_eye is None
    assert face.eye_y == 205 + 70


def test_a_part_of_a_face_is_the_same_face() -> None:
    whole, part, other = Face(100, 100, 100, 100, 0.9), Face(100, 100, 40, 95, 0.95), Face(300, 100, 40, 40, 0.7)
    assert without_doubles([part, other, whole]) == (whole, other)


def test_faces_that_only_touch_are_two() -> None:
    left, right = Face(0, 0, 100, 100, 0.9), Face(85, 0, 100, 100, 0.9)
    assert len(without_doubles([left, right])) == 2


@given(st.lists(boxes, max_size=8))
def test_no_face_is_left_out_and_none_comes_twice(faces: list[Face]) -> None:
    kept = without_doubles(faces)
    assert without_doubles(kept) == kept
    assert bool(kept) == bool(faces)
    assert set(kept) <= set(faces)


def test_a_weak_face_counts_only_where_one_was() -> None:
    weak = Face(262, 92, 118, 118, 0.45)
    assert known_or_sure([weak], []) == ()
    assert known_or_sure([weak], [GOOD_FACE]) == (weak,)
    assert known_or_sure([GOOD_FACE], []) == (GOOD_FACE,)
    assert known_or_sure([weak], [GOOD_FACE.moved(300, 0)]) == ()


@needs_model
@pytest.mark.parametrize("size", [(640, 360), (1280, 720), (640, 480), (150, 150), (360, 640)])
def test_finds_the_drawn_person_and_the_eyes(size: tuple[int, int]) -> None:
    import cv2

    width, height = size
    side = round(360 * width / height) if width / height < 640 / 360 else 640
    cut = DRAWN[:, (640 - side) // 2 : (640 + side) // 2]
    picture = cv2.resize(cut, size).astype(np.uint8)
    detector = FullRangeDetector(MODEL)
    assert detector.trusted
    for faces in (detector.detect(picture), detector.detect_all(picture)):
        assert len(faces) == 1
        face = faces[0]
        assert face.score >= 0.6
        assert face.left_eye is not None
        assert face.right_eye is not None
        assert face.left_eye[0] < face.centre_x < face.right_eye[0]
        assert face.eye_y == pytest.approx(0.385 * height, abs=0.05 * height)
        assert face.centre_x == pytest.approx(width / 2, abs=0.06 * width)


@needs_model
def test_finds_a_small_second_person_only_when_it_looks_closely() -> None:
    import cv2

    picture = cv2.resize(DRAWN, (1280, 720)).astype(np.uint8)
    small = cv2.resize(DRAWN[20:300, 220:420], (100, 140), interpolation=cv2.INTER_AREA)
    picture[60:200, 90:190] = small
    faces = FullRangeDetector(MODEL).detect_all(picture)
    assert len(faces) == 2
    assert faces[0].height > faces[1].height
    assert faces[1].centre_x == pytest.approx(140, abs=15)


@needs_model
def test_finds_nobody_in_an_empty_room() -> None:
    detector = FullRangeDetector(MODEL)
    assert detector.detect(wall(120)) == ()
    assert detector.detect_all(wall(120)) == ()


def test_the_cascade_finds_the_drawn_person_but_is_not_trusted() -> None:
    detector = HaarDetector()
    assert not detector.trusted
    assert detector.detect(wall(120)) == ()
    faces = detector.detect_all(DRAWN)
    assert len(faces) == 1
    assert abs(faces[0].centre_x - 320) < 40


@needs_model
def test_the_model_is_preferred() -> None:
    assert isinstance(make_detector(MODEL), FullRangeDetector)


def test_without_a_sound_model_the_cascade_steps_in(tmp_path: Path) -> None:
    broken = tmp_path / "model.tflite"
    broken.write_bytes(b"nothing of the kind")
    assert isinstance(make_detector(None), HaarDetector)
    assert isinstance(make_detector(tmp_path / "absent"), HaarDetector)
    assert isinstance(make_detector(broken), HaarDetector)
