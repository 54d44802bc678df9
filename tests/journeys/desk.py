"""The clinician's side of a journey: the real program in a process of its own, driven by lines on its stdin.

Run: python -m tests.journeys.desk [options of `vardklient window`]. One JSON line answers each line that comes in:
`state`, `press NAME`, `grab FILE`, `quit`. Buttons are pressed with real mouse events; the state is what the windows
show and what the devices say, so that a test sees what a clinician would.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QAbstractButton, QWidget

from vardklient.commands import window
from vardklient.domain.identity import IdMethod
from vardklient.program.assembly import assemble, dress
from vardklient.program.morning import press
from vardklient.program.program import Program
from vardklient.ui.bridge import Bridge
from vardklient.vault.folders import user_folders
from vardklient.vault.settings import Settings


class Desk:
    """Answers one line at a time, on the GUI thread."""

    def __init__(self, program: Program, quit_: Callable[[], None]) -> None:
        self._program, self._quit = program, quit_

    def answer(self, line: object) -> None:
        word, _, rest = str(line).partition(" ")
        try:
            found = {"state": self._state, "press": self._press, "grab": self._grab, "quit": self._end}[word](rest)
        except LookupError as error:
            found = {"error": str(error)}
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()

    def _state(self, _: str) -> dict[str, Any]:
        program = self._program
        return {"day": self._day(), "call": self._call(), "devices": self._devices(), "views": self._views()} | (
            {
                "practice": {
                    "server_pid": program.backend.practice.server_pid,
                    "patient_pid": program.backend.practice.patient_pid,
                }
            }
            if program.backend
            else {}
        )

    def _day(self) -> dict[str, Any]:
        state = self._program.day_state
        if state is None:
            return {"rows": [], "next": None}
        rows = [
            {
                "id": r.visit.visit_id,
                "label": r.visit.label,
                "stage": r.stage.value,
                "waiting": len(r.waiting),
                "link": r.patient_link,
                "links": {role.value: link for role, link in r.links},
                "outcome": r.outcome.value if r.outcome else None,
            }
            for r in state.rows
        ]
        return {"rows": rows, "next": state.next_id, "notice": state.notice.value if state.notice else None}

    def _call(self) -> dict[str, Any]:
        state = self._program.call_state
        if state is None or self._program.core is None or self._program.backend is None:
            return {"phase": None, "people": []}
        found = self._program.core.submit(self._program.backend.statistics()).result(2)
        return {
            "phase": state.phase.value,
            "people": [{"peer": p.peer, "role": p.role.value, "presence": p.presence.value} for p in state.people],
            "notice": state.notice.value if state.notice else None,
            "offer_phone": state.offer_phone,
            "signalling_lost": state.signalling_lost,
            "statistics": dataclasses.asdict(found) if found else None,
        }

    def _devices(self) -> dict[str, str]:
        equipment = self._program.equipment
        if equipment is None:
            return {}
        return {
            "camera": equipment.camera.state.value,
            "microphone": equipment.microphone.state.value,
            "speaker": equipment.speaker.state.value,
        }

    def _views(self) -> dict[str, Any]:
        furniture = self._program.furniture
        if furniture is None:
            return {"call": False}
        notice = furniture.call.notice
        return {
            "call": furniture.call.isVisible(),
            "admit": furniture.call.waiting.admit.isVisible(),
            "card": furniture.card.isVisible(),
            "painted": furniture.call.patient.painted,
            "notice": notice.isVisible(),
            "phone": furniture.call.phone.isVisible(),
            "phrase": furniture.card.phrase.toPlainText(),
        }

    def _buttons(self) -> dict[str, QAbstractButton]:
        furniture = self._program.furniture
        if furniture is None:
            raise LookupError("views")
        return {
            "join": self._program.window.day.hero.join,
            "admit": furniture.call.waiting.admit,
            "document": furniture.call.identity.methods[IdMethod.DOCUMENT_SHOWN],
            "phone": furniture.call.bar.phone,
            "end": furniture.call.bar.end,
            "done": furniture.card.done,
        }

    def _press(self, name: str) -> dict[str, str]:
        press(self._buttons()[name])
        return {"pressed": name}

    def _grab(self, path: str) -> dict[str, bool]:
        furniture = self._program.furniture
        call = furniture.call if furniture else None
        widget: QWidget = call if call is not None and call.isVisible() else self._program.window
        return {"saved": widget.grab().save(path)}

    def _end(self, _: str) -> dict[str, str]:
        self._quit()
        return {"quit": "now"}


def main() -> int:
    parser = argparse.ArgumentParser()
    window.add_options(parser)
    options = parser.parse_args()
    settings = Settings(user_folders().config)
    app = dress(options, settings)
    program = assemble(app, options, settings)
    program.finished.connect(app.quit)
    desk = Desk(program, program.close)
    bridge = Bridge(program)
    bridge.arrived.connect(desk.answer)

    def read() -> None:
        for line in sys.stdin:
            bridge.post(line.strip())

    threading.Thread(target=read, daemon=True, name="stdin").start()
    program.start()
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main())
