"""An account: one calendar or booking system that the user has set up. Its secret lives in the keyring, never here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

COLOURS = 8
"""So many colours tell accounts apart; a ninth account has the first one's again. Own choice."""


class Sort(StrEnum):
    """What is asked, and how."""

    FILE = "file"
    FOLDER = "folder"
    ICS_URL = "ics_url"
    CALDAV = "caldav"
    GRAPH = "graph"
    FHIR = "fhir"

    @property
    def on_a_server(self) -> bool:
        """Is it asked over the network? Else it is a path on this machine."""
        return self not in (Sort.FILE, Sort.FOLDER)

    @property
    def takes_a_password(self) -> bool:
        """Does it ask for a user and a password?"""
        return self in (Sort.ICS_URL, Sort.CALDAV)


@dataclass(frozen=True, slots=True)
class Account:
    """One of them.

    Attributes:
        ident: opaque and lasting; the keyring's entry is named by it.
        name: what the user calls it; shown beside its visits.
        address: a path or a web address. The address of a shared calendar is a secret by itself and stands in the
            keyring instead; then this is empty.
        user: who signs in; for FHIR whose appointments are read ("Practitioner/17").
        colour: 0 to `COLOURS` - 1.
    """

    ident: str
    sort: Sort
    name: str
    address: str = ""
    user: str = ""
    colour: int = 0

    @property
    def secret_name(self) -> str:
        """Where its secret stands in the keyring."""
        return f"account:{self.ident}"
