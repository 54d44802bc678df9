"""What a region's routine wants registered after a visit by video: shown, copied by the user, written nowhere."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from vardklient.domain.record import Outcome
from vardklient.domain.visit import Kind

PHRASE_FIELDS = frozenset({"tid", "identitet", "deltagare", "teknik"})
"""What a region's own phrase may leave to the program. Names and numbers of patients are not among them."""

NOT_BY_VIDEO = frozenset({"XS003", "XS007"})
"""Codes of KVÅ that are taken for video and are not: a letter, and a contact of another sort."""

_CODE = re.compile(r"[A-ZÅÄÖ]{2}[0-9]{3}")
_NUMBER = re.compile(r"\+[0-9][0-9 ]{4,18}[0-9]")


@dataclass(frozen=True, slots=True)
class Code:
    """A code of KVÅ, the national list of measures.

    Attributes:
        add_on: it stands beside the code of what was done, never alone.
        outcomes: after which visits it is shown.

    Raises:
        ValueError: it has not the form of a code, or does not mean video.
    """

    code: str
    text: str
    add_on: bool = True
    outcomes: frozenset[Outcome] = frozenset({Outcome.BY_VIDEO})

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.code):
            raise ValueError(f"{self.code!r} is no code like ZV051")
        if self.code in NOT_BY_VIDEO:
            raise ValueError(f"{self.code} does not mean a visit by video")


@dataclass(frozen=True, slots=True)
class Support:
    """Whom to call. The number begins with "+" and the country; it is always shown as text too.

    Raises:
        ValueError: it has not.
    """

    name: str
    number: str

    def __post_init__(self) -> None:
        if not _NUMBER.fullmatch(self.number):
            raise ValueError(f"{self.number!r} is no number like +46 8 123 45 67")

    @property
    def link(self) -> str:
        """`tel:+4681234567`."""
        return "tel:" + self.number.replace(" ", "")


@dataclass(frozen=True, slots=True)
class Registration:
    """One region's.

    Attributes:
        contact_types: the record system's names of the contact, by outcome or by kind; a kind's own name goes first
            where the visit was held by video.
        codes: codes that the routine asks for.
        phrase: the region's own wording of a visit held by video, with `PHRASE_FIELDS` in braces; empty for ours.
        fee: what to say of the fee.
        support: whom to call.

    Raises:
        ValueError: the phrase asks for what the program does not give.
    """

    contact_types: Mapping[Outcome | Kind, str] = field(default_factory=lambda: MappingProxyType({}))
    codes: tuple[Code, ...] = ()
    phrase: str = ""
    fee: str = ""
    support: tuple[Support, ...] = ()

    def __post_init__(self) -> None:
        asked = [(name, form) for _, name, form, _ in string.Formatter().parse(self.phrase) if name is not None]
        strange = [name for name, form in asked if name not in PHRASE_FIELDS or form]
        if strange:
            raise ValueError(f"the phrase asks for {strange[0]!r}; known are {', '.join(sorted(PHRASE_FIELDS))}")

    def contact_type(self, kind: Kind, outcome: Outcome) -> str:
        """What to choose in the record system; empty where the region says nothing."""
        by_outcome = self.contact_types.get(outcome, "")
        return self.contact_types.get(kind, by_outcome) if outcome is Outcome.BY_VIDEO else by_outcome

    def codes_after(self, outcome: Outcome) -> tuple[Code, ...]:
        """The codes to be shown after such a visit."""
        return tuple(code for code in self.codes if outcome in code.outcomes)
