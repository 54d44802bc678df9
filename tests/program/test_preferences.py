from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vardklient.domain.device import DeviceKind
from vardklient.ports.devices import Device, DeviceList
from vardklient.program.preferences import Preferences
from vardklient.program.shelf import Wanted
from vardklient.ui.application import Dress
from vardklient.ui.mainwindow import MainWindow
from vardklient.ui.settings import ChooseDevice, SetTheme
from vardklient.vault.settings import FILE_NAME, MICROPHONE, PLACES, Settings

LID, MIC, HORN = Device("cam0", "Integrated Camera"), Device("mic0", "Realtek"), Device("horn0", "Realtek")
JABRA_IN, JABRA_OUT, LIFECAM = Device("ji", "Jabra"), Device("jo", "Jabra"), Device("lc", "LifeCam")
HOME_IN, HOME_OUT = Device("hi", "EPOS"), Device("ho", "EPOS")
CLINIC = DeviceList((LID, LIFECAM), (MIC, JABRA_IN), (HORN, JABRA_OUT))
HOME = DeviceList((LID,), (MIC, HOME_IN), (HORN, HOME_OUT))
NOTHING_ASKED = Wanted()
NO_LOCKS: Mapping[str, object] = {}
SCREENS = {"clinic": ("panel", "DELL 4711"), "home": ("panel", "EIZO 7"), "road": ("panel",)}


class Rig:
    """Preferences in a folder, on a desk with screens."""

    def __init__(
        self, folder: Path, dress: Dress, wanted: Wanted = NOTHING_ASKED, locks: Mapping[str, object] = NO_LOCKS
    ) -> None:
        self.at = "clinic"
        self.settings = Settings(folder, locks)
        self.preferences = Preferences(self.settings, dress, wanted, lambda: SCREENS[self.at])

    def go(self, place: str) -> Wanted:
        self.at = place
        present = CLINIC if place == "clinic" else HOME
        self.preferences.show_devices(present)
        return self.preferences.settle(present)

    def choose(self, kind: DeviceKind, identity: str) -> None:
        self.preferences.take(ChooseDevice(kind, identity))


def test_a_choice_at_home_leaves_the_clinics_alone_also_in_the_next_session(tmp_path: Path, dress: Dress) -> None:
    rig = Rig(tmp_path, dress)
    assert rig.go("clinic") == Wanted(), "the system's choice, before anything is chosen"
    rig.choose(DeviceKind.MICROPHONE, "ji")
    rig.choose(DeviceKind.CAMERA, "lc")
    assert rig.preferences.wanted == Wanted("lc", "Jabra")
    assert rig.go("home") == Wanted()
    rig.choose(DeviceKind.MICROPHONE, "hi")
    assert rig.go("clinic") == Wanted("lc", "Jabra")
    later = Rig(tmp_path, dress)
    assert later.go("home") == Wanted("", "EPOS")
    assert later.go("clinic") == Wanted("lc", "Jabra")


def test_places_have_numbers_that_stay(tmp_path: Path, dress: Dress) -> None:
    rig = Rig(tmp_path, dress)
    assert rig.preferences.place == "", "before the devices are known"
    assert [(rig.go(place), rig.preferences.place)[1] for place in ("clinic", "home", "clinic")] == ["1", "2", "1"]


def test_a_chosen_device_is_wanted_also_while_it_is_unplugged_and_under_another_name(
    tmp_path: Path, dress: Dress
) -> None:
    rig = Rig(tmp_path, dress)
    rig.go("clinic")
    rig.choose(DeviceKind.MICROPHONE, "ji")
    assert rig.preferences.settle(DeviceList((LID, LIFECAM), (MIC,), (HORN, JABRA_OUT))).microphone == "Jabra"
    renamed = DeviceList((LID, LIFECAM), (MIC, Device("ji", "Jabra (call)")), (HORN, JABRA_OUT))
    assert rig.preferences.settle(renamed).microphone == "Jabra (call)"


def test_the_systems_choice_can_be_chosen_too(tmp_path: Path, dress: Dress) -> None:
    Settings(tmp_path).put(MICROPHONE, "Realtek")
    rig = Rig(tmp_path, dress)
    assert rig.go("clinic").microphone == "Realtek", "what was set before places were known"
    rig.choose(DeviceKind.MICROPHONE, "")
    assert rig.go("clinic").microphone == ""
    assert rig.go("home").microphone == "Realtek"


def test_the_command_line_goes_before_until_the_user_chooses(tmp_path: Path, dress: Dress) -> None:
    rig = Rig(tmp_path, dress, Wanted(microphone="Realtek"))
    rig.go("clinic")
    assert rig.go("clinic").microphone == "Realtek"
    rig.choose(DeviceKind.MICROPHONE, "ji")
    assert rig.go("clinic").microphone == "Jabra"


def test_before_the_place_is_known_a_choice_holds_everywhere(tmp_path: Path, dress: Dress) -> None:
    rig = Rig(tmp_path, dress)
    rig.preferences.show_devices(CLINIC)
    rig.choose(DeviceKind.SPEAKER, "jo")
    assert rig.go("home").speaker == "Jabra"


def test_a_device_that_the_administrator_has_decided_is_wanted_everywhere(tmp_path: Path, dress: Dress) -> None:
    free = Rig(tmp_path, dress)
    free.go("clinic")
    free.choose(DeviceKind.MICROPHONE, "ji")
    rig = Rig(tmp_path, dress, locks={"microphone": "Realtek"})
    assert rig.go("clinic").microphone == "Realtek"
    rig.choose(DeviceKind.MICROPHONE, "ji")
    assert rig.go("clinic").microphone == "Realtek"
    assert Rig(tmp_path, dress).go("clinic").microphone == "Jabra", "the user's own is still there"


def test_no_screen_is_written_down_by_name(tmp_path: Path, dress: Dress) -> None:
    rig = Rig(tmp_path, dress)
    rig.go("clinic")
    rig.choose(DeviceKind.MICROPHONE, "ji")
    text = (tmp_path / FILE_NAME).read_text("utf-8")
    assert "Jabra" in text, "what was chosen is known by its name"
    assert not any(word in text for word in ("DELL", "4711", "LifeCam", "mic0"))


def test_a_desk_left_piece_by_piece_keeps_its_choices_to_itself(tmp_path: Path, dress: Dress) -> None:
    """Each state is like the one before, and the last one, the laptop alone, is not the clinic."""
    rig = Rig(tmp_path, dress)
    rig.go("clinic")
    rig.choose(DeviceKind.MICROPHONE, "ji")
    for present in (
        DeviceList((LID, LIFECAM), (MIC, JABRA_IN), (HORN,)),
        DeviceList((LID, LIFECAM), (MIC,), (HORN,)),
        DeviceList((LID,), (MIC,), (HORN,)),
    ):
        assert rig.preferences.settle(present).microphone == "Jabra"
    rig.at = "road"
    assert rig.preferences.settle(DeviceList((LID,), (MIC,), (HORN,))).microphone == ""
    assert rig.go("home").microphone == ""
    assert rig.go("clinic").microphone == "Jabra"


def test_what_cannot_be_written_down_holds_for_this_session(tmp_path: Path, dress: Dress) -> None:
    rig = Rig(tmp_path, dress)
    many = DeviceList((LID,), (*(Device(f"m{number}", "Line") for number in range(60)), JABRA_IN), (HORN,))
    rig.preferences.show_devices(many)
    assert rig.preferences.settle(many).microphone == ""
    rig.choose(DeviceKind.MICROPHONE, "ji")
    assert rig.preferences.settle(many).microphone == "Jabra"
    assert rig.preferences.place == "1"


def test_a_long_name_is_cut_and_a_long_identity_left_out(tmp_path: Path, dress: Dress) -> None:
    rig = Rig(tmp_path, dress)
    rig.go("clinic")
    long = Device("i" * 400, "n" * 400)
    rig.preferences.show_devices(DeviceList((), (long,), ()))
    rig.choose(DeviceKind.MICROPHONE, long.identity)
    chosen = Settings(tmp_path).get(PLACES)[0].chosen[DeviceKind.MICROPHONE]
    assert (chosen.identity, chosen.name) == ("", "n" * 300)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_initials_are_in_notifications_once_the_user_wants_them_and_may(
    tmp_path: Path, dress: Dress, qtbot: QtBot
) -> None:
    window = MainWindow(dress.look)
    qtbot.addWidget(window)
    rig = Rig(tmp_path, dress)
    rig.preferences.attach(window, lambda: None)
    choice = window.settings.choices["notify_initials"]
    assert (rig.preferences.initials, choice.currentData()) == (False, False)
    choice.setCurrentIndex(1)
    choice.activated.emit(1)
    assert rig.preferences.initials
    assert Rig(tmp_path, dress).preferences.initials, "also in the next session"
    decided = Rig(tmp_path, dress, locks={"notify_initials": False})
    decided.preferences.attach(window, lambda: None)
    assert not decided.preferences.initials
    assert (choice.currentData(), choice.isEnabled()) == (False, False)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_settings_that_cannot_be_read_are_told_and_nothing_is_promised(
    tmp_path: Path, dress: Dress, qtbot: QtBot
) -> None:
    (tmp_path / FILE_NAME).mkdir()
    window = MainWindow(dress.look)
    qtbot.addWidget(window)
    Rig(tmp_path, dress).preferences.attach(window, lambda: None)
    unread = "Inställningarna går inte att läsa just nu, så förvalen gäller."
    assert [notice.sentence for notice in window.notices.shown] == [unread]
    window.notices.drop("settings")
    window.settings.commanded.emit(SetTheme("dark"))
    assert [notice.sentence for notice in window.notices.shown] == [unread], "it is not the disk that is full"


@pytest.fixture
def dress(qapp: QApplication) -> Iterator[Dress]:
    """Swedish and light; taken off again afterwards."""
    yield Dress(qapp, "sv", "light", 1.0)
    qapp.setStyleSheet("")
