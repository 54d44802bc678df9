from __future__ import annotations

import pytest

from vardklient.checks.camera_choice import judge_camera_choice
from vardklient.checks.device_names import load_device_names
from vardklient.domain.device import Device, DeviceChoice, DeviceKind
from vardklient.domain.verdict import Advice, Check, Severity

NAMES = load_device_names()
OBS, INFRARED = Device("o", "OBS Virtual Camera", default=True), Device("i", "Integrated IR Camera")
LID, LIFECAM, PHONE = Device("l", "Integrated Camera"), Device("m", "LifeCam HD-3000"), Device("p", "DroidCam Video")


@pytest.mark.parametrize(
    ("used", "advice"), [(OBS, Advice.CAMERA_VIRTUAL), (INFRARED, Advice.CAMERA_INFRARED)], ids=lambda v: str(v)
)
def test_a_wrong_camera_is_said_by_name_with_the_better_one(used: Device, advice: Advice) -> None:
    verdict = judge_camera_choice(used.name, (OBS, INFRARED, PHONE, LID, LIFECAM), NAMES)
    assert (verdict.check, verdict.severity, verdict.advice) == (Check.CAMERA_CHOICE, Severity.YELLOW, advice)
    assert verdict.device == used.name
    assert verdict.instead == DeviceChoice(DeviceKind.CAMERA, LID)


def test_the_recommended_camera_is_the_better_one() -> None:
    verdict = judge_camera_choice(OBS.name, (OBS, LID, LIFECAM), NAMES.recommending(["LifeCam"]))
    assert verdict.instead == DeviceChoice(DeviceKind.CAMERA, LIFECAM)


def test_without_another_camera_there_is_none_to_choose() -> None:
    verdict = judge_camera_choice(OBS.name, (OBS, INFRARED, PHONE), NAMES)
    assert (verdict.advice, verdict.instead) == (Advice.CAMERA_VIRTUAL, None)


def test_a_camera_in_no_list_is_no_fault() -> None:
    for name in (LID.name, LIFECAM.name, "Kamera 7"):
        verdict = judge_camera_choice(name, (LID, LIFECAM), NAMES)
        assert (verdict.severity, verdict.advice) == (Severity.GREEN, Advice.CAMERA_CHOICE_OK)


@pytest.mark.parametrize("used", [PHONE.name, "Camera (NVIDIA Broadcast)", ""])
def test_what_a_telephone_or_a_program_relays_only_the_user_can_tell(used: str) -> None:
    verdict = judge_camera_choice(used, (PHONE, LID), NAMES)
    assert (verdict.severity, verdict.advice) == (Severity.UNKNOWN, Advice.CAMERA_CHOICE_UNSURE)
    assert verdict.instead is None
