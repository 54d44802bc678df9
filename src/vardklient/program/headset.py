"""Is it proved that the microphone does not hear the loudspeaker? Then the call need not cancel any echo."""

from __future__ import annotations

from vardklient.domain.headset import proves_headset
from vardklient.domain.verdict import Check
from vardklient.flows.selfcheck import SelfcheckState, Stage
from vardklient.ports.engine import HeadsetProved
from vardklient.program.equipment import Equipment

NOT_PROVED = HeadsetProved()


def proved_headset(state: SelfcheckState, equipment: Equipment) -> HeadsetProved:
    """What the self-test has proved of these two devices; another device, or one that went, ends it."""
    item = state.item(Check.HEADSET)
    if item is None or item.verdict is None or item.stage is not Stage.VERDICT:
        return NOT_PROVED
    tested = (state.setup.microphone, state.setup.speaker)
    proved = proves_headset(item.verdict) and tested == (equipment.microphone.name, equipment.speaker.name)
    return HeadsetProved(*tested) if proved else NOT_PROVED
