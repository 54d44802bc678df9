"""A film file as a camera: for tests, practice and support."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from vardklient.media.paced import PacedCamera

if TYPE_CHECKING:
    from numpy.typing import NDArray

_RATE_HZ = 25.0  # for a file that does not say, or says nonsense
_RATES_HZ = (1.0, 120.0)


class ClipCamera(PacedCamera):
    """Plays a film file at its own rate. A file that is absent or no film makes the state MISSING, never an exception.

    With `loop` it begins again at its end; without, the state becomes ENDED.
    """

    def __init__(self, path: Path, loop: bool = False) -> None:
        super().__init__(path.name, lambda: _open(path, loop))


def is_film(path: Path) -> bool:
    """Whether a picture can be read from that file."""
    film = _open(path, loop=False)
    if film is None:
        return False
    film.close()
    return True


def _open(path: Path, loop: bool) -> _ClipFilm | None:
    if not path.is_file():
        return None
    film = _ClipFilm(path, loop)
    if film.is_readable:
        return film
    film.close()
    return None


class _ClipFilm:
    """The pictures of a file."""

    def __init__(self, path: Path, loop: bool) -> None:
        self._path, self._loop = path, loop
        self._capture = cv2.VideoCapture(str(path))
        self._ahead = self._decode()
        self.is_readable = self._ahead is not None
        rate_hz = self._capture.get(cv2.CAP_PROP_FPS) if self.is_readable else 0.0
        self.rate_hz = rate_hz if _RATES_HZ[0] <= rate_hz <= _RATES_HZ[1] else _RATE_HZ

    def read(self) -> NDArray[np.uint8] | None:
        """The next picture; None at the end."""
        picture, self._ahead = self._ahead, None
        if picture is None:
            picture = self._decode()
        if picture is None and self._loop:
            self._capture.release()
            self._capture = cv2.VideoCapture(str(self._path))
            picture = self._decode()
        return picture

    def skip(self) -> bool:
        """Pass over the next picture; False at the end (and a loop is not skipped over)."""
        return bool(self._capture.grab())

    def close(self) -> None:
        """Close the file."""
        self._capture.release()

    def _decode(self) -> NDArray[np.uint8] | None:
        there, picture = self._capture.read()
        return np.ascontiguousarray(picture, np.uint8) if there else None
