"""What the page of invitations says. The invitations' own words are in resources/invitations."""

from __future__ import annotations

from functools import partial

from vardklient.domain.visit import Role
from vardklient.domain.wordings import Way
from vardklient.ui.texts.mark import QT_TRANSLATE_NOOP
from vardklient.ui.texts.words import Words

_say = partial(Words, "invite")

TITLE = _say(QT_TRANSLATE_NOOP("invite", "Bjud in"))
BACK = _say(QT_TRANSLATE_NOOP("invite", "Till dagens besök"))
LANGUAGE = _say(QT_TRANSLATE_NOOP("invite", "Inbjudans språk"))
NO_TEXT = _say(
    QT_TRANSLATE_NOOP("invite", "På {language} finns ingen granskad text. Be tolken läsa upp den svenska.")
)  # fmt: skip
OWN = _say(QT_TRANSLATE_NOOP("invite", "I din egen kalender"))
OWN_MORE = _say(
    QT_TRANSLATE_NOOP("invite", "Ämnet är en personuppgift: det hör hemma i din kalender. Skicka det inte.")
)  # fmt: skip
SUBJECT = _say(QT_TRANSLATE_NOOP("invite", "Ämne"))
COPY_SUBJECT = _say(QT_TRANSLATE_NOOP("invite", "Kopiera ämnet"))
SAVE_OWN = _say(QT_TRANSLATE_NOOP("invite", "Spara kalenderfil"))
WAITING = _say(QT_TRANSLATE_NOOP("invite", "Länkarna hämtas från besöksservern. Det tar oftast några sekunder."))
NO_SERVER = _say(
    QT_TRANSLATE_NOOP("invite", "Ingen besöksserver är inställd, så det finns ingen länk att bjuda in med.")
)
GONE = _say(QT_TRANSLATE_NOOP("invite", "Besöket finns inte längre i dagens lista."))
MORE = _say(QT_TRANSLATE_NOOP("invite", "Bjud in fler"))
MORE_WHAT = _say(QT_TRANSLATE_NOOP("invite", "Var och en får en egen länk. Programmet skickar ingenting."))
SHOW_TEXT = _say(QT_TRANSLATE_NOOP("invite", "Visa texten"))
HIDE_TEXT = _say(QT_TRANSLATE_NOOP("invite", "Dölj texten"))
COPIED = _say(QT_TRANSLATE_NOOP("invite", "Kopierat, töms efter två minuter"))
SAVED = _say(QT_TRANSLATE_NOOP("invite", "Sparat. Ta bort filen när den är skickad"))
NOT_SAVED = _say(QT_TRANSLATE_NOOP("invite", "Gick inte att spara"))
SAVE = _say(QT_TRANSLATE_NOOP("invite", "Kalenderfil"))
PRINT = _say(QT_TRANSLATE_NOOP("invite", "Skriv ut brev"))
SAVE_LETTER = _say(QT_TRANSLATE_NOOP("invite", "Brev som PDF"))
ICS_FILTER = _say(QT_TRANSLATE_NOOP("invite", "Kalender (*.ics)"))
PDF_FILTER = _say(QT_TRANSLATE_NOOP("invite", "PDF (*.pdf)"))
FILE_NAME = _say(QT_TRANSLATE_NOOP("invite", "videobesok"))
NUMBERED = _say(QT_TRANSLATE_NOOP("invite", "{who} {number}"))
INVITATION = _say(QT_TRANSLATE_NOOP("invite", "Inbjudan: {who}"))

WAYS: dict[Way, Words] = {
    Way.PAGE: _say(QT_TRANSLATE_NOOP("invite", "Egen länk")),
    Way.ON_SITE: _say(QT_TRANSLATE_NOOP("invite", "Kommer till personal, ingen länk")),
    Way.SERVICE: _say(QT_TRANSLATE_NOOP("invite", "Loggar in, länken finns där")),
}

COPY: dict[Role, Words] = {
    Role.CO_HOST: _say(QT_TRANSLATE_NOOP("invite", "Kopiera medbehandlarens inbjudan")),
    Role.PATIENT: _say(QT_TRANSLATE_NOOP("invite", "Kopiera patientens inbjudan")),
    Role.GUARDIAN: _say(QT_TRANSLATE_NOOP("invite", "Kopiera vårdnadshavarens inbjudan")),
    Role.PROXY: _say(QT_TRANSLATE_NOOP("invite", "Kopiera ombudets inbjudan")),
    Role.RELATIVE: _say(QT_TRANSLATE_NOOP("invite", "Kopiera den närståendes inbjudan")),
    Role.INTERPRETER: _say(QT_TRANSLATE_NOOP("invite", "Kopiera tolkens inbjudan")),
    Role.STAFF_ON_SITE: _say(QT_TRANSLATE_NOOP("invite", "Kopiera personalens inbjudan")),
}

COPY_LINK: dict[Role, Words] = {
    Role.CO_HOST: _say(QT_TRANSLATE_NOOP("invite", "Bara medbehandlarens länk")),
    Role.PATIENT: _say(QT_TRANSLATE_NOOP("invite", "Bara patientens länk")),
    Role.GUARDIAN: _say(QT_TRANSLATE_NOOP("invite", "Bara vårdnadshavarens länk")),
    Role.PROXY: _say(QT_TRANSLATE_NOOP("invite", "Bara ombudets länk")),
    Role.RELATIVE: _say(QT_TRANSLATE_NOOP("invite", "Bara den närståendes länk")),
    Role.INTERPRETER: _say(QT_TRANSLATE_NOOP("invite", "Bara tolkens länk")),
    Role.STAFF_ON_SITE: _say(QT_TRANSLATE_NOOP("invite", "Bara personalens länk")),
}
"""Every button says whose it is: a link that went to the wrong person opens the wrong door."""
