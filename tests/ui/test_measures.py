from __future__ import annotations

import pytest

from tests.ui.verdicts import every_verdict
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.ui.application import Dress
from vardklient.ui.texts import allow
from vardklient.ui.texts.measures import MEASURES, figures


def said(measures: dict[str, float], limits: dict[str, float] | None = None) -> list[str]:
    return figures(Verdict(Check.LIGHT, Severity.GREEN, Advice.LIGHT_OK, measures, limits or {}))


@pytest.mark.parametrize(
    ("measures", "limits", "line"),
    [
        ({"active_dbfs": -40.2}, {"red_below_dbfs": -42.0}, "Röstens nivå: −40,2 dBFS (gräns −42 dBFS)"),
        (
            {"clipped_share": 0.001},
            {"yellow_above_share": 0.0, "red_above_share": 0.0003},
            "Klippt ljud: 0,10 % (gränser 0, 0,03 %)",
        ),
        (
            {"clipped_share": 0.000_304},
            {"yellow_above_share": 0.0, "red_above_share": 0.0003},
            "Klippt ljud: 0,0304 % (gränser 0, 0,03 %)",
        ),
        ({"face_luma": 94.6}, {"face_dark_luma": 95.0}, "Ansiktets ljushet (0–255): 94,6 (gräns 95)"),
        ({"face_luma": 95.0}, {"face_dark_luma": 95.0}, "Ansiktets ljushet (0–255): 95 (gräns 95)"),
        ({"off_centre_share": -0.2}, {"off_centre_share": 0.17}, "Avstånd från mitten: 20,0 % (gräns 17 %)"),
        ({"clock_off_s": -120.0}, {"clock_off_s": 90.0}, "Klockans fel: 120,0 s (gräns 90 s)"),
        ({"headroom_share": -0.1}, {"headroom_min_share": -0.04}, "Luft ovanför huvudet: −10,0 % (gräns −4 %)"),
        ({"rate_hz": 29.97}, {"rate_min_hz": 15.0}, "Bilder i sekunden: 30,0 bilder/s (gräns 15 bilder/s)"),
        ({"udp_open": 0.0}, {}, "UDP till reläet: nej"),
        ({"looks_count": 3.0}, {}, "Gånger som andra personer söktes: 3"),
    ],
)
def test_a_figure_has_a_word_a_unit_and_its_limits(
    dress: Dress, measures: dict[str, float], limits: dict[str, float], line: str
) -> None:
    assert said(measures, limits) == [line]


def test_what_has_no_word_is_not_on_the_page(dress: Dress) -> None:
    assert said({"odd_px": 1.0}) == []


def test_the_words_are_in_both_languages(dress: Dress) -> None:
    swedish = [measure.word() for measure in MEASURES.values()]
    dress.set_language("en")
    english = [measure.word() for measure in MEASURES.values()]
    same = {a for a, b in zip(swedish, english, strict=True) if a == b}
    assert same == {"Jitter"}


def test_every_figure_has_a_word_and_every_word_a_figure() -> None:
    assert {name for verdict in every_verdict() for name in verdict.measures} == set(MEASURES)


def test_every_limit_that_a_figure_is_held_against_comes_with_it() -> None:
    together = {(name, limit) for verdict in every_verdict() for name in verdict.measures for limit in verdict.limits}
    held = {(name, limit) for name, measure in MEASURES.items() for limit in measure.limits}
    assert held - together == set()


@pytest.mark.parametrize("system", ["win32", "darwin", "linux"])
@pytest.mark.parametrize("code", [Advice.CAMERA_REFUSED, Advice.MICROPHONE_REFUSED])
def test_each_system_says_where_to_allow_it_in_both_languages(dress: Dress, system: str, code: Advice) -> None:
    swedish = allow.where_to_allow(code, system)
    dress.set_language("en")
    english = allow.where_to_allow(code, system)
    assert " > " in swedish
    assert " > " in english
    assert swedish != english


def test_elsewhere_and_otherwise_there_is_no_such_way() -> None:
    assert allow.where_to_allow(Advice.CAMERA_REFUSED, "plan9") == ""
    assert allow.where_to_allow(Advice.CAMERA_BUSY) == ""
