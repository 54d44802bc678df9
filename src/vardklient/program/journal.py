"""What both logs are told: codes and opaque ids, drawn from how the snapshots change.

The one for support rotates and says how the program fares; the client log is a chain of who did what in which visit.
"""

from __future__ import annotations

import logging

from vardklient.base.log import Code, note
from vardklient.flows.call import CallNotice, CallState, Phase
from vardklient.flows.selfcheck import SelfcheckState
from vardklient.ports.camera import CameraState
from vardklient.ports.sound import SoundState
from vardklient.program.chronicle import Tell, nowhere
from vardklient.vault.chain import Event

_OPEN = (CameraState.RUNNING, SoundState.RUNNING)
_CLOSED = (CameraState.CLOSED, SoundState.CLOSED, CameraState.OPENING)
_FAILURES = (CallNotice.CANNOT_CONNECT, CallNotice.ENGINE_DIED)


class Journal:
    """Compares each snapshot with the one before. Belongs to one thread.

    Args:
        tell: the client log.
    """

    def __init__(self, tell: Tell = nowhere) -> None:
        self._tell = tell
        self._call = CallState(phase=Phase.ENDED)
        self._selfcheck = SelfcheckState()

    def call(self, state: CallState) -> None:
        """The call has changed."""
        before, self._call = self._call, state
        if before.phase is Phase.ENDED and state.phase is not Phase.ENDED:
            note(Code.CALL_OPENED, visit=state.visit_id)
            self._tell(Event.VISIT_OPENED, state.visit_id)
        if before.phase is not state.phase:
            self._phase(before, state)
        if state.identity is not None and before.identity != state.identity:
            self._tell(Event.IDENTITY_SETTLED, state.visit_id, state.identity.method.value)
        if before.signalling_lost != state.signalling_lost:
            note(Code.SIGNALLING_LOST if state.signalling_lost else Code.SIGNALLING_RESTORED)
        if state.notice in _FAILURES and before.notice is not state.notice:
            note(Code.ENGINE_FAILED, logging.WARNING, visit=state.visit_id)

    def _phase(self, before: CallState, state: CallState) -> None:
        visit = state.visit_id
        if state.phase is Phase.CONNECTED and before.phase is Phase.RECONNECTING:
            note(Code.CALL_REJOINED, visit=visit)
        elif state.phase is Phase.CONNECTED:
            note(Code.CALL_CONNECTED, visit=visit)
            self._tell(Event.CALL_CONNECTED, visit)
        elif state.phase is Phase.RECONNECTING:
            note(Code.CALL_LOST, logging.WARNING, visit=visit)
        elif state.phase is Phase.ENDED:
            note(Code.CALL_ENDED, visit=visit, outcome=state.outcome.value, interrupted=state.interrupted)
            self._tell(Event.VISIT_ENDED, visit, state.outcome.value)

    def selfcheck(self, state: SelfcheckState) -> None:
        """The self-test has changed."""
        before, self._selfcheck = self._selfcheck, state
        if state.finished_at is not None and before.finished_at != state.finished_at:
            note(Code.SELFCHECK_DONE, overall=state.overall.value)
        for kind in ("camera", "microphone", "speaker"):
            was, now = getattr(before, f"{kind}_state"), getattr(state, f"{kind}_state")
            if was is not now:
                self._device(kind, now)

    @staticmethod
    def _device(kind: str, state: CameraState | SoundState) -> None:
        if state in _OPEN:
            note(Code.DEVICE_OPENED, kind=kind)
        elif state in _CLOSED:
            note(Code.DEVICE_CLOSED, kind=kind)
        else:
            note(Code.DEVICE_FAILED, logging.WARNING, kind=kind, state=state.value)
