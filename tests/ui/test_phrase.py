from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ui.days import at
from vardklient.domain.identity import IdMethod
from vardklient.domain.record import AfterCall, Outcome
from vardklient.domain.visit import Kind, Role
from vardklient.ui.application import Dress
from vardklient.ui.phrase import record_phrase

CARD = AfterCall(
    visit_id="v1",
    label="IK-82",
    kind=Kind.ONE_TO_ONE,
    started=at("09:31"),
    ended=at("09:48"),
    id_method=IdMethod.DOCUMENT_SHOWN,
    id_at=at("09:32"),
    present=(Role.INTERPRETER, Role.PATIENT),
    outcome=Outcome.BY_VIDEO,
)


def test_the_whole_phrase() -> None:
    assert record_phrase(CARD) == (
        "Besöket genomfört via video 09:31–09:48. Identitet kontrollerad genom visuell legitimation. "
        "Deltagare: patient, tolk. Teknik: fungerade. Ingen inspelning."
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id_method": None, "id_at": None}, "Identitet ej kontrollerad."),
        ({"id_method": IdMethod.E_IDENTIFICATION}, "genom e-legitimation."),
        ({"id_method": IdMethod.KNOWN_TO_ME}, "genom att patienten är känd av vårdgivaren."),
        ({"id_method": IdMethod.CERTIFIED_BY_STAFF}, "genom intyg av personal på plats."),
        ({"interrupted": True}, "Teknik: avbrott som åtgärdades."),
        ({"outcome": Outcome.COMPLETED_BY_PHONE}, "Teknik: avbröts, slutfördes per telefon."),
        ({"outcome": Outcome.COMPLETED_BY_PHONE, "started": None}, "Besöket genomfört per telefon, avslutat 09:48."),
        ({"outcome": Outcome.COMPLETED_BY_PHONE, "started": None}, "Teknik: video kom inte igång."),
        ({"outcome": Outcome.NEEDS_PHYSICAL}, "Patienten behöver ett fysiskt besök."),
        ({"outcome": Outcome.NO_SHOW, "started": None}, "Patienten anslöt inte till videobesöket, avslutat 09:48."),
        ({"outcome": Outcome.BY_VIDEO, "started": None}, "Videobesöket genomfördes inte, avslutat 09:48."),
        ({"outcome": Outcome.NEEDS_PHYSICAL, "started": None}, "Videobesöket genomfördes inte"),
    ],
)
def test_it_says_what_the_card_knows(change: dict[str, object], said: str) -> None:
    phrase = record_phrase(replace(CARD, **change))  # type: ignore[arg-type]
    assert said in phrase
    assert phrase.endswith("Ingen inspelning.") or change.get("outcome") is Outcome.NEEDS_PHYSICAL


WORDING = "Videomöte {tid}. Id: {identitet}. Med: {deltagare}. Teknik {teknik}."


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "Videomöte 09:31–09:48. Id: visuell legitimation. Med: patient, tolk. Teknik fungerade."),
        (
            {"id_method": None, "present": (), "interrupted": True},
            "Videomöte 09:31–09:48. Id: ej kontrollerad. Med: –. Teknik avbrott som åtgärdades.",
        ),
    ],
)
def test_the_regions_own_wording_of_a_visit_by_video(change: dict[str, object], said: str) -> None:
    assert record_phrase(replace(CARD, **change), WORDING) == said  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": Outcome.COMPLETED_BY_PHONE},
        {"outcome": Outcome.NEEDS_PHYSICAL},
        {"outcome": Outcome.NO_SHOW},
        {"started": None},
    ],
)
def test_what_was_no_visit_by_video_is_not_said_in_its_words(change: dict[str, object]) -> None:
    card = replace(CARD, **change)  # type: ignore[arg-type]
    assert record_phrase(card, WORDING) == record_phrase(card)


def test_nobody_present_is_left_out() -> None:
    assert "Deltagare" not in record_phrase(replace(CARD, present=()))


def test_it_names_nobody_and_is_swedish_in_english_too(dress: Dress) -> None:
    dress.set_language("en")
    phrase = record_phrase(CARD)
    assert "IK-82" not in phrase
    assert phrase.startswith("Besöket genomfört")
