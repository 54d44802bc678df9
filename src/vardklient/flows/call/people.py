"""Who is in the call and how: questions about the snapshot, and the snapshot with one of them changed."""

from __future__ import annotations

from dataclasses import replace

from vardklient.domain.quality import QualityWatch
from vardklient.flows.call.words import CallState, Person, Phase, Presence
from vardklient.ports.clock import Clock


def is_(state: CallState, peer: str, presence: Presence) -> bool:
    """Is that person connected in this way?"""
    person = state.person(peer)
    return person is not None and person.presence is presence


def inside(state: CallState, peer: str) -> bool:
    """Is that person in the visit, and not in the waiting room?"""
    person = state.person(peer)
    return person is not None and person.presence not in (Presence.WAITING, Presence.LEFT)


def lost(state: CallState) -> bool:
    """Is anybody in the visit whose media reached us and do not any more?"""
    return any(p.presence is Presence.RECONNECTING for p in state.people)


def waited_for(state: CallState) -> bool:
    """Is anybody in the visit whose media do not reach us, or not yet?"""
    return lost(state) or any(p.presence is Presence.CONNECTING for p in state.people)


def without(state: CallState, peer: str) -> CallState:
    """The state without that person."""
    return replace(state, people=tuple(p for p in state.people if p.peer != peer))


def change(
    state: CallState,
    peer: str,
    clock: Clock,
    *,
    presence: Presence | None = None,
    epoch: int | None = None,
    devices_ok: bool | None = None,
    sends_audio: bool | None = None,
    sends_video: bool | None = None,
    seen: bool | None = None,
    line_lost: bool | None = None,
    watch: QualityWatch | None = None,
) -> CallState:
    """The state with this person changed; None leaves a field as it is."""

    def changed(person: Person) -> Person:
        moved = presence is not None and presence is not person.presence
        return Person(
            peer=person.peer,
            role=person.role,
            presence=person.presence if presence is None else presence,
            since=clock.now() if moved else person.since,
            epoch=person.epoch if epoch is None else epoch,
            devices_ok=person.devices_ok if devices_ok is None else devices_ok,
            sends_audio=person.sends_audio if sends_audio is None else sends_audio,
            sends_video=person.sends_video if sends_video is None else sends_video,
            seen=person.seen if seen is None else seen,
            line_lost=person.line_lost if line_lost is None else line_lost,
            quality=person.quality if watch is None else watch.verdict,
            watch=person.watch if watch is None else watch,
        )

    return replace(state, people=tuple(changed(p) if p.peer == peer else p for p in state.people))


def phased(state: CallState) -> CallState:
    """The phase that follows from how the people are connected; the phone stays until it is put down."""
    if state.phase is Phase.PHONE:
        return state
    found = {p.presence for p in state.people}
    if Presence.CONNECTED in found:
        phase = Phase.CONNECTED
    elif Presence.RECONNECTING in found or (Presence.CONNECTING in found and state.phase is Phase.RECONNECTING):
        phase = Phase.RECONNECTING
    else:
        phase = Phase.WAITING_ROOM
    return replace(state, phase=phase)
