"""The words of the call: what is going on, how identity is settled, what the server refuses."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from vardklient.domain.identity import IdMethod
from vardklient.flows.call import CallNotice, Phase, Presence
from vardklient.ui.texts.advices import AdviceText
from vardklient.ui.texts.mark import QT_TRANSLATE_NOOP


def phase(code: Phase) -> str:
    """How far the call has come."""
    return QCoreApplication.translate("Call", PHASES[code])


def presence(code: Presence) -> str:
    """How a person is connected, in small letters after their role."""
    return QCoreApplication.translate("Call", PRESENCES[code])


def call_notice(code: CallNotice) -> AdviceText:
    """The one sentence over the picture, and what to do."""
    sentence, remedy = CALL_NOTICES[code]
    translate = QCoreApplication.translate
    return AdviceText(translate("Call", sentence), translate("Call", remedy) if remedy else "")


def id_method(code: IdMethod) -> str:
    """The way to settle identity, as a button says it."""
    return QCoreApplication.translate("Call", ID_METHODS[code])


def id_method_chosen(code: IdMethod) -> str:
    """What was done, once it is settled."""
    return QCoreApplication.translate("Call", ID_METHODS_CHOSEN[code])


def refusal(code: str) -> AdviceText:
    """Why the visit server refused something (its closed list of codes)."""
    sentence, remedy = REFUSALS.get(code, REFUSALS["forbidden"])
    translate = QCoreApplication.translate
    return AdviceText(translate("Call", sentence), translate("Call", remedy))


PHASES: dict[Phase, str] = {
    Phase.PREPARING: QT_TRANSLATE_NOOP("Call", "Besöket förbereds"),
    Phase.WAITING_ROOM: QT_TRANSLATE_NOOP("Call", "Ingen är insläppt än"),
    Phase.CONNECTED: QT_TRANSLATE_NOOP("Call", "Besöket pågår"),
    Phase.RECONNECTING: QT_TRANSLATE_NOOP("Call", "Återansluter"),
    Phase.PHONE: QT_TRANSLATE_NOOP("Call", "Besöket slutförs per telefon"),
    Phase.ENDED: QT_TRANSLATE_NOOP("Call", "Besöket är avslutat"),
}

PRESENCES: dict[Presence, str] = {
    Presence.WAITING: QT_TRANSLATE_NOOP("Call", "i väntrummet"),
    Presence.CONNECTING: QT_TRANSLATE_NOOP("Call", "ansluter"),
    Presence.CONNECTED: QT_TRANSLATE_NOOP("Call", "ansluten"),
    Presence.RECONNECTING: QT_TRANSLATE_NOOP("Call", "återansluter"),
    Presence.LEFT: QT_TRANSLATE_NOOP("Call", "har lämnat"),
}

CALL_NOTICES: dict[CallNotice, tuple[str, str]] = {
    CallNotice.SIGNALLING_LOST: (
        QT_TRANSLATE_NOOP("Call", "Kontakten med besöksservern är bruten, men samtalet fortsätter."),
        QT_TRANSLATE_NOOP("Call", "Fortsätt som vanligt; ingen ny kan släppas in just nu."),
    ),
    CallNotice.PEER_DROPPED: (
        QT_TRANSLATE_NOOP("Call", "Patientens uppkoppling bröts. Vi försöker igen."),
        QT_TRANSLATE_NOOP("Call", "Vänta en stund, eller ring i stället."),
    ),
    CallNotice.PEER_LEFT: (
        QT_TRANSLATE_NOOP("Call", "Patienten har lämnat besöket."),
        QT_TRANSLATE_NOOP("Call", "Vänta om patienten är på väg tillbaka, annars avsluta eller ring."),
    ),
    CallNotice.MEDIA_LOST: (
        QT_TRANSLATE_NOOP("Call", "Bilden och ljudet är borta. Vi försöker koppla upp igen …"),
        QT_TRANSLATE_NOOP("Call", "Vänta en stund, eller ring i stället."),
    ),
    CallNotice.CANNOT_CONNECT: (
        QT_TRANSLATE_NOOP("Call", "Det går inte att få kontakt med patientens enhet."),
        QT_TRANSLATE_NOOP("Call", "Ring patienten och slutför besöket per telefon."),
    ),
    CallNotice.ENGINE_DIED: (
        QT_TRANSLATE_NOOP("Call", "Bild och ljud har slutat fungera i programmet."),
        QT_TRANSLATE_NOOP("Call", "Ring patienten, och starta om Vårdklient efter besöket."),
    ),
    CallNotice.TICKET_REFUSED: (
        QT_TRANSLATE_NOOP("Call", "Länken till besöket gäller inte längre."),
        QT_TRANSLATE_NOOP("Call", "Ring patienten, och skapa en ny länk."),
    ),
}

ID_METHODS: dict[IdMethod, str] = {
    IdMethod.DOCUMENT_SHOWN: QT_TRANSLATE_NOOP("Call", "Giltig ID-handling visad"),
    IdMethod.E_IDENTIFICATION: QT_TRANSLATE_NOOP("Call", "E-legitimation vid inloggning"),
    IdMethod.KNOWN_TO_ME: QT_TRANSLATE_NOOP("Call", "Känd av mig"),
    IdMethod.CERTIFIED_BY_STAFF: QT_TRANSLATE_NOOP("Call", "Intygad av personal på plats"),
}

ID_METHODS_CHOSEN: dict[IdMethod, str] = {
    IdMethod.DOCUMENT_SHOWN: QT_TRANSLATE_NOOP("Call", "ID kontrollerat: giltig ID-handling visad"),
    IdMethod.E_IDENTIFICATION: QT_TRANSLATE_NOOP("Call", "ID kontrollerat: e-legitimation"),
    IdMethod.KNOWN_TO_ME: QT_TRANSLATE_NOOP("Call", "ID kontrollerat: känd av mig"),
    IdMethod.CERTIFIED_BY_STAFF: QT_TRANSLATE_NOOP("Call", "ID kontrollerat: intygad av personal på plats"),
}

REFUSALS: dict[str, tuple[str, str]] = {
    "forbidden": (
        QT_TRANSLATE_NOOP("Call", "Besöksservern tillåter inte det just nu."),
        QT_TRANSLATE_NOOP("Call", "Försök igen, eller ring i stället."),
    ),
    "bad_message": (
        QT_TRANSLATE_NOOP("Call", "Besöksservern förstod inte programmet."),
        QT_TRANSLATE_NOOP("Call", "Uppdatera Vårdklient, och ring patienten så länge."),
    ),
    "unknown_peer": (
        QT_TRANSLATE_NOOP("Call", "Personen är inte kvar i besöket."),
        QT_TRANSLATE_NOOP("Call", "Vänta tills personen har anslutit igen."),
    ),
    "too_early": (
        QT_TRANSLATE_NOOP("Call", "Det är för tidigt att ansluta till besöket."),
        QT_TRANSLATE_NOOP("Call", "Försök igen närmare besökets tid."),
    ),
}
