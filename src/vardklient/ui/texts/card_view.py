"""What the card after the visit says. The phrase for the record is in `ui.phrase`, the outcomes in `ui.texts`."""

from __future__ import annotations

from functools import partial

from vardklient.domain.record import Outcome
from vardklient.ui.texts.mark import QT_TRANSLATE_NOOP
from vardklient.ui.texts.words import Words

_say = partial(Words, "card")

TITLE = _say(QT_TRANSLATE_NOOP("card", "Efter besöket"))
RELEASED = _say(QT_TRANSLATE_NOOP("card", "Kamera och mikrofon är lediga"))
PHRASE = _say(QT_TRANSLATE_NOOP("card", "Fras till journalen"))
PHRASE_MORE = _say(QT_TRANSLATE_NOOP("card", "Programmet sparar inget. Urklipp töms efter en minut."))
COPY = _say(QT_TRANSLATE_NOOP("card", "Kopiera frasen"))
COPIED = _say(QT_TRANSLATE_NOOP("card", "Kopierat"))
FACTS = _say(QT_TRANSLATE_NOOP("card", "Uppgifter"))
TIME = _say(QT_TRANSLATE_NOOP("card", "Tid"))
TIME_SPAN = _say(QT_TRANSLATE_NOOP("card", "{start}–{end} ({minutes} min)"))
TIME_NEVER = _say(QT_TRANSLATE_NOOP("card", "Ingen släpptes in, avslutat {end}"))
IDENTITY = _say(QT_TRANSLATE_NOOP("card", "Identitet"))
IDENTITY_DONE = _say(QT_TRANSLATE_NOOP("card", "{method}, {time}"))
IDENTITY_OPEN = _say(QT_TRANSLATE_NOOP("card", "Inte kontrollerad. Skriv i journalen varför."))
PRESENT = _say(QT_TRANSLATE_NOOP("card", "Deltagare"))
NOBODY = _say(QT_TRANSLATE_NOOP("card", "Ingen"))
BROKEN = _say(QT_TRANSLATE_NOOP("card", "Teknik"))
BROKEN_MORE = _say(QT_TRANSLATE_NOOP("card", "Bild eller ljud bröts under besöket"))
REGISTER = _say(QT_TRANSLATE_NOOP("card", "Kontakttyp att registrera"))
CODES = _say(QT_TRANSLATE_NOOP("card", "Åtgärdskod (KVÅ)"))
ADD_ON = _say(QT_TRANSLATE_NOOP("card", "{code} {text}, tillsammans med koden för det som gjordes"))
FEE = _say(QT_TRANSLATE_NOOP("card", "Avgift"))
OUTCOME = _say(QT_TRANSLATE_NOOP("card", "Hur slutade besöket?"))
DONE = _say(QT_TRANSLATE_NOOP("card", "Klart, till dagens besök"))

CONTACT_TYPES: dict[Outcome, Words] = {
    Outcome.BY_VIDEO: _say(QT_TRANSLATE_NOOP("card", "Kontakt via videolänk")),
    Outcome.COMPLETED_BY_PHONE: _say(QT_TRANSLATE_NOOP("card", "Telefonkontakt (besöket slutfördes per telefon)")),
    Outcome.NO_SHOW: _say(QT_TRANSLATE_NOOP("card", "Uteblivet besök")),
    Outcome.NEEDS_PHYSICAL: _say(QT_TRANSLATE_NOOP("card", "Kontakt via videolänk, och boka ett fysiskt besök")),
}
"""What most units call it; the unit's own word goes before (a region's file may say so)."""
