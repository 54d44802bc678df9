"""Is this text the number of a person? For what must not go into links, names of files and logs.

A personal identity number, a coordination number (day + 60) and Inera's reserve numbers (32-59 for the day) have a date
and a check digit by Luhn; so has Stockholm's reserve number, 99 and a year. The national reserve number moves the
century on, or has no date, and has two or three letters, which count with their ASCII value towards the check digit.
Other regions write letters among the last four behind a whole date, without a check digit.

A number that is none of these ("2611230001", a booking's own) is nobody's, however many digits it has.
"""

from __future__ import annotations

import re
from calendar import monthrange

_NUMBER = re.compile(
    r"(?P<century>\d\d)?(?P<year>\d\d)(?P<month>\d\d)(?P<day>\d\d)[-_+]?(?P<rest>[\dA-Z]{4})", re.ASCII
)
_STOCKHOLM = re.compile(r"99(?:18|19|20)\d{8}", re.ASCII)
_LETTERS = "[A-HJ-NPR-UX-Z]"
_NATIONAL = re.compile(rf"{_LETTERS}{{2}}(?:\d|{_LETTERS})\d", re.ASCII)
_CENTURIES = (18, 19, 20)
_SERIES = range(21, 99)
_NO_DATE = (range(20, 100), range(40, 60))
_COORDINATION, _INERA = 60, range(32, 60)


def is_personal_number(text: str) -> bool:
    """Is it a valid number of a person, with or without century and dash? In either case of letters."""
    bare = text.upper()
    found = _NUMBER.fullmatch(bare)
    if found is None:
        return False
    whole = re.sub(r"[-_+]", "", bare)
    if _STOCKHOLM.fullmatch(whole) and _checks(whole):
        return True
    if found["rest"].isdigit():
        return int(found["century"] or 19) in _CENTURIES and _has_date(found) and _checks(whole[-10:])
    if found["century"] is None:
        return False
    century = int(found["century"])
    if century in _CENTURIES:
        return _has_date(found)
    numbered = century == 0 and int(found["month"]) in _NO_DATE[0] and int(found["day"]) in _NO_DATE[1]
    dated = century in _SERIES and _has_date(found)
    return bool(_NATIONAL.fullmatch(found["rest"])) and (numbered or dated) and _checks(whole)


def _has_date(found: re.Match[str]) -> bool:
    """Is it a day that there was? Where the century is not said, in one of them."""
    month, day = int(found["month"]), int(found["day"])
    if not 1 <= month <= 12:
        return False
    if day in _INERA:
        return True
    centuries = [int(found["century"])] if found["century"] else _CENTURIES
    years = [(18 + (century - 18) % 3) * 100 + int(found["year"]) for century in centuries]
    real = day - _COORDINATION if day > _COORDINATION else day
    return 1 <= real <= max(monthrange(year, month)[1] for year in years)


def _checks(text: str) -> bool:
    """Does the check digit fit? By Luhn; a letter is the number of its ASCII code."""
    total = 0
    for place, letter in enumerate(reversed(text)):
        value = int(letter) if letter.isdigit() else ord(letter)
        total += sum(int(digit) for digit in str(value * (1 + place % 2)))
    return total % 10 == 0
