from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from typing import get_args

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.fakes.clock import FakeClock
from vardklient.domain.identity import IdMethod
from vardklient.domain.quality import CallQuality, Cause, Quality
from vardklient.domain.record import Outcome
from vardklient.domain.visit import Role, Visit
from vardklient.flows import call
from vardklient.flows.call import CallNotice, CallState, Phase, Presence
from vardklient.flows.call.words import TIMERS
from vardklient.flows.timers import CancelTimer, StartTimer, TimerFired
from vardklient.ports import engine as eng
from vardklient.ports import signalling as sig
from vardklient.ports.sound import SoundState

CLOCK = FakeClock()
VISIT = Visit("v1", CLOCK.now(), CLOCK.now() + timedelta(minutes=20), label="IK-82", phone="070-174 06 05")
ICE = (sig.IceServer(("turn:127.0.0.1",)),)
LOST = eng.MediaChanged("p", 1, eng.MediaState.LOST)


class Play:
    """Feeds events and keeps what came out."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.state = CallState()
        self.effects: list[call.CallEffect] = []

    def __call__(self, *events: call.CallEvent | sig.SignallingEvent | eng.EngineEvent) -> CallState:
        self.effects = []
        for event in events:
            if isinstance(event, get_args(sig.SignallingEvent)):
                event = call.Heard(event)
            elif isinstance(event, get_args(eng.EngineEvent)):
                event = call.EngineSaid(event)
            self.state, effects = call.step(self.state, event, self.clock)
            self.effects += effects
        return self.state

    def said(self) -> list[sig.SignallingCommand]:
        return [e.command for e in self.effects if isinstance(e, call.Say)]

    def done(self) -> list[eng.EngineCommand]:
        return [e.command for e in self.effects if isinstance(e, call.Do)]


@pytest.fixture
def play() -> Play:
    play = Play()
    play(call.Begin(VISIT, "me", ICE))
    return play


@pytest.fixture
def connected(play: Play) -> Play:
    play(sig.Knocked("p", Role.PATIENT, True), call.AdmitPerson("p"), sig.PeerJoined("p", Role.PATIENT))
    play(sig.RemoteDescription("p", 1, "offer", "v=0"), eng.MediaChanged("p", 1, eng.MediaState.FLOWING))
    return play


def test_begin_shows_the_visit_and_who_waits_already() -> None:
    play = Play()
    state = play(call.Begin(VISIT, "me", ICE, (("p", Role.PATIENT, True),)))
    assert (state.phase, state.label, state.phone, state.you) == (Phase.WAITING_ROOM, "IK-82", "070-174 06 05", "me")
    assert [(p.peer, p.devices_ok) for p in state.people] == [("p", True)]
    assert state.person("nobody") is None
    assert play.done() == [eng.SendSound(True), eng.SendPicture(True)]


def test_a_protected_identity_shows_no_number() -> None:
    play = Play()
    assert play(call.Begin(Visit("v", CLOCK.now(), CLOCK.now(), protected=True, phone="070"), "me")).phone == ""


def test_from_the_waiting_room_to_the_end(play: Play) -> None:
    state = play(sig.Knocked("p", Role.PATIENT, None))
    assert state.main_peer == ""
    state = play(sig.Knocked("p", Role.PATIENT, True))
    assert state.people[0].devices_ok is True
    play(call.AdmitPerson("p"))
    assert play.said() == [sig.Admit("p")]
    state = play(sig.PeerJoined("p", Role.PATIENT))
    assert play.done() == [eng.OpenPeer("p", 0, offer=False, ice=ICE)]
    assert state.people[0].presence is Presence.CONNECTING
    state = play(sig.RemoteDescription("p", 1, "offer", "v=0"), sig.RemoteCandidate("p", 1, "c"))
    assert play.done() == [eng.TakeDescription("p", 1, "offer", "v=0"), eng.TakeCandidate("p", 1, "c")]
    play(eng.Described("p", 1, "answer", "v=1"), eng.CandidateFound("p", 1, "d"))
    assert play.said() == [sig.Describe("p", 1, "answer", "v=1"), sig.Candidate("p", 1, "d")]
    state = play(eng.MediaChanged("p", 1, eng.MediaState.FLOWING))
    assert (state.phase, state.main_peer, state.met) == (Phase.CONNECTED, "p", (Role.PATIENT,))
    assert state.started == play.clock.now()
    play.clock.advance(600)
    state = play(call.SettleIdentity("p", IdMethod.DOCUMENT_SHOWN))
    assert state.identity is not None
    state = play(call.End())
    assert play.said() == [sig.EndVisit()]
    assert call.ReleaseEverything() in play.effects
    card = call.after_call(state, play.clock.now())
    assert (card.outcome, card.id_method, card.present) == (Outcome.BY_VIDEO, IdMethod.DOCUMENT_SHOWN, (Role.PATIENT,))
    assert (card.started, card.ended) == (state.started, state.ended)


def test_nothing_of_the_waiting_reaches_the_engine(play: Play) -> None:
    play(
        sig.Knocked("q", Role.PATIENT, True),
        sig.RemoteDescription("q", 1, "offer", "v=0"),
        sig.RemoteCandidate("q", 1, "c"),
        eng.Described("q", 1, "answer", "v=0"),
        eng.CandidateFound("q", 1, "c"),
        eng.MediaChanged("q", 1, eng.MediaState.FLOWING),
        call.SettleIdentity("nobody", IdMethod.KNOWN_TO_ME),
    )
    assert play.done() == []
    assert play.said() == []
    assert play.state.identity is None


def test_deny_and_a_guest_who_gives_up(play: Play) -> None:
    play(sig.Knocked("p", Role.PATIENT, True), call.DenyPerson("p"))
    assert (play.said(), play.state.people) == ([sig.Deny("p")], ())
    play(sig.Knocked("p", Role.PATIENT, True), sig.PeerLeft("p"))
    assert play.state.people == ()
    assert play(sig.PeerLeft("never seen")).people == ()


def test_hold_closes_the_connection(connected: Play) -> None:
    state = connected(call.HoldPerson("p"))
    assert connected.said() == [sig.Hold("p")]
    assert eng.ClosePeer("p") in connected.done()
    assert (state.people[0].presence, state.phase) == (Presence.WAITING, Phase.WAITING_ROOM)


def test_microphone_and_camera(connected: Play) -> None:
    connected(call.SetMicrophone(False))
    assert (connected.done(), connected.said()) == ([eng.SendSound(False)], [sig.SayMedia(False, True)])
    state = connected(call.SetCamera(False))
    assert (connected.done(), connected.said()) == ([eng.SendPicture(False)], [sig.SayMedia(False, False)])
    assert (state.microphone_on, state.camera_on) == (False, False)
    state = connected(sig.PeerMedia("p", False, True))
    assert (state.people[0].sends_audio, state.people[0].sends_video) == (False, True)


def test_lost_signalling_leaves_the_call_alone(connected: Play) -> None:
    state = connected(sig.SignallingLost())
    assert (state.phase, state.signalling_lost, state.notice) == (Phase.CONNECTED, True, CallNotice.SIGNALLING_LOST)
    assert connected.effects == []
    state = connected(sig.SignallingRestored())
    assert (state.signalling_lost, state.notice) == (False, None)


def test_a_dropped_patient_is_said_with_the_phone_when_media_stop_too(connected: Play) -> None:
    state = connected(sig.PeerLeft("p", gone=False))
    assert (state.phase, state.notice) == (Phase.CONNECTED, None)
    state = connected(eng.MediaChanged("p", 1, eng.MediaState.LOST))
    assert (state.phase, state.notice, state.offer_phone) == (Phase.RECONNECTING, CallNotice.PEER_DROPPED, True)
    state = connected(sig.PeerJoined("p", Role.PATIENT))
    assert (state.notice, state.offer_phone, state.phase) == (None, False, Phase.RECONNECTING)
    state = connected(eng.MediaChanged("p", 2, eng.MediaState.FLOWING))
    assert state.phase is Phase.CONNECTED
    connected(sig.PeerLeft("p", gone=False), eng.MediaChanged("p", 2, eng.MediaState.LOST))
    state = connected(sig.PeerLeft("p", gone=True))
    assert (state.people[0].presence, state.notice) == (Presence.LEFT, CallNotice.PEER_DROPPED)
    assert state.offer_phone
    assert eng.ClosePeer("p") in connected.done()


def test_a_lost_line_with_flowing_media_disturbs_nobody(connected: Play) -> None:
    state = connected(sig.PeerLeft("p", gone=False), sig.PeerLeft("p", gone=True))
    assert (state.phase, state.notice, connected.done()) == (Phase.CONNECTED, None, [])
    state = connected(sig.PeerJoined("p", Role.PATIENT))
    assert not state.people[0].line_lost


def test_dropped_before_the_first_picture(play: Play) -> None:
    state = play(sig.PeerJoined("p", Role.PATIENT), sig.PeerLeft("p", gone=False))
    assert (state.phase, state.notice) == (Phase.RECONNECTING, CallNotice.PEER_DROPPED)


def test_a_patient_who_leaves_on_purpose_and_comes_back(connected: Play) -> None:
    state = connected(sig.PeerLeft("p", gone=True))
    assert (state.notice, state.offer_phone) == (CallNotice.PEER_LEFT, False)
    state = connected(sig.Knocked("p", Role.PATIENT, True))
    assert [p.presence for p in state.people] == [Presence.WAITING]


def timers(play: Play) -> dict[str, float]:
    return {e.name: e.seconds for e in play.effects if isinstance(e, StartTimer)}


def stopped(play: Play) -> set[str]:
    return {e.name for e in play.effects if isinstance(e, CancelTimer)}


def test_the_first_moment_without_packets_says_nothing(connected: Play) -> None:
    before = connected.state
    assert connected(eng.MediaChanged("p", 1, eng.MediaState.WEAK)) == before


def test_lost_media_are_said_at_four_seconds_and_the_phone_is_offered_at_ten(connected: Play) -> None:
    state = connected(LOST)
    assert (state.notice, state.phase, connected.said()) == (None, Phase.RECONNECTING, [sig.Rejoin()])
    # the engine says so two seconds after the last packet
    assert timers(connected) == {"media_sentence": 2.0, "media_away": 8.0, "rejoin_again": 3.0}
    state = connected(TimerFired("media_sentence"))
    assert (state.notice, state.offer_phone) == (CallNotice.MEDIA_LOST, False)
    assert connected(LOST) is state, "counted from the loss, not from the newest word of it"
    assert connected.effects == []
    state = connected(TimerFired("media_away"))
    assert (state.offer_phone, state.interrupted) == (True, True)
    state = connected(eng.MediaChanged("p", 2, eng.MediaState.FLOWING))
    assert stopped(connected) == {"media_sentence", "media_away", "rejoin_again", "first_picture"}
    assert (state.offer_phone, state.notice, state.phase) == (False, None, Phase.CONNECTED)
    for name in ("media_away", "media_sentence", "rejoin_again"):
        assert connected(TimerFired(name)) is state
        assert connected.effects == []
    assert connected(eng.MediaChanged("p", 2, eng.MediaState.CLOSED)).phase is Phase.CONNECTED


def test_a_new_connection_is_asked_for_until_there_is_one(connected: Play) -> None:
    connected(LOST)
    for _ in range(7):
        state = connected(TimerFired("rejoin_again"))
        assert (connected.said(), timers(connected)) == ([sig.Rejoin()], {"rejoin_again": 3.0})
        assert [p.presence for p in state.people] == [Presence.RECONNECTING], "nobody is back in the waiting room"
    connected(sig.PeerLeft("p", gone=False), TimerFired("rejoin_again"))
    assert (connected.said(), timers(connected)) == ([], {"rejoin_again": 3.0}), "they come back by themselves"
    connected(sig.PeerJoined("p", Role.PATIENT))
    assert timers(connected)["rejoin_again"] == 3.0
    connected(TimerFired("rejoin_again"))
    assert connected.said() == [sig.Rejoin()]


def test_with_two_people_the_words_stay_until_both_are_back(connected: Play) -> None:
    connected(sig.PeerJoined("t", Role.INTERPRETER), eng.MediaChanged("t", 1, eng.MediaState.FLOWING))
    connected(LOST, eng.MediaChanged("t", 1, eng.MediaState.LOST))
    assert timers(connected)["media_away"] == 8.0
    connected(TimerFired("media_sentence"))
    state = connected(eng.MediaChanged("t", 2, eng.MediaState.FLOWING))
    assert (state.notice, stopped(connected)) == (CallNotice.MEDIA_LOST, set())
    assert connected(eng.MediaChanged("p", 2, eng.MediaState.FLOWING)).notice is None


# ---------------------------------------------------------------- quality

GOOD = eng.Measured("p", 1, fps_in=30, fps_out=30, fps_wanted=30, bitrate_in_kbps=900, loss_in_share=0.0)
LOSSY = replace(GOOD, loss_in_share=0.1)


def test_the_snapshot_changes_only_with_the_verdict(connected: Play) -> None:
    good = connected.state
    assert good.quality == CallQuality()
    assert connected(GOOD, GOOD, LOSSY, LOSSY) == good
    weak = connected(LOSSY)
    assert weak.quality == CallQuality(Quality.WEAK, Cause.THEIR_LINE)
    assert connected(LOSSY, GOOD, GOOD, GOOD, GOOD) == weak
    assert connected(GOOD) == good


def test_what_cannot_be_known_or_is_off_is_no_fault(connected: Play) -> None:
    good = connected.state
    assert connected(*[eng.Measured("p", 1, frozen_s=1.0, busy_s=1.0)] * 9) == good
    assert connected(*[eng.Measured("stranger", 1, fps_in=0, loss_in_share=1.0)] * 9) == good
    dark = connected(sig.PeerMedia("p", True, False), call.SetCamera(False))
    assert connected(*[replace(GOOD, frozen_s=1.0, fps_out=0)] * 9) == dark


def test_a_lost_line_to_the_server_tells_whose_line_it_is(connected: Play) -> None:
    connected(sig.SignallingLost(), *[LOSSY] * 3)
    assert connected.state.quality == CallQuality(Quality.WEAK, Cause.OUR_LINE)


def test_what_was_weak_before_the_loss_is_forgotten(connected: Play) -> None:
    connected(*[LOSSY] * 3)
    assert connected(LOST).quality is None
    assert connected(eng.MediaChanged("p", 2, eng.MediaState.FLOWING)).quality == CallQuality()


def test_weak_for_everybody_is_our_line(connected: Play) -> None:
    connected(sig.PeerJoined("t", Role.INTERPRETER), eng.MediaChanged("t", 1, eng.MediaState.FLOWING))
    connected(*[LOSSY] * 3)
    assert connected.state.quality == CallQuality(Quality.WEAK, Cause.THEIR_LINE)
    connected(*[replace(LOSSY, peer="t")] * 3)
    assert connected.state.quality == CallQuality(Quality.WEAK, Cause.OUR_LINE)


# ---------------------------------------------------------------- sound


def test_speaking_into_a_microphone_that_is_off(connected: Play) -> None:
    assert not connected(eng.SpokeWhileMuted()).muted_talk, "it was turned on just now"
    connected(call.SetMicrophone(False))
    assert connected(eng.SpokeWhileMuted()).muted_talk
    assert timers(connected) == {"muted_talk": 6.0}
    assert not connected(TimerFired("muted_talk")).muted_talk
    connected(eng.SpokeWhileMuted())
    assert not connected(call.SetMicrophone(True)).muted_talk
    assert stopped(connected) == {"muted_talk"}


RUNNING, LOST_SOUND = SoundState.RUNNING, SoundState.LOST
HEADSET = eng.SoundChanged(RUNNING, RUNNING, "Jabra", "Jabra")


def test_opening_the_devices_is_no_news(connected: Play) -> None:
    closed = eng.SoundChanged(SoundState.CLOSED, SoundState.CLOSED)
    assert connected(closed, HEADSET).sound_notice is None
    assert connected(closed).sound_notice is None
    assert connected(HEADSET).sound_notice is None


@pytest.mark.parametrize("between", [[], [eng.SoundChanged(LOST_SOUND, RUNNING, "Jabra", "Jabra")]])
def test_an_unplugged_microphone_is_said_for_a_while(connected: Play, between: list[eng.SoundChanged]) -> None:
    connected(HEADSET, *between)
    assert connected.state.sound_notice is None
    state = connected(eng.SoundChanged(RUNNING, RUNNING, "Inbyggd", "Jabra"))
    assert state.sound_notice == call.SoundNotice(call.SoundTrouble.MOVED, None, "Inbyggd", "Jabra")
    assert timers(connected) == {"sound_told": 10.0}
    assert connected(TimerFired("sound_gone")) == state
    assert connected(TimerFired("sound_told")).sound_notice is None
    assert connected(TimerFired("sound_told")).sound_notice is None


def test_a_headset_takes_both_with_it(connected: Play) -> None:
    connected(HEADSET, eng.SoundChanged(RUNNING, RUNNING, "Inbyggd", "Jabra"))
    state = connected(eng.SoundChanged(RUNNING, RUNNING, "Inbyggd", "HDMI"))
    moved = call.SoundTrouble.MOVED
    assert state.sound_notice == call.SoundNotice(moved, moved, "Inbyggd", "HDMI")


def test_a_device_without_another_is_said_for_as_long_as_it_is_gone(connected: Play) -> None:
    connected(HEADSET, eng.SoundChanged(LOST_SOUND, LOST_SOUND, "Jabra", "Jabra"))
    assert timers(connected) == {"sound_gone": 2.0}
    gone = call.SoundTrouble.GONE
    assert connected(TimerFired("sound_gone")).sound_notice == call.SoundNotice(gone, gone, "Jabra", "Jabra")
    state = connected(eng.SoundChanged(SoundState.MISSING, RUNNING, "", "Inbyggd"))
    assert state.sound_notice == call.SoundNotice(gone, call.SoundTrouble.MOVED, "", "Inbyggd")
    assert stopped(connected) == {"sound_gone"}
    assert connected(TimerFired("sound_told")).sound_notice == call.SoundNotice(gone, None, "", "Inbyggd")
    assert connected(eng.SoundChanged(RUNNING, RUNNING, "Jabra", "Inbyggd")).sound_notice is None


@pytest.mark.parametrize(
    ("how", "trouble"),
    [(SoundState.BUSY, call.SoundTrouble.BUSY), (SoundState.REFUSED, call.SoundTrouble.REFUSED)],
)
def test_a_device_that_cannot_be_had(connected: Play, how: SoundState, trouble: call.SoundTrouble) -> None:
    state = connected(eng.SoundChanged(how, how, "Jabra", "Jabra"))
    assert state.sound_notice == call.SoundNotice(trouble, trouble, "Jabra", "Jabra")
    assert connected(call.End()).sound_notice is None


def test_healed_media_keep_saying_that_signalling_is_lost(connected: Play) -> None:
    connected(LOST, TimerFired("media_sentence"), sig.SignallingLost())
    assert connected(eng.MediaChanged("p", 1, eng.MediaState.FLOWING)).notice is CallNotice.SIGNALLING_LOST


def test_no_first_picture_offers_the_phone(play: Play) -> None:
    play(sig.PeerJoined("p", Role.PATIENT))
    state = play(TimerFired("first_picture"))
    assert (state.notice, state.offer_phone) == (CallNotice.CANNOT_CONNECT, True)


def test_an_engine_that_has_died_for_good_offers_the_phone(connected: Play) -> None:
    state = connected(LOST, eng.EngineFailed("", "engine_died"))
    assert (state.notice, state.offer_phone) == (CallNotice.ENGINE_DIED, True)
    assert connected(TimerFired("media_sentence")).notice is CallNotice.ENGINE_DIED
    assert connected(eng.MediaChanged("p", 2, eng.MediaState.FLOWING)).notice is None


def test_a_connection_that_fails_matters_only_while_none_carries_the_call(connected: Play) -> None:
    before = connected.state
    assert connected(eng.EngineFailed("p", "no_route")) is before
    state = connected(LOST, eng.EngineFailed("p", "no_route"))
    assert (state.notice, state.offer_phone) == (CallNotice.CANNOT_CONNECT, True)


def test_joined_again_while_connected_changes_nothing(connected: Play) -> None:
    before = connected.state
    assert connected(sig.PeerJoined("p", Role.PATIENT)) == before
    assert connected.effects == []


def test_joined_while_lost_media_reconnects(connected: Play) -> None:
    connected(eng.MediaChanged("p", 1, eng.MediaState.LOST))
    state = connected(sig.PeerJoined("p", Role.PATIENT))
    assert state.phase is Phase.RECONNECTING
    assert eng.OpenPeer("p", 0, offer=False, ice=ICE) in connected.done()


def test_phone_and_back(connected: Play) -> None:
    state = connected(call.UsePhone())
    assert (state.phase, state.outcome) == (Phase.PHONE, Outcome.COMPLETED_BY_PHONE)
    assert connected(eng.MediaChanged("p", 1, eng.MediaState.FLOWING)).phase is Phase.PHONE
    state = connected(call.BackToVideo())
    assert (state.phase, state.outcome) == (Phase.CONNECTED, Outcome.BY_VIDEO)
    assert connected(call.BackToVideo()) == state


def test_nobody_came(play: Play) -> None:
    state = play(call.End())
    assert state.outcome is Outcome.NO_SHOW
    assert call.after_call(state, play.clock.now()).started is None
    assert call.after_call(CallState(), play.clock.now()).ended == play.clock.now()


def test_the_other_host_ended(connected: Play) -> None:
    state = connected(sig.VisitEnded())
    assert (state.phase, connected.said()) == (Phase.ENDED, [])
    assert call.ReleaseEverything() in connected.effects
    state = connected(call.SetOutcome(Outcome.NEEDS_PHYSICAL))
    assert state.outcome is Outcome.NEEDS_PHYSICAL


def test_refusals(play: Play) -> None:
    assert play(sig.Refused("ticket")).notice is CallNotice.TICKET_REFUSED
    assert play(sig.Refused("forbidden"), sig.Welcomed("again", ())).you == "again"


def test_outcome_can_be_set_during_the_call(connected: Play) -> None:
    assert connected(call.SetOutcome(Outcome.NEEDS_PHYSICAL)).outcome is Outcome.NEEDS_PHYSICAL


def test_the_interpreter_is_never_the_main_picture_beside_the_patient(play: Play) -> None:
    play(sig.PeerJoined("t", Role.INTERPRETER))
    assert play.state.main_peer == "t"
    assert play(sig.PeerJoined("p", Role.PATIENT)).main_peer == "p"


def test_there_is_no_effect_for_recording_chat_or_files() -> None:
    vocabulary = [*get_args(call.CallEffect), *get_args(sig.SignallingCommand), *get_args(eng.EngineCommand)]
    for kind in vocabulary:
        words = f"{kind.__name__} {' '.join(f.name for f in fields(kind))}".lower()
        for never in ("record", "chat", "text", "file", "save", "message", "upload"):
            assert never not in words, kind
    assert len(vocabulary) > 15


PEERS = st.sampled_from(["p", "q", "t"])
ROLES = st.sampled_from([Role.PATIENT, Role.INTERPRETER])
EVENTS = st.one_of(
    *(st.builds(kind, PEERS) for kind in (call.AdmitPerson, call.DenyPerson, call.HoldPerson)),
    st.builds(call.Begin, st.just(VISIT), st.just("me")),
    st.builds(call.SettleIdentity, PEERS, st.sampled_from(IdMethod)),
    st.builds(call.SetMicrophone, st.booleans()),
    st.builds(call.SetCamera, st.booleans()),
    st.sampled_from([call.UsePhone(), call.BackToVideo(), *(TimerFired(name) for name in (*TIMERS, "other"))]),
    st.builds(call.SetOutcome, st.sampled_from(Outcome)),
    st.builds(sig.Knocked, PEERS, ROLES, st.booleans()),
    st.builds(sig.PeerJoined, PEERS, ROLES),
    st.builds(sig.PeerLeft, PEERS, st.booleans()),
    st.builds(sig.RemoteDescription, PEERS, st.integers(0, 3), st.just("offer"), st.just("v=0")),
    st.builds(sig.RemoteCandidate, PEERS, st.integers(0, 3), st.just("c")),
    st.sampled_from([sig.SignallingLost(), sig.SignallingRestored(), sig.Refused("forbidden"), sig.Refused("ticket")]),
    st.builds(eng.MediaChanged, PEERS, st.integers(0, 3), st.sampled_from(eng.MediaState)),
    st.builds(eng.Described, PEERS, st.integers(0, 3), st.just("answer"), st.just("v=0")),
    st.builds(eng.EngineFailed, PEERS | st.just(""), st.just("x")),
    st.builds(eng.Measured, PEERS, st.just(1), st.none() | st.floats(0, 30), loss_in_share=st.none() | st.floats(0, 1)),
    st.builds(
        eng.SoundChanged, *[st.sampled_from(SoundState)] * 2, st.sampled_from(["a", "b"]), st.sampled_from(["c", "d"])
    ),
    st.just(eng.SpokeWhileMuted()),
)


class CallMachine(RuleBasedStateMachine):
    """No sequence raises; ended absorbs; devices are released in every terminal state; the waiting get no media."""

    def __init__(self) -> None:
        super().__init__()
        self.play = Play()
        self.released = False

    @rule(event=EVENTS)
    def feed(self, event: call.CallEvent) -> None:
        waiting = {p.peer for p in self.play.state.people if p.presence is Presence.WAITING}
        ended = self.play.state.phase is Phase.ENDED
        before = self.play.state
        self.play(event)
        self.released |= call.ReleaseEverything() in self.play.effects
        assert not (ended and self.play.effects)
        assert not ended or isinstance(event, call.SetOutcome) or self.play.state == before
        for command in self.play.done():
            if isinstance(command, eng.TakeDescription | eng.TakeCandidate):
                assert command.peer not in waiting

    @rule(event=st.sampled_from([call.End(), sig.VisitEnded()]))
    def end(self, event: call.CallEvent) -> None:
        self.feed(event)
        assert self.play.state.phase is Phase.ENDED

    @invariant()
    def released_when_ended(self) -> None:
        assert self.released == (self.play.state.phase is Phase.ENDED)


CallMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestCallMachine = CallMachine.TestCase
