"""Who takes part in an Appointment, by role and never by name; and which of them is the clinician whose day it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vardklient.domain.visit import Kind, Participant, Role
from vardklient.schedule.fhirbundle import Records, key_of
from vardklient.schedule.fhirjson import LINK_MAX, Record, codes, part, parts, text, words
from vardklient.schedule.fhirperson import Person
from vardklient.schedule.regions import Region

PARTICIPANTS_MAX = 50

HSA_SYSTEMS = ("urn:oid:1.2.752.29.4.19", "urn:oid:1.2.752.129.2.1.4.1")
"""The identifier systems of an HSA-id, in the order in which they are asked for."""
_TRANSLATOR = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType|TRANS"
_GUARDIAN = "http://terminology.hl7.org/CodeSystem/v3-RoleCode|GUARD"
_BY_WORDS = (Role.INTERPRETER, Role.GUARDIAN, Role.PROXY, Role.RELATIVE, Role.STAFF_ON_SITE, Role.CO_HOST)
_OF_A_RELATED_PERSON = (Role.INTERPRETER, Role.GUARDIAN, Role.PROXY, Role.RELATIVE)
_TYPED = re.compile(r"(?:^|/)([A-Z][A-Za-z]+)/[^/]+(?:/_history/[^/]*)?$")
_THINGS = frozenset({"Location", "HealthcareService", "Device"})


@dataclass(frozen=True, slots=True)
class Actor:
    """Whose day it is: "Practitioner/17" and others of the same person, and the HSA-id in upper case."""

    references: frozenset[str]
    hsa_id: str = ""

    @property
    def sorts(self) -> frozenset[str]:
        """The resource types among the references."""
        return frozenset(reference.partition("/")[0] for reference in self.references)


def hsa_ids(record: Record) -> frozenset[str]:
    """The HSA-ids among its identifiers, in upper case: their case means nothing."""
    found = parts(record, "identifier")
    return frozenset(text(each, "value").upper() for each in found if text(each, "system").lower() in HSA_SYSTEMS)


def sort_of(actor: Record, record: Record | None) -> str:
    """The resource type of what a Reference points at: by the record, the reference, or what it says itself.

    Where it points at what was not sent, and nothing says what that is, it may be the patient: a visit is not hidden.
    """
    if record is not None:
        return text(record, "resourceType")
    reference = text(actor, "reference", LINK_MAX)
    if (said := text(actor, "type")) or not reference:
        return said
    found = _TYPED.search(reference)
    return found[1] if found else "Patient"


@dataclass(frozen=True, slots=True)
class Cast:
    """Tells the roles of those who take part.

    Attributes:
        records: what the server sent.
        base: its address.
    """

    records: Records
    base: str
    region: Region
    actor: Actor

    def is_actor(self, reference: Record) -> bool:
        """Does it point at the clinician whose day it is?"""
        key = key_of(text(reference, "reference", LINK_MAX), self.base)
        return key in self.actor.references or bool(self.actor.hsa_id and self.actor.hsa_id in hsa_ids(reference))

    def is_there(self, appointment: Record) -> bool:
        """Does the clinician take part, so that it can be seen?"""
        return any(self.is_actor(part(each, "actor")) for each in parts(appointment, "participant"))

    def is_others(self, appointment: Record) -> bool:
        """Is it somebody else's: does another of the actor's sort take part, and the actor not?"""
        sent = (text(part(each, "actor"), "reference", LINK_MAX) for each in parts(appointment, "participant"))
        others = any(key_of(reference, self.base).partition("/")[0] in self.actor.sorts for reference in sent)
        return others and not self.is_there(appointment)

    def participants(self, appointment: Record, kind: Kind, known: Sequence[Person]) -> tuple[Participant, ...]:
        """By role; the clinician whose day it is left out."""
        told = [self._role(each, appointment, kind) for each in parts(appointment, "participant")]
        roles = [Role.PATIENT] * min(told.count(Role.PATIENT), PARTICIPANTS_MAX)
        roles += [role for role in told if role and role is not Role.PATIENT][:PARTICIPANTS_MAX]
        needs = [person for person in known if person.interpreter]
        if needs and Role.INTERPRETER not in roles:
            roles.append(Role.INTERPRETER)
        if kind is Kind.DIGI_PHYSICAL and Role.STAFF_ON_SITE not in roles:
            roles.append(Role.STAFF_ON_SITE)
        language = next((person.language for person in (*needs, *known) if person.language), "")
        place = _place(appointment) if kind is Kind.DIGI_PHYSICAL else ""
        return tuple(
            Participant(
                role,
                language=language if role is Role.INTERPRETER else "",
                place=place if role is Role.STAFF_ON_SITE else "",
            )
            for role in roles
        )

    def _role(self, participant: Record, appointment: Record, kind: Kind) -> Role | None:
        actor = part(participant, "actor")
        record = self.records.find(actor, appointment)
        sort = sort_of(actor, record)
        concepts = [*parts(participant, "type"), *parts(record or {}, "relationship")]
        coded, said = codes(concepts), words(concepts)
        if sort == "Patient":
            return Role.PATIENT
        if _TRANSLATOR in coded:
            return Role.INTERPRETER
        by_words = next((r for r in _BY_WORDS if any(self.region.means(word, r.value) for word in said)), None)
        if sort == "RelatedPerson":
            near = by_words if by_words in _OF_A_RELATED_PERSON else Role.RELATIVE
            return Role.GUARDIAN if _GUARDIAN in coded else near
        if self.is_actor(actor) or sort in _THINGS:
            return None
        if by_words is not None:
            return by_words
        # the clinician's own PractitionerRole, or a name without a reference, is nobody else
        if sort not in self.actor.sorts or not self.is_there(appointment):
            return None
        return Role.STAFF_ON_SITE if kind is Kind.DIGI_PHYSICAL else Role.CO_HOST


def _place(appointment: Record) -> str:
    """What the appointment calls the place where the patient sits with the staff."""
    sent = (part(each, "actor") for each in parts(appointment, "participant"))
    return next((text(actor, "display") for actor in sent if sort_of(actor, None) == "Location"), "")
