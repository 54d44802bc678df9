"""Which advice comes first: of all that the self-test found, the one thing to do now."""

from __future__ import annotations

from collections.abc import Iterable

from vardklient.domain.verdict import Advice, Severity, Verdict

CAUSES = (
    Advice.CAMERA_REFUSED,
    Advice.CAMERA_BUSY,
    Advice.CAMERA_LOST,
    Advice.CAMERA_MISSING,
    Advice.CAMERA_SLOW,
    Advice.LIVENESS_COVERED,
    Advice.LIVENESS_BLACK,
    Advice.LIVENESS_FROZEN,
    Advice.CAMERA_VIRTUAL,
    Advice.CAMERA_INFRARED,
    Advice.MICROPHONE_REFUSED,
    Advice.MICROPHONE_BUSY,
    Advice.MICROPHONE_MISSING,
    Advice.SILENCE_MUTED,
    Advice.HEADSET_LOOPBACK,
    Advice.DEFAULT_DEVICE_SWAPPED,
    Advice.DEFAULT_DEVICE_DICTATION,
    Advice.DEFAULT_DEVICE_SCREEN,
    Advice.SPEAKER_MISSING,
    Advice.NETWORK_OFFLINE,
    Advice.NETWORK_CLOCK,
    Advice.NETWORK_SERVER_DEAD,
    Advice.NETWORK_BLOCKED,
)
"""What lies behind other findings: it comes first even where it is only unknown, and in this order."""

FAULTS = (
    Advice.COMPANY_SECOND,
    Advice.FRAMING_NO_FACE,
    Advice.NETWORK_SOUND_ONLY,
    Advice.ECHO_NOT_HEARD,
    Advice.SPEAKER_NOT_HEARD,
    Advice.HEADSET_OPEN,
    Advice.BANDWIDTH_CALL_MODE,
    Advice.DEFAULT_DEVICE_LOUDER,
    Advice.BACKLIGHT_STRONG,
    Advice.BACKLIGHT_SOME,
    Advice.LIGHT_DARK,
    Advice.LIGHT_DIM,
    Advice.LIGHT_OVER,
    Advice.LIGHT_UNEVEN,
    Advice.FLICKER_SOME,
    Advice.RATE_LOW,
    Advice.FRAMING_FAR,
    Advice.FRAMING_NEAR,
    Advice.FRAMING_OFF_CENTRE,
    Advice.FRAMING_HIGH,
    Advice.FRAMING_LOW,
    Advice.SHARPNESS_BLURRED,
    Advice.MICROPHONE_LOW,
    Advice.CLIPPING_SOME,
    Advice.MICROPHONE_LOUD,
    Advice.DROPOUTS_SOME,
    Advice.NOISE_LOUD,
    Advice.HUM_LOUD,
    Advice.NETWORK_LOSSY,
    Advice.NETWORK_SLOW_ANSWER,
    Advice.NETWORK_SMALL_PICTURE,
    Advice.NETWORK_RELAYED,
    Advice.HEADSET_LATE,
    Advice.HEADSET_LEAKS,
    Advice.RATE_SMALL,
    Advice.NOISE_SOME,
    Advice.HUM_SOME,
    Advice.BANDWIDTH_SOME,
    Advice.BACKGROUND_CLUTTER,
)
"""What is wrong by itself: red before yellow, and within each in this order."""

OPEN = (
    Advice.FRAMING_UNSURE,
    Advice.LIVENESS_UNSURE,
    Advice.LIGHT_UNSURE,
    Advice.BACKLIGHT_UNSURE,
    Advice.COMPANY_UNSURE,
    Advice.SHARPNESS_UNSURE,
    Advice.RATE_UNSURE,
    Advice.BACKGROUND_UNSURE,
    Advice.CAMERA_CHOICE_UNSURE,
    Advice.MICROPHONE_NO_SPEECH,
    Advice.SILENCE_UNSURE,
    Advice.DEFAULT_DEVICE_UNSURE,
    Advice.HEADSET_NOT_HEARD,
    Advice.HEADSET_UNSURE,
    Advice.CLIPPING_UNSURE,
    Advice.BANDWIDTH_UNSURE,
    Advice.NOISE_UNSURE,
    Advice.HUM_UNSURE,
    Advice.DROPOUTS_UNSURE,
    Advice.NETWORK_UNSURE,
    Advice.ECHO_EMPTY,
)
"""What could not be judged: after everything that was, in this order."""

UNASKED = (
    Advice.PLACE_UNASKED,
    Advice.ECHO_UNASKED,
    Advice.SPEAKER_UNASKED,
    Advice.NETWORK_UNASKED,
    Advice.FLICKER_UNSURE,
)
"""What waits for the user, or for something that is not there: never the one thing to do, and no doubt either.

Flicker too: at 20, 25 and 50 pictures a second nobody can tell, so with such a camera it is unknown every morning.
"""

_SEVERITIES = (Severity.RED, Severity.YELLOW, Severity.UNKNOWN)
_PLACES = {advice: place for place, advice in enumerate((*CAUSES, *FAULTS, *OPEN))}


def first_remedy(verdicts: Iterable[Verdict]) -> Verdict | None:
    """The verdict whose remedy is the most useful now; None when there is nothing to do.

    | comes | what | why |
    |---|---|---|
    | 1 | `CAUSES` | no device, not let through, covered, muted, the wrong one; no network. What it hides cannot be |
    | | | judged: without a camera "light unknown" is no advice. Camera, sound, network: as one mends it at the desk |
    | 2 | red `FAULTS` | a visit cannot be held so: first secrecy (somebody else in the picture), then whether one is |
    | | | seen and heard at all, then how well. Light before what it spoils (rate, sharpness), backlight before |
    | | | light: a lamp in front does not mend a window behind |
    | 3 | yellow `FAULTS` | a visit can be held, and would be better so; same order |
    | 4 | `OPEN` | not judged. Sit still, say a few words: then most of it is known. Nobody in the picture first |
    | – | green, `UNASKED` | nothing to do, or the page asks for it in a place of its own |
    """
    wanted = [v for v in verdicts if v.severity is not Severity.GREEN and v.advice in _PLACES]
    return min(wanted, key=_rank, default=None)


def _rank(verdict: Verdict) -> tuple[int, int]:
    if verdict.advice in CAUSES:
        return 0, _PLACES[verdict.advice]
    return 1 + _SEVERITIES.index(verdict.severity), _PLACES[verdict.advice]
