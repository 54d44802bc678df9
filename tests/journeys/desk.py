"""The clinician's side of a journey: the real program in a process of its own, driven by lines on its stdin.

Run: python -m tests.journeys.desk [options of `vardklient window`]. One JSON line answers each line that comes in:
`state`, `press NAME`, `choose WORDS` (from the menu of who is signed in), `grab FILE`, `close call|main` (the window's
own cross), `quit`. Buttons are pressed with real mouse events; the state is what the windows show and what the devices
say, so that a test sees what a clinician would.
What has a bound in seconds is noted here as it happens, in `history`: so the bound is not on how long it takes to ask.
The answers have stdout to themselves: what the program and its children print there comes out on stderr.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError
from typing import Any, TextIO

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from vardklient.calls.process.remote import RemoteEngine
from vardklient.commands import window
from vardklient.domain.identity import IdMethod
from vardklient.flows.call import Phase
from vardklient.ports.engine import CallStatistics
from vardklient.program.assembly import assemble, dress
from vardklient.program.morning import press
from vardklient.program.program import Program
from vardklient.program.signinsite import NOTICE, SignInSite
from vardklient.ui.bridge import Bridge
from vardklient.ui.confirm import ConfirmPanel
from vardklient.ui.rail import Page
from vardklient.ui.selfcheck_model import item_sentence
from vardklient.vault.folders import user_folders
from vardklient.vault.logs import logging_to
from vardklient.vault.policy import policy_in_force
from vardklient.vault.settings import Settings

LOOK_S = 0.01
ANSWER_S = 5.0


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """One line, and the call's figures as they were when it came."""

    line: str
    statistics: CallStatistics | None


def figures(program: Program) -> CallStatistics | None:
    """Of the call that goes on; asked for off the GUI thread, which they would keep from its work."""
    core, backend, state = program.core, program.backend, program.call_state
    if core is None or backend is None or state is None or state.phase is Phase.ENDED:
        return None
    try:
        return core.submit(backend.statistics()).result(ANSWER_S)
    except (TimeoutError, CancelledError, RuntimeError):  # the program is just ending
        return None


class History:
    """What some facts have been one after the other, and since when, in monotonic seconds.

    It is kept on a thread of its own: the window may have much to do just when something is to happen in time.
    """

    def __init__(self, facts: dict[str, Callable[[], object]]) -> None:
        self._facts = facts
        self._lock = threading.Lock()
        self._known: dict[str, list[tuple[float, object]]] = {name: [] for name in facts}

    def start(self) -> None:
        threading.Thread(target=self._watch, daemon=True, name="history").start()

    def _watch(self) -> None:
        pause = threading.Event()
        while not pause.wait(LOOK_S):
            self.look()

    def look(self) -> dict[str, list[tuple[float, object]]]:
        """Note what has changed: everything that was noted so far."""
        with self._lock:
            for name, fact in self._facts.items():
                found, known = fact(), self._known[name]
                if not known or known[-1][1] != found:
                    known.append((time.monotonic(), found))
            return {name: list(known) for name, known in self._known.items()}


class Desk:
    """Answers one line at a time, on the GUI thread."""

    def __init__(self, program: Program, quit_: Callable[[], None], answers: TextIO) -> None:
        self._program, self._quit, self._answers = program, quit_, answers
        facts = {"devices": self._devices, "phase": self._phase, "notice": self._notice, "offer_phone": self._offers}
        self.history = History({**facts, "signalling_lost": self._signalling_lost})
        self._statistics: CallStatistics | None = None

    def answer(self, asked: object) -> None:
        assert isinstance(asked, Asked)
        word, _, rest = asked.line.partition(" ")
        self._statistics = asked.statistics
        answers = {
            "state": self._state,
            "press": self._press,
            "choose": self._choose,
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
        program, history = self._program, self.history.look()
        seen = {
            "day": self._day(),
            "call": self._call(),
            "devices": history["devices"][-1][1],
            "views": self._views(),
            "selfcheck": self._selfcheck(),
            "signin": self._signin(),
            "history": history,
        }
        return seen | (
            {
                "engine_pid": self._engine_pid(),
                "knocked": any(row.waiting for row in program.backend.day.state.rows),
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

    def _signin(self) -> dict[str, Any]:
        """Who is signed in, and what the window says of it; empty where no provider is set up."""
        program, site = self._program, self._program.findChild(SignInSite)
        if site is None:
            return {}
        window = program.window
        return {
            "stage": site.state.stage.value,
            "renewing": site.state.renewing,
            "subject": site.state.person.subject if site.state.person else None,
            "button": site.button.accessibleName(),
            "notice": next((n.sentence for n in window.notices.shown if n.key == NOTICE), None),
            "covered": window.covered,
            "seen": [label.text() for label in window.findChildren(QLabel) if label.isVisible()],
        }

    def _signing_in(self) -> dict[str, QAbstractButton]:
        site = self._program.findChild(SignInSite)
        if site is None:
            return {}
        acts = [b for b in self._program.window.notices.findChildren(QAbstractButton) if b.isVisible()]
        cover = {"unlock": site.cover.unlock} if site.cover is not None else {}
        return {"account": site.button, **cover, **({"notice": acts[0]} if acts else {})}

    def _choose(self, words: str) -> dict[str, str]:
        """From the menu of who is signed in."""
        site = self._program.findChild(SignInSite)
        assert site is not None
        press(site.button)
        assert site.button.choices is not None
        chosen = next(a for a in site.button.choices.actions() if a.text() == words)
        site.button.choices.close()
        chosen.trigger()
        return {"chosen": words}

    def _call(self) -> dict[str, Any]:
        state, found = self._program.call_state, self._statistics
        if state is None:
            return {"phase": None, "people": []}
        return {
            "phase": state.phase.value,
            "people": [{"peer": p.peer, "role": p.role.value, "presence": p.presence.value} for p in state.people],
            "notice": state.notice.value if state.notice else None,
            "offer_phone": state.offer_phone,
            "signalling_lost": state.signalling_lost,
            "statistics": dataclasses.asdict(found) if found else None,
        }

    def _phase(self) -> str | None:
        return self._program.call_state.phase.value if self._program.call_state else None

    def _notice(self) -> str | None:
        notice = self._program.call_state.notice if self._program.call_state else None
        return notice.value if notice else None

    def _offers(self) -> bool:
        return self._program.call_state is not None and self._program.call_state.offer_phone

    def _signalling_lost(self) -> bool:
        return self._program.call_state is not None and self._program.call_state.signalling_lost

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
        found = self._program.window.day.findChildren(ConfirmPanel)
        panels = [panel for panel in found if panel.isVisible() and panel.go.isEnabled()]
        return {"confirm": panels[0].go} if panels else {}

    def _buttons(self) -> dict[str, QAbstractButton]:
        furniture = self._program.furniture
        if furniture is None:
            raise LookupError("views")
        return (
            self._question()
            | self._signing_in()
            | {
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
        )

    def _press(self, name: str) -> dict[str, Any]:
        pressed = {"pressed": name, "at_s": time.monotonic()}
        if name == "figures" and self._program.furniture is not None:
            call = self._program.furniture.call
            QTest.keyClick(call, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
            return pressed
        press(self._buttons()[name])
        return pressed

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
    policy = policy_in_force()
    settings = Settings(user_folders().config, policy.locks)
    app = dress(options, settings)
    with logging_to(user_folders().log):
        program = assemble(app, options, settings, policy)
        program.finished.connect(app.quit)
        desk = Desk(program, program.close, answers)
        bridge = Bridge(program)
        bridge.arrived.connect(desk.answer)

        def read() -> None:
            for line in sys.stdin:
                word = line.strip()
                bridge.post(Asked(word, figures(program) if word == "state" else None))

        threading.Thread(target=read, daemon=True, name="stdin").start()
        desk.history.start()
        program.start()
        return app.exec()


if __name__ == "__main__":
    raise SystemExit(main())
