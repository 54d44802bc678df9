from __future__ import annotations

import threading

from vardklient.base.slot import Fanout, Slot


def test_the_newest_wins_and_one_wake_up_is_under_way() -> None:
    woken: list[int] = []
    slot: Slot[int] = Slot(lambda: woken.append(1))
    for i in range(5):
        slot.put(i)
    assert len(woken) == 1
    assert slot.take() == 4
    assert slot.take() is None
    assert slot.dropped == 4
    slot.put(9)
    assert len(woken) == 2


def test_a_slot_without_a_reader_to_wake() -> None:
    slot: Slot[str] = Slot()
    slot.put("x")
    assert slot.take() == "x"


def test_writers_on_many_threads_never_lose_the_last_wake_up() -> None:
    ready = threading.Event()
    slot: Slot[int] = Slot(ready.set)
    writers = [threading.Thread(target=lambda: [slot.put(i) for i in range(500)]) for _ in range(4)]
    for w in writers:
        w.start()
    seen = 0
    while any(w.is_alive() for w in writers) or ready.is_set():
        if ready.wait(0.05):
            ready.clear()
            seen += slot.take() is not None
    assert seen > 0
    assert slot.take() is None


def test_fanout_reaches_each_subscriber_once() -> None:
    one: Slot[int] = Slot()
    two: Slot[int] = Slot()
    fan: Fanout[int] = Fanout()
    fan.subscribe(one)
    fan.subscribe(one)
    fan.subscribe(two)
    fan.put(1)
    fan.unsubscribe(two)
    fan.unsubscribe(two)
    fan.put(2)
    assert (one.take(), one.dropped, two.take()) == (2, 1, 1)
