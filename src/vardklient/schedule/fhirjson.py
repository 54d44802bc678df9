"""FHIR's JSON, read with caution: what is not needed is dropped while it is parsed, and any value may be of any sort.

Clinical text (`description`, `comment`, `reasonCode`, narratives) and addresses are not among the names that are kept:
nothing of the program ever holds them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from vardklient.schedule.reasons import Reason
from vardklient.schedule.web import WebFault

Record = Mapping[str, object]

TEXT_MAX = 200
"""Longer names, codes and words are cut; links have their own limit. Own choice."""
LINK_MAX = 2000

VIRTUAL_SERVICE = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.virtualService"
APPOINTMENT_CLASS = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.class"
INTERPRETER_REQUIRED = "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired"

_EXTENSIONS = frozenset({VIRTUAL_SERVICE, APPOINTMENT_CLASS, INTERPRETER_REQUIRED})
_NAMES = frozenset(
    """
    resourceType id meta security contained extension url
    entry resource fullUrl link relation issue severity
    status start end minutesDuration serviceCategory serviceType appointmentType class participant actor type
    virtualService coding system code display text reference identifier value
    name use given family birthDate communication language preferred telecom relationship
    appointment valueBoolean valueCodeableConcept
    valueUrl valueUri valueString valueContactPoint valueExtendedContactDetail
    addressUrl addressString addressContactPoint addressExtendedContactDetail
    """.split()  # noqa: SIM905 - a list of words reads better as words
)


def parse(body: bytes) -> Record:
    """The object that a server's answer holds, without what is not needed.

    Raises:
        WebFault: it is a web page, or no JSON object.
    """
    if re.match(rb"\s*<(?:!doctype\s+)?html", body[:1000], re.IGNORECASE):
        raise WebFault(Reason.LOGIN_PAGE)
    try:
        found = json.loads(body.decode("utf-8-sig"), object_pairs_hook=_needed)
    except (ValueError, RecursionError):
        raise WebFault(Reason.BAD_ANSWER) from None
    if not isinstance(found, dict):
        raise WebFault(Reason.BAD_ANSWER)
    return found


def _needed(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = {name: value for name, value in pairs if name in _NAMES}
    url = found.get("url")
    if isinstance(url, str) and "relation" not in found and url not in _EXTENSIONS and not url.startswith("address"):
        return {}  # an extension that we do not know
    return found


def text(record: Record, name: str, most: int = TEXT_MAX) -> str:
    """A text without unprintable characters; of a list of texts (HumanName.given) all, with spaces between.

    Anything else is no text.
    """
    value = record.get(name)
    if isinstance(value, list):
        value = " ".join(each for each in value if isinstance(each, str))
    if not isinstance(value, str):
        return ""
    value = value[:most].strip()
    return value if value.isprintable() else "".join(sign for sign in value if sign.isprintable())


def part(record: Record, name: str) -> Record:
    """An object, empty when there is none."""
    value = record.get(name)
    return value if isinstance(value, dict) else {}


def parts(record: Record, name: str) -> list[Record]:
    """The objects of a list; one that stands alone counts as a list of one."""
    value = record.get(name)
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, dict)]


def codes(concepts: Iterable[Record]) -> frozenset[str]:
    """All codings of CodeableConcepts or Codings, as "system|code"."""
    found = (coding for concept in concepts for coding in (concept, *parts(concept, "coding")))
    return frozenset(f"{text(c, 'system')}|{text(c, 'code')}" for c in found if text(c, "code"))


def words(concepts: Iterable[Record]) -> tuple[str, ...]:
    """All texts of CodeableConcepts or Codings that are meant for people."""
    found: list[str] = []
    for concept in concepts:
        found += [text(concept, "text"), *(text(c, "display") for c in (concept, *parts(concept, "coding")))]
    return tuple(word for word in found if word)
