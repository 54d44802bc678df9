"""Who is in front of the camera, and how that was made certain. No picture is kept, ever."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class IdMethod(StrEnum):
    """The ways that the regions' routines accept."""

    DOCUMENT_SHOWN = "document_shown"
    E_IDENTIFICATION = "e_identification"
    KNOWN_TO_ME = "known_to_me"
    CERTIFIED_BY_STAFF = "certified_by_staff"


@dataclass(frozen=True, slots=True)
class Identity:
    """A settled identity: of which connected person, how, and when."""

    peer: str
    method: IdMethod
    at: datetime
