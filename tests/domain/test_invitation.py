from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardklient.base.errors import ResourceError
from vardklient.base.resources import resource
from vardklient.domain.deeplink import visit_link
from vardklient.domain.invitation import (
    GROUP_SEATS,
    SEATS_MOST,
    Guest,
    Invitation,
    calendar_subject,
    compose,
    expected,
    guest_item,
    guests,
    invited_roles,
    own_item,
    patient_link,
    patients_links,
    way,
)
from vardklient.domain.subject import parse_subject
from vardklient.domain.visit import Join, JoinKind, Key, Kind, Participant, Role, Visit
from vardklient.domain.wordings import LANGUAGES, Way, Wordings, read_wordings

START = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
VISIT = Visit("v1", START, START + timedelta(minutes=20), label="IK-82", booking_id="B-1")
ELSEWHERE = replace(VISIT, join=Join(JoinKind.LINK, "https://service.example/m/1"))
DIGI = replace(VISIT, kind=Kind.DIGI_PHYSICAL)
OTHERS = [role for role in Role if role is not Role.CLINICIAN]


def table(language: str = "sv") -> dict[str, Any]:
    return tomllib.loads(resource(f"invitations/{language}.toml").read_text("utf-8"))


WORDS: dict[str, Wordings] = {language: read_wordings(table(language), language) for language in LANGUAGES}


def links(visit: Visit) -> tuple[tuple[Role, str], ...]:
    return tuple((r, f"https://visits.example/visit#{n}-{r}") for n, r in enumerate(invited_roles(visit)))


def everybody(visit: Visit, language: str = "sv") -> list[Invitation]:
    return [compose(visit, guest, WORDS[language]) for guest in guests(visit, links(visit))]


ALL_VISITS = [*(replace(VISIT, kind=kind) for kind in Kind), ELSEWHERE]
EVERY = [invitation for v, language in product(ALL_VISITS, LANGUAGES) for invitation in everybody(v, language)]


# ---------------------------------------------------------------- nothing can be mixed up


@pytest.mark.parametrize("visit", ALL_VISITS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_guest_is_told_their_own_link_and_nobody_elses(visit: Visit, language: str) -> None:
    made = everybody(visit, language)
    given_links = dict.fromkeys(link for _, link in links(visit))
    for invitation in made:
        told = [link for link in given_links if re.search(re.escape(link) + r"(?!\w)", invitation.text)]
        assert told == ([invitation.guest.link] if invitation.guest.link else [])
        if invitation.guest.link:
            assert invitation.guest.link.endswith(f"-{invitation.guest.role}")


def test_every_text_says_first_whom_it_is_for_and_no_two_say_the_same() -> None:
    said: dict[str, set[tuple[Way, Role, bool]]] = {}
    for invitation in EVERY:
        whom = (invitation.way, invitation.guest.role, "grupp" in invitation.to or "group" in invitation.to)
        said.setdefault(invitation.to, set()).add(whom)
        assert invitation.text.startswith(invitation.to + "\n")
        assert sum(
            other in invitation.text for other in {i.to for i in EVERY if i.language == invitation.language}
        ) <= (2 if invitation.to.startswith(("Till dig som är vårdnadshavare", "To you who are a guardian")) else 1)
    assert all(len(who) == 1 for who in said.values())


@pytest.mark.parametrize("invitation", EVERY, ids=lambda i: f"{i.language}-{i.way}-{i.guest.role}")
def test_the_annexes_for_those_who_sign_in_who_open_a_link_and_who_come_never_hold_each_others_words(
    invitation: Invitation,
) -> None:
    text = invitation.text
    signs_in = "Logga in" in text or "Sign in" in text
    opens = "Öppna länken" in text or "Open the link" in text
    comes = "ingen egen länk" in text or "need no link" in text
    assert (signs_in, opens, comes) == (
        invitation.way is Way.SERVICE,
        invitation.way is Way.PAGE,
        invitation.way is Way.ON_SITE,
    )
    assert bool(invitation.link) is opens
    assert ("https://" in text) is opens


def test_the_link_of_another_service_is_never_handed_on() -> None:
    assert all(ELSEWHERE.join.link not in invitation.text for invitation in everybody(ELSEWHERE))


@pytest.mark.parametrize("invitation", EVERY, ids=lambda i: f"{i.language}-{i.way}-{i.guest.role}")
def test_an_invitation_holds_nothing_of_the_patient_the_booking_or_the_clinic(invitation: Invitation) -> None:
    assert not re.search(r"IK|82|B-1|v1\b", invitation.text.replace(invitation.link, ""))
    assert "{" not in invitation.text
    assert len(invitation.subject) <= 40


def test_a_guest_with_a_link_where_none_is_opened_is_refused_and_one_without_where_one_is() -> None:
    for visit, guest in ((ELSEWHERE, Guest(Role.PATIENT, "https://x/")), (VISIT, Guest(Role.PATIENT))):
        with pytest.raises(ValueError, match="link"):
            compose(visit, guest, WORDS["sv"])
    with pytest.raises(ValueError, match="way"):
        compose(ELSEWHERE, Guest(Role.INTERPRETER), WORDS["sv"])


# ---------------------------------------------------------------- who


def test_a_patient_is_expected_where_the_booking_says_nothing_of_one() -> None:
    assert expected(VISIT) == (Role.PATIENT,)
    helpers = tuple(Participant(role) for role in (Role.INTERPRETER, Role.CO_HOST, Role.RELATIVE))
    assert expected(replace(VISIT, participants=helpers)) == (Role.PATIENT, *(p.role for p in helpers))


def test_those_of_the_booking_are_expected_once_and_every_other_role_can_still_be_invited() -> None:
    booked = (Participant(Role.GUARDIAN), Participant(Role.CLINICIAN), Participant(Role.GUARDIAN))
    visit = replace(VISIT, participants=booked)
    assert expected(visit) == (Role.GUARDIAN,)
    assert invited_roles(visit)[0] is Role.GUARDIAN
    assert sorted(invited_roles(visit)) == sorted(OTHERS)


@pytest.mark.parametrize(("booked", "seats"), [(0, GROUP_SEATS), (3, 3), (40, SEATS_MOST)])
def test_in_a_group_every_patient_has_a_link(booked: int, seats: int) -> None:
    people = (*[Participant(Role.PATIENT)] * booked, Participant(Role.CO_HOST))
    visit = replace(VISIT, kind=Kind.GROUP, label="", participants=people)
    assert expected(visit) == (*[Role.PATIENT] * seats, Role.CO_HOST)
    assert len(invited_roles(visit)) < 30
    patients = [g for g in guests(visit, links(visit)) if g.role is Role.PATIENT]
    assert [g.number for g in patients] == list(range(1, seats + 1))
    assert len({g.link for g in patients}) == seats
    assert "grupp" in compose(visit, patients[0], WORDS["sv"]).to


def test_the_patient_of_a_digi_physical_visit_gets_no_link_and_the_staff_do() -> None:
    found = {guest.role: guest for guest in guests(DIGI, links(DIGI))}
    assert (found[Role.PATIENT].link, way(DIGI, Role.PATIENT)) == ("", Way.ON_SITE)
    assert found[Role.STAFF_ON_SITE].link
    assert way(DIGI, Role.STAFF_ON_SITE) is Way.PAGE


@pytest.mark.parametrize("visit", ALL_VISITS)
def test_the_link_that_is_copied_at_once_is_the_one_patients_and_never_another_persons(visit: Visit) -> None:
    found = patient_link(visit, links(visit))
    one_comes_by_a_link = visit.kind not in (Kind.GROUP, Kind.DIGI_PHYSICAL) and visit is not ELSEWHERE
    assert found == (dict(links(visit))[Role.PATIENT] if one_comes_by_a_link else "")


@pytest.mark.parametrize("others", [[role] for role in OTHERS if role is not Role.PATIENT] + [OTHERS, OTHERS[::-1]])
def test_a_link_of_somebody_who_comes_along_is_never_copied_for_the_patient(others: list[Role]) -> None:
    made = [(role, f"link of {role}") for role in others]
    assert patient_link(VISIT, made) == ("link of patient" if Role.PATIENT in others else "")
    assert patients_links(made) == (("link of patient",) if Role.PATIENT in others else ())


def test_of_two_patients_none_is_chosen() -> None:
    assert patient_link(VISIT, [(Role.PATIENT, "one"), (Role.PATIENT, "two")]) == ""
    assert patients_links([(Role.GUARDIAN, "g"), (Role.PATIENT, "one"), (Role.PATIENT, "two")]) == ("one", "two")


def test_before_there_are_links_nobody_can_be_invited_except_to_another_service() -> None:
    assert guests(VISIT, ()) == ()
    assert [guest.role for guest in guests(ELSEWHERE, ())] == [Role.PATIENT, Role.GUARDIAN]


# ---------------------------------------------------------------- words


def test_the_swedish_invitation_reads_well() -> None:
    text = everybody(VISIT)[0].text
    assert "\n\nTisdag den 24 november 2026, kl. 09:30–09:50 svensk tid" in text
    assert "Din egen länk:\nhttps://visits.example/visit#0-patient\n" in text
    assert "- Öppna länken omkring 15 minuter före besöket." in text
    assert "Tuesday 24 November 2026, 09:30–09:50 Swedish time" in everybody(VISIT, "en")[0].text


def damaged(**changes: Any) -> dict[str, Any]:
    found = table() | changes
    return {key: value for key, value in found.items() if value is not None}


def with_text(place: int, **changes: Any) -> dict[str, Any]:
    found = table()
    found["text"][place] |= changes
    return found


@pytest.mark.parametrize(
    ("found", "trouble"),
    [
        ({}, "KeyError"),
        (damaged(when=None), "KeyError"),
        (damaged(closing=" "), "TypeError"),
        (damaged(weekdays="måndag"), "TypeError"),
        (damaged(months=["januari"]), "seven weekdays"),
        (damaged(text=table()["text"][1:]), "each way and role"),
        (damaged(text=[*table()["text"], table()["text"][0]]), "each way and role"),
        (with_text(0, way="letter"), "ValueError"),
        (with_text(0, kinds=["group"]), "each way and role"),
        (damaged(text=[*table()["text"], table()["text"][1]]), "same people"),
        (damaged(text=[*table()["text"], table()["text"][1] | {"role": "clinician"}]), "same people"),
        (with_text(1, to=table()["text"][0]["to"]), "same words"),
        (with_text(1, lead=table()["text"][0]["lead"]), "same words"),
    ],
)
def test_texts_that_could_be_mixed_up_are_refused(found: dict[str, Any], trouble: str) -> None:
    with pytest.raises(ResourceError, match=trouble):
        read_wordings(found, "sv.toml")


def test_both_languages_say_the_same_to_the_same_people() -> None:
    shapes = [[(t.way, t.role, t.kinds, len(t.points)) for t in WORDS[language].texts] for language in LANGUAGES]
    assert shapes[0] == shapes[1]
    assert len({words.updated for words in WORDS.values()}) == 1


# ---------------------------------------------------------------- for calendars


@given(
    st.from_regex(r"[A-ZÅÄÖ]{2,8}", fullmatch=True),
    st.integers(0, 99),
    st.sampled_from([kind for kind in Kind if kind is not Kind.GROUP]),
)
def test_the_cross_check_reads_the_subject_that_we_write(initials: str, year: int, kind: Kind) -> None:
    key = Key(initials, year)
    visit = replace(VISIT, label=key.label, kind=kind)
    read = parse_subject(calendar_subject(visit))
    assert read.video
    assert read.kind is (Kind.DIGI_PHYSICAL if kind is Kind.DIGI_PHYSICAL else Kind.ONE_TO_ONE)
    assert read.keys in ((key,), ())  # a common word is never taken for initials, whoever wrote it
    if read.keys == ():
        assert parse_subject(f"{key.label} Videobesök").keys == ()


def test_the_subject_is_that_of_the_routine_and_shows_nothing_of_who_is_protected() -> None:
    assert calendar_subject(VISIT) == "IK-82 Videobesök"
    assert calendar_subject(replace(VISIT, protected=True)) == "Videobesök"
    group = calendar_subject(replace(VISIT, kind=Kind.GROUP, label=""))
    assert parse_subject(group).kind is Kind.GROUP
    assert parse_subject(group).video


def test_the_own_item_is_known_again_by_its_booking_and_a_guests_item_tells_nothing_of_it() -> None:
    own = own_item(VISIT, visit_link(VISIT.visit_id), START)
    assert (own.subject, own.booking_id, own.link) == ("IK-82 Videobesök", "B-1", "vardklient://visit/v1")
    for invitation in everybody(VISIT):
        item = guest_item(VISIT, invitation, START)
        assert item.booking_id == ""
        assert "IK-82" not in item.subject + item.text
        assert "vardklient://" not in item.text
        assert item.link == invitation.link
        assert item.uid != own.uid
