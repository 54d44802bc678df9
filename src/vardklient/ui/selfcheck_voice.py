"""What a screen reader is told by itself: what to do now, how it went, and later what has changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from vardklient.domain.verdict import Advice, Severity
from vardklient.flows.selfcheck import Item, SelfcheckState, Stage
from vardklient.ui.selfcheck_model import item_spoken


class _Told(NamedTuple):
    """What of a row is worth to be told when it changes: not the figures, which never hold still."""

    stage: Stage
    severity: Severity
    advice: Advice | None


class Voice:
    """Compares each snapshot with the one before. While a test runs its rows change many times: only what the user is
    to do is said then, and at the end how it went.

    Args:
        say: speaks.
    """

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._state = SelfcheckState()
        self._headline = ""

    def hear(self, state: SelfcheckState, headline: str) -> None:
        """A snapshot, and the sentence that stands over the list."""
        before, self._state = self._state, state
        was, self._headline = self._headline, headline
        if headline != was and (state.running or before.running):
            self._say(headline)
        if state.running or before.running or state.items == before.items:
            return
        known = {item.check: _told(item) for item in before.items}
        for item in state.items:
            if item.check in known and known[item.check] != _told(item):
                self._say(item_spoken(item))


def _told(item: Item) -> _Told:
    return _Told(item.stage, item.severity, item.verdict.advice if item.verdict else None)
