from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from vardklient.domain.lack import Lack, lacks, needs_interpreter
from vardklient.domain.visit import Join, JoinKind, Kind, Participant, Role, Visit

START = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
PATIENT = Participant(Role.PATIENT)
ARABIC = Participant(Role.PATIENT, language="ar")
INTERPRETER = Participant(Role.INTERPRETER, language="ar")
STAFF = Participant(Role.STAFF_ON_SITE)
CO_HOST = Participant(Role.CO_HOST)


def visit(*people: Participant, **more: object) -> Visit:
    facts = {"booking_start": START, "participants": people, **more}
    return Visit("v", START, START + timedelta(minutes=20), **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("booked", "present", "begins", "missing"),
    [
        (visit(PATIENT), (), True, ()),
        (visit(PATIENT, INTERPRETER), (), False, ()),
        (visit(PATIENT, INTERPRETER), (Role.PATIENT,), True, (Lack.INTERPRETER,)),
        (visit(PATIENT, INTERPRETER), (Role.PATIENT, Role.INTERPRETER), True, ()),
        (visit(ARABIC), (), False, (Lack.INTERPRETER,)),
        (visit(ARABIC), (Role.INTERPRETER,), False, (Lack.INTERPRETER,)),
        (visit(Participant(Role.PATIENT, language="Svenska")), (), True, ()),
        (visit(PATIENT, kind=Kind.GROUP), (), False, (Lack.CO_HOST,)),
        (visit(PATIENT, CO_HOST, kind=Kind.GROUP), (), False, ()),
        (visit(PATIENT, CO_HOST, kind=Kind.GROUP), (Role.PATIENT,), True, (Lack.CO_HOST,)),
        (visit(PATIENT, kind=Kind.DIGI_PHYSICAL), (), False, (Lack.STAFF_ON_SITE,)),
        (visit(PATIENT, STAFF, kind=Kind.DIGI_PHYSICAL), (Role.STAFF_ON_SITE,), True, ()),
        (visit(ARABIC, kind=Kind.DIGI_PHYSICAL), (), True, (Lack.INTERPRETER, Lack.STAFF_ON_SITE)),
        (visit(PATIENT, INTERPRETER, join=Join(JoinKind.LINK, "https://x")), (), True, ()),
        (visit(ARABIC, join=Join(JoinKind.LINK, "https://x")), (), True, (Lack.INTERPRETER,)),
        (visit(ARABIC, protected=True), (), True, ()),
        (visit(kind=Kind.GROUP, booking_start=None), (), True, ()),
    ],
)
def test_who_is_missing(booked: Visit, present: tuple[Role, ...], begins: bool, missing: tuple[Lack, ...]) -> None:
    assert lacks(booked, present, begins) == missing


def test_an_interpreter_is_needed_where_one_is_booked_or_another_language_is_spoken() -> None:
    assert needs_interpreter(visit(PATIENT, INTERPRETER))
    assert needs_interpreter(visit(ARABIC))
    assert not needs_interpreter(visit(PATIENT))
