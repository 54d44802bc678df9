from __future__ import annotations

import pytest

from vardklient.domain.record import Outcome
from vardklient.domain.registration import Code, Registration, Support
from vardklient.domain.visit import Kind


def test_the_contact_type_is_the_outcomes_or_where_held_by_video_the_kinds() -> None:
    registration = Registration(
        {Outcome.BY_VIDEO: "Videomöte", Outcome.COMPLETED_BY_PHONE: "Telefonkontakt", Kind.GROUP: "Gruppmöte"}
    )
    assert registration.contact_type(Kind.ONE_TO_ONE, Outcome.BY_VIDEO) == "Videomöte"
    assert registration.contact_type(Kind.GROUP, Outcome.BY_VIDEO) == "Gruppmöte"
    assert registration.contact_type(Kind.GROUP, Outcome.COMPLETED_BY_PHONE) == "Telefonkontakt"
    assert registration.contact_type(Kind.ONE_TO_ONE, Outcome.NO_SHOW) == ""


def test_codes_are_shown_after_the_visits_they_are_for() -> None:
    code = Code("ZV051", "På distans")
    registration = Registration(codes=(code,))
    assert code.add_on
    assert registration.codes_after(Outcome.BY_VIDEO) == (code,)
    assert registration.codes_after(Outcome.NO_SHOW) == ()


@pytest.mark.parametrize("code", ["XS007", "XS003", "zv051", "ZV51", " "])
def test_what_is_no_code_of_a_visit_by_video_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=code):
        Code(code, "Brev")


def test_a_number_can_be_called_and_read() -> None:
    assert Support("IT-stöd", "+46 8 465 004 10").link == "tel:+46846500410"
    for number in ("08-465 004 10", "112", "+46 8 465;ext=1", ""):
        with pytest.raises(ValueError, match="no number"):
            Support("IT-stöd", number)


def test_a_phrase_asks_only_for_what_identifies_nobody() -> None:
    assert Registration(phrase="Via video {tid}. {teknik}").phrase
    for phrase in ("{namn}", "{tid.x}", "{tid!r:>{namn}}", "{}", "{tid"):
        with pytest.raises(ValueError, match=r"phrase|expected|'\}'"):
            Registration(phrase=phrase)
