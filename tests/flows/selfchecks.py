"""What the tests of the self-test share: running it, and what is said in it."""

from __future__ import annotations

from tests.fakes.clock import FakeClock
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.flows import selfcheck as sc

CLOCK = FakeClock()
OK = Verdict(Check.LIGHT, Severity.GREEN, Advice.LIGHT_OK)
DARK = Verdict(Check.LIGHT, Severity.RED, Advice.LIGHT_DARK)
DIM = Verdict(Check.LIGHT, Severity.YELLOW, Advice.LIGHT_DIM)
SETUP = sc.Setup("cam", "mic", "spk")
LIGHT_ONLY = sc.Start((Check.LIGHT,), SETUP)
SPOKEN = (Check.MICROPHONE, Check.SILENCE, Check.CLIPPING, Check.SPEAKER, Check.ECHO)
QUIET = Verdict(Check.NOISE, Severity.GREEN, Advice.NOISE_OK)
SPOKE = Verdict(Check.MICROPHONE, Severity.GREEN, Advice.MICROPHONE_OK)
HEADSET = Verdict(Check.HEADSET, Severity.GREEN, Advice.HEADSET_OK)
HEARING = sc.Start((Check.MICROPHONE, Check.NOISE, Check.HUM, Check.HEADSET), SETUP)


def run(*events: sc.SelfcheckEvent, state: sc.SelfcheckState | None = None) -> sc.SelfcheckState:
    state = state or sc.SelfcheckState()
    for event in events:
        state, _ = sc.step(state, event, CLOCK)
    return state


def shown(state: sc.SelfcheckState, check: Check = Check.LIGHT) -> Advice | None:
    item = state.item(check)
    assert item is not None
    return item.verdict.advice if item.verdict else None
