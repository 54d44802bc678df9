from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.selfchecks import DICTATION, GREEN, READY, RED, YELLOW, judged, open_view, press
from vardklient.domain.device import DeviceKind
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.flows.selfcheck import Item, SelfcheckState, SoundStage, Stage
from vardklient.ports.sound import SoundState
from vardklient.ui.application import Dress
from vardklient.ui.selfcheck import DeviceChosen, SelfcheckView
from vardklient.ui.texts import allow


@pytest.fixture
def view(qtbot: QtBot, dress: Dress) -> SelfcheckView:
    return open_view(qtbot, dress.look)


MEASURED = Item(Check.NETWORK, Stage.MEASURING)
HEARD = Verdict(Check.HEADSET, Severity.GREEN, Advice.HEADSET_OK)


@pytest.mark.parametrize(
    ("state", "sentence", "remedy"),
    [
        (READY, "Ingen kamera hittades.", "Sätt i kamerans kabel."),
        (
            replace(READY, items=judged(YELLOW, RED)),
            "Mikrofonen är helt tyst.",
            "Slå på mikrofonen med knappen på headsetet.",
        ),
        (replace(READY, items=judged(GREEN)), "Utrustningen är klar", "Allt som kunde kontrolleras är bra."),
        (replace(READY, running=True, sound=SoundStage.QUIET), "Var tyst en sekund.", "Rummets buller mäts."),
        (
            replace(READY, running=True, sound=SoundStage.SPEECH),
            "Säg några ord i vanlig samtalston.",
            "Sitt som du brukar i ett samtal.",
        ),
        (
            replace(READY, running=True, sound=SoundStage.SPEECH, microphone_state=SoundState.MISSING),
            "Sitt framför kameran en stund.",
            "Bild, ljud och nätverk kontrolleras samtidigt.",
        ),
        (
            replace(READY, running=True, sound=SoundStage.DONE, items=(*judged(GREEN), MEASURED)),
            "Nätverket mäts.",
            "Det tar några sekunder.",
        ),
        (
            replace(READY, running=True, items=(Item(Check.LIGHT, Stage.MEASURING), MEASURED)),
            "Sitt framför kameran en stund.",
            "Bild, ljud och nätverk kontrolleras samtidigt.",
        ),
        (
            replace(READY, items=(*judged(GREEN), Item(Check.HEADSET, Stage.STALE, HEARD))),
            "Allt kunde inte kontrolleras.",
            "Gör om testet.",
        ),
        (SelfcheckState(), "Inte kontrollerad än", "Gör testet för att se hur utrustningen är."),
    ],
)
def test_one_sentence_with_one_remedy_stands_over_the_lists(
    view: SelfcheckView, state: SelfcheckState, sentence: str, remedy: str
) -> None:
    view.show_state(state)
    assert (view.headline.sentence.text(), view.headline.remedy.text()) == (sentence, remedy)


def test_a_wrong_device_is_said_by_name_and_changed_with_one_click(view: SelfcheckView, qtbot: QtBot) -> None:
    chosen: list[object] = []
    view.device_chosen.connect(lambda choice: chosen.append(choice))
    view.show_state(replace(READY, items=judged(GREEN, DICTATION)))
    row = view.row(Check.DEFAULT_DEVICE)
    assert row is not None
    assert "SpeechMike är en dikteringsmikrofon" in row.sentence.text()
    for button in (row.change, view.headline.change):
        assert button.text().strip() == "Byt till Jabra"
        press(qtbot, button)
    assert chosen == [DeviceChosen(DeviceKind.MICROPHONE, "m1")] * 2
    view.show_state(READY)
    assert not view.headline.change.isVisible()


def test_a_camera_that_is_refused_says_where_to_allow_it(view: SelfcheckView) -> None:
    refused = Verdict(Check.LIVENESS, Severity.UNKNOWN, Advice.CAMERA_REFUSED)
    view.show_state(replace(READY, items=judged(refused)))
    row = view.row(Check.LIVENESS)
    assert row is not None
    assert allow.where_to_allow(Advice.CAMERA_REFUSED) in row.sentence.text()
    assert allow.where_to_allow(Advice.CAMERA_REFUSED) == view.headline.remedy.text() != ""
