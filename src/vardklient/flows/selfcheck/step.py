"""The self-test's rules: one event in, the next snapshot and the effects out."""

from __future__ import annotations

from dataclasses import replace

from vardklient.base.clock import STOCKHOLM
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.flows.selfcheck import sound
from vardklient.flows.selfcheck.devices import camera_changed, microphone_changed, speaker_changed
from vardklient.flows.selfcheck.lists import ASKED_LATER, MORNING_CHECKS, unsure
from vardklient.flows.selfcheck.sound import Step
from vardklient.flows.selfcheck.weigh import give_up, show, show_all, weigh, with_item
from vardklient.flows.selfcheck.words import (
    TIME_BOX_S,
    CameraChanged,
    Cancel,
    ChimeAnswered,
    ChimePlayed,
    EchoAnswered,
    EchoPlayed,
    EchoRecorded,
    EchoStage,
    Item,
    LevelHeard,
    LoopHeard,
    Measured,
    MeasureNetwork,
    MicrophoneChanged,
    OpenDevices,
    Private,
    Progressed,
    QuietHeard,
    Recheck,
    SayPrivate,
    SelfcheckEffect,
    SelfcheckEvent,
    SelfcheckState,
    SoundStage,
    SpeakerChanged,
    SpeakerStage,
    Stage,
    Start,
    StartChime,
    StartEcho,
    StopTests,
    Told,
)
from vardklient.flows.timers import CancelTimer, StartTimer, TimerFired
from vardklient.ports.clock import Clock

_BOX = "selfcheck_box"

_Completing = (
    Measured
    | Told
    | QuietHeard
    | LoopHeard
    | CameraChanged
    | MicrophoneChanged
    | SpeakerChanged
    | StartEcho
    | EchoRecorded
    | EchoPlayed
    | EchoAnswered
    | StartChime
    | ChimePlayed
    | ChimeAnswered
)


def step(state: SelfcheckState, event: SelfcheckEvent, clock: Clock) -> Step:
    """One event. Never raises, whatever the order of events."""
    match event:
        case Start(checks, setup):
            return _begin(replace(state, items=_fresh(checks), setup=setup), clock)
        case Recheck():
            return _recheck(state, event, clock)
        case LevelHeard(level_dbfs):
            return replace(state, level_dbfs=level_dbfs), ()
        case Progressed(check, share):
            return _progressed(state, check, share), ()
        case SayPrivate(private):
            said = Private(clock.now().astimezone(STOCKHOLM).date(), state.setup.place) if private else None
            return _place(replace(state, private=said), clock), ()
        case Cancel():
            return _ended(sound.stop(state), clock), (CancelTimer(_BOX), StopTests())
        case TimerFired():
            return _time_is_up(state, clock)
        case _:
            return _after(state, event, clock)


def _after(state: SelfcheckState, event: _Completing, clock: Clock) -> Step:
    """What may complete a part of the test, and so let the next one begin."""
    effects: tuple[SelfcheckEffect, ...] = ()
    match event:
        case Measured(verdict, at_s):
            state = weigh(state, verdict, at_s)
        case Told(verdicts):
            state = show_all(state, verdicts)
        case QuietHeard(verdicts):
            state = sound.quiet_heard(state, verdicts)
        case LoopHeard(verdict):
            state = sound.loop_heard(state, verdict)
        case CameraChanged(camera):
            state = camera_changed(state, camera)
        case MicrophoneChanged(microphone):
            state = microphone_changed(state, microphone)
        case SpeakerChanged(speaker):
            state = speaker_changed(state, speaker)
        case StartEcho() | EchoRecorded() | EchoPlayed() | EchoAnswered():
            state, effects = sound.echo(state, event)
        case StartChime() | ChimePlayed() | ChimeAnswered():
            state, effects = sound.chime(state, event)
    state, more = sound.go_on(state)
    state, last = _finish_if_done(state, clock)
    return state, (*effects, *more, *last)


def _fresh(checks: tuple[Check, ...]) -> tuple[Item, ...]:
    return tuple(
        Item(check, Stage.VERDICT, unsure(check)) if check in ASKED_LATER else Item(check, Stage.MEASURING)
        for check in checks
    )


def _recheck(state: SelfcheckState, event: Recheck, clock: Clock) -> Step:
    """Only these anew; a check that was not on the list comes to its place in it."""
    kept = {item.check: item for item in event.kept or state.items}
    items = kept | {item.check: item for item in _fresh(event.checks)}
    ordered = tuple(items[check] for check in MORNING_CHECKS if check in items)
    private = event.private or state.private
    return _begin(replace(state, items=ordered, setup=event.setup, private=private), clock)


def _begin(state: SelfcheckState, clock: Clock) -> Step:
    """What is on the list as to be measured is measured; the devices are as they were last heard of."""
    nothing_due = not any(item.stage is Stage.MEASURING for item in state.items)
    state = replace(
        state,
        running=True,
        started_at=clock.now(),
        finished_at=None,
        echo=EchoStage.IDLE,
        chime=SpeakerStage.IDLE,
        level_dbfs=None,
    )
    state = camera_changed(state, state.camera_state)
    state = speaker_changed(microphone_changed(state, state.microphone_state), state.speaker_state)
    state = _place(state, clock)
    state, listening = sound.begin(state)
    network = state.item(Check.NETWORK)
    measured = network is not None and network.stage is Stage.MEASURING
    testing = (MeasureNetwork(),) if measured else ()
    effects = (StopTests(), StartTimer(_BOX, TIME_BOX_S), *testing, OpenDevices(), *listening)
    state, playing = sound.go_on(state)
    state, done = _finish_if_done(state, clock) if nothing_due else (state, ())
    return state, (*effects, *playing, *done)


def _place(state: SelfcheckState, clock: Clock) -> SelfcheckState:
    """Said once a day and place, it holds."""
    here = Private(clock.now().astimezone(STOCKHOLM).date(), state.setup.place)
    if state.private == here:
        return show(state, Verdict(Check.PLACE, Severity.GREEN, Advice.PLACE_OK))
    return show(state, unsure(Check.PLACE))


def _progressed(state: SelfcheckState, check: Check, share: float) -> SelfcheckState:
    item = state.item(check)
    if item is None or item.stage is not Stage.MEASURING:
        return state
    return with_item(state, replace(item, share=min(1.0, max(item.share or 0.0, share))))


def _finish_if_done(state: SelfcheckState, clock: Clock) -> Step:
    if not state.running or any(i.stage is Stage.MEASURING for i in state.items):
        return state, ()
    done = replace(state, running=False, finished_at=clock.now(), sound=SoundStage.DONE)
    return done, (CancelTimer(_BOX),)


def _ended(state: SelfcheckState, clock: Clock) -> SelfcheckState:
    """What is not known is unknown."""
    if not state.running:
        return state
    for item in state.items:
        state = give_up(state, item)
    return replace(state, running=False, finished_at=clock.now(), sound=SoundStage.DONE)


def _time_is_up(state: SelfcheckState, clock: Clock) -> Step:
    """The test ends; what the user has begun himself comes to its own end."""
    return _ended(state, clock), () if state.tries else (StopTests(),)
