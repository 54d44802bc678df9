"""When a verdict is shown: at once if it is told, after it has lasted if it is measured."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from vardklient.domain.verdict import Advice, Severity, Verdict
from vardklient.flows.selfcheck.lists import HEARD_CHECKS, QUIET_CHECKS, unsure
from vardklient.flows.selfcheck.trouble import is_hidden
from vardklient.flows.selfcheck.words import (
    RECOVERY_NEEDS_S,
    UNKNOWN_NEEDS_S,
    WARNING_NEEDS_S,
    Item,
    SelfcheckState,
    SoundStage,
    Stage,
)

# a pause after speech does not unmake what the speech has shown
_PAUSES = (Advice.MICROPHONE_NO_SPEECH, Advice.CLIPPING_UNSURE, Advice.BANDWIDTH_UNSURE, Advice.DROPOUTS_UNSURE)


def with_item(state: SelfcheckState, item: Item) -> SelfcheckState:
    """The same with this item in its place."""
    return replace(state, items=tuple(item if i.check is item.check else i for i in state.items))


def show(state: SelfcheckState, verdict: Verdict) -> SelfcheckState:
    """Show this verdict at once, if its check is on the list."""
    if state.item(verdict.check) is None:
        return state
    return with_item(state, Item(verdict.check, Stage.VERDICT, verdict))


def show_all(state: SelfcheckState, verdicts: Iterable[Verdict]) -> SelfcheckState:
    """Show these at once."""
    for verdict in verdicts:
        state = show(state, verdict)
    return state


def give_up(state: SelfcheckState, item: Item) -> SelfcheckState:
    """What is still being measured is unknown; what was coming in counts."""
    if item.stage is not Stage.MEASURING:
        return state
    return show(state, item.rival or unsure(item.check))


def weigh(state: SelfcheckState, verdict: Verdict, at_s: float) -> SelfcheckState:
    """Show a verdict only after it has lasted; a first green at once."""
    item = state.item(verdict.check)
    if item is None or is_hidden(state, verdict.check) or _disturbed(state, verdict):
        return state
    shown = item.verdict
    if shown is not None and shown.severity is not Severity.UNKNOWN and verdict.advice in _PAUSES:
        return state
    if shown is None and verdict.severity is Severity.GREEN:
        return show(state, verdict)
    if _same(shown, verdict):
        return show(state, verdict)
    if not _same(item.rival, verdict):
        return with_item(state, replace(item, rival=verdict, rival_since_s=at_s))
    if at_s - item.rival_since_s >= _patience_s(item, verdict):
        return show(state, verdict)
    return with_item(state, replace(item, rival=verdict))


def _same(one: Verdict | None, other: Verdict) -> bool:
    """Do they say the same? One advice may come in two severities, and from one to the other is a change."""
    return one is not None and (one.advice, one.severity) == (other.advice, other.severity)


def _disturbed(state: SelfcheckState, verdict: Verdict) -> bool:
    """Is the microphone hearing what it is not to be judged by: our own sounds, or the quiet that we asked for?"""
    if verdict.check not in HEARD_CHECKS:
        return False
    if state.sound is SoundStage.QUIET:
        return verdict.check not in QUIET_CHECKS
    return state.plays


def _patience_s(item: Item, verdict: Verdict) -> float:
    """How long this verdict must last before it shows."""
    if verdict.severity is Severity.UNKNOWN and item.verdict is None:
        return UNKNOWN_NEEDS_S
    return RECOVERY_NEEDS_S if verdict.severity is Severity.GREEN else WARNING_NEEDS_S
