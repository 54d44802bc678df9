"""One side's notes of an endless call: they come piece by piece, and what is no longer needed is forgotten."""

from __future__ import annotations

import numpy as np

from bench.call.figures import Notes
from bench.call.sound import Heard


class Diary:
    """Gathers what a side noted. Times are monotonic seconds."""

    def __init__(self) -> None:
        self._notes = Notes([], [], [], _joined([]))
        self._pieces: list[Heard] = []

    def add(self, piece: Notes) -> None:
        """What was noted since the last time; its `totals` are those since the beginning."""
        self._notes.sent += piece.sent
        self._notes.beeps += piece.beeps
        self._notes.painted += piece.painted
        self._notes.totals = piece.totals
        if len(piece.heard.at_s):
            self._pieces.append(piece.heard)

    def notes(self) -> Notes:
        """All that has not been forgotten."""
        kept = self._notes
        return Notes(kept.sent, kept.beeps, kept.painted, _joined(self._pieces), kept.totals)

    def forget(self, before_s: float) -> None:
        """Nothing older is needed any more; sound is forgotten by whole pieces."""
        kept = self._notes
        kept.sent = [(number, at_s) for number, at_s in kept.sent if at_s >= before_s]
        kept.beeps = [(number, at_s) for number, at_s in kept.beeps if at_s >= before_s]
        kept.painted = [painted for painted in kept.painted if painted.at_s >= before_s]
        self._pieces = [piece for piece in self._pieces if piece.at_s[-1] >= before_s]


def _joined(pieces: list[Heard]) -> Heard:
    if not pieces:
        return Heard(np.zeros(0), np.zeros((0, 1), np.float32))
    at_s = np.concatenate([piece.at_s for piece in pieces])
    return Heard(at_s, np.concatenate([piece.samples for piece in pieces]))
