"""Devices that are not there: a call without a window may have no loudspeaker, no microphone, no camera."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from vardklient.base.slot import Slot
from vardklient.ports.camera import CameraState, Frame
from vardklient.ports.sound import SoundBlock, SoundState

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class NoCamera:
    """Implements `ports.camera.Camera`; never gives a frame."""

    name = ""
    state = CameraState.MISSING

    def subscribe(self, slot: Slot[Frame]) -> None: ...

    def unsubscribe(self, slot: Slot[Frame]) -> None: ...

    def on_state(self, listener: Callable[[CameraState], None]) -> None: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...


class NoMicrophone:
    """Implements `ports.sound.Microphone`; never gives a block."""

    name = ""
    state = SoundState.MISSING

    def subscribe(self, listener: Callable[[SoundBlock], None]) -> None: ...

    def unsubscribe(self, listener: Callable[[SoundBlock], None]) -> None: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...


class NoSpeaker:
    """Implements `ports.sound.Speaker`; never asks for a sample."""

    name = ""
    state = SoundState.MISSING

    def add_player(self, player: Callable[[int], NDArray[np.float32]]) -> None: ...

    def remove_player(self, player: Callable[[int], NDArray[np.float32]]) -> None: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...
