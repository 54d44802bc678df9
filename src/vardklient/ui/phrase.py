"""The phrase for the record, to be pasted into the note. Always Swedish, never anything that identifies."""

from __future__ import annotations

from datetime import datetime

from vardklient.base.clock import local_clock
from vardklient.domain.identity import IdMethod
from vardklient.domain.record import AfterCall, Outcome
from vardklient.domain.visit import Role

_ROLES = {
    Role.CLINICIAN: "behandlare",
    Role.CO_HOST: "medbehandlare",
    Role.PATIENT: "patient",
    Role.GUARDIAN: "vårdnadshavare",
    Role.PROXY: "ombud",
    Role.RELATIVE: "närstående",
    Role.INTERPRETER: "tolk",
    Role.STAFF_ON_SITE: "personal på plats",
}
_METHODS = {
    IdMethod.DOCUMENT_SHOWN: "visuell legitimation",
    IdMethod.E_IDENTIFICATION: "e-legitimation",
    IdMethod.KNOWN_TO_ME: "att patienten är känd av vårdgivaren",
    IdMethod.CERTIFIED_BY_STAFF: "intyg av personal på plats",
}
_NO_RECORDING = "Ingen inspelning."


def record_phrase(card: AfterCall, wording: str = "") -> str:
    """The phrase, as one paragraph; see facts of the regions' routines in docs/.

    It says only what the card knows: nobody met is a visit that did not take place, and an identity that was not
    settled is said to be unsettled.

    Args:
        card: what is known.
        wording: the region's own, of a visit held by video, with `registration.PHRASE_FIELDS`; empty for ours.
    """
    if card.started is None and card.outcome is not Outcome.COMPLETED_BY_PHONE:
        return _not_held(card)
    if wording and card.started is not None and card.outcome is Outcome.BY_VIDEO:
        return wording.format(
            tid=_span(card.started, card.ended),
            identitet="ej kontrollerad" if card.id_method is None else _METHODS[card.id_method],
            deltagare=", ".join(_roles(card)) or "–",
            teknik=_worked(card),
        )
    parts = [_held(card), _identity(card), _people(card), _technique(card), _NO_RECORDING]
    if card.outcome is Outcome.NEEDS_PHYSICAL:
        parts.append("Patienten behöver ett fysiskt besök.")
    return " ".join(part for part in parts if part)


def _not_held(card: AfterCall) -> str:
    ended = local_clock(card.ended)
    if card.outcome is Outcome.NEEDS_PHYSICAL:
        return f"Videobesöket genomfördes inte, avslutat {ended}. Patienten behöver ett fysiskt besök. {_NO_RECORDING}"
    if card.outcome is Outcome.NO_SHOW:
        return f"Patienten anslöt inte till videobesöket, avslutat {ended}. {_NO_RECORDING}"
    return f"Videobesöket genomfördes inte, avslutat {ended}. {_NO_RECORDING}"


def _held(card: AfterCall) -> str:
    ended = local_clock(card.ended)
    if card.started is None:
        return f"Besöket genomfört per telefon, avslutat {ended}."
    return f"Besöket genomfört via video {_span(card.started, card.ended)}."


def _span(started: datetime, ended: datetime) -> str:
    return f"{local_clock(started)}–{local_clock(ended)}"


def _identity(card: AfterCall) -> str:
    if card.id_method is None:
        return "Identitet ej kontrollerad."
    return f"Identitet kontrollerad genom {_METHODS[card.id_method]}."


def _roles(card: AfterCall) -> list[str]:
    return [_ROLES[role] for role in Role if role in card.present and role is not Role.CLINICIAN]


def _people(card: AfterCall) -> str:
    roles = _roles(card)
    return f"Deltagare: {', '.join(roles)}." if roles else ""


def _technique(card: AfterCall) -> str:
    if card.outcome is Outcome.COMPLETED_BY_PHONE:
        begun = card.started is not None
        return "Teknik: avbröts, slutfördes per telefon." if begun else "Teknik: video kom inte igång."
    return f"Teknik: {_worked(card)}."


def _worked(card: AfterCall) -> str:
    return "avbrott som åtgärdades" if card.interrupted else "fungerade"
