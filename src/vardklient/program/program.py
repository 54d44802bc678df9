"""The windowed program: windows on the Qt thread, the backend on the core thread, bridges between them.

Only the day's window is made at first; the other views and everything heavy follow once it is on the screen.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from vardklient.base.log import unexpected
from vardklient.flows import day
from vardklient.program.fitting import Fitting, Site
from vardklient.program.inviting import Inviting
from vardklient.program.plan import Furniture, Plan
from vardklient.program.warmup import CALLS, DAY, DEVICES, FURNITURE, Warmup
from vardklient.ui import texts
from vardklient.ui.bridge import Bridge
from vardklient.ui.courier import Courier
from vardklient.ui.firstpaint import FirstPaint
from vardklient.ui.icons import Icon, qicon
from vardklient.ui.look import Ink, Tone
from vardklient.ui.mainwindow import MainWindow
from vardklient.ui.notices import Notice
from vardklient.ui.rail import Page
from vardklient.ui.texts.program import log_not_kept
from vardklient.ui.turns import Turns

if TYPE_CHECKING:
    from concurrent.futures import Future

    from vardklient.base.loop import CoreLoop
    from vardklient.domain.record import AfterCall
    from vardklient.flows import call, reminders
    from vardklient.flows.selfcheck import SelfcheckEvent, SelfcheckState
    from vardklient.ports.clock import Clock
    from vardklient.program.backend import Backend
    from vardklient.program.equipment import Equipment
    from vardklient.program.outlets import Outlets
    from vardklient.program.reminders import Reminding
    from vardklient.ui.application import Application

log = logging.getLogger(__name__)

CLOSE_WITHIN_S = 8.0
TRAY_ICON_PX = 64


class Program(QObject):
    """Owns the windows, the core thread and everything between; lives on the GUI thread.

    Attributes:
        window: the main window.
        furniture, backend: None until they are made.
        day_state, selfcheck_state, call_state: the snapshots shown last.
        endings: what else the core thread has to end, before it is ended itself; whoever hears `closing` adds to it.

    Signals:
        painted: the window is on the screen for the first time; the heavy libraries follow.
        listed: the day has been read and is on the screen for the first time.
        day_shown: a snapshot of the day is on the screen.
        warm: all that is loaded ahead has been loaded.
        closing: everything will be ended now.
        finished: everything has ended; the application may quit.
    """

    painted = Signal()
    listed = Signal()
    day_shown = Signal(object)
    warm = Signal()
    closing = Signal()
    finished = Signal()

    def __init__(self, app: Application, plan: Plan, clock: Clock) -> None:
        super().__init__()
        self._plan, self._clock, self._look = plan, clock, app.look
        self._closing = False
        self.window = MainWindow(app.look, support=plan.support)
        self.furniture: Furniture | None = None
        self.core: CoreLoop | None = None
        self.backend: Backend | None = None
        self.day_state: day.DayState | None = None
        self.selfcheck_state: SelfcheckState | None = None
        self.call_state: call.CallState | None = None
        self.endings: list[Future[None]] = []
        self._outlets: Outlets | None = None
        self._turns = Turns(self)
        self._fitting = Fitting(plan, self._turns, self._say, self)
        self._warmup = Warmup(self._stage_bridges(), {DEVICES: plan.load})
        self.window.set_practice(plan.practising)
        self.window.closed.connect(self.close)
        self.window.day.commanded.connect(self._tell_day)
        self._inviting = Inviting(app.look, self.window, clock, self._tell_day, self)
        self.day_shown.connect(self._inviting.show_day)
        self.window.navigated.connect(self._navigated)
        now = clock.now()
        self.window.day.show_state(day.DayState(day.today(clock), now, practice=plan.practising))

    @property
    def equipment(self) -> Equipment | None:
        """The devices, None until they are made."""
        return self._fitting.equipment

    def _stage_bridges(self) -> Callable[[str], None]:
        work = {FURNITURE: self._furnish, DEVICES: self._finish}
        doors = {
            stage: self._bridge(lambda _, w=make: self._turns.add(self._staged(w()))) for stage, make in work.items()
        }
        doors[DAY] = self._bridge(self._begin)
        doors[CALLS] = lambda _: self._warmup.go_on()
        return lambda stage: doors[stage](stage)

    def _staged(self, work: Iterator[None]) -> Iterator[None]:
        """What is to be done with a stage of the warm-up; the next one waits for it."""
        yield from work
        self._warmup.go_on()

    def _bridge(self, show: Callable[..., None]) -> Callable[[object], None]:
        """From any thread to a method on this one; the newest snapshot wins."""
        bridge = Bridge(self)
        bridge.arrived.connect(show)
        return bridge.post

    def _courier(self, show: Callable[..., None]) -> Callable[[object], None]:
        """As `_bridge`, but every single one arrives."""
        courier = Courier(self)
        courier.arrived.connect(show)
        return courier.post

    # ------------------------------------------------------------ life

    def start(self) -> None:
        """Show the window; everything else comes after its first paint."""
        self.window.show()
        FirstPaint(self.window, self._painted)

    def _painted(self) -> None:
        self.painted.emit()
        if not self._closing:
            self._warmup.start()

    def _begin(self, _: object) -> None:
        """The core thread with the day."""
        if self._closing:
            return
        from vardklient.base.loop import CoreLoop
        from vardklient.program.outlets import Outlets

        self._outlets = Outlets(
            show_day=self._bridge(self._show_day),
            show_selfcheck=self._bridge(self._show_selfcheck),
            show_call=self._bridge(self._show_call),
            show_card=self._bridge(self._show_card),
            remind=self._courier(self._remind),
            open_link=self._bridge(self._open_link),
            log_failing=self._bridge(self._show_log_failing),
        )
        self.core = CoreLoop()
        self.core.submit(self._make_backend(self._outlets)).add_done_callback(_log_fault)
        self._warmup.go_on()

    def _furnish(self) -> Iterator[None]:
        """The other views."""
        from vardklient.ui.call import CallWindow
        from vardklient.ui.card import AfterCallView
        from vardklient.ui.selfcheck import SelfcheckView

        selfcheck = SelfcheckView(self._look)
        yield
        card = AfterCallView(self._look)
        yield
        card.register_by(self._plan.registration())
        yield
        window = CallWindow(self._look, self._clock, support=self._plan.support)
        yield
        self.furniture = Furniture(selfcheck, card, window)
        self._wire(self.furniture)
        yield
        self._plan.preferences.attach(self.window, self._fitting.change_devices)

    def _wire(self, furniture: Furniture) -> None:
        self.window.add_page(Page.SELFCHECK, furniture.selfcheck)
        furniture.selfcheck.commanded.connect(self._tell_selfcheck)
        furniture.selfcheck.device_chosen.connect(self._fitting.choose_device)
        furniture.selfcheck.finished.connect(lambda: self.window.navigate(Page.DAY))
        furniture.card.commanded.connect(self._tell_card)
        furniture.card.closed.connect(lambda: self.window.navigate(Page.DAY))
        furniture.call.commanded.connect(self._tell_call)
        tell = self._bridge(lambda found: furniture.call.figures.show_figures(found[0]))
        furniture.call.figures_asked.connect(lambda: self._ask_figures(tell))

    def _ask_figures(self, tell: Callable[[object], None]) -> None:
        """The panel of figures is open: it is told when they are there."""
        core, backend = self.core, self.backend
        if core is None or backend is None:
            return

        async def ask() -> None:
            tell((await backend.statistics(),))

        core.submit(ask()).add_done_callback(_log_fault)

    async def _make_backend(self, outlets: Outlets) -> None:
        """On the core thread."""
        from vardklient.program.backend import Backend

        plan = self._plan
        assert self.core is not None
        self.backend = Backend(
            self.core,
            clock=self._clock,
            reader=plan.make_reader(),
            makers=plan.make_makers(),
            outlets=outlets,
            host=plan.host,
            practising=plan.practising,
            server=plan.server,
            chronicle=plan.make_chronicle(outlets.log_failing) if plan.make_chronicle else None,
        )
        self.backend.start()

    def _finish(self) -> Iterator[None]:
        """Everything has been loaded."""
        furniture, core, outlets = self.furniture, self.core, self._outlets
        if not self._closing and furniture is not None and core is not None and outlets is not None:
            yield from self._fitting.begin(Site(furniture, core, outlets, lambda: self.backend))
        yield
        if not self._closing:
            _ = self._reminding  # its place in the tray has to be there before the first reminder
        self.warm.emit()

    def close(self) -> None:
        """End everything in reverse; `finished` tells when that is done."""
        if self._closing:
            return
        self._closing = True
        self.closing.emit()
        self._turns.stop()
        self.window.hide()
        if self.furniture is not None:
            self.furniture.call.hide()
        self._warmup.stop()
        self._fitting.close()
        if "_reminding" in self.__dict__:
            self._reminding.close()
        if self.core is not None:
            try:
                self.core.submit(self._close_backend()).result(CLOSE_WITHIN_S)
                for ending in self.endings:
                    ending.result(CLOSE_WITHIN_S)
            except TimeoutError:
                log.error("not everything ended within %s s", CLOSE_WITHIN_S)
            self.core.stop()
        self._plan.shelf.close()
        self.finished.emit()

    async def _close_backend(self) -> None:
        """On the core thread, after the backend has been made."""
        if self.backend is not None:
            await self.backend.close()

    # ------------------------------------------------------------ told by the core

    def _show_day(self, state: day.DayState) -> None:
        first = not state.loading and (self.day_state is None or self.day_state.loading)
        self.day_state = state
        self.window.day.show_state(state)
        self.day_shown.emit(state)
        if first:
            FirstPaint(self.window.day.viewport(), self.listed.emit)
        if state.notice is None:
            self.window.notices.drop("day")
        else:
            self._say(texts.day_notice(state.notice), "day")
        if self.furniture is not None:
            later = [r.visit.start for r in state.rows if r.stage in (day.Stage.PLANNED, day.Stage.DUE)]
            self.furniture.call.set_next_start(min(later, default=None))

    def _show_selfcheck(self, state: SelfcheckState) -> None:
        before = self.selfcheck_state
        just_done = state.finished_at is not None and (before is None or before.finished_at != state.finished_at)
        self.selfcheck_state = state
        self._fitting.hear_selfcheck(state)
        if self.furniture is not None:
            self.furniture.selfcheck.show_state(state)
        if state.running or state.finished_at is not None:
            self.window.day.show_selfcheck(state.overall, state.finished_at, state.first)
        if just_done and self.window.page is not Page.SELFCHECK and self.backend is not None:
            self.backend.post(self.backend.hide_selftest)

    def _show_call(self, state: call.CallState) -> None:
        if self.furniture is None:
            return
        before, self.call_state = self.call_state, state
        window = self.furniture.call
        window.show_state(state)
        if state.ended is not None:
            window.hide()
        elif before is None or before.ended is not None:
            window.set_eyes(None)
            window.open_at_lens()
        self._fitting.hear_call(state)

    def _show_card(self, facts: AfterCall) -> None:
        if self.furniture is None:
            return
        self.furniture.card.show_card(facts)
        self.window.show_over(self.furniture.card)
        self.window.show()
        self.window.activateWindow()

    def _show_log_failing(self, failing: bool) -> None:
        if failing:
            self._say(log_not_kept(), "log")
        else:
            self.window.notices.drop("log")

    def _say(self, words: texts.AdviceText, key: str) -> None:
        self.window.notices.show_notice(Notice(words.sentence, words.remedy, Tone.WARN, replace=key))

    def _remind(self, reminder: reminders.Remind) -> None:
        self._reminding.tell(reminder)

    @cached_property
    def _reminding(self) -> Reminding:
        from vardklient.program.reminders import Reminding
        from vardklient.ui.lockscreen import LockScreen
        from vardklient.ui.notifications import make_notifier

        icon = qicon(Icon.VIDEO, self._look.colour(Ink.PRIMARY), TRAY_ICON_PX)
        screen = LockScreen(self)

        def ask(tell: Callable[[bool | None], None]) -> None:
            """Locked, too, is who has locked this program alone."""
            if self.window.covered:
                tell(True)
            else:
                screen.ask(tell)

        return Reminding(self.window, make_notifier(icon, self), self._clock, ask, self._plan.initials)

    def _open_link(self, link: str) -> None:
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        QDesktopServices.openUrl(QUrl(link))

    # ------------------------------------------------------------ said by the user

    def _tell_day(self, event: day.DayEvent) -> None:
        if self.backend is not None:
            self.backend.post(self.backend.day.feed, event)

    def _tell_selfcheck(self, event: SelfcheckEvent) -> None:
        from vardklient.flows.selfcheck import Start

        if self.backend is None:
            return
        if isinstance(event, Start):
            self.backend.post(self.backend.restart_selftest)
        else:
            self.backend.post(self.backend.feed_selftest, event)

    def _tell_call(self, event: call.CallEvent) -> None:
        if self.backend is not None:
            self.backend.post(self.backend.feed_call, event)

    def _tell_card(self, event: call.SetOutcome) -> None:
        if self.backend is not None and self.call_state is not None:
            self.backend.post(self.backend.correct_outcome, self.call_state.visit_id, event.outcome)

    def _navigated(self, page: Page) -> None:
        if page is Page.PRACTICE:
            self._practise()
        if self.backend is None:
            return
        self.backend.post(self.backend.restart_selftest if page is Page.SELFCHECK else self.backend.hide_selftest)

    def _practise(self) -> None:
        """The practice has a window of its own, so that made-up and real visits are never on one list."""
        if self._plan.practising:
            self._say(texts.practising_already(), "practice")
        else:
            self._plan.open_practice()
            self._say(texts.practice_opens(), "practice")


def _log_fault(done: Future[None]) -> None:
    fault = None if done.cancelled() else done.exception()
    if fault is not None:
        unexpected(fault)
