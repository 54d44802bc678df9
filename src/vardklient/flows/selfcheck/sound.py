"""The course of the sound tests: a quiet second, a few words, our own sound; and what the user starts himself."""

from __future__ import annotations

from dataclasses import replace

from vardklient.domain.headset import answered
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.flows.selfcheck.lists import HEARD_CHECKS, QUIET_CHECKS, unsure
from vardklient.flows.selfcheck.trouble import MICROPHONE_TROUBLE, SPEAKER_TROUBLE, is_hidden
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
    """When all that speech can tell is known, our own sound is played; without both devices it is not.

    What the user has begun himself comes to its end first: our own sound must not be heard in it, nor it in ours.
    """
    headset = state.item(Check.HEADSET)
    waits = any(i.check in HEARD_CHECKS and i.stage is Stage.MEASURING for i in state.items)
    if not state.running or state.sound is not SoundStage.SPEECH or waits or state.tries:
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
    speaker = state.item(Check.SPEAKER)
    if speaker is not None and speaker.verdict is not None and speaker.verdict.advice is Advice.SPEAKER_OK:
        # he has said so already, of the same loudspeaker: another one makes SPEAKER due
        verdict = answered(verdict, user_heard=True)
    return replace(show(state, verdict), sound=SoundStage.DONE)


def _free(state: SelfcheckState) -> bool:
    """Is nothing else listening for something, or playing?"""
    return not (state.tries or state.sound in (SoundStage.QUIET, SoundStage.LOOP))


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
            state = _recorded(state, verdicts)
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


def _recorded(state: SelfcheckState, verdicts: tuple[Verdict, ...]) -> SelfcheckState:
    """What the recording shows. Silence shows nothing: what speech has shown stays, and what is measured goes on."""
    told = [v for v in verdicts if v.severity is not Severity.UNKNOWN and not is_hidden(state, v.check)]
    return show_all(state, told)


def stop(state: SelfcheckState) -> SelfcheckState:
    """Nothing listens or plays any more, nor for the user; a question that was asked stays."""
    said = EchoStage.IDLE if state.echo in (EchoStage.RECORDING, EchoStage.PLAYING) else state.echo
    rung = SpeakerStage.IDLE if state.chime is SpeakerStage.PLAYING else state.chime
    return replace(state, echo=said, chime=rung)
