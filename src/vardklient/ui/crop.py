"""Which part of a picture a tile shows. Plain arithmetic, so that it can be tested without a window.

The patient's eyes should come up to the lens: what is above the head is cut away, the head itself never.
"""

from __future__ import annotations

from dataclasses import dataclass

EYES_BELOW_CROWN_SHARE = 0.26
"""Eyes lie about .75 of a face height under the crown, a face is a third of a good picture: .25, and some air."""

MOST_CROP_SHARE = 0.35
"""More would enlarge the picture beyond what its pixels bear (proposal of ours)."""

MOST_LOST_SHARE = 0.4
"""A tile that would hide more of the picture than this shows all of it instead: an upright telephone in a wide tile."""


@dataclass(frozen=True, slots=True)
class Part:
    """A rectangle: of a picture in its pixels, or of a tile in device-independent pixels."""

    x: float
    y: float
    width: float
    height: float


def crop_above_head(eyes_share: float | None) -> float:
    """How much of the picture's height may go at the top.

    Args:
        eyes_share: where the eyes are, as a share of the height from the top; None when nobody knows.
    """
    if eyes_share is None:
        return 0.0
    return min(MOST_CROP_SHARE, max(0.0, eyes_share - EYES_BELOW_CROWN_SHARE))


def cover(
    picture: tuple[int, int], tile: tuple[float, float], crop_top_share: float = 0.0, middle_share: float = 0.5
) -> Part:
    """The largest part of the tile's shape, hanging from the cut at the top.

    Args:
        picture: width and height in pixels, both above zero.
        tile: width and height, both above zero.
        crop_top_share: share of the height that is cut away at the top.
        middle_share: where the middle of the part should be, as a share of the width.
    """
    width, height = picture
    left_px = height * (1 - crop_top_share)
    scale = max(tile[0] / width, tile[1] / left_px)
    part_w, part_h = min(width, tile[0] / scale), min(left_px, tile[1] / scale)
    x = min(max(0.0, middle_share * width - part_w / 2), width - part_w)
    return Part(x, height * crop_top_share, part_w, part_h)


def fit(picture: tuple[int, int], tile: tuple[float, float]) -> Part:
    """The part of the tile that the whole picture fills, centred."""
    scale = min(tile[0] / picture[0], tile[1] / picture[1])
    width, height = picture[0] * scale, picture[1] * scale
    return Part((tile[0] - width) / 2, (tile[1] - height) / 2, width, height)


def lost_share(picture: tuple[int, int], tile: tuple[float, float]) -> float:
    """How much of the picture an uncropped cover would hide."""
    part = cover(picture, tile)
    return 1 - part.width * part.height / (picture[0] * picture[1])
