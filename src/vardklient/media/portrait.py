"""Draws a person: head, face, hair and shoulders, as layers that can be moved.

The unit is half the width of the face; the eyes' line is v = 0 and the middle of the face u = 0. The head is shaded as
a surface lit softly from the upper left.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vardklient.media.easel import Easel, Plane, Region, mirrored, strands

Rgb = tuple[float, float, float]

HEAD = Region(-1.75, -1.95, 1.75, 2.0)
BODY = Region(-3.4, 0.7, 3.4, 4.4)
BODY_RAISED = 0.13  # how far the shoulders stand higher than they are painted
_LIGHT = np.array([-0.50, -0.50, 0.71], np.float32)


@dataclass(frozen=True, slots=True)
class Person:
    """How somebody looks; colours in full light."""

    skin: Rgb
    lips: Rgb
    iris: Rgb
    hair: Rgb
    brows: Rgb
    top: Rgb
    under: Rgb
    long_hair: bool
    glasses: bool
    jaw: float  # half width of the jaw
    blush: float


PATIENT = Person(
    skin=(0.93, 0.74, 0.64),
    lips=(0.77, 0.42, 0.41),
    iris=(0.33, 0.50, 0.56),
    hair=(0.80, 0.77, 0.74),
    brows=(0.47, 0.42, 0.39),
    top=(0.30, 0.52, 0.52),
    under=(0.93, 0.90, 0.85),
    long_hair=True,
    glasses=True,
    jaw=0.80,
    blush=0.20,
)
CLINICIAN = Person(
    skin=(0.76, 0.54, 0.41),
    lips=(0.64, 0.36, 0.32),
    iris=(0.30, 0.19, 0.12),
    hair=(0.15, 0.12, 0.11),
    brows=(0.14, 0.11, 0.10),
    top=(0.24, 0.41, 0.58),
    under=(0.90, 0.92, 0.94),
    long_hair=False,
    glasses=False,
    jaw=0.86,
    blush=0.08,
)


def rgb(colour: Plane | NDArray[np.float64]) -> Rgb:
    """Three numbers as a colour."""
    red, green, blue = (float(c) for c in np.clip(colour, 0, 1))
    return red, green, blue


# ---------------------------------------------------------------- head


def paint_head(easel: Easel, person: Person) -> None:
    """Everything of the head but eyes, brows, glasses and mouth."""
    if person.long_hair:
        _paint_hair_behind(easel, person)
    for side in (-1, 1):
        _paint_ear(easel, person, side)
    face = easel.outline(_face_outline(person))
    easel.paint(face, _skin(easel, person))
    _paint_nose(easel, person)
    (_paint_bob if person.long_hair else _paint_short_hair)(easel, person)


def _face_outline(person: Person) -> list[tuple[float, float]]:
    jaw = person.jaw
    half = [(0.0, -1.40), (0.5, -1.32), (0.86, -0.98), (0.99, -0.45), (1.0, 0.05), (0.95, 0.45)]
    half += [(jaw * 1.03, 0.80), (jaw * 0.78, 1.13), (jaw * 0.42, 1.36), (0.0, 1.43)]
    return mirrored(half)


def _relief(easel: Easel) -> Plane:
    """How far the face stands out."""
    u, v, side = easel.u, easel.v, np.abs(easel.u)
    height = 0.85 * np.sqrt(np.clip(1.02 - (u / 1.14) ** 2 - ((v - 0.05) / 1.66) ** 2, 0.0, None))

    def bump(u0: float, v0: float, across: float, down: float) -> Plane:
        return np.asarray(np.exp(-(((side - u0) / across) ** 2) - ((v - v0) / down) ** 2), np.float32)

    ridge = np.exp(-((u / 0.13) ** 2)) * np.clip((v + 0.35) / 0.8, 0, 1) * np.clip((0.66 - v) / 0.16, 0, 1)
    height += 0.15 * ridge + 0.13 * bump(0, 0.46, 0.16, 0.15) + 0.06 * bump(0.17, 0.53, 0.09, 0.10)
    height += -0.085 * bump(0.42, 0.0, 0.27, 0.17) + 0.05 * bump(0.45, -0.28, 0.36, 0.13)
    height += 0.075 * bump(0.57, 0.45, 0.27, 0.27) + 0.05 * bump(0, 0.86, 0.32, 0.16)
    height += 0.06 * bump(0, 1.21, 0.28, 0.16) - 0.035 * bump(0, 1.03, 0.26, 0.08)
    return np.asarray(height, np.float32)


def _skin(easel: Easel, person: Person) -> Plane:
    right, down, towards = easel.slope(_relief(easel))
    facing = right * _LIGHT[0] + down * _LIGHT[1] + towards * _LIGHT[2]
    lit = np.clip((facing + 0.40) / 1.40, 0, 1) ** 1.15
    skin = np.asarray(person.skin, np.float32)
    shade = skin * np.array([0.66, 0.53, 0.50], np.float32)
    colour = shade + (skin * 1.06 - shade) * lit[..., None]
    for side in (-1, 1):
        cheek = person.blush * easel.glow(0.58 * side, 0.47, 0.30, 0.22)[..., None]
        colour = colour * (1 - cheek) + skin * np.array([1.0, 0.72, 0.70], np.float32) * cheek
    warm = 0.25 * person.blush * easel.glow(0, 0.5, 0.16, 0.16)[..., None]
    colour = colour * (1 - warm) + np.array([0.9, 0.55, 0.5], np.float32) * warm
    shine = np.clip(facing, 0, 1) ** 14
    colour = colour + 0.10 * shine[..., None]
    return np.asarray(np.clip(colour, 0, 1), np.float32)


def _paint_ear(easel: Easel, person: Person, side: int) -> None:
    skin = np.asarray(person.skin, np.float32)
    light = 0.93 if side < 0 else 0.76
    easel.paint(easel.ellipse(1.0 * side, 0.16, 0.14, 0.27), rgb(skin * light))
    easel.tint(0.55 * easel.glow(1.03 * side, 0.17, 0.055, 0.15), rgb(skin * light * 0.68))


def _paint_nose(easel: Easel, person: Person) -> None:
    dark = rgb(np.asarray(person.skin) * np.array([0.50, 0.36, 0.33]))
    for side in (-1, 1):
        easel.tint(0.75 * easel.glow(0.085 * side, 0.605, 0.052, 0.026), dark)
        wing = easel.brush([(0.185 * side, 0.47), (0.235 * side, 0.55), (0.19 * side, 0.62)], (0.0, 0.022, 0.0))
        easel.tint(0.30 * easel.blurred(wing, 0.012), dark)
    easel.tint(0.16 * easel.glow(0.05, 0.69, 0.17, 0.05), dark)
    easel.tint(0.13 * easel.glow(0.20, 0.36, 0.07, 0.22), dark)  # the side away from the light
    fold = [(0.27, 0.58), (0.40, 0.72), (0.44, 0.86)]
    for side in (-1, 1):
        line = easel.brush([(u * side, v) for u, v in fold], (0.0, 0.03, 0.0))
        easel.tint(0.20 * easel.blurred(line, 0.025), dark)


# ---------------------------------------------------------------- hair


def _hair_colour(easel: Easel, person: Person, across: Plane, along: Plane, shine: Plane, seed: int) -> Plane:
    grain = strands(across, along, 26, seed)
    hair = np.asarray(person.hair, np.float32)
    light = 0.80 + 0.20 * grain + 0.34 * shine * (0.75 + 0.5 * grain)
    light *= 1.0 - 0.16 * np.clip(easel.u, -0.2, 1.4)  # away from the window
    return np.clip(hair * light[..., None], 0, 1).astype(np.float32)


def _paint_hair_behind(easel: Easel, person: Person) -> None:
    half = [(0.0, -1.66), (0.75, -1.48), (1.18, -0.80), (1.26, 0.0), (1.26, 0.65), (1.12, 1.04), (0.8, 1.12)]
    shape = easel.blurred(easel.outline(mirrored([*half, (0.0, 1.1)])), 0.02)
    colour = _hair_colour(easel, person, easel.u, easel.v * 0.3, np.zeros_like(easel.u), 3)
    easel.paint(shape, (colour * 0.62).astype(np.float32))


def _paint_bob(easel: Easel, person: Person) -> None:
    """Parted a little to the left of the middle (seen in the picture), to the jaw."""
    shadow = easel.outline(_bob_side(-1, 0.05)) + easel.outline(_bob_side(1, 0.05))
    easel.shade(np.clip(0.9 * easel.blurred(np.clip(shadow, 0, 1), 0.06), 0, 1), 0.78)
    for side, seed in ((-1, 5), (1, 6)):
        mask = easel.blurred(easel.outline(_bob_side(side, 0.0)), 0.016)
        start_u, start_v = -0.36, -1.42
        du, dv = easel.u - start_u, easel.v - start_v
        across = np.arctan2(du, dv + 0.55) * 2.2 + 0.25 * du
        along = np.hypot(du, dv)
        crown = np.exp(-(((along - 0.72) / 0.20) ** 2)) + 0.5 * np.exp(-(((along - 1.85) / 0.3) ** 2))
        easel.paint(mask, _hair_colour(easel, person, across, along * 0.35, crown.astype(np.float32), seed))
    parting = easel.brush([(-0.37, -1.64), (-0.37, -1.45), (-0.36, -1.26)], (0.01, 0.03, 0.0))
    easel.shade(0.5 * easel.blurred(parting, 0.012), 0.72)


def _bob_side(side: int, out: float) -> list[tuple[float, float]]:
    if side < 0:
        inner = [(-0.34, -1.22), (-0.56, -0.98), (-0.80, -0.58), (-0.92, -0.08), (-0.93, 0.45), (-0.86, 0.88)]
        outer = [(-0.84, 1.06), (-1.08, 1.17), (-1.33, 0.96), (-1.38, 0.40), (-1.34, -0.35), (-1.16, -1.05)]
        line = [*inner, *outer, (-0.76, -1.52), (-0.34, -1.68)]
    else:
        inner = [(-0.36, -1.22), (-0.06, -1.06), (0.36, -0.80), (0.72, -0.55), (0.90, -0.18), (0.94, 0.45)]
        outer = [(0.86, 0.88), (0.84, 1.08), (1.08, 1.19), (1.33, 0.98), (1.39, 0.40), (1.35, -0.35), (1.17, -1.05)]
        line = [*inner, *outer, (0.72, -1.57), (0.15, -1.73), (-0.36, -1.68)]
    return [(u - side * out * 1.2, v + out) for u, v in line]


def _paint_short_hair(easel: Easel, person: Person) -> None:
    half = [(0.0, -1.70), (0.48, -1.63), (0.86, -1.32), (1.04, -0.76), (1.06, -0.20), (1.01, 0.06), (0.96, -0.10)]
    half += [(0.93, -0.46), (0.84, -0.68), (0.74, -0.98), (0.42, -1.05), (0.0, -1.02)]
    shape = easel.outline(mirrored(half))
    easel.shade(0.7 * easel.blurred(shape, 0.07), 0.80)
    soft = easel.blurred(shape, 0.022) * (1 - 0.45 * np.clip((easel.v + 0.75) / 0.7, 0, 1))  # cut shorter at the sides
    grain = strands(easel.u + 0.25 * np.sin(easel.v * 9), easel.v * 6, 30, 11)
    hair = np.asarray(person.hair, np.float32)
    shine = easel.glow(-0.40, -1.36, 0.42, 0.16)
    light = 0.92 + 0.30 * grain + 0.9 * shine * (0.8 + 0.4 * grain)
    easel.paint(soft.astype(np.float32), np.clip(hair * light[..., None], 0, 1).astype(np.float32))


# ---------------------------------------------------------------- shoulders


def paint_body(easel: Easel, person: Person) -> None:
    """Neck, shoulders and clothes."""
    slim = 0.0 if person.long_hair else 0.09
    neck = easel.outline(
        mirrored([(0.0, 0.8), (0.50 + slim, 0.85), (0.50 + slim, 1.40), (0.58 + slim, 1.72), (0.74, 2.1), (0.0, 3.0)])
    )
    skin = np.asarray(person.skin, np.float32)
    across = np.clip(1 - ((easel.u + 0.12) / 0.85) ** 2, 0, 1)
    easel.paint(neck, np.clip(skin * (0.64 + 0.32 * across[..., None]), 0, 1).astype(np.float32))
    easel.tint(0.55 * easel.glow(0.06, 1.28, 0.66, 0.34), rgb(skin * np.array([0.56, 0.43, 0.41])))  # under the chin
    bone = easel.brush([(-0.62, 2.05), (-0.3, 2.09), (-0.08, 2.16)], (0.0, 0.03, 0.0))
    bone = bone + easel.brush([(0.62, 2.05), (0.3, 2.09), (0.08, 2.16)], (0.0, 0.03, 0.0))
    easel.tint(0.22 * easel.blurred(bone, 0.02), rgb(skin * 0.5))
    (_paint_cardigan if person.long_hair else _paint_scrubs)(easel, person)


def _torso(easel: Easel, broad: float) -> Plane:
    half = [(0.0, 1.54), (0.58, 1.60), (0.95, 1.82), (1.62 + 0.6 * broad, 2.06), (2.15 + broad, 2.44)]
    half += [(2.42 + broad, 3.05), (2.55 + broad, 3.9), (2.6 + broad, 4.6), (0.0, 4.6)]
    return easel.outline(mirrored(half))


def _cloth(easel: Easel, shape: Plane, colour: Rgb, seed: int) -> Plane:
    """Cloth over a body, shaded as a rounded surface, with a few soft folds."""
    height = 1.1 * easel.blurred(shape, 0.42) + 0.25 * easel.blurred(shape, 0.12)
    folds = strands(easel.u + 0.35 * easel.v * np.sign(easel.u), easel.v * 0.25, 1.6, seed)
    height = height + 0.045 * easel.blurred(folds, 0.08) + 0.10 * easel.glow(0, 2.9, 1.5, 0.9)
    right, down, towards = easel.slope(height.astype(np.float32))
    facing = right * _LIGHT[0] + down * _LIGHT[1] + towards * _LIGHT[2]
    lit = np.clip((facing + 0.35) / 1.35, 0, 1.1)
    light = 0.38 + 0.78 * lit - 0.05 * np.clip(easel.v - 2.6, 0, 2)
    return np.asarray(np.clip(np.asarray(colour, np.float32) * light[..., None], 0, 1), np.float32)


def _neckline(easel: Easel, half: list[tuple[float, float]]) -> Plane:
    return easel.outline(mirrored(half))


def _paint_cardigan(easel: Easel, person: Person) -> None:
    torso = _torso(easel, 0.0)
    throat = _neckline(easel, [(0.0, 0.6), (0.66, 1.0), (0.70, 1.80), (0.40, 2.22), (0.0, 2.36)])
    blouse = np.clip(torso - throat, 0, 1)
    easel.shade(0.8 * easel.blurred(blouse, 0.05) * throat, 0.80)
    easel.paint(blouse, _cloth(easel, torso, person.under, 31))
    opening = _neckline(
        easel, [(0.0, 0.6), (0.76, 1.2), (0.80, 1.86), (0.52, 2.9), (0.34, 4.0), (0.30, 4.7), (0.0, 4.8)]
    )
    cardigan = np.clip(torso - opening, 0, 1)
    easel.shade(0.9 * easel.blurred(cardigan, 0.06) * (easel.alpha > 0), 0.82)
    cloth = _cloth(easel, torso, person.top, 32)
    knit = 1 + 0.045 * np.sin(easel.u * 85) * np.sin(easel.v * 60 + 1.5 * np.sin(easel.u * 85))
    easel.paint(cardigan, np.clip(cloth * knit[..., None], 0, 1).astype(np.float32))
    edge = np.clip(easel.blurred(opening, 0.055) * 2.2, 0, 1) * cardigan
    easel.tint((0.35 * edge).astype(np.float32), np.clip(cloth * 0.72, 0, 1).astype(np.float32))


def _paint_scrubs(easel: Easel, person: Person) -> None:
    torso = _torso(easel, 0.18)
    shirt_throat = _neckline(easel, [(0.0, 0.6), (0.72, 1.0), (0.74, 1.74), (0.46, 2.05), (0.0, 2.14)])
    shirt = np.clip(torso - shirt_throat, 0, 1)
    easel.shade(0.8 * easel.blurred(shirt, 0.05) * shirt_throat, 0.80)
    easel.paint(shirt, _cloth(easel, torso, person.under, 41))
    v_neck = easel.outline([(-0.84, 1.0), (0.84, 1.0), (0.84, 1.80), (0.0, 2.92), (-0.84, 1.80)], smooth=False)
    top = np.clip(torso - v_neck, 0, 1)
    easel.shade(0.9 * easel.blurred(top, 0.06) * (easel.alpha > 0), 0.84)
    cloth = _cloth(easel, torso, person.top, 42)
    easel.paint(top, cloth)
    hem = np.clip(easel.blurred(v_neck, 0.05) * 2.4, 0, 1) * top
    easel.tint((0.30 * hem).astype(np.float32), np.clip(cloth * 0.70, 0, 1).astype(np.float32))
    pocket = easel.brush([(0.75, 3.25), (1.1, 3.24), (1.5, 3.22)], (0.03, 0.03, 0.03))
    easel.tint(0.35 * easel.blurred(pocket, 0.012), np.clip(cloth * 0.6, 0, 1).astype(np.float32))
    badge = easel.outline([(0.92, 2.98), (1.32, 2.96), (1.33, 3.22), (0.93, 3.24)], smooth=False)
    easel.paint(0.97 * badge, (0.93, 0.94, 0.95))
    easel.paint(
        0.9 * easel.outline([(0.92, 2.98), (1.32, 2.96), (1.32, 3.03), (0.92, 3.05)], smooth=False), (0.10, 0.42, 0.50)
    )
