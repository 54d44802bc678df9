"""Notes that come piece by piece are the notes of the whole call, less what was forgotten."""

from __future__ import annotations

import numpy as np
from bench.call.figures import Notes, Painted, Totals
from bench.call.sound import Heard
from bench.longcall.diary import Diary


def piece(begin_s: float, end_s: float) -> Notes:
    times_s = [float(t) for t in np.arange(begin_s, end_s, 0.5)]
    sent = [(n, t) for n, t in enumerate(times_s)]
    painted = [Painted(t, n, 640, 360, n) for n, t in enumerate(times_s)]
    heard = Heard(np.array(times_s), np.full((len(times_s), 4), begin_s, np.float32))
    return Notes(sent, list(sent), painted, heard, {0: [Totals(end_s)]})


def test_pieces_are_joined() -> None:
    diary = Diary()
    assert diary.notes().heard.samples.size == 0
    for begin_s in (0, 5, 10):
        diary.add(piece(begin_s, begin_s + 5))
    notes = diary.notes()
    assert len(notes.sent) == len(notes.beeps) == len(notes.painted) == len(notes.heard.at_s) == 30
    assert notes.heard.samples.shape == (30, 4)
    assert list(notes.heard.at_s) == sorted(notes.heard.at_s)
    assert notes.totals == {0: [Totals(15)]}


def test_a_piece_without_sound_changes_nothing_of_the_sound() -> None:
    diary = Diary()
    diary.add(piece(0, 5))
    diary.add(Notes([], [], [], Heard(np.zeros(0), np.zeros((0, 1), np.float32))))
    assert diary.notes().heard.samples.shape == (10, 4)


def test_what_is_old_is_forgotten_and_sound_by_whole_pieces() -> None:
    diary = Diary()
    for begin_s in (0, 5, 10):
        diary.add(piece(begin_s, begin_s + 5))
    diary.forget(7.0)
    notes = diary.notes()
    assert min(at_s for _, at_s in notes.sent) == min(at_s for _, at_s in notes.beeps) == 7.0
    assert notes.painted[0].at_s == 7.0
    assert notes.heard.at_s[0] == 5.0
