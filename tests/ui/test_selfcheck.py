from __future__ import annotations

import json
import platform
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from vardklient.checks.sound_limits import load_sound_limits
from vardklient.domain.device import Device, DeviceChoice, DeviceKind, DeviceList
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.flows.selfcheck import (
    MORNING_CHECKS,
    Cancel,
    ChimeAnswered,
    EchoAnswered,
    EchoStage,
    Item,
    SayPrivate,
    SelfcheckState,
    Setup,
    SoundStage,
    SpeakerStage,
    Stage,
    Start,
    StartChime,
    StartEcho,
    unsure,
)
from vardklient.ports.camera import CameraState, Frame
from vardklient.ports.sound import SoundState
from vardklient.ui import texts
from vardklient.ui.application import Dress
from vardklient.ui.guide import Hint, hint_of
from vardklient.ui.selfcheck import DeviceChosen, SelfcheckView
from vardklient.ui.selfcheck_devices import LevelMeter
from vardklient.ui.selfcheck_items import PICTURE, group_of
from vardklient.ui.selfcheck_report import JSON_TYPE
from vardklient.ui.texts import allow, checks

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


# ---------------------------------------------------------------- one sentence, the better device, the place


JABRA = Device("m1", "Jabra")
DICTATION = Verdict(
    Check.DEFAULT_DEVICE,
    Severity.YELLOW,
    Advice.DEFAULT_DEVICE_DICTATION,
    device="SpeechMike",
    instead=DeviceChoice(DeviceKind.MICROPHONE, JABRA),
)


@pytest.mark.parametrize(
    ("state", "sentence", "remedy"),
    [
        (READY, "Ingen kamera hittades.", "Sätt i kamerans kabel."),
        (
            replace(READY, items=judged(YELLOW, RED)),
            "Mikrofonen är helt tyst.",
            "Slå på mikrofonen med knappen på headsetet.",
        ),
        (replace(READY, items=judged(GREEN)), "Utrustningen är klar", "Allt som kunde kontrolleras är bra."),
        (replace(READY, running=True, sound=SoundStage.QUIET), "Var tyst en sekund.", "Rummets buller mäts."),
        (
            replace(READY, running=True, sound=SoundStage.SPEECH),
            "Säg några ord i vanlig samtalston.",
            "Sitt som du brukar i ett samtal.",
        ),
        (
            replace(READY, running=True, sound=SoundStage.SPEECH, microphone_state=SoundState.MISSING),
            "Sitt framför kameran en stund.",
            "Bild, ljud och nätverk kontrolleras samtidigt.",
        ),
        (SelfcheckState(), "Inte kontrollerad än", "Gör testet för att se hur utrustningen är."),
    ],
)
def test_one_sentence_with_one_remedy_stands_over_the_lists(
    view: SelfcheckView, state: SelfcheckState, sentence: str, remedy: str
) -> None:
    view.show_state(state)
    assert (view.headline.sentence.text(), view.headline.remedy.text()) == (sentence, remedy)


def test_a_wrong_device_is_said_by_name_and_changed_with_one_click(view: SelfcheckView, qtbot: QtBot) -> None:
    chosen: list[object] = []
    view.device_chosen.connect(lambda choice: chosen.append(choice))
    view.show_state(replace(READY, items=judged(GREEN, DICTATION)))
    row = view.row(Check.DEFAULT_DEVICE)
    assert row is not None
    assert "SpeechMike är en dikteringsmikrofon" in row.sentence.text()
    for button in (row.change, view.headline.change):
        assert button.text().strip() == "Byt till Jabra"
        press(qtbot, button)
    assert chosen == [DeviceChosen(DeviceKind.MICROPHONE, "m1")] * 2
    view.show_state(READY)
    assert not view.headline.change.isVisible()


def test_a_camera_that_is_refused_says_where_to_allow_it(view: SelfcheckView) -> None:
    refused = Verdict(Check.LIVENESS, Severity.UNKNOWN, Advice.CAMERA_REFUSED)
    view.show_state(replace(READY, items=judged(refused)))
    row = view.row(Check.LIVENESS)
    assert row is not None
    assert allow.where_to_allow(Advice.CAMERA_REFUSED) in row.sentence.text()
    assert allow.where_to_allow(Advice.CAMERA_REFUSED) == view.headline.remedy.text() != ""


def test_the_user_says_that_nobody_can_hear(view: SelfcheckView, said: list[object], qtbot: QtBot) -> None:
    assert not view.place.isVisible()
    asked = replace(READY, items=judged(GREEN, unsure(Check.PLACE)))
    view.show_state(asked)
    press(qtbot, view.place.tick)
    assert said == [SayPrivate(True)]
    view.show_state(asked)
    assert not view.place.tick.isChecked()  # what is shown is the snapshot
    view.show_state(replace(READY, items=judged(GREEN, Verdict(Check.PLACE, Severity.GREEN, Advice.PLACE_OK))))
    assert view.place.tick.isChecked()


def test_the_loudspeaker_is_tried_with_a_question(view: SelfcheckView, said: list[object], qtbot: QtBot) -> None:
    press(qtbot, view.echo.speaker)
    view.show_state(replace(READY, chime=SpeakerStage.PLAYING))
    assert not view.echo.start.isVisible()
    view.show_state(replace(READY, chime=SpeakerStage.ASKING))
    assert view.echo.sentence.text() == "Hörde du ljudet?"
    assert not view.echo.again.isVisible()
    press(qtbot, view.echo.no)
    assert said == [StartChime(), ChimeAnswered(False)]
    view.show_state(replace(READY, sound=SoundStage.LOOP))
    assert not view.echo.speaker.isEnabled()


# ---------------------------------------------------------------- figures and report


LIT = replace(GREEN, measures={"face_luma": 120.25}, limits={"face_dark_luma": 80.0, "face_dim_luma": 95.0})


def test_details_show_the_figures_with_their_limits(view: SelfcheckView, qtbot: QtBot) -> None:
    view.show_state(replace(READY, items=judged(LIT)))
    row = view.row(Check.LIGHT)
    assert row is not None
    low = row.height()
    assert not row.figures.isVisible()
    press(qtbot, view.details)
    assert row.figures.text() == "Ansiktets ljushet (0–255): 120 (gränser 80, 95)"
    assert view.details.text() == "Dölj detaljer"
    qtbot.waitUntil(lambda: row.height() > low)
    press(qtbot, view.details)
    qtbot.waitUntil(lambda: row.height() == low)


def test_the_report_is_copied_as_text_and_as_json(view: SelfcheckView, qtbot: QtBot) -> None:
    view.show_state(replace(READY, items=judged(LIT, RED)))
    press(qtbot, view.report.copy)
    held = QGuiApplication.clipboard().mimeData()
    assert "Ljus: Klart. Ansiktet är jämnt belyst. [light_ok]" in held.text()
    document = json.loads(bytes(held.data(JSON_TYPE).data()))
    assert [check["advice"] for check in document["checks"]] == ["light_ok", "silence_muted"]
    assert view.report.copy.text().strip() == "Kopierad"
    view.show_state(replace(READY, running=True))
    assert not view.report.isVisible()


def test_the_report_is_saved_and_says_when_it_cannot(view: SelfcheckView, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(view.report.saved) as done:
        view.report.write(tmp_path / "utrustning.json")
    assert done.args == [True]
    assert json.loads((tmp_path / "utrustning.json").read_text("utf-8"))["overall"] == "red"
    with qtbot.waitSignal(view.report.saved) as done:
        view.report.write(tmp_path / "none" / "utrustning.txt")
    assert done.args == [False]
    assert view.report.save.text().strip() == "Kunde inte sparas"


PLANTED = ("annbri", "Anna", "RVN-LAP-42", "IK-82", "19820304", "9f3cKX7Q", "film.mp4", "/home")


def test_nothing_that_was_planted_reaches_clipboard_or_file(
    view: SelfcheckView, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USER", "annbri")
    monkeypatch.setenv("HOSTNAME", "RVN-LAP-42")
    names = Setup("/home/annbri/film.mp4", "Anna (RVN-LAP-42) Jabra", "IK-82 19820304", "9f3cKX7Q", "9f3cKX7Q")
    odd = replace(DICTATION, device="Annas 9f3cKX7Q", measures={"IK-82": 1.0})
    view.show_state(replace(READY, setup=names, items=judged(LIT, odd)))
    press(qtbot, view.report.copy)
    with qtbot.waitSignal(view.report.saved):
        view.report.write(tmp_path / "r.txt")
    said = QGuiApplication.clipboard().text() + (tmp_path / "r.txt").read_text("utf-8")
    said += bytes(QGuiApplication.clipboard().mimeData().data(JSON_TYPE).data()).decode()
    assert [word for word in PLANTED if word.casefold() in said.casefold()] == []
    assert platform.node() not in said or not platform.node()
    assert "Jabra" in said


# ---------------------------------------------------------------- every size, every reader


def test_the_lists_are_models_that_keep_qts_rules(view: SelfcheckView, qtmodeltester: ModelTester) -> None:
    rows = view.groups[PICTURE].list.checks
    qtmodeltester.check(rows)
    view.show_state(replace(READY, items=judged(UNKNOWN)))
    view.show_state(READY)
    assert [rows.item(n).check for n in range(rows.rowCount())] == [Check.LIGHT, Check.BACKLIGHT, Check.LIVENESS]


def test_the_arrow_keys_go_from_row_to_row(view: SelfcheckView, qtbot: QtBot) -> None:
    rows = view.groups[PICTURE].list
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    reached: list[object] = []
    rows.reached.connect(lambda rect: reached.append(rect))
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    assert rows.currentIndex().row() == 1
    assert len(reached) == 1


def test_a_list_is_as_tall_as_its_rows(view: SelfcheckView, dress: Dress, qtbot: QtBot) -> None:
    dress.set_text_scale(2.0)
    for group in view.groups.values():
        for row in group.rows.values():
            qtbot.waitUntil(lambda row=row: row.height() >= row.heightForWidth(row.width()))  # type: ignore[misc]


@pytest.mark.parametrize(
    ("advice", "off_centre", "hint"),
    [
        (Advice.FRAMING_OFF_CENTRE, 0.2, Hint.RIGHT),
        (Advice.FRAMING_OFF_CENTRE, -0.2, Hint.LEFT),
        (Advice.FRAMING_NEAR, 0.0, Hint.AWAY),
        (Advice.FRAMING_FAR, 0.0, Hint.CLOSER),
        (Advice.FRAMING_HIGH, 0.0, Hint.DOWN),
        (Advice.FRAMING_LOW, 0.0, Hint.UP),
        (Advice.FRAMING_OK, 0.0, None),
    ],
)
def test_an_arrow_shows_which_way_to_move_in_the_mirror(advice: Advice, off_centre: float, hint: Hint | None) -> None:
    verdict = Verdict(Check.FRAMING, Severity.RED, advice, {"off_centre_share": off_centre})
    assert hint_of(verdict) is hint
    assert hint_of(None) is None


def test_the_arrow_is_painted_over_the_picture(view: SelfcheckView) -> None:
    far = Verdict(Check.FRAMING, Severity.RED, Advice.FRAMING_FAR)
    seen = []
    for verdict in (far, replace(far, advice=Advice.FRAMING_NEAR), replace(far, severity=Severity.GREEN)):
        view.show_state(replace(READY, items=judged(verdict)))
        seen.append(view.preview.grab().toImage())
    assert seen[0] != seen[1]
    assert seen[1] != seen[2]


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
