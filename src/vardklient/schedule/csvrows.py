"""A CSV file as numbered rows: decoded, its separator found, one bad row never swallowing the next."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from vardklient.schedule.reasons import Reason

LINES_PER_ROW_MAX = 20
_SEPARATORS = ";,\t"


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `line` counts from 1. `cells` is None when the row could not be read."""

    line: int
    cells: tuple[str, ...] | None


def decode(data: bytes) -> tuple[str, tuple[Reason, ...]]:
    """UTF-8, UTF-16 with a mark, else Windows' western table: that is how Excel saves here, and no fault."""
    try:
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"), ()
    except UnicodeDecodeError:
        reasons = (Reason.ENCODING,) if b"\x00" in data else ()
        return data.decode("cp1252", "replace"), reasons


def rows(text: str) -> Iterator[Row]:
    """The rows that are not empty, the heading first. Never raises.

    A quoted cell may span lines; a quote that is not closed within 20 lines makes that line alone a bad row.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    separator = _separator(next((line for line in lines if line.strip()), ""))
    at = 0
    while at < len(lines):
        used, cells = _row(lines, at, separator)
        if cells is None or any(cell.strip() for cell in cells):
            yield Row(at + 1, cells)
        at += used


def _separator(heading: str) -> str:
    return max(_SEPARATORS, key=heading.count)


def _row(lines: list[str], at: int, separator: str) -> tuple[int, tuple[str, ...] | None]:
    for used in range(1, min(LINES_PER_ROW_MAX, len(lines) - at) + 1):
        whole = "\n".join(lines[at : at + used])
        if whole.count('"') % 2 == 0:
            try:
                (cells,) = csv.reader([whole], delimiter=separator) if used == 1 else _spanning(whole, separator)
            except (csv.Error, ValueError):
                return 1, () if not whole.strip() else None
            return used, tuple(cell.strip() for cell in cells)
    return 1, None


def _spanning(whole: str, separator: str) -> list[list[str]]:
    return list(csv.reader(whole.splitlines(keepends=True), delimiter=separator))
