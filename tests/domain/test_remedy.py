from __future__ import annotations

import pytest

from vardklient.domain.remedy import CAUSES, FAULTS, OPEN, UNASKED, first_remedy
from vardklient.domain.verdict import Advice, Check, Severity, Verdict

RED, YELLOW, GREEN, UNKNOWN = Severity.RED, Severity.YELLOW, Severity.GREEN, Severity.UNKNOWN


def verdict(severity: Severity, advice: Advice) -> Verdict:
    return Verdict(Check.LIGHT, severity, advice)


def test_every_advice_has_its_place_once_unless_all_is_well() -> None:
    places = [*CAUSES, *FAULTS, *OPEN, *UNASKED]
    well = {a for a in Advice if a.value.endswith("_ok")} | {Advice.COMPANY_ALONE, Advice.NETWORK_WIRELESS}
    assert len(places) == len(set(places))
    assert set(places) == set(Advice) - well


@pytest.mark.parametrize(
    ("first", "others"),
    [
        ((UNKNOWN, Advice.CAMERA_MISSING), [(UNKNOWN, Advice.LIGHT_UNSURE), (RED, Advice.MICROPHONE_LOW)]),
        ((RED, Advice.LIVENESS_COVERED), [(RED, Advice.LIGHT_DARK), (RED, Advice.FRAMING_NO_FACE)]),
        ((YELLOW, Advice.DEFAULT_DEVICE_DICTATION), [(RED, Advice.MICROPHONE_LOW)]),
        ((RED, Advice.COMPANY_SECOND), [(RED, Advice.FRAMING_FAR), (YELLOW, Advice.BACKGROUND_CLUTTER)]),
        ((RED, Advice.LIGHT_DARK), [(RED, Advice.RATE_LOW), (YELLOW, Advice.BACKLIGHT_SOME)]),
        ((YELLOW, Advice.BACKLIGHT_STRONG), [(YELLOW, Advice.LIGHT_DIM), (GREEN, Advice.FRAMING_OK)]),
        ((YELLOW, Advice.NETWORK_RELAYED), [(UNKNOWN, Advice.COMPANY_UNSURE)]),
        ((UNKNOWN, Advice.FRAMING_UNSURE), [(UNKNOWN, Advice.LIGHT_UNSURE), (UNKNOWN, Advice.ECHO_UNASKED)]),
    ],
)
def test_the_hidden_cause_then_red_then_yellow_then_what_is_open(
    first: tuple[Severity, Advice], others: list[tuple[Severity, Advice]]
) -> None:
    wanted = verdict(*first)
    rest = [verdict(*other) for other in others]
    assert first_remedy([*rest, wanted]) == wanted
    assert first_remedy([wanted, *reversed(rest)]) == wanted


def test_nothing_is_to_be_done_when_all_is_well_or_only_unasked() -> None:
    assert first_remedy([]) is None
    assert first_remedy([verdict(GREEN, Advice.LIGHT_OK), verdict(UNKNOWN, Advice.PLACE_UNASKED)]) is None
