from __future__ import annotations

import pytest

from vardklient.domain.visit import Kind, Role
from vardklient.visitserver.registry import (
    CLOSES_AFTER_S,
    OPENS_BEFORE_S,
    Entry,
    Refusal,
    Registry,
    ServerFull,
    VisitOrder,
)
from vardklient.wire import messages as wire

START_S = 1_000_000.0
ORDER = VisitOrder(START_S, START_S + 1800, "Leg. läkare", Kind.ONE_TO_ONE, (Role.CLINICIAN, Role.PATIENT))


def hello(ticket: str = "", resume: str = "") -> wire.Hello:
    return wire.Hello(ticket, wire.PROTOCOL, resume)


def test_every_person_gets_an_own_way_in() -> None:
    registry = Registry()
    visit, (clinician, patient) = registry.create(ORDER)
    assert (clinician.role, patient.role) == (Role.CLINICIAN, Role.PATIENT)
    assert len({visit, clinician.ticket, patient.ticket}) == 3
    entry = registry.enter(hello(patient.ticket), START_S)
    assert isinstance(entry, Entry)
    assert entry.person.role is Role.PATIENT
    assert entry.room.meets == "Leg. läkare"
    assert registry.enter(hello(patient.ticket), START_S) is Refusal.TICKET, "a ticket opens once"


def test_a_resume_token_leads_back_and_changes() -> None:
    registry = Registry()
    _, (_, patient) = registry.create(ORDER)
    first = registry.enter(hello(patient.ticket), START_S)
    assert isinstance(first, Entry)
    second = registry.enter(hello(resume=first.resume), START_S)
    assert isinstance(second, Entry)
    assert second.person is first.person
    assert second.resume != first.resume
    registry.spoke(first.person.peer)
    assert registry.enter(hello(resume=first.resume), START_S) is Refusal.TICKET
    assert registry.enter(hello("", ""), START_S) is Refusal.TICKET


def test_a_link_tried_too_early_is_not_spent() -> None:
    registry = Registry()
    _, (clinician, patient) = registry.create(ORDER)
    early_s = START_S - OPENS_BEFORE_S - 1
    assert registry.enter(hello(patient.ticket), early_s) is Refusal.TOO_EARLY
    assert isinstance(registry.enter(hello(clinician.ticket), early_s), Entry), "hosts may come any time"
    assert isinstance(registry.enter(hello(patient.ticket), early_s + 1), Entry)


def test_nothing_is_left_of_a_visit_that_is_over() -> None:
    registry = Registry()
    _, (_, patient) = registry.create(ORDER)
    entry = registry.enter(hello(patient.ticket), START_S)
    assert isinstance(entry, Entry)
    entry.room.arrive(entry.person.peer)
    assert registry.visits == 1
    closes_s = ORDER.end_s + CLOSES_AFTER_S
    effects = list(registry.tick(closes_s))
    assert effects
    assert registry.visits == 0
    assert registry.enter(hello(resume=entry.resume), START_S) is Refusal.TICKET
    assert not any(value for name, value in vars(registry).items() if isinstance(value, dict)), "all books are empty"


def test_there_is_a_limit() -> None:
    registry = Registry(max_visits=1)
    registry.create(ORDER)
    with pytest.raises(ServerFull):
        registry.create(ORDER)
