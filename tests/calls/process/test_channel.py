"""Records over a pair of pipes."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from typing import IO, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardklient.calls.process.channel import Channel
from vardklient.calls.process.child import join_all
from vardklient.calls.process.messages import FROM_ENGINE, TO_ENGINE, CameraReady, FromEngine, ToEngine
from vardklient.ports.engine import ClosePeer, Measured, SendSound, TakeDescription
from vardklient.wire.records import MAX_NUMBER

WITHIN_S = 60.0
TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=80)
st.register_type_strategy(str, TEXT)
st.register_type_strategy(int, st.integers(0, MAX_NUMBER))
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))


class Ear:
    def __init__(self) -> None:
        self.records: list[object] = []
        self.over = threading.Event()
        self._news = threading.Condition()

    def hear(self, record: object) -> None:
        with self._news:
            self.records.append(record)
            self._news.notify_all()

    def wait_for(self, count: int) -> bool:
        with self._news:
            return self._news.wait_for(lambda: len(self.records) >= count, WITHIN_S)


def pipe() -> tuple[IO[bytes], IO[bytes]]:
    source, sink = os.pipe()
    return os.fdopen(source, "rb"), os.fdopen(sink, "wb")


class Line:
    """Two channels, as between the window's program and the engine."""

    def __init__(self) -> None:
        self.program_ear, self.engine_ear = Ear(), Ear()
        from_engine, to_program = pipe()
        from_program, to_engine = pipe()
        self.program: Channel[FromEngine, ToEngine] = Channel(
            from_engine, to_engine, FROM_ENGINE, TO_ENGINE, self.program_ear.hear, self.program_ear.over.set
        )
        self.engine: Channel[ToEngine, FromEngine] = Channel(
            from_program, to_program, TO_ENGINE, FROM_ENGINE, self.engine_ear.hear, self.engine_ear.over.set
        )

    def start(self) -> None:
        self.program.start()
        self.engine.start()

    def end(self) -> None:
        for channel in (self.program, self.engine):
            channel.close()
        join_all([*self.program.threads, *self.engine.threads])
        assert self.program_ear.over.is_set()
        assert self.engine_ear.over.is_set()


def test_what_is_said_arrives_in_order_and_before_the_end() -> None:
    line = Line()
    said = [TakeDescription("p", n, "offer", "v=0\r\ns=å\n" * n) for n in range(200)]
    for command in said:
        line.program.send(command)
    line.program.close()
    line.start()
    assert line.engine_ear.over.wait(WITHIN_S)
    assert line.engine_ear.records == said
    line.program.send(ClosePeer("p"))
    line.end()


def test_what_is_to_be_said_once_does_not_pile_up() -> None:
    line = Line()
    for _ in range(100):
        line.program.send_once(CameraReady())
    line.program.send(SendSound(True))
    line.start()
    assert line.engine_ear.wait_for(2)
    assert line.engine_ear.records == [CameraReady(), SendSound(True)]
    line.program.send_once(CameraReady())
    assert line.engine_ear.wait_for(3), "once it has been said it may be said again"
    line.end()


def test_a_reader_that_stalls_does_not_hold_up_the_writer() -> None:
    line = Line()
    line.program.start()
    for n in range(2000):
        line.program.send(TakeDescription("p", n, "offer", "x" * 1000))
    line.engine.start()
    assert line.engine_ear.wait_for(2000)
    line.end()


@pytest.mark.parametrize("said", [b"nonsense\n", b'{"m":"Chat"}\n', b"\xff\xff\n", b'{"m":"Ready"', b"x" * (2 << 20)])
def test_nonsense_is_the_end(said: bytes) -> None:
    ear = Ear()
    source, into = pipe()
    back, out = pipe()
    channel: Channel[FromEngine, ToEngine] = Channel(source, out, FROM_ENGINE, TO_ENGINE, ear.hear, ear.over.set)
    channel.start()
    with suppress(OSError):  # the longest breaks the pipe while it is written
        into.write(said)
        into.flush()
    with suppress(OSError):
        into.close()
    assert ear.over.wait(WITHIN_S)
    channel.close()
    join_all(channel.threads)
    assert ear.records == []
    back.close()


def any_record(codec_union: object) -> st.SearchStrategy[object]:
    return st.one_of([st.from_type(kind) for kind in get_args(codec_union)])


@given(any_record(ToEngine))
def test_every_command_survives(record: ToEngine) -> None:
    assert TO_ENGINE.parse(TO_ENGINE.dump(record)) == record


@given(any_record(FromEngine))
def test_every_event_survives(record: FromEngine) -> None:
    assert FROM_ENGINE.parse(FROM_ENGINE.dump(record)) == record


def test_none_is_forgotten() -> None:
    assert {"Watch", "UseSound", "OpenPeer"} <= set(TO_ENGINE.kinds)
    assert {"Figures", "SoundChanged", "Measured", "Bye"} <= set(FROM_ENGINE.kinds)
    assert FROM_ENGINE.parse(FROM_ENGINE.dump(Measured("p", 1, 29.97))) == Measured("p", 1, 29.97)
