from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardklient.domain.eyeline import ACCEPTED_DEG, GOOD_DEG, Lens, Screen, holder, place, top_centre

PICTURE = (1280, 720)
LAPTOP = Screen("eDP-1", 0, 0, 1280, 800, 301, 188, 1.5)
DESK = Screen("DP-2", 1280, -320, 2560, 1440, 597, 336, 1.0)

ORDINARY = {
    "14-inch laptop": LAPTOP,
    "24-inch full HD": Screen("HDMI-1", 0, 0, 1920, 1080, 531, 299),
    "27-inch": DESK,
    "27-inch 4K at 200 %": Screen("DP-1", -1920, -1080, 1920, 1080, 597, 336, 2.0),
    "34-inch wide": Screen("DP-3", 0, 0, 3440, 1440, 800, 335),
    "upright 24-inch": Screen("DP-4", 0, 0, 1080, 1920, 299, 531),
    "virtual machine": Screen("Virtual-1", 0, 0, 1280, 800),
}


@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_screens_are_good(name: str) -> None:
    screen = ORDINARY[name]
    layout = place([screen], top_centre(screen), PICTURE)
    assert layout.angle_deg <= GOOD_DEG
    assert abs(layout.horizontal_deg) <= 0.1
    assert layout.good
    assert layout.patient.y == screen.y
    assert layout.patient.height * screen.mm_per_px[1] > 100, "large enough to see a face"


def test_the_window_fills_the_screen_with_the_camera() -> None:
    layout = place([LAPTOP, DESK], top_centre(DESK), PICTURE)
    assert (layout.screen, layout.window.x, layout.window.y) == ("DP-2", 1280, -320)
    assert (layout.window.width, layout.window.height) == (2560, 1440)


def test_the_lens_is_on_the_nearest_screen_unless_it_is_named() -> None:
    above_the_desk = Lens(2560, -360)
    assert holder([LAPTOP, DESK], above_the_desk) is DESK
    assert holder([LAPTOP, DESK], Lens(640, -10, "eDP-1")) is LAPTOP
    upper, lower = Screen("a", 0, -1080, 1920, 1080), Screen("b", 0, 0, 1920, 1080)
    assert holder([upper, lower], top_centre(lower)) is lower


def test_a_lens_above_the_panel_is_taken_into_account() -> None:
    screen = ORDINARY["24-inch full HD"]
    layout = place([screen], Lens(960, -72), PICTURE)  # 2 cm
    assert GOOD_DEG - 0.2 < layout.angle_deg <= GOOD_DEG
    assert layout.patient.height < place([screen], top_centre(screen), PICTURE).patient.height


def test_the_largest_tile_that_is_good() -> None:
    """Facts: largest height = (d·tan θ − g)/p; 55 cm, 5°, g = 0."""
    screen = ORDINARY["27-inch"]
    eyes, face = (640.0, 0.38 * 720), 0.6 * 720  # a face so large that nothing can be cropped
    layout = place([screen], top_centre(screen), PICTURE, eyes, 55.0, face)
    assert layout.crop.height == 720
    expected_mm = 550 * math.tan(math.radians(5)) / 0.38
    assert layout.patient.height * screen.mm_per_px[1] == pytest.approx(expected_mm, abs=1)


def test_air_over_the_head_is_cut_and_never_the_head() -> None:
    face = 200.0
    layout = place([DESK], top_centre(DESK), PICTURE, (640, 400), 55.0, face)
    assert 0 < layout.crop.y < 400 - 0.75 * face
    plain = place([DESK], top_centre(DESK), PICTURE, (640, 100), 55.0, face)
    assert plain.crop.y == 0


def test_eyes_beside_the_middle_come_under_the_lens() -> None:
    layout = place([DESK], top_centre(DESK), PICTURE, (300, 250))
    assert layout.eyes[0] == pytest.approx(top_centre(DESK).x, abs=1)


def test_a_camera_below_the_screen_puts_the_tile_at_the_lower_edge() -> None:
    screen = ORDINARY["24-inch full HD"]
    layout = place([screen], Lens(960, 1080), PICTURE)
    assert layout.patient.y + layout.patient.height == 1080
    assert layout.vertical_deg < 0
    assert layout.angle_deg <= ACCEPTED_DEG


def test_a_camera_beside_the_screen_is_honest_about_it() -> None:
    screen = ORDINARY["34-inch wide"]
    layout = place([screen], Lens(-1200, 700), PICTURE)
    assert layout.angle_deg > ACCEPTED_DEG
    assert not layout.good


def test_a_lens_in_front_of_the_screen_has_the_eyes_right_under_it() -> None:
    screen = ORDINARY["27-inch"]
    layout = place([screen], Lens(2560, 200), PICTURE)
    assert abs(layout.vertical_deg) <= 2.1
    assert layout.patient.y < 200 < layout.patient.y + layout.patient.height


@pytest.mark.parametrize(
    ("width_mm", "height_mm", "scale", "believed"),
    [
        (531, 299, 1.0, True),
        (299, 531, 1.0, True),  # turned: the sizes are swapped
        (0, 0, 1.0, False),
        (160, 90, 1.0, False),  # the code for 16:9, not a size
        (4000, 2250, 1.0, False),
        (100, 56, 1.0, False),
        (1100, 619, 1.0, False),
        (1100, 619, 2.0, True),
        (531, 100, 1.0, False),
    ],
)
def test_millimetres_are_believed_when_they_are_possible(
    width_mm: float, height_mm: float, scale: float, believed: bool
) -> None:
    screen = Screen("x", 0, 0, 1920, 1080, width_mm, height_mm, scale)
    assert screen.size_believed is believed
    if not believed:
        assert screen.mm_per_px == (25.4 / 96, 25.4 / 96)


screens = st.builds(
    Screen,
    name=st.just("s"),
    x=st.integers(-8000, 8000),
    y=st.integers(-8000, 8000),
    width=st.integers(800, 5120),
    height=st.integers(600, 2880),
    width_mm=st.one_of(st.just(0.0), st.floats(10, 2000)),
    height_mm=st.one_of(st.just(0.0), st.floats(10, 2000)),
    scale=st.sampled_from([1.0, 1.25, 1.5, 2.0, 3.0]),
)
pictures = st.tuples(st.integers(64, 1920), st.integers(64, 1920))


@given(screens, pictures, st.floats(0.3, 0.7), st.floats(0.1, 0.6), st.floats(45, 80))
def test_a_lens_at_the_top_centre_is_never_far_from_the_eyes(
    screen: Screen, picture: tuple[int, int], across: float, down: float, distance_cm: float
) -> None:
    eyes = (across * picture[0], down * picture[1])
    layout = place([screen], top_centre(screen), picture, eyes, distance_cm)
    assert abs(layout.vertical_deg) <= ACCEPTED_DEG
    if screen.width / screen.height > 1 and picture[0] >= picture[1] and 0.4 < across < 0.6:
        assert layout.angle_deg <= ACCEPTED_DEG


@given(
    st.lists(screens, min_size=1, max_size=3),
    st.builds(Lens, st.floats(-10000, 10000), st.floats(-10000, 10000)),
    pictures,
    st.one_of(st.none(), st.tuples(st.floats(-100, 3000), st.floats(-100, 3000))),
    st.one_of(st.none(), st.floats(1, 2000)),
)
def test_the_tile_is_always_within_the_screen_and_keeps_its_shape(
    many: list[Screen],
    lens: Lens,
    picture: tuple[int, int],
    eyes: tuple[float, float] | None,
    face: float | None,
) -> None:
    layout = place(many, lens, picture, eyes, 55.0, face)
    window, tile, crop = layout.window, layout.patient, layout.crop
    assert window.x <= tile.x
    assert window.y <= tile.y
    assert tile.x + tile.width <= window.x + window.width
    assert tile.y + tile.height <= window.y + window.height
    assert tile.width / tile.height == pytest.approx(crop.width / crop.height, rel=0.05, abs=1 / tile.height)
    assert crop.y + crop.height == picture[1]
    assert layout.angle_deg >= max(abs(layout.horizontal_deg), abs(layout.vertical_deg)) - 1e-9
