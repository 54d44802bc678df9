"""The line against the real visit server: a clinician and a patient."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.calls.ears import Ears
from tests.visitserver.client import serving, visit_links
from vardklient.base.errors import TicketRefused
from vardklient.calls.signalling import SignallingClient
from vardklient.domain.visit import Role
from vardklient.ports import signalling as said


@asynccontextmanager
async def on_the_line(link: str) -> AsyncIterator[tuple[SignallingClient, Ears]]:
    client, ears = SignallingClient(link), Ears()
    client.on_event(ears)
    await client.open()
    try:
        yield client, ears
    finally:
        await client.close()


@asynccontextmanager
async def a_visit() -> AsyncIterator[tuple[SignallingClient, Ears, SignallingClient, Ears]]:
    async with serving() as server:
        doctor, patient = await visit_links(server.url, Role.CLINICIAN, Role.PATIENT)
        async with on_the_line(doctor) as (one, one_ears), on_the_line(patient) as (two, two_ears):
            yield one, one_ears, two, two_ears


async def test_from_the_waiting_room_to_the_end() -> None:
    async with a_visit() as (doctor, doctor_ears, patient, patient_ears):
        assert (await doctor_ears.until(said.Welcomed)).admitted
        mine = await patient_ears.until(said.Welcomed)
        assert not mine.admitted
        knock = await doctor_ears.until(said.Knocked)
        assert knock == said.Knocked(mine.you, Role.PATIENT, None)
        await patient.say(said.SayReady(True))
        assert (await doctor_ears.until(said.Knocked, 2)).devices_ok is True
        await doctor.say(said.Admit(mine.you))
        let_in = await patient_ears.until(said.LetIn)
        assert [p.role for p in let_in.peers] == [Role.CLINICIAN]
        host = let_in.peers[0].peer
        await doctor_ears.until(said.PeerJoined)
        await patient.say(said.Describe(host, 1, "offer", "v=0"))
        offer = await doctor_ears.until(said.RemoteDescription)
        assert offer == said.RemoteDescription(mine.you, 1, "offer", "v=0")
        await patient.say(said.SayMedia(True, False))
        assert await doctor_ears.until(said.PeerMedia) == said.PeerMedia(mine.you, True, False)
        await doctor.say(said.Rejoin())
        assert await patient_ears.until(said.RejoinWanted) == said.RejoinWanted(host)
        await doctor.say(said.Hold(mine.you))
        await patient_ears.until(said.PutBack)
        await doctor.say(said.EndVisit())
        await patient_ears.until(said.VisitEnded)
        await doctor_ears.until(said.VisitEnded)
        assert not [e for e in doctor_ears.heard + patient_ears.heard if isinstance(e, said.SignallingLost)]


async def test_a_link_opens_once() -> None:
    async with serving() as server:
        [link] = await visit_links(server.url, Role.PATIENT)
        async with on_the_line(link):
            pass
        with pytest.raises(TicketRefused):
            await SignallingClient(link).open()


async def test_waiting_patient_may_not_speak() -> None:
    async with a_visit() as (_, doctor_ears, patient, patient_ears):
        host = (await doctor_ears.until(said.Welcomed)).you
        await patient.say(said.Describe(host, 1, "offer", "v=0"))
        assert await patient_ears.until(said.Refused) == said.Refused("forbidden")


async def test_dropped_line_finds_its_place_again() -> None:
    async with a_visit() as (doctor, doctor_ears, patient, patient_ears):
        me = (await patient_ears.until(said.Welcomed)).you
        await doctor_ears.until(said.Knocked)
        await doctor.say(said.Admit(me))
        await patient_ears.until(said.LetIn)
        await doctor_ears.until(said.PeerJoined)
        assert patient._socket is not None
        await patient._socket.close()
        assert await doctor_ears.until(said.PeerLeft) == said.PeerLeft(me, gone=False)
        await patient_ears.until(said.SignallingRestored)
        assert (await patient_ears.until(said.Welcomed, 2)).admitted
        await doctor_ears.until(said.PeerJoined, 2)


async def test_turned_away() -> None:
    async with a_visit() as (doctor, doctor_ears, _, patient_ears):
        knock = await doctor_ears.until(said.Knocked)
        await doctor.say(said.Deny(knock.peer, "wrong_visit"))
        assert await patient_ears.until(said.TurnedAway) == said.TurnedAway("wrong_visit")
