"""What the program says of itself: notices over the pages."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from vardklient.flows.day import DayNotice
from vardklient.ports.secrets import MemoryOnly
from vardklient.ui.texts.advices import AdviceText
from vardklient.ui.texts.mark import QT_TRANSLATE_NOOP


def day_notice(code: DayNotice) -> AdviceText:
    """What is wrong with the day, and what to do."""
    return _both(*DAY_NOTICES[code])


def practising_already() -> AdviceText:
    """The user asked for the practice while practising."""
    return _both(*_PRACTISING)


def practice_opens() -> AdviceText:
    """The practice opens in a window of its own."""
    return _both(*_OPENS)


def settings_damaged() -> AdviceText:
    """What the settings' file holds are no settings."""
    return _both(*_DAMAGED)


def settings_unread() -> AdviceText:
    """The system does not give the settings' file."""
    return _both(*_UNREAD)


def settings_not_kept() -> AdviceText:
    """A setting could not be written."""
    return _both(*_NOT_KEPT)


def log_not_kept() -> AdviceText:
    """The client log cannot be written."""
    return _both(*_LOG_NOT_KEPT)


def secrets_in_memory(reason: MemoryOnly) -> AdviceText:
    """Passwords and sign-ins last for this run only, and why."""
    return _both(MEMORY_ONLY[reason], _SIGN_IN_EACH_TIME)


def secrets_left() -> AdviceText:
    """The keyring has not let go of a password or a sign-in that was to be removed."""
    return _both(*_SECRETS_LEFT)


def device_after_call() -> AdviceText:
    """Another device was chosen during a call."""
    return _both(*_AFTER_CALL)


def _both(sentence: str, remedy: str) -> AdviceText:
    translate = QCoreApplication.translate
    return AdviceText(translate("Program", sentence), translate("Program", remedy))


DAY_NOTICES: dict[DayNotice, tuple[str, str]] = {
    DayNotice.NO_ROOM: (
        QT_TRANSLATE_NOOP("Program", "Ingen besöksserver är inställd, så besöket kan inte öppnas här."),
        QT_TRANSLATE_NOOP("Program", "Ring patienten, och be it-stödet om adressen till besöksservern."),
    ),
    DayNotice.SERVER_LOST: (
        QT_TRANSLATE_NOOP("Program", "Besöksservern svarar inte. Ett pågående besök går vidare."),
        QT_TRANSLATE_NOOP("Program", "Starta om programmet. Hjälper det inte: ring patienten och it-stödet."),
    ),
}
_PRACTISING = (
    QT_TRANSLATE_NOOP("Program", "Du övar redan: hela dagen här är påhittad."),
    QT_TRANSLATE_NOOP("Program", "Öppna det första besöket när patienten väntar."),
)
_OPENS = (
    QT_TRANSLATE_NOOP("Program", "Övningen öppnas i ett eget fönster."),
    QT_TRANSLATE_NOOP("Program", "Stäng det när du har övat klart."),
)
_DAMAGED = (
    QT_TRANSLATE_NOOP("Program", "Inställningarna gick inte att läsa, så förvalen gäller."),
    QT_TRANSLATE_NOOP("Program", "Gå igenom inställningarna. Den gamla filen finns kvar bredvid."),
)
_UNREAD = (
    QT_TRANSLATE_NOOP("Program", "Inställningarna går inte att läsa just nu, så förvalen gäller."),
    QT_TRANSLATE_NOOP("Program", "Filen är orörd. Starta om programmet; till dess sparas inga ändringar."),
)
_SECRETS_LEFT = (
    QT_TRANSLATE_NOOP("Program", "Ett borttaget lösenord ligger kvar i datorns nyckelring, som inte gick att öppna."),
    QT_TRANSLATE_NOOP("Program", "Lås upp nyckelringen. Nästa gång Vårdklient startar tas lösenordet bort."),
)
_NOT_KEPT = (
    QT_TRANSLATE_NOOP("Program", "Inställningen gäller nu men kunde inte sparas."),
    QT_TRANSLATE_NOOP("Program", "Kontrollera att disken inte är full."),
)
_LOG_NOT_KEPT = (
    QT_TRANSLATE_NOOP("Program", "Besöksloggen kan inte skrivas just nu. Besöken går vidare."),
    QT_TRANSLATE_NOOP("Program", "Kontrollera att disken inte är full. Kvarstår det: hör av dig till it-stödet."),
)
MEMORY_ONLY: dict[MemoryOnly, str] = {
    MemoryOnly.NO_KEYRING: QT_TRANSLATE_NOOP("Program", "Datorn har ingen nyckelring, så lösenord sparas inte."),
    MemoryOnly.LOCKED: QT_TRANSLATE_NOOP("Program", "Datorns nyckelring är låst, så lösenord sparas inte."),
    MemoryOnly.DENIED: QT_TRANSLATE_NOOP("Program", "Datorns nyckelring nekade, så lösenord sparas inte."),
    MemoryOnly.NOT_ALLOWED: QT_TRANSLATE_NOOP(
        "Program", "Datorns nyckelring är inte en som krypterar, så lösenord sparas inte."
    ),
    MemoryOnly.SILENT: QT_TRANSLATE_NOOP("Program", "Datorns nyckelring svarar inte, så lösenord sparas inte."),
    MemoryOnly.BROKEN: QT_TRANSLATE_NOOP("Program", "Datorns nyckelring fungerar inte, så lösenord sparas inte."),
    MemoryOnly.DISK: QT_TRANSLATE_NOOP("Program", "Inloggningen kunde inte sparas på disken."),
}
_SIGN_IN_EACH_TIME = QT_TRANSLATE_NOOP("Program", "Logga in vid varje start, eller hör av dig till it-stödet.")
_AFTER_CALL = (
    QT_TRANSLATE_NOOP("Program", "Bytet gäller när besöket är slut."),
    QT_TRANSLATE_NOOP("Program", "Avsluta besöket först, om det brådskar."),
)
