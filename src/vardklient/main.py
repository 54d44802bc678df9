"""The command line: finds the command, hands over, turns our errors into one sentence and an exit code."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from typing import NoReturn

from vardklient.base.errors import UsageError, VardklientError

COMMANDS = {
    "window": "the program (default): with no source configured, a practice day",
    "devices": "cameras, microphones and loudspeakers as the program sees them",
    "check": "the self-test without a window",
    "day": "today's visits with the cross-check",
    "signin": "sign in to the clinic's identity provider",
    "signout": "sign out from it",
    "serve": "the visit server",
    "join": "a call without a window; prints its statistics",
    "eyeline": "where the patient's picture goes on given screens, and the angles",
    "tour": "a scripted practice morning in the real program, with a picture per step",
}
HIDDEN = ("engine", "probe")
"""Commands that the program gives itself."""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence instead of printing the usage."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} (see {self.prog} --help)")


def parser() -> argparse.ArgumentParser:
    """The whole command line. Each command's module adds its own options when it is asked for."""
    top = _Parser(prog="vardklient", description="Self-test, today's visits and video visits for clinicians.")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    for name, help_ in COMMANDS.items():
        sub = commands.add_parser(name, help=help_, description=help_)
        sub.add_argument("--json", action="store_true", help="one JSON document on stdout, logs on stderr")
        sub.set_defaults(parser=sub)
    for name in HIDDEN:
        sub = commands.add_parser(name)
        sub.set_defaults(parser=sub)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code: 2 for wrong use, 1 for what failed, else what the command says."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or (words[0].startswith("-") and words[0] not in ("-h", "--help")):
        words.insert(0, "window")
    try:
        top = parser()
        chosen, _ = top.parse_known_args([words[0]])
        module = importlib.import_module(f"vardklient.commands.{chosen.command}")
        module.add_options(chosen.parser)
        return int(module.run(chosen.parser.parse_args(words[1:])))
    except UsageError as error:
        print(f"vardklient: {error}", file=sys.stderr)  # noqa: T201
        return 2
    except VardklientError as error:
        print(f"vardklient: {error}", file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        return 130
