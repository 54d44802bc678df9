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
