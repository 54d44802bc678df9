"""`vardklient serve` as a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from vardklient.schedule.visitserver import VisitServerClient

DEADLINE_S = 60
SERVE = [sys.executable, "-m", "vardklient", "serve"]


@contextmanager
def serve(*options: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [*SERVE, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def ready(process: subprocess.Popen[str]) -> dict[str, str]:
    assert process.stdout is not None
    found = json.loads(process.stdout.readline())
    assert isinstance(found, dict)
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGINT])
async def test_it_says_where_it_listens_and_stops_cleanly(kind: signal.Signals) -> None:
    with serve("--port", "0", "--json") as process:
        found = ready(process)
        assert found.keys() == {"url", "key"}
        await VisitServerClient(found["url"], found["key"]).health()
        process.send_signal(kind)
        out, err = process.communicate(timeout=DEADLINE_S)
        assert (process.returncode, out, err) == (0, "", "")


async def test_the_key_from_the_environment_is_used() -> None:
    with serve("--port", "0", "--json", VARDKLIENT_SERVER_KEY="0123456789abcdef") as process:
        found = ready(process)
        assert found["key"] == "0123456789abcdef"
        await VisitServerClient(found["url"], "0123456789abcdef").health()


def test_lines_for_people() -> None:
    with serve("--port", "0") as process:
        assert process.stdout is not None
        assert "http://127.0.0.1:" in process.stdout.readline()
        assert process.stdout.readline().startswith("Key for making visits: ")


def test_it_follows_its_parent() -> None:
    script = (
        "import subprocess, sys\n"
        f"child = subprocess.Popen({[*SERVE, '--port', '0', '--json', '--follow-parent']!r}, stdout=subprocess.PIPE)\n"
        "sys.stdout.write(child.stdout.readline().decode()); sys.stdout.flush()\n"
        "sys.stdin.read()\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,  # the child holds it too: it ends only when both are gone
        text=True,
    )
    ready(parent)
    assert parent.stdin is not None
    parent.kill()
    _, err = parent.communicate(timeout=DEADLINE_S)
    assert err == ""


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--config", "gone.toml"], "cannot be read"),
        (["--config", "bad.toml"], "unknown setting colour"),
        (["--port", "99999"], "port must be"),
        (["--port", "x"], "invalid int"),
        (["--host", "192.0.2.250", "--port", "0"], "cannot listen"),
    ],
)
def test_wrong_use(tmp_path: Path, options: list[str], words: str) -> None:
    (tmp_path / "bad.toml").write_text("colour = 'blue'")
    done = subprocess.run(
        [*SERVE, *options], cwd=tmp_path, capture_output=True, text=True, timeout=DEADLINE_S, check=False
    )
    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1
