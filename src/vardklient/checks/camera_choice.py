"""Is the chosen camera a camera that sees the person? Judged by its name alone, so never worse than a hint."""

from __future__ import annotations

from vardklient.checks.device_names import DeviceNames, DeviceSort
from vardklient.domain.device import Device, DeviceChoice, DeviceKind
from vardklient.domain.verdict import Advice, Check, Severity, Verdict

_WRONG = {DeviceSort.INFRARED: Advice.CAMERA_INFRARED, DeviceSort.VIRTUAL: Advice.CAMERA_VIRTUAL}
_GOOD = (DeviceSort.RECOMMENDED, DeviceSort.ORDINARY)


def judge_camera_choice(used: str, present: tuple[Device, ...], names: DeviceNames) -> Verdict:
    """The verdict on the camera in use.

    A name in no list is no fault: green. Through a telephone or another program it may be the right picture: unknown,
    and the user is asked to look.

    Args:
        used: the name of the camera in use, "" if there is none.
        present: the cameras that are plugged in; the remedy is taken from them.
        names: the lists.
    """
    sort = names.sort_of(DeviceKind.CAMERA, used)
    if sort in _WRONG:
        return Verdict(
            Check.CAMERA_CHOICE, Severity.YELLOW, _WRONG[sort], device=used, instead=_better(used, present, names)
        )
    if not used or sort not in _GOOD:
        return Verdict(Check.CAMERA_CHOICE, Severity.UNKNOWN, Advice.CAMERA_CHOICE_UNSURE, device=used)
    return Verdict(Check.CAMERA_CHOICE, Severity.GREEN, Advice.CAMERA_CHOICE_OK, device=used)


def _better(used: str, present: tuple[Device, ...], names: DeviceNames) -> DeviceChoice | None:
    """A recommended camera, else an ordinary one, the system's default before others."""

    def rank(device: Device) -> tuple[int, bool]:
        return _GOOD.index(names.sort_of(DeviceKind.CAMERA, device.name)), not device.default

    good = [d for d in present if d.name != used and names.sort_of(DeviceKind.CAMERA, d.name) in _GOOD]
    return DeviceChoice(DeviceKind.CAMERA, min(good, key=rank)) if good else None
