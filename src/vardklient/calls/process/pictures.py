"""The pictures in the window's program: the camera's go out, those of the people who are watched come in."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

import numpy as np

from vardklient.base.log import Code, note, unexpected
from vardklient.base.slot import Slot
from vardklient.calls.process.board import PEERS, Board, Boards
from vardklient.calls.process.messages import Unwatch, Watch
from vardklient.ports.camera import Camera, Frame


def as_i420(frame: Frame, capacity: int) -> Frame:
    """The same picture as encoders want it, in half of the bytes: I420, limited range (BT.601).

    OpenCV does it in 0.3 ms at 720p, as long as a copy takes, and swscale in 1.8 ms, with 0.8 ms before it (measured).
    It takes the colour of one pixel of four where others take their mean: cameras themselves give no more.

    Args:
        frame: BGR or BGRX. Up to three rows and a column are left out: planes are of whole pixels, and PyAV wants
            multiples of four rows.
        capacity: bytes that there are. Of a picture that is too large rows and columns are left out, evenly.
    """
    import cv2

    pixels, step = frame.pixels, 1
    while pixels[::step, ::step, 0].size * 3 > 2 * capacity:
        step += 1
    pixels = pixels[::step, ::step]
    height, width = pixels.shape[0] // 4 * 4, pixels.shape[1] // 2 * 2
    code = cv2.COLOR_BGR2YUV_I420 if pixels.shape[2] == 3 else cv2.COLOR_BGRA2YUV_I420
    planes = cv2.cvtColor(np.ascontiguousarray(pixels[:height, :width]), code)
    return Frame(planes.astype(np.uint8, copy=False), frame.captured_at_s, frame.seq)


class CameraFeed:
    """Takes the camera's newest frame to the board while it is wanted, on a thread of its own.

    Args:
        tell: called on that thread when there is a new picture on the board.
    """

    def __init__(self, camera: Camera, board: Board, tell: Callable[[], None]) -> None:
        self._camera, self._board, self._tell = camera, board, tell
        self._came = threading.Event()
        self._slot: Slot[Frame] = Slot(self._came.set)
        self._over = False
        self._thread = threading.Thread(target=self._run, name="engine-camera", daemon=True)
        self._thread.start()

    def want(self, on: bool) -> None:
        """Are the pictures wanted?"""
        (self._camera.subscribe if on else self._camera.unsubscribe)(self._slot)

    def stop(self) -> None:
        """No more pictures; the thread has ended when this returns."""
        self._camera.unsubscribe(self._slot)
        self._over = True
        self._came.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over:
            self._came.wait()
            self._came.clear()
            frame = self._slot.take()
            if frame is not None:
                self._take(frame)

    def _take(self, frame: Frame) -> None:
        """A frame that cannot be converted is left out; the next one may be as it should."""
        import cv2

        try:
            planes = as_i420(frame, self._board.capacity)
        except cv2.error as error:
            unexpected(error)
            return
        self._board.write(planes)
        self._tell()


@dataclass(slots=True)
class _Screen:
    """Who watches one person.

    Attributes:
        owner: marks the pictures, so that nobody ever sees those of the person who had the board before.
    """

    board: int
    owner: int
    sizes: dict[Slot[Frame], tuple[int, int]] = field(default_factory=dict)

    def wish(self, peer: str) -> Watch:
        """What the engine is to be told: the largest size that anybody wants."""
        return Watch(
            peer, self.board, self.owner, max(s[0] for s in self.sizes.values()), max(s[1] for s in self.sizes.values())
        )


class Screens:
    """Which person's pictures go into which slots. Any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._screens: dict[str, _Screen] = {}
        self._owners = count(1)

    def add(self, peer: str, slot: Slot[Frame], size: tuple[int, int]) -> Watch | None:
        """Pictures of this person go into `slot` too. What the engine is to be told; None: no board is free."""
        with self._lock:
            screen = self._screens.get(peer)
            if screen is None:
                taken = {other.board for other in self._screens.values()}
                board = next((n for n in range(PEERS) if n not in taken), None)
                if board is None:
                    note(Code.UNEXPECTED, watched=len(taken))
                    return None
                screen = self._screens[peer] = _Screen(board, next(self._owners))
            screen.sizes[slot] = size
            return screen.wish(peer)

    def remove(self, peer: str, slot: Slot[Frame]) -> Watch | Unwatch | None:
        """No more pictures into `slot`. What the engine is to be told; None: nothing has changed."""
        with self._lock:
            screen = self._screens.get(peer)
            if screen is None or screen.sizes.pop(slot, None) is None:
                return None
            if screen.sizes:
                return screen.wish(peer)
            del self._screens[peer]
            return Unwatch(peer)

    def wishes(self) -> list[Watch]:
        """What an engine that knows nothing is to be told."""
        with self._lock:
            return [screen.wish(peer) for peer, screen in self._screens.items()]

    def fetch(self, boards: Boards, board: int) -> None:
        """There is a new picture on that board: show it to whom it is for."""
        with self._lock:
            screen = next((s for s in self._screens.values() if s.board == board), None)
            slots = tuple(screen.sizes) if screen else ()
        if screen is None:
            return
        frame = boards.peers[board].read(screen.owner)
        if frame is not None:
            for slot in slots:
                slot.put(frame)
