"""What a screen reader is told by itself: what to do now, how it went, and later what has changed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from vardklient.domain.verdict import Advice, Check
from vardklient.flows.selfcheck import SelfcheckState, Stage
from vardklient.ui.selfcheck_model import item_spoken


def announce(widget: QWidget, words: str) -> None:
    """Have a screen reader say these words, when it has finished what it says."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))


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
            return
        if state.running or before.running:
            return
        known = _shown(before)
        for item in state.items:
            new = _shown(state).get(item.check)
            if item.check in known and known[item.check] != new:
                self._say(item_spoken(item))


def _shown(state: SelfcheckState) -> dict[Check, tuple[Stage, Advice | None]]:
    return {i.check: (i.stage, i.verdict.advice if i.verdict else None) for i in state.items}
