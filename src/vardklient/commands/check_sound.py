"""The sound part of `vardklient check`: opens the devices, listens and plays, and says what it heard."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.flows.selfcheck import QUIET_CHECKS, QUIET_SECONDS, unsure
from vardklient.ports.sound import SoundState

if TYPE_CHECKING:
    from vardklient.checks.sound_limits import SoundLimits
    from vardklient.media.portaudio import PortAudio
    from vardklient.ports.devices import DeviceList
    from vardklient.ports.sound import Microphone, Speaker

_JUDGED_MOST_S = 30.0
"""Of a longer listening the last so many seconds are judged: sound is not kept by the hour."""


def sound_verdicts(
    microphone: str, speaker: str, seconds: float, say: Callable[[str], None] = lambda line: None
) -> list[Verdict]:
    """Everything that can be told of the sound, after listening for `seconds` and some 12 s more.

    NOISE and HUM, MICROPHONE, SILENCE, CLIPPING, DROPOUTS and BANDWIDTH, DEFAULT_DEVICE, HEADSET, SPEAKER and ECHO.
    What only a person can tell, whether the loudspeaker and the echo test were heard, stays unknown here. Without a
    sound card everything is unknown, at once.

    Args:
        microphone: its name, "" for the system's default.
        speaker: its name, "" for the system's default.
        seconds: how long to listen to speech.
        say: told, in the user's language, what he should do now.
    """
    from vardklient.checks.sound_limits import load_sound_limits
    from vardklient.media.devices import list_devices
    from vardklient.media.portaudio import PortAudio
    from vardklient.media.sound import PortAudioMicrophone, PortAudioSpeaker

    limits, audio, present = load_sound_limits(), PortAudio(), list_devices()
    audio.know(present)
    listener, player = PortAudioMicrophone(audio, microphone), PortAudioSpeaker(audio, speaker)
    try:
        listener.start()
        heard = _quiet(listener, limits, say) + _speech(listener, limits, seconds, say)
        used = _name_of(listener)
        # closed meanwhile: a device that allows one user only is compared too
        listener.stop()
        player.start()
        chosen = _chosen(used, _name_of(player), present, audio, limits, say)
        listener.start()
        headset = _loop(listener, player, limits, say)
        there = player.state is SoundState.RUNNING
    finally:
        listener.stop()
        player.stop()
    asked = Advice.SPEAKER_UNASKED if there else Advice.SPEAKER_MISSING
    return [
        *heard,
        chosen,
        headset,
        Verdict(Check.SPEAKER, Severity.UNKNOWN, asked),
        unsure(Check.ECHO),
    ]


def _name_of(device: Microphone | Speaker) -> str:
    return device.name if device.state is SoundState.RUNNING else ""


def _quiet(microphone: Microphone, limits: SoundLimits, say: Callable[[str], None]) -> list[Verdict]:
    from vardklient.media.quietsecond import QuietSecond
    from vardklient.ui.texts import selfcheck_view

    if microphone.state is SoundState.RUNNING:
        say(selfcheck_view.QUIET())
    return list(QuietSecond(microphone, limits).listen(QUIET_SECONDS)) or [unsure(check) for check in QUIET_CHECKS]


def _speech(microphone: Microphone, limits: SoundLimits, seconds: float, say: Callable[[str], None]) -> list[Verdict]:
    from vardklient.media.listening import Window, microphone_verdicts
    from vardklient.ui.texts import selfcheck_view

    window, ended = Window(min(seconds, _JUDGED_MOST_S)), threading.Event()
    microphone.on_state(lambda state: ended.set() if state is SoundState.LOST else None)
    microphone.subscribe(window.add)
    try:
        if microphone.state is SoundState.RUNNING:
            say(selfcheck_view.SPEAK())
            ended.wait(seconds)
        return list(microphone_verdicts(window.samples(), microphone.state, limits))
    finally:
        microphone.unsubscribe(window.add)


def _chosen(
    microphone: str,
    speaker: str,
    present: DeviceList,
    audio: PortAudio,
    limits: SoundLimits,
    say: Callable[[str], None],
) -> Verdict:
    """Are these the right ones by their names, and if so, is the user heard best in this microphone of all?"""
    from vardklient.checks.default_device import judge_default_device, rivals
    from vardklient.program.known import clinics_names

    names = clinics_names()
    named = judge_default_device(microphone, speaker, present, names)
    others = rivals(microphone, present, names)
    if named.severity in (Severity.RED, Severity.YELLOW) or not microphone or not others:
        return named
    compared = _compare(microphone, others, present, audio, limits, say)
    return compared if compared.severity in (Severity.YELLOW, named.severity) else named


def _compare(
    used: str,
    others: tuple[str, ...],
    present: DeviceList,
    audio: PortAudio,
    limits: SoundLimits,
    say: Callable[[str], None],
) -> Verdict:
    """In which of the microphones the user is heard best."""
    from vardklient.checks.default_device import judge_loudest
    from vardklient.media.loudest import LoudestTest
    from vardklient.media.sound import PortAudioMicrophone
    from vardklient.ui.texts import selfcheck_view

    say(selfcheck_view.SPEAK())
    levels = LoudestTest(lambda name: PortAudioMicrophone(audio, name), limits.level).run((used, *others))
    return judge_loudest(used, levels, present.microphones)


def _loop(microphone: Microphone, speaker: Speaker, limits: SoundLimits, say: Callable[[str], None]) -> Verdict:
    from vardklient.media.looptest import LoopTest
    from vardklient.ui.texts import selfcheck_view

    if microphone.state is SoundState.RUNNING and speaker.state is SoundState.RUNNING:
        say(selfcheck_view.QUIET())
    return LoopTest(microphone, speaker, limits).run()
