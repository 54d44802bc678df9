"""Who is signed in at the foot of the rail, what covers the day, and whether anybody is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import days
from vardklient.flows.signin import CancelSignIn, Lock, SignInState, SignOut, Stage, StartSignIn, Unlock
from vardklient.ports.signin import Fault, Person
from vardklient.ui.application import Dress
from vardklient.ui.look import Look
from vardklient.ui.mainwindow import MainWindow
from vardklient.ui.rail import Page
from vardklient.ui.signin import AccountButton, LockCover
from vardklient.ui.usewatch import UseWatch

ANNA = Person("anna", "Anna Testsson")
OUT, IN = SignInState(), SignInState(Stage.SIGNED_IN, ANNA)
LOCKED = replace(IN, stage=Stage.LOCKED)
WAY = replace(OUT, stage=Stage.IN_BROWSER)
UNLOCKING = replace(LOCKED, stage=Stage.IN_BROWSER, back=Stage.LOCKED)


@pytest.fixture
def window(qtbot: QtBot, look: Look) -> MainWindow:
    made = MainWindow(look, selfcheck=QWidget())
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def button(window: MainWindow, look: Look) -> AccountButton:
    made = AccountButton(look)
    window.rail.add_account(made)
    return made


@pytest.fixture
def cover(window: MainWindow, look: Look) -> LockCover:
    made = LockCover(look)
    made.show_state(LOCKED, calling=False)
    window.cover(made)
    return made


def heard(view: AccountButton | LockCover) -> list[object]:
    commands: list[object] = []
    view.commanded.connect(commands.append)
    return commands


def words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


# ---------------------------------------------------------------- the foot of the rail


def test_it_says_what_a_press_does_or_who_is_signed_in(qtbot: QtBot, button: AccountButton) -> None:
    commands = heard(button)
    assert (button.accessibleName(), button.isEnabled()) == ("Loggar in …", False), "until the keyring has been asked"
    for state, name in (
        (OUT, "Logga in"),
        (WAY, "Avbryt"),
        (IN, ANNA.name),
        (replace(OUT, renewing=True), "Loggar in …"),
    ):
        button.show_state(state)
        assert button.accessibleName() == name
        if state.stage is not Stage.SIGNED_IN:
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert commands == [StartSignIn(), CancelSignIn()]


def test_who_is_signed_in_can_lock_change_and_sign_out(qtbot: QtBot, button: AccountButton) -> None:
    commands = heard(button)
    button.show_state(IN)
    for _ in range(2):
        qtbot.keyClick(button, Qt.Key.Key_Space)
        assert button.choices is not None
        actions = button.choices.actions()
        assert [action.text() for action in actions] == ["Lås", "Logga in som någon annan", "Logga ut"]
    for action in actions:
        action.trigger()
    assert commands == [Lock(), StartSignIn(), SignOut()]
    button.choices.close()


def test_no_line_of_the_menu_is_cut_where_texts_are_large(dress: Dress, button: AccountButton) -> None:
    dress.set_text_scale(2.0)
    button.show_state(IN)
    button.click()
    assert button.choices is not None
    metrics = QFontMetrics(button.choices.font())
    for action in button.choices.actions():
        line = button.choices.actionGeometry(action)
        assert line.width() >= metrics.horizontalAdvance(action.text()) + 2 * 50, "the edges are as wide as 25 at 100 %"
    button.choices.close()


@pytest.mark.parametrize("person", [Person("s", "", "SE2321000131-P01"), Person("SE2321000131-P01")])
def test_without_a_name_the_id_is_shown(button: AccountButton, person: Person) -> None:
    button.show_state(replace(IN, person=person))
    assert button.accessibleName() == "SE2321000131-P01"


def test_a_long_name_is_cut_and_told_in_full(button: AccountButton) -> None:
    long = "Överläkare Margareta Wallenius-Grönkvist"
    button.show_state(replace(IN, person=Person("s", long)))
    assert (button.text()[-1], button.toolTip(), button.accessibleName()) == ("…", long, long)
    button.show_state(IN)
    assert (button.text().strip(), button.toolTip()) == (ANNA.name, "")


def test_where_the_rail_is_narrow_it_is_an_icon(qtbot: QtBot, window: MainWindow, button: AccountButton) -> None:
    button.show_state(IN)
    window.resize(800, 700)
    qtbot.waitUntil(lambda: button.text() == "")
    assert (button.toolTip(), button.accessibleName()) == (ANNA.name, ANNA.name)
    window.resize(1180, 700)
    qtbot.waitUntil(lambda: button.text().strip() == ANNA.name)


# ---------------------------------------------------------------- what covers the day


def test_nothing_of_the_day_is_seen_or_reached_while_it_is_covered(
    qtbot: QtBot, window: MainWindow, look: Look
) -> None:
    window.day.show_state(days.morning())
    window.activateWindow()
    window.rail.buttons[Page.SETTINGS].setFocus()
    pages: list[Page] = []
    window.navigated.connect(pages.append)
    view = LockCover(look)
    view.show_state(LOCKED, calling=False)
    window.cover(view)
    assert (window.covered, window.day.isVisible(), window.rail.isVisible()) == (True, False, False)
    assert window.focusWidget() is view.unlock
    assert not any("IK-82" in said for said in words(window))
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert pages == []
    window.cover(view)
    window.cover(None)
    assert (window.covered, window.day.isVisible()) == (False, True)
    assert window.focusWidget() is window.rail.buttons[Page.SETTINGS], "where the keyboard was"
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert pages == [Page.SELFCHECK]
    window.cover(view)
    assert view.isVisible(), "a second time"


def test_it_says_who_is_signed_in_and_unlocks_by_key(qtbot: QtBot, window: MainWindow, cover: LockCover) -> None:
    commands = heard(cover)
    assert words(cover) == [
        "Låst",
        "Anna Testsson är inloggad. Dagens lista visas igen när du har låst upp.",
    ]
    qtbot.keyClick(cover.unlock, Qt.Key.Key_Return)
    qtbot.keyClick(cover.unlock, Qt.Key.Key_Space)
    qtbot.mouseClick(cover.other, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(cover.sign_out, Qt.MouseButton.LeftButton)
    assert commands == [Unlock(), Unlock(), StartSignIn(), SignOut()]


def test_a_call_that_goes_on_is_said_to(cover: LockCover) -> None:
    cover.show_state(LOCKED, calling=True)
    assert "Samtalet går vidare i sitt eget fönster." in words(cover)


def test_unlocking_says_how_far_it_is_and_can_be_ended(qtbot: QtBot, cover: LockCover) -> None:
    commands = heard(cover)
    cover.show_state(replace(LOCKED, renewing=True), calling=False)
    assert (cover.unlock.accessibleName(), cover.unlock.isEnabled()) == ("Låser upp …", False)
    qtbot.keyClick(cover, Qt.Key.Key_Return)
    cover.show_state(UNLOCKING, calling=False)
    assert "Logga in i webbläsaren, som har öppnats." in words(cover)
    assert not cover.unlock.isVisible()
    qtbot.keyClick(cover, Qt.Key.Key_Escape)
    qtbot.mouseClick(cover.cancel, Qt.MouseButton.LeftButton)
    assert commands == [CancelSignIn(), CancelSignIn()]
    cover.show_state(replace(LOCKED, fault=Fault.UNREACHABLE), calling=False)
    assert words(cover)[-2:] == [
        "Inloggningstjänsten går inte att nå.",
        "Kontrollera nätverket (VPN) och försök igen om en stund.",
    ]
    assert cover.unlock.isEnabled()


@pytest.mark.parametrize(("scale", "width", "height"), [(1.0, 480, 480), (2.0, 900, 900)])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_it_fits_a_small_window(
    dress: Dress, window: MainWindow, cover: LockCover, scale: float, width: int, height: int, language: str
) -> None:
    dress.set_language(language)
    dress.set_text_scale(scale)
    cover.show_state(replace(LOCKED, fault=Fault.BAD_ANSWER), calling=True)
    window.resize(width, height)
    QApplication.processEvents()
    for child in (cover.unlock, cover.other, cover.sign_out, *cover.findChildren(QLabel)):
        if child.isVisible():
            edge = child.mapTo(window, child.rect().bottomRight())
            assert window.rect().contains(edge), child


# ---------------------------------------------------------------- is anybody there?


@pytest.mark.parametrize(
    "use",
    [
        lambda qtbot, window: qtbot.keyClick(window.windowHandle(), Qt.Key.Key_A),
        lambda qtbot, window: qtbot.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton),
    ],
)
def test_a_use_is_told_and_the_next_only_after_a_while(
    qtbot: QtBot, window: MainWindow, use: Callable[[QtBot, MainWindow], None]
) -> None:
    watch = UseWatch(window)
    told: list[bool] = []
    watch.used.connect(lambda: told.append(True))
    use(qtbot, window)
    use(qtbot, window)
    assert told == [True]
