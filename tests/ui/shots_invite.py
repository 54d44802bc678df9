"""Pictures of the page of invitations and of the letter: python -m tests.ui.shots_invite OUT."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.fakes.clock import FakeClock
from tests.ui.days import NOW, morning
from tests.ui.invitations import LINKS, VISIT, WORDS, invitation
from tests.ui.test_letter import page
from vardklient.domain.visit import Kind, Participant, Role
from vardklient.flows.day import Row
from vardklient.ui.application import make_application
from vardklient.ui.invite import InviteView
from vardklient.ui.letter import write_pdf
from vardklient.ui.mainwindow import MainWindow


def main(out: Path) -> None:
    """Write every picture."""
    out.mkdir(parents=True, exist_ok=True)
    app = make_application(["shots"], language="sv", theme="light", text_scale=1.0)
    window = MainWindow(app.look)
    view = InviteView(app.look, WORDS, lambda _: b"", FakeClock(NOW), lambda *_: None)
    people = (Participant(Role.PATIENT), Participant(Role.INTERPRETER, "ar"))
    visits = {
        "one": replace(VISIT, phone=""),
        "interpreter": replace(VISIT, participants=people),
        "group": replace(VISIT, kind=Kind.GROUP, label="", participants=(Participant(Role.PATIENT),) * 3),
        "digi": replace(VISIT, kind=Kind.DIGI_PHYSICAL, participants=(Participant(Role.STAFF_ON_SITE),)),
    }

    def show(name: str) -> None:
        links = tuple((role, LINKS[0][1]) for role in [*[Role.PATIENT] * 3, *(role for role, _ in LINKS[1:])])
        row = Row(visits[name], room=True, links=links if name == "group" else LINKS)
        view.show_invitation(replace(morning(), rows=(row,), inviting=""))
        view.show_invitation(replace(morning(), rows=(row,), inviting=VISIT.visit_id))

    def shot(name: str) -> None:
        for _ in range(6):
            app.processEvents()
        window.grab().save(str(out / f"{name}.png"))

    window.show()
    window.show_over(view)
    window.resize(1280, 900)
    for name in visits:
        show(name)
        shot(f"invite_{name}")
    show("interpreter")
    app.dress.set_theme("dark")
    shot("invite_dark")
    app.dress.set_theme("light")
    app.dress.set_language("en")
    view.language.setCurrentIndex(1)
    shot("invite_english")
    app.dress.set_language("sv")
    window.resize(1180, 1600)
    app.dress.set_text_scale(2.0)
    shot("invite_200")
    for role in (Role.PATIENT, Role.INTERPRETER):
        for language in WORDS:
            path = out / f"letter_{role}_{language}.pdf"
            write_pdf(invitation(role, language), path)
            page(path)[1].save(str(path.with_suffix(".png")))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
