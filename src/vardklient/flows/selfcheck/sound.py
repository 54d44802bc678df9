"""The course of the sound tests: a quiet second, a few words, our own sound; and what the user starts himself."""

from __future__ import annotations

from dataclasses import replace

from vardklient.checks.headset import answered
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.flows.selfcheck.devices import MICROPHONE_TROUBLE, SPEAKER_TROUBLE
from vardklient.flows.selfcheck.lists import HEARD_CHECKS, QUIET_CHECKS, unsure
from vardklient.flows.selfcheck.weigh import give_up, show, show_all
from vardklient.flows.selfcheck.words import (
    ECHO_SECONDS,
    QUIET_SECONDS,
    ChimeAnswered,
    ChimePlayed,
    EchoAnswered,
    EchoPlayed,
    EchoRecorded,
    EchoStage,
    ListenQuietly,
    PlayChime,
    PlayEcho,
    RecordEcho,
    RunLoop,
    SelfcheckEffect,
    SelfcheckState,
    SoundStage,
    SpeakerStage,
    Stage,
    StartChime,
    StartEcho,
)

Step = tuple[SelfcheckState, tuple[SelfcheckEffect, ...]]


def begin(state: SelfcheckState) -> Step:
    """The microphone's part of a test that begins: quiet first, where somebody listens to the quiet."""
    measuring = {item.check for item in state.items if item.stage is Stage.MEASURING}
    if measuring & {*QUIET_CHECKS}:
        return replace(state, sound=SoundStage.QUIET), (ListenQuietly(QUIET_SECONDS),)
    heard = measuring & {*HEARD_CHECKS, Check.HEADSET}
    return replace(state, sound=SoundStage.SPEECH if heard else SoundStage.DONE), ()


def quiet_heard(state: SelfcheckState, verdicts: tuple[Verdict, ...]) -> SelfcheckState:
    """Now the user may speak."""
    if state.sound is not SoundStage.QUIET:
        return state
    state = show_all(state, verdicts)
    for item in state.items:
        if item.check in QUIET_CHECKS:
            state = give_up(state, item)
    return replace(state, sound=SoundStage.SPEECH)


def go_on(state: SelfcheckState) -> Step:
    """When all that speech can tell is known, our own sound is played; without both devices it is not."""
    headset = state.item(Check.HEADSET)
    waits = any(i.check in HEARD_CHECKS and i.stage is Stage.MEASURING for i in state.items)
    if not state.running or state.sound is not SoundStage.SPEECH or waits:
        return state, ()
    if headset is None or headset.stage is not Stage.MEASURING:
        return replace(state, sound=SoundStage.DONE), ()
    if state.microphone_state in MICROPHONE_TROUBLE or state.speaker_state in SPEAKER_TROUBLE:
        return replace(show(state, unsure(Check.HEADSET)), sound=SoundStage.DONE), ()
    return replace(state, sound=SoundStage.LOOP), (RunLoop(),)


def loop_heard(state: SelfcheckState, verdict: Verdict) -> SelfcheckState:
    """What the microphone heard of our own sound."""
    if state.sound is not SoundStage.LOOP:
        return state
    return replace(show(state, verdict), sound=SoundStage.DONE)


def _free(state: SelfcheckState) -> bool:
    """Is nothing else listening for something, or playing?"""
    listening = state.sound in (SoundStage.QUIET, SoundStage.LOOP)
    echoing = state.echo in (EchoStage.RECORDING, EchoStage.PLAYING)
    return not (listening or echoing or state.chime is SpeakerStage.PLAYING)


def chime(state: SelfcheckState, event: StartChime | ChimePlayed | ChimeAnswered) -> Step:
    """Trying the loudspeaker: a sound, and a question."""
    match (state.chime, event):
        case (_, StartChime()) if _free(state):
            return replace(state, chime=SpeakerStage.PLAYING), (PlayChime(),)
        case (SpeakerStage.PLAYING, ChimePlayed()):
            return replace(state, chime=SpeakerStage.ASKING), ()
        case (SpeakerStage.ASKING, ChimeAnswered(heard)):
            return replace(_answered(state, heard), chime=SpeakerStage.IDLE), ()
        case _:
            return state, ()


def _answered(state: SelfcheckState, heard: bool) -> SelfcheckState:
    """The user does (not) hear the loudspeaker: that may also tell a headset from a loudspeaker that plays nothing."""
    item = state.item(Check.HEADSET)
    if item is not None and item.verdict is not None and item.stage is Stage.VERDICT:
        state = show(state, answered(item.verdict, heard))
    return show(state, _speaker(heard))


def _speaker(heard: bool) -> Verdict:
    if heard:
        return Verdict(Check.SPEAKER, Severity.GREEN, Advice.SPEAKER_OK)
    return Verdict(Check.SPEAKER, Severity.RED, Advice.SPEAKER_NOT_HEARD)


def echo(state: SelfcheckState, event: StartEcho | EchoRecorded | EchoPlayed | EchoAnswered) -> Step:
    """The echo test: speak, hear yourself, answer. "Again" is a new `StartEcho` while asking."""
    match (state.echo, event):
        case (EchoStage.IDLE | EchoStage.ASKING | EchoStage.DONE, StartEcho()) if _free(state):
            return replace(state, echo=EchoStage.RECORDING), (RecordEcho(ECHO_SECONDS),)
        case (EchoStage.RECORDING, EchoRecorded(verdicts, audible)):
            state = show_all(state, verdicts)
            if audible:
                return replace(state, echo=EchoStage.PLAYING), (PlayEcho(),)
            empty = Verdict(Check.ECHO, Severity.UNKNOWN, Advice.ECHO_EMPTY)
            return replace(show(state, empty), echo=EchoStage.DONE), ()
        case (EchoStage.PLAYING, EchoPlayed()):
            return replace(state, echo=EchoStage.ASKING), ()
        case (EchoStage.ASKING, EchoAnswered(heard)):
            severity = Severity.GREEN if heard else Severity.RED
            state = show(state, Verdict(Check.ECHO, severity, Advice.ECHO_OK if heard else Advice.ECHO_NOT_HEARD))
            return replace(_answered(state, heard), echo=EchoStage.DONE), ()
        case _:
            return state, ()
