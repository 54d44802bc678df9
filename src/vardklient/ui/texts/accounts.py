"""The words of the accounts: kinds, what is asked of each, and how each is doing."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from vardklient.domain.account import Sort
from vardklient.domain.visit import Problem
from vardklient.ui.texts.daywords import freshness
from vardklient.ui.texts.mark import QT_TRANSLATE_NOOP
from vardklient.ui.texts.times import counted
from vardklient.ui.texts.visits import problem


def sort(code: Sort) -> str:
    """What is asked, and how."""
    return _translate(SORTS[code])


def address_label(code: Sort) -> str:
    """What stands before the line for the address."""
    return _translate(_ADDRESSES[code])


def address_example(code: Sort) -> str:
    """An address as it may look; empty for what is chosen on this computer."""
    return _EXAMPLES.get(code, "")


def address_missing(code: Sort) -> str:
    """What to do where nothing is chosen or typed."""
    return _translate(_MISSING.get(code, _ADDRESS_MISSING))


def user_label(code: Sort) -> str:
    """What stands before the line for the user; empty where none is asked for."""
    return _translate(_USERS[code]) if code in _USERS else ""


def hint(code: Sort) -> str:
    """What one should know of this kind."""
    return _translate(_HINTS[code])


def account_state(read_at: datetime | None, stale: bool, pending: bool, fault: str) -> str:
    """How an account is doing: "Läst 08:02", or what is wrong and since when."""
    translate = QCoreApplication.translate
    if pending:
        return translate("Accounts", "Läser …")
    words = freshness(read_at, stale)
    age = f"{words[:1].upper()}{words[1:]}."
    if not fault:
        return age
    sentence = problem(Problem("", fault)).sentence
    return f"{sentence} {age}" if stale and read_at is not None else sentence


def found(count: int) -> str:
    """What a test has found."""
    translate = QCoreApplication.translate
    if count == 0:
        return translate("Accounts", "Det fungerar. Inga videobesök idag.")
    one, many = translate("Accounts", "Hittade 1 besök idag."), translate("Accounts", "Hittade {n} besök idag.")
    return counted(one, many, count)


def question(name: str) -> str:
    """Before an account is removed."""
    return QCoreApplication.translate("Accounts", "Ta bort {name}? Lösenordet glöms också.").format(name=name)


def _translate(text: str) -> str:
    return QCoreApplication.translate("Accounts", text)


SORTS: dict[Sort, str] = {
    Sort.FILE: QT_TRANSLATE_NOOP("Accounts", "Fil (.ics eller .csv)"),
    Sort.FOLDER: QT_TRANSLATE_NOOP("Accounts", "Mapp med filer"),
    Sort.ICS_URL: QT_TRANSLATE_NOOP("Accounts", "Delad kalenderadress"),
    Sort.CALDAV: QT_TRANSLATE_NOOP("Accounts", "CalDAV"),
    Sort.GRAPH: QT_TRANSLATE_NOOP("Accounts", "Microsoft 365"),
    Sort.FHIR: QT_TRANSLATE_NOOP("Accounts", "Tidbok (FHIR)"),
}
_ADDRESSES: dict[Sort, str] = {
    Sort.FILE: QT_TRANSLATE_NOOP("Accounts", "Fil"),
    Sort.FOLDER: QT_TRANSLATE_NOOP("Accounts", "Mapp"),
    Sort.ICS_URL: QT_TRANSLATE_NOOP("Accounts", "Adress"),
    Sort.CALDAV: QT_TRANSLATE_NOOP("Accounts", "Adress"),
    Sort.GRAPH: QT_TRANSLATE_NOOP("Accounts", "Adress"),
    Sort.FHIR: QT_TRANSLATE_NOOP("Accounts", "Adress"),
}
_ADDRESS_MISSING = QT_TRANSLATE_NOOP("Accounts", "Fyll i adressen först.")
_MISSING: dict[Sort, str] = {
    Sort.FILE: QT_TRANSLATE_NOOP("Accounts", "Välj en fil först."),
    Sort.FOLDER: QT_TRANSLATE_NOOP("Accounts", "Välj en mapp först."),
}
_EXAMPLES = {
    Sort.ICS_URL: "https://outlook.example/kalender.ics",
    Sort.CALDAV: "https://kalender.example/dav/",
    Sort.FHIR: "https://tidbok.example/fhir/R4",
}
_USERS: dict[Sort, str] = {
    Sort.ICS_URL: QT_TRANSLATE_NOOP("Accounts", "Användarnamn, om det behövs"),
    Sort.CALDAV: QT_TRANSLATE_NOOP("Accounts", "Användarnamn"),
    Sort.GRAPH: QT_TRANSLATE_NOOP("Accounts", "E-postadress"),
    Sort.FHIR: QT_TRANSLATE_NOOP("Accounts", "Vems tidbok (Practitioner/…)"),
}
_HINTS: dict[Sort, str] = {
    Sort.FILE: QT_TRANSLATE_NOOP("Accounts", "En fil som du har exporterat. Den läses om när den har ändrats."),
    Sort.FOLDER: QT_TRANSLATE_NOOP("Accounts", "Alla .ics- och .csv-filer i mappen läses, också nya."),
    Sort.ICS_URL: QT_TRANSLATE_NOOP(
        "Accounts", "Adressen sparas som ett lösenord, för den som har den kan läsa kalendern."
    ),
    Sort.CALDAV: QT_TRANSLATE_NOOP("Accounts", "Adressen till kalendern eller till servern."),
    Sort.GRAPH: QT_TRANSLATE_NOOP("Accounts", "Du loggar in hos Microsoft i webbläsaren."),
    Sort.FHIR: QT_TRANSLATE_NOOP("Accounts", "Fråga din IT-samordnare om adressen och ditt id där."),
}
