"""How an Appointment is met: by video, by telephone or at the clinic, alone or in a group, and by which link."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vardklient.domain.visit import Join, JoinKind, Kind, Modality
from vardklient.schedule.fhirjson import (
    APPOINTMENT_CLASS,
    LINK_MAX,
    VIRTUAL_SERVICE,
    Record,
    codes,
    part,
    parts,
    text,
    words,
)
from vardklient.schedule.links import first_allowed
from vardklient.schedule.regions import Region

_TYPES = ("serviceCategory", "serviceType", "appointmentType", "class")
_SCT = "http://snomed.info/sct|"
_ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode|"
_EVERYWHERE = {
    Modality.VIDEO: frozenset({_ACT + "VR", _SCT + "63431000052109"}),
    Modality.PHONE: frozenset({_SCT + "185317003"}),
    Modality.PHYSICAL: frozenset({_SCT + "58171000052102"}),
}
_AT_A_DISTANCE = _SCT + "185316007"


@dataclass(frozen=True, slots=True)
class Meeting:
    """What the types and the extension say."""

    modality: Modality
    kind: Kind
    join: Join


def read_meeting(appointment: Record, encounters: Sequence[Record], region: Region) -> Meeting:
    """How the appointment is met; `encounters` are those made for it, whose class counts too."""
    concepts = [each for record in (appointment, *encounters) for name in _TYPES for each in parts(record, name)]
    for extension in parts(appointment, "extension"):
        if text(extension, "url") == APPOINTMENT_CLASS:
            concepts += parts(extension, "valueCodeableConcept")
    coded, said = codes(concepts), words(concepts)
    services = _virtual_services(appointment)
    kind = next((k for k in (Kind.DIGI_PHYSICAL, Kind.GROUP) if _is(k.value, coded, said, region)), Kind.ONE_TO_ONE)
    if not services:
        return Meeting(_modality(coded, said, region), kind, Join())
    addresses = [address for service in services for address in _addresses(service)]
    link = first_allowed((value for sort, value in addresses if sort != "phone"), region.meeting_hosts)
    by_phone = bool(addresses) and all(sort == "phone" for sort, _ in addresses)
    join = Join(JoinKind.LINK, link) if link else Join()
    return Meeting(Modality.PHONE if by_phone else Modality.VIDEO, kind, join)


def _modality(coded: frozenset[str], said: tuple[str, ...], region: Region) -> Modality:
    """By codes, else by the words of the region's table; video and telephone in one breath say nothing."""
    found = [m for m, known in _EVERYWHERE.items() if coded & (known | region.codes.get(m.value, frozenset()))]
    if not found:
        found = [m for m in _EVERYWHERE if any(region.means(word, m.value) for word in said)]
        if _AT_A_DISTANCE in coded:
            found = [m for m in found if m is not Modality.PHYSICAL]
    return found[0] if found and found[:2] != [Modality.VIDEO, Modality.PHONE] else Modality.UNKNOWN


def _is(value: str, coded: frozenset[str], said: tuple[str, ...], region: Region) -> bool:
    return bool(coded & region.codes.get(value, frozenset())) or any(region.means(word, value) for word in said)


def _virtual_services(appointment: Record) -> list[Record]:
    """As R4 has it, an extension, or as R5 has it, an element."""
    extended = (each for each in parts(appointment, "extension") if text(each, "url") == VIRTUAL_SERVICE)
    return [*extended, *parts(appointment, "virtualService")]


def _addresses(service: Record) -> Iterable[tuple[str, str]]:
    """What address[x] holds: the sort of contact ("url", "phone", …, may be empty) and its value."""
    inner = [each for each in parts(service, "extension") if text(each, "url").startswith("address")]
    for prefix, holders in (("value", [service, *inner]), ("address", [service])):
        for holder in holders:
            for plain in ("Url", "Uri", "String"):
                if value := text(holder, prefix + plain, LINK_MAX):
                    yield "url", value
            detail = part(holder, prefix + "ExtendedContactDetail")
            for point in (*parts(holder, prefix + "ContactPoint"), *parts(detail, "telecom")):
                if value := text(point, "value", LINK_MAX):
                    yield text(point, "system"), value
