from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from vardklient.checks.sound_limits import load_sound_limits
from vardklient.domain.device import Device, DeviceKind, DeviceList
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.flows.selfcheck import (
    MORNING_CHECKS,
    Cancel,
    EchoAnswered,
    EchoStage,
    Item,
    SelfcheckState,
    Setup,
    Stage,
    Start,
    StartEcho,
    unsure,
)
from vardklient.ports.camera import CameraState, Frame
from vardklient.ports.sound import SoundState
from vardklient.ui import texts
from vardklient.ui.application import Dress
from vardklient.ui.selfcheck import DeviceChosen, SelfcheckView
from vardklient.ui.selfcheck_devices import LevelMeter
from vardklient.ui.selfcheck_items import group_of
from vardklient.ui.texts import checks

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")

AT = datetime(2026, 11, 24, 6, 42, tzinfo=UTC)
DEVICES = DeviceList(
    cameras=(Device("c1", "LifeCam"), Device("c2", "Inbyggd kamera", True)),
    microphones=(Device("m1", "Jabra"), Device("m2", "SpeechMike")),
    speakers=(Device("s1", "Jabra"),),
)


def judged(*verdicts: Verdict) -> tuple[Item, ...]:
    return tuple(Item(v.check, Stage.VERDICT, v) for v in verdicts)


GREEN = Verdict(Check.LIGHT, Severity.GREEN, Advice.LIGHT_OK)
YELLOW = Verdict(Check.BACKLIGHT, Severity.YELLOW, Advice.BACKLIGHT_STRONG)
RED = Verdict(Check.SILENCE, Severity.RED, Advice.SILENCE_MUTED)
UNKNOWN = Verdict(Check.LIVENESS, Severity.UNKNOWN, Advice.CAMERA_MISSING)
SETUP = Setup("LifeCam", "Jabra", "Jabra")
READY = SelfcheckState(
    items=judged(GREEN, YELLOW, RED, UNKNOWN),
    finished_at=AT,
    setup=SETUP,
    camera_state=CameraState.RUNNING,
    microphone_state=SoundState.RUNNING,
    speaker_state=SoundState.RUNNING,
)


@pytest.fixture
def view(qtbot: QtBot, dress: Dress) -> SelfcheckView:
    made = SelfcheckView(dress.look)
    qtbot.addWidget(made)
    made.resize(1060, 720)
    made.show_devices(DEVICES)
    made.show_state(READY)
    made.show()
    return made


@pytest.fixture
def said(view: SelfcheckView) -> list[object]:
    heard: list[object] = []
    view.commanded.connect(lambda command: heard.append(command))
    return heard


def spoken(view: SelfcheckView, check: Check) -> str:
    rows = view.groups[group_of(check)].list.checks
    return str(rows.data(rows.index_of(check), Qt.ItemDataRole.AccessibleTextRole))


def press(qtbot: QtBot, button: QWidget) -> None:
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("verdict", "word"), [(GREEN, "Klart"), (YELLOW, "Se över"), (RED, "Åtgärda"), (UNKNOWN, "Vet inte")]
)
def test_each_item_says_name_sentence_remedy_and_a_word(view: SelfcheckView, verdict: Verdict, word: str) -> None:
    row = view.row(verdict.check)
    assert row is not None
    advice = texts.advice(verdict.advice)
    assert row.name.text() == checks.check_name(verdict.check)
    assert advice.sentence in row.sentence.text()
    assert advice.remedy in row.sentence.text()
    assert row.chip.text == word
    assert word in spoken(view, verdict.check)


def test_an_item_that_is_not_judged_yet_says_so(view: SelfcheckView) -> None:
    items = (Item(Check.LIGHT, Stage.MEASURING), Item(Check.NETWORK), Item(Check.BACKLIGHT, Stage.STALE, YELLOW))
    view.show_state(replace(READY, items=items))
    light, network, old = view.row(Check.LIGHT), view.row(Check.NETWORK), view.row(Check.BACKLIGHT)
    assert light is not None
    assert network is not None
    assert old is not None
    assert (light.chip.text, network.chip.text, old.chip.text) == ("Mäter …", "Väntar", "Gäller inte längre")
    assert view.row(Check.SILENCE) is None


def test_rows_change_in_place(view: SelfcheckView) -> None:
    before = view.row(Check.BACKLIGHT)
    view.show_state(replace(READY, items=judged(GREEN, replace(YELLOW, severity=Severity.GREEN), RED, UNKNOWN)))
    after = view.row(Check.BACKLIGHT)
    assert after is before
    assert after is not None
    assert after.chip.text == "Klart"


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (READY, "1 sak att åtgärda"),
        (replace(READY, items=judged(GREEN, YELLOW)), "1 sak att se över"),
        (replace(READY, items=judged(GREEN)), "Utrustningen är klar, kontrollerad 07:42"),
        (replace(READY, items=judged(GREEN), finished_at=None), "Utrustningen är klar"),
        (replace(READY, items=judged(GREEN, UNKNOWN)), "Allt kunde inte kontrolleras, 07:42"),
        (replace(READY, running=True), "Kontrollerar …"),
        (SelfcheckState(), "Inte kontrollerad än"),
    ],
)
def test_the_whole_test_in_one_chip(view: SelfcheckView, state: SelfcheckState, text: str) -> None:
    view.show_state(state)
    assert view.chip.text == text


def test_while_it_runs_it_shows_how_far_and_can_be_cancelled(
    view: SelfcheckView, said: list[object], qtbot: QtBot
) -> None:
    half = (*judged(GREEN), Item(Check.BACKLIGHT, Stage.MEASURING))
    view.show_state(replace(READY, running=True, items=half))
    assert view.progress.isVisible()
    assert view.progress.share == pytest.approx(0.5)
    assert not view.again.isVisible()
    press(qtbot, view.cancel)
    assert said == [Cancel()]


def test_again_starts_the_same_checks_with_the_devices_in_use(
    view: SelfcheckView, said: list[object], qtbot: QtBot
) -> None:
    press(qtbot, view.again)
    checks = (Check.LIGHT, Check.BACKLIGHT, Check.SILENCE, Check.LIVENESS)
    assert said == [Start(checks, SETUP)]
    view.show_state(SelfcheckState())
    press(qtbot, view.again)
    assert said[1] == Start(MORNING_CHECKS)


def test_onward_leads_to_the_day(view: SelfcheckView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.finished):
        press(qtbot, view.onward)


# ---------------------------------------------------------------- devices and level


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


def test_the_bar_rises_at_once_and_falls_slowly(qtbot: QtBot, dress: Dress) -> None:
    meter = LevelMeter(dress.look)
    qtbot.addWidget(meter)
    meter.show_level(-20.0)
    high = meter.meter.share
    meter.show_level(-60.0)
    assert meter.meter.share is not None
    assert high is not None
    assert 0.9 * high < meter.meter.share < high


# ---------------------------------------------------------------- picture and echo


def test_the_picture_is_shown_while_the_camera_runs_and_words_when_it_does_not(
    view: SelfcheckView, qtbot: QtBot
) -> None:
    green = np.zeros((360, 640, 3), np.uint8)
    green[:, :] = (0, 200, 0)
    view.preview.slot.put(Frame(green, 0.0, 0))
    qtbot.waitUntil(lambda: view.preview.painted == 1)
    spot = QPoint(12, view.preview.height() // 2)
    assert view.preview.grab().toImage().pixelColor(spot) == QColor(0, 200, 0)
    view.show_state(replace(READY, camera_state=CameraState.BUSY))
    assert view.preview.grab().toImage().pixelColor(spot) != QColor(0, 200, 0)


def test_the_echo_test_from_start_to_answer(view: SelfcheckView, said: list[object], qtbot: QtBot) -> None:
    press(qtbot, view.echo.start)
    view.show_state(replace(READY, echo=EchoStage.RECORDING))
    assert view.echo.sentence.text() == checks.echo_stage(EchoStage.RECORDING)
    assert view.echo.meter.isVisible()
    assert not view.echo.start.isVisible()
    qtbot.waitUntil(lambda: (view.echo.meter.share or 0) > 0)
    view.show_state(replace(READY, echo=EchoStage.PLAYING))
    assert view.echo.sentence.text() == checks.echo_stage(EchoStage.PLAYING)
    view.show_state(replace(READY, echo=EchoStage.ASKING))
    assert not view.echo.meter.isVisible()
    for button in (view.echo.yes, view.echo.no, view.echo.again):
        press(qtbot, button)
    view.show_state(replace(READY, echo=EchoStage.DONE))
    assert view.echo.start.text() == "Gör om ekotestet"
    assert said == [StartEcho(), EchoAnswered(True), EchoAnswered(False), StartEcho()]


def test_without_a_microphone_there_is_no_echo_test(view: SelfcheckView) -> None:
    view.show_state(replace(READY, microphone_state=SoundState.MISSING))
    assert not view.echo.start.isEnabled()


# ---------------------------------------------------------------- every size, every reader


@pytest.mark.parametrize(("size", "scale"), [((1060, 720), 1.0), ((820, 600), 1.0), ((1180, 768), 2.0)])
def test_columns_stack_when_it_gets_narrow_and_the_foot_stays(
    view: SelfcheckView, dress: Dress, qtbot: QtBot, size: tuple[int, int], scale: float
) -> None:
    dress.set_text_scale(scale)
    items = tuple(Item(c, Stage.VERDICT, unsure(c)) for c in MORNING_CHECKS)
    view.show_state(replace(READY, items=items))
    view.resize(*size)

    def stacked() -> bool:
        preview = view.preview.mapTo(view, QPoint(0, 0))
        group = view.groups["picture"].mapTo(view, QPoint(0, 0))
        return group.y() > preview.y() + view.preview.height()

    narrow = size[0] < dress.look.em(60)
    qtbot.waitUntil(lambda: stacked() == narrow)
    for button in (view.again, view.onward):
        assert view.rect().contains(button.geometry())
        assert button.width() >= button.minimumSizeHint().width()


def test_every_control_has_a_name_for_screen_readers(view: SelfcheckView) -> None:
    view.show_state(replace(READY, echo=EchoStage.ASKING))
    controls: list[QWidget] = [*view.findChildren(QAbstractButton), *view.devices.boxes.values(), view.preview]
    assert [c for c in controls if c.isVisible() and not c.accessibleName()] == []


def test_the_other_language_at_once(view: SelfcheckView, dress: Dress) -> None:
    dress.set_language("en")
    row = view.row(Check.LIGHT)
    assert row is not None
    assert row.chip.text != "Klart"
    assert row.sentence.text() == texts.advice(Advice.LIGHT_OK).sentence
