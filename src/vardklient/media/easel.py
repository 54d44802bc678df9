"""A small easel for drawing people: soft shapes, shaded surfaces and hair on a numpy canvas.

Lengths are in the drawing's own unit (the picture decides how many pixels that is), u to the right and v down. Masks
and colours are 0..1; colours are (red, green, blue).
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float32]
Colour = tuple[float, float, float] | Plane
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle in the drawing's unit."""

    u0: float
    v0: float
    u1: float
    v1: float


class Easel:
    """A canvas with transparency.

    Attributes:
        u, v: (height, width) the coordinates of every pixel's middle.
        unit_px: pixels per unit.
        rgb: (height, width, 3).
        alpha: (height, width) 0 = nothing painted yet.
    """

    def __init__(self, region: Region, unit_px: float) -> None:
        self.region, self.unit_px = region, unit_px
        width, height = round((region.u1 - region.u0) * unit_px), round((region.v1 - region.v0) * unit_px)
        across = region.u0 + (np.arange(width, dtype=np.float32) + 0.5) / unit_px
        down = region.v0 + (np.arange(height, dtype=np.float32) + 0.5) / unit_px
        self.u, self.v = (plane.astype(np.float32) for plane in np.meshgrid(across, down))
        self.rgb: Plane = np.zeros((height, width, 3), np.float32)
        self.alpha: Plane = np.zeros((height, width), np.float32)

    def paint(self, mask: Plane, colour: Colour) -> None:
        """Lay the colour over what is there, where the mask says so."""
        strength = mask[..., None]
        behind = self.alpha[..., None] * (1 - strength)
        alpha = strength + behind
        paint = np.asarray(colour, np.float32)
        self.rgb = ((paint * strength + self.rgb * behind) / np.maximum(alpha, 1e-4)).astype(np.float32)
        self.alpha = alpha[..., 0].astype(np.float32)

    def tint(self, mask: Plane, colour: Colour) -> None:
        """Colour what is painted already, without painting anything new: shadows, blush, light."""
        strength = mask[..., None]
        paint = np.asarray(colour, np.float32)
        self.rgb = (self.rgb * (1 - strength) + paint * strength).astype(np.float32)

    def shade(self, mask: Plane, factor: float) -> None:
        """Darken (factor < 1) or lighten what is painted already."""
        self.rgb = (self.rgb * (1 + (factor - 1) * mask[..., None])).astype(np.float32)

    def glow(self, u: float, v: float, across: float, down: float) -> Plane:
        """A soft spot, 1 in its middle."""
        return np.asarray(np.exp(-(((self.u - u) / across) ** 2) - ((self.v - v) / down) ** 2), np.float32)

    def ellipse(self, u: float, v: float, across: float, down: float) -> Plane:
        """A filled ellipse with a smooth edge; `across` and `down` are its half axes."""
        distance = (np.hypot((self.u - u) / across, (self.v - v) / down) - 1) * min(across, down)
        return self.inside(distance)

    def inside(self, distance: Plane) -> Plane:
        """1 where the distance is below 0, smooth over one pixel."""
        return np.asarray(np.clip(0.5 - distance * self.unit_px, 0, 1), np.float32)

    def outline(self, points: Sequence[Point], smooth: bool = True) -> Plane:
        """The inside of a closed line through the points, rounded unless `smooth` is off."""
        line = np.asarray(closed_curve(points) if smooth else points, np.float32)
        pixels = (line - (self.region.u0, self.region.v0)) * self.unit_px - 0.5
        mask = np.zeros(self.alpha.shape, np.uint8)
        cv2.fillPoly(mask, [np.round(pixels * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
        return (mask / np.float32(255)).astype(np.float32)

    def brush(self, points: Sequence[Point], widths: Sequence[float]) -> Plane:
        """A stroke along a curve through the points, with a width at each of them."""
        line = open_curve([(*point, width) for point, width in zip(points, widths, strict=True)])
        direction = np.gradient(line[:, :2], axis=0)
        normal = np.stack([-direction[:, 1], direction[:, 0]], axis=1)
        normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-6)
        half = line[:, 2:] / 2
        edge = np.concatenate([line[:, :2] + normal * half, (line[:, :2] - normal * half)[::-1]])
        return self.outline([(float(u), float(v)) for u, v in edge], smooth=False)

    def blurred(self, mask: Plane, radius: float) -> Plane:
        """The mask with soft edges; the radius is in the drawing's unit."""
        return cv2.GaussianBlur(mask, (0, 0), max(0.3, radius * self.unit_px)).astype(np.float32)

    def slope(self, height: Plane) -> tuple[Plane, Plane, Plane]:
        """The surface's normal (right, down, towards us) where `height` is how far it stands out."""
        down, across = np.gradient(height, 1 / self.unit_px)
        length = np.sqrt(across**2 + down**2 + 1)
        return (
            (-across / length).astype(np.float32),
            (-down / length).astype(np.float32),
            (1 / length).astype(np.float32),
        )

    def part(self, left_px: int, top_px: int, width_px: int, height_px: int) -> Easel:
        """A copy of a part of the canvas, to be painted on by itself."""
        across, down = slice(left_px, left_px + width_px), slice(top_px, top_px + height_px)
        part = copy(self)
        u0, v0 = self.region.u0 + left_px / self.unit_px, self.region.v0 + top_px / self.unit_px
        part.region = Region(u0, v0, u0 + width_px / self.unit_px, v0 + height_px / self.unit_px)
        part.u, part.v = self.u[down, across], self.v[down, across]
        part.rgb, part.alpha = self.rgb[down, across].copy(), self.alpha[down, across].copy()
        return part

    def sprite(self, scale: int) -> NDArray[np.uint8]:
        """What is painted, smaller by `scale`, as (height, width, 4) BGR premultiplied by the alpha behind it."""
        height, width = (length // scale for length in self.alpha.shape)
        full = np.dstack([self.rgb[..., ::-1] * self.alpha[..., None], self.alpha])[: height * scale, : width * scale]
        small = cv2.resize(full, (width, height), interpolation=cv2.INTER_AREA)
        return np.ascontiguousarray(np.clip(small * 255 + 0.5, 0, 255).astype(np.uint8))


def closed_curve(points: Sequence[Point], steps: int = 12) -> Plane:
    """A smooth closed line through the points (Catmull-Rom)."""
    line = np.asarray(points, np.float32)
    return _spline(np.concatenate([line[-1:], line, line[:2]]), steps)


def open_curve(points: Sequence[Sequence[float]], steps: int = 12) -> Plane:
    """A smooth open line through the points (Catmull-Rom)."""
    line = np.asarray(points, np.float32)
    return _spline(np.concatenate([line[:1], line, line[-1:]]), steps)


def mirrored(half: Sequence[Point]) -> list[Point]:
    """A symmetric outline from its right half, given from the top to the bottom."""
    return [*half, *((-u, v) for u, v in reversed(half) if u > 0)]


def _spline(knots: Plane, steps: int) -> Plane:
    t = np.linspace(0, 1, steps, endpoint=False, dtype=np.float32)[:, None]
    pieces = []
    for a, b, c, d in zip(knots, knots[1:], knots[2:], knots[3:], strict=False):
        pieces.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return np.concatenate([*pieces, knots[-2:-1]]).astype(np.float32)


def strands(across: Plane, along: Plane, fineness: float, seed: int) -> Plane:
    """Hair: noise that is fine across the hair and long along it, -1..1."""
    rng = np.random.default_rng(seed)
    total = np.zeros_like(across)
    for octave, weight in ((1.0, 0.5), (2.3, 0.3), (5.1, 0.2)):
        table = rng.uniform(-1, 1, (64, 512)).astype(np.float32)
        x = np.mod(across * fineness * octave, 511).astype(np.float32)
        y = np.mod(along * 3 + 8, 63).astype(np.float32)
        total += weight * cv2.remap(table, x, y, cv2.INTER_LINEAR)
    return total
