"""Puts the accounts to work in the windowed program: the section in the settings, and when the day is read again."""

from __future__ import annotations

from collections.abc import Coroutine
from concurrent.futures import Future
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from vardklient.flows import day
from vardklient.ports.secrets import MemoryOnly
from vardklient.program.attention import Attention
from vardklient.program.library import Library
from vardklient.ui import texts
from vardklient.ui.look import Tone
from vardklient.ui.notices import Notice
from vardklient.ui.texts.program import secrets_in_memory, secrets_left

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from vardklient.program.accountdesk import AccountDesk
    from vardklient.program.program import Program


class AccountSite(QObject):
    """Lives on the GUI thread, as long as the program.

    Attributes:
        desk: serves the section; None until all has been loaded.
    """

    def __init__(self, app: QApplication, program: Program, library: Library) -> None:
        super().__init__(program)
        self._program, self._library = program, library
        self.desk: AccountDesk | None = None
        self._attention = Attention(app, library.clock, self)
        self._attention.wanted.connect(self._refresh)
        program.warm.connect(self._open)
        program.closing.connect(self._let_go)

    def _refresh(self) -> None:
        backend = self._program.backend
        if backend is not None:
            backend.post(backend.day.feed, day.Refresh())

    def _open(self) -> None:
        """Everything has been loaded: the section can be served."""
        from vardklient.program.accountdesk import AccountDesk, Core

        program = self._program
        core = Core(self._run, self._refresh, self._say_not_kept, self._say_in_memory, self._say_not_forgotten)
        self.desk = AccountDesk(self._library, program.window.settings.accounts, core, self)
        program.day_shown.connect(self.desk.show_day)
        if program.day_state is not None:
            self.desk.show_day(program.day_state)

    def _run(self, work: Coroutine[object, object, None]) -> Future[None]:
        core = self._program.core
        assert core is not None, "all has been loaded"
        return core.submit(work)

    def _say_not_kept(self) -> None:
        unread = self._library.settings.unread
        self._say(texts.settings_unread() if unread else texts.settings_not_kept(), "settings")

    def _say_in_memory(self, reason: MemoryOnly) -> None:
        self._say(secrets_in_memory(reason), "secrets")

    def _say_not_forgotten(self) -> None:
        self._say(secrets_left(), "secrets left")

    def _say(self, words: texts.AdviceText, key: str) -> None:
        self._program.window.notices.show_notice(Notice(words.sentence, words.remedy, Tone.WARN, replace=key))

    def _let_go(self) -> None:
        core = self._program.core
        if core is not None:
            self._program.endings.append(core.submit(self._library.close()))
