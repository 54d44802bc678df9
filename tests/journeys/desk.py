"""The clinician's side of a journey: the real program in a process of its own, driven by lines on its stdin.

Run: python -m tests.journeys.desk [options of `vardklient window`]. One JSON line answers each line that comes in:
`state`, `press NAME`, `grab FILE`, `close call|main` (the window's own cross), `quit`. Buttons are pressed with real
mouse events; the state is what the windows show and what the devices say, so that a test sees what a clinician would.
The answers have stdout to themselves: what the program and its children print there comes out on stderr.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
import threading
from collections.abc import Callable
from typing import Any, TextIO

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from vardklient.calls.process.remote import RemoteEngine
from vardklient.commands import window
from vardklient.domain.identity import IdMethod
from vardklient.program.assembly import assemble, dress
from vardklient.program.morning import press
from vardklient.program.program import Program
from vardklient.ui.bridge import Bridge
from vardklient.ui.confirm import ConfirmPanel
from vardklient.ui.rail import Page
from vardklient.ui.selfcheck_model import item_sentence
from vardklient.vault.folders import user_folders
from vardklient.vault.logs import logging_to
from vardklient.vault.settings import Settings


class Desk:
    """Answers one line at a time, on the GUI thread."""

    def __init__(self, program: Program, quit_: Callable[[], None], answers: TextIO) -> None:
        self._program, self._quit, self._answers = program, quit_, answers

    def answer(self, line: object) -> None:
        word, _, rest = str(line).partition(" ")
        answers = {
            "state": self._state,
            "press": self._press,
            "grab": self._grab,
            "close": self._close,
            "quit": self._end,
        }
        try:
            found = answers[word](rest)
        except LookupError as error:
            found = {"error": str(error)}
        self._answers.write(json.dumps(found) + "\n")
        self._answers.flush()

    def _state(self, _: str) -> dict[str, Any]:
        program = self._program
        seen = {
            "day": self._day(),
            "call": self._call(),
            "devices": self._devices(),
            "views": self._views(),
            "selfcheck": self._selfcheck(),
        }
        return seen | (
            {
                "engine_pid": self._engine_pid(),
                "practice": {
                    "server_pid": program.backend.practice.server_pid,
                    "patient_pid": program.backend.practice.patient_pid,
                },
            }
            if program.backend
            else {}
        )

    def _engine_pid(self) -> int:
        engine = self._program.backend.engines.engine if self._program.backend else None
        return engine.pid if isinstance(engine, RemoteEngine) else 0

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
        return {
            "rows": rows,
            "next": state.next_id,
            "notice": state.notice.value if state.notice else None,
            "problems": [[p.source, p.reason] for p in state.problems],
            "words": [label.text() for label in self._program.window.day.findChildren(QLabel) if label.isVisible()],
        }

    def _selfcheck(self) -> dict[str, Any]:
        state = self._program.selfcheck_state
        if state is None:
            return {"finished": False, "items": {}}
        items = {
            i.check.value: {"severity": i.severity.value, "sentence": item_sentence(i), "known": i.verdict is not None}
            for i in state.items
        }
        return {"finished": state.finished_at is not None, "items": items}

    def _call(self) -> dict[str, Any]:
        state = self._program.call_state
        if state is None or self._program.core is None or self._program.backend is None:
            return {"phase": None, "people": []}
        found = self._program.core.submit(self._program.backend.statistics()).result(5)
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
        found = {
            "camera": equipment.camera.state.value,
            "microphone": equipment.microphone.state.value,
            "speaker": equipment.speaker.state.value,
        }
        backend = self._program.backend
        if backend is not None and backend.session is not None:  # in a call they are the engine's
            sound = backend.engines.sound
            found |= {"microphone": sound.microphone.value, "speaker": sound.speaker.value}
        return found

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
            "notice_words": furniture.call.notice.accessibleName(),
            "question": list(self._question()),
            "figures": dict(furniture.call.figures.texts()),
            "asks_to_close": furniture.call.strip.isVisible(),
            "phone": furniture.call.phone.isVisible(),
            "number": furniture.call.phone.number.text(),
            "phrase": furniture.card.phrase.toPlainText(),
        }

    def _question(self) -> dict[str, QAbstractButton]:
        panels = [p for p in self._program.window.day.findChildren(ConfirmPanel) if p.isVisible()]
        return {"confirm": panels[0].go} if panels else {}

    def _buttons(self) -> dict[str, QAbstractButton]:
        furniture = self._program.furniture
        if furniture is None:
            raise LookupError("views")
        return self._question() | {
            "join": self._program.window.day.hero.join,
            "copy_link": self._program.window.day.hero.link,
            "selfcheck": self._program.window.rail.buttons[Page.SELFCHECK],
            "day": self._program.window.rail.buttons[Page.DAY],
            "copy": furniture.card.copy,
            "admit": furniture.call.waiting.admit,
            "document": furniture.call.identity.methods[IdMethod.DOCUMENT_SHOWN],
            "phone": furniture.call.bar.phone,
            "end": furniture.call.bar.end,
            "done": furniture.card.done,
        }

    def _press(self, name: str) -> dict[str, str]:
        if name == "figures" and self._program.furniture is not None:
            call = self._program.furniture.call
            QTest.keyClick(call, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
            return {"pressed": name}
        press(self._buttons()[name])
        return {"pressed": name}

    def _grab(self, path: str) -> dict[str, bool]:
        furniture = self._program.furniture
        call = furniture.call if furniture else None
        widget: QWidget = call if call is not None and call.isVisible() else self._program.window
        return {"saved": widget.grab().save(path)}

    def _close(self, which: str) -> dict[str, str]:
        furniture = self._program.furniture
        windows: dict[str, QWidget] = {"main": self._program.window}
        if furniture is not None:
            windows["call"] = furniture.call
        # after the answer is out: closing the main window ends the program
        QTimer.singleShot(0, windows[which].close)
        return {"closing": which}

    def _end(self, _: str) -> dict[str, str]:
        self._quit()
        return {"quit": "now"}


def main() -> int:
    parser = argparse.ArgumentParser()
    window.add_options(parser)
    options = parser.parse_args()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    settings = Settings(user_folders().config)
    app = dress(options, settings)
    with logging_to(user_folders().log):
        program = assemble(app, options, settings)
        program.finished.connect(app.quit)
        desk = Desk(program, program.close, answers)
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
