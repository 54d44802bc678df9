"""What a sign-in with the clinic's provider means for the rest: the client log, and whose day is shown.

| before | now | client log | what was read |
|---|---|---|---|
| nobody | somebody, with what was kept of an earlier run | signed in | stays |
| nobody | somebody, in the browser | signed in | goes, unless it is who was there last |
| somebody | somebody else | signed out, signed in | goes |
| somebody | nobody, because the sign-in has ended | signed out | stays, and grows old |
| somebody | nobody, by signing out | signed out | goes, and nothing more is kept in this run |
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from vardklient.base.log import unexpected
from vardklient.flows.signin import (
    CancelSignIn,
    Lock,
    SignInEvent,
    SignInState,
    SignOut,
    Stage,
    StartSignIn,
    Unlock,
    Used,
)
from vardklient.ports.signin import Fault, Person

if TYPE_CHECKING:
    from vardklient.program.tokens import Tokens


class Books(Protocol):
    """What the entrance needs of `library.Library`."""

    @property
    def tokens(self) -> Tokens:
        """The sign-ins."""
        ...

    async def start_anew(self, *, signed_out: bool) -> None:
        """Forget what was read."""
        ...


class Log(Protocol):
    """What the entrance needs of `chronicle.Chronicle`."""

    def signed_in(self, person: Person) -> None:
        """From now on it is this person."""
        ...

    def signed_out(self) -> None:
        """From now on it is nobody."""
        ...


class Entrance:
    """Belongs to the core loop. The sign-in is tried at once with what was kept of an earlier run.

    Args:
        books: the sign-ins, and what was read.
        chronicle: the client log.
        show: told every snapshot.
        refresh: has the day read again.
    """

    def __init__(
        self, books: Books, chronicle: Log, show: Callable[[SignInState], None], refresh: Callable[[], None]
    ) -> None:
        self._books, self._chronicle, self._show, self._refresh = books, chronicle, show, refresh
        self._before = SignInState()
        self._last = ""
        self._work: set[asyncio.Task[None]] = set()
        books.tokens.heard = self.hear
        self._session = books.tokens.clinic()
        self.hear(self._session.state)

    def take(self, event: SignInEvent) -> None:
        """The user has done something."""
        session = self._session
        match event:
            case StartSignIn():
                session.start()
            case CancelSignIn():
                session.cancel()
            case Lock():
                session.lock()
            case Unlock():
                session.unlock()
            case SignOut():
                session.sign_out()
            case Used():
                session.used()

    def hear(self, state: SignInState) -> None:
        """The sign-in has changed."""
        before, self._before = self._before, state
        self._show(state)
        if before.person != state.person:
            self._exchange(before.person, state)
        if state.stage is Stage.SIGNED_IN and before.stage is not Stage.SIGNED_IN:
            self._refresh()

    def _exchange(self, before: Person | None, state: SignInState) -> None:
        if before is not None:
            self._chronicle.signed_out()
        if state.person is not None:
            self._chronicle.signed_in(state.person)
            known, self._last = self._last, state.person.subject
            if known != self._last and (known or state.attempt > 0):
                self._start_anew(signed_out=False)
        elif state.fault is not Fault.ENDED:
            self._last = ""
            self._start_anew(signed_out=True)

    def _start_anew(self, *, signed_out: bool) -> None:
        task = asyncio.get_running_loop().create_task(self._books.start_anew(signed_out=signed_out))
        self._work.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._work.discard(task)
        fault = None if task.cancelled() else task.exception()
        if fault is not None:
            unexpected(fault)
        self._refresh()
