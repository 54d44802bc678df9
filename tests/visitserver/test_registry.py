from __future__ import annotations

from dataclasses import replace

import pytest

from vardklient.domain.visit import Kind, Role
from vardklient.visitserver.registry import (
    CLOSES_AFTER_S,
    MAX_PEOPLE,
    OPENS_BEFORE_S,
    Entry,
    Refusal,
    Registry,
    ServerFull,
    VisitOrder,
)
from vardklient.visitserver.visit import HangUp, Send
from vardklient.wire import messages as wire

START_S = 1_000_000.0
ORDER = VisitOrder(START_S, START_S + 1800, "Leg. läkare", Kind.ONE_TO_ONE, (Role.CLINICIAN, Role.PATIENT))


def hello(ticket: str = "", resume: str = "") -> wire.Hello:
    return wire.Hello(ticket, wire.PROTOCOL, resume)


def rosters(messages: list[wire.ServerMessage]) -> list[wire.Roster]:
    return [message for message in messages if isinstance(message, wire.Roster)]


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


def test_a_visit_that_is_ordered_again_by_its_name_gets_further_ways_in_to_the_same_room() -> None:
    registry = Registry()
    order = replace(ORDER, name="a1")
    visit, (_, patient) = registry.create(order)
    waiting = registry.enter(hello(patient.ticket), START_S)
    assert isinstance(waiting, Entry)
    waiting.room.arrive(waiting.person.peer)
    again, (clinician, _) = registry.create(order)
    assert (again, registry.visits) == (visit, 1)
    host = registry.enter(hello(clinician.ticket), START_S)
    assert isinstance(host, Entry)
    sent = [effect.message for effect in host.room.arrive(host.person.peer) if isinstance(effect, Send)]
    assert [p.peer for p in rosters(sent)[0].people] == [waiting.person.peer]
    for other in (replace(ORDER, name="b2"), ORDER, ORDER):
        assert registry.create(other)[0] != visit
    assert registry.visits == 4


def test_the_clinician_of_a_later_order_takes_the_place_and_whom_the_earlier_one_let_in_waits_again() -> None:
    registry = Registry()
    order = replace(ORDER, name="a1", invite=(*ORDER.invite, Role.CO_HOST))
    people = []
    for _ in range(2):
        for invitation in registry.create(order)[1]:
            entry = registry.enter(hello(invitation.ticket), START_S)
            assert isinstance(entry, Entry)
            people.append(entry.person)
    room = entry.room
    first, patient, co_host, second = (person.peer for person in people[:4])
    room.arrive(first)
    room.arrive(patient)
    room.hear(first, wire.Admit(patient))
    room.drop(first, START_S)
    effects = room.arrive(second)
    assert HangUp(first) in effects
    assert Send(patient, wire.Held()) in effects
    assert not room.may_arrive(first, START_S)
    (roster,) = rosters([effect.message for effect in effects if isinstance(effect, Send)])
    assert [(p.peer, p.state) for p in roster.people] == [(patient, wire.PersonState.WAITING)]
    room.hear(second, wire.Admit(patient))
    room.arrive(co_host)
    assert room.drop(second, START_S)
    assert room.arrive(second)
    assert room.person(patient).admitted, "coming back takes nobody's place"


def test_what_was_ordered_later_is_open_as_long_as_it_needs() -> None:
    registry = Registry()
    registry.create(replace(ORDER, name="a1"))
    registry.create(replace(ORDER, name="a1", end_s=ORDER.end_s + 3600))
    registry.create(replace(ORDER, name="a1"))
    list(registry.tick(ORDER.end_s + CLOSES_AFTER_S + 3599))
    assert registry.visits == 1
    list(registry.tick(ORDER.end_s + CLOSES_AFTER_S + 3600))
    assert registry.visits == 0


def test_a_visit_that_is_over_is_made_anew_under_its_name() -> None:
    registry = Registry()
    order = replace(ORDER, name="a1")
    visit, (clinician, _) = registry.create(order)
    host = registry.enter(hello(clinician.ticket), START_S)
    assert isinstance(host, Entry)
    host.room.arrive(host.person.peer)
    host.room.hear(host.person.peer, wire.End())
    anew, (_, patient) = registry.create(order)
    assert anew != visit
    list(registry.tick(START_S))
    assert registry.visits == 1
    assert isinstance(registry.enter(hello(patient.ticket), START_S), Entry)
    assert registry.create(order)[0] == anew


def test_no_visit_has_people_without_end() -> None:
    registry = Registry()
    order = replace(ORDER, name="a1", invite=(Role.PATIENT,) * MAX_PEOPLE)
    registry.create(order)
    with pytest.raises(ServerFull):
        registry.create(replace(order, invite=(Role.PATIENT,)))


def test_there_is_a_limit() -> None:
    registry = Registry(max_visits=1)
    registry.create(ORDER)
    with pytest.raises(ServerFull):
        registry.create(ORDER)
