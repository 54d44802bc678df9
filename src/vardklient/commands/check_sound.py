"""The sound part of `vardklient check`: opens the devices, listens and plays, and says what it heard."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.ports.sound import SoundState

if TYPE_CHECKING:
    from vardklient.checks.sound_limits import SoundLimits
    from vardklient.media.portaudio import PortAudio
    from vardklient.ports.devices import DeviceList
    from vardklient.ports.sound import Microphone, Speaker

QUIET_S = 1.5


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
        name = listener.name
        # closed meanwhile: a device that allows one user only is compared too
        listener.stop()
        compared = _compare(name, present, audio, limits, say)
        listener.start()
        player.start()
        headset = _loop(listener, player, limits, say)
        there = player.state is SoundState.RUNNING
    finally:
        listener.stop()
        player.stop()
    asked = Advice.SPEAKER_UNASKED if there else Advice.SPEAKER_MISSING
    return [
        *heard,
        compared,
        headset,
        Verdict(Check.SPEAKER, Severity.UNKNOWN, asked),
        Verdict(Check.ECHO, Severity.UNKNOWN, Advice.ECHO_UNASKED),
    ]


def _quiet(microphone: Microphone, limits: SoundLimits, say: Callable[[str], None]) -> list[Verdict]:
    from vardklient.media.quietsecond import QuietSecond
    from vardklient.ui.texts import selfcheck_view

    if microphone.state is SoundState.RUNNING:
        say(selfcheck_view.QUIET())
    return list(QuietSecond(microphone, limits).listen(QUIET_S)) or [
        Verdict(Check.NOISE, Severity.UNKNOWN, Advice.NOISE_UNSURE),
        Verdict(Check.HUM, Severity.UNKNOWN, Advice.HUM_UNSURE),
    ]


def _speech(microphone: Microphone, limits: SoundLimits, seconds: float, say: Callable[[str], None]) -> list[Verdict]:
    from vardklient.media.listening import Window, microphone_verdicts
    from vardklient.ui.texts import selfcheck_view

    window, ended = Window(seconds), threading.Event()
    microphone.on_state(lambda state: ended.set() if state is SoundState.LOST else None)
    microphone.subscribe(window.add)
    try:
        if microphone.state is SoundState.RUNNING:
            say(selfcheck_view.SPEAK())
            ended.wait(seconds)
        return list(microphone_verdicts(window.samples(), microphone.state, limits))
    finally:
        microphone.unsubscribe(window.add)


def _compare(
    used: str, present: DeviceList, audio: PortAudio, limits: SoundLimits, say: Callable[[str], None]
) -> Verdict:
    """In which of the microphones the user is heard best; unknown where there is nothing to compare."""
    from vardklient.checks.default_device import judge_loudest
    from vardklient.media.loudest import LoudestTest
    from vardklient.media.sound import PortAudioMicrophone
    from vardklient.ui.texts import selfcheck_view

    names = tuple(dict.fromkeys(device.name for device in present.microphones))
    if len(names) < 2 or used not in names:
        return Verdict(Check.DEFAULT_DEVICE, Severity.UNKNOWN, Advice.DEFAULT_DEVICE_UNSURE)
    say(selfcheck_view.SPEAK())
    levels = LoudestTest(lambda name: PortAudioMicrophone(audio, name), limits.level).run(names)
    return judge_loudest(used, levels, present.microphones)


def _loop(microphone: Microphone, speaker: Speaker, limits: SoundLimits, say: Callable[[str], None]) -> Verdict:
    from vardklient.media.looptest import LoopTest
    from vardklient.ui.texts import selfcheck_view

    if microphone.state is SoundState.RUNNING and speaker.state is SoundState.RUNNING:
        say(selfcheck_view.QUIET())
    return LoopTest(microphone, speaker, limits).run()
