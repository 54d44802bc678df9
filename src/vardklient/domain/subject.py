"""What a calendar subject says: "IK-82 Videobesök" → initials and birth year, is it by video, is it cancelled.

A reader keeps the answer and forgets the subject: the text is personal data. What means "video" is a table of the
clinic, not a rule: `SubjectWords` has our defaults.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from vardklient.domain.visit import Key, Kind

SUBJECT_LENGTH_MAX = 300
INITIALS_MIN, INITIALS_MAX = 2, 8

_FOREIGN = str.maketrans({"Æ": "Ä", "Ø": "Ö", "Ð": "D", "Þ": "TH", "Ł": "L", "Đ": "D", "Œ": "O"})
_PARTICLES = frozenset(
    """
    AF VON DE VAN DER DEN DEL LA DU DI DA DOS TER TEN ZU ZUM ZUR AL EL BIN BINT IBN ABU
    """.split()  # noqa: SIM905 - a list of words reads better as words
)

_L = "[A-ZÅÄÖ]"
_KEY = re.compile(
    rf"""(?<![\w])(?P<initials>
            {_L}{{1,4}}(?:[.-]{_L}{{1,4}})+\.?            # I.K  A-K-B  AB-C
          | {_L}\.?(?:\s{_L}\.?(?!{_L})){{1,4}}           # I K  I. K.
          | {_L}{{{INITIALS_MIN},{INITIALS_MAX}}}\.?      # IK  IKÅ
        )(?P<gap>\s*-\s*|\s+|)
        (?P<year>(?:19|20)?[0-9]{{2}})(?![0-9])""",
    re.VERBOSE,
)
_NOT_A_YEAR = re.compile(r"\s*[:.,][0-9]|\s*-\s*[0-9]|\s*(?:MIN|MINUTER|ST|KR|%|ÅR|TIM|H)(?!\w)")
_CANCEL = r"(?:INSTÄLL(?:D|T|DA)|AVBOKA(?:D|T|DE)|CANCELL?ED|ÅTERBUD|AVBRUTEN)"
_REPLY = r"(?:VB|SV|FW|FWD|RE|UPPDATERAD|UPDATED|KOPIA|COPY)"
_PREFIX = re.compile(rf"^\s*(?:{_REPLY}\s*:|(?P<cancel>{_CANCEL})(?:\s*[:-]|(?=\s)))\s*")
_CANCEL_AT_END = re.compile(rf"(?:\(\s*{_CANCEL}\s*\)|-\s*{_CANCEL})\s*$")

_COMMON_SHORT = """
    KL RUM SAL NR TEL MIN DEN VECKA JAN FEB MAR MARS APR MAJ JUN JUNI JUL JULI AUG SEP OKT NOV DEC MÅN TIS ONS TORS
    TOR FRE LÖR SÖN APT ÅR ÅRS CA MAX PLAN DAG TIM RING FÖR OCH TILL FRÅN AV PÅ AT IN PM AM VÅN DR
    """.split()  # noqa: SIM905 - a list of words reads better as words
_COMMON_LONG = """
    COVID LUNCH FIKA VIDEO TEAMS SKYPE ZOOM BESÖK MÖTE GRUPP JANUARI FEBRUARI APRIL AUGUSTI OKTOBER NOVEMBER DECEMBER
    MÅNDAG TISDAG ONSDAG TORSDAG FREDAG LÖRDAG SÖNDAG TELEFON WINDOWS OFFICE VERSION SARS JOUR KLOCKAN SAMTAL LÄNK
    TOLK ROND PAUS LEDIG KURS SPRINT
    """.split()  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class SubjectWords:
    """What the words of a subject mean, a clinic's own table.

    Each phrase is matched without regard to case at the beginning of a word or after a digit; a space in it stands for
    a space, a dash or nothing ("video besök" finds "Videobesöket").
    """

    video: tuple[str, ...] = (
        "video besök",
        "video besok",
        "video möte",
        "video samtal",
        "video länk",
        "video konsultation",
        "video uppföljning",
        "via video",
        "per video",
        "digitalt vårdmöte",
        "digitalt besök",
        "digitalt möte",
        "online besök",
        "distans besök",
        "digi fysiskt",
        "video visit",
        "video call",
        "video meeting",
    )
    group: tuple[str, ...] = ("grupp möte", "grupp besök", "grupp behandling", "grupp via", "group visit")
    digi_physical: tuple[str, ...] = ("digi fysiskt",)


DEFAULT_WORDS = SubjectWords()


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject, reduced to what the cross-check needs.

    Attributes:
        keys: every "IK-82" in it, in order, none twice; two or more mean a group.
        video: does a word (or, with a key, a meeting link) say that it is a visit by video?
        kind: GROUP, DIGI_PHYSICAL or ONE_TO_ONE.
    """

    keys: tuple[Key, ...] = ()
    video: bool = False
    cancelled: bool = False
    kind: Kind = Kind.ONE_TO_ONE


def fold(text: str) -> str:
    """Upper case, one kind of dash, no invisible characters. Å Ä Ö are letters; other accents go (É→E, Ł→L, Ø→Ö)."""
    out: list[str] = []
    for char in unicodedata.normalize("NFC", text).upper().translate(_FOREIGN):
        category = unicodedata.category(char)
        if char in "ÅÄÖ":
            out.append(char)
        elif category == "Pd" or char == "\N{MINUS SIGN}":
            out.append("-")
        elif category != "Cf":
            out.extend(c for c in unicodedata.normalize("NFD", char) if not unicodedata.combining(c))
    return "".join(out)


def parse_subject(text: str, words: SubjectWords = DEFAULT_WORDS, *, link: bool = False) -> Subject:
    """Read a subject line. Never raises.

    Two to eight letters, then any dash, space or nothing, then a birth year of two or four digits. Nothing between
    them ("ik82") counts only where a word for video or a meeting link stands by; clock times, ranges ("Lunch 12-13"),
    lengths ("30 min") and common words ("rum 12", "Covid-19") are no keys. Where a key with a dash stands, keys with a
    space are taken for chance.

    Args:
        text: the subject, as written.
        words: what means video here.
        link: the item carries a meeting link that the clinic allows.
    """
    bare, cancelled = _strip(fold(text[:SUBJECT_LENGTH_MAX]))
    said = _says(bare, words.video)
    keys = _keys(bare, joined=said or link)
    if len(keys) > 1 or _says(bare, words.group):
        kind = Kind.GROUP
    else:
        kind = Kind.DIGI_PHYSICAL if _says(bare, words.digi_physical) else Kind.ONE_TO_ONE
    return Subject(keys=keys, video=said or (link and bool(keys)), cancelled=cancelled, kind=kind)


def initials(given: str, family: str) -> frozenset[str]:
    """Every way in which a name may have been abbreviated, two to eight letters.

    Any or all given names × first, last or all family names, with and without particle ("von"), in either order.
    """
    first, last = _parts(given), _parts(family)
    core = [part for part in last if part not in _PARTICLES] or last
    firsts = {part[0] for part in first} | {_heads(first)}
    lasts = {_heads(parts) for parts in (core, core[:1], core[-1:], last, last[:1], last[-1:])}
    ways = {a + b for a in firsts for b in lasts} | {b + a for a in firsts for b in lasts}
    return frozenset(way for way in ways if INITIALS_MIN <= len(way) <= INITIALS_MAX)


def short_initials(given: str, family: str) -> str:
    """The usual abbreviation: first given name, first family name without its particle; empty when one is missing."""
    first, last = _parts(given), _parts(family)
    core = [part for part in last if part not in _PARTICLES] or last
    return first[0][0] + core[0][0] if first and core else ""


def says(text: str, phrases: tuple[str, ...]) -> bool:
    """Does one of the phrases begin at a word of the text? Case and accents are folded; see `SubjectWords`."""
    return _says(fold(text), phrases)


def _strip(text: str) -> tuple[str, bool]:
    cancelled = False
    while found := _PREFIX.match(text):
        cancelled = cancelled or found["cancel"] is not None
        text = text[found.end() :]
    return text, cancelled or _CANCEL_AT_END.search(text) is not None


@lru_cache(maxsize=64)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    alternatives = (r"[\s-]*".join(re.escape(word) for word in fold(phrase).split()) for phrase in phrases)
    return re.compile(r"(?<![^\W\d])(?:" + "|".join(a for a in alternatives if a) + ")" if any(phrases) else r"(?!)")


def _says(folded: str, phrases: tuple[str, ...]) -> bool:
    return _pattern(phrases).search(folded) is not None


def _keys(bare: str, *, joined: bool) -> tuple[Key, ...]:
    found: list[tuple[bool, Key]] = []
    at = 0
    while match := _KEY.search(bare, at):
        letters = re.sub(r"[^A-ZÅÄÖ]", "", match["initials"])
        gap = match["gap"]
        dash, spaced = "-" in gap, bool(gap) and "-" not in gap
        common = letters in _COMMON_LONG or (not dash and letters in _COMMON_SHORT)
        chance = not dash and _NOT_A_YEAR.match(bare, match.end()) is not None
        clock = dash and re.match(r":[0-9]", bare[match.end() :]) is not None
        fits = INITIALS_MIN <= len(letters) <= INITIALS_MAX
        if fits and not (common or chance or clock) and (gap or joined):
            year = int(match["year"])
            found.append((spaced, Key(letters, year % 100, year if year > 99 else None)))
        at = match.end()
    chosen = [key for spaced, key in found if not spaced] or [key for _, key in found]
    return tuple(dict.fromkeys(chosen))


def _parts(name: str) -> list[str]:
    """The words of a name, folded, letters only."""
    return [p for p in (re.sub(r"[^A-ZÅÄÖ]", "", part) for part in re.split(r"[\s-]+", fold(name))) if p]


def _heads(parts: list[str]) -> str:
    return "".join(part[0] for part in parts)
