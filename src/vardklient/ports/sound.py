"""Microphone and loudspeaker. Mono, 48,000 samples a second, float32 in -1..1, everywhere in the program."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from vardklient.ports.devices import DeviceList

SAMPLE_RATE_HZ = 48_000
BLOCK_SAMPLES = 480


@dataclass(frozen=True, slots=True, eq=False)
class SoundBlock:
    """A piece of sound.

    Attributes:
        samples: (n,) float32, never written to again.
        captured_at_s: monotonic time of the first sample.
    """

    samples: NDArray[np.float32]
    captured_at_s: float


class SoundState(StrEnum):
    """How a sound device is."""

    CLOSED = "closed"
    RUNNING = "running"
    MISSING = "missing"
    BUSY = "busy"
    REFUSED = "refused"
    LOST = "lost"


class Microphone(Protocol):
    """The one owner of a sound input. Listeners are called from the sound thread and must only hand over."""

    @property
    def name(self) -> str:
        """As people know it."""
        ...

    @property
    def state(self) -> SoundState:
        """How the device is now."""
        ...

    def on_state(self, listener: Callable[[SoundState], None]) -> None:
        """Call `listener`, from any thread, whenever the state changes."""
        ...

    def subscribe(self, listener: Callable[[SoundBlock], None]) -> None:
        """Every new block goes to `listener`."""
        ...

    def unsubscribe(self, listener: Callable[[SoundBlock], None]) -> None:
        """No more blocks to `listener`."""
        ...

    def start(self) -> None:
        """Open the device; never raises, the state tells."""
        ...

    def stop(self) -> None:
        """Release the device."""
        ...


class Speaker(Protocol):
    """The one owner of a sound output.

    A player is a function `(samples wanted) -> (n,) float32`, called from the sound thread; several are mixed.
    """

    @property
    def name(self) -> str:
        """As people know it."""
        ...

    @property
    def state(self) -> SoundState:
        """How the device is now."""
        ...

    def on_state(self, listener: Callable[[SoundState], None]) -> None:
        """Call `listener`, from any thread, whenever the state changes."""
        ...

    def add_player(self, player: Callable[[int], NDArray[np.float32]]) -> None:
        """Mix this player in."""
        ...

    def remove_player(self, player: Callable[[int], NDArray[np.float32]]) -> None:
        """Leave this player out."""
        ...

    def start(self) -> None:
        """Open the device; never raises, the state tells."""
        ...

    def stop(self) -> None:
        """Release the device."""
        ...


@dataclass(frozen=True, slots=True)
class SoundDeskState:
    """How the devices behind a desk are, and what people call them."""

    microphone: SoundState
    speaker: SoundState
    microphone_name: str = ""
    speaker_name: str = ""


class SoundDesk(Protocol):
    """Microphone and loudspeaker of a call, which may be exchanged while it goes on. Safe from any thread but theirs.

    A device that goes, or is not there when it is wanted, is replaced by the system's default; the state says so by its
    names. One that comes is taken only if there is none, or if it is asked for.

    Attributes:
        microphone, speaker: the same objects for the whole of the desk's life, whatever device is behind them. What the
            microphone gives is free of the loudspeaker's echo and of steady noise.
        canceller: what frees it of them, None if there is nothing that could, or nothing is open.
    """

    @property
    def microphone(self) -> Microphone: ...

    @property
    def speaker(self) -> Speaker: ...

    @property
    def canceller(self) -> str | None: ...

    def on_change(self, listener: Callable[[SoundDeskState], None]) -> None:
        """Call `listener`, from any thread, when a state or a name has changed. It must only hand over."""
        ...

    def use(self, microphone: str, speaker: str) -> None:
        """Open these devices, by name or identity, "" being the system's choice. Takes up to 0.3 s."""
        ...

    def release(self) -> None:
        """Let go of both devices."""
        ...

    def know(self, present: DeviceList) -> None:
        """Hear what is plugged in now. Takes up to 0.3 s if a device in use has gone."""
        ...

    def prove_headset(self, microphone: str, speaker: str) -> None:
        """With these two, by name, nothing is cancelled, and near speech is left alone but for steady noise.

        With an empty name nothing is proved. Another device in use ends it, until it is said again.
        """
        ...
