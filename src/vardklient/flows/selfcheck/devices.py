"""What becomes of the list when a device goes or comes."""

from __future__ import annotations

from dataclasses import replace

from vardklient.domain.verdict import PICTURE_CHECKS, Advice, Check, Severity, Verdict
from vardklient.flows.selfcheck.lists import HEARD_CHECKS, unsure
from vardklient.flows.selfcheck.weigh import show, with_item
from vardklient.flows.selfcheck.words import Item, SelfcheckState, Stage
from vardklient.ports.camera import CameraState
from vardklient.ports.sound import SoundState

CAMERA_TROUBLE = {
    CameraState.MISSING: Advice.CAMERA_MISSING,
    CameraState.BUSY: Advice.CAMERA_BUSY,
    CameraState.REFUSED: Advice.CAMERA_REFUSED,
    CameraState.ENDED: Advice.CAMERA_MISSING,
}
MICROPHONE_TROUBLE = {
    SoundState.MISSING: Advice.MICROPHONE_MISSING,
    SoundState.LOST: Advice.MICROPHONE_MISSING,
    SoundState.BUSY: Advice.MICROPHONE_BUSY,
    SoundState.REFUSED: Advice.MICROPHONE_REFUSED,
}
SPEAKER_TROUBLE = frozenset(MICROPHONE_TROUBLE)


def camera_changed(state: SelfcheckState, camera: CameraState) -> SelfcheckState:
    """The camera has come or gone. One that was running a moment ago is lost, not missing."""
    was = state.camera_state
    trouble = CAMERA_TROUBLE.get(camera)
    if camera is CameraState.MISSING and _was_seen(state):
        trouble = Advice.CAMERA_LOST
    state = replace(state, camera_state=camera)
    if trouble is not None:
        return _lost(state, PICTURE_CHECKS, Verdict(Check.LIVENESS, Severity.UNKNOWN, trouble))
    if camera is CameraState.RUNNING and was in CAMERA_TROUBLE:
        return _back(state, PICTURE_CHECKS, frozenset({*CAMERA_TROUBLE.values(), Advice.CAMERA_LOST}))
    return state


def _was_seen(state: SelfcheckState) -> bool:
    """Was it running, or is it known to be lost since?"""
    liveness = state.item(Check.LIVENESS)
    known_lost = liveness is not None and liveness.verdict is not None and liveness.verdict.advice is Advice.CAMERA_LOST
    return state.camera_state is CameraState.RUNNING or known_lost


def microphone_changed(state: SelfcheckState, sound: SoundState) -> SelfcheckState:
    """The microphone has come or gone."""
    trouble = MICROPHONE_TROUBLE.get(sound)
    was = state.microphone_state
    state = replace(state, microphone_state=sound)
    if trouble is not None:
        state = replace(state, level_dbfs=None)
        return _lost(state, HEARD_CHECKS, Verdict(Check.MICROPHONE, Severity.UNKNOWN, trouble))
    if sound is SoundState.RUNNING and was in MICROPHONE_TROUBLE:
        return _back(state, HEARD_CHECKS, frozenset(MICROPHONE_TROUBLE.values()))
    return state


def speaker_changed(state: SelfcheckState, sound: SoundState) -> SelfcheckState:
    """The loudspeaker has come or gone."""
    was = state.speaker_state
    state = replace(state, speaker_state=sound)
    if sound in SPEAKER_TROUBLE:
        return show(state, Verdict(Check.SPEAKER, Severity.UNKNOWN, Advice.SPEAKER_MISSING))
    return show(state, unsure(Check.SPEAKER)) if was in SPEAKER_TROUBLE else state


def _lost(state: SelfcheckState, checks: tuple[Check, ...], trouble: Verdict) -> SelfcheckState:
    """A device is gone: its own item says so, what it had shown goes stale, what it had not is unknown."""
    for item in state.items:
        if item.check is trouble.check:
            state = show(state, trouble)
        elif item.check in checks and item.stage is Stage.MEASURING:
            state = show(state, unsure(item.check))
        elif item.check in checks:
            state = with_item(state, replace(item, stage=Stage.STALE, rival=None))
    return state


def _back(state: SelfcheckState, checks: tuple[Check, ...], trouble: frozenset[Advice]) -> SelfcheckState:
    """A device is there again: what was unknown or stale for want of it is measured anew."""
    for item in state.items:
        known = item.verdict is not None and item.verdict.severity is not Severity.UNKNOWN
        troubled = item.verdict is not None and item.verdict.advice in trouble
        if item.check in checks and (troubled or item.stage is Stage.STALE or not known):
            state = with_item(state, Item(item.check, Stage.MEASURING))
    return state
