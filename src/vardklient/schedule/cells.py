"""What single cells of a booking system say: moments, names, telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time

from vardklient.base.clock import STOCKHOLM
from vardklient.domain.subject import INITIALS_MAX, INITIALS_MIN, fold

USUAL_LENGTH = timedelta(minutes=30)
MINUTES_MAX = 24 * 60

LAST = datetime(9999, 12, 30, tzinfo=UTC)
"""The last end of a record: later ones ("for ever") would be beyond the calendar in a zone east of Greenwich."""

_DATE = re.compile(r"\s*(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?!\d)")
_TIME = re.compile(r"(?:.*[T\s])?(\d{1,2})[:.]?(\d{2})(?:[:.]\d{2})?(?:Z|[+-]\d{2}:?\d{2})?")
_FROM_TO = re.compile(r"([^T]*\d[:.]\d{2}) ?[-–] ?(\d{1,2}[:.]\d{2})")


def has_date(text: str) -> bool:
    """Does it begin with a date?"""
    return _DATE.match(text) is not None


def times(texts: Mapping[str, str]) -> tuple[datetime, datetime]:
    """Start and end in UTC. Without an end the length, without a length half an hour.

    Raises:
        ValueError: there is no start.
    """
    day = _date(texts.get("date") or texts.get("start", ""))
    begins, ends = _from_to(texts.get("start", ""))
    start = _moment(day, begins)
    minutes = re.match(r"\d{1,4}", texts.get("minutes", ""))
    if ends := texts.get("end") or ends:
        end = _moment(day, ends)
    elif minutes and 0 < int(minutes[0]) <= MINUTES_MAX:
        end = start + timedelta(minutes=int(minutes[0]))
    else:
        end = start + USUAL_LENGTH
    return start, min(end, LAST) if end >= start else start + USUAL_LENGTH


def _from_to(text: str) -> tuple[str, str]:
    """Both times of "09:00-09:30"; of any other text itself, and no end."""
    both = _FROM_TO.fullmatch(text.strip())
    return (both[1], both[2]) if both else (text, "")


def _date(text: str) -> date:
    digits = _DATE.match(text)
    if digits is None:
        raise ValueError("no date")
    return date(int(digits[1]), int(digits[2]), int(digits[3]))


def _moment(day: date, text: str) -> datetime:
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise ValueError("no time")
    if re.search(r"(?:Z|[+-]\d{2}:?\d{2})$", text.strip()) and "T" in text:
        return datetime.fromisoformat(text.strip()).astimezone(UTC)
    at = clock_time(int(match[1]), int(match[2]))
    return datetime.combine(day, at, tzinfo=STOCKHOLM).astimezone(UTC)


def name(texts: Mapping[str, str]) -> tuple[str, str]:
    """Given and family name: of their own columns, of "Karlsson, Ingrid" or of "Ingrid Karlsson"."""
    if texts.get("given_name") or texts.get("family_name"):
        return texts.get("given_name", ""), texts.get("family_name", "")
    return split_name(texts.get("name", ""))


def split_name(whole: str) -> tuple[str, str]:
    """Given and family name of "Karlsson, Ingrid" or "Ingrid Karlsson"; the last word is the family's."""
    if "," in whole:
        family, _, given = whole.partition(",")
        return given, family
    given, _, family = whole.strip().rpartition(" ")
    return given, family


def letters(text: str) -> str:
    """Initials that stand alone ("I.K." → "IK"); empty when it is none."""
    found = re.sub(r"[^A-ZÅÄÖ]", "", fold(text))
    return found if INITIALS_MIN <= len(found) <= INITIALS_MAX else ""


def phone(text: str) -> str:
    """A number that can be dialled, as written; anything else is left out."""
    return text if re.fullmatch(r"\+?[\d\s()/-]{5,20}", text) else ""
