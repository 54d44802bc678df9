"""Do verdicts on light agree for light, medium and dark skin in the same scene?

Run: python -m bench.skin [FOLDER]

The persons of the clips have light skin. Their skin is given another albedo: inside a soft oval over face and neck,
the linear light (luma to the power of 2.2) of what has the colour of skin is multiplied by .5 (medium) or .22 (dark).
Light is a product of lamp and albedo, so this is what the same lamp would give on that skin; the scene stays as it was.
.22 puts a well-lit face at luma 70-85, where the one correctly exposed dark-skinned person that was measured had 72-75.
Not so: highlights on dark skin, and clips whose face is clipped (there is nothing left to multiply).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from bench.variations import FOOTAGE, Picture
from vardklient.checks.face import Face
from vardklient.checks.picture import installed_detector, make_checker
from vardklient.commands.footage import film_of, judge_film, read_labels
from vardklient.domain.verdict import Check, Verdict

ALBEDOS = {"light": 1.0, "medium": 0.5, "dark": 0.22}
CLIPS = (
    *("good_woman0", "good_laugh1", "good_mask2", "good_smallish", "good_largish", "real_female_turning"),
    *("dark_1", "dark_2", "verydark_1", "dim_1", "side_1", "backlight_window2", "backlight_wall"),
)
JUDGED = (Check.LIGHT, Check.BACKLIGHT, Check.FRAMING)
_SKIN_CR = (133, 180)  # of YCrCb, the usual range; albedo changes it little
_SKIN_CB = (77, 135)


def oval(picture: Picture, face: Face) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """(height, width) 0..1: the face and the neck, where they have the colour of skin, with soft edges."""
    mask = np.zeros(picture.shape[:2], np.uint8)
    middle = (int(face.centre_x), int(face.y + 0.45 * face.height))
    cv2.ellipse(mask, middle, (int(0.62 * face.width), int(0.8 * face.height)), 0, 0, 360, 255, -1)
    left, right = int(face.centre_x - 0.35 * face.width), int(face.centre_x + 0.35 * face.width)
    mask[int(face.y + face.height) : int(face.y + 1.35 * face.height), max(0, left) : right] = 255
    _, red, blue = cv2.split(cv2.cvtColor(picture, cv2.COLOR_BGR2YCrCb))
    coloured = (red >= _SKIN_CR[0]) & (red <= _SKIN_CR[1]) & (blue >= _SKIN_CB[0]) & (blue <= _SKIN_CB[1])
    inner = np.zeros_like(mask)  # features of the face are skin too, whatever their colour
    cv2.ellipse(inner, middle, (int(0.42 * face.width), int(0.5 * face.height)), 0, 0, 360, 255, -1)
    skin = np.where(coloured | (inner > 0), mask, 0).astype(np.uint8)
    return (cv2.GaussianBlur(skin, (0, 0), max(1.0, 0.03 * face.width)) / 255).astype(np.float32)


def toned(pictures: Iterator[Picture], albedo: float) -> Iterator[Picture]:
    """The film with that much of the light coming back from the main person's skin."""
    detector, faces = installed_detector(), tuple[Face, ...]()
    for index, picture in enumerate(pictures):
        faces = (detector.detect(picture) if index % 5 == 0 else faces) or faces
        if not faces or albedo == 1.0:
            yield picture
            continue
        gain = 1 - oval(picture, faces[0]) * (1 - albedo ** (1 / 2.2))
        yield np.clip(picture * gain[..., None], 0, 255).astype(np.uint8)


def verdicts(folder: Path, clip: str, albedo: float) -> dict[Check, Verdict]:
    """What is said of a clip with such skin."""
    rate_hz = float(str(read_labels(folder)[clip]["fps"]))
    told = judge_film(toned(film_of(folder, clip), albedo), rate_hz, make_checker())
    return {verdict.check: verdict for verdict in told}


def main() -> int:
    """Print the table; exit code 0 when all verdicts agree."""
    parser = argparse.ArgumentParser(description="Verdicts by skin tone.")
    parser.add_argument("folder", nargs="?", type=Path, default=FOOTAGE)
    options = parser.parse_args()
    disagreeing = 0
    print(f"{'clip':<20}{'check':<11}" + "".join(f"{tone:<30}" for tone in ALBEDOS))
    for clip in CLIPS:
        told = {tone: verdicts(options.folder, clip, albedo) for tone, albedo in ALBEDOS.items()}
        for check in JUDGED:
            said = {tone: by_check[check] for tone, by_check in told.items()}
            same = len({verdict.severity for verdict in said.values()}) == 1
            disagreeing += not same
            cells = [f"{v.advice} ({v.measures.get('face_luma', 0):.0f})" for v in said.values()]
            print(
                f"{clip:<20}{check:<11}" + "".join(f"{c:<30}" for c in cells) + ("" if same else "DISAGREE"), flush=True
            )
    print(f"disagreeing: {disagreeing} of {len(CLIPS) * len(JUDGED)}")
    return 1 if disagreeing else 0


if __name__ == "__main__":
    raise SystemExit(main())
