from __future__ import annotations

from vardklient.domain.account import Account, Sort


def test_files_are_on_this_machine_and_all_else_on_a_server() -> None:
    assert [sort for sort in Sort if not sort.on_a_server] == [Sort.FILE, Sort.FOLDER]


def test_only_calendars_ask_for_a_password() -> None:
    assert [sort for sort in Sort if sort.takes_a_password] == [Sort.ICS_URL, Sort.CALDAV]


def test_a_secret_is_named_by_the_account_and_not_by_its_user() -> None:
    assert Account("a1b2", Sort.CALDAV, "Region", user="lakare1").secret_name == "account:a1b2"
