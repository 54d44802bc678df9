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
    NOT_AN_ADDRESS = "not_an_address"
    NOT_SAFE = "not_safe"
    UNREACHABLE = "unreachable"
    SLOW_SERVER = "slow_server"
    WRONG_PASSWORD = "wrong_password"
    SIGN_IN = "sign_in"
    NOT_ALLOWED = "not_allowed"
    NOT_FOUND = "not_found"
    BUSY = "busy"
    SERVER_FAULT = "server_fault"
    BAD_ANSWER = "bad_answer"
    BAD_RECORD = "bad_record"
    OTHER_SERVER = "other_server"


FATAL = frozenset(
    {
        Reason.UNREADABLE,
        Reason.TOO_LARGE,
        Reason.NOT_A_CALENDAR,
        Reason.LOGIN_PAGE,
        Reason.EMPTY,
        Reason.NO_HEADINGS,
        Reason.NOT_AN_ADDRESS,
        Reason.NOT_SAFE,
        Reason.UNREACHABLE,
        Reason.SLOW_SERVER,
        Reason.WRONG_PASSWORD,
        Reason.SIGN_IN,
        Reason.NOT_ALLOWED,
        Reason.NOT_FOUND,
        Reason.BUSY,
        Reason.SERVER_FAULT,
        Reason.BAD_ANSWER,
        Reason.OTHER_SERVER,
    }
)
"""Reasons that mean that nothing of the source could be read."""
