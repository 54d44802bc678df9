"""A Patient, reduced to what the cross-check needs; names and numbers are forgotten at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from vardklient.domain.birthyear import birth_year, full_year
from vardklient.domain.subject import initials, short_initials
from vardklient.domain.visit import Key
from vardklient.schedule.cells import phone, split_name
from vardklient.schedule.fhirjson import INTERPRETER_REQUIRED, Record, codes, parts, text, words

_SE = "http://electronichealth.se/identifier/"
_NUMBERS = (
    f"{_SE}personnummer",
    "urn:oid:1.2.752.129.2.1.3.1",
    f"{_SE}samordningsnummer",
    "urn:oid:1.2.752.129.2.1.3.3",
)
_RESERVE_NUMBERS = (
    f"{_SE}nationelltReservnummer",
    "urn:oid:1.2.752.74.9.1",
    "urn:oid:1.2.752.129.2.1.3.2",  # Inera
    "urn:oid:1.2.752.113.11.0.2.1.1.1",  # Västra Götaland
    "urn:oid:1.2.752.74.9.2",  # Värmland
)
_PROTECTED = frozenset({"sekretessmarkering", "skyddadfolkbokforing"})
_DEMOGRAPHICS = re.compile(r".*ActCode/?\|DEMO", re.IGNORECASE)
_PAST_NAMES = frozenset({"old", "maiden", "temp", "anonymous"})
_FIRST_NAMES = ("official", "usual", "")
_PHONES = ("mobile", "home", "")


@dataclass(frozen=True, slots=True)
class Person:
    """What is kept of a patient; see `Booking`.

    Attributes:
        protected: a mark of protected identity; then nothing else is kept.
        interpreter, language: an interpreter is needed, and into what ("ar"); Swedish is no language here.
        bad_number: there is an identity number, and no year can be read from it.
    """

    key: Key | None = None
    initials: frozenset[str] = frozenset()
    birth_year: int | None = None
    protected: bool = False
    interpreter: bool = False
    language: str = ""
    phone: str = ""
    bad_number: bool = False


def read_person(patient: Record, day: date) -> Person:
    """The Patient; `day` tells the century of a short number."""
    if is_protected(patient):
        return Person(protected=True)
    names = [name for name in parts(patient, "name") if text(name, "use") not in _PAST_NAMES] or parts(patient, "name")
    names.sort(key=lambda name: _rank(_FIRST_NAMES, text(name, "use")))
    year, bad_number = _year(patient, day)
    return _person(
        [_given_and_family(name) for name in names],
        year,
        interpreter=any(
            text(each, "url") == INTERPRETER_REQUIRED and each.get("valueBoolean") is True
            for each in parts(patient, "extension")
        ),
        language=_language(patient),
        phone=_phone(patient),
        bad_number=bad_number,
    )


def read_named(actor: Record, day: date) -> Person:
    """A Reference that names a patient by number and in words, and points at no record."""
    year, bad_number = _year({"identifier": [actor.get("identifier")]}, day)
    return _person([split_name(text(actor, "display"))], year, bad_number=bad_number)


def is_protected(record: Record) -> bool:
    """Does its meta.security say that the identity is protected? Any of the marks suffices."""
    meta = record.get("meta")
    marks = codes(parts(meta, "security")) if isinstance(meta, dict) else frozenset()
    return any(mark.rpartition("|")[2].lower() in _PROTECTED or _DEMOGRAPHICS.fullmatch(mark) for mark in marks)


def _person(
    names: list[tuple[str, str]],
    year: int | None,
    *,
    interpreter: bool = False,
    language: str = "",
    phone: str = "",
    bad_number: bool = False,
) -> Person:
    short = next((found for found in (short_initials(*name) for name in names) if found), "")
    ways = frozenset(way for name in names for way in initials(*name)) | ({short} if short else frozenset())
    key = Key(short, year % 100) if short and year is not None else None
    return Person(key, ways, year, False, interpreter, language, phone, bad_number)


def _given_and_family(name: Record) -> tuple[str, str]:
    given, family = text(name, "given"), text(name, "family")
    return (given, family) if given or family else split_name(text(name, "text"))


def _year(patient: Record, day: date) -> tuple[int | None, bool]:
    """The birth year by number, else by date; and whether there is a number that cannot be read."""
    numbers = {text(each, "system").lower(): text(each, "value") for each in parts(patient, "identifier")}
    read = [birth_year(numbers.get(system.lower(), ""), day) for system in (*_NUMBERS, *_RESERVE_NUMBERS)]
    year = next((found for found in read if found is not None), None)
    bad = year is None and any(numbers.get(system.lower()) for system in _NUMBERS)
    return year if year is not None else full_year(text(patient, "birthDate")[:4], day), bad


def _language(patient: Record) -> str:
    """A code ("ar") or a word ("arabiska"); empty for Swedish, and where it is not clear."""
    spoken = parts(patient, "communication")
    chosen = [each for each in spoken if each.get("preferred") is True] or spoken
    if len(chosen) != 1:
        return ""
    concepts = parts(chosen[0], "language")
    for said in (*(code.rpartition("|")[2] for code in sorted(codes(concepts))), *words(concepts)):
        language = re.match(r"[^\W\d_]{2,30}", said)
        if language:
            return "" if language[0].lower() in ("sv", "svenska", "swedish") else language[0].lower()
    return ""


def _phone(patient: Record) -> str:
    found = [each for each in parts(patient, "telecom") if text(each, "system") == "phone"]
    numbers = [phone(text(each, "value")) for each in sorted(found, key=lambda e: _rank(_PHONES, text(e, "use")))]
    return next((number for number in numbers if number), "")


def _rank(order: tuple[str, ...], use: str) -> int:
    return order.index(use) if use in order else len(order)
