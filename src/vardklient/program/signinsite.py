"""Puts the sign-in to work in the windowed program: who is signed in, the way through the browser, the lock.

The window of a call is its own and is never covered; while a call goes on nothing locks by itself.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from vardklient.flows import day
from vardklient.flows.signin import CancelSignIn, SignInEvent, SignInState, Stage, StartSignIn, Used
from vardklient.ports.signin import Fault
from vardklient.program.library import Library
from vardklient.ui.bridge import Bridge
from vardklient.ui.look import Tone
from vardklient.ui.notices import Notice
from vardklient.ui.rail import Page
from vardklient.ui.signin import AccountButton, LockCover
from vardklient.ui.texts import signin as words
from vardklient.ui.usewatch import UseWatch

if TYPE_CHECKING:
    from vardklient.program.entrance import Entrance
    from vardklient.program.program import Program
    from vardklient.ui.application import Application

NOTICE = "signin"
CALL_TICK_MS = 10_000
"""So often a call that goes on counts as use. Own choice."""


class SignInSite(QObject):
    """Lives on the GUI thread, as long as the program.

    Attributes:
        state: the snapshot shown last.
        button: at the foot of the rail.
        cover: what covers the day; None until it has been locked for the first time.
    """

    def __init__(self, app: Application, program: Program, library: Library) -> None:
        super().__init__(program)
        self._look, self._program, self._library = app.look, program, library
        self._entrance: Entrance | None = None
        self._watch: UseWatch | None = None
        self.state = SignInState(renewing=True)
        self.cover: LockCover | None = None
        self.button = AccountButton(app.look)
        program.window.rail.add_account(self.button)
        self.button.commanded.connect(self._tell)
        program.window.notices.acted.connect(self._acted)
        self._heard = Bridge(self)
        self._heard.arrived.connect(self._show)
        self._calls = QTimer(self, interval=CALL_TICK_MS)
        self._calls.timeout.connect(self._note_call)
        program.warm.connect(self._open)

    def _open(self) -> None:
        core = self._program.core
        if core is not None:
            core.post(self._begin)
        self._watch = UseWatch(self._program.window)
        self._watch.used.connect(self._note_use)
        self._calls.start()

    # ------------------------------------------------------------ on the core thread

    def _begin(self) -> None:
        from vardklient.program.entrance import Entrance

        backend = self._program.backend
        if backend is not None:
            read = partial(backend.day.feed, day.Refresh())
            self._entrance = Entrance(self._library, backend.chronicle, self._heard.post, read)

    def _take(self, event: SignInEvent) -> None:
        if self._entrance is not None:
            self._entrance.take(event)

    # ------------------------------------------------------------ said by the user

    def _tell(self, event: SignInEvent) -> None:
        core = self._program.core
        if core is not None:
            core.post(self._take, event)

    def _acted(self, key: str) -> None:
        if key == NOTICE:
            self._tell(CancelSignIn() if self.state.stage is Stage.IN_BROWSER else StartSignIn())

    def _note_use(self) -> None:
        if self.state.stage is Stage.SIGNED_IN:
            self._tell(Used())

    def _note_call(self) -> None:
        if self._calling:
            self._note_use()

    @property
    def _calling(self) -> bool:
        state = self._program.call_state
        return state is not None and state.ended is None

    # ------------------------------------------------------------ told by the core

    def _show(self, state: SignInState) -> None:
        self.state = state
        self.button.show_state(state)
        self._show_notice(state)
        if state.covered:
            self._cover(state)
        else:
            self._program.window.cover(None)

    def _show_notice(self, state: SignInState) -> None:
        """On the way through the browser, and what came of it; a renewal by itself changes nothing of what is said."""
        notices = self._program.window.notices
        if state.renewing:
            return
        notice = None if state.covered else _notice(state)
        if notice is None:
            notices.drop(NOTICE)
        else:
            notices.show_notice(notice)

    def _cover(self, state: SignInState) -> None:
        window = self._program.window
        if self.cover is None:
            self.cover = LockCover(self._look)
            self.cover.commanded.connect(self._tell)
        self.cover.show_state(state, self._calling)
        if window.covered:
            return
        while (popup := QApplication.activePopupWidget()) is not None:  # a menu says whose visit it is of
            popup.close()
        if window.page is Page.SELFCHECK:  # its camera would look on
            window.navigate(Page.DAY)
        window.cover(self.cover)


def _notice(state: SignInState) -> Notice | None:
    if state.stage is Stage.IN_BROWSER:
        said = words.in_browser()
        return Notice(said.sentence, said.remedy, Tone.PRIMARY, NOTICE, words.cancel_words(), lasting=True)
    if state.fault in (None, Fault.CANCELLED):
        return None
    assert state.fault is not None
    said = words.signin_fault(state.fault)
    action = {Fault.ENDED: words.signin_words(), Fault.NOT_REVOKED: ""}.get(state.fault, words.again_words())
    return Notice(said.sentence, said.remedy, Tone.WARN, NOTICE, action)
