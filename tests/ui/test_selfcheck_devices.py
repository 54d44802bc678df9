from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.selfchecks import READY, SETUP, open_view
from vardklient.checks.sound_limits import load_sound_limits
from vardklient.domain.device import DeviceKind, DeviceList
from vardklient.flows.selfcheck import SelfcheckState
from vardklient.ui.application import Dress
from vardklient.ui.selfcheck import DeviceChosen, SelfcheckView
from vardklient.ui.selfcheck_devices import FALL_DB_PER_S, LevelMeter


@pytest.fixture
def view(qtbot: QtBot, dress: Dress) -> SelfcheckView:
    return open_view(qtbot, dress.look)


def test_the_devices_in_use_are_chosen_and_another_can_be(view: SelfcheckView, qtbot: QtBot) -> None:
    chosen: list[object] = []
    view.device_chosen.connect(lambda choice: chosen.append(choice))
    cameras = view.devices.boxes[DeviceKind.CAMERA]
    assert cameras.currentText() == "LifeCam"
    assert chosen == []
    cameras.setFocus()
    qtbot.keyClick(cameras, Qt.Key.Key_Down)
    assert chosen == [DeviceChosen(DeviceKind.CAMERA, "c2")]


def test_a_device_in_use_that_is_not_on_the_list_is_shown_and_none_is_said(view: SelfcheckView) -> None:
    view.show_state(replace(READY, setup=replace(SETUP, camera="film.mp4")))
    assert view.devices.boxes[DeviceKind.CAMERA].currentText() == "film.mp4"
    view.show_state(SelfcheckState())
    assert view.devices.boxes[DeviceKind.CAMERA].currentText() == "Inbyggd kamera"
    view.show_devices(DeviceList())
    microphones = view.devices.boxes[DeviceKind.MICROPHONE]
    assert microphones.currentText() == "Ingen mikrofon"
    assert not microphones.isEnabled()


@pytest.mark.parametrize(
    ("level_dbfs", "word"),
    [(None, "Hörs inte"), (-58.0, "Tyst"), (-40.0, "Svag nivå"), (-24.0, "Bra nivå"), (-6.0, "För stark")],
)
def test_the_level_is_a_bar_and_a_word(qtbot: QtBot, dress: Dress, level_dbfs: float | None, word: str) -> None:
    meter = LevelMeter(dress.look, load_sound_limits().level)
    qtbot.addWidget(meter)
    meter.show_level(level_dbfs)
    assert meter.word.text() == word
    assert (meter.meter.share is None) == (level_dbfs is None)


def test_the_bar_rises_at_once_and_falls_by_time_however_often_it_is_told(qtbot: QtBot, dress: Dress) -> None:
    now_s = [1000.0]
    meter = LevelMeter(dress.look, now_s=lambda: now_s[0])
    qtbot.addWidget(meter)
    meter.show_level(-15.0)
    assert meter.meter.share == pytest.approx(0.75)
    for _ in range(40):
        now_s[0] += 1 / 40
        meter.show_level(-60.0)
    assert meter.meter.share == pytest.approx(0.75 - FALL_DB_PER_S / 60)
    meter.show_level(None)
    now_s[0] += 0.1
    meter.show_level(-60.0)
    assert meter.meter.share == 0.0
