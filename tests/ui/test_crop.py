from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardklient.ui.crop import EYES_BELOW_CROWN_SHARE, MOST_CROP_SHARE, cover, crop_above_head, fit, lost_share

pictures = st.tuples(st.integers(1, 4000), st.integers(1, 4000))
tiles = st.tuples(st.floats(1, 4000), st.floats(1, 4000))
shares = st.floats(0, 1)


@given(pictures, tiles, st.floats(0, MOST_CROP_SHARE), shares)
def test_a_covering_part_has_the_tiles_shape_and_lies_inside_the_picture(
    picture: tuple[int, int], tile: tuple[float, float], crop: float, middle: float
) -> None:
    part = cover(picture, tile, crop, middle)
    assert part.x >= 0
    assert part.x + part.width <= picture[0] * (1 + 1e-9)
    assert part.y == pytest.approx(picture[1] * crop)
    assert part.y + part.height <= picture[1] * (1 + 1e-9)
    assert part.width * tile[1] == pytest.approx(part.height * tile[0], rel=1e-6)


@given(pictures, tiles)
def test_a_fitting_part_shows_all_of_the_picture_in_the_middle(
    picture: tuple[int, int], tile: tuple[float, float]
) -> None:
    part = fit(picture, tile)
    assert part.width * picture[1] == pytest.approx(part.height * picture[0], rel=1e-6)
    assert part.x + part.width / 2 == pytest.approx(tile[0] / 2)
    assert part.y + part.height / 2 == pytest.approx(tile[1] / 2)
    assert part.width <= tile[0] * (1 + 1e-9)
    assert part.height <= tile[1] * (1 + 1e-9)


@given(shares)
def test_the_cut_above_the_head_never_reaches_the_crown(eyes: float) -> None:
    cut = crop_above_head(eyes)
    assert 0 <= cut <= MOST_CROP_SHARE
    assert cut <= max(0.0, eyes - EYES_BELOW_CROWN_SHARE)


def test_nothing_is_cut_when_nobody_knows_where_the_eyes_are() -> None:
    assert crop_above_head(None) == 0
    assert crop_above_head(0.45) == pytest.approx(0.45 - EYES_BELOW_CROWN_SHARE)


def test_an_upright_telephone_would_lose_more_than_half_in_a_wide_tile() -> None:
    assert lost_share((720, 1280), (640, 360)) > 0.6
    assert lost_share((1280, 720), (640, 360)) == pytest.approx(0)
