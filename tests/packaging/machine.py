"""A machine that we do not have: a PATH with a few real tools and scripted stand-ins for the system's commands."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
SCRIPT = PROJECT / "packaging" / "prepare.sh"
LIBRARIES = [
    line.split()[0] for line in SCRIPT.read_text("utf-8").split("libraries='\n")[1].split("\n'")[0].splitlines()
]
TOOLS = ("sh", "tr", "cat", "grep", "cksum", "dirname", "readlink", "tail", "sleep", "mktemp", "rm")


class Machine:
    """Has every library and a good Python, no display, no apt and no sudo, until told otherwise."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bin = folder / "bin"
        self.bin.mkdir()
        for tool in TOOLS:
            place = shutil.which(tool)
            assert place is not None
            (self.bin / tool).symlink_to(place)
        self.has("uname", "echo Linux")
        self.has("id", "echo 1000")
        self.has("locale", "echo UTF-8")
        self.has("python3", "exit 0")
        self.lacks("nothing")

    def has(self, command: str, script: str) -> None:
        """A stand-in for a command."""
        write_script(self.bin / command, script)

    def lacks(self, library: str) -> None:
        """Take a library away. The real ldconfig is asked after PATH, so this stand-in goes first."""
        lines = [f"echo '\t{name} (libc6,x86-64) => /lib/{name}'" for name in LIBRARIES if name != library]
        self.has("ldconfig", "\n".join(lines))

    def prepare(self, words: str) -> subprocess.CompletedProcess[str]:
        """Run functions of packaging/prepare.sh in a real shell on this machine."""
        return self.run("sh", "-eu", "-c", f". {SCRIPT}\n{words}")

    def run(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command on this machine, with nothing on its standard input."""
        return subprocess.run(
            words,
            cwd=self.folder,
            env={"PATH": str(self.bin), "TMPDIR": str(self.folder)} | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )


def write_script(path: Path, script: str) -> None:
    """An executable shell script at `path`."""
    path.unlink(missing_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)
