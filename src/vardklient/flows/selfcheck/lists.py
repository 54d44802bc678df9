"""Which checks there are, what each says when it could not be judged, and which are due when something changes."""

from __future__ import annotations

from vardklient.domain.verdict import PICTURE_CHECKS, Advice, Check, Severity, Verdict
from vardklient.flows.selfcheck.words import Setup

QUIET_CHECKS = (Check.NOISE, Check.HUM)
SPEECH_CHECKS = (Check.MICROPHONE, Check.SILENCE, Check.CLIPPING, Check.DROPOUTS, Check.BANDWIDTH)
HEARD_CHECKS = (*SPEECH_CHECKS, *QUIET_CHECKS)
"""Those that the microphone is listened to for."""
SOUND_CHECKS = (*HEARD_CHECKS, Check.DEFAULT_DEVICE, Check.HEADSET, Check.SPEAKER, Check.ECHO)
MORNING_CHECKS = (*PICTURE_CHECKS, Check.CAMERA_CHOICE, *SOUND_CHECKS, Check.NETWORK, Check.PLACE)
"""All, in the order of the list. A test is begun with those of them that somebody is there to judge."""
SUN_CHECKS = (Check.LIGHT, Check.BACKLIGHT)
"""What changes by itself from one visit to the next."""
SEAT_CHECKS = (Check.FRAMING, Check.COMPANY, Check.LIVENESS)
"""What the camera sees at the same time, for nothing."""

UNSURE = {
    Check.LIGHT: Advice.LIGHT_UNSURE,
    Check.BACKLIGHT: Advice.BACKLIGHT_UNSURE,
    Check.FRAMING: Advice.FRAMING_UNSURE,
    Check.BACKGROUND: Advice.BACKGROUND_UNSURE,
    Check.COMPANY: Advice.COMPANY_UNSURE,
    Check.SHARPNESS: Advice.SHARPNESS_UNSURE,
    Check.LIVENESS: Advice.LIVENESS_UNSURE,
    Check.FLICKER: Advice.FLICKER_UNSURE,
    Check.RATE: Advice.RATE_UNSURE,
    Check.CAMERA_CHOICE: Advice.CAMERA_CHOICE_UNSURE,
    Check.MICROPHONE: Advice.MICROPHONE_NO_SPEECH,
    Check.SILENCE: Advice.SILENCE_UNSURE,
    Check.NOISE: Advice.NOISE_UNSURE,
    Check.CLIPPING: Advice.CLIPPING_UNSURE,
    Check.HUM: Advice.HUM_UNSURE,
    Check.DROPOUTS: Advice.DROPOUTS_UNSURE,
    Check.BANDWIDTH: Advice.BANDWIDTH_UNSURE,
    Check.HEADSET: Advice.HEADSET_UNSURE,
    Check.SPEAKER: Advice.SPEAKER_UNASKED,
    Check.ECHO: Advice.ECHO_UNASKED,
    Check.DEFAULT_DEVICE: Advice.DEFAULT_DEVICE_UNSURE,
    Check.NETWORK: Advice.NETWORK_UNSURE,
    Check.PLACE: Advice.PLACE_UNASKED,
}
ASKED_LATER = frozenset({Check.SPEAKER, Check.ECHO, Check.PLACE})
"""These wait for the user's own answer, and nothing waits for them."""


def unsure(check: Check) -> Verdict:
    """The verdict of a check that could not be judged."""
    return Verdict(check, Severity.UNKNOWN, UNSURE[check])


def due(before: Setup, now: Setup, *, sun: bool = False) -> tuple[Check, ...]:
    """What is to be tested again; the rest holds still.

    Args:
        before: what was tested last.
        now: what is there now.
        sun: time has passed, a visit is near: the light is looked at again.
    """
    wanted: set[Check] = {*SUN_CHECKS, *SEAT_CHECKS} if sun else set()
    if now.camera != before.camera:
        wanted |= {*PICTURE_CHECKS, Check.CAMERA_CHOICE}
    if (now.microphone, now.speaker) != (before.microphone, before.speaker):
        wanted |= {Check.HEADSET, Check.ECHO, Check.DEFAULT_DEVICE}
    if now.microphone != before.microphone:
        wanted |= {*HEARD_CHECKS}
    if now.speaker != before.speaker:
        wanted |= {Check.SPEAKER}
    if now.network != before.network:
        wanted |= {Check.NETWORK}
    if now.place != before.place:
        wanted |= {Check.PLACE}
    return tuple(check for check in MORNING_CHECKS if check in wanted)
