"""What the sign-in says: why it did not come about or has ended, and what to do."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from vardklient.ports.signin import Fault
from vardklient.ui.texts.advices import AdviceText
from vardklient.ui.texts.mark import QT_TRANSLATE_NOOP


def signin_fault(code: Fault) -> AdviceText:
    """What happened, and what to do."""
    sentence, remedy = FAULTS[code]
    translate = QCoreApplication.translate
    return AdviceText(translate("SignIn", sentence), translate("SignIn", remedy))


def signin_words() -> str:
    """Begins a sign-in."""
    return _said(_SIGN_IN)


def signing_in_words() -> str:
    """What was kept of an earlier sign-in is just being tried."""
    return _said(_SIGNING_IN)


def in_browser() -> AdviceText:
    """The browser is open, and the program waits for the user to come back from it."""
    return AdviceText(_said(_IN_BROWSER), _said(_COME_BACK))


def cancel_words() -> str:
    """Ends the waiting for the browser."""
    return _said(_CANCEL)


def again_words() -> str:
    """Tries once more."""
    return _said(_AGAIN)


def lock_words() -> str:
    """Covers the day."""
    return _said(_LOCK)


def other_words() -> str:
    """Begins a sign-in as somebody else."""
    return _said(_OTHER)


def signout_words() -> str:
    """Signs out."""
    return _said(_SIGN_OUT)


def locked_words() -> str:
    """The heading of what covers the day."""
    return _said(_LOCKED)


def locked_for(name: str) -> str:
    """Who is signed in, and what happens on unlocking."""
    return _said(_LOCKED_FOR).format(name=name)


def call_goes_on_words() -> str:
    """Said where a call goes on while the day is covered."""
    return _said(_CALL_GOES_ON)


def unlock_words() -> str:
    """Uncovers the day."""
    return _said(_UNLOCK)


def unlocking_words() -> str:
    """Just being unlocked, without a browser."""
    return _said(_UNLOCKING)


def _said(words: str) -> str:
    return QCoreApplication.translate("SignIn", words)


_SIGN_IN = QT_TRANSLATE_NOOP("SignIn", "Logga in")
_SIGNING_IN = QT_TRANSLATE_NOOP("SignIn", "Loggar in …")
_IN_BROWSER = QT_TRANSLATE_NOOP("SignIn", "Logga in i webbläsaren, som har öppnats.")
_COME_BACK = QT_TRANSLATE_NOOP("SignIn", "Kom tillbaka hit när du är klar. Inget mer behöver göras här.")
_CANCEL = QT_TRANSLATE_NOOP("SignIn", "Avbryt")
_AGAIN = QT_TRANSLATE_NOOP("SignIn", "Försök igen")
_LOCK = QT_TRANSLATE_NOOP("SignIn", "Lås")
_OTHER = QT_TRANSLATE_NOOP("SignIn", "Logga in som någon annan")
_SIGN_OUT = QT_TRANSLATE_NOOP("SignIn", "Logga ut")
_LOCKED = QT_TRANSLATE_NOOP("SignIn", "Låst")
_LOCKED_FOR = QT_TRANSLATE_NOOP("SignIn", "{name} är inloggad. Dagens lista visas igen när du har låst upp.")
_CALL_GOES_ON = QT_TRANSLATE_NOOP("SignIn", "Samtalet går vidare i sitt eget fönster.")
_UNLOCK = QT_TRANSLATE_NOOP("SignIn", "Lås upp")
_UNLOCKING = QT_TRANSLATE_NOOP("SignIn", "Låser upp …")
FAULTS: dict[Fault, tuple[str, str]] = {
    Fault.REFUSED: (
        QT_TRANSLATE_NOOP("SignIn", "Inloggningen avbröts i webbläsaren."),
        QT_TRANSLATE_NOOP("SignIn", "Logga in igen och godkänn att Vårdklient får veta vem du är."),
    ),
    Fault.CANCELLED: (
        QT_TRANSLATE_NOOP("SignIn", "Du avbröt inloggningen."),
        QT_TRANSLATE_NOOP("SignIn", "Logga in när du vill."),
    ),
    Fault.NOT_FINISHED: (
        QT_TRANSLATE_NOOP("SignIn", "Inloggningen blev inte klar i webbläsaren."),
        QT_TRANSLATE_NOOP("SignIn", "Logga in igen och låt webbläsaren vara öppen tills den är klar."),
    ),
    Fault.NO_BROWSER: (
        QT_TRANSLATE_NOOP("SignIn", "Webbläsaren gick inte att öppna."),
        QT_TRANSLATE_NOOP("SignIn", "Be IT-stöd att välja en standardwebbläsare på datorn."),
    ),
    Fault.NO_PORT: (
        QT_TRANSLATE_NOOP("SignIn", "Svaret från webbläsaren kan inte tas emot."),
        QT_TRANSLATE_NOOP("SignIn", "Starta om datorn. Hjälper det inte, hör av dig till IT-stöd."),
    ),
    Fault.NOT_A_PROVIDER: (
        QT_TRANSLATE_NOOP("SignIn", "Adressen leder inte till en inloggningstjänst."),
        QT_TRANSLATE_NOOP("SignIn", "Be IT-stöd att kontrollera adressen i inställningarna."),
    ),
    Fault.NOT_SAFE: (
        QT_TRANSLATE_NOOP("SignIn", "Inloggningstjänsten saknar kryptering (https)."),
        QT_TRANSLATE_NOOP("SignIn", "Be IT-stöd att kontrollera adressen i inställningarna."),
    ),
    Fault.NOT_REGISTERED: (
        QT_TRANSLATE_NOOP("SignIn", "Inloggningstjänsten känner inte till Vårdklient."),
        QT_TRANSLATE_NOOP("SignIn", "Be IT-stöd att registrera programmet där."),
    ),
    Fault.UNREACHABLE: (
        QT_TRANSLATE_NOOP("SignIn", "Inloggningstjänsten går inte att nå."),
        QT_TRANSLATE_NOOP("SignIn", "Kontrollera nätverket (VPN) och försök igen om en stund."),
    ),
    Fault.SERVER_FAULT: (
        QT_TRANSLATE_NOOP("SignIn", "Inloggningstjänsten har ett fel just nu."),
        QT_TRANSLATE_NOOP("SignIn", "Försök igen om en stund."),
    ),
    Fault.BAD_ANSWER: (
        QT_TRANSLATE_NOOP("SignIn", "Inloggningstjänsten svarar något obegripligt."),
        QT_TRANSLATE_NOOP("SignIn", "Försök igen. Står felet kvar, hör av dig till IT-stöd."),
    ),
    Fault.FORGED: (
        QT_TRANSLATE_NOOP("SignIn", "Svaret hör inte till den här inloggningen."),
        QT_TRANSLATE_NOOP("SignIn", "Logga in igen. Händer det på nytt, hör av dig till IT-stöd."),
    ),
    Fault.CODE_SPENT: (
        QT_TRANSLATE_NOOP("SignIn", "Inloggningen hann bli för gammal."),
        QT_TRANSLATE_NOOP("SignIn", "Logga in igen."),
    ),
    Fault.CLOCK_WRONG: (
        QT_TRANSLATE_NOOP("SignIn", "Datorns klocka går fel, så inloggningen gäller inte."),
        QT_TRANSLATE_NOOP("SignIn", "Ställ in datorns datum och tid automatiskt och logga in igen."),
    ),
    Fault.ENDED: (
        QT_TRANSLATE_NOOP("SignIn", "Din inloggning har gått ut."),
        QT_TRANSLATE_NOOP("SignIn", "Logga in igen."),
    ),
    Fault.NOT_REVOKED: (
        QT_TRANSLATE_NOOP("SignIn", "Du är utloggad här, men inloggningstjänsten fick inte veta det."),
        QT_TRANSLATE_NOOP("SignIn", "Stäng webbläsaren också."),
    ),
    Fault.NOT_FORGOTTEN: (
        QT_TRANSLATE_NOOP(
            "SignIn", "Du är utloggad här, men datorns nyckelring är låst, och inloggningen ligger kvar i den."
        ),
        QT_TRANSLATE_NOOP("SignIn", "Lås upp nyckelringen. Nästa gång Vårdklient startar tas inloggningen bort."),
    ),
}
