"""The words of the call: what is going on, how identity is settled, what the server refuses."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from vardklient.domain.identity import IdMethod
from vardklient.domain.quality import CallQuality, Cause, Quality
from vardklient.flows.call import CallNotice, Phase, Presence, SoundNotice, SoundTrouble
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


def quality_word(level: Quality) -> str:
    """How good the call is, in one word beside its name."""
    return QCoreApplication.translate("Call", QUALITY_WORDS[level])


def quality(verdict: CallQuality) -> AdviceText:
    """Why the call is not good, and what to do. A good one needs no words."""
    return _advice(QUALITIES[verdict.level, verdict.cause])


def muted_talk() -> AdviceText:
    """The user speaks, and nobody hears it."""
    return AdviceText(QCoreApplication.translate("Call", "Du talar men mikrofonen är avstängd."), "")


def sound_notice(notice: SoundNotice) -> AdviceText:
    """What has become of the microphone and the loudspeaker: of both, the second stands where the remedy would."""
    found = []
    if notice.microphone is not None:
        found.append(_advice(MICROPHONE_TROUBLES[notice.microphone], notice.microphone_name))
    if notice.speaker is not None:
        found.append(_advice(SPEAKER_TROUBLES[notice.speaker], notice.speaker_name))
    if len(found) == 2:
        return AdviceText(found[0].sentence, found[1].sentence)
    return found[0] if found else AdviceText("", "")


def _advice(texts: tuple[str, str], name: str = "") -> AdviceText:
    sentence, remedy = (QCoreApplication.translate("Call", text) for text in texts)
    return AdviceText(sentence.replace("{name}", name), remedy)


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

QUALITY_WORDS: dict[Quality, str] = {
    Quality.GOOD: QT_TRANSLATE_NOOP("Call", "bra"),
    Quality.WEAK: QT_TRANSLATE_NOOP("Call", "svag"),
    Quality.BAD: QT_TRANSLATE_NOOP("Call", "dålig"),
}

QUALITIES: dict[tuple[Quality, Cause], tuple[str, str]] = {
    (Quality.WEAK, Cause.THEIR_LINE): (
        QT_TRANSLATE_NOOP("Call", "Patientens uppkoppling är svag. Ljudet går före bilden."),
        QT_TRANSLATE_NOOP("Call", "Be patienten gå närmare sin router och stänga andra program."),
    ),
    (Quality.BAD, Cause.THEIR_LINE): (
        QT_TRANSLATE_NOOP("Call", "Patientens uppkoppling är mycket dålig."),
        QT_TRANSLATE_NOOP("Call", "Be patienten stänga av sin kamera, eller ring i stället."),
    ),
    (Quality.WEAK, Cause.OUR_LINE): (
        QT_TRANSLATE_NOOP("Call", "Din uppkoppling är svag. Ljudet går före bilden."),
        QT_TRANSLATE_NOOP("Call", "Använd nätverkskabel om du kan, och stäng det som laddar ner eller upp."),
    ),
    (Quality.BAD, Cause.OUR_LINE): (
        QT_TRANSLATE_NOOP("Call", "Din uppkoppling är mycket dålig."),
        QT_TRANSLATE_NOOP("Call", "Byt nätverk eller stäng av din kamera, eller ring i stället."),
    ),
    (Quality.WEAK, Cause.COMPUTER): (
        QT_TRANSLATE_NOOP("Call", "Datorn hinner inte med bilden."),
        QT_TRANSLATE_NOOP("Call", "Stäng program som du inte behöver just nu."),
    ),
    (Quality.BAD, Cause.COMPUTER): (
        QT_TRANSLATE_NOOP("Call", "Datorn hinner inte med samtalet."),
        QT_TRANSLATE_NOOP("Call", "Stäng program som du inte behöver, eller ring i stället."),
    ),
    (Quality.WEAK, Cause.UNKNOWN): (
        QT_TRANSLATE_NOOP("Call", "Uppkopplingen är svag. Ljudet går före bilden."),
        QT_TRANSLATE_NOOP("Call", "Fortsätt tala; bilden kommer tillbaka av sig själv."),
    ),
    (Quality.BAD, Cause.UNKNOWN): (
        QT_TRANSLATE_NOOP("Call", "Uppkopplingen är mycket dålig."),
        QT_TRANSLATE_NOOP("Call", "Stäng av din kamera, eller ring i stället."),
    ),
}

MICROPHONE_TROUBLES: dict[SoundTrouble, tuple[str, str]] = {
    SoundTrouble.MOVED: (
        QT_TRANSLATE_NOOP("Call", "Mikrofonen kopplades ur. Du hörs nu via {name}."),
        QT_TRANSLATE_NOOP("Call", "Fråga om du hörs bra."),
    ),
    SoundTrouble.GONE: (
        QT_TRANSLATE_NOOP("Call", "Ingen mikrofon är ansluten, och du hörs inte."),
        QT_TRANSLATE_NOOP("Call", "Sätt i en mikrofon eller ett headset."),
    ),
    SoundTrouble.BUSY: (
        QT_TRANSLATE_NOOP("Call", "Ett annat program använder mikrofonen, och du hörs inte."),
        QT_TRANSLATE_NOOP("Call", "Stäng det programmet, till exempel dikteringen."),
    ),
    SoundTrouble.REFUSED: (
        QT_TRANSLATE_NOOP("Call", "Mikrofonen får inte användas, och du hörs inte."),
        QT_TRANSLATE_NOOP("Call", "Tillåt mikrofonen i datorns inställningar för integritet."),
    ),
}

SPEAKER_TROUBLES: dict[SoundTrouble, tuple[str, str]] = {
    SoundTrouble.MOVED: (
        QT_TRANSLATE_NOOP("Call", "Ljudutgången kopplades ur. Du hör nu via {name}."),
        QT_TRANSLATE_NOOP("Call", "Se till att ingen annan i rummet hör."),
    ),
    SoundTrouble.GONE: (
        QT_TRANSLATE_NOOP("Call", "Ingen ljudutgång är ansluten, och du hör inget."),
        QT_TRANSLATE_NOOP("Call", "Sätt i högtalare eller ett headset."),
    ),
    SoundTrouble.BUSY: (
        QT_TRANSLATE_NOOP("Call", "Ett annat program använder ljudutgången, och du hör inget."),
        QT_TRANSLATE_NOOP("Call", "Stäng det programmet."),
    ),
    SoundTrouble.REFUSED: (
        QT_TRANSLATE_NOOP("Call", "Ljudutgången får inte användas, och du hör inget."),
        QT_TRANSLATE_NOOP("Call", "Välj en annan ljudutgång i inställningarna."),
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
