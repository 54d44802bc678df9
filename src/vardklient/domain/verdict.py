"""What a check says: how bad, which advice, and the numbers behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from vardklient.domain.device import DeviceChoice


class Severity(StrEnum):
    """Unknown is a verdict of its own: it is not failed, and never a guess."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    UNKNOWN = "unknown"


class Check(StrEnum):
    """Everything that the self-test looks at."""

    LIGHT = "light"
    BACKLIGHT = "backlight"
    FRAMING = "framing"
    BACKGROUND = "background"
    COMPANY = "company"
    SHARPNESS = "sharpness"
    LIVENESS = "liveness"
    FLICKER = "flicker"
    RATE = "rate"
    CAMERA_CHOICE = "camera_choice"
    MICROPHONE = "microphone"
    SILENCE = "silence"
    NOISE = "noise"
    CLIPPING = "clipping"
    HUM = "hum"
    DROPOUTS = "dropouts"
    BANDWIDTH = "bandwidth"
    HEADSET = "headset"
    SPEAKER = "speaker"
    ECHO = "echo"
    DEFAULT_DEVICE = "default_device"
    NETWORK = "network"
    PLACE = "place"


PICTURE_CHECKS = (
    Check.LIGHT,
    Check.BACKLIGHT,
    Check.FRAMING,
    Check.BACKGROUND,
    Check.COMPANY,
    Check.SHARPNESS,
    Check.LIVENESS,
    Check.FLICKER,
    Check.RATE,
)
"""Those that the picture itself is judged by, in the order of the list."""


class Group(StrEnum):
    """The part of the equipment that a check belongs to; the words of `check --only`."""

    CAMERA = "camera"
    SOUND = "sound"
    NETWORK = "network"


class Advice(StrEnum):
    """One code per distinct sentence with its remedy; `ui/texts` holds the words."""

    LIGHT_OK = "light_ok"
    LIGHT_DARK = "light_dark"
    LIGHT_DIM = "light_dim"
    LIGHT_OVER = "light_over"
    LIGHT_UNEVEN = "light_uneven"
    LIGHT_UNSURE = "light_unsure"
    BACKLIGHT_OK = "backlight_ok"
    BACKLIGHT_STRONG = "backlight_strong"
    BACKLIGHT_SOME = "backlight_some"
    BACKLIGHT_UNSURE = "backlight_unsure"
    FRAMING_OK = "framing_ok"
    FRAMING_NO_FACE = "framing_no_face"
    FRAMING_NEAR = "framing_near"
    FRAMING_FAR = "framing_far"
    FRAMING_OFF_CENTRE = "framing_off_centre"
    FRAMING_HIGH = "framing_high"
    FRAMING_LOW = "framing_low"
    FRAMING_UNSURE = "framing_unsure"
    BACKGROUND_OK = "background_ok"
    BACKGROUND_CLUTTER = "background_clutter"
    BACKGROUND_UNSURE = "background_unsure"
    COMPANY_ALONE = "company_alone"
    COMPANY_SECOND = "company_second"
    COMPANY_UNSURE = "company_unsure"
    SHARPNESS_OK = "sharpness_ok"
    SHARPNESS_BLURRED = "sharpness_blurred"
    SHARPNESS_UNSURE = "sharpness_unsure"
    LIVENESS_OK = "liveness_ok"
    LIVENESS_BLACK = "liveness_black"
    LIVENESS_FROZEN = "liveness_frozen"
    LIVENESS_COVERED = "liveness_covered"
    LIVENESS_UNSURE = "liveness_unsure"
    FLICKER_OK = "flicker_ok"
    FLICKER_SOME = "flicker_some"
    FLICKER_UNSURE = "flicker_unsure"
    RATE_OK = "rate_ok"
    RATE_LOW = "rate_low"
    RATE_SMALL = "rate_small"
    RATE_UNSURE = "rate_unsure"
    CAMERA_MISSING = "camera_missing"
    CAMERA_BUSY = "camera_busy"
    CAMERA_REFUSED = "camera_refused"
    CAMERA_SLOW = "camera_slow"
    CAMERA_LOST = "camera_lost"
    CAMERA_VIRTUAL = "camera_virtual"
    CAMERA_INFRARED = "camera_infrared"
    CAMERA_CHOICE_OK = "camera_choice_ok"
    CAMERA_CHOICE_UNSURE = "camera_choice_unsure"
    MICROPHONE_OK = "microphone_ok"
    MICROPHONE_LOW = "microphone_low"
    MICROPHONE_LOUD = "microphone_loud"
    MICROPHONE_NO_SPEECH = "microphone_no_speech"
    MICROPHONE_MISSING = "microphone_missing"
    MICROPHONE_BUSY = "microphone_busy"
    MICROPHONE_REFUSED = "microphone_refused"
    SILENCE_OK = "silence_ok"
    SILENCE_MUTED = "silence_muted"
    SILENCE_UNSURE = "silence_unsure"
    CLIPPING_OK = "clipping_ok"
    CLIPPING_SOME = "clipping_some"
    CLIPPING_UNSURE = "clipping_unsure"
    NOISE_OK = "noise_ok"
    NOISE_SOME = "noise_some"
    NOISE_LOUD = "noise_loud"
    NOISE_UNSURE = "noise_unsure"
    HUM_OK = "hum_ok"
    HUM_SOME = "hum_some"
    HUM_LOUD = "hum_loud"
    HUM_UNSURE = "hum_unsure"
    DROPOUTS_OK = "dropouts_ok"
    DROPOUTS_SOME = "dropouts_some"
    DROPOUTS_UNSURE = "dropouts_unsure"
    BANDWIDTH_OK = "bandwidth_ok"
    BANDWIDTH_SOME = "bandwidth_some"
    BANDWIDTH_CALL_MODE = "bandwidth_call_mode"
    BANDWIDTH_UNSURE = "bandwidth_unsure"
    SPEAKER_OK = "speaker_ok"
    SPEAKER_NOT_HEARD = "speaker_not_heard"
    SPEAKER_MISSING = "speaker_missing"
    SPEAKER_UNASKED = "speaker_unasked"
    HEADSET_OK = "headset_ok"
    HEADSET_LEAKS = "headset_leaks"
    HEADSET_OPEN = "headset_open"
    HEADSET_LOOPBACK = "headset_loopback"
    HEADSET_LATE = "headset_late"
    HEADSET_NOT_HEARD = "headset_not_heard"
    HEADSET_UNSURE = "headset_unsure"
    ECHO_OK = "echo_ok"
    ECHO_NOT_HEARD = "echo_not_heard"
    ECHO_EMPTY = "echo_empty"
    ECHO_UNASKED = "echo_unasked"
    DEFAULT_DEVICE_OK = "default_device_ok"
    DEFAULT_DEVICE_DICTATION = "default_device_dictation"
    DEFAULT_DEVICE_SCREEN = "default_device_screen"
    DEFAULT_DEVICE_LOUDER = "default_device_louder"
    DEFAULT_DEVICE_SWAPPED = "default_device_swapped"
    DEFAULT_DEVICE_UNSURE = "default_device_unsure"
    NETWORK_UNASKED = "network_unasked"
    NETWORK_OK = "network_ok"
    NETWORK_WIRELESS = "network_wireless"
    NETWORK_SMALL_PICTURE = "network_small_picture"
    NETWORK_SOUND_ONLY = "network_sound_only"
    NETWORK_LOSSY = "network_lossy"
    NETWORK_SLOW_ANSWER = "network_slow_answer"
    NETWORK_RELAYED = "network_relayed"
    NETWORK_BLOCKED = "network_blocked"
    NETWORK_SERVER_DEAD = "network_server_dead"
    NETWORK_OFFLINE = "network_offline"
    NETWORK_CLOCK = "network_clock"
    NETWORK_UNSURE = "network_unsure"
    PLACE_UNASKED = "place_unasked"
    PLACE_OK = "place_ok"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One check's answer.

    Attributes:
        measures: what was measured; the unit is the end of the name (`_dbfs`, `_share`, `_stops`, `_ratio`, `_hz`).
        limits: the limits it was judged by, same units.
        device: the name of the device that the sentence is about, where it names one.
        instead: the device that would be better, for a button that chooses it; None where none is known.
    """

    check: Check
    severity: Severity
    advice: Advice
    measures: Mapping[str, float] = field(default_factory=dict)
    limits: Mapping[str, float] = field(default_factory=dict)
    device: str = ""
    instead: DeviceChoice | None = None


_ORDER = (Severity.RED, Severity.YELLOW, Severity.UNKNOWN, Severity.GREEN)


def overall(severities: list[Severity]) -> Severity:
    """The worst of them. Unknown is milder than yellow, and outweighs green; nothing judged is unknown."""
    return next((s for s in _ORDER if s in severities), Severity.UNKNOWN)
