from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.selfchecks import GREEN, READY, YELLOW, judged
from vardklient.domain.verdict import Severity
from vardklient.flows.selfcheck import Item, SoundStage, Stage
from vardklient.ui.application import Dress
from vardklient.ui.selfcheck import SelfcheckView
from vardklient.ui.selfcheck_voice import Voice


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def voice(said: list[str], dress: Dress) -> Voice:
    return Voice(said.append)


RUNNING = replace(READY, running=True)


def test_while_it_runs_only_what_to_do_is_said_and_then_how_it_went(voice: Voice, said: list[str]) -> None:
    voice.hear(replace(RUNNING, items=judged(GREEN)), "Var tyst.")
    voice.hear(replace(RUNNING, items=judged(GREEN, YELLOW)), "Var tyst.")
    voice.hear(replace(RUNNING, items=judged(GREEN)), "Tala.")
    voice.hear(replace(READY, items=judged(GREEN)), "Allt är klart.")
    assert said == ["Var tyst.", "Tala.", "Allt är klart."]


def test_later_each_row_that_changes_is_said(voice: Voice, said: list[str]) -> None:
    voice.hear(replace(RUNNING, items=judged(GREEN, YELLOW)), "")
    voice.hear(replace(READY, items=judged(GREEN, YELLOW)), "Klart.")
    said.clear()
    voice.hear(replace(READY, items=judged(GREEN, YELLOW)), "Klart.")
    newer = replace(GREEN, measures={"face_luma": 1.0})
    voice.hear(replace(READY, items=judged(newer, YELLOW)), "Klart.")
    assert said == []
    voice.hear(replace(READY, items=(*judged(GREEN), Item(YELLOW.check, Stage.STALE, YELLOW))), "Klart.")
    assert len(said) == 1
    assert said[0].startswith("Motljus: Gäller inte längre.")


def test_the_first_snapshot_is_not_read_out(voice: Voice, said: list[str]) -> None:
    voice.hear(READY, "Klart.")
    assert said == []


def test_the_same_advice_that_gets_worse_is_said(voice: Voice, said: list[str]) -> None:
    voice.hear(replace(READY, items=judged(YELLOW)), "Klart.")
    voice.hear(replace(READY, items=judged(replace(YELLOW, severity=Severity.RED))), "Klart.")
    assert [words.split(".")[0] for words in said] == ["Motljus: Åtgärda"]


def test_nothing_is_said_of_a_page_that_is_not_to_be_seen(qtbot: QtBot, dress: Dress) -> None:
    told: list[str] = []
    view = SelfcheckView(dress.look, lambda _, words: told.append(words))
    qtbot.addWidget(view)
    view.show_state(replace(RUNNING, sound=SoundStage.QUIET))
    assert told == []
    view.show()
    view.show_state(replace(RUNNING, sound=SoundStage.SPEECH))
    assert told == ["Säg några ord i vanlig samtalston. Sitt som du brukar i ett samtal."]
