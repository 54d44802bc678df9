"""The settings' section of accounts, by keyboard, as a user sees it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from vardklient.domain.account import Account, Sort
from vardklient.domain.visit import Problem
from vardklient.ui.account_form import AccountForm, Draft, SaveAccount, StopTrying, Trial, TryAccount
from vardklient.ui.account_row import AccountFace
from vardklient.ui.application import Dress
from vardklient.ui.look import Look
from vardklient.ui.settings_accounts import AccountsFace, AccountsSection, RemoveAccount, SignInAccount

READ = datetime(2026, 11, 23, 7, 2, tzinfo=UTC)
REGION = Account("a1", Sort.CALDAV, "Region", "https://dav.example/lakare1/", "lakare1", 0)
PRIVATE = Account("b2", Sort.ICS_URL, "Privat", "", "", 1)
MICROSOFT = Account("c3", Sort.GRAPH, "Microsoft 365", "", "anna@klinik.example", 2)
GOOD = AccountFace(REGION, READ)
BOTH = AccountsFace((GOOD, AccountFace(PRIVATE, READ, True, False, "unreachable")))


@pytest.fixture
def section(qtbot: QtBot, look: Look) -> AccountsSection:
    made = AccountsSection(look, choose=lambda _parent, sort: f"/chosen/{sort.value}.ics")
    qtbot.addWidget(made)
    made.resize(900, 900)
    made.show()
    qtbot.waitExposed(made)
    return made


def said(view: QWidget) -> str:
    return "\n".join(label.text() for label in view.findChildren(QLabel) if label.isVisible())


def commands(section: AccountsSection) -> list[object]:
    heard: list[object] = []
    section.commanded.connect(heard.append)
    return heard


def form(section: AccountsSection) -> AccountForm:
    assert section.form is not None
    return section.form


def press(qtbot: QtBot, widget: QWidget) -> None:
    """By keyboard."""
    widget.setFocus()
    qtbot.keyClick(widget, Qt.Key.Key_Space)


def choose_kind(section: AccountsSection, sort: Sort) -> None:
    kind = form(section).kind
    kind.setCurrentIndex(kind.findData(sort))


# ---------------------------------------------------------------- the list


def test_without_accounts_it_says_what_they_are_for(section: AccountsSection) -> None:
    assert "Ingen kalender är tillagd än" in said(section)
    assert section.add.isVisible()


@pytest.mark.parametrize(
    ("face", "words"),
    [
        (GOOD, "CalDAV · Läst 08:02."),
        (replace(GOOD, stale=True), "CalDAV · Senast läst 08:02."),
        (replace(GOOD, read_at=None), "CalDAV · Inte läst än."),
        (replace(GOOD, read_at=None, pending=True), "CalDAV · Läser …"),
        (replace(GOOD, read_at=None, fault="wrong_password"), "CalDAV · Källan tar inte emot lösenordet."),
        (
            replace(GOOD, stale=True, fault="unreachable"),
            "CalDAV · Källan går inte att nå. Senast läst 08:02.",
        ),
    ],
)
def test_each_says_how_it_is_doing(section: AccountsSection, face: AccountFace, words: str) -> None:
    section.show_accounts(AccountsFace((face,)))
    assert section.rows[0].state == words


def test_notes_say_what_one_has_to_know(section: AccountsSection) -> None:
    section.show_accounts(replace(BOTH, in_memory=True, later=True))
    assert "Lösenord sparas därför bara tills programmet stängs" in said(section)
    assert "nästa gång du startar programmet" in said(section)
    section.show_accounts(BOTH)
    assert "nyckelring" not in said(section)


def test_a_news_about_an_account_leaves_the_rows_and_the_keyboard_alone(section: AccountsSection) -> None:
    section.show_accounts(BOTH)
    row = section.rows[0]
    row.change.setFocus()
    section.show_accounts(replace(BOTH, rows=(replace(GOOD, fault="busy"), BOTH.rows[1])))
    assert section.rows[0] is row
    assert row.change.hasFocus()


def test_a_screen_reader_hears_whose_button_it_is(section: AccountsSection) -> None:
    section.show_accounts(BOTH)
    assert [row.remove.accessibleDescription() for row in section.rows] == ["Region", "Privat"]


def test_removing_asks_once(qtbot: QtBot, section: AccountsSection) -> None:
    section.show_accounts(BOTH)
    heard, row = commands(section), section.rows[0]
    press(qtbot, row.remove)
    assert "Ta bort Region? Lösenordet glöms också." in said(section)
    assert row.keep.hasFocus(), "the harmless answer"
    qtbot.keyClick(row.keep, Qt.Key.Key_Escape)
    assert not row.confirm.isVisible()
    assert row.remove.hasFocus()
    press(qtbot, row.remove)
    press(qtbot, row.confirm)
    assert heard == [RemoveAccount("a1")]


def test_the_keyboard_is_not_lost_with_the_row(qtbot: QtBot, section: AccountsSection) -> None:
    section.show_accounts(BOTH)
    press(qtbot, section.rows[0].remove)
    section.show_accounts(AccountsFace(BOTH.rows[1:]))
    assert section.add.hasFocus()


def test_who_has_to_sign_in_finds_the_button(qtbot: QtBot, section: AccountsSection) -> None:
    section.show_accounts(AccountsFace((AccountFace(MICROSOFT, None, True, False, "sign_in"), GOOD)))
    heard = commands(section)
    assert not section.rows[1].sign_in.isVisible()
    press(qtbot, section.rows[0].sign_in)
    assert heard == [SignInAccount("c3")]


def test_what_the_administrator_has_decided_can_only_get_a_password(qtbot: QtBot, section: AccountsSection) -> None:
    section.show_accounts(AccountsFace((GOOD, AccountFace(MICROSOFT, READ)), locked=True))
    assert "Din vårdgivare bestämmer" in said(section)
    assert not section.add.isVisible()
    assert [(row.change.isVisible(), row.remove.isVisible()) for row in section.rows] == [(True, False), (False, False)]
    press(qtbot, section.rows[0].change)
    assert not form(section).address.isEnabled()
    assert form(section).password.isEnabled()
    assert form(section).password.hasFocus()
    press(qtbot, form(section).back)
    assert not section.add.isVisible()


# ---------------------------------------------------------------- the form


def test_a_new_account_by_keyboard(qtbot: QtBot, section: AccountsSection) -> None:
    heard = commands(section)
    press(qtbot, section.add)
    assert form(section).kind.hasFocus()
    choose_kind(section, Sort.CALDAV)
    qtbot.keyClicks(form(section).address, "https://dav.example/")
    qtbot.keyClicks(form(section).user, "lakare1")
    qtbot.keyClicks(form(section).password, "hemlig")
    qtbot.keyClicks(form(section).name, "Region")
    qtbot.keyClick(form(section).name, Qt.Key.Key_Return)
    account = Account("", Sort.CALDAV, "Region", "https://dav.example/", "lakare1")
    assert heard == [SaveAccount(Draft(account, "hemlig"))]


@pytest.mark.parametrize(
    ("sort", "address", "name"),
    [
        (Sort.CALDAV, "https://dav.example/x", "dav.example"),
        (Sort.ICS_URL, "https://k.example/s3cret.ics?key=1", "k.example"),
        (Sort.FILE, "/home/anna/tidbok.csv", "tidbok.csv"),
        (Sort.FOLDER, "C:\\Kalendrar", "Kalendrar"),
        (Sort.GRAPH, "", "Microsoft 365"),
    ],
)
def test_without_a_name_it_gets_one(section: AccountsSection, sort: Sort, address: str, name: str) -> None:
    section.add.click()
    choose_kind(section, sort)
    form(section).address.setText(address)
    assert form(section).draft().account.name == name


def test_each_kind_asks_for_what_it_needs(section: AccountsSection) -> None:
    section.add.click()
    asked = {}
    for sort in Sort:
        choose_kind(section, sort)
        shown = {"address": form(section).address, "pick": form(section).pick, "user": form(section).user}
        shown["password"] = form(section).password
        asked[sort] = [key for key, widget in shown.items() if widget.isVisible()]
    assert asked == {
        Sort.FILE: ["address", "pick"],
        Sort.FOLDER: ["address", "pick"],
        Sort.ICS_URL: ["address", "user", "password"],
        Sort.CALDAV: ["address", "user", "password"],
        Sort.GRAPH: ["user"],
        Sort.FHIR: ["address", "user"],
    }


def test_a_file_is_chosen(qtbot: QtBot, section: AccountsSection) -> None:
    section.add.click()
    press(qtbot, form(section).pick)
    assert form(section).address.text() == "/chosen/file.ics"


def test_without_an_address_nothing_is_saved(qtbot: QtBot, section: AccountsSection) -> None:
    heard = commands(section)
    section.add.click()
    press(qtbot, form(section).save)
    assert form(section).result == "Välj en fil först."
    assert form(section).pick.hasFocus()
    choose_kind(section, Sort.CALDAV)
    press(qtbot, form(section).trial)
    assert form(section).result == "Fyll i adressen först."
    assert form(section).address.hasFocus()
    assert heard == []


def test_a_password_is_never_shown_again(qtbot: QtBot, section: AccountsSection) -> None:
    section.show_accounts(BOTH)
    heard = commands(section)
    press(qtbot, section.rows[0].change)
    line = form(section).password
    assert (line.text(), line.placeholderText()) == ("", "Sparat. Skriv bara för att byta.")
    assert line.echoMode() is QLineEdit.EchoMode.Password
    press(qtbot, form(section).save)
    assert heard == [SaveAccount(Draft(REGION, None))]
    section.rows[0].change.click()
    choose_kind(section, Sort.ICS_URL)
    assert form(section).draft().password == "", "of another kind nothing is kept"


def test_a_private_address_is_never_shown_again(qtbot: QtBot, section: AccountsSection) -> None:
    section.show_accounts(BOTH)
    heard = commands(section)
    press(qtbot, section.rows[1].change)
    assert form(section).address.placeholderText() == "Sparad. Skriv bara för att byta."
    press(qtbot, form(section).save)
    assert heard == [SaveAccount(Draft(PRIVATE, None))]


def test_escape_leaves_the_form_and_goes_back(qtbot: QtBot, section: AccountsSection) -> None:
    section.show_accounts(BOTH)
    press(qtbot, section.rows[1].change)
    assert not section.add.isVisible()
    qtbot.keyClick(form(section).name, Qt.Key.Key_Escape)
    assert section.form is None
    assert section.rows[1].change.hasFocus()
    assert section.add.isVisible()


def test_only_one_form_is_open(section: AccountsSection) -> None:
    section.show_accounts(BOTH)
    section.rows[0].change.click()
    section.rows[1].change.click()
    assert [f.isVisible() for f in section.findChildren(AccountForm)].count(True) == 1
    assert form(section).name.text() == "Privat"


def test_an_open_form_stays_when_the_accounts_change(section: AccountsSection) -> None:
    section.add.click()
    form(section).name.setText("Halvskriven")
    section.show_accounts(BOTH)
    assert form(section).isVisible()
    assert form(section).name.text() == "Halvskriven"


# ---------------------------------------------------------------- the test


def tried(section: AccountsSection) -> list[object]:
    heard = commands(section)
    section.show_accounts(BOTH)
    section.rows[0].change.click()
    form(section).trial.click()
    return heard


def test_a_test_says_what_it_found(section: AccountsSection) -> None:
    heard = tried(section)
    assert heard == [TryAccount(Draft(REGION, None))]
    assert form(section).result == "Läser dagens lista …"
    assert form(section).trial.text() == "Sluta testa"
    section.show_trial(Trial(4))
    assert form(section).result == "Hittade 4 besök idag."
    assert form(section).trial.text() == "Testa"


@pytest.mark.parametrize(
    ("trial", "words"),
    [
        (Trial(0), "Det fungerar. Inga videobesök idag."),
        (Trial(1), "Hittade 1 besök idag."),
        (
            Trial(0, (Problem("x", "wrong_password"),), failed=True),
            "Källan tar inte emot lösenordet. Skriv in lösenordet igen i inställningarna.",
        ),
        (Trial(2, (Problem("x", "bad_event"),)), "Hittade 2 besök idag. En kalenderbokning kunde inte läsas."),
    ],
)
def test_what_a_test_may_say(section: AccountsSection, trial: Trial, words: str) -> None:
    tried(section)
    section.show_trial(trial)
    assert form(section).result == words


def test_a_test_can_be_given_up(qtbot: QtBot, section: AccountsSection) -> None:
    heard = tried(section)
    press(qtbot, form(section).trial)
    assert heard[1:] == [StopTrying()]
    section.show_trial(Trial(4))
    assert form(section).result == "", "what comes too late is not shown"


def test_what_was_found_is_forgotten_when_the_form_says_something_else(qtbot: QtBot, section: AccountsSection) -> None:
    heard = tried(section)
    section.show_trial(Trial(4))
    qtbot.keyClicks(form(section).user, "x")
    assert form(section).result == ""
    form(section).trial.click()
    qtbot.keyClick(form(section).name, Qt.Key.Key_Escape)
    assert isinstance(heard[-1], StopTrying)


def test_another_language(dress: Dress, section: AccountsSection) -> None:
    section.show_accounts(BOTH)
    section.rows[0].change.click()
    dress.set_language("en")
    assert section.rows[0].state == "CalDAV · Read 08:02."
    assert form(section).password.placeholderText() == "Kept. Type only to change it."
    assert form(section).kind.itemText(1) == "Folder of files"
    section.show_trial(Trial(4))
    assert section.add.text().strip() == "Add"
