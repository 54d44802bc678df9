from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from vardklient.ui.look import Look, Tone
from vardklient.ui.notices import MOST, Notice, Notices


@pytest.fixture
def notices(qtbot: QtBot, look: Look) -> Notices:
    made = Notices(look)
    qtbot.addWidget(made)
    return made


def button(notices: Notices, words: str) -> QPushButton:
    return next(b for b in notices.findChildren(QPushButton) if b.accessibleName() == words)


def test_a_notice_is_shown_and_closed(qtbot: QtBot, notices: Notices) -> None:
    assert not notices.isVisible()
    notice = Notice("Kameran försvann.", "Sätt i kabeln igen.")
    notices.show_notice(notice)
    assert notices.isVisible()
    assert notices.shown == (notice,)
    qtbot.mouseClick(button(notices, "Stäng"), Qt.MouseButton.LeftButton)
    assert notices.shown == ()
    assert not notices.isVisible()


def test_the_same_trouble_does_not_pile_up(notices: Notices) -> None:
    for sentence in ("Nätverket är borta.", "Nätverket är borta igen.", "Nätverket är borta igen."):
        notices.show_notice(Notice(sentence, replace="network"))
    assert [n.sentence for n in notices.shown] == ["Nätverket är borta igen."]
    notices.drop("network")
    notices.drop("network")
    assert notices.shown == ()


def test_the_oldest_passing_ones_give_way(notices: Notices) -> None:
    notices.show_notice(Notice("Stannar.", lasting=True))
    for number in range(5):
        notices.show_notice(Notice(f"Nummer {number}."))
    assert [n.sentence for n in notices.shown] == ["Stannar.", "Nummer 3.", "Nummer 4."]
    assert len(notices.shown) == MOST


def test_a_lasting_one_cannot_be_closed_and_an_action_tells_which(qtbot: QtBot, notices: Notices) -> None:
    notices.show_notice(Notice("Ring.", tone=Tone.BAD, replace="call", action="Ring i stället", lasting=True))
    with qtbot.waitSignal(notices.acted) as acted:
        qtbot.mouseClick(button(notices, "Ring i stället"), Qt.MouseButton.LeftButton)
    assert acted.args == ["call"]
    assert len(notices.findChildren(QPushButton)) == 1


def test_it_never_takes_the_focus_or_opens_a_box(qtbot: QtBot, notices: Notices) -> None:
    notices.show_notice(Notice("Kameran försvann."))
    assert QApplication.activeModalWidget() is None
    assert not notices.isModal() if hasattr(notices, "isModal") else True
    assert notices.focusWidget() is None
