"""Where the parts of the call window go. Plain arithmetic: a function from sizes to rectangles.

The patient's tile comes first: it touches the edge where the lens is, straight under it. What is left at its sides
holds the people and the identity; in a small window, or with large text, the columns get narrower instead of moving
the tile away from the lens.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

ROOMY_PX = (1000, 560)
"""From this size on (at 100 % text) the side columns have their full width."""

PEOPLE_PX = 264
IDENTITY_PX = 288
PAD_PX = 16
BAR_PX = 64
BAR_PAD_PX = 12
HINT_PX = 26
LEAST_TILE_PX = 210
LEAST_SIDE_PX = 190
TILE_HEIGHT_SHARE = 0.56
COMPACT_TILE_SHARE = 0.44
WIDEST_TILE_SHARE = 16 / 9
LOWEST_SHARE = 0.08
LEAST_GAP_PX = 12


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in the window, in device-independent pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column to the right of it."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row under it."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Wish:
    """What the eye line asks for.

    Attributes:
        lens_share: where the lens is along the width of the window, 0 to 1.
        at_bottom: is it at the lower edge?
        width, height: of the patient's tile in device-independent pixels; 0: as large as fits.
        eye_x_share, eye_y_share: where the eyes are in the tile.
        eye_y_px: how far down in the window the eyes should be; None: as high as the tile can go.
        crop_top_share: how much of the picture is cut above the head; None: by what is known of the eyes.
    """

    lens_share: float = 0.5
    at_bottom: bool = False
    width: float = 0.0
    height: float = 0.0
    eye_x_share: float = 0.5
    eye_y_share: float = 0.38
    eye_y_px: float | None = None
    crop_top_share: float | None = None


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The rectangles of all parts.

    Attributes:
        middle: the column of the tile, for what stands there while there is no picture.
        below: what is left of it under (or over) tile and hint.
        own_below: one's own picture stands in `below`, for lack of room at the side.
    """

    people: Box
    identity: Box
    own: Box
    middle: Box
    tile: Box
    hint: Box
    below: Box
    bar: Box
    own_below: bool


def arrange(size: tuple[int, int], scale: float, wish: Wish = Wish()) -> Arrangement:
    """The rectangles for a window of that size.

    Args:
        size: width and height of the window.
        scale: text size, 1.0 is 100 %.
        wish: what the eye line asks for.
    """
    width, height = size
    pad = round(PAD_PX * scale)
    roomy = width >= ROOMY_PX[0] * scale and height >= ROOMY_PX[1] * scale
    bar_height = round((BAR_PX + 2 * BAR_PAD_PX) * scale)
    bar = Box(0, height - bar_height, width, bar_height)
    area_bottom = bar.y
    tile_size = _tile_size(width, area_bottom, scale, roomy, wish)
    people_x, middle, identity_x, sides = _columns(width, area_bottom, scale, roomy, wish, tile_size[0])
    tile = _tile(tile_size, middle, width, wish)
    hint_height = round(HINT_PX * scale)
    aside = min(tile.x - middle.x, middle.right - tile.right)
    hint_x, hint_width = tile.x - aside, tile.width + 2 * aside
    if wish.at_bottom:
        hint = Box(hint_x, tile.y - hint_height, hint_width, hint_height)
        below = Box(middle.x, pad, middle.width, max(0, hint.y - pad))
    else:
        hint = Box(hint_x, tile.bottom, hint_width, hint_height)
        below = Box(middle.x, hint.bottom, middle.width, max(0, area_bottom - hint.bottom))
    people = Box(people_x, pad, sides[0], area_bottom - pad)
    identity, own = _right(identity_x, sides[1], pad, area_bottom, scale, roomy, below)
    return Arrangement(people, identity, own, middle, tile, hint, below, bar, not roomy)


def without_identity(plan: Arrangement) -> Arrangement:
    """The middle takes the place of the identity too, on whichever side that is."""
    gap = plan.bar.width - max(plan.people.right, plan.identity.right, plan.middle.right)
    people, middle, identity = plan.people, plan.middle, plan.identity
    if identity.x < middle.x:
        left, right = identity.x, middle.right
    elif people.x < middle.x:
        left, right = middle.x, identity.right
    else:
        people = replace(people, x=identity.right - people.width)
        left, right = middle.x, people.x - gap
    widened = replace(middle, x=left, width=right - left)
    return replace(plan, people=people, middle=widened, below=replace(plan.below, x=left, width=right - left))


def _tile_size(width: int, area: int, scale: float, roomy: bool, wish: Wish) -> tuple[int, int]:
    """As asked for, but never so large that the sides cannot be read."""
    share = TILE_HEIGHT_SHARE if roomy else COMPACT_TILE_SHARE
    ratio = wish.width / wish.height if wish.width and wish.height else WIDEST_TILE_SHARE
    most_h = area * share if not wish.height else min(wish.height, area * 0.8)
    sides = (PEOPLE_PX + IDENTITY_PX) if roomy else 2 * LEAST_SIDE_PX
    most_w = max(LEAST_TILE_PX * scale, width - (sides + 4 * PAD_PX) * scale)
    if not roomy:
        most_w, most_h = min(most_w, width * 0.42), min(most_h, area * share)
    tile_w = min(most_w, most_h * ratio)
    return round(tile_w), round(tile_w / ratio)


def _columns(
    width: int, area: int, scale: float, roomy: bool, wish: Wish, tile_w: int
) -> tuple[int, Box, int, tuple[int, int]]:
    """Where people, middle and identity begin, and the widths of the sides. The tile's column goes to the lens."""
    pad = round(PAD_PX * scale)
    if roomy:
        left, right = round(PEOPLE_PX * scale), round(IDENTITY_PX * scale)
    else:
        left = right = (width - tile_w - 4 * pad) // 2
    middle_w = width - left - right - 4 * pad
    if wish.lens_share < 0.3:
        middle = Box(pad, 0, middle_w, area)
        return middle.right + pad, middle, middle.right + 2 * pad + left, (left, right)
    if wish.lens_share > 0.7:
        return pad, Box(left + right + 3 * pad, 0, middle_w, area), left + 2 * pad, (left, right)
    middle = Box(left + 2 * pad, 0, middle_w, area)
    return pad, middle, middle.right + pad, (left, right)


def _tile(size: tuple[int, int], middle: Box, width: int, wish: Wish) -> Box:
    """Straight under the lens as far as its column allows."""
    wanted = wish.lens_share * width - wish.eye_x_share * size[0]
    x = min(max(wanted, middle.x), middle.right - size[0])
    if wish.at_bottom:
        return Box(round(x), middle.height - size[1], *size)
    y = 0.0 if wish.eye_y_px is None else wish.eye_y_px - wish.eye_y_share * size[1]
    # Never above the window, and not so low that nothing fits under it; a gap of a few pixels is none.
    y = 0.0 if y < LEAST_GAP_PX else min(y, LOWEST_SHARE * middle.height)
    return Box(round(x), round(y), *size)


def _right(x: int, width: int, pad: int, area: int, scale: float, roomy: bool, below: Box) -> tuple[Box, Box]:
    """The identity, and one's own picture under it or, for lack of room, under the patient's."""
    if not roomy:
        return Box(x, pad, width, area - pad), below
    own_height = round(min(0.34 * (area - pad), (width - 36 * scale) * 9 / 16 + 60 * scale))
    identity = Box(x, pad, width, area - pad - own_height - round(12 * scale))
    return identity, Box(x, identity.bottom + round(12 * scale), width, own_height)
