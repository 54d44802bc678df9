"""What the call window says. The texts of the codes (roles, notices, methods) are in `ui.texts`."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication

from vardklient.ui.texts.mark import QT_TRANSLATE_NOOP
from vardklient.ui.texts.times import counted
from vardklient.ui.texts.words import Words

_say = partial(Words, "call")

WINDOW = _say(QT_TRANSLATE_NOOP("call", "Videobesök"))
PROTECTED = _say(QT_TRANSLATE_NOOP("call", "Skyddade personuppgifter"))
UNNAMED = _say(QT_TRANSLATE_NOOP("call", "Besök"))
PRIVATE = _say(QT_TRANSLATE_NOOP("call", "Krypterat hela vägen · spelas inte in"))

# People
YOU = _say(QT_TRANSLATE_NOOP("call", "Du"))
CONNECTED = _say(QT_TRANSLATE_NOOP("call", "ansluten"))
CONNECTED_SOUND_ONLY = _say(QT_TRANSLATE_NOOP("call", "ansluten, endast ljud"))
CONNECTED_MUTED = _say(QT_TRANSLATE_NOOP("call", "ansluten, mikrofonen är av"))
CONNECTED_NOTHING = _say(QT_TRANSLATE_NOOP("call", "ansluten, mikrofon och kamera är av"))
CONNECTING = _say(QT_TRANSLATE_NOOP("call", "ansluter …"))
RECONNECTING = _say(QT_TRANSLATE_NOOP("call", "återansluter …"))
LEFT_AT = _say(QT_TRANSLATE_NOOP("call", "lämnade {time}"))
WAITS_SINCE = _say(QT_TRANSLATE_NOOP("call", "väntar sedan {time}"))
YOU_BOTH = _say(QT_TRANSLATE_NOOP("call", "mikrofon och kamera på"))
YOU_MICROPHONE = _say(QT_TRANSLATE_NOOP("call", "mikrofon på, kamera av"))
YOU_CAMERA = _say(QT_TRANSLATE_NOOP("call", "mikrofon av, kamera på"))
YOU_NOTHING = _say(QT_TRANSLATE_NOOP("call", "mikrofon och kamera av"))
IN_WAITING_ROOM = _say(QT_TRANSLATE_NOOP("call", "I väntrummet"))
ADMIT = _say(QT_TRANSLATE_NOOP("call", "Släpp in"))
ADMIT_WHOM = _say(QT_TRANSLATE_NOOP("call", "Släpp in: {role}"))
NOT_NOW = _say(QT_TRANSLATE_NOOP("call", "Inte nu"))
NOT_NOW_WHOM = _say(QT_TRANSLATE_NOOP("call", "Släpp inte in nu: {role}"))
NEXT_AT = _say(QT_TRANSLATE_NOOP("call", "nästa besök {time}"))

# Waiting room
ADMIT_PATIENT = _say(QT_TRANSLATE_NOOP("call", "Släpp in patienten"))
PATIENT_WAITS = _say(QT_TRANSLATE_NOOP("call", "Patienten väntar"))
SOMEBODY_WAITS = _say(QT_TRANSLATE_NOOP("call", "{role} väntar"))
EMPTY = _say(QT_TRANSLATE_NOOP("call", "Väntrummet är tomt"))
EMPTY_MORE = _say(QT_TRANSLATE_NOOP("call", "Du ser och hör här när någon kommer. Ingen kan höra eller se dig än."))
UNSEEN = _say(QT_TRANSLATE_NOOP("call", "Den som väntar kan varken se eller höra dig."))
TEST_PASSED = _say(QT_TRANSLATE_NOOP("call", "Bild och ljud fungerar"))
TEST_FAILED = _say(QT_TRANSLATE_NOOP("call", "Bild eller ljud fungerar inte"))
TEST_UNKNOWN = _say(QT_TRANSLATE_NOOP("call", "Bild och ljud ej provade"))
PREPARING = _say(QT_TRANSLATE_NOOP("call", "Besöket öppnas …"))
PREPARING_MORE = _say(QT_TRANSLATE_NOOP("call", "Kamera, mikrofon och anslutning görs klara."))
ENDED = _say(QT_TRANSLATE_NOOP("call", "Besöket är avslutat"))
ENDED_MORE = _say(QT_TRANSLATE_NOOP("call", "Kamera och mikrofon är lediga."))

# Picture
PATIENT_PICTURE = _say(QT_TRANSLATE_NOOP("call", "Bild av den du möter"))
OWN_PICTURE = _say(QT_TRANSLATE_NOOP("call", "Din egen bild"))
AS_OTHERS_SEE = _say(QT_TRANSLATE_NOOP("call", "Du syns så här"))
OWN_OFF = _say(QT_TRANSLATE_NOOP("call", "Kameran är av"))
NO_PICTURE_YET = _say(QT_TRANSLATE_NOOP("call", "Bilden kommer strax"))
SENDS_NO_PICTURE = _say(QT_TRANSLATE_NOOP("call", "Kameran är av hos den du möter"))
COMING_BACK = _say(QT_TRANSLATE_NOOP("call", "Återansluter …"))
EYES_GOOD = _say(QT_TRANSLATE_NOOP("call", "Ögonkontakt: patientens ögon är {angle}° från kameran"))
EYES_FAR = _say(QT_TRANSLATE_NOOP("call", "Ögonkontakt: {angle}° från kameran. Flytta kameran eller gå längre bak."))
EYES_SHORT = _say(QT_TRANSLATE_NOOP("call", "Ögonkontakt: {angle}°"))

# Identity
ID_OPEN = _say(QT_TRANSLATE_NOOP("call", "ID ej kontrollerad"))
ID_DONE = _say(QT_TRANSLATE_NOOP("call", "ID kontrollerad"))
ID_ASK = _say(QT_TRANSLATE_NOOP("call", "Be patienten visa giltig ID-handling för kameran. Jämför med tidboken."))
ID_ASK_OTHER = _say(
    QT_TRANSLATE_NOOP("call", "Det är den som är ansluten som ska visa giltig ID-handling. Jämför med tidboken.")
)
ID_NOBODY = _say(QT_TRANSLATE_NOOP("call", "Kontrolleras när patienten är insläppt."))
ID_OF_WHOM = _say(QT_TRANSLATE_NOOP("call", "{role} · {method} · {time}"))
ID_NOTED = _say(QT_TRANSLATE_NOOP("call", "Följer med till journalfrasen. Ingen bild sparas."))
ID_CHANGE = _say(QT_TRANSLATE_NOOP("call", "Ändra"))
ID_KEEP = _say(QT_TRANSLATE_NOOP("call", "Behåll"))

# Bar
MICROPHONE_ON = _say(QT_TRANSLATE_NOOP("call", "Mikrofon på"))
MICROPHONE_OFF = _say(QT_TRANSLATE_NOOP("call", "Mikrofon av"))
MICROPHONE_TIP_ON = _say(QT_TRANSLATE_NOOP("call", "Patienten hör dig. Stäng av mikrofonen ({keys})"))
MICROPHONE_TIP_OFF = _say(QT_TRANSLATE_NOOP("call", "Patienten hör dig inte. Slå på mikrofonen ({keys})"))
CAMERA_ON = _say(QT_TRANSLATE_NOOP("call", "Kamera på"))
CAMERA_OFF = _say(QT_TRANSLATE_NOOP("call", "Kamera av"))
CAMERA_TIP_ON = _say(QT_TRANSLATE_NOOP("call", "Patienten ser dig. Stäng av kameran ({keys})"))
CAMERA_TIP_OFF = _say(QT_TRANSLATE_NOOP("call", "Patienten ser dig inte. Slå på kameran ({keys})"))
PHONE = _say(QT_TRANSLATE_NOOP("call", "Ring i stället"))
PHONE_TIP = _say(QT_TRANSLATE_NOOP("call", "Slutför besöket per telefon ({keys})"))
END = _say(QT_TRANSLATE_NOOP("call", "Avsluta"))
END_TIP = _say(QT_TRANSLATE_NOOP("call", "Avsluta besöket för alla ({keys})"))
END_TIP_ID = _say(
    QT_TRANSLATE_NOOP(
        "call", "Avsluta besöket för alla ({keys}). ID är inte kontrollerad; det står i så fall på kortet."
    )
)

# Quality
QUALITY = _say(QT_TRANSLATE_NOOP("call", "Samtalets kvalitet: {word}"))
UNMUTE = _say(QT_TRANSLATE_NOOP("call", "Slå på"))
UNMUTE_WHAT = _say(QT_TRANSLATE_NOOP("call", "Slå på mikrofonen"))

# Closing the window
CLOSE_ASK = _say(QT_TRANSLATE_NOOP("call", "Vill du avsluta besöket?"))
CLOSE_YES = _say(QT_TRANSLATE_NOOP("call", "Avsluta besöket"))
CLOSE_NO = _say(QT_TRANSLATE_NOOP("call", "Fortsätt besöket"))

# Phone
CALL_PATIENT = _say(QT_TRANSLATE_NOOP("call", "Ring patienten"))
CALL_MORE = _say(
    QT_TRANSLATE_NOOP("call", "Besöket noteras som slutfört per telefon. Kontrollera ID igen i telefonen.")
)
CALL_OFFER_MORE = _say(
    QT_TRANSLATE_NOOP("call", "Videon läker inte av sig själv. Du kan slutföra besöket per telefon.")
)
CALL_WITH = _say(QT_TRANSLATE_NOOP("call", "Ring från datorn"))
COPY_NUMBER = _say(QT_TRANSLATE_NOOP("call", "Kopiera numret"))
COPIED = _say(QT_TRANSLATE_NOOP("call", "Kopierat"))
NUMBER = _say(QT_TRANSLATE_NOOP("call", "Patientens telefonnummer"))
NUMBER_WITHHELD = _say(QT_TRANSLATE_NOOP("call", "Numret visas inte här"))
NUMBER_WITHHELD_MORE = _say(
    QT_TRANSLATE_NOOP("call", "Skyddade personuppgifter: hämta numret enligt enhetens rutin och ring därifrån.")
)
NUMBER_UNKNOWN = _say(QT_TRANSLATE_NOOP("call", "Numret finns i journalen"))
NUMBER_UNKNOWN_MORE = _say(QT_TRANSLATE_NOOP("call", "Tidboken lämnade inget telefonnummer för det här besöket."))
SUPPORT = _say(QT_TRANSLATE_NOOP("call", "Teknisk support"))
TO_PHONE = _say(QT_TRANSLATE_NOOP("call", "Byt till telefon"))
BACK_TO_VIDEO = _say(QT_TRANSLATE_NOOP("call", "Tillbaka till video"))


def minutes_left(minutes: int) -> str:
    """How long the booked time still lasts; negative when it is over."""
    translate = QCoreApplication.translate
    if minutes < 0:
        over = translate("call", "{n} minut över tiden"), translate("call", "{n} minuter över tiden")
        return counted(*over, -minutes)
    return counted(translate("call", "{n} minut kvar"), translate("call", "{n} minuter kvar"), minutes)


def begins_in(minutes: int) -> str:
    """How long until the booked time."""
    translate = QCoreApplication.translate
    return counted(translate("call", "börjar om {n} minut"), translate("call", "börjar om {n} minuter"), minutes)
