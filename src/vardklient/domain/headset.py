"""What the verdict on the headset comes to with the user's own word, and whether it proves one."""

from __future__ import annotations

from dataclasses import replace

from vardklient.domain.verdict import Advice, Check, Severity, Verdict


def answered(verdict: Verdict, user_heard: bool) -> Verdict:
    """The verdict on HEADSET once the user has said whether he hears the loudspeaker.

    Only one that says "not heard" changes: if he hears it, and the microphone would have heard a headset's loss, it is
    a headset.
    """
    if verdict.advice is not Advice.HEADSET_NOT_HEARD or not user_heard:
        return verdict
    proved = verdict.measures["loss_least_db"] >= verdict.limits["headset_from_db"]
    severity, advice = (Severity.GREEN, Advice.HEADSET_OK) if proved else (Severity.UNKNOWN, Advice.HEADSET_UNSURE)
    return replace(verdict, severity=severity, advice=advice)


def proves_headset(verdict: Verdict) -> bool:
    """Whether this verdict proves that the microphone does not hear the loudspeaker: nothing need be cancelled."""
    return verdict.check is Check.HEADSET and verdict.advice is Advice.HEADSET_OK
