"""The self-test's report for local IT: what goes in is listed here, and nothing else can.

It holds codes, figures and cleaned names of devices. The user, the computer, patients, tickets and files have no field.
A device is often named by its owner ("Annas AirPods"), so of its name only words that are known to be no person's stay.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from vardklient.domain.verdict import Verdict

_WORDS = """
    acer airpods alc amd analog apple asus audio aukey avermedia axis behringer bluetooth bose brio built builtin
    cam camera capture chat cherry cisco cmedia cockpit codec conference creative default dell digital display
    displayport dock docking drawn earphone elgato engage eos epos evolve facecam facetime fhd focusrite full fujitsu
    game grandstream h hands hd hdmi headphone headphones headset hp hyperx ideapad imac input integrated intel inbyggd
    inbyggda internal iphone ir jabra jbl kamera kontrollrum lenovo lifecam line link logi logitech macbook mic
    microphone microsoft mikrofon mini mono monitor ms multimedia nec neat nvidia obs of output pc philips plantronics
    poly polycom powermic pro realtek rode samsung scarlett sennheiser sonos sony sound speak speaker speakerphone
    speakers speechmike speechone speechmic stereo mix stream studio surface tecno thinkpad tobii trust uc uhd usb uvc
    vb vcam video virtual voyager webbkamera webcam wideband wireless xps yealink zoom högtalare hörlurar
"""
KNOWN_WORDS = frozenset(_WORDS.split())
"""Makers, models and kinds of cameras and sound devices, in lower case. Own choice; a word that is missing is only
left out, which tells support a little less. No maker or part is here whose name is a first name too."""

_WORD = re.compile(r"[^\W_]+")
_OWNED = re.compile(r"['’´`]s\b", re.IGNORECASE)
_MODEL = re.compile(r"[A-Za-z]{0,4}\d{1,4}[A-Za-z]{0,3}$")
_LABEL = re.compile(r"[A-Za-z]*(?:19|20)\d\d\D|[A-Za-z]{2,}\d\d\D")
"""What may be initials and a year of birth, or a year alone; looked for with a sign that is no digit at the end."""
_PATH = re.compile(r"[/\\]|\.\w{2,4}$")
_KEY = re.compile(r"[a-z0-9_]+$")
_DIGITS = 4
_INITIALS = 2


@dataclass(frozen=True, slots=True)
class ReportItem:
    """One check: its verdict in codes, its figures, and the cleaned name of the device it is about."""

    check: str
    severity: str
    advice: str
    device: str
    measures: Mapping[str, float]
    limits: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that leaves the program.

    Attributes:
        made_at: when the test was done.
        version: of the program.
        system: the operating system and its release, such as "Windows 11".
        overall: the worst verdict.
        camera, microphone, speaker: cleaned names.
    """

    made_at: datetime | None
    version: str
    system: str
    overall: str
    camera: str
    microphone: str
    speaker: str
    items: tuple[ReportItem, ...]


def clean_device(name: str) -> str:
    """Of a device's name what tells its kind and model: known words, and the model number right after one.

    A film file that is played as a camera is none of the report's business: its path is left out altogether.
    """
    if _PATH.search(name):
        return ""
    kept: list[str] = []
    before = ""
    for found in _WORD.finditer(name):
        word = found[0]
        known = word.casefold() in KNOWN_WORDS and not _OWNED.match(name, found.end())
        if known or (before and _is_model(word, before)):
            kept.append(word)
        before = word if known else ""
    return " ".join(kept)


def _is_model(word: str, before: str) -> bool:
    """Is it a model's number, and nothing that may be a patient's label ("MS-47", "IK82") or a year?"""
    digits = sum(c.isdigit() for c in word)
    label = f"{before}{word}" if len(before) == _INITIALS else word
    return digits <= _DIGITS and _MODEL.match(word) is not None and not _LABEL.match(f"{label} ")


def make_report(
    verdicts: Iterable[Verdict],
    devices: tuple[str, str, str],
    *,
    overall: str,
    version: str,
    system: str,
    made_at: datetime | None,
) -> Report:
    """The report of these verdicts.

    Args:
        verdicts: what the self-test shows.
        devices: names of camera, microphone and loudspeaker, as the system calls them.
        overall: the worst verdict.
        version: of the program.
        system: name and release of the operating system only; never a computer's name.
        made_at: when the test was done.
    """
    camera, microphone, speaker = (clean_device(name) for name in devices)
    return Report(made_at, version, system, overall, camera, microphone, speaker, tuple(map(_item, verdicts)))


def _item(verdict: Verdict) -> ReportItem:
    return ReportItem(
        verdict.check.value,
        verdict.severity.value,
        verdict.advice.value,
        clean_device(verdict.device),
        _figures(verdict.measures),
        _figures(verdict.limits),
    )


def _figures(named: Mapping[str, float]) -> Mapping[str, float]:
    """Numbers under names of ours; whatever else somebody put there stays behind."""
    fair = {name: value for name, value in named.items() if _KEY.match(name) and math.isfinite(value)}
    return {name: float(f"{value:.4g}") for name, value in fair.items()}


def as_json(report: Report) -> str:
    """The report for programs: one object, keys in a fixed order."""
    document = {
        "made_at": report.made_at.isoformat(timespec="seconds") if report.made_at else None,
        "version": report.version,
        "system": report.system,
        "overall": report.overall,
        "devices": {"camera": report.camera, "microphone": report.microphone, "speaker": report.speaker},
        "checks": [
            {
                "check": item.check,
                "severity": item.severity,
                "advice": item.advice,
                "device": item.device,
                "measures": dict(item.measures),
                "limits": dict(item.limits),
            }
            for item in report.items
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
