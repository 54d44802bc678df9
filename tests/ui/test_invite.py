from __future__ import annotations

import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.fakes.clock import FakeClock
from tests.ui.days import NOW, morning
from tests.ui.invitations import LINKS, VISIT, WORDS
from vardklient.domain.invitation import CalendarItem, Invitation, invited_roles
from vardklient.domain.visit import Join, JoinKind, Kind, Match, Participant, Role, Visit
from vardklient.flows.day import DayState, LeaveInvitation, Row
from vardklient.ui.application import Dress
from vardklient.ui.invite import InviteView
from vardklient.ui.invite_guest import LENT_S, GuestCard
from vardklient.ui.look import Look


class Rig:
    """The page with what it is handed."""

    def __init__(self, qtbot: QtBot, look: Look) -> None:
        self.items: list[CalendarItem] = []
        self.printed: list[Invitation] = []
        self.view = InviteView(look, WORDS, self._file, FakeClock(NOW), self._print)
        qtbot.addWidget(self.view)
        self.view.resize(1000, 900)
        self.view.show()
        qtbot.waitExposed(self.view)

    def _file(self, item: CalendarItem) -> bytes:
        self.items.append(item)
        return b"BEGIN:VCALENDAR"

    def _print(self, _: QWidget, invitation: Invitation) -> None:
        self.printed.append(invitation)

    def invite(self, visit: Visit = VISIT, linked: bool = True, server: bool = True) -> None:
        links = tuple((role, f"{LINKS[0][1]}{n}") for n, role in enumerate(invited_roles(visit))) if linked else ()
        day = replace(morning(), rows=(Row(visit, room=linked, links=links),), inviting=visit.visit_id, server=server)
        self.view.show_invitation(day)

    @property
    def roles(self) -> list[Role]:
        return [card.invitation.guest.role for card in self.view.cards]

    def card(self, role: Role) -> GuestCard:
        return next(card for card in self.view.cards if card.invitation.guest.role is role)


@pytest.fixture
def rig(qtbot: QtBot, look: Look) -> Rig:
    return Rig(qtbot, look)


def test_one_press_copies_the_patients_invitation_which_is_in_focus(qtbot: QtBot, rig: Rig) -> None:
    rig.invite()
    assert rig.roles == [Role.PATIENT]
    assert rig.view.focusWidget() is rig.view.cards[0].copy
    qtbot.keyClick(rig.view.cards[0].copy, Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() == rig.view.cards[0].invitation.text
    assert LINKS[0][1] in QGuiApplication.clipboard().text()
    assert rig.view.cards[0].copy.text().strip() == "Kopierat, töms efter två minuter"
    assert LENT_S == 120


def test_those_of_the_booking_come_first_each_with_their_own_link_and_words(qtbot: QtBot, rig: Rig) -> None:
    people = (Participant(Role.PATIENT), Participant(Role.INTERPRETER), Participant(Role.GUARDIAN))
    rig.invite(replace(VISIT, participants=people))
    assert rig.roles == [Role.PATIENT, Role.INTERPRETER, Role.GUARDIAN]
    assert len({card.invitation.link for card in rig.view.cards}) == 3
    for card, whose in zip(rig.view.cards, ("patientens", "tolkens", "vårdnadshavarens"), strict=True):
        assert whose in card.copy.text()
        assert whose in card.copy_link.text()
        qtbot.mouseClick(card.copy_link, Qt.MouseButton.LeftButton)
        assert QGuiApplication.clipboard().text() == card.invitation.link
        qtbot.mouseClick(card.copy, Qt.MouseButton.LeftButton)
        assert QGuiApplication.clipboard().text() == card.invitation.text


def test_somebody_else_can_be_invited_once(qtbot: QtBot, rig: Rig) -> None:
    rig.invite()
    assert rig.view.add[Role.INTERPRETER].isVisible()
    assert not rig.view.add[Role.PATIENT].isVisible()
    assert not rig.view.add[Role.CLINICIAN].isVisible()
    qtbot.mouseClick(rig.view.add[Role.INTERPRETER], Qt.MouseButton.LeftButton)
    assert rig.roles == [Role.PATIENT, Role.INTERPRETER]
    assert rig.view.focusWidget() is rig.card(Role.INTERPRETER).copy
    assert not rig.view.add[Role.INTERPRETER].isVisible()
    rig.invite()  # the next snapshot takes nobody away
    assert rig.roles == [Role.PATIENT, Role.INTERPRETER]


def test_what_changes_elsewhere_leaves_the_cards_and_the_keyboard_alone(rig: Rig) -> None:
    rig.invite()
    card = rig.view.cards[0]
    card.save.setFocus()
    card.unfold(not card.text.isVisible())
    unfolded = card.text.isVisible()
    rig.invite(replace(VISIT, match=Match.TIME_DIFFERS))
    assert rig.view.cards == [card]
    assert (rig.view.focusWidget(), card.text.isVisible()) == (card.save, unfolded)
    rig.invite(replace(VISIT, match=Match.TIME_DIFFERS, end=VISIT.end + timedelta(minutes=5)))
    assert card not in rig.view.cards, "the calendar's item has changed"


def test_who_was_added_has_the_new_link_when_links_are_made_anew(rig: Rig) -> None:
    rig.invite()
    rig.view.add[Role.INTERPRETER].click()
    old = rig.card(Role.INTERPRETER).invitation.link
    made = tuple((role, f"https://visits.example.se/visit#new-{role}") for role in invited_roles(VISIT))
    day = replace(morning(), rows=(Row(VISIT, room=True, links=made),), inviting=VISIT.visit_id, server=True)
    rig.view.show_invitation(day)
    assert rig.roles == [Role.PATIENT, Role.INTERPRETER]
    assert rig.card(Role.INTERPRETER).invitation.link == "https://visits.example.se/visit#new-interpreter"
    assert old not in rig.card(Role.INTERPRETER).text.toPlainText()
    rig.invite(linked=False)
    assert rig.roles == [], "the links that led to a room that is gone are not handed over"


def test_in_a_group_the_patients_are_numbered(rig: Rig) -> None:
    group = replace(VISIT, kind=Kind.GROUP, label="", participants=(Participant(Role.PATIENT),) * 3)
    rig.invite(group)
    assert [card.accessibleName() for card in rig.view.cards] == [f"Inbjudan: Patient {n}" for n in (1, 2, 3)]
    assert all(card.text.isHidden() for card in rig.view.cards)
    rig.view.cards[1].fold.click()
    assert [card.text.isHidden() for card in rig.view.cards] == [True, False, True]


def test_the_patient_on_site_has_no_link_to_copy_and_the_staff_have(rig: Rig) -> None:
    rig.invite(replace(VISIT, kind=Kind.DIGI_PHYSICAL, participants=(Participant(Role.STAFF_ON_SITE),)))
    assert rig.roles == [Role.PATIENT, Role.STAFF_ON_SITE]
    assert rig.card(Role.PATIENT).copy_link.isHidden()
    assert not rig.card(Role.STAFF_ON_SITE).copy_link.isHidden()


def test_a_meeting_in_another_service_has_its_own_annex(rig: Rig) -> None:
    elsewhere = replace(VISIT, join=Join(JoinKind.LINK, "https://service.example/m/1"))
    rig.invite(elsewhere, linked=False, server=False)
    assert rig.roles == [Role.PATIENT, Role.GUARDIAN]
    assert "Logga in i tjänsten" in rig.card(Role.PATIENT).text.toPlainText()


def test_links_that_are_on_their_way_are_waited_for_and_none_are_missed_without_a_server(rig: Rig) -> None:
    rig.invite(linked=False)
    assert rig.view._note.text().startswith("Länkarna hämtas")
    rig.invite()
    assert rig.roles == [Role.PATIENT]
    assert rig.view._note.isHidden()
    rig.invite(linked=False, server=False)
    assert rig.view._note.text().startswith("Ingen besöksserver")


def test_a_visit_that_goes_while_its_invitation_is_shown_is_said_and_shows_nothing(rig: Rig) -> None:
    rig.invite()
    rig.view.show_invitation(replace(morning(), rows=(), inviting=VISIT.visit_id))
    assert rig.view.cards == []
    assert rig.view._note.text() == "Besöket finns inte längre i dagens lista."
    assert rig.view._note.isVisible()
    assert rig.view._own.isHidden()
    rig.invite()
    assert rig.view._note.isHidden()


def test_the_subject_is_that_of_the_routine(qtbot: QtBot, rig: Rig, tmp_path: Path) -> None:
    rig.invite()
    assert rig.view.subject.toPlainText() == "IK-82 Videobesök"
    qtbot.mouseClick(rig.view.copy_subject, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "IK-82 Videobesök"
    rig.view.write_own(tmp_path / "own.ics")
    (item,) = rig.items
    assert (item.booking_id, item.link) == ("B-1", "vardklient://visit/v0123456789abcdef")
    assert (tmp_path / "own.ics").read_bytes() == b"BEGIN:VCALENDAR"
    assert stat.S_IMODE((tmp_path / "own.ics").stat().st_mode) & 0o077 == 0


def test_a_guests_file_is_the_guests_and_its_name_says_nothing_of_the_patient(rig: Rig, tmp_path: Path) -> None:
    rig.invite()
    card = rig.view.cards[0]
    card.save.click()
    (dialog,) = card.findChildren(QFileDialog)
    assert [Path(name).name for name in dialog.selectedFiles()] == ["videobesok-0930-patient.ics"]
    dialog.fileSelected.emit(str(tmp_path / "guest.ics"))
    dialog.reject()
    (item,) = rig.items
    assert (item.text, item.booking_id) == (card.invitation.text, "")
    assert card.save.text().strip().startswith("Sparat")
    card.write(tmp_path / "nowhere" / "guest.ics")
    assert card.save.text().strip() == "Gick inte att spara"


def test_a_letter_is_printed_or_saved(rig: Rig, tmp_path: Path) -> None:
    rig.invite()
    card = rig.view.cards[0]
    card.print.click()
    assert rig.printed == [card.invitation]
    card.write_letter(tmp_path / "letter.pdf")
    assert (tmp_path / "letter.pdf").read_bytes().startswith(b"%PDF")
    assert card.save_letter.text().strip().startswith("Sparat")
    (tmp_path / "folder.pdf").mkdir()
    card.write_letter(tmp_path / "folder.pdf")
    assert card.save_letter.text().strip() == "Gick inte att spara"


def test_the_invitations_language_is_chosen_apart_from_the_programs(rig: Rig, dress: Dress) -> None:
    rig.invite()
    rig.view.language.setCurrentIndex(1)
    assert rig.view.cards[0].invitation.language == "en"
    assert rig.view.cards[0].text.toPlainText().startswith("To you who are the patient")
    dress.set_language("en")
    assert rig.view.cards[0].copy.text().strip() == "Copy the patient's invitation"
    assert [rig.view.language.itemText(n) for n in range(2)] == ["Swedish", "English"]
    assert rig.view.cards[0].invitation.language == "en"
    assert rig.view.subject.toPlainText() == "IK-82 Videobesök"


@pytest.mark.parametrize(
    ("spoken", "language", "said"), [("en", "en", ""), ("engelska", "en", ""), ("ar", "sv", "arabiska")]
)
def test_the_bookings_language_is_offered_and_one_without_words_is_said(
    rig: Rig, spoken: str, language: str, said: str
) -> None:
    rig.invite(replace(VISIT, participants=(Participant(Role.INTERPRETER, language=spoken),)))
    assert rig.view.cards[0].invitation.language == language
    assert said in rig.view._no_text.text()
    assert rig.view._no_text.isHidden() is not bool(said)


def test_the_user_goes_back(qtbot: QtBot, rig: Rig) -> None:
    rig.invite()
    with qtbot.waitSignal(rig.view.commanded) as told:
        rig.view.back.click()
    assert told.args == [LeaveInvitation()]


def test_everything_has_a_name_and_nothing_of_a_protected_identity_is_shown(rig: Rig) -> None:
    rig.invite(replace(VISIT, protected=True))
    texts = [widget.accessibleName() for widget in rig.view.findChildren(QWidget)]
    assert not any("IK" in text for text in texts)
    assert rig.view.subject.toPlainText() == "Videobesök"
    assert rig.view.subject.accessibleName() == "Ämne"


def test_no_row_means_no_state_left_behind(rig: Rig) -> None:
    assert isinstance(morning(), DayState)
    rig.view.write_own(Path("never"))
    assert rig.items == []
