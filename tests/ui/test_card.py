from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from vardklient.domain.identity import IdMethod
from vardklient.domain.record import AfterCall, Outcome
from vardklient.domain.registration import Code, Registration
from vardklient.domain.visit import Kind, Role
from vardklient.flows.call import SetOutcome
from vardklient.ui.application import Dress
from vardklient.ui.card import AfterCallView
from vardklient.ui.phrase import record_phrase

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")

START = datetime(2026, 11, 24, 8, 31, tzinfo=UTC)
CARD = AfterCall(
    "v1",
    "IK-82",
    Kind.ONE_TO_ONE,
    START,
    START + timedelta(minutes=18),
    IdMethod.DOCUMENT_SHOWN,
    START + timedelta(minutes=2),
    (Role.PATIENT, Role.INTERPRETER),
    Outcome.BY_VIDEO,
)


@pytest.fixture
def view(qtbot: QtBot, dress: Dress) -> AfterCallView:
    made = AfterCallView(dress.look)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    made.show_card(CARD)
    return made


REGION = Registration(
    contact_types={Outcome.BY_VIDEO: "Videomöte", Kind.GROUP: "Gruppmöte"},
    codes=(Code("ZV051", "På distans"), Code("AU124", "Bedömning", add_on=False)),
    phrase="Videomöte {tid}.",
    fee="Besöket är avgiftsfritt.",
)


def test_the_regions_contact_type_codes_fee_and_wording_are_shown(view: AfterCallView) -> None:
    assert (view.codes.isVisible(), view.fee.isVisible()) == (False, False)
    view.register_by(REGION)
    assert view.register.value.text() == "Videomöte"
    assert view.codes.value.text() == "ZV051 På distans, tillsammans med koden för det som gjordes\nAU124 Bedömning"
    assert view.fee.value.text() == "Besöket är avgiftsfritt."
    assert view.phrase.toPlainText() == record_phrase(CARD, REGION.phrase)
    assert view.phrase.toPlainText().startswith("Videomöte 09:31")
    view.show_card(replace(CARD, kind=Kind.GROUP))
    assert view.register.value.text() == "Gruppmöte"
    view.show_card(replace(CARD, outcome=Outcome.NO_SHOW))
    assert view.register.value.text() == "Uteblivet besök", "of which the region says nothing"
    assert not view.codes.isVisible()


def press(qtbot: QtBot, button: QAbstractButton) -> None:
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_card_shows_phrase_time_identity_people_and_what_to_register(view: AfterCallView) -> None:
    assert view.phrase.toPlainText() == record_phrase(CARD)
    assert view.phrase.isReadOnly()
    assert view.subtitle.text() == "IK-82 · Enskilt besök"
    assert view.time.value.text() == "09:31–09:49 (18 min)"
    assert view.identity.value.text() == "Giltig ID-handling visad, 09:33"
    assert view.present.value.text() == "Patient, Tolk"
    assert view.register.value.text() == "Kontakt via videolänk"
    assert not view.broken.isVisible()


def test_an_open_identity_and_an_interruption_are_said(view: AfterCallView) -> None:
    view.show_card(replace(CARD, id_method=None, id_at=None, interrupted=True))
    assert "Inte kontrollerad" in view.identity.value.text()
    assert view.identity.value.property("ink") == "warn"
    assert view.broken.isVisible()


def test_nobody_came(view: AfterCallView) -> None:
    view.show_card(replace(CARD, started=None, id_method=None, id_at=None, present=(), outcome=Outcome.NO_SHOW))
    assert view.time.value.text() == "Ingen släpptes in, avslutat 09:49"
    assert view.present.value.text() == "Ingen"
    assert not view.identity.isVisible()
    assert view.outcomes[Outcome.NO_SHOW].isChecked()


def test_the_phrase_is_copied_with_a_word_and_taken_back_from_the_clipboard(view: AfterCallView, qtbot: QtBot) -> None:
    press(qtbot, view.copy)
    assert QGuiApplication.clipboard().text() == record_phrase(CARD)
    assert "Kopierat" in view.copy.text()
    view._clipboard.take_back()
    assert QGuiApplication.clipboard().text() == ""


@pytest.mark.parametrize("outcome", [o for o in Outcome if o is not Outcome.BY_VIDEO])
def test_another_outcome_is_sent_once_and_changes_the_phrase(
    view: AfterCallView, qtbot: QtBot, outcome: Outcome
) -> None:
    said: list[object] = []
    view.commanded.connect(lambda command: said.append(command))
    press(qtbot, view.outcomes[outcome])
    press(qtbot, view.outcomes[outcome])
    assert said == [SetOutcome(outcome)]
    assert view.phrase.toPlainText() == record_phrase(replace(CARD, outcome=outcome))
    assert [o for o, choice in view.outcomes.items() if choice.isChecked()] == [outcome]


def test_done_leads_to_the_day_and_leaves_nothing_on_the_card(view: AfterCallView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.closed):
        press(qtbot, view.done)
    assert view.phrase.toPlainText() == ""
    assert view.time.value.text() == ""
    assert view.subtitle.text() == ""


def test_one_primary_button_and_a_name_on_every_control(view: AfterCallView) -> None:
    buttons = view.findChildren(QAbstractButton)
    assert [b for b in buttons if b.isVisible() and not b.accessibleName()] == []
    assert [b for b in buttons if b.property("kind") == "primary"] == [view.done]
    assert view.phrase.accessibleName()


@pytest.mark.parametrize(("width", "scale"), [(1100, 1.0), (700, 1.0), (1300, 2.0), (900, 2.0)])
def test_the_phrase_is_never_cut_and_nothing_scrolls_sideways(
    view: AfterCallView, dress: Dress, qtbot: QtBot, width: int, scale: float
) -> None:
    dress.set_text_scale(scale)
    view.resize(width, 700)
    qtbot.waitUntil(lambda: view.phrase.height() >= view.phrase.document().size().height())
    assert view.horizontalScrollBar().maximum() == 0
    for choice in view.outcomes.values():
        assert choice.width() >= choice.sizeHint().width()


def test_the_other_language_at_once(view: AfterCallView, dress: Dress) -> None:
    dress.set_language("en")
    assert view.present.value.text() == "Patient, Interpreter"
    assert view.phrase.toPlainText() == record_phrase(CARD)
