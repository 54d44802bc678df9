"""The files that make a system open our links with our program."""

from __future__ import annotations

import configparser
import os
import plistlib
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from vardklient.commands import window
from vardklient.domain.deeplink import SCHEME, visit_link
from vardklient.main import parser

FILES = Path(__file__).resolve().parents[2] / "packaging" / "urlscheme"
LINK = visit_link("v0123456789abcdef")


def asked(words: list[str]) -> str:
    """The link that the program takes from such a command line."""
    top = parser()
    chosen, _ = top.parse_known_args([words[1]])
    window.add_options(chosen.parser)
    return str(chosen.parser.parse_args(words[2:]).link)


def desktop() -> configparser.SectionProxy:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(FILES / "vardklient.desktop", "utf-8")
    return entry["Desktop Entry"]


@pytest.mark.parametrize("link", [LINK, "", "--camera=x"])
def test_linux_hands_over_the_link_and_never_an_option(link: str) -> None:
    words = [link if word == "%u" else word for word in shlex.split(desktop()["Exec"])]
    assert asked([word for word in words if word]) == link
    assert desktop()["MimeType"] == f"x-scheme-handler/{SCHEME};"
    assert desktop()["Type"] == "Application"


def test_windows_hands_over_the_link() -> None:
    text = (FILES / "vardklient.reg").read_bytes().decode("ascii")
    assert text.startswith("Windows Registry Editor Version 5.00\r\n")
    assert text.count("\n") == text.count("\r\n")
    keys = dict(re.findall(r'\[(.*)\]\r\n@="(.*)"\r\n', text))
    base = rf"HKEY_CURRENT_USER\Software\Classes\{SCHEME}"
    assert keys[base].startswith("URL:")
    assert '"URL Protocol"=""' in text
    command = keys[base + r"\shell\open\command"].replace(r"\"", '"')
    assert asked([LINK if word == "%1" else word for word in shlex.split(command)]) == LINK


def test_macos_knows_the_scheme() -> None:
    (found,) = plistlib.loads((FILES / "Info.plist").read_bytes())["CFBundleURLTypes"]
    assert found["CFBundleURLSchemes"] == [SCHEME]


@pytest.mark.skipif(sys.platform != "linux", reason="platform: the Linux desktop")
def test_a_linux_desktop_opens_our_link_with_our_program(tmp_path: Path) -> None:
    """GLib's own launcher, as a browser on GNOME would use it."""
    gio = shutil.which("gio")
    if gio is None:
        pytest.skip("platform: without gio")
    applications = tmp_path / "data" / "applications"
    applications.mkdir(parents=True)
    program, heard = tmp_path / "program", tmp_path / "heard"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {heard}.new\nmv {heard}.new {heard}\n')
    program.chmod(0o755)
    entry = (FILES / "vardklient.desktop").read_text("utf-8").replace("@PROGRAM@", str(program))
    (applications / "vardklient.desktop").write_text(entry, "utf-8")
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    environment = os.environ | home | {"GIO_USE_VFS": "local"}
    subprocess.run(
        [gio, "mime", f"x-scheme-handler/{SCHEME}", "vardklient.desktop"],
        env=environment,
        check=True,
        capture_output=True,
    )
    subprocess.run([gio, "open", LINK], env=environment, check=True, capture_output=True, timeout=30)
    while not heard.exists():
        continue
    assert heard.read_text().split() == ["window", "--", LINK]
