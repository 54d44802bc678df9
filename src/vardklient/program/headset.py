"""Is it proved that the microphone does not hear the loudspeaker? Then the call need not cancel any echo."""

from __future__ import annotations

from vardklient.domain.headset import proves_headset
from vardklient.domain.verdict import Check
from vardklient.flows.selfcheck import SelfcheckState, Stage
from vardklient.program.equipment import Equipment


def headset_proved(state: SelfcheckState, equipment: Equipment) -> bool:
    """Whether the self-test has proved a headset for these two devices; another device, or one that went, ends it."""
    item = state.item(Check.HEADSET)
    if item is None or item.verdict is None or item.stage is not Stage.VERDICT:
        return False
    tested = (state.setup.microphone, state.setup.speaker)
    return proves_headset(item.verdict) and tested == (equipment.microphone.name, equipment.speaker.name)
