from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from tests.ui.selfchecks import GREEN, READY, RED, SETUP, UNKNOWN, YELLOW, commands, judged, open_view, press
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.flows.selfcheck import (
    MORNING_CHECKS,
    Cancel,
    EchoStage,
    Item,
    SayPrivate,
    SelfcheckState,
    Stage,
    Start,
    unsure,
)
from vardklient.ports.camera import CameraState, Frame
from vardklient.ui import texts
from vardklient.ui.application import Dress
from vardklient.ui.selfcheck import SelfcheckView
from vardklient.ui.selfcheck_items import PICTURE, group_of
from vardklient.ui.texts import checks


@pytest.fixture
def view(qtbot: QtBot, dress: Dress) -> SelfcheckView:
    return open_view(qtbot, dress.look)


@pytest.fixture
def said(view: SelfcheckView) -> list[object]:
    return commands(view)


def spoken(view: SelfcheckView, check: Check) -> str:
    rows = view.groups[group_of(check)].list.checks
    place = next(n for n, item in enumerate(rows.items) if item.check is check)
    return str(rows.data(rows.index(place, 0), Qt.ItemDataRole.AccessibleTextRole))


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


OLD_RED = Item(RED.check, Stage.STALE, RED)


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (READY, "1 sak att åtgärda"),
        (replace(READY, items=judged(GREEN, YELLOW)), "1 sak att se över"),
        (replace(READY, items=judged(GREEN)), "Utrustningen är klar, kontrollerad 07:42"),
        (replace(READY, items=judged(GREEN), finished_at=None), "Utrustningen är klar"),
        (replace(READY, items=judged(GREEN, UNKNOWN)), "Allt kunde inte kontrolleras, 07:42"),
        (replace(READY, running=True), "Kontrollerar …"),
        (replace(READY, items=(*judged(GREEN), OLD_RED)), "Allt kunde inte kontrolleras, 07:42"),
        (replace(READY, items=(*judged(YELLOW), OLD_RED)), "1 sak att se över"),
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


def test_a_list_is_as_tall_as_its_rows_in_each_language(view: SelfcheckView, dress: Dress) -> None:
    view.show_state(replace(READY, items=judged(*map(unsure, MORNING_CHECKS))))
    heights_px = []
    for language in ("sv", "en", "sv"):
        dress.set_language(language)
        lists = [group.list for group in view.groups.values()]
        heights_px.append([rows.height() for rows in lists])
        assert heights_px[-1] == [sum(map(rows.row_height, range(rows.checks.rowCount()))) for rows in lists]
    assert heights_px[0] == heights_px[2] != heights_px[1]


def test_a_list_is_as_tall_as_its_rows(view: SelfcheckView, dress: Dress, qtbot: QtBot) -> None:
    dress.set_text_scale(2.0)
    for group in view.groups.values():
        for row in group.rows.values():
            qtbot.waitUntil(lambda row=row: row.height() >= row.heightForWidth(row.width()))  # type: ignore[misc]


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


class Painted(QObject):
    """Notes which widgets are painted."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self.widgets: set[QObject] = set()
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.widgets.add(watched)
        return False


def test_a_snapshot_paints_what_it_changes_and_nothing_else(view: SelfcheckView, qtbot: QtBot) -> None:
    row = view.row(Check.LIGHT)
    assert row is not None
    meter = view.level.meter
    painted = Painted(meter, view.preview, row, view.headline, view.progress)
    measured = replace(GREEN, measures={"face_luma": 121.0})
    running = replace(READY, running=True)
    for state, level_dbfs in (
        (running, -20.0),
        (replace(running, items=judged(measured, YELLOW, RED, UNKNOWN)), -10.0),
    ):
        painted.widgets.clear()
        view.show_state(replace(state, level_dbfs=level_dbfs))
        qtbot.waitUntil(lambda: meter in painted.widgets)
    assert painted.widgets == {meter}
