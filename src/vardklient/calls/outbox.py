"""What was said while the line was down and still makes sense when it is up again."""

from __future__ import annotations

from vardklient.ports.signalling import Candidate, Describe, Rejoin, SayMedia, SayReady, SignallingCommand

LONGEST = 50
"""More than this in one outage is a fault; the oldest goes."""


class Outbox:
    """Keeps the order; a later word replaces an earlier one on the same matter.

    Candidates are not kept: our descriptions hold all of them.
    """

    def __init__(self) -> None:
        self._kept: list[SignallingCommand] = []

    def keep(self, command: SignallingCommand) -> None:
        """Keep it for later, if later it still means anything."""
        if isinstance(command, Candidate):
            return
        self._kept = [c for c in self._kept if not _replaces(command, c)][-LONGEST + 1 :]
        self._kept.append(command)

    def take(self) -> list[SignallingCommand]:
        """Everything kept, in order; it is empty afterwards."""
        kept, self._kept = self._kept, []
        return kept


def _replaces(new: SignallingCommand, old: SignallingCommand) -> bool:
    if isinstance(new, Describe):
        return isinstance(old, Describe) and old.peer == new.peer
    return type(new) is type(old) and (isinstance(new, SayMedia | SayReady | Rejoin) or new == old)
