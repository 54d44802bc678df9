"""What becomes of the list when a device goes or comes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from vardklient.domain.verdict import PICTURE_CHECKS, Advice, Check, Severity, Verdict
from vardklient.flows.selfcheck.lists import HEARD_CHECKS, unsure
from vardklient.flows.selfcheck.trouble import CAMERA_TROUBLE, MICROPHONE_TROUBLE, SPEAKER_TROUBLE
from vardklient.flows.selfcheck.weigh import show, with_item
from vardklient.flows.selfcheck.words import Item, SelfcheckState, Stage
from vardklient.ports.camera import CameraState
from vardklient.ports.sound import SoundState


def camera_changed(state: SelfcheckState, camera: CameraState) -> SelfcheckState:
    """The camera has come or gone. One that was running a moment ago is lost, not missing."""
    trouble = CAMERA_TROUBLE.get(camera)
    if camera is CameraState.MISSING and _was_seen(state):
        trouble = Advice.CAMERA_LOST
    state = replace(state, camera_state=camera)
    if trouble is not None:
        return _lost(state, PICTURE_CHECKS, Verdict(Check.LIVENESS, Severity.UNKNOWN, trouble))
    if camera is CameraState.RUNNING:
        return _back(state, PICTURE_CHECKS, Check.LIVENESS, (*CAMERA_TROUBLE.values(), Advice.CAMERA_LOST))
    return state


def _was_seen(state: SelfcheckState) -> bool:
    """Was it running, or is it known to be lost since?"""
    return state.camera_state is CameraState.RUNNING or _says(state, Check.LIVENESS, (Advice.CAMERA_LOST,))


def microphone_changed(state: SelfcheckState, sound: SoundState) -> SelfcheckState:
    """The microphone has come or gone."""
    trouble = MICROPHONE_TROUBLE.get(sound)
    state = replace(state, microphone_state=sound)
    if trouble is not None:
        state = _unproved(replace(state, level_dbfs=None))
        return _lost(state, HEARD_CHECKS, Verdict(Check.MICROPHONE, Severity.UNKNOWN, trouble))
    if sound is SoundState.RUNNING:
        return _back(state, HEARD_CHECKS, Check.MICROPHONE, MICROPHONE_TROUBLE.values())
    return state


def speaker_changed(state: SelfcheckState, sound: SoundState) -> SelfcheckState:
    """The loudspeaker has come or gone."""
    state = replace(state, speaker_state=sound)
    if sound in SPEAKER_TROUBLE:
        return show(_unproved(state), Verdict(Check.SPEAKER, Severity.UNKNOWN, Advice.SPEAKER_MISSING))
    if sound is SoundState.RUNNING and _says(state, Check.SPEAKER, (Advice.SPEAKER_MISSING,)):
        return show(state, unsure(Check.SPEAKER))
    return state


def _says(state: SelfcheckState, check: Check, advices: Iterable[Advice]) -> bool:
    item = state.item(check)
    return item is not None and item.verdict is not None and item.verdict.advice in advices


def _unproved(state: SelfcheckState) -> SelfcheckState:
    """What was heard of the one device in the other no longer holds when either has gone."""
    item = state.item(Check.HEADSET)
    return state if item is None or item.stage is not Stage.VERDICT else with_item(state, _stale(item))


def _stale(item: Item) -> Item:
    return replace(item, stage=Stage.STALE, rival=None)


def _lost(state: SelfcheckState, checks: tuple[Check, ...], trouble: Verdict) -> SelfcheckState:
    """A device is gone: its own item says so, what it had shown goes stale, what it had not is unknown."""
    for item in state.items:
        if item.check is trouble.check:
            state = show(state, trouble)
        elif item.check in checks and item.stage is Stage.MEASURING:
            state = show(state, unsure(item.check))
        elif item.check in checks:
            state = with_item(state, _stale(item))
    return state


def _back(state: SelfcheckState, checks: tuple[Check, ...], own: Check, trouble: Iterable[Advice]) -> SelfcheckState:
    """A device runs: if its own item still says that it was gone, what was unknown or stale for that is measured anew.

    By what is shown and not by the state before: between gone and running there may be others, opening for one.
    """
    if not _says(state, own, trouble):
        return state
    for item in state.items:
        known = item.verdict is not None and item.verdict.severity is not Severity.UNKNOWN
        if item.check in checks and (item.stage is Stage.STALE or not known):
            state = with_item(state, Item(item.check, Stage.MEASURING))
    return state
