"""Where the patient's picture goes so that looking at the patient is looking into the camera.

Pure geometry, in device-independent pixels (px) of the virtual desktop and in millimetres. The window fills the screen
that holds the camera; the patient's tile lies in it at the lens' edge, the patient's eyes straight under the lens.

Limits: at most 7° between camera and eyes (Tam et al. 2007: 7° preferred over 15° in 87 % of cases); we shrink the tile
until it is 5°, which leaves room for a lens that stands a centimetre or two above the panel.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

VIEWING_DISTANCE_CM = 55.0
GOOD_DEG = 5.0
ACCEPTED_DEG = 7.0
HORIZONTAL_WARN_DEG = 3.0
BEST_DEG = 2.0

ASSUMED_DPI = 96.0
BELIEVED_DPI = (60.0, 400.0)
MM_PER_INCH = 25.4
_ASPECT_CODES_MM = {(160, 90), (160, 100), (16, 9), (16, 10)}

EYES_WHEN_UNKNOWN_SHARE = 0.38
FACE_WHEN_UNKNOWN_SHARE = 0.36
CROWN_OVER_EYES_FACES = 0.75
CROWN_MARGIN_SHARE = 0.02
COMFORTABLE_HEIGHT_MM = 80.0
SMALLEST_HEIGHT_MM = 45.0
_STEP_PX = 2


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen as Qt tells of it.

    Attributes:
        x, y, width, height: its place on the virtual desktop, device-independent px.
        width_mm, height_mm: what it says of its size; 0 = it does not say.
        scale: device pixels per device-independent px.
    """

    name: str
    x: int
    y: int
    width: int
    height: int
    width_mm: float = 0.0
    height_mm: float = 0.0
    scale: float = 1.0

    @property
    def size_believed(self) -> bool:
        """Is the size that it claims possible? Virtual machines and projectors say 0 or invent something."""
        return self._claimed_mm_per_px() is not None

    @property
    def mm_per_px(self) -> tuple[float, float]:
        """Millimetres per px, across and down: as claimed when that is possible, else 96 px to the inch."""
        return self._claimed_mm_per_px() or (MM_PER_INCH / ASSUMED_DPI, MM_PER_INCH / ASSUMED_DPI)

    def _claimed_mm_per_px(self) -> tuple[float, float] | None:
        for wide_mm, high_mm in ((self.width_mm, self.height_mm), (self.height_mm, self.width_mm)):
            if wide_mm <= 0 or high_mm <= 0 or (round(wide_mm), round(high_mm)) in _ASPECT_CODES_MM:
                return None
            across, down = wide_mm / self.width, high_mm / self.height
            if 1 / 1.25 < across / down < 1.25:  # else a turned screen that claims the size of an unturned one
                low, high = BELIEVED_DPI
                dpis = (MM_PER_INCH / across, MM_PER_INCH / down)
                scaled = tuple(dpi * self.scale for dpi in dpis)
                return (across, down) if any(all(low < d < high for d in ds) for ds in (dpis, scaled)) else None
        return None

    def distance_px(self, x: float, y: float) -> float:
        """How far outside the screen a point lies; 0 inside."""
        dx = max(self.x - x, 0.0, x - (self.x + self.width))
        dy = max(self.y - y, 0.0, y - (self.y + self.height))
        return math.hypot(dx, dy)


@dataclass(frozen=True, slots=True)
class Lens:
    """Where the camera's lens is, in px of the virtual desktop; it may lie above or beside the screen.

    `screen` names the screen that it sits on; where it is empty the nearest one is taken.
    """

    x: float
    y: float
    screen: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in px."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything goes, and the angles that come of it.

    Attributes:
        angle_deg: between lens and patient's eyes, as the clinician sees them; horizontal and vertical parts beside it
            (right and down are positive).
        screen: name of the screen that holds the camera.
        window: the call window, the whole of that screen; patient: the patient's tile in it, virtual desktop px.
        eyes: where the patient's eyes come to lie, virtual desktop px.
        crop: the part of the received picture that the tile shows, picture px.
        size_believed: were the screen's millimetres used, or 96 dpi assumed?
    """

    angle_deg: float
    horizontal_deg: float
    vertical_deg: float
    screen: str
    window: Box
    patient: Box
    eyes: tuple[float, float]
    viewing_distance_cm: float
    crop: Box
    size_believed: bool

    @property
    def good(self) -> bool:
        """Within the accepted angle, and not looking aside."""
        return self.angle_deg <= ACCEPTED_DEG and abs(self.horizontal_deg) <= HORIZONTAL_WARN_DEG


def top_centre(screen: Screen) -> Lens:
    """Where a lens sits that nobody has placed: the middle of the upper edge."""
    return Lens(screen.x + screen.width / 2, screen.y, screen.name)


def holder(screens: Sequence[Screen], lens: Lens) -> Screen:
    """The screen that the lens sits on: the named one, else the nearest, else the first of equals."""
    named = [screen for screen in screens if lens.screen and screen.name == lens.screen]
    return (named or sorted(screens, key=lambda s: s.distance_px(lens.x, lens.y)))[0]


def place(
    screens: Sequence[Screen],
    lens: Lens,
    picture_size: tuple[int, int],
    eyes: tuple[float, float] | None = None,
    viewing_distance_cm: float = VIEWING_DISTANCE_CM,
    face_height: float | None = None,
) -> Layout:
    """The layout with the largest tile whose angle is good; failing that accepted; failing that the smallest tile.

    Args:
        screens: at least one; all of a positive size.
        lens: where the camera is.
        picture_size: width and height of the received picture in px.
        eyes: where the patient's eyes are in it, px; None = 38 % from the top, in the middle.
        viewing_distance_cm: from the clinician's eyes to the screen.
        face_height: of the patient's face from brow to chin, px; None = 36 % of the picture, which crops little.
    """
    screen = holder(screens, lens)
    width, height = picture_size
    eye_x, eye_y = eyes or (width / 2, height * EYES_WHEN_UNKNOWN_SHARE)
    eye_x, eye_y = min(max(eye_x, 0.0), float(width)), min(max(eye_y, 0.0), float(height))
    crop = _crop(width, height, eye_y, face_height or height * FACE_WHEN_UNKNOWN_SHARE)
    share = (eye_x / width, (eye_y - crop.y) / crop.height)
    return _largest(screen, lens, crop, share, viewing_distance_cm)


def _crop(width: int, height: int, eye_y: float, face_height: float) -> Box:
    """Cut the air over the head, never the head: the crown is about 0.75 face heights over the eyes."""
    crown = eye_y - CROWN_OVER_EYES_FACES * face_height
    top = min(max(0, int(crown - CROWN_MARGIN_SHARE * height)), height // 2)
    return Box(0, top, width, height - top)


def _largest(screen: Screen, lens: Lens, crop: Box, share: tuple[float, float], distance_cm: float) -> Layout:
    _, mm_down = screen.mm_per_px
    ratio = crop.width / crop.height
    largest = max(1, min(screen.height, int(screen.width / ratio)))
    smallest = max(1, min(largest, round(SMALLEST_HEIGHT_MM / mm_down)))
    comfortable = max(smallest, min(largest, round(COMFORTABLE_HEIGHT_MM / mm_down)))
    for limit_deg, stop in ((GOOD_DEG, comfortable), (ACCEPTED_DEG, smallest)):
        for tile_height in range(largest, stop - 1, -_STEP_PX):
            layout = _lay(screen, lens, crop, share, distance_cm, tile_height)
            if layout.angle_deg <= limit_deg:
                return layout
    return _lay(screen, lens, crop, share, distance_cm, smallest)


def _lay(
    screen: Screen, lens: Lens, crop: Box, share: tuple[float, float], distance_cm: float, tile_height: int
) -> Layout:
    """The layout with a tile of this height: eyes under the lens, the tile within the screen."""
    across, down = screen.mm_per_px
    distance_mm = distance_cm * 10
    tile_width = min(screen.width, max(1, round(tile_height * crop.width / crop.height)))
    wanted_y = lens.y + distance_mm * math.tan(math.radians(BEST_DEG)) / down
    x = _between(lens.x - share[0] * tile_width, screen.x, screen.x + screen.width - tile_width)
    y = _between(wanted_y - share[1] * tile_height, screen.y, screen.y + screen.height - tile_height)
    eyes = (x + share[0] * tile_width, y + share[1] * tile_height)
    right_mm, below_mm = (eyes[0] - lens.x) * across, (eyes[1] - lens.y) * down
    return Layout(
        angle_deg=_deg(math.hypot(right_mm, below_mm), distance_mm),
        horizontal_deg=_deg(right_mm, distance_mm),
        vertical_deg=_deg(below_mm, distance_mm),
        screen=screen.name,
        window=Box(screen.x, screen.y, screen.width, screen.height),
        patient=Box(x, y, tile_width, tile_height),
        eyes=eyes,
        viewing_distance_cm=distance_cm,
        crop=crop,
        size_believed=screen.size_believed,
    )


def _between(value: float, low: int, high: int) -> int:
    return min(max(round(value), low), high)


def _deg(offset_mm: float, distance_mm: float) -> float:
    return math.degrees(math.atan2(offset_mm, distance_mm))
