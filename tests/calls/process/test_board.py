"""Pictures in memory that two processes see: the newest only, never torn, and nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from vardklient.calls.process.board import (
    ALL_BYTES,
    CAMERA_BYTES,
    PEERS,
    Board,
    Boards,
    board_bytes,
    find_boards,
    make_boards,
)
from vardklient.ports.camera import Frame

CAPACITY = 64 * 48 * 4
STAMPS_AT = 64
"""Where the first of the three places says which picture it holds."""


def board(memory: bytearray) -> Board:
    return Board(memoryview(memory), CAPACITY)


def pair() -> tuple[Board, Board, bytearray]:
    memory = bytearray(board_bytes(CAPACITY))
    return board(memory), board(memory), memory


def plain(value: int, height: int = 48, width: int = 64, channels: int = 4) -> NDArray[np.uint8]:
    return np.full((height, width, channels), value, np.uint8)


def test_the_newest_is_read_once() -> None:
    writer, reader, _ = pair()
    assert reader.read() is None
    for value in (1, 2, 3, 4, 5):
        writer.write(Frame(plain(value), value / 10, value))
    found = reader.read()
    assert found is not None
    assert (found.captured_at_s, found.seq) == (0.5, 5)
    assert (found.pixels == 5).all()
    assert found.pixels.shape == (48, 64, 4)
    assert found.pixels.flags.c_contiguous
    assert reader.read() is None


def test_what_was_read_is_never_written_to_again() -> None:
    writer, reader, _ = pair()
    writer.write(Frame(plain(1), 0.0, 0))
    found = reader.read()
    assert found is not None
    for value in (2, 3, 4, 5):
        writer.write(Frame(plain(value), 0.0, 0))
    assert (found.pixels == 1).all()


@pytest.mark.parametrize(
    ("shape", "fitted"),
    [
        ((48, 64, 3), (48, 64, 3)),
        ((48, 64, 4), (48, 64, 4)),
        ((96, 128, 4), (48, 64, 4)),
        ((49, 64, 4), (25, 32, 4)),
        ((145, 193, 4), (37, 49, 4)),
        ((64, 48, 4), (64, 48, 4)),
        ((1, 1, 3), (1, 1, 3)),
    ],
)
def test_what_is_too_large_loses_rows_and_columns(shape: tuple[int, ...], fitted: tuple[int, ...]) -> None:
    writer, reader, _ = pair()
    pixels = np.arange(np.prod(shape), dtype=np.uint8).reshape(shape)
    writer.write(Frame(pixels, 0.0, 0))
    found = reader.read()
    assert found is not None
    assert found.pixels.shape == fitted
    assert found.pixels[0, 0, 0] == pixels[0, 0, 0]


def test_a_picture_of_somebody_else_is_not_shown() -> None:
    writer, reader, _ = pair()
    writer.write(Frame(plain(1), 0.0, 0), owner=1)
    assert reader.read(owner=2) is None
    writer.write(Frame(plain(2), 0.0, 0), owner=2)
    found = reader.read(owner=2)
    assert found is not None
    assert (found.pixels == 2).all()


def test_a_picture_that_is_being_written_is_not_shown() -> None:
    writer, reader, memory = pair()
    writer.write(Frame(plain(1), 0.0, 0))
    stamps = np.frombuffer(memory, np.uint64)
    place = STAMPS_AT // 8 + 8  # picture 1 is in the second place
    assert stamps[place] == 1
    stamps[place] = 0
    assert reader.read() is None
    stamps[place] = 1
    assert reader.read() is not None


def test_nonsense_in_the_memory_is_not_shown() -> None:
    memory = bytearray(b"\xff" * board_bytes(CAPACITY))
    assert board(memory).read() is None


def test_no_torn_picture_is_ever_shown() -> None:
    """One writes as fast as it can; the other reads, and every picture is of one piece."""
    writer, reader, _ = pair()
    over = threading.Event()

    def write() -> None:
        value = 0
        while not over.is_set():
            value += 1
            writer.write(Frame(plain(value % 256), float(value), value))

    thread = threading.Thread(target=write)
    thread.start()
    try:
        seen: list[int] = []
        while len(seen) < 500:
            found = reader.read()
            if found is not None:
                assert (found.pixels == found.seq % 256).all()
                assert found.captured_at_s == found.seq
                seen.append(found.seq)
    finally:
        over.set()
        thread.join()
    assert seen == sorted(set(seen)), "never an older one after a newer one"


WRITER = """
import sys, time
import numpy as np
from vardklient.calls.process.board import find_boards
from vardklient.ports.camera import Frame
boards = find_boards(sys.argv[1])
print("ready", flush=True)
seq = 0
while True:
    seq += 1
    boards.peers[2].write(Frame(np.full((720, 1280, 4), seq % 256, np.uint8), float(seq), seq))
"""


def started(boards: Boards) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", WRITER, boards.handle]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, pass_fds=boards.inherited)
    boards.given_away()
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process


def test_between_processes_too_and_when_the_writer_is_killed() -> None:
    boards = make_boards()
    with started(boards) as process:
        seen = 0
        while seen < 30:
            found = boards.peers[2].read()
            if found is not None:
                assert (found.pixels == found.seq % 256).all()
                seen += 1
        process.kill()
    last = boards.peers[2].read()
    assert last is None or (last.pixels == last.seq % 256).all()
    assert boards.peers[1].read() is None


@pytest.mark.skipif(sys.platform != "linux", reason="platform: Linux keeps shared memory in a folder")
def test_nothing_is_left_when_whoever_made_it_is_killed() -> None:
    before = {path.name for path in Path("/dev/shm").iterdir()}
    program = (
        "from vardklient.calls.process.board import make_boards; b = make_boards(); print('made', flush=True); input()"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"made\n"
        assert {path.name for path in Path("/dev/shm").iterdir()} == before
        process.send_signal(signal.SIGKILL)
    assert {path.name for path in Path("/dev/shm").iterdir()} == before


@pytest.mark.skipif(sys.platform == "win32", reason="platform: Windows has names that go by themselves")
def test_the_memory_of_macos_has_no_name_either() -> None:
    from vardklient.calls.process.board import named_for_a_moment

    descriptor = named_for_a_moment()
    try:
        os.ftruncate(descriptor, ALL_BYTES)
        ours, theirs = find_boards(str(os.dup(descriptor))), find_boards(str(os.dup(descriptor)))
        ours.camera.write(Frame(plain(7), 1.0, 1))
        found = theirs.camera.read()
        assert found is not None
        assert (found.pixels == 7).all()
        assert not list(Path("/dev/shm").glob("vk-*"))
    finally:
        os.close(descriptor)


def test_the_boards_do_not_overlap() -> None:
    boards = make_boards()
    boards.given_away()
    boards.given_away()
    full = np.full((1080, 1920, 4), 9, np.uint8)
    assert full.nbytes == CAMERA_BYTES
    boards.camera.write(Frame(full, 0.0, 0))
    for number, peer in enumerate(boards.peers):
        peer.write(Frame(np.full((720, 1280, 4), number, np.uint8), 0.0, number))
    camera = boards.camera.read()
    assert camera is not None
    assert (camera.pixels == 9).all()
    assert len(boards.peers) == PEERS
    for number, peer in enumerate(boards.peers):
        found = peer.read()
        assert found is not None
        assert (found.pixels == number).all()
