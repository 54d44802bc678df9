"""The picture's number as black and white blocks along its upper edge, which survive a codec and a smaller size.

The number is in Gray code: from one picture to the next a single block of it turns (and some of the check), so that the
barcode costs few bits. Who sends keeps the time of every number, so that the number tells the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

COLUMNS, ROWS = 10, 2
NUMBER_BITS, CHECK_BITS = 14, 6
CHECK_POLYNOMIAL, CHECK_TURN = 0b1000011, 0b100110
NUMBERS = 1 << NUMBER_BITS
"""16,384 pictures are nine minutes at 30 a second; then it begins anew."""
STRIP_SHARE = 1 / 6
"""Of the picture's height, from its top. At 160x90 a block is 16 x 7 pixels."""
BLACK, WHITE = 16, 235
LEAST_CONTRAST = 60
"""Between the darkest and the brightest block; below it there is no barcode to be read. Own choice."""
DOUBT_SHARE = 0.2
"""A block that is within so much of the contrast from the middle may be either: the picture is damaged. Own choice."""


def bits_of(number: int) -> list[int]:
    """The blocks, row by row, 1 being white."""
    number %= NUMBERS
    gray = number ^ (number >> 1)
    word = gray << CHECK_BITS | _check(gray)
    return [word >> at & 1 for at in reversed(range(COLUMNS * ROWS))]


def _check(gray: int) -> int:
    """A CRC of six bits: one or two wrong blocks are always noticed. Turned so that nothing is of one colour."""
    rest = gray << CHECK_BITS
    for at in reversed(range(CHECK_BITS, CHECK_BITS + NUMBER_BITS)):
        if rest >> at & 1:
            rest ^= CHECK_POLYNOMIAL << (at - CHECK_BITS)
    return rest ^ CHECK_TURN


def number_of(means: Sequence[float]) -> int | None:
    """The number whose blocks have this mean brightness; None when it cannot be read or is damaged."""
    lowest, highest = min(means), max(means)
    if len(means) != COLUMNS * ROWS or highest - lowest < LEAST_CONTRAST:
        return None
    middle, doubt = (lowest + highest) / 2, DOUBT_SHARE * (highest - lowest)
    if any(abs(mean - middle) < doubt for mean in means):
        return None
    word = 0
    for mean in means:
        word = word << 1 | (mean > middle)
    if _check(word >> CHECK_BITS) != word & (1 << CHECK_BITS) - 1:
        return None
    number = rest = word >> CHECK_BITS
    while rest := rest >> 1:
        number ^= rest
    return number


def draw(plane: NDArray[np.uint8], number: int) -> None:
    """Draw into a picture of shape (height, width) or (height, width, channels)."""
    height, width = plane.shape[:2]
    rows = _edges(int(height * STRIP_SHARE), ROWS)
    columns = _edges(width, COLUMNS)
    for at, bit in enumerate(bits_of(number)):
        row, column = divmod(at, COLUMNS)
        plane[rows[row] : rows[row + 1], columns[column] : columns[column + 1]] = WHITE if bit else BLACK


def read(plane: NDArray[np.uint8]) -> int | None:
    """The number in a picture of shape (height, width)."""
    height, width = plane.shape
    rows, columns = _edges(int(height * STRIP_SHARE), ROWS), _edges(width, COLUMNS)
    means = []
    for at in range(COLUMNS * ROWS):
        row, column = divmod(at, COLUMNS)
        means.append(float(np.mean(plane[_middle(rows, row), _middle(columns, column)])))
    return number_of(means)


def _edges(length: int, parts: int) -> list[int]:
    return [length * part // parts for part in range(parts + 1)]


def _middle(edges: list[int], at: int) -> slice:
    """The middle half: a codec's ringing and a scaler's blur are at the edges. Every second pixel is enough."""
    quarter = (edges[at + 1] - edges[at]) // 4
    return slice(edges[at] + quarter, edges[at + 1] - quarter, 2)
