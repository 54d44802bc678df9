"""What the clinician copies into the record after the visit. The program stores no clinical text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from vardklient.domain.identity import IdMethod
from vardklient.domain.visit import Kind, Role


class Outcome(StrEnum):
    """How the visit ended."""

    BY_VIDEO = "by_video"
    COMPLETED_BY_PHONE = "completed_by_phone"
    NO_SHOW = "no_show"
    NEEDS_PHYSICAL = "needs_physical"


@dataclass(frozen=True, slots=True)
class AfterCall:
    """The facts that the card shows and the phrase is made of.

    Attributes:
        started, ended: first admitted person to the end; None when nobody was admitted.
        present: the roles that took part, clinician left out.
        interrupted: did the picture or the sound break off for longer than the call could heal?
    """

    visit_id: str
    label: str
    kind: Kind
    started: datetime | None
    ended: datetime
    id_method: IdMethod | None
    id_at: datetime | None
    present: tuple[Role, ...]
    outcome: Outcome
    interrupted: bool = False
