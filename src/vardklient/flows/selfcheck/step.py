"""The self-test's rules: one event in, the next snapshot and the effects out."""

from __future__ import annotations

from dataclasses import replace

from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.flows.selfcheck.words import (
    ECHO_SECONDS,
    RECOVERY_NEEDS_S,
    TIME_BOX_S,
    UNKNOWN_NEEDS_S,
    WARNING_NEEDS_S,
    CameraChanged,
    Cancel,
    EchoAnswered,
    EchoPlayed,
    EchoRecorded,
    EchoStage,
    Item,
    LevelHeard,
    Measured,
    MicrophoneChanged,
    OpenDevices,
    PlayEcho,
    RecordEcho,
    SelfcheckEffect,
    SelfcheckEvent,
    SelfcheckState,
    SpeakerChanged,
    Stage,
    Start,
    StartEcho,
)
from vardklient.flows.timers import CancelTimer, StartTimer, TimerFired
from vardklient.ports.camera import CameraState
from vardklient.ports.clock import Clock
from vardklient.ports.sound import SoundState

_BOX = "selfcheck_box"

CAMERA_CHECKS = (
    Check.LIGHT,
    Check.BACKLIGHT,
    Check.FRAMING,
    Check.BACKGROUND,
    Check.COMPANY,
    Check.SHARPNESS,
    Check.LIVENESS,
    Check.RATE,
)
SOUND_CHECKS = (Check.MICROPHONE, Check.SILENCE, Check.CLIPPING, Check.SPEAKER, Check.ECHO)
MORNING_CHECKS = (*CAMERA_CHECKS, *SOUND_CHECKS)

_UNSURE = {
    Check.LIGHT: Advice.LIGHT_UNSURE,
    Check.BACKLIGHT: Advice.BACKLIGHT_UNSURE,
    Check.FRAMING: Advice.FRAMING_UNSURE,
    Check.BACKGROUND: Advice.BACKGROUND_UNSURE,
    Check.COMPANY: Advice.COMPANY_UNSURE,
    Check.SHARPNESS: Advice.SHARPNESS_UNSURE,
    Check.LIVENESS: Advice.LIVENESS_UNSURE,
    Check.RATE: Advice.RATE_UNSURE,
    Check.MICROPHONE: Advice.MICROPHONE_NO_SPEECH,
    Check.SILENCE: Advice.SILENCE_UNSURE,
    Check.CLIPPING: Advice.CLIPPING_UNSURE,
    Check.SPEAKER: Advice.SPEAKER_UNASKED,
    Check.ECHO: Advice.ECHO_UNASKED,
    Check.NETWORK: Advice.NETWORK_UNASKED,
}
_ASKED_LATER = frozenset({Check.SPEAKER, Check.ECHO, Check.NETWORK})

_CAMERA_TROUBLE = {
    CameraState.MISSING: Advice.CAMERA_MISSING,
    CameraState.BUSY: Advice.CAMERA_BUSY,
    CameraState.REFUSED: Advice.CAMERA_REFUSED,
    CameraState.ENDED: Advice.CAMERA_MISSING,
}
_MICROPHONE_TROUBLE = {
    SoundState.MISSING: Advice.MICROPHONE_MISSING,
    SoundState.LOST: Advice.MICROPHONE_MISSING,
    SoundState.BUSY: Advice.MICROPHONE_BUSY,
    SoundState.REFUSED: Advice.MICROPHONE_REFUSED,
}
_SPEAKER_TROUBLE = frozenset({SoundState.MISSING, SoundState.LOST, SoundState.BUSY, SoundState.REFUSED})

# a pause after speech does not unmake what the speech has shown
_PAUSES = (Advice.MICROPHONE_NO_SPEECH, Advice.CLIPPING_UNSURE)

Step = tuple[SelfcheckState, tuple[SelfcheckEffect, ...]]


def unsure(check: Check) -> Verdict:
    """The verdict of a check that could not be judged."""
    return Verdict(check, Severity.UNKNOWN, _UNSURE[check])


def step(state: SelfcheckState, event: SelfcheckEvent, clock: Clock) -> Step:
    """One event. Never raises, whatever the order of events."""
    match event:
        case Start():
            return _start(state, event, clock)
        case Measured(verdict, at_s):
            return _finish_if_done(_weigh(state, verdict, at_s), clock)
        case LevelHeard(level_dbfs):
            return replace(state, level_dbfs=level_dbfs), ()
        case CameraChanged(camera):
            return _finish_if_done(_camera(state, camera), clock)
        case MicrophoneChanged(sound):
            return _finish_if_done(_microphone(state, sound), clock)
        case SpeakerChanged(sound):
            return _speaker(state, sound), ()
        case Cancel() | TimerFired():
            return _stop(state, clock), (CancelTimer(_BOX),)
        case _:
            return _echo(state, event)


def _start(state: SelfcheckState, event: Start, clock: Clock) -> Step:
    items = tuple(
        Item(check, Stage.VERDICT, unsure(check)) if check in _ASKED_LATER else Item(check, Stage.MEASURING)
        for check in event.checks
    )
    fresh = SelfcheckState(
        items=items,
        running=True,
        started_at=clock.now(),
        camera=event.camera,
        microphone=event.microphone,
        speaker=event.speaker,
        camera_state=state.camera_state,
        microphone_state=state.microphone_state,
        speaker_state=state.speaker_state,
    )
    fresh = _speaker(_microphone(_camera(fresh, state.camera_state), state.microphone_state), state.speaker_state)
    return fresh, (OpenDevices(), StartTimer(_BOX, TIME_BOX_S))


def _with(state: SelfcheckState, item: Item) -> SelfcheckState:
    return replace(state, items=tuple(item if i.check is item.check else i for i in state.items))


def _set(state: SelfcheckState, verdict: Verdict) -> SelfcheckState:
    """Show this verdict at once."""
    if state.item(verdict.check) is None:
        return state
    return _with(state, Item(verdict.check, Stage.VERDICT, verdict))


def _weigh(state: SelfcheckState, verdict: Verdict, at_s: float) -> SelfcheckState:
    """Show a verdict only after it has lasted; a first green at once."""
    item = state.item(verdict.check)
    if item is None:
        return state
    shown = item.verdict
    if shown is not None and shown.severity is not Severity.UNKNOWN and verdict.advice in _PAUSES:
        return state
    if shown is None and verdict.severity is Severity.GREEN:
        return _set(state, verdict)
    if shown is not None and shown.advice is verdict.advice:
        return _set(state, verdict)
    if item.rival is None or item.rival.advice is not verdict.advice:
        return _with(state, replace(item, rival=verdict, rival_since_s=at_s))
    if at_s - item.rival_since_s >= _patience_s(item, verdict):
        return _set(state, verdict)
    return _with(state, replace(item, rival=verdict))


def _patience_s(item: Item, verdict: Verdict) -> float:
    """How long this verdict must last before it shows."""
    if verdict.severity is Severity.UNKNOWN and item.verdict is None:
        return UNKNOWN_NEEDS_S
    return RECOVERY_NEEDS_S if verdict.severity is Severity.GREEN else WARNING_NEEDS_S


def _finish_if_done(state: SelfcheckState, clock: Clock) -> Step:
    if not state.running or any(i.stage is Stage.MEASURING for i in state.items):
        return state, ()
    return replace(state, running=False, finished_at=clock.now()), (CancelTimer(_BOX),)


def _stop(state: SelfcheckState, clock: Clock) -> SelfcheckState:
    """Time is up, or the user has had enough: what is not known is unknown."""
    if not state.running:
        return state
    items = tuple(
        replace(i, stage=Stage.VERDICT, verdict=i.rival or unsure(i.check)) if i.stage is Stage.MEASURING else i
        for i in state.items
    )
    return replace(state, items=items, running=False, finished_at=clock.now())


def _lost(state: SelfcheckState, checks: tuple[Check, ...], trouble: Verdict) -> SelfcheckState:
    """A device is gone: its own item says so, what it had shown goes stale, what it had not is unknown."""
    for item in state.items:
        if item.check is trouble.check:
            state = _set(state, trouble)
        elif item.check in checks and item.stage is Stage.MEASURING:
            state = _set(state, unsure(item.check))
        elif item.check in checks:
            state = _with(state, replace(item, stage=Stage.STALE, rival=None))
    return state


def _back(state: SelfcheckState, checks: tuple[Check, ...], trouble: frozenset[Advice]) -> SelfcheckState:
    """A device is there again: what was unknown or stale for want of it is measured anew."""
    for item in state.items:
        known = item.verdict is not None and item.verdict.severity is not Severity.UNKNOWN
        troubled = item.verdict is not None and item.verdict.advice in trouble
        if item.check in checks and (troubled or item.stage is Stage.STALE or not known):
            state = _with(state, Item(item.check, Stage.MEASURING))
    return state


def _camera(state: SelfcheckState, camera: CameraState) -> SelfcheckState:
    trouble = _CAMERA_TROUBLE.get(camera)
    was = state.camera_state
    state = replace(state, camera_state=camera)
    if trouble is not None:
        return _lost(state, CAMERA_CHECKS, Verdict(Check.LIVENESS, Severity.UNKNOWN, trouble))
    if camera is CameraState.RUNNING and was in _CAMERA_TROUBLE:
        return _back(state, CAMERA_CHECKS, frozenset(_CAMERA_TROUBLE.values()))
    return state


_HEARD = (Check.MICROPHONE, Check.SILENCE, Check.CLIPPING)


def _microphone(state: SelfcheckState, sound: SoundState) -> SelfcheckState:
    trouble = _MICROPHONE_TROUBLE.get(sound)
    was = state.microphone_state
    state = replace(state, microphone_state=sound)
    if trouble is not None:
        state = replace(state, level_dbfs=None)
        return _lost(state, _HEARD, Verdict(Check.MICROPHONE, Severity.UNKNOWN, trouble))
    if sound is SoundState.RUNNING and was in _MICROPHONE_TROUBLE:
        return _back(state, _HEARD, frozenset(_MICROPHONE_TROUBLE.values()))
    return state


def _speaker(state: SelfcheckState, sound: SoundState) -> SelfcheckState:
    was = state.speaker_state
    state = replace(state, speaker_state=sound)
    if sound in _SPEAKER_TROUBLE:
        return _set(state, Verdict(Check.SPEAKER, Severity.UNKNOWN, Advice.SPEAKER_MISSING))
    return _set(state, unsure(Check.SPEAKER)) if was in _SPEAKER_TROUBLE else state


def _echo(state: SelfcheckState, event: StartEcho | EchoRecorded | EchoPlayed | EchoAnswered) -> Step:
    match (state.echo, event):
        case (EchoStage.IDLE | EchoStage.ASKING | EchoStage.DONE, StartEcho()):
            return replace(state, echo=EchoStage.RECORDING), (RecordEcho(ECHO_SECONDS),)
        case (EchoStage.RECORDING, EchoRecorded(verdicts, audible)):
            for verdict in verdicts:
                state = _set(state, verdict)
            if audible:
                return replace(state, echo=EchoStage.PLAYING), (PlayEcho(),)
            empty = Verdict(Check.ECHO, Severity.UNKNOWN, Advice.ECHO_EMPTY)
            return replace(_set(state, empty), echo=EchoStage.DONE), ()
        case (EchoStage.PLAYING, EchoPlayed()):
            return replace(state, echo=EchoStage.ASKING), ()
        case (EchoStage.ASKING, EchoAnswered(heard)):
            severity = Severity.GREEN if heard else Severity.RED
            state = _set(state, Verdict(Check.ECHO, severity, Advice.ECHO_OK if heard else Advice.ECHO_NOT_HEARD))
            speaker = Advice.SPEAKER_OK if heard else Advice.SPEAKER_NOT_HEARD
            return replace(_set(state, Verdict(Check.SPEAKER, severity, speaker)), echo=EchoStage.DONE), ()
        case _:
            return state, ()
