"""A source of pictures: a camera, a film played as one, a drawn person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from vardklient.base.slot import Slot

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture.

    Attributes:
        pixels: (height, width, 3) BGR or (height, width, 4) BGRX, uint8, C-contiguous; never written to again. Inside
            the engine's process the camera's are (height * 3 / 2, width), the planes of I420 one after the other.
        captured_at_s: when it was taken, on the monotonic clock.
        seq: counts up by one per frame of the source, so that gaps can be seen.
    """

    pixels: NDArray[np.uint8]
    captured_at_s: float
    seq: int


class CameraState(StrEnum):
    """How the camera is."""

    CLOSED = "closed"
    OPENING = "opening"
    RUNNING = "running"
    MISSING = "missing"
    BUSY = "busy"
    REFUSED = "refused"
    ENDED = "ended"


class Camera(Protocol):
    """The one owner of a picture source. Self-test, preview and call subscribe; nobody reopens it.

    `start` and `stop` return at once; the state tells the rest. Both may be called again in any state.
    """

    @property
    def name(self) -> str:
        """As people know it: "Microsoft LifeCam HD"."""
        ...

    @property
    def state(self) -> CameraState:
        """How the camera is now."""
        ...

    def subscribe(self, slot: Slot[Frame]) -> None:
        """Every new frame goes into `slot` too."""
        ...

    def unsubscribe(self, slot: Slot[Frame]) -> None:
        """No more frames into `slot`."""
        ...

    def on_state(self, listener: Callable[[CameraState], None]) -> None:
        """Call `listener`, from any thread, whenever the state changes."""
        ...

    def start(self) -> None:
        """Open the device, if it is not open."""
        ...

    def stop(self) -> None:
        """Release the device; after this the system shows it as free."""
        ...
