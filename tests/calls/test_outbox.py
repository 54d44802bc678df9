"""What is kept while the line is down."""

from __future__ import annotations

from vardklient.calls.outbox import LONGEST, Outbox
from vardklient.ports.signalling import Admit, Candidate, Describe, Hold, Rejoin, SayMedia, SayReady


def kept(*commands: object) -> list[object]:
    box = Outbox()
    for command in commands:
        box.keep(command)  # type: ignore[arg-type]
    found: list[object] = list(box.take())
    assert box.take() == []
    return found


def test_order_is_kept_and_the_newest_word_counts() -> None:
    assert kept(SayMedia(True, True), Admit("a"), SayMedia(False, True)) == [Admit("a"), SayMedia(False, True)]
    assert kept(Rejoin(), SayReady(False), Rejoin("restarted"), SayReady(True)) == [Rejoin("restarted"), SayReady(True)]
    assert kept(Admit("a"), Admit("b"), Hold("a")) == [Admit("a"), Admit("b"), Hold("a")]


def test_the_same_word_is_said_once() -> None:
    assert kept(Admit("a"), Admit("a")) == [Admit("a")]


def test_candidates_are_stale_and_descriptions_go_by_person() -> None:
    one, two, other = Describe("a", 1, "offer", "1"), Describe("a", 2, "offer", "2"), Describe("b", 1, "answer", "3")
    assert kept(one, Candidate("a", 1, "c"), other, two) == [other, two]


def test_it_is_bounded() -> None:
    found = kept(*(Admit(str(n)) for n in range(LONGEST * 3)))
    assert len(found) == LONGEST
    assert found[-1] == Admit(str(LONGEST * 3 - 1))
