"""What the self-test says: one plain sentence, and at most one remedy."""

from __future__ import annotations

import sys
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from vardklient.domain.verdict import Advice
from vardklient.ui.texts.allow import where_to_allow
from vardklient.ui.texts.mark import QT_TRANSLATE_NOOP


class AdviceText(NamedTuple):
    """What is seen, and the one thing to do about it; no remedy where nothing is wrong."""

    sentence: str
    remedy: str = ""


def advice(code: Advice, device: str = "", system: str = sys.platform) -> AdviceText:
    """The words of that advice, in the language in use.

    Args:
        code: which.
        device: the name that goes where the words name a device; without it they say "the device".
        system: whose settings the remedy leads through, as `sys.platform` names it; unknown: the general words.
    """
    sentence, remedy = (QCoreApplication.translate("Advice", text) if text else "" for text in ADVICES[code])
    remedy = where_to_allow(code, system) or remedy
    return AdviceText(_named(sentence, device), _named(remedy, device))


def _named(text: str, device: str) -> str:
    """With the device's name as it is written; without one the sentence begins with a capital letter all the same."""
    if device:
        return text.replace("{device}", device)
    filled = text.replace("{device}", QCoreApplication.translate("Advice", ANY_DEVICE))
    return filled[:1].upper() + filled[1:]


ANY_DEVICE = QT_TRANSLATE_NOOP("Advice", "enheten")


ADVICES: dict[Advice, tuple[str, str]] = {
    Advice.LIGHT_OK: (QT_TRANSLATE_NOOP("Advice", "Ansiktet är jämnt belyst."), ""),
    Advice.LIGHT_DARK: (
        QT_TRANSLATE_NOOP("Advice", "Det är för mörkt för att se ditt ansikte."),
        QT_TRANSLATE_NOOP("Advice", "Tänd en lampa framför dig."),
    ),
    Advice.LIGHT_DIM: (
        QT_TRANSLATE_NOOP("Advice", "Ansiktet är lite mörkt."),
        QT_TRANSLATE_NOOP("Advice", "Tänd en lampa framför dig eller vänd dig mot fönstret."),
    ),
    Advice.LIGHT_OVER: (
        QT_TRANSLATE_NOOP("Advice", "Ljuset på ansiktet är för starkt."),
        QT_TRANSLATE_NOOP("Advice", "Flytta lampan längre bort eller dra för gardinen."),
    ),
    Advice.LIGHT_UNEVEN: (
        QT_TRANSLATE_NOOP("Advice", "Halva ansiktet ligger i skugga."),
        QT_TRANSLATE_NOOP("Advice", "Vänd dig mot ljuset, eller tänd en lampa på den mörka sidan."),
    ),
    Advice.LIGHT_UNSURE: (
        QT_TRANSLATE_NOOP("Advice", "Ljuset kunde inte bedömas."),
        QT_TRANSLATE_NOOP("Advice", "Sitt mitt framför kameran en stund."),
    ),
    Advice.BACKLIGHT_OK: (QT_TRANSLATE_NOOP("Advice", "Inget starkt ljus bakom dig."), ""),
    Advice.BACKLIGHT_STRONG: (
        QT_TRANSLATE_NOOP("Advice", "Fönstret bakom dig gör ansiktet mörkt."),
        QT_TRANSLATE_NOOP("Advice", "Dra för gardinen eller vänd skrivbordet."),
    ),
    Advice.BACKLIGHT_SOME: (
        QT_TRANSLATE_NOOP("Advice", "Det är lite för ljust bakom dig."),
        QT_TRANSLATE_NOOP("Advice", "Dra för gardinen eller släck lampan bakom dig."),
    ),
    Advice.BACKLIGHT_UNSURE: (
        QT_TRANSLATE_NOOP("Advice", "Motljuset kunde inte bedömas."),
        QT_TRANSLATE_NOOP("Advice", "Sitt mitt framför kameran en stund."),
    ),
    Advice.FRAMING_OK: (QT_TRANSLATE_NOOP("Advice", "Lagom avstånd, luft ovanför huvudet."), ""),
    Advice.FRAMING_NO_FACE: (
        QT_TRANSLATE_NOOP("Advice", "Ditt ansikte syns inte i bilden."),
        QT_TRANSLATE_NOOP("Advice", "Sätt dig framför kameran och titta mot den."),
    ),
    Advice.FRAMING_NEAR: (
        QT_TRANSLATE_NOOP("Advice", "Du sitter för nära kameran."),
        QT_TRANSLATE_NOOP("Advice", "Flytta dig lite bakåt, så att axlarna syns."),
    ),
    Advice.FRAMING_FAR: (
        QT_TRANSLATE_NOOP("Advice", "Du sitter för långt från kameran."),
        QT_TRANSLATE_NOOP("Advice", "Flytta dig närmare, så att ditt ansiktsuttryck syns."),
    ),
    Advice.FRAMING_OFF_CENTRE: (
        QT_TRANSLATE_NOOP("Advice", "Du sitter för långt åt sidan."),
        QT_TRANSLATE_NOOP("Advice", "Flytta dig mot mitten av bilden."),
    ),
    Advice.FRAMING_HIGH: (
        QT_TRANSLATE_NOOP("Advice", "Huvudet är för högt upp i bilden."),
        QT_TRANSLATE_NOOP("Advice", "Rikta kameran lite uppåt."),
    ),
    Advice.FRAMING_LOW: (
        QT_TRANSLATE_NOOP("Advice", "Huvudet är för långt ner i bilden."),
        QT_TRANSLATE_NOOP("Advice", "Rikta kameran lite nedåt."),
    ),
    Advice.FRAMING_UNSURE: (
        QT_TRANSLATE_NOOP("Advice", "Inramningen kunde inte bedömas."),
        QT_TRANSLATE_NOOP("Advice", "Sitt mitt framför kameran en stund."),
    ),
    Advice.BACKGROUND_OK: (QT_TRANSLATE_NOOP("Advice", "Lugn bakgrund."), ""),
    Advice.BACKGROUND_CLUTTER: (
        QT_TRANSLATE_NOOP("Advice", "Bakgrunden är rörig."),
        QT_TRANSLATE_NOOP("Advice", "Vänd dig så att du har en vägg bakom dig."),
    ),
    Advice.BACKGROUND_UNSURE: (
        QT_TRANSLATE_NOOP("Advice", "Bakgrunden kunde inte bedömas."),
        QT_TRANSLATE_NOOP("Advice", "Titta själv i bilden: är det lugnt bakom dig?"),
    ),
    Advice.COMPANY_ALONE: (QT_TRANSLATE_NOOP("Advice", "Du är ensam i bilden."), ""),
    Advice.COMPANY_SECOND: (
        QT_TRANSLATE_NOOP("Advice", "Någon mer syns i bilden."),
        QT_TRANSLATE_NOOP("Advice", "Se till att bara du syns och hör vad som sägs."),
    ),
    Advice.COMPANY_UNSURE: (
        QT_TRANSLATE_NOOP("Advice", "Det gick inte att se om du är ensam."),
        QT_TRANSLATE_NOOP("Advice", "Titta själv i bilden innan du tar emot patienten."),
    ),
    Advice.SHARPNESS_OK: (QT_TRANSLATE_NOOP("Advice", "Bilden är skarp."), ""),
    Advice.SHARPNESS_BLURRED: (
        QT_TRANSLATE_NOOP("Advice", "Bilden är suddig."),
        QT_TRANSLATE_NOOP("Advice", "Torka av kamerans lins med en mjuk duk."),
    ),
    Advice.SHARPNESS_UNSURE: (
        QT_TRANSLATE_NOOP("Advice", "Skärpan kunde inte bedömas."),
        QT_TRANSLATE_NOOP("Advice", "Tänd mer ljus och sitt stilla en stund."),
    ),
    Advice.LIVENESS_OK: (QT_TRANSLATE_NOOP("Advice", "Kameran visar rörlig bild."), ""),
    Advice.LIVENESS_BLACK: (
        QT_TRANSLATE_NOOP("Advice", "Kameran visar bara svart."),
        QT_TRANSLATE_NOOP("Advice", "Öppna luckan framför linsen."),
    ),
    Advice.LIVENESS_FROZEN: (
        QT_TRANSLATE_NOOP("Advice", "Bilden står stilla."),
        QT_TRANSLATE_NOOP("Advice", "Dra ur kamerans kabel och sätt i den igen."),
    ),
    Advice.LIVENESS_COVERED: (
        QT_TRANSLATE_NOOP("Advice", "Kameran är täckt."),
        QT_TRANSLATE_NOOP("Advice", "Öppna luckan framför linsen."),
    ),
    Advice.LIVENESS_UNSURE: (
        QT_TRANSLATE_NOOP("Advice", "Det gick inte att se om bilden rör sig."),
        QT_TRANSLATE_NOOP("Advice", "Rör dig lite framför kameran."),
    ),
    Advice.FLICKER_OK: (QT_TRANSLATE_NOOP("Advice", "Ljuset flimrar inte."), ""),
    Advice.FLICKER_SOME: (
        QT_TRANSLATE_NOOP("Advice", "Bilden flimrar av lampljuset."),
        QT_TRANSLATE_NOOP("Advice", "Släck lysröret eller tänd en annan lampa."),
    ),
    Advice.FLICKER_UNSURE: (
        QT_TRANSLATE_NOOP("Advice", "Flimmer kunde inte bedömas."),
        QT_TRANSLATE_NOOP("Advice", "Titta själv i bilden: rör sig ränder över den?"),
    ),
    Advice.RATE_OK: (QT_TRANSLATE_NOOP("Advice", "Bilden flyter jämnt."), ""),
    Advice.RATE_LOW: (
        QT_TRANSLATE_NOOP("Advice", "Bilden hackar."),
        QT_TRANSLATE_NOOP("Advice", "Tänd mer ljus: i mörker går kameran långsammare."),
    ),
    Advice.RATE_SMALL: (
        QT_TRANSLATE_NOOP("Advice", "Kamerans bild är liten och grynig."),
        QT_TRANSLATE_NOOP("Advice", "Välj en annan kamera om du har en."),
    ),
    Advice.RATE_UNSURE: (
        QT_TRANSLATE_NOOP("Advice", "Bildens jämnhet kunde inte bedömas."),
        QT_TRANSLATE_NOOP("Advice", "Gör om testet om en stund."),
    ),
    Advice.CAMERA_MISSING: (
        QT_TRANSLATE_NOOP("Advice", "Ingen kamera hittades."),
        QT_TRANSLATE_NOOP("Advice", "Sätt i kamerans kabel."),
    ),
    Advice.CAMERA_BUSY: (
        QT_TRANSLATE_NOOP("Advice", "Ett annat program använder kameran."),
        QT_TRANSLATE_NOOP("Advice", "Stäng det andra videoprogrammet."),
    ),
    Advice.CAMERA_REFUSED: (
        QT_TRANSLATE_NOOP("Advice", "Datorn släpper inte fram kameran."),
        QT_TRANSLATE_NOOP("Advice", "Tillåt kameran för Vårdklient i datorns sekretessinställningar."),
    ),
    Advice.CAMERA_SLOW: (
        QT_TRANSLATE_NOOP("Advice", "Kameran har inte visat någon bild än."),
        QT_TRANSLATE_NOOP("Advice", "Vänta några sekunder, eller dra ur och sätt i kabeln."),
    ),
    Advice.CAMERA_LOST: (
        QT_TRANSLATE_NOOP("Advice", "Kameran försvann."),
        QT_TRANSLATE_NOOP("Advice", "Sätt i kamerans kabel igen."),
    ),
    Advice.CAMERA_VIRTUAL: (
        QT_TRANSLATE_NOOP("Advice", "{device} är ett program, ingen riktig kamera."),
        QT_TRANSLATE_NOOP("Advice", "Välj en annan kamera."),
    ),
    Advice.CAMERA_INFRARED: (
        QT_TRANSLATE_NOOP("Advice", "{device} ser bara infrarött ljus, inte färger."),
        QT_TRANSLATE_NOOP("Advice", "Välj en annan kamera."),
    ),
    Advice.CAMERA_CHOICE_OK: (QT_TRANSLATE_NOOP("Advice", "Rätt sorts kamera är vald."), ""),
    Advice.CAMERA_CHOICE_UNSURE: (
        QT_TRANSLATE_NOOP("Advice", "Det gick inte att avgöra vilken sorts kamera det är."),
        QT_TRANSLATE_NOOP("Advice", "Titta själv i bilden: är det rätt kamera?"),
    ),
    Advice.MICROPHONE_OK: (QT_TRANSLATE_NOOP("Advice", "Din röst hörs bra."), ""),
    Advice.MICROPHONE_LOW: (
        QT_TRANSLATE_NOOP("Advice", "Din röst hörs svagt."),
        QT_TRANSLATE_NOOP("Advice", "Flytta mikrofonen närmare munnen."),
    ),
    Advice.MICROPHONE_LOUD: (
        QT_TRANSLATE_NOOP("Advice", "Din röst hörs för starkt."),
        QT_TRANSLATE_NOOP("Advice", "Flytta mikrofonen lite längre från munnen."),
    ),
    Advice.MICROPHONE_NO_SPEECH: (
        QT_TRANSLATE_NOOP("Advice", "Ingen röst har hörts än."),
        QT_TRANSLATE_NOOP("Advice", "Säg några ord i vanlig samtalston."),
    ),
    Advice.MICROPHONE_MISSING: (
        QT_TRANSLATE_NOOP("Advice", "Ingen mikrofon hittades."),
        QT_TRANSLATE_NOOP("Advice", "Sätt i headsetets kabel."),
    ),
    Advice.MICROPHONE_BUSY: (
        QT_TRANSLATE_NOOP("Advice", "Ett annat program använder mikrofonen."),
        QT_TRANSLATE_NOOP("Advice", "Stäng dikteringsprogrammet eller det andra samtalet."),
    ),
    Advice.MICROPHONE_REFUSED: (
        QT_TRANSLATE_NOOP("Advice", "Datorn släpper inte fram mikrofonen."),
        QT_TRANSLATE_NOOP("Advice", "Tillåt mikrofonen för Vårdklient i datorns sekretessinställningar."),
    ),
    Advice.SILENCE_OK: (QT_TRANSLATE_NOOP("Advice", "Mikrofonen är på."), ""),
    Advice.SILENCE_MUTED: (
        QT_TRANSLATE_NOOP("Advice", "Mikrofonen är helt tyst."),
        QT_TRANSLATE_NOOP("Advice", "Slå på mikrofonen med knappen på headsetet."),
    ),
    Advice.SILENCE_UNSURE: (
        QT_TRANSLATE_NOOP("Advice", "Det gick inte att höra om mikrofonen är på."),
        QT_TRANSLATE_NOOP("Advice", "Säg några ord och gör om testet."),
    ),
    Advice.CLIPPING_OK: (QT_TRANSLATE_NOOP("Advice", "Ljudet är rent."), ""),
    Advice.CLIPPING_SOME: (
        QT_TRANSLATE_NOOP("Advice", "Ljudet sprakar när du talar."),
        QT_TRANSLATE_NOOP("Advice", "Sänk mikrofonens nivå i datorns ljudinställningar."),
    ),
    Advice.CLIPPING_UNSURE: (
        QT_TRANSLATE_NOOP("Advice", "Ljudets renhet kunde inte bedömas."),
        QT_TRANSLATE_NOOP("Advice", "Säg några ord och gör om testet."),
    ),
    Advice.NOISE_OK: (QT_TRANSLATE_NOOP("Advice", "Det är tyst omkring dig."), ""),
    Advice.NOISE_SOME: (
        QT_TRANSLATE_NOOP("Advice", "Det hörs ett sus i bakgrunden."),
        QT_TRANSLATE_NOOP("Advice", "Stäng dörren eller stäng av fläkten."),
    ),
    Advice.NOISE_LOUD: (
        QT_TRANSLATE_NOOP("Advice", "Det är för bullrigt omkring dig."),
        QT_TRANSLATE_NOOP("Advice", "Byt till ett tystare rum."),
    ),
    Advice.NOISE_UNSURE: (
        QT_TRANSLATE_NOOP("Advice", "Bullret kunde inte bedömas."),
        QT_TRANSLATE_NOOP("Advice", "Var tyst i en sekund när testet ber om det."),
    ),
    Advice.HUM_OK: (QT_TRANSLATE_NOOP("Advice", "Inget brum hörs."), ""),
    Advice.HUM_SOME: (
        QT_TRANSLATE_NOOP("Advice", "Ett svagt brum hörs."),
        QT_TRANSLATE_NOOP("Advice", "Flytta mikrofonens kabel bort från nätkablar."),
    ),
    Advice.HUM_LOUD: (
        QT_TRANSLATE_NOOP("Advice", "Ett starkt brum hörs."),
        QT_TRANSLATE_NOOP("Advice", "Sätt mikrofonen i ett annat uttag, eller byt kabel."),
    ),
    Advice.HUM_UNSURE: (
        QT_TRANSLATE_NOOP("Advice", "Brum kunde inte bedömas."),
        QT_TRANSLATE_NOOP("Advice", "Var tyst i en sekund när testet ber om det."),
    ),
    Advice.DROPOUTS_OK: (QT_TRANSLATE_NOOP("Advice", "Ljudet kommer utan avbrott."), ""),
    Advice.DROPOUTS_SOME: (
        QT_TRANSLATE_NOOP("Advice", "Ljudet hackar."),
        QT_TRANSLATE_NOOP("Advice", "Stäng andra program, eller sätt headsetet i ett annat uttag."),
    ),
    Advice.DROPOUTS_UNSURE: (
        QT_TRANSLATE_NOOP("Advice", "Avbrott i ljudet kunde inte bedömas."),
        QT_TRANSLATE_NOOP("Advice", "Gör om testet om en stund."),
    ),
    Advice.BANDWIDTH_OK: (QT_TRANSLATE_NOOP("Advice", "Rösten låter naturlig."), ""),
    Advice.BANDWIDTH_SOME: (
        QT_TRANSLATE_NOOP("Advice", "Rösten låter lite instängd."),
        QT_TRANSLATE_NOOP("Advice", "Använd headsetets kabel om det har en."),
    ),
    Advice.BANDWIDTH_CALL_MODE: (
        QT_TRANSLATE_NOOP("Advice", "Headsetet går i Bluetooth-samtalsläge med telefonljud."),
        QT_TRANSLATE_NOOP("Advice", "Använd headsetets kabel, eller en annan mikrofon."),
    ),
    Advice.BANDWIDTH_UNSURE: (
        QT_TRANSLATE_NOOP("Advice", "Röstens klang kunde inte bedömas."),
        QT_TRANSLATE_NOOP("Advice", "Säg några ord i vanlig samtalston."),
    ),
    Advice.SPEAKER_OK: (QT_TRANSLATE_NOOP("Advice", "Du hör ljudet."), ""),
    Advice.SPEAKER_NOT_HEARD: (
        QT_TRANSLATE_NOOP("Advice", "Du hörde inget ljud."),
        QT_TRANSLATE_NOOP("Advice", "Höj volymen, eller välj en annan högtalare."),
    ),
    Advice.SPEAKER_MISSING: (
        QT_TRANSLATE_NOOP("Advice", "Ingen högtalare hittades."),
        QT_TRANSLATE_NOOP("Advice", "Sätt i headsetets kabel."),
    ),
    Advice.SPEAKER_UNASKED: (
        QT_TRANSLATE_NOOP("Advice", "Högtalaren är inte provad än."),
        QT_TRANSLATE_NOOP("Advice", "Prova högtalaren."),
    ),
    Advice.HEADSET_OK: (QT_TRANSLATE_NOOP("Advice", "Patientens röst stannar i headsetet."), ""),
    Advice.HEADSET_LEAKS: (
        QT_TRANSLATE_NOOP("Advice", "Patientens röst läcker lite ut i rummet."),
        QT_TRANSLATE_NOOP("Advice", "Sänk volymen, eller använd ett headset."),
    ),
    Advice.HEADSET_OPEN: (
        QT_TRANSLATE_NOOP("Advice", "Ljudet går ut i rummet genom en högtalare."),
        QT_TRANSLATE_NOOP("Advice", "Använd headset, så att ingen annan hör patienten."),
    ),
    Advice.HEADSET_LOOPBACK: (
        QT_TRANSLATE_NOOP("Advice", "Mikrofonen är datorns eget ljud (Stereo Mix)."),
        QT_TRANSLATE_NOOP("Advice", "Välj en riktig mikrofon."),
    ),
    Advice.HEADSET_LATE: (
        QT_TRANSLATE_NOOP("Advice", "Ljudet kommer för sent till högtalaren."),
        QT_TRANSLATE_NOOP("Advice", "Använd kabel i stället för Bluetooth."),
    ),
    Advice.HEADSET_NOT_HEARD: (
        QT_TRANSLATE_NOOP("Advice", "Provljudet hörs inte i rummet. Med headset ska det vara så."),
        QT_TRANSLATE_NOOP("Advice", "Tryck på ”Prova högtalaren”, och svara om du hör provljudet."),
    ),
    Advice.HEADSET_UNSURE: (
        QT_TRANSLATE_NOOP("Advice", "Det gick inte att avgöra om ljudet hörs i rummet."),
        QT_TRANSLATE_NOOP("Advice", "Använd headset."),
    ),
    Advice.ECHO_OK: (QT_TRANSLATE_NOOP("Advice", "Du hörde dig själv, ekotestet är godkänt."), ""),
    Advice.ECHO_NOT_HEARD: (
        QT_TRANSLATE_NOOP("Advice", "Du hörde inte dig själv."),
        QT_TRANSLATE_NOOP("Advice", "Kontrollera att rätt mikrofon och högtalare är valda."),
    ),
    Advice.ECHO_EMPTY: (
        QT_TRANSLATE_NOOP("Advice", "Inget tal hördes under ekotestet."),
        QT_TRANSLATE_NOOP("Advice", "Gör om ekotestet och tala under hela tiden."),
    ),
    Advice.ECHO_UNASKED: (
        QT_TRANSLATE_NOOP("Advice", "Ekotestet är inte gjort än."),
        QT_TRANSLATE_NOOP("Advice", "Gör ekotestet: tala i fyra sekunder och lyssna."),
    ),
    Advice.DEFAULT_DEVICE_OK: (QT_TRANSLATE_NOOP("Advice", "Rätt mikrofon och högtalare är valda."), ""),
    Advice.DEFAULT_DEVICE_DICTATION: (
        QT_TRANSLATE_NOOP("Advice", "{device} är en dikteringsmikrofon."),
        QT_TRANSLATE_NOOP("Advice", "Välj headsetets mikrofon."),
    ),
    Advice.DEFAULT_DEVICE_SCREEN: (
        QT_TRANSLATE_NOOP("Advice", "{device} sitter i skärmen eller dockan."),
        QT_TRANSLATE_NOOP("Advice", "Välj headsetet."),
    ),
    Advice.DEFAULT_DEVICE_LOUDER: (
        QT_TRANSLATE_NOOP("Advice", "Du hörs bäst i {device}."),
        QT_TRANSLATE_NOOP("Advice", "Välj den mikrofonen."),
    ),
    Advice.DEFAULT_DEVICE_SWAPPED: (
        QT_TRANSLATE_NOOP("Advice", "Datorn har bytt mikrofon till {device}."),
        QT_TRANSLATE_NOOP("Advice", "Kontrollera att det är den du talar i."),
    ),
    Advice.DEFAULT_DEVICE_UNSURE: (
        QT_TRANSLATE_NOOP("Advice", "Det gick inte att avgöra vilken mikrofon du talar i."),
        QT_TRANSLATE_NOOP("Advice", "Säg några ord, så jämförs mikrofonerna."),
    ),
    Advice.NETWORK_UNASKED: (
        QT_TRANSLATE_NOOP("Advice", "Nätverket är inte provat än."),
        QT_TRANSLATE_NOOP("Advice", "Använd nätverkskabel om du kan."),
    ),
    Advice.NETWORK_OK: (QT_TRANSLATE_NOOP("Advice", "Ljud och bild i god kvalitet."), ""),
    Advice.NETWORK_WIRELESS: (
        QT_TRANSLATE_NOOP("Advice", "Ljud och bild i god kvalitet, men trådlöst."),
        QT_TRANSLATE_NOOP("Advice", "Anslut nätverkskabel om du kan."),
    ),
    Advice.NETWORK_SMALL_PICTURE: (
        QT_TRANSLATE_NOOP("Advice", "Ljudet räcker, men bilden blir liten: nätverket är långsamt."),
        QT_TRANSLATE_NOOP("Advice", "Anslut nätverkskabel, eller stäng det som laddar ner."),
    ),
    Advice.NETWORK_SOUND_ONLY: (
        QT_TRANSLATE_NOOP("Advice", "Nätverket räcker bara till ljud."),
        QT_TRANSLATE_NOOP("Advice", "Anslut nätverkskabel, eller ring patienten."),
    ),
    Advice.NETWORK_LOSSY: (
        QT_TRANSLATE_NOOP("Advice", "Nätverket tappar ljud och bild på vägen."),
        QT_TRANSLATE_NOOP("Advice", "Anslut nätverkskabel, eller sätt dig närmare routern."),
    ),
    Advice.NETWORK_SLOW_ANSWER: (
        QT_TRANSLATE_NOOP("Advice", "Det blir fördröjning i samtalet."),
        QT_TRANSLATE_NOOP("Advice", "Anslut nätverkskabel, och stäng av VPN om du får."),
    ),
    Advice.NETWORK_RELAYED: (
        QT_TRANSLATE_NOOP("Advice", "Nätverket spärrar den snabba vägen för ljud och bild."),
        QT_TRANSLATE_NOOP("Advice", "Fråga IT-supporten om UDP är spärrat."),
    ),
    Advice.NETWORK_BLOCKED: (
        QT_TRANSLATE_NOOP("Advice", "Nätverket spärrar ljud och bild."),
        QT_TRANSLATE_NOOP("Advice", "Byt nätverk, eller ring IT-supporten."),
    ),
    Advice.NETWORK_SERVER_DEAD: (
        QT_TRANSLATE_NOOP("Advice", "Besöksservern svarar inte."),
        QT_TRANSLATE_NOOP("Advice", "Gör om testet om en minut, eller ring supporten."),
    ),
    Advice.NETWORK_OFFLINE: (
        QT_TRANSLATE_NOOP("Advice", "Datorn har inget nätverk."),
        QT_TRANSLATE_NOOP("Advice", "Sätt i nätverkskabeln eller anslut till wifi."),
    ),
    Advice.NETWORK_CLOCK: (
        QT_TRANSLATE_NOOP("Advice", "Datorns klocka går fel."),
        QT_TRANSLATE_NOOP("Advice", "Ställ klockan, annars kan inloggningen nekas."),
    ),
    Advice.NETWORK_UNSURE: (
        QT_TRANSLATE_NOOP("Advice", "Nätverket kunde inte bedömas."),
        QT_TRANSLATE_NOOP("Advice", "Gör om testet om en stund."),
    ),
    Advice.PLACE_UNASKED: (
        QT_TRANSLATE_NOOP("Advice", "Det är inte bekräftat idag att ingen annan hör."),
        QT_TRANSLATE_NOOP("Advice", "Stäng dörren, och bekräfta att ingen annan hör."),
    ),
    Advice.PLACE_OK: (QT_TRANSLATE_NOOP("Advice", "Du har sagt att ingen annan hör."), ""),
}
