from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from vardklient.base.log import Code
from vardklient.domain.identity import Identity, IdMethod
from vardklient.domain.record import Outcome
from vardklient.flows.call import CallNotice, CallState, Phase
from vardklient.flows.selfcheck import SelfcheckState
from vardklient.ports.camera import CameraState
from vardklient.ports.sound import SoundState
from vardklient.program.journal import Journal
from vardklient.vault.chain import Event

AT = datetime(2026, 11, 24, tzinfo=UTC)
VISIT = CallState(visit_id="v0123456789abcdef", label="IK-82", phone="070-174 06 05")


@pytest.fixture
def codes(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, "vardklient")
    return caplog


def said(records: list[logging.LogRecord]) -> list[Code]:
    return [record.args[0] for record in records if isinstance(record.args, tuple)]


def test_a_call_from_opening_to_the_end(codes: pytest.LogCaptureFixture) -> None:
    journal = Journal()
    connected = replace(VISIT, phase=Phase.CONNECTED)
    for state in (
        VISIT,
        replace(VISIT, phase=Phase.WAITING_ROOM),
        connected,
        replace(connected, phase=Phase.RECONNECTING),
        connected,
        replace(connected, signalling_lost=True),
        connected,
        replace(connected, notice=CallNotice.CANNOT_CONNECT),
        connected,
        replace(connected, notice=CallNotice.ENGINE_DIED),
        replace(VISIT, phase=Phase.ENDED, outcome=Outcome.BY_VIDEO),
    ):
        journal.call(state)
        journal.call(state)
    assert said(codes.records) == [
        Code.CALL_OPENED,
        Code.CALL_CONNECTED,
        Code.CALL_LOST,
        Code.CALL_REJOINED,
        Code.SIGNALLING_LOST,
        Code.SIGNALLING_RESTORED,
        Code.ENGINE_FAILED,
        Code.ENGINE_FAILED,
        Code.CALL_ENDED,
    ]
    words = [f"{record.getMessage()} {record.args}" for record in codes.records]  # the time may well hold a 070
    assert not any("IK" in line or "070" in line for line in words)


def test_the_self_test_and_its_devices(codes: pytest.LogCaptureFixture) -> None:
    journal = Journal()
    running = SelfcheckState(camera_state=CameraState.RUNNING)
    journal.selfcheck(running)
    journal.selfcheck(replace(running, microphone_state=SoundState.MISSING))
    journal.selfcheck(replace(running, microphone_state=SoundState.MISSING, finished_at=AT))
    journal.selfcheck(SelfcheckState(microphone_state=SoundState.MISSING, finished_at=AT))
    assert said(codes.records) == [Code.DEVICE_OPENED, Code.DEVICE_FAILED, Code.SELFCHECK_DONE, Code.DEVICE_CLOSED]


def test_the_client_log_is_told_who_did_what_and_not_how_the_program_fared() -> None:
    told: list[tuple[Event, str, str]] = []

    def tell(event: Event, visit_id: str = "", detail: str = "") -> None:
        told.append((event, visit_id, detail))

    journal = Journal(tell)
    connected = replace(VISIT, phase=Phase.CONNECTED)
    settled = replace(connected, identity=Identity("p1", IdMethod.DOCUMENT_SHOWN, AT))
    again = replace(settled, identity=Identity("p1", IdMethod.KNOWN_TO_ME, AT))
    for state in (
        VISIT,
        replace(VISIT, phase=Phase.WAITING_ROOM),
        connected,
        settled,
        replace(settled, phase=Phase.RECONNECTING),
        settled,
        again,
        replace(again, phase=Phase.ENDED, outcome=Outcome.COMPLETED_BY_PHONE),
    ):
        journal.call(state)
        journal.call(state)
    visit = VISIT.visit_id
    assert told == [
        (Event.VISIT_OPENED, visit, ""),
        (Event.CALL_CONNECTED, visit, ""),
        (Event.IDENTITY_SETTLED, visit, "document_shown"),
        (Event.IDENTITY_SETTLED, visit, "known_to_me"),
        (Event.VISIT_ENDED, visit, "completed_by_phone"),
    ]
