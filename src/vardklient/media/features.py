"""Draws what moves in a drawn face: eyes, lids, brows, glasses and mouth, over the skin that `portrait` has painted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vardklient.media.easel import Easel, Plane, Region, strands
from vardklient.media.portrait import Person, Rgb, rgb

EYES = Region(-1.06, -0.5, 1.06, 0.36)
MOUTH = Region(-0.6, 0.6, 0.6, 1.2)


@dataclass(frozen=True, slots=True)
class EyePose:
    """How the eyes are: `open_share` 0 closed .. 1 open, gaze and brows in the drawing's unit."""

    open_share: float = 1.0
    gaze_u: float = 0.0
    gaze_v: float = 0.0
    brows_up: float = 0.0


@dataclass(frozen=True, slots=True)
class MouthPose:
    """How the mouth is, in the drawing's unit: half width, opening, how far the corners are up."""

    half_width: float = 0.33
    opening: float = 0.0
    smile: float = 0.075


def paint_eyes(easel: Easel, person: Person, pose: EyePose) -> None:
    """Eyes, lids, brows and glasses over a head's skin."""
    for side in (-1, 1):
        _paint_eye(easel, person, pose, side)
        _paint_brow(easel, person, pose.brows_up, side)
    if person.glasses:
        _paint_glasses(easel)


def _paint_eye(easel: Easel, person: Person, pose: EyePose, side: int) -> None:
    u0, half = 0.42 * side, 0.222
    x = (easel.u - u0) / half  # -1 .. 1 over the eye
    tilt = -0.012 * x * side
    arch = np.clip(1 - x**2, 0, 1)
    open_ = pose.open_share
    upper = tilt - (0.126 * open_ - 0.030 * (1 - open_)) * arch**0.75
    lower = tilt + (0.054 + 0.006 * (1 - open_)) * arch**0.8
    inside = easel.inside(np.maximum(upper - easel.v, easel.v - lower)) * (np.abs(x) < 1)
    skin = np.asarray(person.skin)
    dark = rgb(skin * np.array([0.45, 0.33, 0.31]))
    easel.tint(0.20 * easel.glow(u0, -0.02, 0.27, 0.15), dark)
    if open_ > 0.1:
        _paint_eyeball(easel, person, inside.astype(np.float32), (u0 + pose.gaze_u, pose.gaze_v - 0.022), upper)
    lash: Rgb = (0.16, 0.11, 0.10)
    thick = 0.020 + 0.010 * np.clip(x * side, 0, 1)
    lid = easel.inside(np.abs(easel.v - (upper if open_ > 0.1 else lower) + 0.004) - thick * np.clip(arch + 0.15, 0, 1))
    easel.tint((0.88 * lid * (np.abs(x) < 1.06)).astype(np.float32), lash)
    rim = np.exp(-(((easel.v - lower) / 0.014) ** 2)) * np.clip(arch, 0, 1)
    easel.tint((0.32 * rim).astype(np.float32), dark)
    crease = np.exp(-(((easel.v - upper + 0.052 * open_ + 0.03) / 0.016) ** 2)) * np.clip(arch + 0.05, 0, 1)
    easel.tint((0.34 * crease).astype(np.float32), dark)
    bag = np.exp(-(((easel.v - lower - 0.075) / 0.022) ** 2)) * np.clip(arch - 0.2, 0, 1)
    easel.tint((0.12 * bag).astype(np.float32), dark)


def _paint_eyeball(easel: Easel, person: Person, inside: Plane, middle: tuple[float, float], upper: Plane) -> None:
    u, v = middle
    radius = np.hypot(easel.u - u, easel.v - v)
    white = np.full((*inside.shape, 3), (0.945, 0.93, 0.92), np.float32)
    white *= (1 - 0.16 * np.clip(radius / 0.2, 0, 1) ** 2)[..., None]
    easel.tint(inside, white)
    iris = np.asarray(person.iris, np.float32)
    rays = 0.07 * np.sin(np.arctan2(easel.v - v, easel.u - u) * 17)
    bright = 0.70 + 0.75 * np.clip(radius / 0.105, 0, 1) ** 1.5 * np.clip((easel.v - v) / 0.1 + 0.6, 0, 1) + rays
    easel.tint(inside * easel.inside(radius - 0.107), rgb(iris * 0.45))
    coloured = np.clip(iris * bright[..., None], 0, 1).astype(np.float32)
    easel.tint(inside * easel.inside(radius - 0.093), coloured)
    easel.tint(inside * easel.inside(radius - 0.047), (0.05, 0.04, 0.05))
    shadow = np.exp(-np.clip(easel.v - upper, 0, None) / 0.030)
    easel.tint((0.42 * inside * shadow).astype(np.float32), (0.16, 0.11, 0.11))
    easel.tint(inside * easel.ellipse(u - 0.036, v - 0.034, 0.024, 0.027), (1.0, 1.0, 1.0))
    easel.tint(0.45 * inside * easel.ellipse(u + 0.040, v + 0.038, 0.014, 0.012), (1.0, 1.0, 1.0))


def _paint_brow(easel: Easel, person: Person, up: float, side: int) -> None:
    heavy = 1.0 if person.long_hair else 1.3
    points = [(0.19, -0.235), (0.36, -0.305), (0.54, -0.315), (0.69, -0.235)]
    line = [(u * side, v - up - 0.03 * (person.glasses)) for u, v in points]
    mask = easel.brush(line, [0.055 * heavy, 0.075 * heavy, 0.06 * heavy, 0.012])
    grain = strands(easel.u * 1.0 + side * easel.v * 0.8, easel.v, 40, 21)
    soft = easel.blurred(mask, 0.016) * np.clip(0.80 + 0.35 * grain, 0, 1)
    easel.tint((0.85 * soft).astype(np.float32), person.brows)


def _paint_glasses(easel: Easel) -> None:
    frame: Rgb = (0.36, 0.24, 0.22)
    for side in (-1, 1):
        du, dv = np.abs(easel.u - 0.43 * side), np.abs(easel.v - 0.035)
        # a rounded rectangle
        far = np.hypot(np.clip(du - 0.17, 0, None), np.clip(dv - 0.09, 0, None)) - 0.145
        ring = easel.inside(np.abs(far) - 0.0125)
        glass = easel.inside(far) * np.clip(0.5 - easel.v - 0.24 * easel.u, 0, 1)
        easel.tint((0.10 * glass).astype(np.float32), (1.0, 1.0, 1.0))
        shadow = easel.blurred(easel.inside(np.abs(far - 0.012) - 0.02), 0.02)
        easel.tint(0.16 * shadow, (0.3, 0.15, 0.12))
        easel.tint(0.92 * ring, frame)
        temple = easel.brush([(0.745 * side, -0.01), (0.90 * side, -0.01), (1.0 * side, 0.01)], (0.03, 0.026, 0.02))
        easel.tint(0.85 * temple, frame)
    bridge = easel.brush([(-0.125, -0.01), (0.0, -0.05), (0.125, -0.01)], (0.024, 0.02, 0.024))
    easel.tint(0.92 * bridge, frame)


def paint_mouth(easel: Easel, person: Person, pose: MouthPose) -> None:
    """Lips, and what is between them, over a head's skin."""
    half, opening = pose.half_width, pose.opening
    x = easel.u / half
    arch = np.clip(1 - x**2, 0, 1)
    middle = 0.86 - pose.smile * (x**2) * 1.0 + pose.smile * 0.35
    inner_up = middle - 0.35 * opening * arch
    inner_down = middle + 0.65 * opening * arch
    bow = 0.022 * np.exp(-((x / 0.16) ** 2)) - 0.016 * np.exp(-(((np.abs(x) - 0.24) / 0.16) ** 2))
    outer_up = inner_up - 0.070 * arch**0.8 + bow * arch
    outer_down = inner_down + 0.098 * arch**0.75
    lips = easel.inside(np.maximum(outer_up - easel.v, easel.v - outer_down)) * (np.abs(x) < 1)
    colour = np.asarray(person.lips, np.float32)
    light = 0.90 + 0.16 * np.clip((easel.v - inner_down) / 0.09, -0.6, 1) - 0.06 * np.clip(easel.u / half, -1, 1)
    shine = 0.13 * np.exp(-(((x + 0.12) / 0.35) ** 2) - ((easel.v - inner_down - 0.042) / 0.022) ** 2)
    paint = np.clip(colour * light[..., None] + shine[..., None], 0, 1).astype(np.float32)
    easel.tint((0.82 * easel.blurred(lips.astype(np.float32), 0.010)).astype(np.float32), paint)
    gap = easel.inside(np.maximum(inner_up - easel.v, easel.v - inner_down)) * (np.abs(x) < 0.97)
    if opening > 0.01:
        _paint_inside(easel, gap.astype(np.float32), inner_up, inner_down, opening)
    line = np.exp(-(((easel.v - (inner_up if opening > 0.01 else middle)) / 0.011) ** 2)) * (np.abs(x) < 1.04)
    dark = rgb(colour * np.array([0.42, 0.30, 0.30]))
    easel.tint((0.72 * line * np.clip(arch + 0.35, 0, 1)).astype(np.float32), dark)
    for side in (-1, 1):
        corner_v = 0.86 - pose.smile * 0.65
        easel.tint(0.35 * easel.glow(half * side, corner_v, 0.04, 0.03), dark)
    skin = np.asarray(person.skin)
    under = 0.20 * easel.glow(0, 0.86 + 0.65 * opening + 0.155, 0.22, 0.035)
    easel.tint(under, rgb(skin * np.array([0.55, 0.42, 0.40])))


def _paint_inside(easel: Easel, gap: Plane, up: Plane, down: Plane, opening: float) -> None:
    easel.tint(gap, (0.24, 0.08, 0.08))
    tongue = gap * np.clip((easel.v - down + 0.07) / 0.06, 0, 1)
    easel.tint((0.8 * tongue * min(1.0, opening / 0.12)).astype(np.float32), (0.66, 0.32, 0.32))
    teeth = gap * easel.inside(easel.v - up - 0.052) * np.clip(1.4 - np.abs(easel.u) / 0.2, 0, 1)
    easel.tint((0.95 * teeth).astype(np.float32), (0.95, 0.93, 0.90))
