"""A CSV file as numbered rows: decoded, its separator found, one bad row never swallowing the next."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from vardklient.schedule.reasons import Reason

LINES_PER_ROW_MAX = 20
LINES_FOR_SEPARATOR = 10
_SEPARATORS = ";,\t"


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `line` counts from 1. `cells` is None when the row could not be read."""

    line: int
    cells: tuple[str, ...] | None


def decode(data: bytes, encoding: str = "cp1252") -> tuple[str, tuple[Reason, ...]]:
    """UTF-8, UTF-16 with a mark, else what the region says; Windows' western table is how Excel saves here."""
    wide = encoding.startswith("utf-16") and b"\x00" in data  # every other byte of western text
    try:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return data.decode("utf-16"), ()
        if not wide:
            return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    text = data.decode("cp1252" if encoding.startswith("utf-16") and not wide else encoding, "replace")
    doubtful = "\ufffd" in text if wide else b"\x00" in data
    return text, (Reason.ENCODING,) if doubtful else ()


def rows(text: str) -> Iterator[Row]:
    """The rows that are not empty, the heading first. Never raises.

    A quoted cell may span lines; a quote that is not closed within 20 lines makes that line alone a bad row.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    separator = _separator([line for line in lines if line.strip()][:LINES_FOR_SEPARATOR])
    at = 0
    while at < len(lines):
        used, cells = _row(lines, at, separator)
        if cells is None or any(cell.strip() for cell in cells):
            yield Row(at + 1, cells)
        at += used


def _separator(lines: list[str]) -> str:
    """What stands most often in one line: the headings, since a title above them has few."""
    return max(_SEPARATORS, key=lambda sign: max((line.count(sign) for line in lines), default=0))


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
