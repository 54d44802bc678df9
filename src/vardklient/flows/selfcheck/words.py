"""The words of the self-test: what is shown, what happens, what is to be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from vardklient.domain.remedy import UNASKED, first_remedy
from vardklient.domain.verdict import Check, Severity, Verdict, overall
from vardklient.flows.timers import CancelTimer, StartTimer, TimerFired
from vardklient.ports.camera import CameraState
from vardklient.ports.sound import SoundState

WARNING_NEEDS_S = 2.0
RECOVERY_NEEDS_S = 1.0
UNKNOWN_NEEDS_S = 6.0
TIME_BOX_S = 30.0
ECHO_SECONDS = 4.0
QUIET_SECONDS = 1.5
"""The quiet second, and a little more: one moves and breathes out at first."""


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


class SoundStage(StrEnum):
    """What the microphone is listened to for: a quiet second, a few words, the program's own sound."""

    IDLE = "idle"
    QUIET = "quiet"
    SPEECH = "speech"
    LOOP = "loop"
    DONE = "done"


class SpeakerStage(StrEnum):
    """How far the try of the loudspeaker has come."""

    IDLE = "idle"
    PLAYING = "playing"
    ASKING = "asking"


@dataclass(frozen=True, slots=True)
class Setup:
    """What a test was made with: the names of the devices, and what tells place and network from others."""

    camera: str = ""
    microphone: str = ""
    speaker: str = ""
    place: str = ""
    network: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One check on the list.

    Attributes:
        verdict: what is shown.
        share: how much of its own test is done, 0..1; None where that is not known.
        rival: another verdict that has been coming in since `rival_since_s`, not shown yet.
    """

    check: Check
    stage: Stage = Stage.WAITING
    verdict: Verdict | None = None
    share: float | None = None
    rival: Verdict | None = None
    rival_since_s: float = 0.0

    @property
    def severity(self) -> Severity:
        """What is shown now; unknown before the first verdict."""
        return self.verdict.severity if self.verdict else Severity.UNKNOWN


@dataclass(frozen=True, slots=True)
class Private:
    """The user has said, that day in that place, that nobody else can hear."""

    day: date
    place: str = ""


@dataclass(frozen=True, slots=True)
class SelfcheckState:
    """The snapshot that the window shows.

    Attributes:
        setup: what was tested.
        level_dbfs: the microphone's level now, None while it is not heard.
        private: when and where the user has said that nobody can hear.
    """

    items: tuple[Item, ...] = ()
    running: bool = False
    started_at: datetime | None = None
    finished_at: datetime | None = None
    setup: Setup = Setup()
    camera_state: CameraState = CameraState.CLOSED
    microphone_state: SoundState = SoundState.CLOSED
    speaker_state: SoundState = SoundState.CLOSED
    level_dbfs: float | None = None
    sound: SoundStage = SoundStage.IDLE
    echo: EchoStage = EchoStage.IDLE
    chime: SpeakerStage = SpeakerStage.IDLE
    private: Private | None = None

    @property
    def overall(self) -> Severity:
        """The worst verdict that holds; a stale one holds no longer, so nothing is known.

        What waits for the user's own answer (speaker, echo) does not make it unknown.
        """
        answered = [i for i in self.items if i.verdict is None or i.verdict.advice not in UNASKED]
        return overall([Severity.UNKNOWN if i.stage is Stage.STALE else i.severity for i in answered])

    @property
    def tries(self) -> bool:
        """Is something that the user began himself under way: the chime, the echo test?"""
        return self.echo in (EchoStage.RECORDING, EchoStage.PLAYING) or self.chime is SpeakerStage.PLAYING

    @property
    def plays(self) -> bool:
        """Does the program itself sound now?"""
        chiming = self.chime is SpeakerStage.PLAYING
        return chiming or self.echo is EchoStage.PLAYING or self.sound is SoundStage.LOOP

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What is shown, and holds still."""
        return tuple(i.verdict for i in self.items if i.verdict is not None and i.stage is Stage.VERDICT)

    @property
    def first(self) -> Verdict | None:
        """The one thing to do, None when there is nothing."""
        return first_remedy(self.verdicts)

    @property
    def done_share(self) -> float:
        """How much of the list is known, 0..1; what tells how far it has come counts in part."""
        parts = [(i.share or 0.0) if i.stage in (Stage.WAITING, Stage.MEASURING) else 1.0 for i in self.items]
        return sum(parts) / max(1, len(parts))

    def item(self, check: Check) -> Item | None:
        """The item of that check, if it is on the list."""
        return next((i for i in self.items if i.check is check), None)


# ---------------------------------------------------------------- events


@dataclass(frozen=True, slots=True)
class Start:
    """Begin (again)."""

    checks: tuple[Check, ...]
    setup: Setup = Setup()


@dataclass(frozen=True, slots=True)
class Recheck:
    """Test these again, and leave the others as they are.

    Attributes:
        kept: the items of a test that was made before, with other devices perhaps, which go on; empty: those shown.
        private: what the user had said then.
    """

    checks: tuple[Check, ...]
    setup: Setup = Setup()
    kept: tuple[Item, ...] = ()
    private: Private | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A verdict has come in, at that monotonic time."""

    verdict: Verdict
    at_s: float


@dataclass(frozen=True, slots=True)
class Told:
    """Verdicts that hold at once: of a test that has come to its end, or of what is simply so."""

    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Progressed:
    """One item's own test has come that far, 0..1."""

    check: Check
    share: float


@dataclass(frozen=True, slots=True)
class QuietHeard:
    """The quiet second is over, and this is what it showed; empty: nothing could be heard."""

    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class LoopHeard:
    """The program has played its sound, and this is what the microphone heard of it."""

    verdict: Verdict


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
class StartChime:
    """The user wants to hear whether the loudspeaker works."""


@dataclass(frozen=True, slots=True)
class ChimePlayed:
    """The sound was played."""


@dataclass(frozen=True, slots=True)
class ChimeAnswered:
    """Did the user hear it?"""

    heard: bool


@dataclass(frozen=True, slots=True)
class SayPrivate:
    """The user says that nobody else can hear; `private` False takes it back."""

    private: bool = True


@dataclass(frozen=True, slots=True)
class Cancel:
    """The user has had enough: what is not known stays unknown."""


SelfcheckEvent = (
    Start
    | Recheck
    | Measured
    | Told
    | Progressed
    | QuietHeard
    | LoopHeard
    | LevelHeard
    | CameraChanged
    | MicrophoneChanged
    | SpeakerChanged
    | StartEcho
    | EchoRecorded
    | EchoPlayed
    | EchoAnswered
    | StartChime
    | ChimePlayed
    | ChimeAnswered
    | SayPrivate
    | Cancel
    | TimerFired
)

# ---------------------------------------------------------------- effects


@dataclass(frozen=True, slots=True)
class OpenDevices:
    """Start camera, microphone and loudspeaker."""


@dataclass(frozen=True, slots=True)
class ListenQuietly:
    """Listen for so long to the quiet."""

    seconds: float


@dataclass(frozen=True, slots=True)
class RunLoop:
    """Play the program's own sound and listen for it."""


@dataclass(frozen=True, slots=True)
class MeasureNetwork:
    """Measure the network; what was under way is given up."""


@dataclass(frozen=True, slots=True)
class StopTests:
    """Give up what listens, plays or measures by itself."""


@dataclass(frozen=True, slots=True)
class PlayChime:
    """Play a pleasant sound."""


@dataclass(frozen=True, slots=True)
class RecordEcho:
    """Listen for so long, in memory only."""

    seconds: float


@dataclass(frozen=True, slots=True)
class PlayEcho:
    """Play what was recorded, then forget it."""


SelfcheckEffect = (
    OpenDevices
    | ListenQuietly
    | RunLoop
    | MeasureNetwork
    | StopTests
    | PlayChime
    | RecordEcho
    | PlayEcho
    | StartTimer
    | CancelTimer
)
