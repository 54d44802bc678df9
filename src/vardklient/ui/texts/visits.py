"""The words of the day: kinds, roles, the cross-check, and what could not be read."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from vardklient.domain.record import Outcome
from vardklient.domain.visit import Kind, Match, Modality, Participant, Problem, Role
from vardklient.flows.day import Stage
from vardklient.ui.texts.advices import AdviceText
from vardklient.ui.texts.mark import QT_TRANSLATE_NOOP


def kind(code: Kind) -> str:
    """What sort of visit, as the regions call it."""
    return QCoreApplication.translate("Visit", KINDS[code])


def modality(code: Modality) -> str:
    """How one meets."""
    return QCoreApplication.translate("Visit", MODALITIES[code])


def role(code: Role) -> str:
    """Who, in the singular and without an article."""
    return QCoreApplication.translate("Visit", ROLES[code])


def stage(code: Stage) -> str:
    """How far the visit has come."""
    return QCoreApplication.translate("Visit", STAGES[code])


def outcome(code: Outcome) -> str:
    """How the visit ended."""
    return QCoreApplication.translate("Call", OUTCOMES[code])


def match(code: Match) -> str:
    """What the cross-check found, in one or a few words for a chip."""
    return QCoreApplication.translate("Visit", MATCHES[code])


def match_question(code: Match) -> AdviceText:
    """What is uncertain about a row that is not green, and what to do before opening it."""
    sentence, remedy = MATCH_QUESTIONS[code]
    translate = QCoreApplication.translate
    return AdviceText(translate("Visit", sentence), translate("Visit", remedy) if remedy else "")


def language(name: str) -> str:
    """A language (ISO 639-1 code or a Swedish name) as one says it; unknown ones as they are."""
    known = LANGUAGES.get(name.lower())
    return QCoreApplication.translate("Visit", known) if known else name


def participant(person: Participant) -> str:
    """Somebody expected: "tolk (arabiska)", "personal på plats (Hemgårdens boende)"."""
    words = role(person.role).lower()
    extra = language(person.language) if person.language else person.place
    return f"{words} ({extra})" if extra else words


def problem(found: Problem) -> AdviceText:
    """What could not be read, and what to do. Never holds anything of what was read."""
    sentence, remedy = PROBLEMS.get(found.reason, PROBLEMS["unreadable"])
    translate = QCoreApplication.translate
    return AdviceText(translate("Problem", sentence), translate("Problem", remedy))


def problem_place(found: Problem) -> str:
    """Where it was: "kalender.ics · bokning 3"."""
    detail, ending = found.detail, ""
    for words, said in PLACE_ENDINGS.items():
        if detail.endswith(f" {words}"):
            detail, ending = detail.removesuffix(words), QCoreApplication.translate("Problem", said)
    named = (QCoreApplication.translate("Problem", PLACES[w]) if w in PLACES else w for w in detail.split())
    return " · ".join(part for part in (found.source, " ".join((*named, ending)).strip()) if part)


KINDS: dict[Kind, str] = {
    Kind.ONE_TO_ONE: QT_TRANSLATE_NOOP("Visit", "Enskilt besök"),
    Kind.GROUP: QT_TRANSLATE_NOOP("Visit", "Gruppbesök"),
    Kind.DIGI_PHYSICAL: QT_TRANSLATE_NOOP("Visit", "Digifysiskt besök"),
    Kind.INSTANT: QT_TRANSLATE_NOOP("Visit", "Direktkonsultation"),
    Kind.PRACTICE: QT_TRANSLATE_NOOP("Visit", "Övningssamtal"),
}

MODALITIES: dict[Modality, str] = {
    Modality.VIDEO: QT_TRANSLATE_NOOP("Visit", "Video"),
    Modality.PHONE: QT_TRANSLATE_NOOP("Visit", "Telefon"),
    Modality.PHYSICAL: QT_TRANSLATE_NOOP("Visit", "På mottagningen"),
    Modality.OTHER: QT_TRANSLATE_NOOP("Visit", "Inte ett vårdbesök"),
    Modality.UNKNOWN: QT_TRANSLATE_NOOP("Visit", "Okänt sätt att mötas"),
}

ROLES: dict[Role, str] = {
    Role.CLINICIAN: QT_TRANSLATE_NOOP("Visit", "Behandlare"),
    Role.CO_HOST: QT_TRANSLATE_NOOP("Visit", "Medbehandlare"),
    Role.PATIENT: QT_TRANSLATE_NOOP("Visit", "Patient"),
    Role.GUARDIAN: QT_TRANSLATE_NOOP("Visit", "Vårdnadshavare"),
    Role.PROXY: QT_TRANSLATE_NOOP("Visit", "Ombud"),
    Role.RELATIVE: QT_TRANSLATE_NOOP("Visit", "Närstående"),
    Role.INTERPRETER: QT_TRANSLATE_NOOP("Visit", "Tolk"),
    Role.STAFF_ON_SITE: QT_TRANSLATE_NOOP("Visit", "Personal på plats"),
}

STAGES: dict[Stage, str] = {
    Stage.PLANNED: QT_TRANSLATE_NOOP("Visit", "Planerat"),
    Stage.DUE: QT_TRANSLATE_NOOP("Visit", "Dags"),
    Stage.WAITING: QT_TRANSLATE_NOOP("Visit", "Någon väntar"),
    Stage.IN_CALL: QT_TRANSLATE_NOOP("Visit", "Pågår"),
    Stage.ENDED: QT_TRANSLATE_NOOP("Visit", "Avslutat"),
    Stage.MISSED: QT_TRANSLATE_NOOP("Visit", "Blev inte av"),
}

OUTCOMES: dict[Outcome, str] = {
    Outcome.BY_VIDEO: QT_TRANSLATE_NOOP("Call", "Genomfört via video"),
    Outcome.COMPLETED_BY_PHONE: QT_TRANSLATE_NOOP("Call", "Slutfört per telefon"),
    Outcome.NO_SHOW: QT_TRANSLATE_NOOP("Call", "Patienten kom inte"),
    Outcome.NEEDS_PHYSICAL: QT_TRANSLATE_NOOP("Call", "Behöver fysiskt besök"),
}

MATCHES: dict[Match, str] = {
    Match.AGREES: QT_TRANSLATE_NOOP("Visit", "Stämmer"),
    Match.TIME_DIFFERS: QT_TRANSLATE_NOOP("Visit", "Tiden skiljer"),
    Match.AMBIGUOUS: QT_TRANSLATE_NOOP("Visit", "Flera möjliga"),
    Match.MISMATCH: QT_TRANSLATE_NOOP("Visit", "Stämmer inte"),
    Match.CALENDAR_ONLY: QT_TRANSLATE_NOOP("Visit", "Bara i kalendern"),
    Match.BOOKING_ONLY: QT_TRANSLATE_NOOP("Visit", "Bara i tidboken"),
    Match.PROTECTED: QT_TRANSLATE_NOOP("Visit", "Skyddade uppgifter"),
    Match.CANCELLED: QT_TRANSLATE_NOOP("Visit", "Avbokad"),
    Match.UNCOMPARED: QT_TRANSLATE_NOOP("Visit", "Inte jämfört än"),
    Match.WITHDRAWN: QT_TRANSLATE_NOOP("Visit", "Finns inte kvar"),
}

MATCH_QUESTIONS: dict[Match, tuple[str, str]] = {
    Match.AGREES: (QT_TRANSLATE_NOOP("Visit", "Kalendern och tidboken stämmer överens."), ""),
    Match.TIME_DIFFERS: (
        QT_TRANSLATE_NOOP("Visit", "Kalendern och tidboken har olika tider."),
        QT_TRANSLATE_NOOP("Visit", "Jämför med tidboken innan du ansluter."),
    ),
    Match.AMBIGUOUS: (
        QT_TRANSLATE_NOOP("Visit", "Mer än en patient idag har samma initialer och födelseår."),
        QT_TRANSLATE_NOOP("Visit", "Kontrollera i tidboken vem som hör till den här tiden."),
    ),
    Match.MISMATCH: (
        QT_TRANSLATE_NOOP("Visit", "Kalendern och tidboken anger olika patienter på den här tiden."),
        QT_TRANSLATE_NOOP("Visit", "Kontrollera i tidboken vem som är bokad."),
    ),
    Match.CALENDAR_ONLY: (
        QT_TRANSLATE_NOOP("Visit", "Besöket finns i kalendern men inte i tidboken."),
        QT_TRANSLATE_NOOP("Visit", "Kontrollera i tidboken att besöket är bokat."),
    ),
    Match.BOOKING_ONLY: (
        QT_TRANSLATE_NOOP("Visit", "Besöket finns i tidboken men inte i kalendern."),
        QT_TRANSLATE_NOOP("Visit", "Kontrollera att patienten har fått sin länk."),
    ),
    Match.PROTECTED: (
        QT_TRANSLATE_NOOP("Visit", "Patienten har skyddade personuppgifter."),
        QT_TRANSLATE_NOOP("Visit", "Jämför tiden med tidboken innan du ansluter."),
    ),
    Match.CANCELLED: (
        QT_TRANSLATE_NOOP("Visit", "Besöket är avbokat."),
        QT_TRANSLATE_NOOP("Visit", "Öppna det bara om patienten ändå ska komma."),
    ),
    Match.UNCOMPARED: (
        QT_TRANSLATE_NOOP("Visit", "Besöket är inte jämfört, för alla källor är inte lästa än."),
        QT_TRANSLATE_NOOP("Visit", "Jämför själv med tidboken innan du ansluter."),
    ),
    Match.WITHDRAWN: (
        QT_TRANSLATE_NOOP("Visit", "Besöket finns inte längre bland dagens videobesök, men någon har väntat i det."),
        QT_TRANSLATE_NOOP("Visit", "Se efter i tidboken vad som gäller innan du ansluter."),
    ),
}

PROBLEMS: dict[str, tuple[str, str]] = {
    "unreadable": (
        QT_TRANSLATE_NOOP("Problem", "Källan kunde inte läsas."),
        QT_TRANSLATE_NOOP("Problem", "Kontrollera besöken i tidboken."),
    ),
    "too_large": (
        QT_TRANSLATE_NOOP("Problem", "Filen är för stor."),
        QT_TRANSLATE_NOOP("Problem", "Exportera bara de närmaste veckorna."),
    ),
    "too_slow": (
        QT_TRANSLATE_NOOP("Problem", "En återkommande kalenderbokning tog för lång tid att räkna ut."),
        QT_TRANSLATE_NOOP("Problem", "Se efter i kalendern om något besök saknas i listan."),
    ),
    "not_a_calendar": (
        QT_TRANSLATE_NOOP("Problem", "Filen är ingen kalender."),
        QT_TRANSLATE_NOOP("Problem", "Exportera kalendern igen i formatet ICS."),
    ),
    "login_page": (
        QT_TRANSLATE_NOOP("Problem", "Kalendern visade en inloggningssida i stället för bokningar."),
        QT_TRANSLATE_NOOP("Problem", "Logga in i kalendern i webbläsaren, och försök igen."),
    ),
    "truncated": (
        QT_TRANSLATE_NOOP("Problem", "Filen slutar mitt i."),
        QT_TRANSLATE_NOOP("Problem", "Exportera den igen."),
    ),
    "encoding": (
        QT_TRANSLATE_NOOP("Problem", "Filen har en ovanlig teckenkodning."),
        QT_TRANSLATE_NOOP("Problem", "Kontrollera att Å, Ä och Ö ser rätt ut i listan."),
    ),
    "bad_event": (
        QT_TRANSLATE_NOOP("Problem", "En kalenderbokning kunde inte läsas."),
        QT_TRANSLATE_NOOP("Problem", "Se efter i kalendern om något besök saknas i listan."),
    ),
    "too_often": (
        QT_TRANSLATE_NOOP("Problem", "En kalenderbokning upprepas för ofta för att vara ett besök."),
        QT_TRANSLATE_NOOP("Problem", "Rätta upprepningen i kalendern."),
    ),
    "unknown_time_zone": (
        QT_TRANSLATE_NOOP("Problem", "En kalenderbokning har en okänd tidszon."),
        QT_TRANSLATE_NOOP("Problem", "Jämför besökets tid med tidboken."),
    ),
    "empty": (
        QT_TRANSLATE_NOOP("Problem", "Filen är tom."),
        QT_TRANSLATE_NOOP("Problem", "Exportera den igen."),
    ),
    "no_headings": (
        QT_TRANSLATE_NOOP("Problem", "Tabellen från tidboken saknar rubriker."),
        QT_TRANSLATE_NOOP("Problem", "Exportera tidboken igen med rubrikrad."),
    ),
    "unknown_column": (
        QT_TRANSLATE_NOOP("Problem", "Tabellen från tidboken har en okänd kolumn."),
        QT_TRANSLATE_NOOP("Problem", "Be din IT-samordnare gå igenom kolumnerna."),
    ),
    "missing_column": (
        QT_TRANSLATE_NOOP("Problem", "En kolumn saknas i tabellen från tidboken."),
        QT_TRANSLATE_NOOP("Problem", "Be din IT-samordnare gå igenom kolumnerna."),
    ),
    "bad_row": (
        QT_TRANSLATE_NOOP("Problem", "En rad från tidboken kunde inte läsas."),
        QT_TRANSLATE_NOOP("Problem", "Se efter i tidboken om något besök saknas i listan."),
    ),
    "bad_personal_number": (
        QT_TRANSLATE_NOOP("Problem", "Ett personnummer i tidboken har fel form."),
        QT_TRANSLATE_NOOP("Problem", "Rätta det i tidboken."),
    ),
    "not_an_address": (
        QT_TRANSLATE_NOOP("Problem", "Källans adress går inte att använda."),
        QT_TRANSLATE_NOOP("Problem", "Rätta adressen i inställningarna; den börjar med https://."),
    ),
    "not_safe": (
        QT_TRANSLATE_NOOP("Problem", "Källans adress saknar kryptering och läses därför inte."),
        QT_TRANSLATE_NOOP("Problem", "Byt http:// mot https:// i inställningarna, eller fråga din IT-samordnare."),
    ),
    "unreachable": (
        QT_TRANSLATE_NOOP("Problem", "Källan går inte att nå."),
        QT_TRANSLATE_NOOP("Problem", "Kontrollera nätverket; listan uppdateras när källan svarar."),
    ),
    "slow_server": (
        QT_TRANSLATE_NOOP("Problem", "Källan svarade inte i tid."),
        QT_TRANSLATE_NOOP("Problem", "Kontrollera nätverket; listan uppdateras när källan svarar."),
    ),
    "wrong_password": (
        QT_TRANSLATE_NOOP("Problem", "Källan tar inte emot lösenordet."),
        QT_TRANSLATE_NOOP("Problem", "Skriv in lösenordet igen i inställningarna."),
    ),
    "sign_in": (
        QT_TRANSLATE_NOOP("Problem", "Du behöver logga in igen för att källan ska kunna läsas."),
        QT_TRANSLATE_NOOP("Problem", "Öppna inställningarna och välj Logga in."),
    ),
    "not_allowed": (
        QT_TRANSLATE_NOOP("Problem", "Ditt konto får inte läsa källan."),
        QT_TRANSLATE_NOOP("Problem", "Be din IT-samordnare om läsrätt."),
    ),
    "not_found": (
        QT_TRANSLATE_NOOP("Problem", "Källan finns inte på sin adress."),
        QT_TRANSLATE_NOOP("Problem", "Kontrollera adressen i inställningarna."),
    ),
    "busy": (
        QT_TRANSLATE_NOOP("Problem", "Källan är överbelastad just nu."),
        QT_TRANSLATE_NOOP("Problem", "Listan uppdateras när källan svarar."),
    ),
    "server_fault": (
        QT_TRANSLATE_NOOP("Problem", "Källan har ett fel på sin server."),
        QT_TRANSLATE_NOOP("Problem", "Listan uppdateras när källan svarar. Står felet kvar, hör av dig till IT-stöd."),
    ),
    "bad_answer": (
        QT_TRANSLATE_NOOP("Problem", "Källan svarar något som inte går att förstå."),
        QT_TRANSLATE_NOOP("Problem", "Kontrollera adressen i inställningarna, eller fråga din IT-samordnare."),
    ),
    "bad_record": (
        QT_TRANSLATE_NOOP("Problem", "En bokning kunde inte läsas."),
        QT_TRANSLATE_NOOP("Problem", "Se efter i tidboken om något besök saknas i listan."),
    ),
    "other_server": (
        QT_TRANSLATE_NOOP("Problem", "Kalendern ligger på en annan server, dit lösenordet inte skickas."),
        QT_TRANSLATE_NOOP("Problem", "Lägg till den som ett eget konto i inställningarna, om du behöver den."),
    ),
}

PLACES: dict[str, str] = {
    "event": QT_TRANSLATE_NOOP("Problem", "bokning"),
    "record": QT_TRANSLATE_NOOP("Problem", "bokning"),
    "line": QT_TRANSLATE_NOOP("Problem", "rad"),
    "row": QT_TRANSLATE_NOOP("Problem", "rad"),
    "column": QT_TRANSLATE_NOOP("Problem", "kolumn"),
    "files": QT_TRANSLATE_NOOP("Problem", "filer"),
}
PLACE_ENDINGS: dict[str, str] = {
    "and later": QT_TRANSLATE_NOOP("Problem", "och senare"),
    "in part": QT_TRANSLATE_NOOP("Problem", "delvis"),
}

LANGUAGES: dict[str, str] = {
    "ar": QT_TRANSLATE_NOOP("Visit", "arabiska"),
    "arabiska": QT_TRANSLATE_NOOP("Visit", "arabiska"),
    "so": QT_TRANSLATE_NOOP("Visit", "somaliska"),
    "somaliska": QT_TRANSLATE_NOOP("Visit", "somaliska"),
    "ti": QT_TRANSLATE_NOOP("Visit", "tigrinja"),
    "tigrinja": QT_TRANSLATE_NOOP("Visit", "tigrinja"),
    "fa": QT_TRANSLATE_NOOP("Visit", "persiska"),
    "persiska": QT_TRANSLATE_NOOP("Visit", "persiska"),
    "prs": QT_TRANSLATE_NOOP("Visit", "dari"),
    "dari": QT_TRANSLATE_NOOP("Visit", "dari"),
    "uk": QT_TRANSLATE_NOOP("Visit", "ukrainska"),
    "ukrainska": QT_TRANSLATE_NOOP("Visit", "ukrainska"),
    "ru": QT_TRANSLATE_NOOP("Visit", "ryska"),
    "ryska": QT_TRANSLATE_NOOP("Visit", "ryska"),
    "pl": QT_TRANSLATE_NOOP("Visit", "polska"),
    "polska": QT_TRANSLATE_NOOP("Visit", "polska"),
    "fi": QT_TRANSLATE_NOOP("Visit", "finska"),
    "finska": QT_TRANSLATE_NOOP("Visit", "finska"),
    "es": QT_TRANSLATE_NOOP("Visit", "spanska"),
    "spanska": QT_TRANSLATE_NOOP("Visit", "spanska"),
    "tr": QT_TRANSLATE_NOOP("Visit", "turkiska"),
    "turkiska": QT_TRANSLATE_NOOP("Visit", "turkiska"),
    "en": QT_TRANSLATE_NOOP("Visit", "engelska"),
    "engelska": QT_TRANSLATE_NOOP("Visit", "engelska"),
    "sv": QT_TRANSLATE_NOOP("Visit", "svenska"),
    "svenska": QT_TRANSLATE_NOOP("Visit", "svenska"),
    "sgn": QT_TRANSLATE_NOOP("Visit", "teckenspråk"),
    "teckenspråk": QT_TRANSLATE_NOOP("Visit", "teckenspråk"),
}
