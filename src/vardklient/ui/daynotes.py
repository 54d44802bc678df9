"""What could not be read: sources that are not fresh, and records that are on nobody's list. Never hides the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QWidget

from vardklient.domain.visit import Problem
from vardklient.flows.day import DayState, SourceState
from vardklient.ui import texts
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import column, row
from vardklient.ui.look import Ink, Look, TextRole, Tone
from vardklient.ui.texts.times import counted
from vardklient.ui.widgets import IconLabel, Label

MOST_PROBLEMS = 3


@dataclass(frozen=True, slots=True)
class Note:
    """What happened, what to do, and where it was: one line for each place."""

    sentence: str
    remedy: str
    places: tuple[str, ...] = ()


class DayNotes(QWidget):
    """The notes, one below the other; made anew only when they say something else."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: list[Note] = []
        self._box = column(look, self, spacing=8)
        self.hide()

    def show_state(self, state: DayState) -> None:
        """Say what could not be read on that day."""
        notes = [*_stale_notes(state), *_problem_notes(_apart(state))]
        if notes != self._shown:
            self._shown = notes
            self._fill(notes)
        self.setVisible(bool(notes))

    def _fill(self, notes: Sequence[Note]) -> None:
        while (item := self._box.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for note in notes:
            self._box.addWidget(_note(self._look, note))


def _apart(state: DayState) -> list[Problem]:
    """The problems that the notes of stale sources do not name already."""
    stale = {source.name for source in state.sources if source.stale}
    return [p for p in state.problems if p.detail or p.source not in stale]


def _stale_notes(state: DayState) -> list[Note]:
    stale = [source for source in state.sources if source.stale]
    if len(stale) > 1 and len(stale) == len(state.sources):
        return [_offline(stale, state.problems)]
    return [_stale(source, state.problems) for source in stale]


def _stale(source: SourceState, problems: Sequence[Problem]) -> Note:
    translate = QCoreApplication.translate
    why = _why(source, problems)
    remedy = translate("Day", "Jämför med tidboken. Listan uppdateras så snart det går.")
    if why is not None:
        remedy = f"{why.sentence} {why.remedy}"
    if source.read_at is None:
        return Note(translate("Day", "{source} kunde inte läsas.").format(source=texts.source(source.name)), remedy)
    words = translate("Day", "{source} kunde inte läsas om. Det du ser är från {time}.")
    return Note(words.format(source=texts.source(source.name), time=texts.clock_time(source.read_at)), remedy)


def _offline(stale: Sequence[SourceState], problems: Sequence[Problem]) -> Note:
    """Nothing can be read: one note for all of them."""
    translate = QCoreApplication.translate
    read = [source.read_at for source in stale if source.read_at is not None]
    remedy = translate("Day", "Jämför med tidboken. Listan uppdateras så snart det går.")
    places = tuple(_place(source, problems) for source in stale)
    if not read:
        return Note(translate("Day", "Ingen källa kunde läsas."), remedy, places)
    words = translate("Day", "Ingen källa kunde läsas om. Det du ser är från {time}.")
    return Note(words.format(time=_oldest(read)), remedy, places)


def _oldest(read: Sequence[datetime]) -> str:
    return texts.clock_time(min(read))


def _place(source: SourceState, problems: Sequence[Problem]) -> str:
    why = _why(source, problems)
    words = (texts.source(source.name), texts.freshness(source.read_at, source.stale), why.sentence if why else "")
    return " · ".join(part for part in words if part)


def _why(source: SourceState, problems: Sequence[Problem]) -> texts.AdviceText | None:
    """Why the whole source could not be read; a single bad record of it has a place."""
    return next((texts.problem(p) for p in problems if p.source == source.name and not p.detail), None)


def _problem_notes(problems: Sequence[Problem]) -> list[Note]:
    """One note for what went wrong in the same way in the same source; what is left over is counted."""
    groups: dict[tuple[str, str], list[Problem]] = {}
    for found in problems:
        groups.setdefault((found.source, found.reason), []).append(found)
    notes = [_problem_note(group) for group in list(groups.values())[:MOST_PROBLEMS]]
    left = sum(len(group) for group in list(groups.values())[MOST_PROBLEMS:])
    if left:
        notes.append(Note(_more(left), ""))
    return notes


def _more(count: int) -> str:
    translate = QCoreApplication.translate
    one = translate("Day", "Ett fel till. Jämför listan med tidboken.")
    return counted(one, translate("Day", "{n} fel till. Jämför listan med tidboken."), count)


def _problem_note(group: Sequence[Problem]) -> Note:
    words = texts.problem(group[0])
    place = texts.problem_place(group[0])
    if len(group) > 1:
        place = QCoreApplication.translate("Day", "{place} och {n} till").format(place=place, n=len(group) - 1)
    return Note(words.sentence, words.remedy, (place,))


def _note(look: Look, note: Note) -> QFrame:
    frame = QFrame()
    frame.setProperty("notice", Tone.WARN.value)
    box = row(look, frame, (14, 10, 14, 10), 12)
    box.addWidget(IconLabel(look, Icon.TRIANGLE_ALERT, Ink.WARN, 20), 0, Qt.AlignmentFlag.AlignTop)
    words = column(look, spacing=1)
    words.addWidget(Label(look, note.sentence, TextRole.BODY_STRONG, wrap=True))
    if note.remedy:
        words.addWidget(Label(look, note.remedy, wrap=True))
    for place in note.places:
        words.addWidget(Label(look, place, TextRole.SMALL, Ink.WARN, wrap=True))
    box.addLayout(words, 1)
    return frame
