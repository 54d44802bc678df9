"""A drawn person as a camera: the simulated patient, and the clinician's own picture where there is no camera.

The layers (room, shoulders, head, eyes, mouth) are painted once, on the camera's thread, when it is started; each
picture then only moves them: breath, sway, blinking, gaze, speech. No film of a real person is needed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

import cv2
import numpy as np

from vardklient.media.easel import Easel, Region
from vardklient.media.features import EYES, MOUTH, EyePose, MouthPose, paint_eyes, paint_mouth
from vardklient.media.paced import PacedCamera
from vardklient.media.portrait import BODY, BODY_RAISED, CLINICIAN, HEAD, PATIENT, Person, paint_body, paint_head
from vardklient.media.rooms import draw_room, paint_living_room, paint_surgery

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

Look = Literal["patient", "clinician"]
_LOOKS: dict[Look, tuple[Person, Callable[[Easel], None], str]] = {
    "patient": (PATIENT, paint_living_room, "Simulerad patient"),
    "clinician": (CLINICIAN, paint_surgery, "Tecknad bild"),
}
_FACE_UNIT = 1 / 6  # half a face's width, of the picture's height: sits about 60 cm away
_EYES_AT = 0.385  # the eyes' line from the top, of the picture's height
_PAINT_UNIT_PX = 120.0  # painted at least so large, then made smaller: smooth edges

_EYE_POSES = (
    EyePose(),
    EyePose(gaze_u=-0.040),
    EyePose(gaze_u=0.040),
    EyePose(gaze_v=0.025, open_share=0.88),
    EyePose(brows_up=0.030, open_share=1.04),
    EyePose(open_share=0.55),
    EyePose(open_share=0.0),
)
_HALF_CLOSED, _CLOSED, _BROWS_UP = 5, 6, 4
_MOUTH_POSES = (
    MouthPose(),
    MouthPose(half_width=0.345, smile=0.12),
    MouthPose(half_width=0.325, opening=0.045, smile=0.05),
    MouthPose(half_width=0.31, opening=0.095, smile=0.04),
    MouthPose(half_width=0.30, opening=0.150, smile=0.02),
    MouthPose(half_width=0.25, opening=0.085, smile=0.0),
)
_REST, _SMILE, _OPENINGS = 0, 1, (0, 2, 3, 4)
_ROUND = 5


class DrawnCamera(PacedCamera):
    """Plays a drawn person for ever.

    Args:
        look: "patient" (in a living room) or "clinician" (in a consulting room).
        rate_hz: pictures a second.
        width_px, height_px: 640 x 360 unless asked otherwise; any size of about 16:9.
    """

    def __init__(
        self, look: Look = "patient", *, rate_hz: float = 30.0, width_px: int = 640, height_px: int = 360
    ) -> None:
        super().__init__(_LOOKS[look][2], partial(DrawnFilm, look, rate_hz, width_px, height_px))


class DrawnFilm:
    """The pictures of a drawn person, without end; the same ones at every run."""

    def __init__(self, look: Look, rate_hz: float, width_px: int, height_px: int) -> None:
        person, room, _ = _LOOKS[look]
        self.rate_hz = rate_hz
        self._index = 0
        self._puppet = _Puppet(person, draw_room(room, width_px, height_px))
        self._phase_s = 0.0 if look == "patient" else 11.3

    def read(self) -> Picture:
        """The next picture."""
        at_s = self._phase_s + self._index / self.rate_hz
        self._index += 1
        return self._puppet.draw(pose_at(at_s))

    def skip(self) -> bool:
        """Pass over one picture."""
        self._index += 1
        return True

    def close(self) -> None:
        """Nothing was opened."""


# ---------------------------------------------------------------- movement


@dataclass(frozen=True, slots=True)
class Pose:
    """How the person is at one time. Lengths in half face widths, angles in degrees."""

    sway_u: float
    breath_v: float
    nod_v: float
    turn_u: float
    tilt_deg: float
    eyes: int
    mouth: int


def pose_at(at_s: float) -> Pose:
    """Where everything is at that time: slow waves that never meet, so that it does not look like a loop."""
    speech = _speech(at_s)
    sway = 0.045 * math.sin(at_s * 0.53) + 0.020 * math.sin(at_s * 1.31 + 1)
    return Pose(
        sway_u=sway,
        breath_v=0.022 * math.sin(at_s * 1.55),
        nod_v=0.025 * math.sin(at_s * 0.83 + 2) + 0.030 * speech * math.sin(at_s * 5.1),
        turn_u=0.05 * math.sin(at_s * 0.41 + 0.6) + 0.015 * speech * math.sin(at_s * 2.7),
        tilt_deg=1.5 * math.sin(at_s * 0.37 + 1.2) + 0.8 * math.sin(at_s * 0.91),
        eyes=_eyes(at_s, speech),
        mouth=_mouth(at_s, speech),
    )


def _speech(at_s: float) -> float:
    """0 silent .. 1 speaking: phrases of some seconds with pauses to listen."""
    turn = at_s % 13.0
    started, ended = min(1.0, max(0.0, (turn - 1.5) / 0.3)), min(1.0, max(0.0, (7.5 - turn) / 0.4))
    return started * ended


def _eyes(at_s: float, speech: float) -> int:
    for start_s in (at_s - at_s % 3.7 + 1.1, at_s - at_s % 9.1 + 4.0):
        since_s = at_s - start_s
        if 0 <= since_s < 0.20:
            return _CLOSED if 0.05 <= since_s < 0.13 else _HALF_CLOSED
    glance = at_s % 17.0
    if 8.2 < glance < 9.0:
        return 1
    if 12.5 < glance < 13.1:
        return 2
    if 14.4 < glance < 15.2:
        return 3
    return _BROWS_UP if speech > 0.5 and 0.35 < at_s % 2.9 < 0.95 else 0


def _mouth(at_s: float, speech: float) -> int:
    if speech < 0.15:
        return _SMILE if 8.4 < at_s % 13.0 < 11.6 else _REST
    syllable = math.sin(at_s * 21.0) * 0.55 + math.sin(at_s * 13.3 + 1.0) * 0.45
    pause = math.sin(at_s * 3.1) < -0.80
    loud = 0.0 if pause else max(0.0, 0.8 * syllable + 0.45) * speech
    if loud > 0.55 and math.sin(at_s * 4.7) > 0.45:
        return _ROUND
    return _OPENINGS[min(len(_OPENINGS) - 1, int(loud * 3.4))]


# ---------------------------------------------------------------- layers


class _Puppet:
    """The painted layers of one person in one room, and how they are put together."""

    def __init__(self, person: Person, room: Picture) -> None:
        self._room = room
        height, width = room.shape[:2]
        self._unit_px = _FACE_UNIT * height
        self._middle = (width / 2, _EYES_AT * height)
        self._scale = max(1, math.ceil(_PAINT_UNIT_PX / self._unit_px))
        body = Easel(BODY, self._unit_px)  # clothes hold nothing so fine that it needs more
        paint_body(body, person)
        self._body = body.sprite(1)
        head = Easel(HEAD, self._unit_px * self._scale)
        paint_head(head, person)
        self._head = head.sprite(self._scale)
        self._eyes = self._patches(head, EYES, [partial(paint_eyes, person=person, pose=p) for p in _EYE_POSES])
        self._mouths = self._patches(head, MOUTH, [partial(paint_mouth, person=person, pose=p) for p in _MOUTH_POSES])

    def draw(self, pose: Pose) -> Picture:
        """One picture, (height, width, 3) BGR."""
        picture = self._room.copy()
        body_shift = (pose.sway_u * 0.6, pose.breath_v - BODY_RAISED)
        self._lay(picture, self._body, BODY, body_shift, 0.25 * pose.tilt_deg, (0.0, 4.0))
        head = self._head.copy()
        for patches, region, index in ((self._eyes, EYES, pose.eyes), (self._mouths, MOUTH, pose.mouth)):
            patch, (x, y) = patches[index], self._corner(region)
            head[y : y + patch.shape[0], x : x + patch.shape[1]] = patch
        head_shift = (pose.sway_u + pose.turn_u, 0.8 * pose.breath_v + pose.nod_v)
        self._lay(picture, head, HEAD, head_shift, pose.tilt_deg, (0.0, 1.5))
        return picture

    def _corner(self, region: Region) -> tuple[int, int]:
        """Where a part of the head begins in the head's sprite, in pixels."""
        return round((region.u0 - HEAD.u0) * self._unit_px), round((region.v0 - HEAD.v0) * self._unit_px)

    def _patches(self, head: Easel, region: Region, painters: Sequence[Callable[[Easel], None]]) -> list[Picture]:
        """That part of the head once per painter."""
        (x, y), size = self._corner(region), (region.u1 - region.u0, region.v1 - region.v0)
        across, down = (round(length * self._unit_px) for length in size)
        patches = []
        for paint in painters:
            part = head.part(*(self._scale * length for length in (x, y, across, down)))
            paint(part)
            patches.append(part.sprite(self._scale))
        return patches

    def _lay(
        self,
        picture: Picture,
        sprite: Picture,
        region: Region,
        shift: tuple[float, float],
        tilt_deg: float,
        pivot: tuple[float, float],
    ) -> None:
        """Put a sprite on the picture, moved by `shift` and tilted round `pivot`."""
        left, top = self._middle[0] + region.u0 * self._unit_px, self._middle[1] + region.v0 * self._unit_px
        x0, y0 = max(0, math.floor(left) - 12), max(0, math.floor(top) - 12)
        x1 = min(picture.shape[1], math.ceil(left) + sprite.shape[1] + 12)
        y1 = min(picture.shape[0], math.ceil(top) + sprite.shape[0] + 12)
        turn = cv2.getRotationMatrix2D(
            ((pivot[0] - region.u0) * self._unit_px, (pivot[1] - region.v0) * self._unit_px), tilt_deg, 1.0
        )
        turn[0, 2] += left - x0 + shift[0] * self._unit_px
        turn[1, 2] += top - y0 + shift[1] * self._unit_px
        moved = cv2.warpAffine(sprite, turn, (x1 - x0, y1 - y0), flags=cv2.INTER_LINEAR)
        part = picture[y0:y1, x0:x1]
        through = cv2.cvtColor(255 - moved[..., 3], cv2.COLOR_GRAY2BGR)
        part[:] = cv2.add(cv2.multiply(part, through, scale=1 / 255), moved[..., :3])
