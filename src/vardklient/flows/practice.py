"""Practice: the embedded visit server and the simulated patient, who arrives a little after the room is there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from vardklient.flows.timers import CancelTimer, StartTimer, TimerFired
from vardklient.ports.clock import Clock

PATIENT_COMES_AFTER_S = 3.0
_ARRIVAL = "practice_patient"


class Stage(StrEnum):
    """How far the practice has come."""

    OFF = "off"
    STARTING = "starting"
    READY = "ready"
    PATIENT_HERE = "patient_here"
    PATIENT_GONE = "patient_gone"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PracticeState:
    """`visit_id` and `link`: the room that the simulated patient uses."""

    stage: Stage = Stage.OFF
    visit_id: str = ""
    link: str = ""


# ---------------------------------------------------------------- events


@dataclass(frozen=True, slots=True)
class StartPractice:
    """The user wants to practise, or nothing else is set up."""


@dataclass(frozen=True, slots=True)
class ServerReady:
    """The embedded visit server listens."""


@dataclass(frozen=True, slots=True)
class ServerFailed:
    """The embedded visit server could not be started, or ended."""


@dataclass(frozen=True, slots=True)
class RoomReady:
    """A practice visit has its room, and this is the patient's link to it."""

    visit_id: str
    link: str


@dataclass(frozen=True, slots=True)
class PatientEnded:
    """The simulated patient's process has ended."""


@dataclass(frozen=True, slots=True)
class StopPractice:
    """Enough."""


PracticeEvent = StartPractice | ServerReady | ServerFailed | RoomReady | PatientEnded | StopPractice | TimerFired

# ---------------------------------------------------------------- effects


@dataclass(frozen=True, slots=True)
class StartServer:
    """Start the embedded visit server on loopback, in a process of its own."""


@dataclass(frozen=True, slots=True)
class StartPatient:
    """Start the simulated patient, in a process of its own."""

    link: str


@dataclass(frozen=True, slots=True)
class StopProcesses:
    """End the simulated patient and the embedded server."""


PracticeEffect = StartServer | StartPatient | StopProcesses | StartTimer | CancelTimer

Step = tuple[PracticeState, tuple[PracticeEffect, ...]]


def step(state: PracticeState, event: PracticeEvent, clock: Clock) -> Step:
    """One event. Never raises, whatever the order of events."""
    match (state.stage, event):
        case (Stage.OFF | Stage.FAILED, StartPractice()):
            return PracticeState(Stage.STARTING), (StartServer(),)
        case (Stage.STARTING, ServerReady()):
            return replace(state, stage=Stage.READY), ()
        case (Stage.OFF, _):
            return state, ()
        case (Stage.PATIENT_HERE, ServerFailed()):
            # the call is between the two of them: it goes on without the server
            return replace(state, stage=Stage.FAILED), (CancelTimer(_ARRIVAL),)
        case (_, ServerFailed()):
            return PracticeState(Stage.FAILED), (CancelTimer(_ARRIVAL), StopProcesses())
        case (_, StopPractice()):
            return PracticeState(), (CancelTimer(_ARRIVAL), StopProcesses())
        case (Stage.READY, RoomReady(visit_id, link)) if not state.link:
            return replace(state, visit_id=visit_id, link=link), (StartTimer(_ARRIVAL, PATIENT_COMES_AFTER_S),)
        case (Stage.READY, TimerFired()) if state.link:
            return replace(state, stage=Stage.PATIENT_HERE), (StartPatient(state.link),)
        case (Stage.PATIENT_HERE, PatientEnded()):
            return replace(state, stage=Stage.PATIENT_GONE), ()
        case _:
            return state, ()
