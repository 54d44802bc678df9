"""The sound part of `vardklient check`: opens the microphone, listens, and says what it heard."""

from __future__ import annotations

import threading

from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.ports.sound import SoundState


def sound_verdicts(microphone: str, speaker: str, seconds: float) -> list[Verdict]:
    """MICROPHONE, SILENCE, CLIPPING, SPEAKER and ECHO, after listening for `seconds`.

    What only a person can tell, whether the loudspeaker and the echo test were heard, stays unknown here. Without a
    sound card everything is unknown, at once.

    Args:
        microphone: its name, "" for the system's default.
        speaker: its name, "" for the system's default.
        seconds: how long to listen.
    """
    from vardklient.checks.sound_limits import load_sound_limits
    from vardklient.media.devices import list_devices
    from vardklient.media.listening import Window, microphone_verdicts
    from vardklient.media.portaudio import PortAudio
    from vardklient.media.sound import PortAudioMicrophone, PortAudioSpeaker

    audio = PortAudio()
    if microphone or speaker:
        audio.know(list_devices())
    listener, player = PortAudioMicrophone(audio, microphone), PortAudioSpeaker(audio, speaker)
    window, ended = Window(seconds), threading.Event()
    listener.on_state(lambda state: ended.set() if state is SoundState.LOST else None)
    listener.subscribe(window.add)
    try:
        listener.start()
        if listener.state is SoundState.RUNNING:
            ended.wait(seconds)
        verdicts = microphone_verdicts(window.samples(), listener.state, load_sound_limits())
        player.start()
        present = player.state is SoundState.RUNNING
    finally:
        listener.stop()
        player.stop()
    heard = Advice.SPEAKER_UNASKED if present else Advice.SPEAKER_MISSING
    return [
        *verdicts,
        Verdict(Check.SPEAKER, Severity.UNKNOWN, heard),
        Verdict(Check.ECHO, Severity.UNKNOWN, Advice.ECHO_UNASKED),
    ]
