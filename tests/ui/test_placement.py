"""The tile at the lens: on Qt's real screens, and on two screens of different scale in a process of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from vardklient.domain.eyeline import ACCEPTED_DEG, Lens, Screen
from vardklient.ui.call_layout import Arrangement, Box, Wish, arrange, without_identity
from vardklient.ui.placement import Placement, as_screen, likely_lens

LAPTOP = Screen("eDP-1", 0, 0, 1920, 1080, 310, 175)
DESK = Screen("DP-2", 1920, -200, 2560, 1440, 600, 340)


def test_the_lens_is_guessed_over_the_laptops_own_panel() -> None:
    assert likely_lens([DESK, LAPTOP]) == Lens(960, 0, "eDP-1")
    assert likely_lens([DESK]) == Lens(1920 + 1280, -200, "DP-2")


def test_a_screen_is_passed_on_as_qt_tells_of_it(qtbot: QtBot) -> None:
    screen = QGuiApplication.primaryScreen()
    told = as_screen(screen)
    assert (told.width, told.height) == (screen.geometry().width(), screen.geometry().height())
    assert told.size_believed


def test_a_lens_on_a_screen_that_is_gone_is_guessed_anew(qtbot: QtBot) -> None:
    placement = Placement(lens=Lens(5000, 0, "DP-9"))
    assert placement.lens().screen == QGuiApplication.primaryScreen().name()
    placement.set_lens(Lens(10, 20))
    assert placement.lens() == Lens(10, 20)


def test_moving_the_lens_is_told(qtbot: QtBot) -> None:
    placement = Placement()
    with qtbot.waitSignal(placement.changed):
        placement.set_lens(Lens(10, 20))
    with qtbot.waitSignal(placement.changed):
        placement.set_viewing_distance_cm(70)


def test_a_tile_on_another_screen_has_no_angle(qtbot: QtBot) -> None:
    assert Placement().angle_deg(QRect(90_000, 0, 600, 338), None) is None


def test_nearer_eyes_are_a_larger_angle(qtbot: QtBot) -> None:
    far, near = Placement(), Placement()
    near.set_viewing_distance_cm(30)
    tile = QRect(200, 0, 400, 225)
    at_far, at_near = far.angle_deg(tile, None), near.angle_deg(tile, None)
    assert at_far is not None
    assert at_near is not None
    assert at_near > at_far


def test_eyes_that_are_low_in_the_picture_bring_it_up_by_a_cut(qtbot: QtBot) -> None:
    placement = Placement()
    window = QRect(0, 0, 800, 800)
    before = placement.wish(window, (1280, 720)).crop_top_share
    placement.set_eyes(0.6)
    after = placement.wish(window, (1280, 720)).crop_top_share
    assert before is not None
    assert after is not None
    assert after > before


# ---------------------------------------------------------------- the arrangement


@given(
    st.integers(1000, 4000),
    st.integers(700, 2400),
    st.sampled_from([1.0, 1.25, 1.5, 2.0]),
    st.floats(0, 1),
    st.booleans(),
    st.sampled_from([(0.0, 0.0), (600.0, 338.0), (1600.0, 900.0), (400.0, 720.0)]),
)
def test_no_part_covers_another_or_leaves_the_window(
    width: int, height: int, scale: float, lens: float, at_bottom: bool, tile: tuple[float, float]
) -> None:
    if width < 640 * scale or height < 340 * scale:
        width, height = round(640 * scale), round(340 * scale)
    plan = arrange((width, height), scale, Wish(lens, at_bottom, *tile, eye_y_px=60.0))
    for each in (plan, without_identity(plan)):
        check(each, (width, height), identity=each is plan)


def check(plan: Arrangement, size: tuple[int, int], identity: bool) -> None:
    columns = [plan.people, plan.middle, plan.bar, *([plan.identity] if identity else [])]
    for n, box in enumerate([*columns, plan.tile]):
        assert box.x >= 0
        assert box.y >= 0
        assert box.right <= size[0]
        assert box.bottom <= size[1]
        for other in columns[n + 1 :]:
            assert not overlap(box, other)
    assert plan.middle.x <= plan.tile.x or not identity
    if not plan.own_below:
        assert not overlap(plan.identity, plan.own)


def overlap(a: Box, b: Box) -> bool:
    return a.x < b.right and b.x < a.right and a.y < b.bottom and b.y < a.bottom


def test_the_tile_is_under_the_lens_and_touches_the_edge() -> None:
    plan = arrange((1920, 1080), 1.0, Wish(0.5, eye_x_share=0.5, eye_y_px=0.0))
    assert plan.tile.x + plan.tile.width / 2 == pytest.approx(960, abs=1)
    assert plan.tile.y == 0
    low = arrange((1920, 1080), 1.0, Wish(0.5, at_bottom=True))
    assert low.tile.bottom == low.middle.bottom


# ---------------------------------------------------------------- two screens, one of them unplugged

_SCRIPT = """
import json
from tests.fakes.clock import FakeClock
from vardklient.domain.eyeline import Lens
from vardklient.flows.call import CallState, Person, Phase, Presence
from vardklient.domain.visit import Role
from vardklient.ui.application import make_application
from vardklient.ui.call import CallWindow
from vardklient.ui.placement import Placement

app = make_application(["two"], text_scale={scale})
clock = FakeClock()
window = CallWindow(app.look, clock)
person = Person("p", Role.PATIENT, Presence.CONNECTED, clock.now())
window.show_state(CallState(phase=Phase.CONNECTED, people=(person,)))
window.open_at_lens()
app.processEvents()

def told():
    place = window.geometry()
    return {{"screen": window.screen().name(), "window": [place.x(), place.y(), place.width(), place.height()],
             "angle": window.angle_deg}}

first = told()
desk = next(s for s in app.screens() if s.name() == "DP-2")
window.placement.set_lens(Lens(desk.geometry().center().x(), desk.geometry().y(), desk.name()))
app.processEvents()
print(json.dumps([first, told()]))
"""


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_window_fills_the_screen_with_the_lens_and_follows_it(tmp_path: Path, scale: float) -> None:
    screens = [
        {"name": "eDP-1", "x": 0, "y": 0, "width": 1920, "height": 1200, "logicalDpi": 96, "dpr": 1.5},
        {"name": "DP-2", "x": 1920, "y": -120, "width": 2560, "height": 1440, "logicalDpi": 96, "dpr": 1},
    ]
    config = tmp_path / "screens.json"
    config.write_text(json.dumps({"screens": screens, "windowFrameMargins": False}))
    environment = os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={config}"}
    script = _SCRIPT.format(scale=scale)
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    laptop, desk = json.loads(done.stdout.splitlines()[-1])
    assert laptop["screen"] == "eDP-1"
    assert laptop["window"][:2] == [0, 0]
    assert desk["screen"] == "DP-2"
    assert desk["window"] == [1920, -120, 2560, 1440]
    for told in (laptop, desk):
        assert told["angle"] <= ACCEPTED_DEG
