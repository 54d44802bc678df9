"""The practice morning as a script: start, self-test, list, a row that asks, admit, call, identity, hang up, card."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from vardklient.domain.identity import IdMethod
from vardklient.domain.record import Outcome
from vardklient.domain.verdict import Check, Severity
from vardklient.domain.visit import Match
from vardklient.flows import call, day
from vardklient.ports.camera import CameraState
from vardklient.ports.engine import CallStatistics
from vardklient.ports.sound import SoundState
from vardklient.program.plan import Furniture
from vardklient.program.program import Program
from vardklient.program.script import ScriptStep
from vardklient.ui.call import CallWindow
from vardklient.ui.confirm import ConfirmPanel
from vardklient.ui.rail import Page

PICTURE_CHECKS = (Check.LIGHT, Check.BACKLIGHT, Check.FRAMING, Check.COMPANY)
PICTURES_SEEN = 45
AUDIBLE_DBFS = -50.0
RELEASED_WITHIN_S = 1.0


def press(button: QAbstractButton) -> None:
    """Click it as a mouse does.

    Raises:
        LookupError: nobody could click it: it is not shown, or is greyed out.
    """
    if not button.isVisible() or not button.isEnabled():
        raise LookupError(button.accessibleName() or button.text() or type(button).__name__)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


class Morning:
    """What the user does and sees, step by step."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._painted_before = 0
        self._asked: CallStatistics | None = None
        self._level_dbfs = float("-inf")
        self._phrase = ""

    def steps(self) -> list[ScriptStep]:
        """The whole morning."""
        main, in_call = self._main, self._call_window
        return [
            ScriptStep("start", self._program.start, self._list_is_there, main, within_s=10),
            ScriptStep("selftest", self._open_selftest, self._selftest_is_done, main, within_s=40),
            ScriptStep("waiting", self._open_day, self._patient_waits, main, within_s=40),
            ScriptStep("question", self._open_doubtful, self._is_asked, main),
            ScriptStep("answer", self._do_not_open, self._is_not_asked, main),
            ScriptStep("join", self._join, self._waiting_room_is_shown, in_call, settle_s=0.8),
            ScriptStep("admit", self._admit, self._patient_moves_and_speaks, in_call, within_s=30),
            ScriptStep("identity", self._settle, self._is_settled, in_call),
            ScriptStep("hang_up", self._hang_up, self._devices_are_free, main, within_s=RELEASED_WITHIN_S),
            ScriptStep("card", self._copy, self._phrase_is_copied, main),
            ScriptStep("done", self._finish, self._visit_is_done, main),
        ]

    # ------------------------------------------------------------ windows and states

    def _main(self) -> QWidget:
        return self._program.window

    def _call_window(self) -> CallWindow:
        return self._furniture().call

    def _furniture(self) -> Furniture:
        furniture = self._program.furniture
        if furniture is None:
            raise LookupError("views")
        return furniture

    def _call(self) -> call.CallState:
        state = self._program.call_state
        if state is None:
            raise LookupError("call")
        return state

    def _day(self) -> day.DayState:
        state = self._program.day_state
        if state is None:
            raise LookupError("day")
        return state

    def _row(self, wanted: Callable[[day.Row], bool]) -> day.Row:
        row = next((r for r in self._day().rows if wanted(r)), None)
        if row is None:
            raise LookupError("row")
        return row

    # ------------------------------------------------------------ before the visit

    def _list_is_there(self) -> bool:
        state = self._program.day_state
        return self._program.window.isVisible() and state is not None and len(state.rows) >= 4

    def _open_selftest(self) -> None:
        press(self._program.window.rail.buttons[Page.SELFCHECK])

    def _selftest_is_done(self) -> bool:
        state = self._program.selfcheck_state
        if state is None:
            return False
        found = [state.item(check) for check in PICTURE_CHECKS]
        green = all(item is not None and item.severity is Severity.GREEN for item in found)
        return state.finished_at is not None and green and self._furniture().selfcheck.preview.painted > PICTURES_SEEN

    def _open_day(self) -> None:
        press(self._program.window.rail.buttons[Page.DAY])

    def _patient_waits(self) -> bool:
        state = self._day()
        row = state.row(state.next_id)
        return row is not None and bool(row.waiting) and self._program.window.day.hero.isVisible()

    def _open_doubtful(self) -> None:
        row = self._row(lambda r: r.visit.match is Match.TIME_DIFFERS)
        visits = self._program.window.day.later
        visits.setFocus()
        visits.setCurrentIndex(visits.rows.index_of(row.visit.visit_id))
        QTest.keyClick(visits, Qt.Key.Key_Return)

    def _is_asked(self) -> bool:
        return bool(self._day().asking) and self._panel() is not None

    def _panel(self) -> ConfirmPanel | None:
        panels = self._program.window.day.findChildren(ConfirmPanel)
        return next((panel for panel in panels if panel.isVisible()), None)

    def _do_not_open(self) -> None:
        panel = self._panel()
        if panel is None:
            raise LookupError("question")
        press(panel.back)

    def _is_not_asked(self) -> bool:
        return not self._day().asking and not self._day().active_id

    # ------------------------------------------------------------ the visit

    def _join(self) -> None:
        self._program.window.day.verticalScrollBar().setValue(0)
        press(self._program.window.day.hero.join)

    def _waiting_room_is_shown(self) -> bool:
        window = self._call_window()
        return window.isVisible() and window.waiting.admit.isVisible()

    def _admit(self) -> None:
        self._painted_before = self._call_window().patient.painted
        press(self._call_window().waiting.admit)

    def _patient_moves_and_speaks(self) -> bool:
        """Enough different pictures have reached the screen, and sound that can be heard has come in."""
        self._ask_level()
        moved = self._call_window().patient.painted - self._painted_before > PICTURES_SEEN
        return moved and self._level_dbfs > AUDIBLE_DBFS and self._call().phase is call.Phase.CONNECTED

    def _ask_level(self) -> None:
        backend, core = self._program.backend, self._program.core
        if backend is None or core is None:
            return
        found = core.submit(backend.statistics()).result(1.0)
        if found is not None and found.audio_in.level_dbfs is not None:
            self._level_dbfs = max(self._level_dbfs, found.audio_in.level_dbfs)

    def _settle(self) -> None:
        press(self._call_window().identity.methods[IdMethod.DOCUMENT_SHOWN])

    def _is_settled(self) -> bool:
        return self._call().identity is not None

    def _hang_up(self) -> None:
        press(self._call_window().bar.end)

    def _devices_are_free(self) -> bool:
        equipment = self._program.equipment
        if equipment is None or self._call().phase is not call.Phase.ENDED:
            return False
        sound = (equipment.microphone.state, equipment.speaker.state, *self._engine_sound())
        closed = equipment.camera.state is CameraState.CLOSED and SoundState.RUNNING not in sound
        return closed and not self._call_window().isVisible() and self._furniture().card.isVisible()

    def _engine_sound(self) -> tuple[SoundState, SoundState]:
        """In a call the devices are the engine's; it says how they are until it has ended."""
        backend = self._program.backend
        if backend is None:
            raise LookupError("backend")
        return backend.engines.sound.microphone, backend.engines.sound.speaker

    # ------------------------------------------------------------ after the visit

    def _copy(self) -> None:
        press(self._furniture().card.copy)

    def _phrase_is_copied(self) -> bool:
        """The clipboard holds the phrase, with the way in which identity was settled."""
        phrase = self._furniture().card.phrase.toPlainText()
        return "legitimation" in phrase and QGuiApplication.clipboard().text() == phrase

    def _finish(self) -> None:
        press(self._furniture().card.done)

    def _visit_is_done(self) -> bool:
        ended = [r for r in self._day().rows if r.stage is day.Stage.ENDED]
        shown = self._program.window.page is Page.DAY
        return shown and [r.outcome for r in ended] == [Outcome.BY_VIDEO]


def morning(program: Program) -> list[ScriptStep]:
    """The steps of the practice morning in that program, which is not started yet."""
    return Morning(program).steps()
