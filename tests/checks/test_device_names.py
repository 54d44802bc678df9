from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardklient.base.errors import ResourceError
from vardklient.checks.device_names import DeviceNames, DeviceSort, NameList, load_device_names
from vardklient.domain.device import DeviceKind

NAMES = load_device_names()
CAMERA, MICROPHONE, SPEAKER = DeviceKind


@pytest.mark.parametrize(
    ("name", "sort"),
    [
        ("Mikrofon (2- SpeechMike III)", DeviceSort.DICTATION),
        ("Philips SpeechMike Premium", DeviceSort.DICTATION),
        ("Microphone (PowerMic II-NS)", DeviceSort.DICTATION),
        ("Nuance PowerMic III", DeviceSort.DICTATION),
        ("Mikrofon (RecMic II)", DeviceSort.DICTATION),
        ("OM SYSTEM RM-4010P", DeviceSort.DICTATION),
        ("Olympus DR-2200", DeviceSort.DICTATION),
        ("Mikrofon (Olympus Directrec DR-1200)", DeviceSort.DICTATION),
        ("Grundig Digta SonicMic 3", DeviceSort.DICTATION),
        ("Philips SpeechOne PSM6000", DeviceSort.ORDINARY),
        ("Stereo Mix (Realtek(R) Audio)", DeviceSort.LOOPBACK),
        ("Stereomixning (Realtek High Definition Audio)", DeviceSort.LOOPBACK),
        ("Monitor of Built-in Audio Analog Stereo", DeviceSort.LOOPBACK),
        ("CABLE Output (VB-Audio Virtual Cable)", DeviceSort.LOOPBACK),
        ("DELL U2415 (NVIDIA High Definition Audio)", DeviceSort.SCREEN),
        ("2 - DELL P2419H (Intel(R) Display Audio)", DeviceSort.SCREEN),
        ("HDMI monitor", DeviceSort.SCREEN),
        ("Built-in Audio Digital Stereo (HDMI)", DeviceSort.SCREEN),
        ("ThinkPad USB-C Dock Gen2 USB Audio", DeviceSort.SCREEN),
        ("PHL 272B8Q (AMD High Definition Audio Device)", DeviceSort.SCREEN),
        ("Headset (HP USB-C Dock Audio Headset)", DeviceSort.HEADSET),
        ("Echo Cancelling Speakerphone (Dell C2422HE)", DeviceSort.ORDINARY),
        ("Studio Display Speakers", DeviceSort.ORDINARY),
        ("Jabra Evolve 40", DeviceSort.HEADSET),
        ("Hörlurar (Realtek(R) Audio)", DeviceSort.HEADSET),
        ("Mikrofonmatris (Realtek(R) Audio)", DeviceSort.ORDINARY),
        ("Högtalare (Realtek High Definition Audio)", DeviceSort.ORDINARY),
        ("Laptop speakers/mic", DeviceSort.ORDINARY),
        ("LifeCam mic", DeviceSort.ORDINARY),
        ("BT Headset HFP", DeviceSort.HEADSET),
        ("", DeviceSort.ORDINARY),
    ],
)
def test_sound_devices_are_known_by_name(name: str, sort: DeviceSort) -> None:
    assert NAMES.sort_of(MICROPHONE, name) is sort
    assert NAMES.sort_of(SPEAKER, name.upper()) is sort


@pytest.mark.parametrize(
    ("name", "sort"),
    [
        ("Integrated IR Camera", DeviceSort.INFRARED),
        ("USB2.0 IR UVC WebCam", DeviceSort.INFRARED),
        ("Surface IR Camera Front", DeviceSort.INFRARED),
        ("HP TrueVision FHD RGB-IR", DeviceSort.ORDINARY),
        ("HP RGB-IR Camera", DeviceSort.ORDINARY),
        ("AIR Camera", DeviceSort.ORDINARY),
        ("OBS Virtual Camera", DeviceSort.VIRTUAL),
        ("OBS-Camera", DeviceSort.VIRTUAL),
        ("ManyCam Virtual Webcam", DeviceSort.VIRTUAL),
        ("Snap Camera", DeviceSort.VIRTUAL),
        ("XSplit VCam", DeviceSort.VIRTUAL),
        ("mmhmm Camera", DeviceSort.VIRTUAL),
        ("Dummy video device (0x0000)", DeviceSort.VIRTUAL),
        ("Iriun Webcam", DeviceSort.RELAYED),
        ("DroidCam Source 3", DeviceSort.RELAYED),
        ("Pixel 8 (Windows Virtual Camera)", DeviceSort.RELAYED),
        ("Camera (NVIDIA Broadcast)", DeviceSort.RELAYED),
        ("Annas iPhone Camera", DeviceSort.RELAYED),
        ("Microsoft® LifeCam HD-3000", DeviceSort.ORDINARY),
        ("Integrated_Webcam_HD", DeviceSort.ORDINARY),
        ("Camouflage Cam", DeviceSort.ORDINARY),
        ("FaceTime HD Camera", DeviceSort.ORDINARY),
        ("Logitech BRIO", DeviceSort.ORDINARY),
    ],
)
def test_cameras_are_known_by_name(name: str, sort: DeviceSort) -> None:
    assert NAMES.sort_of(CAMERA, name) is sort


def test_the_clinics_own_list_goes_before_the_others() -> None:
    names = NAMES.recommending(["LifeCam", "Jabra Evolve 40", "SpeechMike Premium"])
    assert names.sort_of(CAMERA, "Microsoft LifeCam HD-3000") is DeviceSort.RECOMMENDED
    assert names.sort_of(MICROPHONE, "Headset (Jabra EVOLVE 40 MS)") is DeviceSort.RECOMMENDED
    assert names.sort_of(SPEAKER, "Jabra Evolve 400") is DeviceSort.HEADSET
    assert names.sort_of(MICROPHONE, "SpeechMike Premium Air") is DeviceSort.RECOMMENDED
    assert NAMES.recommended == NameList(), "the lists themselves are as they were"


@given(st.text(), st.sampled_from(DeviceKind))
def test_any_name_is_of_some_sort(name: str, kind: DeviceKind) -> None:
    assert NAMES.sort_of(kind, name) in DeviceSort


@given(st.lists(st.text()), st.text())
def test_any_pattern_of_a_policy_is_harmless(patterns: list[str], name: str) -> None:
    assert DeviceNames().recommending(patterns).sort_of(MICROPHONE, name) in (
        DeviceSort.RECOMMENDED,
        DeviceSort.ORDINARY,
    )


@pytest.mark.parametrize(
    "text",
    ["not toml [", "", "[dictation]\nnames = ['a']\n", 'dictation = "a"', "[nonsense]\nnames = ['a']"],
)
def test_a_damaged_file_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "devices.toml"
    path.write_text(text)
    with pytest.raises(ResourceError, match=r"devices\.toml"):
        load_device_names(path)


@pytest.mark.parametrize("table", ["dictation = 3", "dictation = {names = []}", "dictation = {names = [1]}"])
def test_a_damaged_list_is_told(tmp_path: Path, table: str) -> None:
    path = tmp_path / "devices.toml"
    others = ("screen", "loopback", "headset", "infrared_camera", "virtual_camera", "relayed_camera")
    path.write_text("\n".join([table, *(f"{name} = {{names = ['a']}}" for name in others)]))
    with pytest.raises(ResourceError, match="dictation"):
        load_device_names(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ResourceError):
        load_device_names(tmp_path / "devices.toml")
