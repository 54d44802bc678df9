from __future__ import annotations

import dataclasses
import gc

import pytest
from PySide6.QtCore import QObject

from vardklient.ui.look import DARK, LIGHT, PAIRS, Ink, Look, Palette, TextRole, Tone, contrast
from vardklient.ui.sheet import style_sheet


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda p: p.name)
@pytest.mark.parametrize(("front", "behind", "least"), PAIRS)
def test_every_pair_of_colours_can_be_read(palette: Palette, front: Ink, behind: Ink, least: float) -> None:
    assert contrast(palette[front], palette[behind]) >= least


def test_every_tone_is_among_the_pairs_that_are_checked() -> None:
    checked = {(front, behind) for front, behind, least in PAIRS if least >= 4.5}
    assert {(tone.ink, tone.ground) for tone in Tone} <= checked


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_every_role_of_a_colour_is_in_every_palette() -> None:
    assert {ink.value for ink in Ink} == {f.name for f in dataclasses.fields(Palette)} - {"name"}


def test_the_sheet_never_sets_a_font() -> None:
    sheet = style_sheet(Look(LIGHT))
    assert "font" not in sheet
    assert LIGHT.primary in sheet
    assert DARK.primary in sheet  # for what is dark in both themes


def test_sizes_follow_the_text_size() -> None:
    look = Look(LIGHT, 2.0)
    assert (look.px(10), look.em(10)) == (20, 280)
    assert look.font(TextRole.TITLE).pixelSize() == 56


def test_a_change_reaches_what_lives_and_forgets_what_is_gone() -> None:
    look, seen = Look(LIGHT), []
    stays, goes = QObject(), QObject()
    stays.setObjectName("stays")
    goes.setObjectName("goes")
    for owner in (stays, goes):
        look.follow(owner, lambda o: seen.append(o.objectName()))
    del owner, goes
    gc.collect()
    seen.clear()
    look.change(DARK, 1.5)
    assert seen == ["stays"]
    assert (look.palette, look.text_scale) == (DARK, 1.5)


def test_the_night_keeps_its_colours_and_follows_the_text_size() -> None:
    look = Look(LIGHT)
    night = look.night
    look.change(text_scale=2.0)
    assert (night.palette, night.text_scale) == (DARK, 2.0)
    assert look.night is night
