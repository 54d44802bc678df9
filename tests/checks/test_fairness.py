"""The same scene gets the same verdict, whatever the skin of the person in it; see bench/skin.py for how."""

from __future__ import annotations

import pytest
from bench.skin import ALBEDOS, CLIPS, JUDGED, verdicts

from tests.checks.pictures import FOOTAGE, needs_footage, needs_model
from vardklient.domain.verdict import Check, Severity

pytestmark = [
    needs_model,
    pytest.mark.timeout(300),
    needs_footage,
]


@pytest.mark.parametrize("clip", CLIPS)
def test_light_medium_and_dark_skin_get_the_same_verdicts(clip: str) -> None:
    told = {tone: verdicts(FOOTAGE, clip, albedo) for tone, albedo in ALBEDOS.items()}
    lumas = [told[tone][Check.LIGHT].measures["face_luma"] for tone in ("light", "medium", "dark")]
    assert lumas[0] > 1.2 * lumas[1] > 1.4 * lumas[2], "the skin was not changed"
    for check in JUDGED:
        assert {by_check[check].advice for by_check in told.values()} == {told["light"][check].advice}, (check, lumas)
    if clip.startswith("good_"):
        assert {told[tone][check].severity for tone in ALBEDOS for check in JUDGED} == {Severity.GREEN}
