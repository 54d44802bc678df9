"""What a device that is not there makes unknown, and what its own item says then.

Unknown and not red, for camera and microphone alike: nothing was judged. It is the first thing to mend all the same.
"""

from __future__ import annotations

from vardklient.domain.verdict import PICTURE_CHECKS, Advice, Check
from vardklient.flows.selfcheck.lists import HEARD_CHECKS
from vardklient.flows.selfcheck.words import SelfcheckState
from vardklient.ports.camera import CameraState
from vardklient.ports.sound import SoundState

CAMERA_TROUBLE = {
    CameraState.MISSING: Advice.CAMERA_MISSING,
    CameraState.BUSY: Advice.CAMERA_BUSY,
    CameraState.REFUSED: Advice.CAMERA_REFUSED,
    CameraState.ENDED: Advice.CAMERA_MISSING,
}
MICROPHONE_TROUBLE = {
    SoundState.MISSING: Advice.MICROPHONE_MISSING,
    SoundState.LOST: Advice.MICROPHONE_MISSING,
    SoundState.BUSY: Advice.MICROPHONE_BUSY,
    SoundState.REFUSED: Advice.MICROPHONE_REFUSED,
}
SPEAKER_TROUBLE = frozenset(MICROPHONE_TROUBLE)


def is_hidden(state: SelfcheckState, check: Check) -> bool:
    """Is the device that this check is judged through not there? Then its state has said all there is to say."""
    if check in PICTURE_CHECKS:
        return state.camera_state in CAMERA_TROUBLE
    return check in HEARD_CHECKS and state.microphone_state in MICROPHONE_TROUBLE
