"""What a row of the day shows, worked out from the flow's snapshot: words, chips and what may be done. No widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from PySide6.QtCore import QCoreApplication

from vardklient.domain.lack import Lack
from vardklient.domain.visit import JoinKind, Kind, Match, Role, Status, Visit
from vardklient.flows.day import DayState, Row, SourceState, Stage, Waiting
from vardklient.ui import texts
from vardklient.ui.icons import Icon
from vardklient.ui.look import Tone

_DONE = (Stage.ENDED, Stage.MISSED)
_QUIET_ROLES = (Role.PATIENT, Role.CLINICIAN)


@dataclass(frozen=True, slots=True)
class ChipFace:
    """A chip: words, tone, icon."""

    text: str
    tone: Tone
    icon: Icon


@dataclass(frozen=True, slots=True)
class DotFace:
    """A source that the row is from, where there are several: its colour, and its name for those who do not see it."""

    colour: int
    name: str


@dataclass(frozen=True, slots=True)
class RowFace:
    """One row as it looks now.

    Attributes:
        kind: what sort of visit; empty where the title says it.
        facts: who is coming and what is missing.
        action: the button's words, empty where nothing can be opened.
        struck: struck through (cancelled).
        faint: over, or from a source that could not be read again.
        dots: the sources, where there is more than one on this day.
        years: birth years in full, to be found by.
    """

    visit_id: str
    clock: str
    length: str
    title: str
    kind: str
    facts: tuple[str, ...]
    chips: tuple[ChipFace, ...]
    action: str
    struck: bool = False
    faint: bool = False
    dots: tuple[DotFace, ...] = ()
    label: str = ""
    years: tuple[str, ...] = ()

    @property
    def spoken(self) -> str:
        """The whole row in one sentence for a screen reader."""
        chips = (c.text for c in self.chips)
        dots = (texts.source(d.name) for d in self.dots)
        return ", ".join(w for w in (self.clock, self.title, self.length, self.kind, *self.facts, *chips, *dots) if w)

    def line(self, *more: str) -> str:
        """Kind, `more` and facts as one line."""
        words = " · ".join(w for w in (self.kind, *more, *self.facts) if w)
        return words[:1].upper() + words[1:]

    @property
    def said(self) -> tuple[str, ...]:
        """What the row can be found by, besides its initials and times."""
        return (self.title, self.kind, *self.facts, *(chip.text for chip in self.chips))


class Scene:
    """What all rows of a day have in common while they are dressed.

    Args:
        state: the snapshot; the rows are those of `state.shown`.
    """

    def __init__(self, state: DayState) -> None:
        shown = state.shown
        self.now = state.now
        self.active_id = state.active_id
        self.looking = state.look is not None
        self.sources: dict[str, SourceState] = {source.name: source for source in shown.sources}
        self._rows = shown.rows
        self._said: dict[object, str] = {}
        self._match_chips: dict[Match, ChipFace] = {}

    def kind(self, code: Kind) -> str:
        """What sort of visit; the same words come on nearly every row, so they are asked for once."""
        if code not in self._said:
            self._said[code] = texts.kind(code)
        return self._said[code]

    def length(self, visit: Visit) -> str:
        """How long."""
        lasts = visit.end - visit.start
        if lasts not in self._said:
            self._said[lasts] = texts.minutes(visit.start, visit.end)
        return self._said[lasts]

    def match_chip(self, match: Match) -> ChipFace:
        """What the cross-check found."""
        if match not in self._match_chips:
            self._match_chips[match] = ChipFace(texts.match(match), *_MATCH_CHIPS[match])
        return self._match_chips[match]

    @cached_property
    def open_word(self) -> str:
        """For the button of nearly every row."""
        return QCoreApplication.translate("Day", "Öppna")

    @property
    def key(self) -> object:
        """As long as this is the same, a row whose snapshot is the same looks the same, unless time tells on it."""
        sources = tuple((s.name, s.colour, s.read_at if s.stale else None, s.stale) for s in self.sources.values())
        return self.active_id, self.looking, sources

    @cached_property
    def several(self) -> bool:
        """Do visits come from more than one source?"""
        return len(self.sources) > 1

    @cached_property
    def stale(self) -> frozenset[str]:
        """The sources that could not be read again."""
        return frozenset(name for name, source in self.sources.items() if source.stale)

    def next_start(self, row: Row) -> datetime | None:
        """When the next visit after that one begins."""
        later = (r.visit.start for r in self._rows if r.visit.remote and r.stage not in (*_DONE, Stage.IN_CALL))
        return min((start for start in later if start > row.visit.start), default=None)


def is_earlier(row: Row) -> bool:
    """Does it belong under "Tidigare idag"?"""
    return row.stage in _DONE


def tells_time(row: Row) -> bool:
    """Does the row look different as time goes by, without anything happening to it?"""
    return bool(row.waiting) or row.stage is Stage.IN_CALL


def row_face(row: Row, scene: Scene) -> RowFace:
    """How `row` looks now."""
    visit = row.visit
    kind = scene.kind(visit.kind)
    title = kind if visit.protected or not visit.label else visit.label
    stale = bool(scene.stale) and bool(visit.sources) and scene.stale.issuperset(visit.sources)
    cancelled = is_cancelled(visit)
    return RowFace(
        visit_id=visit.visit_id,
        clock=texts.clock_time(visit.start),
        length=scene.length(visit),
        title=title,
        kind="" if title == kind else kind,
        facts=tuple(_facts(row, scene, stale)),
        chips=_chips(row, scene),
        action=_action(row, scene),
        struck=cancelled,
        faint=cancelled or stale or is_earlier(row),
        dots=_dots(visit, scene) if scene.several else (),
        label="" if visit.protected else visit.label,
        years=() if visit.protected else tuple(map(str, visit.birth_years)),
    )


def visit_title(visit: Visit) -> str:
    """Initials and year; for a protected identity and for a group no more than what sort of visit it is."""
    return texts.kind(visit.kind) if visit.protected or not visit.label else visit.label


def is_cancelled(visit: Visit) -> bool:
    """Does one of the sources say so?"""
    return visit.match is Match.CANCELLED or visit.status is Status.CANCELLED


def when(row: Row, now: datetime) -> str:
    """`om 4 minuter`, `pågår nu`: for the next visit alone."""
    if row.stage is Stage.IN_CALL:
        return QCoreApplication.translate("Day", "pågår nu")
    return texts.in_minutes(row.visit.start, row.visit.end, now)


def _dots(visit: Visit, scene: Scene) -> tuple[DotFace, ...]:
    """In the order in which the sources stand under the list."""
    return tuple(DotFace(source.colour, name) for name, source in scene.sources.items() if name in visit.sources)


def _facts(row: Row, scene: Scene, stale: bool) -> list[str]:
    translate = QCoreApplication.translate
    visit = row.visit
    facts = [texts.participant(p) for p in visit.participants if p.role not in _QUIET_ROLES]
    if visit.match is Match.TIME_DIFFERS and visit.calendar_start and visit.booking_start:
        both = translate("Day", "kalender {calendar}, tidbok {booking}")
        facts.append(
            both.format(calendar=texts.clock_time(visit.calendar_start), booking=texts.clock_time(visit.booking_start))
        )
    if row.waiting:
        facts += _tested(row.waiting)
    if _lacks_link(row) and not scene.looking:
        facts.append(translate("Day", "ingen länk"))
    if row.gap_min is not None and not is_earlier(row) and not is_cancelled(visit):
        facts.append(texts.gap(row.gap_min))
    if stale:
        read = [scene.sources[name].read_at for name in visit.sources]
        facts.append(texts.freshness(min((at for at in read if at is not None), default=None), stale=True))
    return facts


def _lacks_link(row: Row) -> bool:
    """Not where the calendar may have one that is not read yet."""
    visit = row.visit
    known = not is_cancelled(visit) and visit.match is not Match.UNCOMPARED
    return known and visit.join.kind is JoinKind.NONE and not row.room


def _tested(waiting: Sequence[Waiting]) -> list[str]:
    """How their own tests went, where nobody's failed: that is a chip."""
    translate = QCoreApplication.translate
    if any(w.devices_ok is False for w in waiting):
        return []
    if all(w.devices_ok for w in waiting):
        return [translate("Day", "bild och ljud provade")]
    return [translate("Day", "bild och ljud inte provade än")]


def _chips(row: Row, scene: Scene) -> tuple[ChipFace, ...]:
    chips = [_waiting_chip(row.waiting, scene.now)] if row.waiting else []
    stage = _stage_chip(row)
    if stage:
        chips.append(stage)
    if row.stage is Stage.IN_CALL and scene.now > row.visit.end:
        chips.append(ChipFace(texts.overrun(scene.next_start(row)), Tone.WARN, Icon.CLOCK))
    chips += [ChipFace(texts.lack(one), Tone.WARN, _LACK_ICONS[one]) for one in row.lacks]
    failed = [w.role for w in row.waiting if w.devices_ok is False]
    if failed:
        chips.append(ChipFace(_failed(failed), Tone.WARN, Icon.TRIANGLE_ALERT))
    if not is_earlier(row):
        chips.append(scene.match_chip(row.visit.match))
    return tuple(chips)


def _failed(roles: Sequence[Role]) -> str:
    translate = QCoreApplication.translate
    if Role.PATIENT in roles:
        return translate("Day", "Patientens bild eller ljud fungerar inte")
    words = translate("Day", "{who}: bild eller ljud fungerar inte")
    return words.format(who=texts.role(roles[0]))


def _waiting_chip(waiting: tuple[Waiting, ...], now: datetime) -> ChipFace:
    first = min(waiting, key=lambda w: (w.role is not Role.PATIENT, w.since))
    translate = QCoreApplication.translate
    since = texts.waited(first.since, now)
    if first.role is Role.PATIENT:
        words = translate("Day", "Patienten väntar {since}").format(since=since)
    else:
        words = translate("Day", "{who} väntar {since}").format(who=texts.role(first.role), since=since)
    if len(waiting) > 1:
        words += translate("Day", ", {n} till").format(n=len(waiting) - 1)
    return ChipFace(words, Tone.PRIMARY, Icon.CLOCK)


def _stage_chip(row: Row) -> ChipFace | None:
    if row.stage is Stage.IN_CALL:
        return ChipFace(texts.stage(row.stage), Tone.PRIMARY, Icon.VIDEO)
    if row.stage is Stage.ENDED:
        words = texts.outcome(row.outcome) if row.outcome else texts.stage(row.stage)
        return ChipFace(words, Tone.MUTED, Icon.CIRCLE_CHECK)
    if row.stage is Stage.MISSED:
        return ChipFace(texts.stage(row.stage), Tone.MUTED, Icon.CIRCLE_X)
    return None


_LACK_ICONS: dict[Lack, Icon] = {
    Lack.INTERPRETER: Icon.LANGUAGES,
    Lack.STAFF_ON_SITE: Icon.STETHOSCOPE,
    Lack.CO_HOST: Icon.USER_PLUS,
}

_MATCH_CHIPS: dict[Match, tuple[Tone, Icon]] = {
    Match.AGREES: (Tone.OK, Icon.CHECK),
    Match.TIME_DIFFERS: (Tone.WARN, Icon.TRIANGLE_ALERT),
    Match.AMBIGUOUS: (Tone.WARN, Icon.USERS),
    Match.MISMATCH: (Tone.BAD, Icon.CIRCLE_X),
    Match.CALENDAR_ONLY: (Tone.WARN, Icon.CALENDAR_DAYS),
    Match.BOOKING_ONLY: (Tone.WARN, Icon.CLIPBOARD_CHECK),
    Match.PROTECTED: (Tone.PRIMARY, Icon.LOCK),
    Match.CANCELLED: (Tone.MUTED, Icon.CALENDAR_X),
    Match.UNCOMPARED: (Tone.MUTED, Icon.CIRCLE_HELP),
    Match.WITHDRAWN: (Tone.WARN, Icon.CALENDAR_X),
}


def _action(row: Row, scene: Scene) -> str:
    """Another day's visits are looked at, not opened; a cancelled one opens to whoever came all the same."""
    over = is_cancelled(row.visit) and not row.waiting
    if scene.looking or over or (scene.active_id and scene.active_id != row.visit.visit_id):
        return ""
    translate = QCoreApplication.translate
    if row.stage is Stage.IN_CALL:
        return translate("Day", "Visa samtalet")
    return translate("Day", "Öppna igen") if row.stage is Stage.ENDED else scene.open_word
