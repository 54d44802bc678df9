from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from aiohttp import web as server
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.clock import FakeClock
from tests.peers.graph import TEXT, Fault, GraphPeer, dies, garbage, graph_peer, held, says
from vardklient.base.clock import STOCKHOLM
from vardklient.base.errors import SignInNeeded
from vardklient.domain.visit import JoinKind, Key, Problem
from vardklient.ports.visits import DayResult
from vardklient.schedule.graph import DAYS_KEPT, FOLLOW_AGAIN_S, TRUST_S, GraphSource
from vardklient.schedule.graphevents import BOOKING_PROPERTY
from vardklient.schedule.graphweb import PAGES_MAX, read_page
from vardklient.schedule.patience import retry_after
from vardklient.schedule.reader import read_day
from vardklient.schedule.reasons import Reason
from vardklient.schedule.regions import default_region
from vardklient.schedule.web import Answer, WebFault

DAY = date(2026, 11, 24)
NINE = datetime(2026, 11, 24, 9, tzinfo=STOCKHOLM)
VIEW, DELTA = "/me/calendarView", "/me/calendarView/delta"
IK, ML = Key("IK", 82), Key("ML", 47)
OPEN = replace(default_region(), meeting_hosts=frozenset({"teams.microsoft.com"}))


@pytest.fixture
async def peer() -> AsyncIterator[GraphPeer]:
    async with graph_peer() as running:
        yield running


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


async def good() -> str:
    return "good"


@pytest.fixture
def source(peer: GraphPeer, clock: FakeClock) -> GraphSource:
    return GraphSource("Outlook", good, default_region(), clock, peer.address)


def reasons(result: DayResult) -> list[str]:
    return [problem.reason for problem in result.problems]


def keys(result: DayResult) -> list[Key]:
    return [key for event in result.events for key in event.keys]


async def test_a_normal_day(peer: GraphPeer, source: GraphSource, clock: FakeClock) -> None:
    number = [{"id": BOOKING_PROPERTY.upper(), "value": "B-17 "}, {"id": "String {0} Name Other", "value": "x"}]
    peer.put("IK-82 Videobesök", NINE, 30, singleValueExtendedProperties=number)
    peer.put("Canceled: ML-47 Videobesök", NINE + timedelta(hours=1), isCancelled=True)
    peer.put("Semester", datetime(2026, 11, 24, tzinfo=STOCKHOLM), 24 * 60, isAllDay=True, sensitivity="private")
    peer.put("AB-01 Videobesök", NINE + timedelta(days=1))
    result = await source.day(DAY)
    assert result.problems == ()
    assert result.read_at == clock.now()
    first, second, third = sorted(result.events, key=lambda event: (event.all_day, event.start))
    assert (first.source, first.keys, first.video, first.booking_id) == ("Outlook", (IK,), True, "B-17")
    assert (first.start, first.end) == (NINE.astimezone(UTC), (NINE + timedelta(minutes=30)).astimezone(UTC))
    assert first.uid.startswith("0400")
    assert (second.keys, second.cancelled) == ((ML,), True)
    assert (third.all_day, third.end - third.start) == (True, timedelta(days=1))


async def test_only_what_is_used_is_asked_for(peer: GraphPeer, source: GraphSource) -> None:
    await source.day(DAY)
    ((query, prefer),) = peer.asked
    asked = parse_qs(urlsplit(query).query)
    assert asked["startDateTime"] == ["2026-11-23T23:00:00Z"]
    assert asked["endDateTime"] == ["2026-11-24T23:00:00Z"]
    assert asked["$top"] == ["100"]
    assert asked["$select"] == ["id,iCalUId,subject,start,end,isAllDay,isCancelled,type"]
    assert asked["$expand"] == [f"singleValueExtendedProperties($filter=id eq '{BOOKING_PROPERTY}')"]
    assert prefer == 'outlook.timezone="Europe/Stockholm", odata.maxpagesize=100'


async def test_a_link_is_kept_where_the_clinic_allows_its_host(peer: GraphPeer, clock: FakeClock) -> None:
    mine = "https://teams.microsoft.com/l/meetup-join/19%3ameeting"
    peer.put("IK-82", NINE, ident="a", onlineMeeting={"joinUrl": mine})
    peer.put(
        "ML-47 video besök", NINE, ident="b", onlineMeeting={"joinUrl": "https://teams.microsoft.com.evil.example/"}
    )
    peer.put("AB-01", NINE, ident="c", location={"displayName": f"Möt oss på {mine}."})
    peer.put("Lunch", NINE, ident="d", onlineMeetingUrl=mine)
    result = await GraphSource("Outlook", good, OPEN, clock, peer.address).day(DAY)
    assert [event.join.link for event in result.events] == [mine, "", mine, ""]
    assert [event.video for event in result.events] == [True, True, True, False]
    assert result.events[1].join.kind is JoinKind.NONE
    assert "onlineMeeting,onlineMeetingUrl,location" in unquote(peer.asked[0][0])


async def test_occurrences_of_a_series_stand_alone(peer: GraphPeer, source: GraphSource) -> None:
    peer.put("IK-82 Videobesök", NINE, type="occurrence", seriesMasterId="m")
    peer.put("IK-82 Videobesök", NINE + timedelta(hours=3), type="exception", seriesMasterId="m")
    result = await source.day(DAY)
    assert [event.start.hour for event in result.events] == [8, 11]
    assert len({event.uid for event in result.events}) == 2


async def test_all_pages_are_read(peer: GraphPeer, source: GraphSource) -> None:
    peer.page_size = 3
    for number in range(8):
        peer.put(f"IK-{number:02d} Videobesök", NINE + timedelta(minutes=30 * number))
    result = await source.day(DAY)
    assert [key.birth_year2 for key in keys(result)] == list(range(8))
    assert peer.paths == [VIEW] * 3


async def test_a_page_that_fails_is_told_beside_the_others(peer: GraphPeer, source: GraphSource) -> None:
    peer.page_size = 1
    peer.put("IK-82 Videobesök", NINE)
    peer.put("ML-47 Videobesök", NINE + timedelta(hours=1))
    peer.faults = [None, says(500, "generalException")]
    part = await source.day(DAY)
    assert (keys(part), reasons(part)) == ([IK], [Reason.SERVER_FAULT])
    whole = await source.day(DAY)
    assert (keys(whole), reasons(whole)) == ([IK, ML], [])
    assert peer.paths == [VIEW] * 4, "a part is not followed"


async def test_a_page_that_fails_is_no_reason_to_forget_an_older_whole(peer: GraphPeer, source: GraphSource) -> None:
    peer.page_size = 1
    peer.put("IK-82 Videobesök", NINE)
    peer.put("ML-47 Videobesök", NINE + timedelta(hours=1))
    await source.day(DAY)
    peer.asked.clear()
    peer.faults = [None, None, None, says(500, "generalException")]
    result = await source.day(DAY)
    assert (result.events, reasons(result)) == ((), [Reason.SERVER_FAULT])
    assert peer.paths == [DELTA, DELTA, VIEW, VIEW]


async def test_a_next_page_elsewhere_is_not_asked(peer: GraphPeer, source: GraphSource) -> None:
    for link in ("https://graph.evil.example/v1.0/me/calendarView?$skip=1", "http://[half", 7):
        peer.faults = [garbage(json.dumps({"value": [], "@odata.nextLink": link}).encode())]
        assert reasons(await source.day(DAY)) == [Reason.BAD_ANSWER]
    assert peer.paths == [VIEW] * 3


async def test_pages_without_an_end_are_given_up(peer: GraphPeer, source: GraphSource) -> None:
    link = f"{peer.address}{VIEW}?$skip=1"
    peer.faults = [garbage(json.dumps({"value": [], "@odata.nextLink": link}).encode())] * PAGES_MAX
    assert reasons(await source.day(DAY)) == [Reason.BAD_ANSWER]
    assert len(peer.asked) == PAGES_MAX


async def test_a_bad_event_is_named_and_the_others_are_kept(peer: GraphPeer, source: GraphSource) -> None:
    peer.put("IK-82 Videobesök", NINE)
    peer.put("XX-00 Videobesök", NINE + timedelta(hours=1), ident="bad")
    peer.put("ML-47 Videobesök", NINE + timedelta(hours=2))
    broken = {"value": [{"id": "1", "subject": "XX-00 Videobesök"}, 3, event(NINE, "ML-47 Videobesök")]}
    peer.faults = [garbage(json.dumps(broken).encode())]
    result = await source.day(DAY)
    assert keys(result) == [ML]
    assert result.problems == (
        Problem("Outlook", "bad_event", "event 1"),
        Problem("Outlook", "bad_event", "event 2"),
    )


def event(start: datetime, subject: str, zone: str = "Europe/Stockholm") -> dict[str, object]:
    wall = {"dateTime": start.strftime("%Y-%m-%dT%H:%M:%S.0000000"), "timeZone": zone}
    return {"id": subject, "subject": subject, "start": wall, "end": wall}


# ---------------------------------------------------------------- changes


async def test_a_day_that_is_looked_at_once_is_not_followed(peer: GraphPeer, source: GraphSource) -> None:
    await source.day(DAY)
    await source.day(DAY + timedelta(days=1))
    assert peer.paths == [VIEW, VIEW]


async def test_without_changes_the_day_is_not_read_again(
    peer: GraphPeer, source: GraphSource, clock: FakeClock
) -> None:
    peer.put("IK-82 Videobesök", NINE)
    await source.day(DAY)
    await source.day(DAY)
    assert peer.paths == [VIEW, DELTA, VIEW]
    for _ in range(3):
        clock.advance(60)
        result = await source.day(DAY)
        assert (keys(result), result.read_at) == ([IK], clock.now())
    assert peer.paths[3:] == [DELTA] * 3


async def test_a_change_an_addition_and_a_deletion_are_seen(peer: GraphPeer, source: GraphSource) -> None:
    mine = peer.put("IK-82 Videobesök", NINE)
    await source.day(DAY)
    await source.day(DAY)
    peer.put("IK-82 Videobesök", NINE + timedelta(hours=2), ident=mine)
    moved = await source.day(DAY)
    assert [event.start.hour for event in moved.events] == [10]
    other = peer.put("ML-47 Videobesök", NINE)
    assert keys(await source.day(DAY)) == [ML, IK]
    peer.remove(mine)
    assert keys(await source.day(DAY)) == [ML]
    peer.put("ML-47 Videobesök", NINE + timedelta(days=1), ident=other)
    assert keys(await source.day(DAY)) == []
    assert peer.paths[3:] == [DELTA, VIEW] * 4


async def test_changes_come_in_pages_too(peer: GraphPeer, source: GraphSource) -> None:
    peer.page_size = 1
    for number in range(3):
        peer.put(f"IK-{number:02d} Videobesök", NINE)
    await source.day(DAY)
    await source.day(DAY)
    assert peer.paths == [VIEW] * 3 + [DELTA] * 3 + [VIEW] * 3
    await source.day(DAY)
    assert peer.paths[9:] == [DELTA]


async def test_a_token_that_is_too_old_leads_to_a_whole_reading(
    peer: GraphPeer, source: GraphSource, clock: FakeClock
) -> None:
    peer.put("IK-82 Videobesök", NINE)
    await source.day(DAY)
    await source.day(DAY)
    peer.put("ML-47 Videobesök", NINE + timedelta(hours=1))
    peer.forget_changes()
    peer.asked.clear()
    assert keys(await source.day(DAY)) == [IK, ML]
    assert peer.paths == [DELTA, VIEW]
    await source.day(DAY)
    assert peer.paths[2:] == [VIEW], "not followed for a while"
    clock.advance(FOLLOW_AGAIN_S)
    await source.day(DAY)
    await source.day(DAY)
    assert peer.paths[3:] == [DELTA, VIEW, DELTA]


@pytest.mark.parametrize(
    "fault", [says(400, "ErrorInvalidSyncStateData"), says(404, "ErrorItemNotFound"), says(500, "x"), garbage(b"[")]
)
async def test_changes_that_cannot_be_told_do_not_stop_the_reading(
    peer: GraphPeer, source: GraphSource, fault: Fault
) -> None:
    peer.put("IK-82 Videobesök", NINE)
    await source.day(DAY)
    peer.faults = [fault]
    result = await source.day(DAY)
    assert (keys(result), reasons(result)) == ([IK], [])


async def test_changes_that_are_slow_to_come_are_not_waited_for(peer: GraphPeer, clock: FakeClock) -> None:
    source = GraphSource("Outlook", good, default_region(), clock, peer.address, follow_s=1.0)
    peer.put("IK-82 Videobesök", NINE)
    await source.day(DAY)
    peer.faults = [held(peer)]
    result = await source.day(DAY)
    peer.go_on.set()
    assert (keys(result), reasons(result)) == ([IK], [])


async def test_after_a_while_the_day_is_read_even_without_changes(
    peer: GraphPeer, source: GraphSource, clock: FakeClock
) -> None:
    await source.day(DAY)
    await source.day(DAY)
    clock.advance(TRUST_S)
    await source.day(DAY)
    assert peer.paths[3:] == [DELTA, VIEW]


async def test_changes_without_a_link_are_not_relied_on(peer: GraphPeer, source: GraphSource) -> None:
    await source.day(DAY)
    peer.faults = [garbage(b'{"value": []}')]
    await source.day(DAY)
    await source.day(DAY)
    assert peer.paths == [VIEW, DELTA, VIEW, VIEW]


async def test_the_text_of_an_event_stays_nowhere(peer: GraphPeer, source: GraphSource) -> None:
    """Delta cannot be told to leave it out; nothing of its records is kept."""
    peer.put("IK-82 Videobesök", NINE)
    await source.day(DAY)
    await source.day(DAY)
    result = await source.day(DAY)
    assert TEXT not in repr(result)
    assert TEXT not in repr(vars(source))
    assert all("body" not in unquote(query) for query, _ in peer.asked)


async def test_few_days_are_followed(peer: GraphPeer, source: GraphSource) -> None:
    for number in range(DAYS_KEPT + 1):
        await source.day(DAY + timedelta(days=number))
    await source.day(DAY)
    assert peer.paths == [VIEW] * (DAYS_KEPT + 2), "the first one was forgotten"


# ---------------------------------------------------------------- faults


class Givers:
    """Gives one token after another, and remembers which were refused; an error is raised."""

    def __init__(self, *tokens: str | Exception) -> None:
        self.tokens, self.refused = list(tokens), list[str]()

    async def token(self) -> str:
        token = self.tokens.pop(0)
        if isinstance(token, Exception):
            raise token
        return token

    def source(self, peer: GraphPeer) -> GraphSource:
        return GraphSource(
            "Outlook", self.token, default_region(), FakeClock(), peer.address, refused=self.refused.append
        )


async def test_a_refused_token_is_renewed_once(peer: GraphPeer) -> None:
    peer.put("IK-82 Videobesök", NINE)
    givers = Givers("old", "good")
    assert keys(await givers.source(peer).day(DAY)) == [IK]
    assert givers.refused == ["old"]


async def test_a_token_that_is_refused_twice_means_signing_in(peer: GraphPeer) -> None:
    givers = Givers("old", "older", "not asked for")
    result = await givers.source(peer).day(DAY)
    assert result.problems == (Problem("Outlook", "sign_in"),)
    assert peer.paths == [VIEW, VIEW]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (SignInNeeded(), Reason.SIGN_IN),
        ("", Reason.SIGN_IN),
        (WebFault(Reason.UNREACHABLE), Reason.UNREACHABLE),
    ],
)
async def test_without_a_token_nothing_is_asked(peer: GraphPeer, given: str | Exception, reason: Reason) -> None:
    assert reasons(await Givers(given).source(peer).day(DAY)) == [reason]
    assert peer.asked == []


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (says(403, "ErrorAccessDenied"), Reason.NOT_ALLOWED),
        (says(404, "MailboxNotEnabledForRESTAPI"), Reason.NOT_FOUND),
        (says(400, "ErrorInvalidUrlQuery"), Reason.BAD_ANSWER),
        (says(429, "ApplicationThrottled"), Reason.BUSY),
        (says(500, "generalException"), Reason.SERVER_FAULT),
        (says(503, "serviceNotAvailable"), Reason.BUSY),
        (says(504, "UnknownError"), Reason.SERVER_FAULT),
        (garbage(b""), Reason.BAD_ANSWER),
        (garbage(b"\xff\xfe{"), Reason.BAD_ANSWER),
        (garbage(b"[" * 200_000), Reason.BAD_ANSWER),
        (garbage(b'{"value": {}}'), Reason.BAD_ANSWER),
        (garbage(b"[1]"), Reason.BAD_ANSWER),
        (garbage(b"<html>Logga in</html>", "text/html"), Reason.LOGIN_PAGE),
        (dies, Reason.BAD_ANSWER),
    ],
)
async def test_a_fault_has_its_reason_and_the_last_good_list_stays(
    peer: GraphPeer, source: GraphSource, fault: Fault, reason: Reason
) -> None:
    peer.put("IK-82 Videobesök", NINE)
    before = await read_day([source], DAY)
    peer.faults = [fault, fault]  # for the changes and for the day itself
    after = (await read_day([source], DAY, before))[0]
    assert (keys(after.result), after.stale) == ([IK], True)
    assert reasons(after.result) == [reason]


async def test_a_redirect_to_another_server_is_not_believed(peer: GraphPeer, source: GraphSource) -> None:
    async with graph_peer() as other:
        other.put("IK-82 Videobesök", NINE)
        peer.faults = [moved(other.address.replace("127.0.0.1", "localhost") + VIEW)]
        other.tokens.add("")  # takes whoever comes without one
        result = await source.day(DAY)
        assert other.shown == [""]
    assert (result.events, reasons(result)) == ((), [Reason.BAD_ANSWER])


async def test_a_server_that_is_gone_cannot_be_reached(clock: FakeClock, unused_tcp_port: int) -> None:
    source = GraphSource("Outlook", good, default_region(), clock, f"http://127.0.0.1:{unused_tcp_port}/v1.0")
    assert reasons(await source.day(DAY)) == [Reason.UNREACHABLE]


async def test_a_token_goes_over_tls_only(clock: FakeClock) -> None:
    source = GraphSource("Outlook", good, default_region(), clock, "http://graph.microsoft.com/v1.0")
    assert reasons(await source.day(DAY)) == [Reason.NOT_SAFE]


@pytest.mark.slow
async def test_a_server_that_takes_five_seconds_is_waited_for(peer: GraphPeer, source: GraphSource) -> None:
    peer.put("IK-82 Videobesök", NINE)
    peer.delay_s = 5.0
    assert keys(await source.day(DAY)) == [IK]


@pytest.mark.parametrize(
    ("said", "wait_s"),
    [("120", 120), ("Tue, 24 Nov 2026 06:42:00 GMT", 120), ("soon", 60), ("999999999", 3600), ("-5", 60)],
)
async def test_a_busy_server_is_left_alone_as_long_as_it_says(
    peer: GraphPeer, source: GraphSource, clock: FakeClock, said: str, wait_s: float
) -> None:
    peer.put("IK-82 Videobesök", NINE)
    peer.faults = [says(429, "ApplicationThrottled", Retry_After=said)]
    assert reasons(await source.day(DAY)) == [Reason.BUSY]
    clock.advance(wait_s - 1)
    assert reasons(await source.day(DAY)) == [Reason.BUSY]
    assert len(peer.asked) == 1
    clock.advance(1)
    assert keys(await source.day(DAY)) == [IK]


async def test_an_unavailable_server_is_asked_the_next_time_unless_it_says_otherwise(
    peer: GraphPeer, source: GraphSource, clock: FakeClock
) -> None:
    peer.faults = [says(503, "serviceNotAvailable"), says(503, "serviceNotAvailable", Retry_After="30")]
    for _ in range(3):
        assert reasons(await source.day(DAY)) == [Reason.BUSY]
    assert len(peer.asked) == 2
    clock.advance(30)
    assert reasons(await source.day(DAY)) == []


async def test_two_questions_at_once_are_asked_one_after_the_other(peer: GraphPeer, source: GraphSource) -> None:
    peer.put("IK-82 Videobesök", NINE)
    first, second = await asyncio.gather(source.day(DAY), source.day(DAY))
    assert keys(first) == keys(second) == [IK]
    assert peer.paths == [VIEW, DELTA, VIEW]


async def test_the_end_of_the_calendar_is_an_empty_day(peer: GraphPeer, source: GraphSource, clock: FakeClock) -> None:
    for day in (date.min, date.max):
        assert await source.day(day) == DayResult(clock.now())
    assert peer.asked == []


def moved(to: str) -> Fault:
    async def answer(request: server.Request) -> server.StreamResponse:
        raise server.HTTPFound(to + "?" + request.query_string)

    return answer


@given(
    st.binary() | st.binary().map(lambda part: b'{"value": [' + part + b"]}"), st.sampled_from(["", "text/html", "x"])
)
def test_any_answer_is_a_page_or_a_fault(body: bytes, kind: str) -> None:
    answer = Answer(200, {"content-type": kind}, body, "https://graph.microsoft.com/v1.0/me/calendarView")
    with suppress(WebFault):
        assert isinstance(read_page(answer, "https://graph.microsoft.com/v1.0").records, tuple)


@given(st.text())
def test_any_wish_to_be_left_alone_is_a_time_or_none(said: str) -> None:
    wait = retry_after({"retry-after": said}, datetime(2026, 11, 24, tzinfo=UTC))
    assert wait is None or isinstance(wait, timedelta)
