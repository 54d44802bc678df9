"""`vardklient tour`: a scripted practice morning in the real program, with a picture and a line of result per step.

It is an acceptance test of the program: a step that did not happen fails it, and the exit code is then 1.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from vardklient.base.errors import UsageError
from vardklient.commands.output import write_json, write_lines
from vardklient.commands.window import add_look_options, add_source_options, end_on_interrupt

if TYPE_CHECKING:
    from vardklient.program.script import StepResult
    from vardklient.vault.settings import Settings


def add_options(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    parser.set_defaults(practice=True)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the pictures and tour.json go")
    add_source_options(parser)
    add_look_options(parser)


def run(options: argparse.Namespace) -> int:
    """Go through the morning. Returns 0 only if every step happened."""
    from vardklient.vault.settings import Settings

    folder: Path = options.out
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise UsageError(f"--out: nothing can be written in the folder {folder} ({error.strerror})") from None
    # the tour starts from the defaults and leaves the user's own settings alone
    with tempfile.TemporaryDirectory() as home:
        return _go(options, folder, Settings(Path(home)))


def _go(options: argparse.Namespace, folder: Path, settings: Settings) -> int:
    from vardklient.program.assembly import assemble, dress
    from vardklient.program.morning import morning
    from vardklient.program.script import Script

    end_on_interrupt()
    app = dress(options, settings)
    program = assemble(app, options, settings)
    results: list[StepResult] = []
    script = Script(morning(program), folder)
    program.finished.connect(app.quit)

    def told(result: StepResult) -> None:
        results.append(result)
        if not options.json:
            write_lines([_line(result)])

    script.told.connect(told)
    script.ended.connect(lambda _: program.close())
    script.start()
    app.exec()
    document = [asdict(result) for result in results]
    try:
        (folder / "tour.json").write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"--out: {folder / 'tour.json'} cannot be written ({error.strerror})") from None
    happened = bool(results) and all(result.ok for result in results)
    if options.json:
        write_json(document)
    else:
        total_s = sum(result.seconds for result in results)
        write_lines([f"{len(results)} steps, {total_s:.1f} s, {'all happened' if happened else 'STOPPED'}: {folder}"])
    return 0 if happened else 1


def _line(result: StepResult) -> str:
    mark = "ok " if result.ok else "NOT"
    return f"{mark} {result.seconds:6.2f} s  {result.step:<16} {result.picture} {result.why}".rstrip()
