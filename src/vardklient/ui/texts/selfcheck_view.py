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
OTHER = _say(QT_TRANSLATE_NOOP("selfcheck", "Nätverk och plats"))
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
SPEAKER_TRY = _say(QT_TRANSLATE_NOOP("selfcheck", "Prova högtalaren"))
SPEAKER_LISTEN = _say(QT_TRANSLATE_NOOP("selfcheck", "Lyssna nu: ett provljud spelas upp."))
SPEAKER_QUESTION = _say(QT_TRANSLATE_NOOP("selfcheck", "Hörde du provljudet?"))

PLACE = _say(QT_TRANSLATE_NOOP("selfcheck", "Kan någon höra?"))
PLACE_WHY = _say(QT_TRANSLATE_NOOP("selfcheck", "Frågan kommer en gång om dagen på varje plats."))
PLACE_TICK = _say(QT_TRANSLATE_NOOP("selfcheck", "Ingen annan kan höra mig eller patienten"))

QUIET = _say(QT_TRANSLATE_NOOP("selfcheck", "Var tyst en sekund."))
QUIET_WHY = _say(QT_TRANSLATE_NOOP("selfcheck", "Rummets buller mäts."))
SPEAK = _say(QT_TRANSLATE_NOOP("selfcheck", "Säg några ord i vanlig samtalston."))
SPEAK_WHY = _say(QT_TRANSLATE_NOOP("selfcheck", "Sitt som du brukar i ett samtal."))
LOOP = _say(QT_TRANSLATE_NOOP("selfcheck", "Nu hörs ett provljud."))
LOOP_WHY = _say(QT_TRANSLATE_NOOP("selfcheck", "Det visar om ljudet stannar i headsetet."))
LOOK = _say(QT_TRANSLATE_NOOP("selfcheck", "Sitt framför kameran en stund."))
LOOK_WHY = _say(QT_TRANSLATE_NOOP("selfcheck", "Bild, ljud och nätverk kontrolleras samtidigt."))
NETWORK = _say(QT_TRANSLATE_NOOP("selfcheck", "Nätverket mäts."))
NETWORK_WHY = _say(QT_TRANSLATE_NOOP("selfcheck", "Det tar några sekunder."))
UNSURE = _say(QT_TRANSLATE_NOOP("selfcheck", "Allt kunde inte kontrolleras."))
DO_AGAIN = _say(QT_TRANSLATE_NOOP("selfcheck", "Gör om testet."))
NOTHING_TO_DO = _say(QT_TRANSLATE_NOOP("selfcheck", "Allt som kunde kontrolleras är bra."))
START_IT = _say(QT_TRANSLATE_NOOP("selfcheck", "Gör testet för att se hur utrustningen är."))

CHANGE_TO = _say(QT_TRANSLATE_NOOP("selfcheck", "Byt till {device}"))
DETAILS = _say(QT_TRANSLATE_NOOP("selfcheck", "Visa detaljer"))
NO_DETAILS = _say(QT_TRANSLATE_NOOP("selfcheck", "Dölj detaljer"))
COPY_REPORT = _say(QT_TRANSLATE_NOOP("selfcheck", "Kopiera rapport"))
REPORT_COPIED = _say(QT_TRANSLATE_NOOP("selfcheck", "Kopierad"))
SAVE_REPORT = _say(QT_TRANSLATE_NOOP("selfcheck", "Spara rapport …"))
REPORT_SAVED = _say(QT_TRANSLATE_NOOP("selfcheck", "Sparad"))
REPORT_NOT_SAVED = _say(QT_TRANSLATE_NOOP("selfcheck", "Kunde inte sparas"))
REPORT_WHAT = _say(QT_TRANSLATE_NOOP("selfcheck", "Rapporten innehåller inga namn på personer, patienter eller filer."))
REPORT_NAME = _say(QT_TRANSLATE_NOOP("selfcheck", "utrustning"))
REPORT_FILTER = _say(QT_TRANSLATE_NOOP("selfcheck", "Text (*.txt);;JSON (*.json)"))

REPORT_TITLE = _say(QT_TRANSLATE_NOOP("selfcheck", "Vårdklient {version}: kontroll av utrustningen"))
REPORT_MADE = _say(QT_TRANSLATE_NOOP("selfcheck", "Gjord {time}"))
REPORT_SYSTEM = _say(QT_TRANSLATE_NOOP("selfcheck", "System: {system}"))

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
