"""The words of the day's page: what there is to see to, who is missing, how close visits lie, how old a source is."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from vardklient.domain.lack import Lack
from vardklient.domain.summary import Errand, Topic
from vardklient.domain.visit import Visit
from vardklient.ui.texts.mark import QT_TRANSLATE_NOOP
from vardklient.ui.texts.times import clock_time, counted

MOST_TIMES = 3
"""So many times are named in one part of the summary; the rest is counted."""


def errands(found: tuple[Errand, ...]) -> str:
    """What there is to see to, in one line: "08:30 behöver tolk · 2 stämmer inte". Empty when there is nothing."""
    return " · ".join(_errand(errand) for errand in found)


def _errand(errand: Errand) -> str:
    translate = QCoreApplication.translate
    if errand.topic is Topic.DOUBT:
        one, many = translate("Errand", "1 stämmer inte"), translate("Errand", "{n} stämmer inte")
        return counted(one, many, len(errand.times))
    return translate("Errand", ERRANDS[errand.topic]).format(times=_times(errand.times))


def _times(times: tuple[datetime, ...]) -> str:
    """`08:30`, `08:30 och 10:00`, `08:30, 09:00, 10:00 och 4 till`."""
    named = [clock_time(time) for time in times[:MOST_TIMES]]
    if len(times) > MOST_TIMES:
        named.append(QCoreApplication.translate("Errand", "{n} till").format(n=len(times) - MOST_TIMES))
    if len(named) == 1:
        return named[0]
    return QCoreApplication.translate("Errand", "{some} och {last}").format(some=", ".join(named[:-1]), last=named[-1])


def lack(code: Lack) -> str:
    """Who is missing, for a chip."""
    return QCoreApplication.translate("Errand", LACKS[code])


def gap(gap_min: int) -> str:
    """How close a visit lies to the one before it; negative minutes are those that both take."""
    translate = QCoreApplication.translate
    if gap_min < 0:
        return translate("Errand", "överlappar mötet före")
    if gap_min == 0:
        return translate("Errand", "lite luft mellan möten")
    return translate("Errand", "lite luft mellan möten ({n} min)").format(n=gap_min)


def overrun(next_start: datetime | None) -> str:
    """The visit takes longer than it was booked for."""
    translate = QCoreApplication.translate
    if next_start is None:
        return translate("Errand", "Drar över")
    return translate("Errand", "Drar över, nästa kl {time}").format(time=clock_time(next_start))


def source(name: str) -> str:
    """A source by its own name; those of the practice day have one in the user's language."""
    words = PRACTICE_SOURCES.get(name)
    return QCoreApplication.translate("Errand", words) if words else name


def freshness(read_at: datetime | None, stale: bool) -> str:
    """How old what a source says is: `läst 09:25`, `senast läst 07:58`."""
    translate = QCoreApplication.translate
    if read_at is None:
        return translate("Errand", "inte läst än")
    words = translate("Errand", "senast läst {time}") if stale else translate("Errand", "läst {time}")
    return words.format(time=clock_time(read_at))


def phone(visit: Visit) -> str:
    """The patient's number, or why there is none."""
    translate = QCoreApplication.translate
    if visit.protected:
        return translate("Day", "Numret visas inte för skyddade uppgifter. Slå upp det i journalen.")
    return visit.phone or translate("Day", "Inget nummer finns i tidboken. Slå upp det i journalen.")


def day_name(day: date, today: date) -> str:
    """`Idag`, `Imorgon`, `Igår`, else the day of the week."""
    translate = QCoreApplication.translate
    near = {
        -1: translate("Day", "Igår"),
        0: translate("Day", "Idag"),
        1: translate("Day", "Imorgon"),
    }
    ahead = (day - today).days
    if ahead in near:
        return near[ahead]
    words = QLocale().toString(QDate(day.year, day.month, day.day), "dddd")
    return words[:1].upper() + words[1:]


ERRANDS: dict[Topic, str] = {
    Topic.INTERPRETER: QT_TRANSLATE_NOOP("Errand", "{times} behöver tolk"),
    Topic.NO_INTERPRETER: QT_TRANSLATE_NOOP("Errand", "{times} saknar tolk"),
    Topic.PRINT_LIST: QT_TRANSLATE_NOOP("Errand", "{times} grupp: skriv ut deltagarlistan"),
    Topic.NO_CO_HOST: QT_TRANSLATE_NOOP("Errand", "{times} saknar medbehandlare"),
    Topic.NO_STAFF: QT_TRANSLATE_NOOP("Errand", "{times} saknar personal på plats"),
    Topic.LITTLE_AIR: QT_TRANSLATE_NOOP("Errand", "{times} lite luft mellan möten"),
}
"""With one time or several; the doubts are counted, see `errands`."""

LACKS: dict[Lack, str] = {
    Lack.INTERPRETER: QT_TRANSLATE_NOOP("Errand", "Tolk saknas"),
    Lack.STAFF_ON_SITE: QT_TRANSLATE_NOOP("Errand", "Personal på plats saknas"),
    Lack.CO_HOST: QT_TRANSLATE_NOOP("Errand", "Medbehandlare saknas"),
}

PRACTICE_SOURCES: dict[str, str] = {
    "practice-calendar": QT_TRANSLATE_NOOP("Errand", "Övningskalender"),
    "practice-bookings": QT_TRANSLATE_NOOP("Errand", "Övningstidbok"),
}
