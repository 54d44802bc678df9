from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.selfchecks import READY, commands, open_view, press
from vardklient.flows.selfcheck import (
    ChimeAnswered,
    EchoAnswered,
    EchoStage,
    SoundStage,
    SpeakerStage,
    StartChime,
    StartEcho,
)
from vardklient.ports.sound import SoundState
from vardklient.ui.application import Dress
from vardklient.ui.selfcheck import SelfcheckView
from vardklient.ui.texts import checks


@pytest.fixture
def view(qtbot: QtBot, dress: Dress) -> SelfcheckView:
    return open_view(qtbot, dress.look)


@pytest.fixture
def said(view: SelfcheckView) -> list[object]:
    return commands(view)


def test_the_echo_test_from_start_to_answer(view: SelfcheckView, said: list[object], qtbot: QtBot) -> None:
    press(qtbot, view.echo.start)
    view.show_state(replace(READY, echo=EchoStage.RECORDING))
    assert view.echo.sentence.text() == checks.echo_stage(EchoStage.RECORDING)
    assert view.echo.meter.isVisible()
    assert not view.echo.start.isVisible()
    qtbot.waitUntil(lambda: (view.echo.meter.share or 0) > 0)
    view.show_state(replace(READY, echo=EchoStage.PLAYING))
    assert view.echo.sentence.text() == checks.echo_stage(EchoStage.PLAYING)
    view.show_state(replace(READY, echo=EchoStage.ASKING))
    assert not view.echo.meter.isVisible()
    for button in (view.echo.yes, view.echo.no, view.echo.again):
        press(qtbot, button)
    view.show_state(replace(READY, echo=EchoStage.DONE))
    assert view.echo.start.text() == "Gör om ekotestet"
    assert said == [StartEcho(), EchoAnswered(True), EchoAnswered(False), StartEcho()]


def test_without_a_microphone_there_is_no_echo_test(view: SelfcheckView) -> None:
    view.show_state(replace(READY, microphone_state=SoundState.MISSING))
    assert not view.echo.start.isEnabled()


def test_the_loudspeaker_is_tried_with_a_question(view: SelfcheckView, said: list[object], qtbot: QtBot) -> None:
    press(qtbot, view.echo.speaker)
    view.show_state(replace(READY, chime=SpeakerStage.PLAYING))
    assert not view.echo.start.isVisible()
    view.show_state(replace(READY, chime=SpeakerStage.ASKING))
    assert view.echo.sentence.text() == "Hörde du provljudet?"
    assert not view.echo.again.isVisible()
    press(qtbot, view.echo.no)
    assert said == [StartChime(), ChimeAnswered(False)]
    view.show_state(replace(READY, sound=SoundStage.LOOP))
    assert not view.echo.speaker.isEnabled()
