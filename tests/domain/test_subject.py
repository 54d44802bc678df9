"""Subjects and names: what is a key, what is a word for video, how a name may be abbreviated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.matching import IK
from vardklient.domain.subject import fold, initials, parse_subject, says, short_initials
from vardklient.domain.visit import Key, Kind

SUBJECTS: dict[str, tuple[list[str], bool, bool]] = {
    "IK-82 Videobesök": (["IK-82"], True, False),
    "ik 82 videobesök": (["IK-82"], True, False),
    "ik82 videobesök": (["IK-82"], True, False),
    "IK82": ([], False, False),
    "IK–82 Videobesök": (["IK-82"], True, False),
    "IK\u201182 Videobesök": (["IK-82"], True, False),
    "IK\u00ad-82 Videobesök": (["IK-82"], True, False),
    "I.K-1982 Videobesök": (["IK-82"], True, False),
    "I K 82 Videobesök": (["IK-82"], True, False),
    "Inställd: IK-82 Videobesök": (["IK-82"], True, True),
    "SV: VB: Canceled: IK-82 Videobesök": (["IK-82"], True, True),
    "IK-82 Videobesök (avbokad)": (["IK-82"], True, True),
    "AVBOKAD IK-82 Videobesök": (["IK-82"], True, True),
    "VB: ÅÖ-05 Videobesök": (["ÅÖ-05"], True, False),
    "A\u030aO\u0308-05 Videobesök": (["ÅÖ-05"], True, False),
    "ÉL-71 videomöte": (["EL-71"], True, False),
    "Łø-71 videomöte": (["LÖ-71"], True, False),
    "AB-C-90 Videobesök": (["ABC-90"], True, False),
    "Videobesöket med IK-82 kl 10:30": (["IK-82"], True, False),
    "Videobesök 30 min": ([], True, False),
    "kl 10 videobesök": ([], True, False),
    "KL-10 Videobesök": (["KL-10"], True, False),
    "rum 12 videobesök": ([], True, False),
    "IK-82 Videobesök rum 12": (["IK-82"], True, False),
    "AB 30 min videobesök": ([], True, False),
    "IK-82:30 videobesök": ([], True, False),
    "IK-82": (["IK-82"], False, False),
    "IK-82 och MN-91 Gruppmöte via video": (["IK-82", "MN-91"], True, False),
    "IK-82/IK-82 videobesök": (["IK-82"], True, False),
    "Lunch 12-13": ([], False, False),
    "Covid-19 APT": ([], False, False),
    "Planering v-48": ([], False, False),
    "v-48 videobesök": ([], True, False),
    "ABCDEFGHI-82 videobesök": ([], True, False),
    "AB-CD-EF-GH-IJ-82 videobesök": ([], True, False),
    "IK-820101 videobesök": ([], True, False),
    "Teammöte": ([], False, False),
    "": ([], False, False),
}


@pytest.mark.parametrize("text", SUBJECTS)
def test_subjects(text: str) -> None:
    said = parse_subject(text)
    assert ([key.label for key in said.keys], said.video, said.cancelled) == SUBJECTS[text]


def test_a_meeting_link_counts_with_a_key_only() -> None:
    assert parse_subject("IK82", link=True).video
    assert not parse_subject("Avdelningsmöte", link=True).video


def test_kinds() -> None:
    assert parse_subject("Gruppmöte via video").kind is Kind.GROUP
    assert parse_subject("MS-47 digifysiskt besök").kind is Kind.DIGI_PHYSICAL
    assert parse_subject(IK).kind is Kind.ONE_TO_ONE


def test_a_full_year_is_kept_and_no_part_of_equality() -> None:
    (key,) = parse_subject("IK-1982 Videobesök").keys
    assert key.birth_year == 1982
    assert key == Key("IK", 82)


@given(st.text())
def test_no_text_raises(text: str) -> None:
    for key in parse_subject(text, link=True).keys:
        assert 2 <= len(key.initials) <= 8
        assert 0 <= key.birth_year2 <= 99
    fold(text)
    initials(text, text)
    assert short_initials(text, text) in {*initials(text, text), ""}


@given(
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ", min_size=2, max_size=8),
    st.integers(0, 99),
    st.sampled_from(["-", " - ", "–", "\u2011", "−"]),
)
def test_a_key_survives_every_way_of_writing_it(letters: str, year: int, dash: str) -> None:
    common = {"COVID", "LUNCH", "FIKA", "VIDEO", "TEAMS", "SKYPE", "ZOOM", "BESÖK", "MÖTE", "GRUPP"}
    said = parse_subject(f"{letters.lower()}{dash}{year:02d} Videobesök")
    if letters not in common:
        assert said.keys == (Key(letters, year),)


NAMES = {
    ("Ingrid", "Karlsson"): {"IK", "KI"},
    ("Anna-Karin", "Åkesson Öberg"): {"AÅ", "AKÅÖ", "KÖ", "ÅA"},
    ("Karl Gustaf", "von Essen"): {"KE", "KV", "KVE", "KGE"},
    ("Łukasz", "Sørensen"): {"LS"},
    ("Mohammed", "Al-Hassan"): {"MH", "MA", "MAH"},
    ("Élise", "D'Arcy"): {"ED"},
}


@pytest.mark.parametrize("name", NAMES)
def test_every_way_to_abbreviate_a_name(name: tuple[str, str]) -> None:
    assert NAMES[name] <= initials(*name)
    assert short_initials(*name) in initials(*name)


def test_a_name_of_one_word_has_no_initials() -> None:
    assert initials("Prince", "") == frozenset()
    assert short_initials("Prince", "") == ""


def test_words_are_a_table() -> None:
    assert says("Kontakt via VIDEOLÄNK [Cosmic]", ("video länk",))
    assert not says("ickevideolänk", ("video länk",))
    assert not says("något", ())
    assert not says("något", ("",))
