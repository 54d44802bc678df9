"""The birth year that a personal identity number holds; nothing else of the number is ever kept.

Read are personal identity numbers, coordination numbers (day + 60), the regions' reserve numbers that are built like
them (letters among the last four; Inera's with 32-59 for the day), and the national reserve number, whose century is
moved on by a multiple of three (22 for 19, 23 for 20) and whose ninth and tenth characters are letters.
"""

from __future__ import annotations

import re
from datetime import date

_NUMBER = re.compile(
    r"(?P<century>\d{2})?(?P<year>\d{2})(?P<month>\d{2})(?P<day>\d{2})(?P<sign>[-+]?)(?P<rest>[\dA-Z]{4})"
)
_CENTURIES = (18, 19, 20)
_NATIONAL_RESERVE = range(21, 100)
_DAY_MAX, _COORDINATION = 31, 60


def birth_year(number: str, today: date) -> int | None:
    """The full year, or None where the number has not the form or holds no year.

    Without a century it is the latest possible one; "+" means a hundred years or more.
    """
    match = _NUMBER.fullmatch(re.sub(r"\s", "", number).upper()) if number.isascii() else None
    if match is None or not _is_date(int(match["month"]), int(match["day"])):
        return None
    if match["century"]:
        century = _century(int(match["century"]), match["rest"])
        return None if century is None else full_year(f"{century}{match['year']}", today)
    latest = today.year - (today.year - int(match["year"])) % 100
    return latest - 100 if match["sign"] == "+" else latest


def full_year(text: str, today: date) -> int | None:
    """A year of four digits in which somebody who is alive may have been born, else None."""
    text = text.strip()
    return int(text) if re.fullmatch(r"(?:18|19|20)[0-9]{2}", text) and int(text) <= today.year else None


def _is_date(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= _COORDINATION + _DAY_MAX and day != _COORDINATION


def _century(written: int, rest: str) -> int | None:
    if written in _NATIONAL_RESERVE and rest[:2].isalpha():
        return next(century for century in _CENTURIES if (written - century) % 3 == 0)
    return written
