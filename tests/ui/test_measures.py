from __future__ import annotations

import numpy as np
import pytest

from tests.checks.pictures import needs_model
from vardklient.checks.picture import make_checker
from vardklient.checks.sound_limits import load_sound_limits
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.media.listening import microphone_verdicts
from vardklient.ports.sound import SoundState
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
            "Klippt ljud: 0,1 % (gränser 0, 0,03 %)",
        ),
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


@needs_model
def test_every_figure_of_picture_and_microphone_has_a_word() -> None:
    checker, picture = make_checker(), np.full((360, 640, 3), 128, np.uint8)
    for index in range(120):
        checker.feed(picture, index / 30, index)
    heard = np.sin(np.arange(48_000 * 5, dtype=np.float32) / 20).astype(np.float32) * np.float32(0.1)
    verdicts = (*checker.verdicts(), *microphone_verdicts(heard, SoundState.RUNNING, load_sound_limits()))
    names = {name for verdict in verdicts for name in verdict.measures}
    assert len(names) > 10
    assert names - set(MEASURES) == set()


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
