from __future__ import annotations

from vardklient.media.lamp import Lamp


def test_changes_are_told_and_repetitions_are_not() -> None:
    lamp, heard = Lamp("off"), []
    lamp.listen(heard.append)
    for state in ("off", "on", "on", "off"):
        lamp.show(state)
    assert heard == ["on", "off"]
    assert lamp.state == "off"


def test_a_listener_sees_the_new_state_and_may_change_it_again() -> None:
    lamp, seen = Lamp(0), []

    def listener(state: int) -> None:
        seen.append((state, lamp.state))
        if state < 3:
            lamp.show(state + 1)

    lamp.listen(listener)
    lamp.show(1)
    assert seen == [(1, 1), (2, 2), (3, 3)]
