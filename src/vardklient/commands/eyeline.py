"""`vardklient eyeline`: where the patient's picture goes on given screens, and the angles. Needs no display."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any

from vardklient.base.errors import UsageError
from vardklient.commands.output import write_json, write_lines
from vardklient.domain.eyeline import VIEWING_DISTANCE_CM, Box, Layout, Lens, Screen, place, top_centre

_REQUIRED = ("x", "y", "width", "height")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--screens", metavar="FILE", required=True, help="JSON list of screens; the first has the camera"
    )
    parser.add_argument("--camera-at", metavar="X,Y", help="the lens, in pixels of the virtual desktop")
    parser.add_argument("--size", metavar="WxH", default="1280x720", help="the received picture (default: %(default)s)")
    parser.add_argument(
        "--eyes", metavar="X,Y", help="the patient's eyes in that picture (default: 38 %% from the top)"
    )
    parser.add_argument(
        "--distance-cm", type=float, default=VIEWING_DISTANCE_CM, help="from eyes to screen (default: %(default)s)"
    )


def run(options: argparse.Namespace) -> int:
    """Print the layout. Exit code 0 also when the angle is too wide: `good` and the text say so."""
    screens = read_screens(Path(options.screens))
    lens = Lens(*_numbers(options.camera_at, "--camera-at X,Y")) if options.camera_at else top_centre(screens[0])
    size = re.fullmatch(r"([1-9]\d{0,4})x([1-9]\d{0,4})", options.size)
    if size is None:
        raise UsageError(f"--size must be like 1280x720, not {options.size!r}")
    if not 20 <= options.distance_cm <= 300:
        raise UsageError("--distance-cm must be between 20 and 300")
    eyes = _numbers(options.eyes, "--eyes X,Y") if options.eyes else None
    layout = place(screens, lens, (int(size[1]), int(size[2])), eyes, options.distance_cm)
    if options.json:
        write_json(_document(layout))
    else:
        write_lines(_lines(layout))
    return 0


def read_screens(path: Path) -> list[Screen]:
    """The screens of a JSON file.

    Raises:
        UsageError: the file cannot be read or is not a list of screens.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"--screens {path.name}: cannot be read as JSON ({type(error).__name__})") from error
    if not isinstance(document, list) or not document:
        raise UsageError(f"--screens {path.name}: a list of at least one screen is needed")
    return [_screen(path.name, n, item) for n, item in enumerate(document, 1)]


def _screen(file: str, number: int, item: Any) -> Screen:
    if not isinstance(item, dict) or any(not _is_number(item.get(name)) for name in _REQUIRED):
        raise UsageError(f"--screens {file}: screen {number} needs numbers for {', '.join(_REQUIRED)}")
    width, height = int(item["width"]), int(item["height"])
    if not (0 < width <= 100_000 and 0 < height <= 100_000):
        raise UsageError(f"--screens {file}: screen {number} has no size")
    optional = {name: item.get(name) for name in ("width_mm", "height_mm", "scale")}
    return Screen(
        name=str(item.get("name", number)),
        x=int(item["x"]),
        y=int(item["y"]),
        width=width,
        height=height,
        **{name: float(value) for name, value in optional.items() if _is_number(value) and value},
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9


def _numbers(text: str, option: str) -> tuple[float, float]:
    match = re.fullmatch(r"\s*(-?\d{1,6}(?:\.\d+)?)\s*,\s*(-?\d{1,6}(?:\.\d+)?)\s*", text)
    if match is None:
        raise UsageError(f"{option}: two numbers with a comma are needed, not {text!r}")
    return float(match[1]), float(match[2])


def _box(box: Box) -> list[int]:
    return [box.x, box.y, box.width, box.height]


def _document(layout: Layout) -> dict[str, Any]:
    return {
        "angle_deg": round(layout.angle_deg, 2),
        "horizontal_deg": round(layout.horizontal_deg, 2),
        "vertical_deg": round(layout.vertical_deg, 2),
        "screen": layout.screen,
        "window": _box(layout.window),
        "patient": _box(layout.patient),
        "eyes": [round(value, 1) for value in layout.eyes],
        "viewing_distance_cm": layout.viewing_distance_cm,
        "crop": _box(layout.crop),
        "size_believed": layout.size_believed,
        "good": layout.good,
    }


def _lines(layout: Layout) -> list[str]:
    tile = layout.patient
    basis = "skärmens egna mått" if layout.size_believed else "96 dpi antaget, skärmens mått går inte att lita på"
    verdict = "bra" if layout.good else "flytta kameran eller bilden"
    return [
        f"Skärm {layout.screen}: {layout.window.width} × {layout.window.height}",
        f"Patientens bild: {tile.width} × {tile.height} px vid {tile.x}, {tile.y}",
        f"Vinkel kamera–ögon: {layout.angle_deg:.1f}° (i sidled {layout.horizontal_deg:.1f}°, i höjdled "
        f"{layout.vertical_deg:.1f}°): {verdict}",
        f"Avstånd {layout.viewing_distance_cm:g} cm; {basis}",
    ]
