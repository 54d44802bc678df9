"""A CSV file as numbered rows: decoded, its separator found, one bad row never swallowing the next."""

from __future__ import annotations

import csv
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from vardklient.schedule.files import wide_encoding
from vardklient.schedule.reasons import Reason

LINES_PER_ROW_MAX = 20
LINES_FOR_SEPARATOR = 10
ROW_CHARS_MAX = 100_000
"""A longer row is a bad one; those of booking systems have some hundred. Own choice."""
HEADING_CHARS_MAX = 5_000
_SEPARATORS = ";,\t"
_SAID = re.compile(r'"?sep=([;,\t])"?', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `line` counts from 1. `cells` is None when it could not be read; `late`: there was no time for it."""

    line: int
    cells: tuple[str, ...] | None
    late: bool = False


def decode(data: bytes, encoding: str = "cp1252") -> tuple[str, tuple[Reason, ...]]:
    """UTF-8, UTF-16, else what the region says; Windows' western table is how Excel saves here."""
    wide = wide_encoding(data) or (encoding if encoding.startswith("utf-16") and b"\x00" in data else "")
    if wide:
        text = data.decode(wide, "replace")
        return text, (Reason.ENCODING,) if "\ufffd" in text else ()
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        reasons = (Reason.ENCODING,) if b"\x00" in data else ()
        return data.decode("cp1252" if encoding.startswith("utf-16") else encoding, "replace"), reasons


def rows(text: str, is_heading: Callable[[str], bool], seconds: float) -> Iterator[Row]:
    """The rows that are not empty, the heading first. Never raises.

    A quoted cell may span lines; a quote that is not closed within 20 lines makes that line alone a bad row.

    Args:
        text: of the whole file.
        is_heading: is that the heading of a column, as far as is known? It tells what separates them.
        seconds: after so long no row is begun; the first one that is left out is `late`.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = islice((line[:HEADING_CHARS_MAX] for line in lines if line.strip()), LINES_FOR_SEPARATOR)
    separator = _separator([*first], is_heading)
    at, end_s = 0, time.monotonic() + seconds
    while at < len(lines):
        if time.monotonic() >= end_s:
            yield Row(at + 1, None, late=True)
            return
        used, cells = _row(lines, at, separator) if lines[at] else (1, ())
        if cells is None or any(cell.strip() for cell in cells):
            yield Row(at + 1, cells)
        at += used


def _separator(lines: list[str], is_heading: Callable[[str], bool]) -> str:
    """What the file says itself ("sep=;"), else what parts some line into most known headings, else the first line."""
    if said := next((said for line in lines if (said := _SAID.fullmatch(line.strip()))), None):
        return said[1]

    def rank(sign: str) -> tuple[int, int]:
        known = max((sum(is_heading(cell.strip(' "')) for cell in line.split(sign)) for line in lines), default=0)
        return known, lines[0].count(sign) if lines else 0

    return max(_SEPARATORS, key=rank)


def _row(lines: list[str], at: int, separator: str) -> tuple[int, tuple[str, ...] | None]:
    quotes = chars = 0
    for used in range(1, min(LINES_PER_ROW_MAX, len(lines) - at) + 1):
        line = lines[at + used - 1]
        quotes, chars = quotes + line.count('"'), chars + len(line)
        if chars > ROW_CHARS_MAX:
            break
        if quotes % 2 == 0:
            whole = "\n".join(lines[at : at + used])
            try:
                (cells,) = csv.reader([whole], delimiter=separator) if used == 1 else _spanning(whole, separator)
            except (csv.Error, ValueError):
                return 1, () if not whole.strip() else None
            return used, tuple(cell.strip() for cell in cells)
    return 1, None


def _spanning(whole: str, separator: str) -> list[list[str]]:
    return list(csv.reader(whole.splitlines(keepends=True), delimiter=separator))
