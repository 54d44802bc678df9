"""What the self-test's page says. The texts of the verdicts are in `ui.texts.advices` and `ui.texts.checks`."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication

from vardklient.ui.texts.mark import QT_TRANSLATE_NOOP
from vardklient.ui.texts.times import counted
from vardklient.ui.texts.words import Words

_say = partial(Words, "selfcheck")

TITLE = _say(QT_TRANSLATE_NOOP("selfcheck", "Kontrollera utrustningen"))
SUBTITLE = _say(QT_TRANSLATE_NOOP("selfcheck", "Tar ungefär en halv minut. Inget spelas in eller sparas."))
RUNNING = _say(QT_TRANSLATE_NOOP("selfcheck", "Kontrollerar …"))
ALL_WELL = _say(QT_TRANSLATE_NOOP("selfcheck", "Utrustningen är klar"))
ALL_WELL_AT = _say(QT_TRANSLATE_NOOP("selfcheck", "Utrustningen är klar, kontrollerad {time}"))
UNSURE_AT = _say(QT_TRANSLATE_NOOP("selfcheck", "Allt kunde inte kontrolleras, {time}"))
NOT_YET = _say(QT_TRANSLATE_NOOP("selfcheck", "Inte kontrollerad än"))
PROGRESS = _say(QT_TRANSLATE_NOOP("selfcheck", "Hur långt testet har kommit"))
PICTURE = _say(QT_TRANSLATE_NOOP("selfcheck", "Bild"))
SOUND = _say(QT_TRANSLATE_NOOP("selfcheck", "Ljud"))
NETWORK = _say(QT_TRANSLATE_NOOP("selfcheck", "Nätverk"))
PREVIEW = _say(QT_TRANSLATE_NOOP("selfcheck", "Din egen bild, som i en spegel"))

CAMERA = _say(QT_TRANSLATE_NOOP("selfcheck", "Kamera"))
MICROPHONE = _say(QT_TRANSLATE_NOOP("selfcheck", "Mikrofon"))
SPEAKER = _say(QT_TRANSLATE_NOOP("selfcheck", "Högtalare"))
NO_CAMERA = _say(QT_TRANSLATE_NOOP("selfcheck", "Ingen kamera"))
NO_MICROPHONE = _say(QT_TRANSLATE_NOOP("selfcheck", "Ingen mikrofon"))
NO_SPEAKER = _say(QT_TRANSLATE_NOOP("selfcheck", "Ingen högtalare"))

LEVEL = _say(QT_TRANSLATE_NOOP("selfcheck", "Mikrofonens nivå"))
LEVEL_UNHEARD = _say(QT_TRANSLATE_NOOP("selfcheck", "Hörs inte"))
LEVEL_QUIET = _say(QT_TRANSLATE_NOOP("selfcheck", "Tyst"))
LEVEL_WEAK = _say(QT_TRANSLATE_NOOP("selfcheck", "Svag nivå"))
LEVEL_GOOD = _say(QT_TRANSLATE_NOOP("selfcheck", "Bra nivå"))
LEVEL_LOUD = _say(QT_TRANSLATE_NOOP("selfcheck", "För stark"))

MEASURING = _say(QT_TRANSLATE_NOOP("selfcheck", "Mäter …"))
WAITING = _say(QT_TRANSLATE_NOOP("selfcheck", "Väntar"))
STALE = _say(QT_TRANSLATE_NOOP("selfcheck", "Gäller inte längre"))

ECHO = _say(QT_TRANSLATE_NOOP("selfcheck", "Ekotest"))
ECHO_PROGRESS = _say(QT_TRANSLATE_NOOP("selfcheck", "Ekotestets gång"))
ECHO_START = _say(QT_TRANSLATE_NOOP("selfcheck", "Starta ekotestet"))
ECHO_AGAIN = _say(QT_TRANSLATE_NOOP("selfcheck", "Igen"))
ECHO_ONCE_MORE = _say(QT_TRANSLATE_NOOP("selfcheck", "Gör om ekotestet"))
YES = _say(QT_TRANSLATE_NOOP("selfcheck", "Ja"))
NO = _say(QT_TRANSLATE_NOOP("selfcheck", "Nej"))

AGAIN = _say(QT_TRANSLATE_NOOP("selfcheck", "Gör om testet"))
CANCEL = _say(QT_TRANSLATE_NOOP("selfcheck", "Avbryt testet"))
ONWARD = _say(QT_TRANSLATE_NOOP("selfcheck", "Fortsätt till dagens besök"))


def to_look_at(count: int) -> str:
    """How many items want a look."""
    translate = QCoreApplication.translate
    return counted(
        translate("selfcheck", "{n} sak att se över"), translate("selfcheck", "{n} saker att se över"), count
    )


def to_mend(count: int) -> str:
    """How many items must be mended."""
    translate = QCoreApplication.translate
    one, many = translate("selfcheck", "{n} sak att åtgärda"), translate("selfcheck", "{n} saker att åtgärda")
    return counted(one, many, count)
