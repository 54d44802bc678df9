from __future__ import annotations

from dataclasses import replace

from tests.flows.test_day import NOW, UP, loaded, run, two
from vardklient.domain.record import Outcome
from vardklient.domain.visit import Booking, Join, JoinKind, Key, Kind, Role
from vardklient.flows import day

LINKS = ((Role.PATIENT, "https://visits.example/visit#t"),)


def first() -> str:
    return run(two())[0].rows[0].visit.visit_id


def test_an_invitation_is_shown_until_the_user_leaves_it() -> None:
    shown, _ = run(two(), day.RoomMade(first(), LINKS), day.InviteTo(first()))
    assert shown.inviting == first()
    assert shown.row(shown.inviting) is not None
    assert run(two(), day.InviteTo(first()), day.LeaveInvitation())[0].inviting == ""


def test_a_visit_without_a_room_gets_one_and_one_with_a_room_does_not() -> None:
    state, effects = run(UP, two(), day.InviteTo(first()))
    wanted = day.MakeRoom(state.rows[0].visit)
    assert effects[-1] == wanted
    assert run(UP, two(), day.RoomMade(first(), LINKS), day.InviteTo(first()))[1][-1] != wanted


def test_without_a_server_the_invitation_is_shown_all_the_same() -> None:
    state, effects = run(two(), day.InviteTo(first()))
    assert state.inviting == first()
    assert not any(isinstance(effect, day.MakeRoom) for effect in effects)


def test_a_meeting_in_another_service_gets_no_room() -> None:
    elsewhere = Booking(
        "book", "9", NOW, NOW, Key("IK", 82), frozenset({"IK"}), 1982, join=Join(JoinKind.LINK, "https://x.example/")
    )
    booked = loaded([], [elsewhere])
    visit_id = run(booked)[0].rows[0].visit.visit_id
    state, effects = run(UP, booked, day.InviteTo(visit_id))
    assert state.inviting == visit_id
    assert not any(isinstance(effect, day.MakeRoom) for effect in effects)


def test_nobody_is_invited_to_what_is_cancelled_over_or_not_there() -> None:
    gone = loaded([], [replace(two().results[1][1].bookings[0], cancelled=True)])
    visit_id = run(gone)[0].rows[0].visit.visit_id
    assert run(gone, day.InviteTo(visit_id))[0].inviting == ""
    assert run(two(), day.CallEnded(first(), Outcome.BY_VIDEO), day.InviteTo(first()))[0].inviting == ""
    assert run(two(), day.InviteTo("nothing"))[0].inviting == ""


def test_a_visit_of_one_booking_knows_its_number_and_a_group_does_not() -> None:
    rows = run(two())[0].rows
    assert [row.visit.booking_id for row in rows] == ["1", "2"]
    group = [Booking("book", number, NOW, NOW, None, frozenset(), None, kind=Kind.GROUP) for number in ("7", "8")]
    assert run(loaded([], group))[0].rows[0].visit.booking_id == ""
