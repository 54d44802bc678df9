"""Pictures of the views, to look at: python -m tests.ui.shots OUT."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.ui import days
from vardklient.domain.verdict import Severity
from vardklient.ports.devices import Device, DeviceList
from vardklient.ui.application import make_application
from vardklient.ui.mainwindow import MainWindow
from vardklient.ui.notices import Notice
from vardklient.ui.rail import Page

SUPPORT = ("021-17 35 00, tonval 1, 3",)


def main(out: Path) -> None:
    """Write every picture."""
    out.mkdir(parents=True, exist_ok=True)
    app = make_application(["shots"], language="sv", theme="light", text_scale=1.0)
    window = MainWindow(app.look, support=SUPPORT)
    window.show()

    def shot(name: str, top: bool = True) -> None:
        for _ in range(6):
            app.processEvents()
        if top:
            window.day.verticalScrollBar().setValue(0)
            app.processEvents()
        window.grab().save(str(out / f"{name}.png"))

    window.day.show_state(replace(days.morning(), rows=(), next_id="", loading=True))
    window.resize(1280, 720)
    shot("today_loading")
    window.day.show_state(replace(days.morning(), rows=(), next_id="", others=()))
    window.day.show_selfcheck(Severity.GREEN, days.at("07:42"))
    shot("today_empty")
    day = days.morning()
    window.day.show_state(day)
    shot("today_light")
    window.day.later.setFocus()
    window.day.show_state(replace(day, asking=day.rows[7].visit.visit_id))
    shot("today_asking_row", top=False)
    window.day.show_state(replace(day, asking=day.rows[5].visit.visit_id))
    shot("today_asking_ambiguous", top=False)
    window.day.show_state(replace(day, asking=day.rows[1].visit.visit_id))
    shot("today_asking_hero", top=False)
    window.day.show_state(days.troubled())
    window.set_practice(True)
    window.day.show_selfcheck(Severity.YELLOW, days.at("07:42"))
    window.notices.show_notice(Notice("Kameran försvann.", "Sätt i kamerans kabel igen.", replace="camera"))
    shot("today_troubled")
    window.notices.drop("camera")
    window.set_practice(False)
    window.day.show_state(day)
    window.day.show_selfcheck(Severity.GREEN, days.at("07:42"))
    app.dress.set_theme("dark")
    shot("today_dark")
    window.settings.show_settings("sv", "dark", 1.0)
    window.settings.show_devices(DeviceList((Device("c", "Microsoft LifeCam HD"),), (Device("m", "Jabra"),), ()))
    window.navigate(Page.SETTINGS)
    shot("settings_dark")
    app.dress.set_theme("light")
    window.navigate(Page.DAY)
    app.dress.set_language("en")
    shot("today_english")
    window.navigate(Page.SETTINGS)
    window.settings.show_settings("en", "light", 1.0)
    shot("settings_english")
    window.navigate(Page.DAY)
    app.dress.set_language("sv")
    window.resize(640, 900)
    shot("today_narrow")
    window.resize(1180, 800)
    app.dress.set_text_scale(2.0)
    shot("today_200")
    window.resize(1180, 3200)
    shot("today_200_tall")
    window.day.show_state(replace(day, asking=day.rows[7].visit.visit_id))
    shot("today_200_tall_asking")
    window.resize(1180, 800)
    window.navigate(Page.SETTINGS)
    shot("settings_200")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
