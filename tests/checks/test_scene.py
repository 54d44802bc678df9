from __future__ import annotations

import numpy as np
import pytest

from tests.checks.pictures import portrait, portrait_scene, wall
from vardklient.checks.face import Face
from vardklient.checks.scene import cut, median, prepare, small_luma


def test_luma_is_320_wide_and_keeps_the_shape() -> None:
    assert small_luma(wall(100, 1280, 720)).shape == (180, 320)
    assert small_luma(wall(100, 640, 480)).shape == (240, 320)
    assert small_luma(wall(100, 32, 18)).shape == (180, 320)


def test_percentiles_and_spread() -> None:
    picture = np.zeros((360, 640, 3), np.uint8)
    picture[:, :320] = 200
    scene = prepare(picture, ())
    assert scene.percentile_luma(0.25) == 0
    assert scene.percentile_luma(0.9) == 200
    assert scene.mean_luma == pytest.approx(100, abs=1)
    assert scene.spread_luma == pytest.approx(100, abs=1)


def test_skin_is_inside_the_face() -> None:
    scene = portrait_scene(150, 30)
    assert scene.skin_luma.min() >= 149
    assert scene.luma_faces[0].width == pytest.approx(60)
    assert prepare(wall(100), ()).skin_luma.size == 0


def test_a_face_outside_the_picture_has_no_skin() -> None:
    outside = Face(-300, 90, 100, 100, 0.9)
    assert prepare(portrait(150, 100), (outside,)).skin_luma.size == 0


def test_the_background_is_what_is_not_the_person() -> None:
    scene = portrait_scene(250, 100)
    assert scene.background_luma.max() < 120
    assert scene.background[179, 160] == 0
    assert scene.background[5, 5] == 255
    assert prepare(wall(100), ()).background.min() == 255


def test_cut_stays_inside() -> None:
    picture = wall(100, 64, 36)
    assert cut(picture, -10, -10, 10, 10).shape[:2] == (10, 10)
    assert cut(picture, 60, 30, 100, 100).shape[:2] == (6, 4)
    assert cut(picture, 100, 100, 200, 200).size == 0


def test_median_of_what_is_known() -> None:
    assert median([None, 3.0, 1.0, 2.0]) == 2.0
    assert median([None]) is None
