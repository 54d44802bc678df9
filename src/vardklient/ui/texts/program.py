"""What the program says of itself: notices over the pages."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from vardklient.flows.day import DayNotice
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
    """The settings could not be read."""
    return _both(*_DAMAGED)


def settings_not_kept() -> AdviceText:
    """A setting could not be written."""
    return _both(*_NOT_KEPT)


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
_NOT_KEPT = (
    QT_TRANSLATE_NOOP("Program", "Inställningen gäller nu men kunde inte sparas."),
    QT_TRANSLATE_NOOP("Program", "Kontrollera att disken inte är full."),
)
_AFTER_CALL = (
    QT_TRANSLATE_NOOP("Program", "Bytet gäller när besöket är slut."),
    QT_TRANSLATE_NOOP("Program", "Avsluta besöket först, om det brådskar."),
)
