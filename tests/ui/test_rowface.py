from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.ui.days import NOW, morning, troubled, visit
from vardklient.domain.lack import Lack
from vardklient.domain.visit import Join, Kind, Match, Role, Status
from vardklient.flows.day import DayState, Row, Stage, Waiting
from vardklient.ui import texts
from vardklient.ui.look import Tone
from vardklient.ui.rowface import RowFace, Scene, is_earlier, row_face


def look_of(row: Row, **state: object) -> RowFace:
    return row_face(row, Scene(replace(morning(), **state)))  # type: ignore[arg-type]


@pytest.mark.parametrize("match", list(Match))
def test_every_outcome_of_the_cross_check_is_a_word_with_icon_and_tone(match: Match) -> None:
    chip = look_of(Row(visit("10:00", "AB-12", match=match))).chips[-1]
    assert chip.text == texts.match(match)
    assert (chip.tone is Tone.OK) is (match is Match.AGREES)


def test_a_protected_identity_shows_nothing_that_identifies() -> None:
    face = look_of(Row(visit("10:00", "AB-12", match=Match.PROTECTED, protected=True, phone="070")))
    assert "AB-12" not in face.spoken
    assert face.title == "Enskilt besök"


def test_a_cancelled_visit_is_struck_through_and_cannot_be_opened() -> None:
    for cancelled in ({"match": Match.CANCELLED}, {"status": Status.CANCELLED}):
        face = look_of(Row(visit("10:00", "AB-12", **cancelled)))
        assert (face.struck, face.faint, face.action) == (True, True, "")


def test_a_cancelled_visit_opens_to_whoever_came_all_the_same() -> None:
    patient = Waiting("p", Role.PATIENT, NOW, True)
    face = look_of(Row(visit("10:00", "AB-12", match=Match.CANCELLED), waiting=(patient,)))
    assert (face.struck, face.action) == (True, "Öppna")


def test_what_is_not_read_yet_lacks_no_link_and_raises_no_alarm() -> None:
    booked = visit("10:00", "AB-12", match=Match.UNCOMPARED, calendar_start=None, join=Join())
    face = look_of(Row(booked))
    assert "ingen länk" not in face.facts
    assert face.chips[-1].tone is Tone.MUTED
    assert "ingen länk" in look_of(Row(replace(booked, match=Match.BOOKING_ONLY))).facts


def test_a_group_without_a_second_host_says_so() -> None:
    group = visit("10:00", "", kind=Kind.GROUP)
    assert "Medbehandlare saknas" in look_of(Row(group, lacks=(Lack.CO_HOST,))).spoken
    assert "Medbehandlare saknas" not in look_of(Row(group)).spoken


def test_who_waits_and_how_their_test_went() -> None:
    patient = Waiting("p", Role.PATIENT, NOW - timedelta(minutes=3), True)
    relative = Waiting("r", Role.RELATIVE, NOW - timedelta(minutes=9), None)
    booked = visit("10:00", "AB-12")
    assert "Patienten väntar sedan 3 min, 1 till" in look_of(Row(booked, waiting=(relative, patient))).spoken
    assert "Närstående väntar sedan 9 min" in look_of(Row(booked, waiting=(relative,))).spoken
    assert "bild och ljud provade" in look_of(Row(booked, waiting=(patient,))).spoken
    silent = replace(patient, devices_ok=False)
    assert "Patientens bild eller ljud fungerar inte" in look_of(Row(booked, waiting=(silent,))).spoken
    unknown = look_of(Row(booked, waiting=(replace(patient, devices_ok=None),)))
    assert "bild och ljud inte provade än" in unknown.spoken
    interpreter = Waiting("t", Role.INTERPRETER, NOW, False)
    assert "Tolk: bild eller ljud fungerar inte" in look_of(Row(booked, waiting=(interpreter,))).spoken


def test_a_visit_without_a_way_in_says_so() -> None:
    bare = visit("10:00", "AB-12", join=Join())
    assert "ingen länk" in look_of(Row(bare)).facts
    assert "ingen länk" not in look_of(Row(bare, room=True)).facts


@pytest.mark.parametrize(
    ("stage", "action", "earlier"),
    [
        (Stage.PLANNED, "Öppna", False),
        (Stage.IN_CALL, "Visa samtalet", False),
        (Stage.ENDED, "Öppna igen", True),
        (Stage.MISSED, "Öppna", True),
    ],
)
def test_what_can_be_done(stage: Stage, action: str, earlier: bool) -> None:
    row = Row(visit("10:00", "AB-12"), stage)
    assert (look_of(row).action, is_earlier(row)) == (action, earlier)


def test_during_a_call_only_that_visit_can_be_opened() -> None:
    row = Row(visit("10:00", "AB-12"))
    assert look_of(row, active_id="other").action == ""
    assert look_of(row, active_id=row.visit.visit_id).action == "Öppna"


def test_rows_of_a_source_that_could_not_be_read_again_are_faint() -> None:
    day: DayState = troubled()
    row = Row(visit("10:00", "AB-12", sources=("kalender.ics",)))
    assert row_face(row, Scene(day)).faint
    both = replace(row, visit=replace(row.visit, sources=("kalender.ics", "tidbok.csv")))
    assert not row_face(both, Scene(day)).faint
