"""Where the system lets a program use the camera or the microphone, in the system's own words."""

from __future__ import annotations

import sys
from functools import partial

from vardklient.domain.verdict import Advice
from vardklient.ui.texts.mark import QT_TRANSLATE_NOOP
from vardklient.ui.texts.words import Words

_say = partial(Words, "allow")

# Windows 11 23H2, macOS 14 and GNOME 45, in the languages of the systems themselves.
PATHS: dict[tuple[Advice, str], Words] = {
    (Advice.CAMERA_REFUSED, "win32"): _say(
        QT_TRANSLATE_NOOP(
            "allow",
            "Öppna Inställningar > Sekretess och säkerhet > Kamera, och slå på ”Låt skrivbordsappar komma åt kameran”.",
        )
    ),
    (Advice.CAMERA_REFUSED, "darwin"): _say(
        QT_TRANSLATE_NOOP(
            "allow",
            "Öppna Systeminställningar > Integritetsskydd och säkerhet > Kamera, "
            "slå på Vårdklient och starta om programmet.",
        )
    ),
    (Advice.CAMERA_REFUSED, "linux"): _say(
        QT_TRANSLATE_NOOP("allow", "Öppna Inställningar > Integritet och säkerhet > Kamera och slå på kameraåtkomst.")
    ),
    (Advice.MICROPHONE_REFUSED, "win32"): _say(
        QT_TRANSLATE_NOOP(
            "allow",
            "Öppna Inställningar > Sekretess och säkerhet > Mikrofon, och slå på "
            "”Låt skrivbordsappar komma åt mikrofonen”.",
        )
    ),
    (Advice.MICROPHONE_REFUSED, "darwin"): _say(
        QT_TRANSLATE_NOOP(
            "allow",
            "Öppna Systeminställningar > Integritetsskydd och säkerhet > Mikrofon, "
            "slå på Vårdklient och starta om programmet.",
        )
    ),
    (Advice.MICROPHONE_REFUSED, "linux"): _say(
        QT_TRANSLATE_NOOP(
            "allow", "Öppna Inställningar > Integritet och säkerhet > Mikrofon och slå på mikrofonåtkomst."
        )
    ),
}


def where_to_allow(code: Advice, system: str = sys.platform) -> str:
    """The way through the system's settings; "" where the advice is about something else, or the system is unknown."""
    words = PATHS.get((code, system))
    return words() if words is not None else ""
