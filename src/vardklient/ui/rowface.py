"""What a row of the day shows, worked out from the flow's snapshot: words, chips and what may be done. No widgets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from vardklient.domain.visit import JoinKind, Kind, Match, Role, Status, Visit
from vardklient.flows.day import DayState, Row, Stage, Waiting
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
class RowFace:
    """One row as it looks now.

    Attributes:
        when: "om 4 minuter", "pågår", for the hero card.
        kind: what sort of visit; empty where the title says it.
        facts: who is coming and what is missing.
        action: the button's words, empty where nothing can be opened.
        struck: struck through (cancelled).
        faint: over, or from a source that could not be read again.
        spoken: the whole row in one sentence for screen readers.
    """

    visit_id: str
    clock: str
    length: str
    when: str
    title: str
    kind: str
    facts: tuple[str, ...]
    chips: tuple[ChipFace, ...]
    action: str
    struck: bool = False
    faint: bool = False

    @property
    def spoken(self) -> str:
        """The whole row for a screen reader."""
        words = (self.clock, self.title, self.length, self.kind, *self.facts, *(c.text for c in self.chips))
        return ", ".join(w for w in words if w)

    def line(self, *more: str) -> str:
        """Kind, `more` and facts as one line."""
        words = " · ".join(w for w in (self.kind, *more, *self.facts) if w)
        return words[:1].upper() + words[1:]


def is_earlier(row: Row) -> bool:
    """Does it belong under "Tidigare idag"?"""
    return row.stage in _DONE


def row_face(row: Row, state: DayState) -> RowFace:
    """How `row` looks now."""
    visit = row.visit
    return RowFace(
        visit_id=visit.visit_id,
        clock=texts.clock_time(visit.start),
        length=texts.minutes(visit.start, visit.end),
        when=_when(row, state.now),
        title=visit_title(visit),
        kind="" if visit_title(visit) == texts.kind(visit.kind) else texts.kind(visit.kind),
        facts=tuple(_facts(row)),
        chips=_chips(row, state.now),
        action=_action(row, state),
        struck=_cancelled(visit),
        faint=is_earlier(row) or _cancelled(visit) or _stale(visit, state),
    )


def visit_title(visit: Visit) -> str:
    """Initials and year; for a protected identity and for a group no more than what sort of visit it is."""
    return texts.kind(visit.kind) if visit.protected or not visit.label else visit.label


def _cancelled(visit: Visit) -> bool:
    return visit.match is Match.CANCELLED or visit.status is Status.CANCELLED


def _stale(visit: Visit, state: DayState) -> bool:
    stale = {s.name for s in state.sources if s.stale}
    return bool(visit.sources) and stale.issuperset(visit.sources)


def _when(row: Row, now: datetime) -> str:
    if row.stage is Stage.IN_CALL:
        return QCoreApplication.translate("Day", "pågår nu")
    return texts.in_minutes(row.visit.start, row.visit.end, now)


def _facts(row: Row) -> list[str]:
    translate = QCoreApplication.translate
    visit = row.visit
    facts = [texts.participant(p) for p in visit.participants if p.role not in _QUIET_ROLES]
    if visit.match is Match.TIME_DIFFERS and visit.calendar_start and visit.booking_start:
        both = translate("Day", "kalender {calendar}, tidbok {booking}")
        facts.append(
            both.format(calendar=texts.clock_time(visit.calendar_start), booking=texts.clock_time(visit.booking_start))
        )
    if row.waiting and all(w.devices_ok for w in row.waiting):
        facts.append(translate("Day", "bild och ljud provade"))
    if visit.join.kind is JoinKind.NONE and not row.room and not _cancelled(visit):
        facts.append(translate("Day", "ingen länk"))
    return facts


def _chips(row: Row, now: datetime) -> tuple[ChipFace, ...]:
    chips = [_waiting_chip(row.waiting, now)] if row.waiting else []
    stage = _stage_chip(row)
    if stage:
        chips.append(stage)
    if row.visit.kind is Kind.GROUP and all(p.role is not Role.CO_HOST for p in row.visit.participants):
        words = QCoreApplication.translate("Day", "Medbehandlare saknas")
        chips.append(ChipFace(words, Tone.WARN, Icon.USER_PLUS))
    if row.waiting and any(w.devices_ok is False for w in row.waiting):
        words = QCoreApplication.translate("Day", "Patientens bild eller ljud fungerar inte")
        chips.append(ChipFace(words, Tone.WARN, Icon.TRIANGLE_ALERT))
    if not is_earlier(row):
        chips.append(_MATCH_CHIPS[row.visit.match].worded(texts.match(row.visit.match)))
    return tuple(chips)


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


@dataclass(frozen=True, slots=True)
class _Dressing:
    tone: Tone
    icon: Icon

    def worded(self, text: str) -> ChipFace:
        return ChipFace(text, self.tone, self.icon)


_MATCH_CHIPS: dict[Match, _Dressing] = {
    Match.AGREES: _Dressing(Tone.OK, Icon.CHECK),
    Match.TIME_DIFFERS: _Dressing(Tone.WARN, Icon.TRIANGLE_ALERT),
    Match.AMBIGUOUS: _Dressing(Tone.WARN, Icon.USERS),
    Match.MISMATCH: _Dressing(Tone.BAD, Icon.CIRCLE_X),
    Match.CALENDAR_ONLY: _Dressing(Tone.WARN, Icon.CALENDAR_DAYS),
    Match.BOOKING_ONLY: _Dressing(Tone.WARN, Icon.CLIPBOARD_CHECK),
    Match.PROTECTED: _Dressing(Tone.PRIMARY, Icon.LOCK),
    Match.CANCELLED: _Dressing(Tone.MUTED, Icon.CALENDAR_X),
}


def _action(row: Row, state: DayState) -> str:
    if _cancelled(row.visit) or (state.active_id and state.active_id != row.visit.visit_id):
        return ""
    translate = QCoreApplication.translate
    if row.stage is Stage.IN_CALL:
        return translate("Day", "Visa samtalet")
    return translate("Day", "Öppna igen") if row.stage is Stage.ENDED else translate("Day", "Öppna")
