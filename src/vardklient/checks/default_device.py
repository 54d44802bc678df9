"""Are the microphone and the loudspeaker those of the call, or the dictation microphone's, the screen's, nobody's?

By name (`judge_default_device`), by the voice that the inputs heard at the same time (`judge_loudest`), and by what the
system did without being asked (`judge_swap`). Each wrong device is said by its name, with the better one as data.
"""

from __future__ import annotations

from collections.abc import Mapping

from vardklient.checks.device_names import DeviceNames, DeviceSort
from vardklient.domain.device import Device, DeviceChoice, DeviceKind, DeviceList
from vardklient.domain.verdict import Advice, Check, Severity, Verdict

LOUDER_DB = 10.0
"""So much louder must another microphone hear the voice to be proposed. facts/audio.md, decision 9."""
SPEECH_LEAST_DBFS = -55.0
"""Fainter than this even the best microphone has heard no voice worth comparing. Own choice: `red_below_dbfs` of
[sound.level] less the 10 dB by which another may be better, and a little."""

_OPEN_TO_CHOICE = (DeviceSort.RECOMMENDED, DeviceSort.HEADSET, DeviceSort.ORDINARY)
"""What may be proposed, best first."""


def judge_default_device(microphone: str, speaker: str, present: DeviceList, names: DeviceNames) -> Verdict:
    """The verdict by name on the devices in use.

    A loopback is red: it never carries the voice. A dictation device is yellow. A screen or dock is yellow only if
    something better is plugged in: where it is all there is, it may well work, and the ear decides. Names in no list
    are no fault.

    Args:
        microphone: the name of the one in use, "" where there is none.
        speaker: the same.
        present: what is plugged in; the remedy is taken from it.
        names: the lists.
    """
    used = ((DeviceKind.MICROPHONE, microphone), (DeviceKind.SPEAKER, speaker))
    sorts = {kind: names.sort_of(kind, name) for kind, name in used if name}
    if sorts.get(DeviceKind.MICROPHONE) is DeviceSort.LOOPBACK:
        return _wrong(Severity.RED, Advice.HEADSET_LOOPBACK, DeviceKind.MICROPHONE, used, present, names)
    for kind, sort in sorts.items():
        if sort is DeviceSort.DICTATION:
            return _wrong(Severity.YELLOW, Advice.DEFAULT_DEVICE_DICTATION, kind, used, present, names)
    for kind, sort in sorts.items():
        if sort is DeviceSort.SCREEN:
            verdict = _wrong(Severity.YELLOW, Advice.DEFAULT_DEVICE_SCREEN, kind, used, present, names)
            if verdict.instead is not None:
                return verdict
    if not (microphone and speaker):
        return _verdict(Severity.UNKNOWN, Advice.DEFAULT_DEVICE_UNSURE)
    return _verdict(Severity.GREEN, Advice.DEFAULT_DEVICE_OK)


def rivals(used: str, present: DeviceList, names: DeviceNames) -> tuple[str, ...]:
    """The other microphones that may be proposed, by name: no loopback, dictation microphone or screen."""
    able = (d for d in present.microphones if d.name != used)
    return tuple(dict.fromkeys(d.name for d in able if names.sort_of(DeviceKind.MICROPHONE, d.name) in _OPEN_TO_CHOICE))


def judge_loudest(used: str, levels_dbfs: Mapping[str, float | None], present: tuple[Device, ...]) -> Verdict:
    """The verdict on which microphone hears the user best, while he speaks.

    Args:
        used: the name of the microphone in use.
        levels_dbfs: the active speech level that each microphone heard in the same seconds, by name; None where a
            microphone heard no speech or could not be opened.
        present: the microphones that are plugged in; the remedy is taken from them.
    """
    heard = {name: level_dbfs for name, level_dbfs in levels_dbfs.items() if level_dbfs is not None}
    best = max(heard, key=lambda name: (heard[name], name == used), default=None)
    if best is None or heard[best] < SPEECH_LEAST_DBFS or used not in levels_dbfs:
        return _verdict(Severity.UNKNOWN, Advice.DEFAULT_DEVICE_UNSURE)
    measures = {"best_dbfs": heard[best]}
    if used in heard:
        measures["used_dbfs"] = heard[used]
    if used in heard and heard[best] - heard[used] < LOUDER_DB:
        return Verdict(Check.DEFAULT_DEVICE, Severity.GREEN, Advice.DEFAULT_DEVICE_OK, measures, _LOUDER)
    device = next((device for device in present if device.name == best), None)
    instead = None if device is None else DeviceChoice(DeviceKind.MICROPHONE, device)
    return Verdict(
        Check.DEFAULT_DEVICE, Severity.YELLOW, Advice.DEFAULT_DEVICE_LOUDER, measures, _LOUDER, best, instead
    )


_LOUDER = {"louder_db": LOUDER_DB}


def judge_swap(now: str) -> Verdict:
    """The verdict when the microphone in use has been exchanged without the user: it is `now` another one."""
    return Verdict(Check.DEFAULT_DEVICE, Severity.YELLOW, Advice.DEFAULT_DEVICE_SWAPPED, device=now)


def _verdict(severity: Severity, advice: Advice) -> Verdict:
    return Verdict(Check.DEFAULT_DEVICE, severity, advice)


def _wrong(
    severity: Severity,
    advice: Advice,
    kind: DeviceKind,
    used: tuple[tuple[DeviceKind, str], ...],
    present: DeviceList,
    names: DeviceNames,
) -> Verdict:
    """This kind of device is wrong; what would be better, if there is any such thing."""
    by_kind = dict(used)
    partner = next(name for other, name in used if other is not kind)
    wrong = by_kind[kind]
    choice = _better(kind, wrong, partner, present.of(kind), names)
    return Verdict(Check.DEFAULT_DEVICE, severity, advice, device=wrong, instead=choice)


def _better(
    kind: DeviceKind, wrong: str, partner: str, present: tuple[Device, ...], names: DeviceNames
) -> DeviceChoice | None:
    """A recommended device, else a headset, else another; the one that is the other direction's before its likes."""

    def rank(device: Device) -> tuple[int, bool, bool]:
        return _OPEN_TO_CHOICE.index(names.sort_of(kind, device.name)), device.name != partner, not device.default

    able = [d for d in present if d.name != wrong and names.sort_of(kind, d.name) in _OPEN_TO_CHOICE]
    return DeviceChoice(kind, min(able, key=rank)) if able else None
