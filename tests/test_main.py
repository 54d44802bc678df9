"""The command line's front door: wrong use ends with 2 and one clear sentence."""

from __future__ import annotations

import subprocess
import sys

import pytest

from vardklient.main import COMMANDS, main, parser

WRONG_USE = [
    ["nonsense"],
    ["eyeline", "--nonsense"],
    ["eyeline"],
    ["eyeline", "--screens"],
    ["eyeline", "--screens", "/nonexistent/screens.json"],
    ["check", "--seconds", "soon"],
    ["check", "--only", "weather"],
    ["day", "--date", "today"],
    ["day", "--date", "2026-02-30"],
    ["devices", "left", "over"],
    ["join"],
    ["join", "not a link"],
    ["join", "ftp://somewhere/visit#ticket"],
    ["signin"],
    ["signin", "--issuer", "https://login.example"],
    ["signin", "--issuer", "https://login.example", "--client-id", "v", "--wait", "soon"],
    ["signout"],
    ["serve", "--port", "many"],
    ["serve", "--port", "70000"],
    ["tour"],
    ["tour", "--out"],
    ["--nonsense"],
    ["window", "--nonsense"],
]


@pytest.mark.parametrize("words", WRONG_USE, ids=" ".join)
def test_wrong_use_ends_with_2_and_one_sentence(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("vardklient: ")
    assert said.err.endswith("\n")
    assert said.err.count("\n") == 1, "one sentence"
    assert "Traceback" not in said.err


def test_the_exit_code_reaches_the_shell() -> None:
    done = subprocess.run([sys.executable, "-m", "vardklient", "nonsense"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "nonsense" in done.stderr


@pytest.mark.parametrize("words", [["--help"], ["-h"], *([name, "--help"] for name in COMMANDS)], ids=" ".join)
def test_help_is_no_wrong_use(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.startswith("usage: vardklient")


def test_every_command_takes_json() -> None:
    for name in COMMANDS:
        assert parser().parse_args([name, "--json"]).json is True
