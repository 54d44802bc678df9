"""How often the picture checks stay right when labelled clips are changed as other rooms and cameras would change them.

Run: python -m bench.variations [FOLDER] [--clips NAME ...] [--only VARIATION ...]

Each clip is played once per variation, and the label must still hold. What a variation takes away is not judged: a
picture of 320 px is small, one of 15 Hz slow, noise ends a standstill, less light hides what was overexposed.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from vardklient.checks.picture import make_checker
from vardklient.commands.footage import Answer, counted, expected, film_of, judge_film, read_labels, table
from vardklient.domain.verdict import Check

Picture = NDArray[np.uint8]
Change = Callable[[Picture], Picture]
FOOTAGE = Path(__file__).resolve().parents[2] / "shared" / "footage"


@dataclass(frozen=True, slots=True)
class Variation:
    """A change of every picture, and what cannot be judged any more.

    Attributes:
        every: 2 leaves out every second picture.
        unjudged: checks whose truth it changes.
    """

    change: Change
    every: int = 1
    unjudged: tuple[Check, ...] = ()


def by_table(values: NDArray[np.float64]) -> Change:
    lut = np.clip(values, 0, 255).round().astype(np.uint8)
    return lambda picture: cv2.LUT(picture, lut).astype(np.uint8)


def lit(gain: float) -> Change:
    """So many times the light, added up in linear light (luma to the power of 2.2)."""
    return by_table(np.arange(256) * gain ** (1 / 2.2))


def bent(gamma: float) -> Change:
    return by_table(255 * (np.arange(256) / 255) ** gamma)


def coloured(blue: float, red: float) -> Change:
    gains = np.array([blue, 1.0, red]) ** (1 / 2.2)
    return lambda picture: np.clip(picture * gains, 0, 255).astype(np.uint8)


def moved(right_share: float, down_share: float, zoom: float = 1.0) -> Change:
    def change(picture: Picture) -> Picture:
        height, width = picture.shape[:2]
        matrix = np.array(
            [
                [zoom, 0, (1 - zoom) * width / 2 + right_share * width],
                [0, zoom, (1 - zoom) * height / 2 + down_share * height],
            ]
        )
        return cv2.warpAffine(picture, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE).astype(np.uint8)

    return change


def noisy(sigma: float) -> Change:
    rng = np.random.default_rng(1)
    return lambda picture: np.clip(picture + rng.normal(0, sigma, picture.shape), 0, 255).astype(np.uint8)


def compressed(quality: int) -> Change:
    """As a webcam that sends MJPEG."""

    def change(picture: Picture) -> Picture:
        _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
        decoded = cv2.imdecode(data, cv2.IMREAD_COLOR)
        assert decoded is not None
        return decoded.astype(np.uint8)

    return change


def sized(width: int) -> Change:
    def change(picture: Picture) -> Picture:
        height = round(picture.shape[0] * width / picture.shape[1])
        way = cv2.INTER_AREA if width < picture.shape[1] else cv2.INTER_CUBIC
        return cv2.resize(picture, (width, height), interpolation=way).astype(np.uint8)

    return change


VARIATIONS = {
    "as it is": Variation(lambda picture: picture),
    "light x 0.7": Variation(lit(0.7), unjudged=(Check.LIGHT,)),  # "over" is grey now; see the one below
    "light x 0.85": Variation(lit(0.85)),
    "light x 1.2": Variation(lit(1.2)),
    "gamma 0.85": Variation(bent(0.85)),
    "gamma 1.15": Variation(bent(1.15)),
    "lamp light": Variation(coloured(0.7, 1.2)),
    "blue sky": Variation(coloured(1.2, 0.75)),
    "mirrored": Variation(lambda picture: cv2.flip(picture, 1).astype(np.uint8)),
    "moved left": Variation(moved(-0.03, 0.0)),
    "moved down": Variation(moved(0.03, 0.02)),
    "nearer": Variation(moved(0.0, 0.0, 1.05)),
    "softer": Variation(lambda picture: cv2.GaussianBlur(picture, (0, 0), 0.7).astype(np.uint8)),
    "sensor noise": Variation(noisy(4.0), unjudged=(Check.LIVENESS,)),
    "MJPEG 40": Variation(compressed(40)),
    "half the rate": Variation(lambda picture: picture, 2, (Check.RATE,)),
    "320 px": Variation(sized(320), unjudged=(Check.RATE,)),
    "960 px": Variation(sized(960), unjudged=(Check.RATE,)),
    "1280 px": Variation(sized(1280), unjudged=(Check.RATE,)),
}


def varied(folder: Path, names: list[str], variation: Variation) -> Iterator[Answer]:
    """What the checks say of the clips that were changed so."""
    labels = read_labels(folder)
    for name in names:
        pictures = (variation.change(p) for i, p in enumerate(film_of(folder, name)) if i % variation.every == 0)
        expect = labels[name]["expect"]
        assert isinstance(expect, dict)
        for verdict in judge_film(pictures, float(str(labels[name]["fps"])) / variation.every, make_checker()):
            want = None if verdict.check in variation.unjudged else expected(verdict.check, expect)
            yield Answer(name, verdict, want)


def main() -> int:
    """Print a line per variation and what was wrong, then the sum per check."""
    parser = argparse.ArgumentParser(description="Do verdicts survive other light, other cameras, other places?")
    parser.add_argument("folder", nargs="?", type=Path, default=FOOTAGE)
    parser.add_argument("--clips", nargs="*", default=[])
    parser.add_argument("--only", nargs="*", default=list(VARIATIONS))
    options = parser.parse_args()
    names, everything = options.clips or list(read_labels(options.folder)), list[Answer]()
    print(f"{'variation':<14}{'judged':>8}{'right':>8}{'share':>8}{'missed':>8}{'false':>7}{'unknown':>9}", flush=True)
    for title in options.only:
        told = list(varied(options.folder, names, VARIATIONS[title]))
        everything += told
        counts = counted(told).values()
        judged, right = sum(c.judged for c in counts), sum(c.right for c in counts)
        missed, false, unknown = (sum(getattr(c, n) for c in counts) for n in ("missed", "false_alarms", "unknown"))
        print(f"{title:<14}{judged:>8}{right:>8}{right / max(1, judged):>8.1%}{missed:>8}{false:>7}{unknown:>9}")
        for a in told:
            if a.outcome in ("missed", "missed_unknown", "wrong_kind", "false_alarm"):
                figures = {name: round(value, 3) for name, value in a.verdict.measures.items()}
                print(f"    {a.clip} {a.verdict.check}: wanted {a.want}, said {a.verdict.advice} {figures}", flush=True)
    print(*table(counted(everything)), sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
