"""Who is invited to a visit, how each of them takes part, and with which words. Texts come from resources/invitations.

Nothing here lets a text, a link and a person be put together wrongly: whoever is invited (`Guest`) carries role and
link as one, the way of taking part follows from the visit, and the text from the two.

| visit | who | way |
|---|---|---|
| in another service (its own link) | patient, guardian | SERVICE: signs in there; we have no link to give |
| digi-physical | patient | ON_SITE: meets staff, needs no link |
| any other | everybody | PAGE: a link of one's own, once, in a browser |
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from vardklient.base.clock import STOCKHOLM, local_clock
from vardklient.domain.visit import JoinKind, Kind, Role, Visit
from vardklient.domain.wordings import Way, Wordings

GROUP_SEATS = 8
"""So many patients' links for a group whose size nobody has said (F22)."""
SEATS_MOST = 20
"""So many patients' links at most: the visit server takes 30 people in all. Own choice."""

_EXTRA = (Role.PATIENT, Role.GUARDIAN, Role.PROXY, Role.RELATIVE, Role.INTERPRETER, Role.CO_HOST, Role.STAFF_ON_SITE)
_PATIENTS_SIDE = frozenset({Role.PATIENT, Role.GUARDIAN, Role.PROXY, Role.STAFF_ON_SITE})
_SUBJECTS = {Kind.GROUP: "Gruppbesök via video", Kind.DIGI_PHYSICAL: "Digifysiskt besök"}
_SUBJECT = "Videobesök"


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody invited, with the link that is theirs alone.

    Attributes:
        link: empty where no link of ours leads in.
        number: from 1 where several have the same role, else 0.
    """

    role: Role
    link: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Invitation:
    """What one guest is told.

    Attributes:
        to: whom it is for, "Till dig som är tolk".
        link: to be opened; empty where the way needs none.
        footer: from when the text is.
    """

    guest: Guest
    way: Way
    language: str
    subject: str
    to: str
    lead: str
    when: str
    link_heading: str
    link: str
    scan: str
    points: tuple[str, ...]
    closing: str
    footer: str

    @property
    def text(self) -> str:
        """All of it, to be pasted into a message."""
        link = (f"{self.link_heading}\n{self.link}",) if self.link else ()
        points = "\n".join(f"- {point}" for point in self.points)
        return "\n\n".join((self.to, self.lead, self.when, *link, points, self.closing))


@dataclass(frozen=True, slots=True)
class CalendarItem:
    """One item for a calendar.

    Attributes:
        uid: the same for the same item, whenever it is made; opaque.
        booking_id: the booking system's number, by which the cross-check knows the item again; empty for guests.
        made_at: a later one takes the place of an earlier.
    """

    uid: str
    start: datetime
    end: datetime
    subject: str
    text: str
    link: str
    made_at: datetime
    booking_id: str = ""


# ---------------------------------------------------------------- who


def expected(visit: Visit) -> tuple[Role, ...]:
    """The others that the booking speaks of; where it speaks of nobody who comes as or for the patient, a patient too.

    One for each role, but in a group one for each patient.
    """
    said = [p.role for p in visit.participants if p.role is not Role.CLINICIAN]
    if visit.kind is Kind.GROUP:
        patients = said.count(Role.PATIENT) or GROUP_SEATS
        others = [role for role in dict.fromkeys(said) if role is not Role.PATIENT]
        return (*[Role.PATIENT] * min(patients, SEATS_MOST), *others)
    unsaid = () if _PATIENTS_SIDE.intersection(said) else (Role.PATIENT,)
    return tuple(dict.fromkeys((*unsaid, *said)))


def invited_roles(visit: Visit) -> tuple[Role, ...]:
    """Whom links are made for: those expected, and one of every other role, for an interpreter may come late."""
    first = expected(visit)
    return (*first, *(role for role in _EXTRA if role not in first))


def guests(visit: Visit, links: Sequence[tuple[Role, str]]) -> tuple[Guest, ...]:
    """Those who can be invited, in the order of the links; who needs no link of ours is among them."""
    if visit.join.kind is JoinKind.LINK:
        return (Guest(Role.PATIENT), Guest(Role.GUARDIAN))
    if not links:
        return ()
    linkless = [role for role in Role if way(visit, role) is not Way.PAGE]
    kept = [(role, link) for role, link in links if role not in linkless and role is not Role.CLINICIAN]
    of_role, seen = Counter(role for role, _ in kept), Counter[Role]()
    found = [Guest(role) for role in linkless]
    for role, link in kept:
        seen[role] += 1
        found.append(Guest(role, link, seen[role] if of_role[role] > 1 else 0))
    return tuple(found)


def patients_links(links: Sequence[tuple[Role, str]]) -> tuple[str, ...]:
    """The patients' own links. Those of others let them in as somebody else, and are no patient's to use."""
    return tuple(link for role, link in links if role is Role.PATIENT)


def patient_link(visit: Visit, links: Sequence[tuple[Role, str]]) -> str:
    """The link of the visit's one patient, to be handed over without asking whose it is; empty where that is not sure.

    In a group each patient has one of their own, and who comes to staff or signs in to another service needs none:
    there the page of invitations says who gets what.
    """
    own = patients_links(links)
    alone = len(own) == 1 and visit.kind is not Kind.GROUP and way(visit, Role.PATIENT) is Way.PAGE
    return own[0] if alone else ""


def way(visit: Visit, role: Role) -> Way:
    """How that person takes part: see the table above."""
    if visit.join.kind is JoinKind.LINK:
        return Way.SERVICE
    if visit.kind is Kind.DIGI_PHYSICAL and role is Role.PATIENT:
        return Way.ON_SITE
    return Way.PAGE


# ---------------------------------------------------------------- what they are told


def compose(visit: Visit, guest: Guest, words: Wordings) -> Invitation:
    """What this guest of this visit is told.

    Raises:
        ValueError: nobody takes part so (an interpreter in another service), or the guest's link is missing.
    """
    how = way(visit, guest.role)
    if bool(guest.link) is not (how is Way.PAGE):
        raise ValueError("a link is given where one is opened, and nowhere else")
    fitting = [t for t in words.texts if (t.way, t.role) == (how, guest.role) and visit.kind in (t.kinds or Kind)]
    if not fitting:
        raise ValueError("nobody takes part in this way")
    text = next((t for t in fitting if t.kinds), fitting[0])
    return Invitation(
        guest=guest,
        way=how,
        language=words.language,
        subject=text.subject,
        to=text.to,
        lead=text.lead,
        when=_when(visit.start, visit.end, words),
        link_heading=words.link,
        link=guest.link,
        scan=words.scan,
        points=text.points,
        closing=words.closing,
        footer=words.footer.format(updated=words.updated),
    )


def _when(start: datetime, end: datetime, words: Wordings) -> str:
    day = start.astimezone(STOCKHOLM)
    said = words.when.format(
        weekday=words.weekdays[day.weekday()],
        day=day.day,
        month=words.months[day.month - 1],
        year=day.year,
        start=local_clock(start),
        end=local_clock(end),
    )
    return said[:1].upper() + said[1:]


# ---------------------------------------------------------------- for calendars


def calendar_subject(visit: Visit) -> str:
    """For the clinician's own calendar: "IK-82 Videobesök"; of a protected identity and of a group no initials.

    In Swedish whatever the language of the program: it is what the cross-check looks for.
    """
    words = _SUBJECTS.get(visit.kind, _SUBJECT)
    return words if visit.protected or not visit.label else f"{visit.label} {words}"


def own_item(visit: Visit, link: str, made_at: datetime) -> CalendarItem:
    """For the clinician's own calendar; `link` opens the visit in this program and lets nobody in."""
    return CalendarItem(
        uid=f"{visit.visit_id}@vardklient",
        start=visit.start,
        end=visit.end,
        subject=calendar_subject(visit),
        text=link,
        link=link,
        made_at=made_at,
        booking_id=visit.booking_id,
    )


def guest_item(visit: Visit, invitation: Invitation, made_at: datetime) -> CalendarItem:
    """For a guest's calendar: their own text and link; no initials, and nothing of the booking."""
    guest = invitation.guest
    return CalendarItem(
        uid=f"{visit.visit_id}-{guest.role}-{guest.number}@vardklient",
        start=visit.start,
        end=visit.end,
        subject=invitation.subject,
        text=invitation.text,
        link=invitation.link,
        made_at=made_at,
    )
