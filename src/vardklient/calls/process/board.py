"""Pictures between two processes: memory that both see, on which only the newest picture matters.

One side writes, the other reads; neither ever waits. Each board has three places, used in turn, and every picture a
number that stands before and after it has been written: a reader that was overtaken sees it, and takes the newer one.
"""

from __future__ import annotations

import mmap
import os
import secrets
import struct
import sys
import threading

import numpy as np
from numpy.typing import NDArray

from vardklient.ports.camera import Frame

CAMERA_BYTES = 1920 * 1080 * 4
PICTURE_BYTES = 1280 * 720 * 4
PEERS = 6
"""So many people can be watched at once. The memory of a board that nobody uses costs nothing. Own choice."""

_PLACES = 3
_WORD_BYTES = 8
_ABOUT_BYTES = 64
_HEAD_BYTES = 4096
_ABOUT = struct.Struct("=IIIIdQ")
"""Owner, rows, columns, channels (1: planes of I420), captured_at_s, seq: what is said about a picture, after its
number."""
_TRIES = 4


def _fence() -> None:
    """Nothing of what was written or read before is seen after what follows, on any processor.

    Letting go of a lock and taking one is a full barrier; x86 would not need it, ARM does.
    """
    for _ in range(2):
        with _FENCE:
            pass


_FENCE = threading.Lock()


class Board:
    """The newest picture of one source. One process writes, one reads; in each any thread, one at a time.

    Args:
        memory: as long as `board_bytes(capacity)`.
        capacity: bytes of the largest picture.

    Attributes:
        capacity: as given.
    """

    def __init__(self, memory: memoryview, capacity: int) -> None:
        self.capacity = capacity
        self._memory = memory
        # numbers are read and written whole, which `struct` does not promise
        self._words = np.frombuffer(memory[:_HEAD_BYTES], np.uint64)
        self._lock = threading.Lock()
        self._seen = 0

    def write(self, frame: Frame, owner: int = 0) -> None:
        """Put a picture on the board. One that is too large loses rows and columns, evenly."""
        pixels = self._fitting(frame.pixels)
        with self._lock:
            number = int(self._words[0]) + 1
            at = self._about_at(number)
            self._words[at // _WORD_BYTES] = 0
            _fence()
            shape = (*pixels.shape, 1)[:3]
            _ABOUT.pack_into(self._memory, at + _WORD_BYTES, owner, *shape, frame.captured_at_s, frame.seq)
            self._pixels(number, pixels.shape)[...] = pixels
            _fence()
            self._words[at // _WORD_BYTES] = number
            _fence()
            self._words[0] = number

    def read(self, owner: int = 0) -> Frame | None:
        """The newest picture of this owner, if it has not been read before."""
        with self._lock:
            for _ in range(_TRIES):
                number = int(self._words[0])
                if number == self._seen:
                    return None
                frame = self._copy(number, owner)
                if int(self._words[self._about_at(number) // _WORD_BYTES]) == number:
                    self._seen = number
                    return frame
            return None

    def _copy(self, number: int, owner: int) -> Frame | None:
        """What is in that number's place, whole or not."""
        _fence()
        about = _ABOUT.unpack_from(self._memory, self._about_at(number) + _WORD_BYTES)
        whose, rows, columns, channels, captured_at_s, seq = about
        if whose != owner or channels not in (1, 3, 4) or rows * columns * channels > self.capacity:
            return None
        shape = (rows, columns) if channels == 1 else (rows, columns, channels)
        frame = Frame(self._pixels(number, shape).copy(), captured_at_s, seq)
        _fence()
        return frame

    @staticmethod
    def _about_at(number: int) -> int:
        return _ABOUT_BYTES * (1 + number % _PLACES)

    def _pixels(self, number: int, shape: tuple[int, ...]) -> NDArray[np.uint8]:
        start = _HEAD_BYTES + number % _PLACES * self.capacity
        size = int(np.prod(shape))
        return np.frombuffer(self._memory[start : start + size], np.uint8).reshape(shape)

    def _fitting(self, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        step = 1
        while pixels[::step, ::step].size > self.capacity:
            step += 1
        return pixels[::step, ::step]


def board_bytes(capacity: int) -> int:
    """How much memory a board takes."""
    return _HEAD_BYTES + _PLACES * capacity


class Boards:
    """The memory of one engine process: a board for the camera, and one for each person who is watched.

    It has no name in any folder, so that nothing of it is left, whoever dies: on Linux and macOS the child inherits it
    as an open file, on Windows a name leads to it for as long as somebody has it open. That is why it is not Python's
    `SharedMemory`, which leaves a file behind when the process that keeps account of it is killed.

    Attributes:
        camera: from the window's program to the engine.
        peers: from the engine to the window's program.
        handle: how the child finds it, as a word for its command line.
    """

    def __init__(self, memory: mmap.mmap, handle: str, descriptor: int = -1) -> None:
        self.handle = handle
        self._descriptor = descriptor
        view = memoryview(memory)
        at = board_bytes(CAMERA_BYTES)
        each = board_bytes(PICTURE_BYTES)
        self.camera = Board(view[:at], CAMERA_BYTES)
        self.peers = tuple(Board(view[at + n * each : at + (n + 1) * each], PICTURE_BYTES) for n in range(PEERS))

    @property
    def inherited(self) -> tuple[int, ...]:
        """The open files that the child must inherit."""
        return () if self._descriptor < 0 else (self._descriptor,)

    def given_away(self) -> None:
        """The child runs: it has what it needs. Harmless when called again."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)


ALL_BYTES = board_bytes(CAMERA_BYTES) + PEERS * board_bytes(PICTURE_BYTES)


if sys.platform == "win32":

    def make_boards() -> Boards:
        """New memory, of zeros."""
        name = f"vardklient-{secrets.token_hex(16)}"
        return Boards(mmap.mmap(-1, ALL_BYTES, tagname=name), name)

    def find_boards(handle: str) -> Boards:
        """The memory that the parent made."""
        return Boards(mmap.mmap(-1, ALL_BYTES, tagname=handle), handle)

else:

    def make_boards() -> Boards:
        """New memory, of zeros."""
        descriptor = _nameless()
        os.ftruncate(descriptor, ALL_BYTES)
        return Boards(mmap.mmap(descriptor, ALL_BYTES), str(descriptor), descriptor)

    def find_boards(handle: str) -> Boards:
        """The memory that the parent made."""
        descriptor = int(handle)
        try:
            return Boards(mmap.mmap(descriptor, ALL_BYTES), handle)
        finally:
            os.close(descriptor)

    def _nameless() -> int:
        """An open file in memory."""
        linux_only = getattr(os, "memfd_create", None)
        return int(linux_only("vardklient-pictures")) if linux_only else named_for_a_moment()

    def named_for_a_moment() -> int:
        """The same on macOS, by what `multiprocessing.shared_memory` stands on; the name is gone at once."""
        import _posixshmem  # type: ignore[import-not-found]

        name = f"/vk-{secrets.token_hex(8)}"
        descriptor = int(_posixshmem.shm_open(name, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode=0o600))
        _posixshmem.shm_unlink(name)
        return descriptor
