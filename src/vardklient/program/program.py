"""The windowed program: windows on the Qt thread, the backend on the core thread, bridges between them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from vardklient.base.loop import CoreLoop
from vardklient.domain.record import AfterCall
from vardklient.flows import call, day, selfcheck
from vardklient.ports.clock import Clock
from vardklient.program.backend import Backend, DayReader, Makers, Outlets
from vardklient.program.equipment import Equipment
from vardklient.program.selftest import SelfTest
from vardklient.program.shelf import Shelf
from vardklient.program.warmup import Warmup
from vardklient.ui.application import Application
from vardklient.ui.bridge import Bridge
from vardklient.ui.call import CallWindow
from vardklient.ui.card import AfterCallView
from vardklient.ui.mainwindow import MainWindow
from vardklient.ui.rail import Page
from vardklient.ui.selfcheck import SelfcheckView

log = logging.getLogger(__name__)

WARM_UP_AFTER_MS = 300
CLOSE_WITHIN_S = 8.0


@dataclass(frozen=True, slots=True)
class Plan:
    """What the program is to do, decided by the command line and the settings.

    Attributes:
        practising: no source is set up, so a practice day is shown.
        host: what patients read about whom they meet.
        support: the support numbers, each a line.
    """

    reader: DayReader
    makers: Makers
    shelf: Shelf
    make_selftest: Callable[[CoreLoop, Equipment, Outlets], SelfTest]
    practising: bool
    host: str
    support: tuple[str, ...] = ()


class Program(QObject):
    """Owns the windows, the core thread and everything between; lives on the GUI thread.

    Signals:
        finished: everything has ended; the application may quit.
    """

    finished = Signal()

    def __init__(self, app: Application, plan: Plan, clock: Clock) -> None:
        super().__init__()
        self._plan, self._clock, self._look = plan, clock, app.look
        self._closing = False
        self.core = CoreLoop()
        self.equipment: Equipment | None = None
        self.call_window: CallWindow | None = None
        self.selfcheck = SelfcheckView(app.look)
        self.card = AfterCallView(app.look)
        self.window = MainWindow(app.look, selfcheck=self.selfcheck, support=plan.support)
        self.day_state: day.DayState | None = None
        self.selfcheck_state = selfcheck.SelfcheckState()
        self.call_state = call.CallState()
        self._outlets = Outlets(
            show_day=self._bridge(self._show_day),
            show_selfcheck=self._bridge(self._show_selfcheck),
            show_call=self._bridge(self._show_call),
            show_card=self._bridge(self._show_card),
            notify=self._bridge(self._notify),
        )
        self._ready = self._bridge(self._on_ready)
        self.backend: Backend | None = None
        self._warmup = Warmup(lambda: self._ready(True), lambda: None, self._warm_fault)
        self._wire()

    def _bridge(self, show: Callable[..., None]) -> Callable[[object], None]:
        """From any thread to a method on this one; the newest snapshot wins."""
        bridge = Bridge(self)
        bridge.arrived.connect(show)
        return bridge.post

    def _wire(self) -> None:
        self.window.set_practice(self._plan.practising)
        self.window.navigated.connect(self._navigated)
        self.window.closed.connect(self.close)
        self.window.day.commanded.connect(self._tell_day)
        self.selfcheck.commanded.connect(self._tell_selfcheck)
        self.selfcheck.finished.connect(lambda: self.window.navigate(Page.DAY))
        self.card.commanded.connect(self._tell_card)
        self.card.closed.connect(lambda: self.window.navigate(Page.DAY))

    # ------------------------------------------------------------ life

    def start(self) -> None:
        """Show the window; what is heavy comes after its first paint."""
        self.window.show()
        QTimer.singleShot(0, self._start_backend)
        QTimer.singleShot(WARM_UP_AFTER_MS, self._warmup.start)

    def _start_backend(self) -> None:
        self.core.post(self._make_backend)

    def _make_backend(self) -> None:
        """On the core thread."""
        plan = self._plan
        self.backend = Backend(
            self.core,
            clock=self._clock,
            reader=plan.reader,
            makers=plan.makers,
            outlets=self._outlets,
            host=plan.host,
            practising=plan.practising,
        )
        self.backend.start()

    def _warm_fault(self, name: str, fault: ImportError | OSError) -> None:
        log.warning("cannot be loaded: %s (%s)", name, type(fault).__name__)

    def _on_ready(self, _: object) -> None:
        """The libraries of devices and checks are there: make the devices, on this thread as Qt wants it."""
        if self._closing:
            return
        if self.backend is None:
            QTimer.singleShot(20, lambda: self._on_ready(True))
            return
        equipment = self.equipment = self._plan.shelf.take()
        window = self.call_window = CallWindow(self._look, self._clock, support=self._plan.support)
        window.commanded.connect(self._tell_call)
        equipment.camera.subscribe(self.selfcheck.preview.slot)
        equipment.camera.subscribe(window.selfview.slot)
        selftest = self._plan.make_selftest(self.core, equipment, self._outlets)
        self.core.post(self.backend.equip, equipment, selftest, window.patient.slot)

    def close(self) -> None:
        """End everything in reverse; `finished` tells when that is done."""
        if self._closing:
            return
        self._closing = True
        for window in (self.call_window, self.window):
            if window is not None:
                window.hide()
        self._warmup.stop()
        if self.backend is not None:
            future = self.core.submit(self.backend.close())
            try:
                future.result(CLOSE_WITHIN_S)
            except TimeoutError:
                log.error("not everything ended within %s s", CLOSE_WITHIN_S)
        self.core.stop()
        self._plan.shelf.close()
        self.finished.emit()

    # ------------------------------------------------------------ told by the core

    def _show_day(self, state: day.DayState) -> None:
        self.day_state = state
        self.window.day.show_state(state)

    def _show_selfcheck(self, state: selfcheck.SelfcheckState) -> None:
        self.selfcheck_state = state
        self.selfcheck.show_state(state)
        if state.finished_at is not None:
            self.window.day.show_selfcheck(state.overall, state.finished_at)

    def _show_call(self, state: call.CallState) -> None:
        window = self.call_window
        if window is None:
            return
        begun = self.call_state.visit_id != state.visit_id or self.call_state.phase is call.Phase.ENDED
        self.call_state = state
        window.show_state(state)
        if state.phase is call.Phase.ENDED:
            window.hide()
        elif begun:
            window.open_at_lens()

    def _show_card(self, facts: AfterCall) -> None:
        self.card.show_card(facts)
        self.window.show_over(self.card)
        self.window.show()
        self.window.activateWindow()

    def _notify(self, notice: day.Notify) -> None:
        if not notice.quiet:
            QApplication.alert(self.window)

    # ------------------------------------------------------------ said by the user

    def _tell_day(self, event: day.DayEvent) -> None:
        if self.backend is not None:
            self.backend.post(self.backend.day.feed, event)

    def _tell_selfcheck(self, event: selfcheck.SelfcheckEvent) -> None:
        if self.backend is None:
            return
        if isinstance(event, selfcheck.Start):
            self.backend.post(self.backend.restart_selftest)
        else:
            self.backend.post(self.backend.feed_selftest, event)

    def _tell_call(self, event: call.CallEvent) -> None:
        if self.backend is not None:
            self.backend.post(self.backend.feed_call, event)

    def _tell_card(self, event: call.SetOutcome) -> None:
        if self.backend is not None:
            self.backend.post(self.backend.correct_outcome, self.call_state.visit_id, event.outcome)

    def _navigated(self, page: Page) -> None:
        if self.backend is None:
            return
        self.backend.post(self.backend.restart_selftest if page is Page.SELFCHECK else self.backend.hide_selftest)
