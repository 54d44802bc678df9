from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardklient.checks.default_device import LOUDER_DB, judge_default_device, judge_loudest, judge_swap
from vardklient.checks.device_names import load_device_names
from vardklient.domain.device import Device, DeviceChoice, DeviceKind, DeviceList
from vardklient.domain.verdict import Advice, Check, Severity

NAMES = load_device_names()
JABRA, LAPTOP, DICTATION = Device("j", "Jabra Evolve 40"), Device("l", "Realtek Audio"), Device("d", "SpeechMike III")
HDMI, MIX = Device("h", "DELL U2415 (NVIDIA High Definition Audio)"), Device("x", "Stereo Mix (Realtek(R) Audio)")
DESK = DeviceList(microphones=(LAPTOP, DICTATION, MIX, JABRA), speakers=(HDMI, LAPTOP, DICTATION, JABRA))


def test_a_dictation_microphone_is_said_by_name_and_the_headset_proposed() -> None:
    verdict = judge_default_device(DICTATION.name, JABRA.name, DESK, NAMES)
    assert (verdict.check, verdict.severity) == (Check.DEFAULT_DEVICE, Severity.YELLOW)
    assert (verdict.advice, verdict.device) == (Advice.DEFAULT_DEVICE_DICTATION, DICTATION.name)
    assert verdict.instead == DeviceChoice(DeviceKind.MICROPHONE, JABRA)


def test_the_loudspeaker_of_a_dictation_microphone_too() -> None:
    verdict = judge_default_device(JABRA.name, DICTATION.name, DESK, NAMES)
    assert verdict.advice is Advice.DEFAULT_DEVICE_DICTATION
    assert verdict.instead == DeviceChoice(DeviceKind.SPEAKER, JABRA)


def test_without_another_microphone_dictation_is_said_all_the_same() -> None:
    alone = DeviceList(microphones=(DICTATION, MIX), speakers=(LAPTOP,))
    verdict = judge_default_device(DICTATION.name, LAPTOP.name, alone, NAMES)
    assert (verdict.advice, verdict.instead) == (Advice.DEFAULT_DEVICE_DICTATION, None)


def test_the_computers_own_sound_is_no_microphone() -> None:
    verdict = judge_default_device(MIX.name, DICTATION.name, DESK, NAMES)
    assert (verdict.severity, verdict.advice) == (Severity.RED, Advice.HEADSET_LOOPBACK)
    assert verdict.instead == DeviceChoice(DeviceKind.MICROPHONE, JABRA)


def test_without_both_devices_they_are_not_called_right() -> None:
    for names in (("", ""), (JABRA.name, ""), ("", JABRA.name)):
        verdict = judge_default_device(*names, DESK, NAMES)
        assert (verdict.severity, verdict.advice) == (Severity.UNKNOWN, Advice.DEFAULT_DEVICE_UNSURE)


def test_a_screens_sound_is_said_when_there_is_something_better() -> None:
    verdict = judge_default_device(JABRA.name, HDMI.name, DESK, NAMES)
    assert (verdict.severity, verdict.advice) == (Severity.YELLOW, Advice.DEFAULT_DEVICE_SCREEN)
    assert (verdict.device, verdict.instead) == (HDMI.name, DeviceChoice(DeviceKind.SPEAKER, JABRA))


def test_a_screens_sound_that_is_all_there_is_may_well_work() -> None:
    alone = DeviceList(microphones=(JABRA,), speakers=(HDMI, DICTATION))
    assert judge_default_device(JABRA.name, HDMI.name, alone, NAMES).severity is Severity.GREEN


def test_the_other_direction_of_the_device_in_use_comes_before_its_likes() -> None:
    other = Device("e", "EPOS Sennheiser SC 60", default=True)
    desk = DeviceList(microphones=(DICTATION, other, JABRA), speakers=(other, JABRA))
    verdict = judge_default_device(DICTATION.name, JABRA.name, desk, NAMES)
    assert verdict.instead == DeviceChoice(DeviceKind.MICROPHONE, JABRA)
    verdict = judge_default_device(DICTATION.name, LAPTOP.name, desk, NAMES)
    assert verdict.instead == DeviceChoice(DeviceKind.MICROPHONE, other), "else the system's default"


def test_recommended_devices_come_first_and_are_never_wrong() -> None:
    names = NAMES.recommending(["Realtek Audio", "DELL U2415"])
    verdict = judge_default_device(DICTATION.name, HDMI.name, DESK, names)
    assert verdict.instead == DeviceChoice(DeviceKind.MICROPHONE, LAPTOP)
    assert judge_default_device(LAPTOP.name, HDMI.name, DESK, names).severity is Severity.GREEN


@pytest.mark.parametrize("microphone", ["Jabra Evolve 40", "Realtek Audio", "USB PnP Sound Device"])
def test_a_name_in_no_list_is_no_fault(microphone: str) -> None:
    verdict = judge_default_device(microphone, "Okänd högtalare", DESK, NAMES)
    assert (verdict.severity, verdict.advice) == (Severity.GREEN, Advice.DEFAULT_DEVICE_OK)


def test_without_a_microphone_nothing_is_claimed() -> None:
    assert judge_default_device("", "", DeviceList(), NAMES).severity is Severity.UNKNOWN


@given(st.text(), st.text())
def test_any_names_are_judged(microphone: str, speaker: str) -> None:
    verdict = judge_default_device(microphone, speaker, DESK, NAMES)
    assert verdict.instead is None or verdict.instead.device.name not in (DICTATION.name, MIX.name, HDMI.name)


# ---------------------------------------------------------------- by ear


def test_a_microphone_that_hears_the_voice_much_better_is_proposed() -> None:
    verdict = judge_loudest(LAPTOP.name, {LAPTOP.name: -45.0, JABRA.name: -26.0}, (LAPTOP, JABRA))
    assert (verdict.severity, verdict.advice) == (Severity.YELLOW, Advice.DEFAULT_DEVICE_LOUDER)
    assert (verdict.device, verdict.instead) == (JABRA.name, DeviceChoice(DeviceKind.MICROPHONE, JABRA))
    assert (verdict.measures, verdict.limits) == (
        {"best_dbfs": -26.0, "used_dbfs": -45.0},
        {"louder_db": LOUDER_DB},
    )


def test_a_microphone_in_use_that_heard_nothing_is_beaten_by_one_that_did() -> None:
    verdict = judge_loudest(DICTATION.name, {DICTATION.name: None, JABRA.name: -30.0}, (DICTATION, JABRA))
    assert (verdict.advice, verdict.device) == (Advice.DEFAULT_DEVICE_LOUDER, JABRA.name)


@pytest.mark.parametrize("other_dbfs", [-16.1, -26.0, None])
def test_a_little_louder_is_no_reason(other_dbfs: float | None) -> None:
    verdict = judge_loudest(JABRA.name, {JABRA.name: -26.0, LAPTOP.name: other_dbfs}, (JABRA, LAPTOP))
    assert (verdict.severity, verdict.advice) == (Severity.GREEN, Advice.DEFAULT_DEVICE_OK)


@pytest.mark.parametrize("levels", [{}, {"Jabra Evolve 40": None}, {"Jabra Evolve 40": -70.0}, {"Other": -20.0}])
def test_where_nobody_spoke_nothing_is_claimed(levels: dict[str, float | None]) -> None:
    verdict = judge_loudest(JABRA.name, levels, (JABRA,))
    assert (verdict.severity, verdict.advice) == (Severity.UNKNOWN, Advice.DEFAULT_DEVICE_UNSURE)


def test_what_has_been_unplugged_meanwhile_cannot_be_chosen() -> None:
    verdict = judge_loudest(LAPTOP.name, {LAPTOP.name: -45.0, JABRA.name: -26.0}, (LAPTOP,))
    assert (verdict.advice, verdict.instead) == (Advice.DEFAULT_DEVICE_LOUDER, None)


def test_another_microphone_without_being_asked_is_said() -> None:
    verdict = judge_swap("LifeCam mic")
    assert (verdict.severity, verdict.advice, verdict.device) == (
        Severity.YELLOW,
        Advice.DEFAULT_DEVICE_SWAPPED,
        "LifeCam mic",
    )
