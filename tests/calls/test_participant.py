"""The participant without a window, on a scripted line and a loopback engine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.calls.parts import BarCamera, until
from tests.fakes.engine import ANSWER_SDP, OFFER_SDP, LoopbackEngine
from tests.fakes.signalling import ScriptedLine
from vardklient.base.errors import TicketRefused
from vardklient.calls.participant import Ending, Outcome, Pace, Participant
from vardklient.domain.visit import Role
from vardklient.ports import signalling as said
from vardklient.ports.engine import ClosePeer, OpenPeer, TakeCandidate, TakeDescription

ICE = (said.IceServer(("turn:turn.example.se",)),)
DEFAULT = Pace()
DOCTOR = said.PersonInside("doctor", Role.CLINICIAN)


class Scene:
    def __init__(self, seconds: float | None, wait_s: float | None, pace: Pace) -> None:
        self.line = ScriptedLine(said.Welcomed("me", ICE, admitted=False))
        self.engine = LoopbackEngine(BarCamera())
        self.participant = Participant(self.line, self.engine, seconds, wait_s, pace)
        self.run = asyncio.create_task(self.participant.run())

    async def connect(self) -> None:
        self.line.hear(said.LetIn((DOCTOR,)))
        await self.line.until_said(said.Describe("doctor", 1, "offer", OFFER_SDP))
        self.line.hear(said.RemoteDescription("doctor", 1, "answer", ANSWER_SDP))
        await until(lambda: TakeDescription("doctor", 1, "answer", ANSWER_SDP) in self.engine.commands)

    async def outcome(self) -> Outcome:
        return await asyncio.wait_for(self.run, 60)


@asynccontextmanager
async def scene(
    seconds: float | None = None, wait_s: float | None = None, pace: Pace = DEFAULT
) -> AsyncIterator[Scene]:
    made = Scene(seconds, wait_s, pace)
    await made.line.until_said(said.SayReady(True))
    yield made
    if not made.run.done():
        made.participant.stop()
        await made.outcome()
    assert made.line.closed


async def test_waits_then_offers_with_our_ice_servers_and_says_what_it_sends() -> None:
    async with scene() as stage:
        assert stage.engine.commands == [], "nothing before being let in"
        await stage.connect()
        assert stage.engine.commands[0] == OpenPeer("doctor", 1, offer=True, ice=ICE)
        assert said.SayMedia(True, True) in stage.line.said


async def test_being_let_in_again_after_a_resume_changes_nothing() -> None:
    async with scene() as stage:
        await stage.connect()
        before = list(stage.engine.commands)
        stage.line.hear(said.Welcomed("me", ICE), said.LetIn((DOCTOR,)), said.RejoinWanted("nobody"))
        stage.line.hear(said.RemoteCandidate("doctor", 1, "c"))
        await until(lambda: TakeCandidate("doctor", 1, "c") in stage.engine.commands)
        assert stage.engine.commands[: len(before)] == before
        assert len(stage.engine.commands) == len(before) + 1


async def test_ends_with_the_visit_and_keeps_the_figures() -> None:
    async with scene() as stage:
        await stage.connect()
        stage.line.hear(said.VisitEnded())
        outcome = await stage.outcome()
        assert outcome.ending is Ending.ENDED
        assert outcome.let_in
        assert outcome.statistics is not None
        assert said.LeaveVisit() not in stage.line.said


async def test_leaves_after_its_seconds() -> None:
    async with scene(seconds=0.05) as stage:
        stage.line.hear(said.LetIn((DOCTOR,)))
        assert (await stage.outcome()).ending is Ending.ENOUGH
        assert stage.line.said[-1] == said.LeaveVisit()


async def test_the_wait_for_being_let_in_is_bounded_and_seconds_count_from_then() -> None:
    async with scene(seconds=30, wait_s=0.05) as stage:
        assert await stage.outcome() == Outcome(Ending.NOT_LET_IN, False, None)


async def test_stopped() -> None:
    async with scene() as stage:
        stage.participant.stop()
        assert (await stage.outcome()).ending is Ending.STOPPED


@pytest.mark.parametrize(
    ("event", "ending"),
    [(said.TurnedAway("wrong_visit"), Ending.TURNED_AWAY), (said.Refused("ticket"), Ending.REFUSED)],
)
async def test_not_wanted(event: said.SignallingEvent, ending: Ending) -> None:
    async with scene() as stage:
        stage.line.hear(said.Refused("forbidden"), event)
        assert (await stage.outcome()).ending is ending


async def test_a_call_goes_on_without_the_server_while_it_carries() -> None:
    async with scene() as stage:
        await stage.connect()
        stage.line.hear(said.Refused("ticket"), said.RemoteCandidate("doctor", 1, "c"))
        await until(lambda: TakeCandidate("doctor", 1, "c") in stage.engine.commands)
        assert not stage.run.done()
        stage.engine.cut("doctor")
        assert (await stage.outcome()).ending is Ending.REFUSED


async def test_put_back_closes_everything_and_keeps_the_figures() -> None:
    async with scene() as stage:
        await stage.connect()
        stage.line.hear(said.PutBack())
        await until(lambda: ClosePeer("doctor") in stage.engine.commands)
        stage.line.hear(said.LetIn((DOCTOR,)))
        await until(lambda: stage.engine.commands.count(OpenPeer("doctor", 1, offer=True, ice=ICE)) == 2)
        stage.line.hear(said.PeerLeft("doctor", gone=False), said.PeerLeft("doctor", gone=True), said.VisitEnded())
        outcome = await stage.outcome()
        assert outcome.statistics is not None
        assert stage.engine.commands.count(ClosePeer("doctor")) == 2


async def test_who_comes_later_makes_the_offer() -> None:
    async with scene() as stage:
        await stage.connect()
        stage.line.hear(said.PeerJoined("tolk", Role.INTERPRETER))
        stage.line.hear(said.RemoteDescription("tolk", 1, "offer", OFFER_SDP))
        await stage.line.until_said(said.Describe("tolk", 1, "answer", ANSWER_SDP))
        assert OpenPeer("tolk", 0, offer=False, ice=ICE) in stage.engine.commands
        stage.engine.cut("tolk")
        await stage.line.until_said(said.Rejoin())
        stage.line.hear(said.RejoinWanted("tolk"))
        await until(lambda: stage.run.done() or stage.participant._events.empty())
        assert not [c for c in stage.engine.commands if isinstance(c, OpenPeer) and c.peer == "tolk" and c.offer]


async def test_a_wish_soon_after_an_offer_is_met_by_it() -> None:
    async with scene(pace=Pace(pause_s=600)) as stage:
        await stage.connect()
        stage.line.hear(said.RejoinWanted("doctor"))
        await until(stage.participant._events.empty)
        assert OpenPeer("doctor", 2, offer=True, ice=ICE) not in stage.engine.commands


async def test_a_later_wish_makes_a_new_one() -> None:
    async with scene(pace=Pace(pause_s=0.05)) as stage:
        await stage.connect()
        await asyncio.sleep(0.1)  # at least: the pause is over
        stage.engine.cut("doctor")
        await stage.line.until_said(said.Describe("doctor", 2, "offer", OFFER_SDP))


async def test_an_offer_that_nobody_took_is_made_again() -> None:
    async with scene(pace=Pace(again_s=0.1, pause_s=0.05)) as stage:
        stage.line.hear(said.LetIn((DOCTOR,)))
        await stage.line.until_said(said.Describe("doctor", 3, "offer", OFFER_SDP))


async def test_refused_ticket_closes_everything() -> None:
    line = ScriptedLine(TicketRefused("spent"))
    with pytest.raises(TicketRefused):
        await Participant(line, LoopbackEngine(BarCamera())).run()
    assert line.closed
