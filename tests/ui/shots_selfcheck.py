"""Pictures of the self-test with every advice there is, to look at: python -m tests.ui.shots_selfcheck OUT."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.ui.selfchecks import AT, DEVICES, READY, judged
from vardklient.domain.device import DeviceChoice, DeviceKind
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.flows.selfcheck import MORNING_CHECKS
from vardklient.ui.application import make_application
from vardklient.ui.selfcheck import SelfcheckView

FITTING = Severity.YELLOW
LONG_NAME = "Jabra Evolve2 65 Flex (2- Jabra Link 380)"


def checks_of(advice: Advice) -> Check:
    """The check that says so, by its name; the rest is the camera's or the choice of devices."""
    found = [check for check in Check if advice.value.startswith(check.value)]
    if found:
        return max(found, key=lambda check: len(check.value))
    return Check.LIVENESS if advice.value.startswith("camera") else Check.DEFAULT_DEVICE


def pages() -> list[tuple[Verdict, ...]]:
    """Every advice once; one per check on each page."""
    instead = DeviceChoice(DeviceKind.MICROPHONE, DEVICES.microphones[0])
    by_check: dict[Check, list[Verdict]] = {check: [] for check in MORNING_CHECKS}
    for advice in Advice:
        check = checks_of(advice)
        by_check[check].append(Verdict(check, FITTING, advice, device=LONG_NAME, instead=instead))
    return [tuple(v for v in page if v is not None) for page in zip_longest(*by_check.values())]


def main(out: Path) -> None:
    """Write every picture."""
    out.mkdir(parents=True, exist_ok=True)
    app = make_application(["shots"], language="sv", theme="light", text_scale=1.0)
    view = SelfcheckView(app.look)
    view.show_devices(DEVICES)
    view.show()
    for language, theme, scale in (("sv", "light", 2.0), ("en", "dark", 2.0), ("sv", "dark", 1.0)):
        app.dress.set_language(language)
        app.dress.set_theme(theme)
        app.dress.set_text_scale(scale)
        view.resize(1060, round(2400 * scale))
        for number, verdicts in enumerate(pages(), 1):
            view.show_state(replace(READY, items=judged(*verdicts), finished_at=AT))
            for _ in range(6):
                app.processEvents()
            view.grab().save(str(out / f"selfcheck_{language}_{theme}_{round(100 * scale)}_{number:02}.png"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
