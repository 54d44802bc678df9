"""Draws the rooms behind the drawn people: calm, lit from a window on the left, out of focus as in a good picture.

The unit is the picture's height: v is 0..1, u 0..width/height.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from vardklient.media.easel import Easel, Plane, Region

Rgb = tuple[float, float, float]
_FOCUS = 0.006  # how far out of focus the room is


def draw_room(paint: Callable[[Easel], None], width_px: int, height_px: int) -> NDArray[np.uint8]:
    """The room as (height, width, 3) BGR. A trace of noise keeps the soft gradients from showing steps."""
    easel = Easel(Region(0.0, 0.0, width_px / height_px, 1.0), height_px)
    paint(easel)
    radius = _FOCUS * height_px
    soft = cv2.GaussianBlur(easel.rgb[..., ::-1] * 255, (0, 0), radius)
    noise = np.random.default_rng(1).normal(0, 0.7, soft.shape[:2])[..., None]
    picture: NDArray[np.uint8] = np.clip(soft + noise + 0.5, 0, 255).astype(np.uint8)
    return np.ascontiguousarray(cv2.resize(picture, (width_px, height_px)).astype(np.uint8))


def paint_living_room(easel: Easel) -> None:
    """A living room in the morning: curtain, picture, sideboard with a plant, a lamp."""
    _paint_wall(easel, (0.85, 0.80, 0.73), (0.66, 0.61, 0.56))
    _paint_window(easel, (0.87, 0.88, 0.86), 0.30)
    _paint_curtain(easel, (0.83, 0.79, 0.72))
    _paint_picture(easel)
    _paint_sideboard(easel)
    _paint_plant(easel, 1.60, 0.655, 0.115, (0.36, 0.47, 0.34), (0.72, 0.56, 0.46))
    _paint_lamp(easel)


def paint_surgery(easel: Easel) -> None:
    """A consulting room: blinds, a cabinet, a plant, a board on the wall."""
    _paint_wall(easel, (0.80, 0.83, 0.83), (0.62, 0.67, 0.69))
    _paint_window(easel, (0.86, 0.89, 0.90), 0.36)
    for step in range(11):
        slat = _box(easel, -0.05, 0.03 + 0.066 * step, 0.365, 0.062 + 0.066 * step)
        easel.shade(0.75 * slat, 0.94)
    easel.paint(_box(easel, 0.355, 0.0, 0.385, 0.80), (0.78, 0.80, 0.80))
    easel.paint(_box(easel, -0.1, 0.78, 0.41, 0.815), (0.74, 0.76, 0.77))
    _paint_cabinet(easel)
    _paint_plant(easel, 0.19, 0.70, 0.10, (0.35, 0.50, 0.40), (0.84, 0.84, 0.82))
    board = _box(easel, 1.30, 0.10, 1.66, 0.36)
    easel.shade(easel.blurred(board, 0.02) * 0.6, 0.88)
    easel.paint(board, (0.78, 0.80, 0.79))
    easel.paint(_box(easel, 1.315, 0.115, 1.645, 0.345), (0.71, 0.79, 0.79))
    for row, length in enumerate((0.20, 0.25, 0.17)):
        easel.paint(0.5 * _box(easel, 1.35, 0.155 + 0.06 * row, 1.35 + length, 0.175 + 0.06 * row), (0.50, 0.62, 0.65))


def _box(easel: Easel, u0: float, v0: float, u1: float, v1: float) -> Plane:
    distance = np.maximum(np.maximum(u0 - easel.u, easel.u - u1), np.maximum(v0 - easel.v, easel.v - v1))
    return easel.inside(distance.astype(np.float32))


def _mix(easel: Easel, left: Rgb, right: Rgb, share: Plane) -> Plane:
    return (
        np.asarray(left, np.float32) * (1 - share[..., None]) + np.asarray(right, np.float32) * share[..., None]
    ).astype(np.float32)


def _paint_wall(easel: Easel, light: Rgb, dark: Rgb) -> None:
    share = np.clip(easel.u / 1.9 + 0.18 * (easel.v - 0.4), 0, 1).astype(np.float32)
    easel.paint(np.ones_like(easel.u), _mix(easel, light, dark, share))
    easel.shade(np.clip((easel.v - 0.55) / 0.9, 0, 1).astype(np.float32), 0.84)


def _paint_window(easel: Easel, light: Rgb, right: float) -> None:
    pane = _box(easel, -0.1, -0.1, right, 0.78)
    day = _mix(easel, light, (light[0] * 0.86, light[1] * 0.92, light[2] * 0.90), np.clip(easel.v / 0.8, 0, 1))
    easel.tint((0.35 * easel.glow(right * 0.6, 0.35, 0.5, 0.55)).astype(np.float32), light)
    easel.paint(pane, day)
    easel.tint((0.45 * pane * easel.glow(0.05, 0.70, 0.30, 0.22)).astype(np.float32), (0.62, 0.72, 0.60))
    easel.paint(_box(easel, right * 0.42, -0.1, right * 0.42 + 0.018, 0.78), (0.80, 0.80, 0.78))


def _paint_curtain(easel: Easel, colour: Rgb) -> None:
    edge = 0.40 + 0.012 * np.sin(easel.v * 5)
    cloth = easel.inside(np.maximum(0.235 - easel.u, easel.u - edge).astype(np.float32))
    folds = 0.90 + 0.075 * np.sin(easel.u * 145 + 0.8 * np.sin(easel.v * 3)) + 0.035 * np.sin(easel.u * 61)
    easel.shade(0.6 * easel.blurred(cloth, 0.03), 0.90)
    shade = np.asarray(colour, np.float32) * folds[..., None] * (1.04 - 0.12 * easel.v[..., None])
    easel.paint((0.94 * cloth).astype(np.float32), shade.astype(np.float32))


def _paint_picture(easel: Easel) -> None:
    """A framed landscape: sky, hills, water."""
    frame = _box(easel, 1.245, 0.115, 1.585, 0.40)
    easel.shade(easel.blurred(frame, 0.025) * 0.9, 0.84)
    easel.paint(frame, (0.62, 0.49, 0.38))
    easel.paint(_box(easel, 1.257, 0.127, 1.573, 0.388), (0.86, 0.83, 0.78))
    inner = _box(easel, 1.29, 0.158, 1.54, 0.357)
    sky = _mix(
        easel, (0.72, 0.79, 0.83), (0.87, 0.80, 0.73), np.clip((easel.v - 0.158) / 0.12, 0, 1).astype(np.float32)
    )
    easel.paint(inner, sky)
    for height, wave, colour in ((0.262, 22.0, (0.58, 0.67, 0.70)), (0.285, 15.0, (0.46, 0.57, 0.57))):
        hill = easel.inside((height + 0.014 * np.sin(easel.u * wave + height * 40) - easel.v).astype(np.float32))
        easel.paint(inner * hill, colour)
    easel.paint(inner * easel.inside((0.318 - easel.v).astype(np.float32)), (0.66, 0.74, 0.76))


def _paint_sideboard(easel: Easel) -> None:
    top = _box(easel, 1.16, 0.775, 2.0, 0.80)
    front = _box(easel, 1.18, 0.795, 2.0, 1.1)
    easel.shade(easel.blurred(front, 0.03) * 0.7, 0.84)
    easel.paint(front, (0.54, 0.43, 0.34))
    easel.paint(top, (0.63, 0.51, 0.41))
    for left in (1.20, 1.50):
        easel.shade(0.6 * _box(easel, left, 0.825, left + 0.275, 1.1), 0.93)
    for left, width, height, colour in (
        (1.245, 0.030, 0.125, (0.46, 0.53, 0.57)),
        (1.279, 0.024, 0.110, (0.68, 0.57, 0.48)),
        (1.307, 0.034, 0.135, (0.48, 0.51, 0.45)),
    ):
        easel.paint(_box(easel, left, 0.776 - height, left + width, 0.776), colour)


def _paint_plant(easel: Easel, u: float, v: float, size: float, leaf: Rgb, pot: Rgb) -> None:
    rng = np.random.default_rng(7)
    for angle in np.linspace(-1.25, 1.25, 13):
        length = size * rng.uniform(1.1, 1.65)
        lean = float(angle + rng.uniform(-0.12, 0.12))
        tip = (u + np.sin(lean) * length, v - np.cos(lean) * length * 1.15)
        bend = (u + np.sin(lean) * length * 0.45, v - np.cos(lean) * length * 0.68)
        mask = easel.brush([(u, v), bend, tip], (0.012, 0.34 * size, 0.004))
        light = float(0.85 + 0.30 * rng.uniform() - 0.10 * np.sin(lean))
        easel.paint(mask, (leaf[0] * light, leaf[1] * light, leaf[2] * light))
    base = v + size * 1.04
    half = 0.42 * size
    shape = easel.outline(
        [(u - half, v), (u + half, v), (u + half * 0.74, base), (u - half * 0.74, base)], smooth=False
    )
    share = np.clip((easel.u - u + half) / (2 * half), 0, 1).astype(np.float32)
    easel.paint(shape, _mix(easel, pot, (pot[0] * 0.74, pot[1] * 0.74, pot[2] * 0.74), share))


def _paint_lamp(easel: Easel) -> None:
    easel.paint(_box(easel, 0.531, 0.42, 0.539, 1.1), (0.56, 0.50, 0.44))
    easel.tint((0.30 * easel.glow(0.535, 0.34, 0.20, 0.22)).astype(np.float32), (0.93, 0.85, 0.72))
    shade = easel.outline([(0.49, 0.27), (0.58, 0.27), (0.615, 0.43), (0.455, 0.43)], smooth=False)
    warm = _mix(
        easel, (0.90, 0.84, 0.74), (0.86, 0.76, 0.62), np.clip((easel.v - 0.27) / 0.16, 0, 1).astype(np.float32)
    )
    easel.paint(shade, warm)


def _paint_cabinet(easel: Easel) -> None:
    body = _box(easel, 1.34, 0.50, 2.0, 1.1)
    easel.shade(easel.blurred(body, 0.03) * 0.8, 0.86)
    easel.paint(body, (0.70, 0.73, 0.73))
    easel.paint(_box(easel, 1.33, 0.488, 2.0, 0.508), (0.76, 0.78, 0.78))
    for left in (1.352, 1.578):
        easel.paint(0.7 * _box(easel, left, 0.522, left + 0.215, 1.1), (0.74, 0.77, 0.77))
    for u in (1.545, 1.60):
        easel.paint(_box(easel, u, 0.70, u + 0.012, 0.80), (0.56, 0.60, 0.62))
    for left, width, height, colour in (
        (1.42, 0.036, 0.120, (0.40, 0.55, 0.62)),
        (1.46, 0.036, 0.120, (0.52, 0.64, 0.68)),
        (1.50, 0.036, 0.120, (0.62, 0.66, 0.62)),
    ):
        easel.paint(_box(easel, left, 0.489 - height, left + width, 0.489), colour)
