"""One window for each user: real processes, real sockets."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from vardklient.program.instance import Instance, instance_folder

LINK = "vardklient://visit/v0123456789abcdef"
SECOND = """
import sys
from pathlib import Path
from vardklient.program.instance import Instance
instance = Instance(Path(sys.argv[1]), "window")
first = instance.claim()
print("first" if first else "told" if instance.hand_over(sys.argv[2], 60) else "not heard", flush=True)
if first:
    sys.stdin.read()
"""

LATER = """
import sys
from pathlib import Path
from vardklient.program.instance import Instance
instance = Instance(Path(sys.argv[1]), "window")
print("first" if instance.claim() else "second", flush=True)
print("told" if instance.hand_over("", 60) else "first" if instance.first else "not heard", flush=True)
"""

KNOCK = """
import os, socket, sys
os.setgroups([]), os.setgid(65534), os.setuid(65534)
print(socket.socket(socket.AF_UNIX).connect_ex(sys.argv[1]))
"""

Make = Callable[[], Instance]


@pytest.fixture
def make(qtbot: QtBot, tmp_path: Path) -> Iterator[Make]:
    made: list[Instance] = []

    def one() -> Instance:
        made.append(Instance(tmp_path / "run", "window"))
        return made[-1]

    yield one
    for each in made:
        each.close()


@pytest.fixture
def first(make: Make) -> Instance:
    instance = make()
    assert instance.claim()
    instance.listen()
    return instance


def start(folder: Path, link: str = "", script: str = SECOND) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, str(folder), link]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def said(process: subprocess.Popen[str]) -> str:
    out, _ = process.communicate(timeout=100)
    return out.strip()


@pytest.mark.parametrize(
    ("link", "told"), [("", ""), (LINK, "v0123456789abcdef"), ("vardklient://visit/196101182803", "")]
)
def test_a_second_start_hands_over_its_link_or_only_calls(
    qtbot: QtBot, first: Instance, tmp_path: Path, link: str, told: str
) -> None:
    with qtbot.waitSignal(first.called) as called:
        second = start(tmp_path / "run", link)
    assert called.args == [told]
    assert said(second) == "told"
    assert second.returncode == 0


def test_who_is_killed_is_in_nobodys_way(qtbot: QtBot, make: Make, tmp_path: Path) -> None:
    killed = start(tmp_path / "run")
    assert killed.stdout is not None
    assert killed.stdout.readline() == "first\n"
    later = make()
    assert not later.claim()
    killed.send_signal(signal.SIGKILL)
    said(killed)
    (tmp_path / "run" / "window.socket").write_text("what a dead server left")
    assert later.claim()
    later.listen()
    with qtbot.waitSignal(later.called):
        second = start(tmp_path / "run")
    assert said(second) == "told"


def test_one_that_does_not_listen_yet_is_waited_for_but_not_for_long(make: Make) -> None:
    waiting = make()
    assert waiting.claim()
    second = make()
    assert not second.claim()
    assert not second.hand_over("", within_s=0.1)


def test_who_comes_while_the_first_is_closing_takes_its_place_when_it_is_free(first: Instance, tmp_path: Path) -> None:
    first.deafen()
    first.listen()  # as when its window is painted only now
    later = start(tmp_path / "run", script=LATER)
    assert later.stdout is not None
    assert later.stdout.readline() == "second\n"
    assert first.first, "it has the camera still"
    first.close()
    assert said(later) == "first"


def test_one_that_is_closing_takes_no_message_that_it_would_lose(qtbot: QtBot, first: Instance) -> None:
    heard: list[object] = []
    first.called.connect(heard.append)
    socket = QLocalSocket()
    socket.connectToServer(first.address)
    assert socket.waitForConnected(10_000)
    socket.write(b"raise\n")
    with qtbot.waitSignal(socket.disconnected):
        first.deafen()
    assert bytes(socket.readAll().data()) == b""
    assert heard == []


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSPC, errno.EACCES])
def test_where_no_lock_is_to_be_had_nobody_is_said_to_hold_it(tmp_path: Path, number: int) -> None:
    """As on some network drives, and on a full disk."""

    def refuse(_: int) -> None:
        raise OSError(number, os.strerror(number))

    with pytest.raises(OSError, match=os.strerror(number)):
        Instance(tmp_path / "run", "window", refuse).claim()


def test_the_practice_is_a_place_of_its_own(qtbot: QtBot, first: Instance, tmp_path: Path) -> None:
    practice = Instance(tmp_path / "run", "practice")
    assert practice.claim()
    practice.listen()
    assert practice.address != first.address
    practice.close()


GARBAGE = [
    b"\n",
    b"open \n",
    b"open vardklient://visit/v1\n",
    b"open v1/../v2\n",
    b"open IK-82\n",
    b"open \xff\xfe\n",
    b"raise\r\n",
    b"RAISE\n",
    b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"x" * 100_000,
    b"\0" * 64 + b"\n",
]


@pytest.mark.parametrize("garbage", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_is_ignored_and_its_line_is_closed(qtbot: QtBot, first: Instance, garbage: bytes) -> None:
    heard: list[object] = []
    first.called.connect(heard.append)
    socket = QLocalSocket()
    with qtbot.waitSignal(socket.disconnected):
        socket.connectToServer(first.address)
        assert socket.waitForConnected(1000)
        socket.write(garbage)
        socket.flush()
    assert heard == []
    assert bytes(socket.readAll().data()) == b""


def test_who_says_nothing_is_hung_up_on_and_many_such_do_not_keep_the_next_out(
    qtbot: QtBot, first: Instance, tmp_path: Path
) -> None:
    silent = [QLocalSocket() for _ in range(20)]
    for socket in silent:
        socket.connectToServer(first.address)
    unconnected = QLocalSocket.LocalSocketState.UnconnectedState
    qtbot.waitUntil(lambda: all(socket.state() == unconnected for socket in silent))
    with qtbot.waitSignal(first.called):
        second = start(tmp_path / "run")
    assert said(second) == "told"


@pytest.mark.skipif(sys.platform == "win32", reason="platform: the pipe's access list is Windows' own")
def test_the_folder_is_the_users_alone(make: Make, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir(mode=0o777)
    (tmp_path / "run").chmod(0o777)
    instance = make()
    assert instance.claim()
    instance.listen()
    modes = [stat.S_IMODE(p.lstat().st_mode) for p in (tmp_path / "run", *(tmp_path / "run").iterdir())]
    assert [mode & 0o077 for mode in modes] == [0] * 3


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="platform: only root can be somebody else")
def test_another_user_cannot_speak_to_it(qtbot: QtBot, make: Make, tmp_path: Path) -> None:
    place = tmp_path
    while place != place.parent:  # so that it is our folder that keeps him out, and not one above it
        place.chmod(place.stat().st_mode | 0o055)
        place = place.parent
    instance = make()
    assert instance.claim()
    instance.listen()
    heard: list[object] = []
    instance.called.connect(heard.append)
    command = [sys.executable, "-c", KNOCK, instance.address]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(done.stdout) == errno.EACCES
    assert heard == []


@pytest.mark.skipif(
    os.name != "posix" or os.getuid() != 0, reason="platform: only root can make somebody else's folder"
)
def test_a_folder_of_somebody_elses_is_not_used(make: Make, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    os.chown(tmp_path / "run", 65534, 65534)
    with pytest.raises(PermissionError):
        make().claim()


def test_the_folder_is_one_of_the_users_own() -> None:
    assert instance_folder().name == "vardklient"
