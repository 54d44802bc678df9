"""Why a source or one of its records could not be read: the codes of `Problem.reason`."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """A closed list; `ui/texts` has a sentence for each."""

    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    NOT_A_CALENDAR = "not_a_calendar"
    LOGIN_PAGE = "login_page"
    TRUNCATED = "truncated"
    ENCODING = "encoding"
    BAD_EVENT = "bad_event"
    TOO_OFTEN = "too_often"
    UNKNOWN_TIME_ZONE = "unknown_time_zone"
    EMPTY = "empty"
    NO_HEADINGS = "no_headings"
    UNKNOWN_COLUMN = "unknown_column"
    MISSING_COLUMN = "missing_column"
    BAD_ROW = "bad_row"
    BAD_PERSONAL_NUMBER = "bad_personal_number"


FATAL = frozenset(
    {
        Reason.UNREADABLE,
        Reason.TOO_LARGE,
        Reason.NOT_A_CALENDAR,
        Reason.LOGIN_PAGE,
        Reason.NO_HEADINGS,
    }
)
"""Reasons that mean that nothing of the source could be read."""
