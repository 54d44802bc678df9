"""The self-test: every item goes waiting → measuring → verdict → stale, with hysteresis.

A warning must last 2 s and a recovery 1 s before it shows: false alarms destroy trust. What cannot be judged at first
(nobody has spoken yet, nobody sits there yet) gets 6 s before it is called unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from vardklient.domain.verdict import Advice, Check, Severity, Verdict, overall
from vardklient.flows.timers import CancelTimer, StartTimer, TimerFired
from vardklient.ports.camera import CameraState
from vardklient.ports.sound import SoundState

WARNING_NEEDS_S = 2.0
RECOVERY_NEEDS_S = 1.0
UNKNOWN_NEEDS_S = 6.0
TIME_BOX_S = 30.0
ECHO_SECONDS = 4.0


class Stage(StrEnum):
    """How far an item has come."""

    WAITING = "waiting"
    MEASURING = "measuring"
    VERDICT = "verdict"
    STALE = "stale"


class EchoStage(StrEnum):
    """How far the echo test has come: speak, hear yourself, answer."""

    IDLE = "idle"
    RECORDING = "recording"
    PLAYING = "playing"
    ASKING = "asking"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Item:
    """One check on the list.

    Attributes:
        verdict: what is shown.
        rival: another verdict that has been coming in since `rival_since_s`, not shown yet.
    """

    check: Check
    stage: Stage = Stage.WAITING
    verdict: Verdict | None = None
    rival: Verdict | None = None
    rival_since_s: float = 0.0

    @property
    def severity(self) -> Severity:
        """What is shown now; unknown before the first verdict."""
        return self.verdict.severity if self.verdict else Severity.UNKNOWN


@dataclass(frozen=True, slots=True)
class SelfcheckState:
    """The snapshot that the window shows.

    Attributes:
        level_dbfs: the microphone's level now, None while it is not heard.
    """

    items: tuple[Item, ...] = ()
    running: bool = False
    started_at: datetime | None = None
    finished_at: datetime | None = None
    camera: str = ""
    microphone: str = ""
    speaker: str = ""
    camera_state: CameraState = CameraState.CLOSED
    microphone_state: SoundState = SoundState.CLOSED
    speaker_state: SoundState = SoundState.CLOSED
    level_dbfs: float | None = None
    echo: EchoStage = EchoStage.IDLE

    @property
    def overall(self) -> Severity:
        """The worst verdict shown. What waits for the user's own answer (speaker, echo) does not make it unknown."""
        unasked = (Advice.SPEAKER_UNASKED, Advice.ECHO_UNASKED, Advice.NETWORK_UNASKED)
        answered = [i for i in self.items if i.verdict is None or i.verdict.advice not in unasked]
        return overall([item.severity for item in answered])

    def item(self, check: Check) -> Item | None:
        """The item of that check, if it is on the list."""
        return next((i for i in self.items if i.check is check), None)


# ---------------------------------------------------------------- events


@dataclass(frozen=True, slots=True)
class Start:
    """Begin (again). Names are those of the devices in use."""

    checks: tuple[Check, ...]
    camera: str = ""
    microphone: str = ""
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """A verdict has come in, at that monotonic time."""

    verdict: Verdict
    at_s: float


@dataclass(frozen=True, slots=True)
class LevelHeard:
    """The microphone's level now."""

    level_dbfs: float


@dataclass(frozen=True, slots=True)
class CameraChanged:
    """The camera's state has changed."""

    state: CameraState


@dataclass(frozen=True, slots=True)
class MicrophoneChanged:
    """The microphone's state has changed."""

    state: SoundState


@dataclass(frozen=True, slots=True)
class SpeakerChanged:
    """The loudspeaker's state has changed."""

    state: SoundState


@dataclass(frozen=True, slots=True)
class StartEcho:
    """The user wants to hear himself."""


@dataclass(frozen=True, slots=True)
class EchoRecorded:
    """Four seconds were recorded; `verdicts` are what they showed. Nothing was written to disk."""

    verdicts: tuple[Verdict, ...]
    audible: bool


@dataclass(frozen=True, slots=True)
class EchoPlayed:
    """They were played back."""


@dataclass(frozen=True, slots=True)
class EchoAnswered:
    """Did the user hear himself?"""

    heard: bool


@dataclass(frozen=True, slots=True)
class Cancel:
    """The user has had enough: what is not known stays unknown."""


SelfcheckEvent = (
    Start
    | Measured
    | LevelHeard
    | CameraChanged
    | MicrophoneChanged
    | SpeakerChanged
    | StartEcho
    | EchoRecorded
    | EchoPlayed
    | EchoAnswered
    | Cancel
    | TimerFired
)

# ---------------------------------------------------------------- effects


@dataclass(frozen=True, slots=True)
class OpenDevices:
    """Start camera, microphone and loudspeaker."""


@dataclass(frozen=True, slots=True)
class RecordEcho:
    """Listen for so long, in memory only."""

    seconds: float


@dataclass(frozen=True, slots=True)
class PlayEcho:
    """Play what was recorded, then forget it."""


SelfcheckEffect = OpenDevices | RecordEcho | PlayEcho | StartTimer | CancelTimer
