"""What the window's program and the engine process say to each other, one JSON object a line.

Commands and events are those of `ports.engine`; the rest is about pictures, figures and the process itself. The end of
what comes in tells the engine to leave, and so does the death of the window's program.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from vardklient.ports.engine import CallStatistics, EngineCommand, EngineEvent
from vardklient.wire.records import Codec

LINE_BYTES = 1 << 20

# ---------------------------------------------------------------- to the engine


@dataclass(frozen=True, slots=True)
class Watch:
    """Put this person's pictures, no larger than this, on that board, marked with `owner`."""

    peer: str
    board: int
    owner: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Unwatch:
    """No more pictures of this person on any board."""

    peer: str


@dataclass(frozen=True, slots=True)
class CameraReady:
    """There is a new picture on the camera's board."""


@dataclass(frozen=True, slots=True)
class AskStatistics:
    """The figures of this person's connection, please; the answer bears the same number."""

    number: int
    peer: str


@dataclass(frozen=True, slots=True)
class AreYouThere:
    """Does the engine's loop still turn?"""


# ---------------------------------------------------------------- to the window's program


@dataclass(frozen=True, slots=True)
class Ready:
    """Everything has been loaded; the commands sent so far are being carried out."""


@dataclass(frozen=True, slots=True)
class WantCamera:
    """Is anybody to be sent the camera's pictures?"""

    on: bool


@dataclass(frozen=True, slots=True)
class PictureReady:
    """There is a new picture on that board."""

    board: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The answer to `AskStatistics`."""

    number: int
    figures: CallStatistics | None


@dataclass(frozen=True, slots=True)
class Here:
    """The answer to `AreYouThere`."""


@dataclass(frozen=True, slots=True)
class Bye:
    """All connections are closed and the devices are free. Nothing follows."""


ToEngine = EngineCommand | Watch | Unwatch | CameraReady | AskStatistics | AreYouThere
FromEngine = EngineEvent | Ready | WantCamera | PictureReady | Figures | Here | Bye

TO_ENGINE: Codec[ToEngine] = Codec({kind.__name__: kind for kind in get_args(ToEngine)}, LINE_BYTES)
FROM_ENGINE: Codec[FromEngine] = Codec({kind.__name__: kind for kind in get_args(FromEngine)}, LINE_BYTES)
