from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from vardklient.domain.device import DeviceKind
from vardklient.ports.devices import Device, DeviceList
from vardklient.ui.application import Dress
from vardklient.ui.look import Look
from vardklient.ui.settings import ChooseDevice, SetLanguage, SetTextScale, SetTheme, SettingsView

DEVICES = DeviceList(
    (Device("c1", "Inbyggd kamera", True), Device("c2", "Microsoft LifeCam HD")), (Device("m1", "Jabra Evolve 40"),)
)


@pytest.fixture
def view(qtbot: QtBot, look: Look) -> SettingsView:
    made = SettingsView(look)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


def items(view: SettingsView, key: str) -> list[str]:
    choice = view.choices[key]
    return [choice.itemText(n) for n in range(choice.count())]


def test_it_shows_what_is_in_force(view: SettingsView) -> None:
    view.show_settings("en", "dark", 1.5)
    assert [view.choices[k].currentText() for k in ("language", "theme", "text_scale")] == ["English", "Mörkt", "150 %"]
    assert items(view, "text_scale") == ["100 %", "125 %", "150 %", "200 %"]


@pytest.mark.parametrize(
    ("key", "event"),
    [
        ("language", SetLanguage("en")),
        ("theme", SetTheme("light")),
        ("text_scale", SetTextScale(1.25)),
        ("camera", ChooseDevice(DeviceKind.CAMERA, "c1")),
        ("microphone", ChooseDevice(DeviceKind.MICROPHONE, "m1")),
    ],
)
def test_a_choice_by_keyboard_is_told_at_once(qtbot: QtBot, view: SettingsView, key: str, event: object) -> None:
    view.show_settings("sv", "system", 1.0)
    view.show_devices(DEVICES)
    heard: list[object] = []
    view.commanded.connect(heard.append)
    qtbot.keyClick(view.choices[key], Qt.Key.Key_Down)
    assert heard == [event]


def test_showing_is_not_choosing(view: SettingsView) -> None:
    heard: list[object] = []
    view.commanded.connect(heard.append)
    view.show_settings("en", "dark", 2.0)
    view.show_devices(DEVICES, ("c2", "m1", ""))
    assert heard == []
    assert view.choices["camera"].currentText() == "Microsoft LifeCam HD"


def test_devices_come_and_go(view: SettingsView) -> None:
    assert items(view, "camera") == ["Ingen hittades"]
    assert not view.choices["camera"].isEnabled()
    view.show_devices(DEVICES, ("gone", "", ""))
    assert items(view, "camera") == ["Datorns eget val", "Inbyggd kamera", "Microsoft LifeCam HD"]
    assert view.choices["camera"].currentIndex() == 0
    assert items(view, "speaker") == ["Ingen hittades"]


def test_another_language_keeps_the_choices(dress: Dress, view: SettingsView) -> None:
    view.show_settings("sv", "dark", 1.0)
    view.show_devices(DEVICES, ("c2", "", ""))
    dress.set_language("en")
    assert [view.choices[k].currentText() for k in ("language", "theme", "camera")] == [
        "Svenska",
        "Dark",
        "Microsoft LifeCam HD",
    ]
    assert items(view, "camera")[0] == "The computer's own choice"
    assert items(view, "speaker") == ["None was found"]
    assert view.choices["theme"].accessibleName() == "Theme"


def test_what_the_administrator_has_decided_is_shown_and_cannot_be_changed(
    qtbot: QtBot, view: SettingsView, dress: Dress
) -> None:
    view.show_settings("sv", "dark", 1.0)
    view.show_locked({"theme", "camera"})
    view.show_devices(DEVICES)
    heard: list[object] = []
    view.commanded.connect(heard.append)
    for key in ("theme", "camera"):
        assert not view.choices[key].isEnabled()
        assert view.decided[key].isVisible()
        assert view.decided[key].text() == view.choices[key].accessibleDescription() == "Bestämt av din vårdgivare"
        qtbot.keyClick(view.choices[key], Qt.Key.Key_Down)
    assert heard == []
    assert view.choices["theme"].currentText() == "Mörkt", "it can be read"
    assert view.choices["microphone"].isEnabled()
    assert not view.decided["language"].isVisible()
    dress.set_language("en")
    assert view.choices["theme"].accessibleDescription() == "Decided by your care provider"
    view.show_locked(())
    assert view.choices["camera"].isEnabled()
    assert not view.choices["speaker"].isEnabled(), "there is none"
    assert view.choices["theme"].accessibleDescription() == ""
