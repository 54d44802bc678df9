from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vardklient.visitserver.tickets import ResumeBook, TicketBook, new_secret, same_secret


def test_a_ticket_opens_once() -> None:
    book = TicketBook()
    ticket = book.issue("anna", 100)
    assert book.look(ticket, 0) == "anna"
    assert book.spend(ticket, 0) == "anna"
    assert book.spend(ticket, 0) is None
    assert book.look(ticket, 0) is None


def test_a_ticket_expires() -> None:
    book = TicketBook()
    ticket = book.issue("anna", 100)
    assert book.look(ticket, 99.9) == "anna"
    assert book.spend(ticket, 100) is None


def test_a_new_ticket_makes_the_older_one_worthless() -> None:
    book = TicketBook()
    older, newer = book.issue("anna", 100), book.issue("anna", 100)
    assert (book.look(older, 0), book.look(newer, 0)) == (None, "anna")
    book.forget("anna")
    book.forget("anna")
    assert book.look(newer, 0) is None


@given(st.text())
def test_a_forged_ticket_opens_nothing(text: str) -> None:
    tickets, resumes = TicketBook(), ResumeBook()
    tickets.issue("anna", 100)
    resumes.rotate("anna")
    assert tickets.spend(text, 0) is None
    assert resumes.look(text) is None


def test_secrets_hold_128_bits_and_are_not_kept() -> None:
    assert len({new_secret() for _ in range(100)}) == 100
    assert len(new_secret()) == 22
    tickets, resumes = TicketBook(), ResumeBook()
    ticket, token = tickets.issue("anna", 100), resumes.rotate("anna")
    assert ticket not in repr(vars(tickets))
    assert token not in repr(vars(resumes))


def test_the_token_before_stays_good_until_the_holder_has_spoken() -> None:
    book = ResumeBook()
    first = book.rotate("anna")
    second = book.rotate("anna")
    assert (book.look(first), book.look(second)) == ("anna", "anna")
    book.settle("anna")
    assert (book.look(first), book.look(second)) == (None, "anna")
    book.forget("anna")
    assert book.look(second) is None


def test_tokens_do_not_pile_up() -> None:
    book = ResumeBook()
    tokens = [book.rotate("anna") for _ in range(50)]
    assert sum(book.look(token) is not None for token in tokens) == 8
    assert book.look(tokens[-1]) == "anna"


def test_secrets_are_compared_whatever_they_hold() -> None:
    assert same_secret("abc", "abc")
    assert not same_secret("å\ud800", "abc")
