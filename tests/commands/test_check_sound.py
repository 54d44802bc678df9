from __future__ import annotations

import json

from PySide6.QtWidgets import QApplication

from tests.peers.sound_bed import SoundBed, VirtualDevice
from vardklient.base.resources import resource
from vardklient.commands.check_sound import sound_verdicts
from vardklient.domain.verdict import Advice, Check, Severity

CHECK = """
import json, sys
from vardklient.commands.check_sound import sound_verdicts
print("listening", flush=True)
microphone, speaker = sys.argv[1:]
print(json.dumps({v.check: [v.severity, v.advice] for v in sound_verdicts(microphone, speaker, 4.0)}), flush=True)
"""


def test_without_a_sound_card_everything_is_unknown_at_once(qapp: QApplication) -> None:
    for names in (("", ""), ("Jabra", "Jabra")):
        # nobody could wait for that long
        verdicts = {verdict.check: verdict for verdict in sound_verdicts(*names, seconds=3600.0)}
        assert {verdict.severity for verdict in verdicts.values()} == {Severity.UNKNOWN}
        assert {check: verdict.advice for check, verdict in verdicts.items()} == {
            Check.NOISE: Advice.NOISE_UNSURE,
            Check.HUM: Advice.HUM_UNSURE,
            Check.MICROPHONE: Advice.MICROPHONE_MISSING,
            Check.SILENCE: Advice.SILENCE_UNSURE,
            Check.CLIPPING: Advice.CLIPPING_UNSURE,
            Check.DROPOUTS: Advice.DROPOUTS_UNSURE,
            Check.BANDWIDTH: Advice.BANDWIDTH_UNSURE,
            Check.DEFAULT_DEVICE: Advice.DEFAULT_DEVICE_UNSURE,
            Check.HEADSET: Advice.HEADSET_UNSURE,
            Check.SPEAKER: Advice.SPEAKER_MISSING,
            Check.ECHO: Advice.ECHO_UNASKED,
        }


def answer(bed: SoundBed, microphone: str, speaker: str, say_at: str) -> dict[str, list[str]]:
    with bed.start_python(CHECK, microphone, speaker) as child:
        assert child.line() == "listening"
        with bed.say(say_at, resource("sounds/patient_voice.wav")):
            verdicts: dict[str, list[str]] = json.loads(child.line())
        return verdicts


def test_a_voice_at_the_default_microphone(sound_bed: SoundBed) -> None:
    verdicts = answer(sound_bed, "", "", "jabra")
    spoken = {check: verdicts[check] for check in ("microphone", "silence", "clipping", "dropouts", "bandwidth")}
    assert spoken == {
        "microphone": ["green", "microphone_ok"],
        "silence": ["green", "silence_ok"],
        "clipping": ["green", "clipping_ok"],
        "dropouts": ["green", "dropouts_ok"],
        "bandwidth": ["yellow", "bandwidth_some"],  # the voice was made at 16 kHz
    }
    assert verdicts["default_device"] == ["green", "default_device_ok"]
    assert verdicts["speaker"] == ["unknown", "speaker_unasked"]
    assert verdicts["echo"] == ["unknown", "echo_unasked"]
    assert verdicts["headset"][0] == "unknown", "somebody speaks, and no air carries anything"
    assert set(verdicts) >= {"noise", "hum"}


def test_named_devices_and_nobody_speaking(sound_bed: SoundBed) -> None:
    verdicts = answer(sound_bed, "LifeCam mic", "A loudspeaker that nobody has", "laptop")
    assert verdicts["microphone"] == ["unknown", "microphone_no_speech"]
    assert verdicts["silence"] == ["red", "silence_muted"]
    assert verdicts["default_device"] == ["yellow", "default_device_louder"]
    assert verdicts["headset"] == ["unknown", "headset_unsure"]
    assert verdicts["speaker"] == ["unknown", "speaker_missing"]


def test_one_microphone_alone_is_judged_by_its_name() -> None:
    with SoundBed((VirtualDevice("dictaphone", "SpeechMike III"),), default="dictaphone") as bed:
        verdicts = answer(bed, "", "", "dictaphone")
    assert verdicts["default_device"] == ["yellow", "default_device_dictation"]
