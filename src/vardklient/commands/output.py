"""How commands answer: one JSON document, or lines for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any


def write_json(document: Any) -> None:
    """One JSON document on stdout."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    sys.stdout.flush()


def write_lines(lines: Iterable[str]) -> None:
    """Lines for people on stdout, each shown at once."""
    for line in lines:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def write_request(line: str) -> None:
    """What the user should do now, on stderr: it is no part of the answer."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
