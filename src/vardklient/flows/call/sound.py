"""The sound devices during a call: what is worth a sentence when one is unplugged, taken or replaced."""

from __future__ import annotations

from dataclasses import replace

from vardklient.flows.call.words import (
    SOUND_GONE,
    SOUND_GONE_S,
    SOUND_TOLD,
    SOUND_TOLD_S,
    CallEffect,
    CallState,
    SoundNotice,
    SoundTrouble,
    Step,
)
from vardklient.flows.timers import CancelTimer, StartTimer
from vardklient.ports.engine import SoundChanged
from vardklient.ports.sound import SoundState

_TROUBLES = {
    SoundState.MISSING: SoundTrouble.GONE,
    SoundState.BUSY: SoundTrouble.BUSY,
    SoundState.REFUSED: SoundTrouble.REFUSED,
}
"""A lost device is no trouble yet: another takes its place at once, or it is missing."""


def sound_changed(state: CallState, now: SoundChanged) -> Step:
    """The engine says how the devices are."""
    before, shown = state.sound, state.sound_notice or SoundNotice()
    was = (before.microphone_name, before.speaker_name) if before is not None else ("", "")
    notice = SoundNotice(
        _trouble(was[0], now.microphone, now.microphone_name, shown.microphone),
        _trouble(was[1], now.speaker, now.speaker_name, shown.speaker),
        now.microphone_name,
        now.speaker_name,
    )
    lasting = SoundTrouble.MOVED in (notice.microphone, notice.speaker)
    effects: tuple[CallEffect, ...] = (StartTimer(SOUND_TOLD, SOUND_TOLD_S),) if lasting else ()
    if SoundState.LOST in (now.microphone, now.speaker):
        effects = (*effects, StartTimer(SOUND_GONE, SOUND_GONE_S))
    else:
        effects = (*effects, CancelTimer(SOUND_GONE))
    told = notice if notice.microphone or notice.speaker else None
    return replace(state, sound=_remembered(before, now), sound_notice=told), effects


def _trouble(was: str, how: SoundState, name: str, shown: SoundTrouble | None) -> SoundTrouble | None:
    if how is SoundState.RUNNING:
        moved = bool(was) and name != was
        return SoundTrouble.MOVED if moved or shown is SoundTrouble.MOVED else None
    if how is SoundState.LOST:
        return shown
    return _TROUBLES.get(how)


def _remembered(before: SoundChanged | None, now: SoundChanged) -> SoundChanged:
    """With the names of the devices that worked last, so that another one is noticed also after a while with none."""
    if before is None:
        return now
    return replace(
        now,
        microphone_name=now.microphone_name if now.microphone is SoundState.RUNNING else before.microphone_name,
        speaker_name=now.speaker_name if now.speaker is SoundState.RUNNING else before.speaker_name,
    )


def sound_fired(state: CallState, name: str) -> CallState:
    """A timer of the sound devices has run out; others leave the state as it is."""
    notice, now = state.sound_notice, state.sound
    if name == SOUND_TOLD and notice is not None:
        lasting = replace(notice, microphone=_lasting(notice.microphone), speaker=_lasting(notice.speaker))
        return replace(state, sound_notice=lasting if lasting.microphone or lasting.speaker else None)
    if name == SOUND_GONE and now is not None:
        notice = notice or SoundNotice(None, None, now.microphone_name, now.speaker_name)
        gone = SoundTrouble.GONE
        microphone = gone if now.microphone is SoundState.LOST else notice.microphone
        speaker = gone if now.speaker is SoundState.LOST else notice.speaker
        return replace(state, sound_notice=replace(notice, microphone=microphone, speaker=speaker))
    return state


def _lasting(trouble: SoundTrouble | None) -> SoundTrouble | None:
    return None if trouble is SoundTrouble.MOVED else trouble
