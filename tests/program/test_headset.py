from __future__ import annotations

from dataclasses import replace

import pytest

from tests.fakes.camera import FakeCamera
from tests.fakes.sound import FakeMicrophone, FakeSpeaker
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.flows.selfcheck import Item, SelfcheckState, Setup, Stage
from vardklient.ports.engine import HeadsetProved
from vardklient.program.equipment import Equipment
from vardklient.program.headset import proved_headset

PROVED = Item(Check.HEADSET, Stage.VERDICT, Verdict(Check.HEADSET, Severity.GREEN, Advice.HEADSET_OK))
LEAKS = Item(Check.HEADSET, Stage.VERDICT, Verdict(Check.HEADSET, Severity.YELLOW, Advice.HEADSET_LEAKS))


@pytest.mark.parametrize(
    ("item", "speaker", "proved"),
    [
        (PROVED, "Jabra", True),
        (PROVED, "Another", False),
        (replace(PROVED, stage=Stage.STALE), "Jabra", False),
        (LEAKS, "Jabra", False),
        (Item(Check.HEADSET, Stage.MEASURING), "Jabra", False),
        (Item(Check.ECHO), "Jabra", False),
    ],
    ids=["proved", "another loudspeaker", "stale", "leaks", "not yet", "not tested"],
)
def test_it_is_proved_for_the_two_devices_that_were_tested(item: Item, speaker: str, proved: bool) -> None:
    state = SelfcheckState(items=(item,), setup=Setup("", "Jabra", "Jabra"))
    equipment = Equipment.of(FakeCamera(), FakeMicrophone("Jabra"), FakeSpeaker(speaker))
    assert proved_headset(state, equipment) == (HeadsetProved("Jabra", "Jabra") if proved else HeadsetProved())
