"""Times and durations in words. Times of day are Stockholm's."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from vardklient.base.clock import local_clock


def clock_time(at: datetime) -> str:
    """`09:30`."""
    return local_clock(at)


def day_heading(day: date) -> str:
    """`Tisdag 24 november`."""
    words = QLocale().toString(QDate(day.year, day.month, day.day), "dddd d MMMM")
    return words[:1].upper() + words[1:]


def minutes(start: datetime, end: datetime) -> str:
    """How long: `20 min`."""
    return QCoreApplication.translate("Time", "{n} min").format(n=round((end - start).total_seconds() / 60))


def in_minutes(start: datetime, end: datetime, now: datetime) -> str:
    """When, seen from now: `om 4 minuter`, `nu`, `för 12 minuter sedan`, `slut 09:50`.

    Full minutes, rounded up before the start so that "om 1 minut" lasts until it begins.
    """
    if now >= end:
        return QCoreApplication.translate("Time", "slut {time}").format(time=clock_time(end))
    ahead_s = (start - now).total_seconds()
    if ahead_s > 99 * 60:
        return _hours_ahead(round(ahead_s / 3600))
    if ahead_s > 0:
        return _minutes_ahead(int(-(-ahead_s // 60)))
    return _minutes_ago(int(-ahead_s // 60))


def counted(one: str, many: str, n: int) -> str:
    """The form that fits `n`, with `{n}` filled in.

    Singular and plural are texts of their own: pyside6-lupdate does not see "%n" in `translate`, and Swedish and
    English have these two forms.
    """
    return (one if n == 1 else many).format(n=n)


def _hours_ahead(n: int) -> str:
    translate = QCoreApplication.translate
    return counted(translate("Time", "om {n} timme"), translate("Time", "om {n} timmar"), n)


def _minutes_ahead(n: int) -> str:
    translate = QCoreApplication.translate
    return counted(translate("Time", "om {n} minut"), translate("Time", "om {n} minuter"), n)


def _minutes_ago(n: int) -> str:
    translate = QCoreApplication.translate
    if n == 0:
        return translate("Time", "nu")
    return counted(translate("Time", "för {n} minut sedan"), translate("Time", "för {n} minuter sedan"), n)


def waited(since: datetime, now: datetime) -> str:
    """How long somebody has waited: `sedan 2 min`, `nyss`."""
    whole = int((now - since).total_seconds() // 60)
    if whole < 1:
        return QCoreApplication.translate("Time", "sedan nyss")
    return QCoreApplication.translate("Time", "sedan {n} min").format(n=whole)
