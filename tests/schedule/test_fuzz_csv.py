"""Exports of booking systems, spoilt; see `fuzz.py`."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.schedule.fuzz import DAY, check_kept
from tests.schedule.test_bookings import GOOD, HEAD, PMO, TAKECARE
from vardklient.schedule.bookings import read_csv
from vardklient.schedule.regions import find_region

REGIONS = {name: find_region(name) for name in ("default", "exempel-pmo", "exempel-takecare")}
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "cp850", "utf-16", "utf-16-le", "iso-8859-1")

# ---------------------------------------------------------------- tables by their grammar

headings = st.sampled_from(
    [*HEAD.split(";"), "Födelseår", "Namn", "Initialer", "Sluttid", "Roll", "Antal", "Plats", "Kl"]
)
moments = st.one_of(
    st.times().map(str),
    st.datetimes().map(str),
    st.datetimes().map(lambda moment: f"{moment.isoformat()}Z"),
    st.sampled_from(
        [
            "09:00",
            "9.00",
            "0900",
            "24:00",
            "09:00-09:30",
            "09:00 – 08:00",
            "nio",
            "9999-12-31T23:59:59Z",
            "0001-01-01T00:00",
        ]
    ),
)
days = st.one_of(
    st.just("2026-11-23"), st.dates().map(str), st.sampled_from(["20261123", "23/11/2026", "2026-02-30", "٢٠٢٦-١١-٢٣"])
)
numbers = st.one_of(
    st.from_regex(r"(\d\d)?\d{6}[-+]?[\dA-Z]{4}", fullmatch=True),
    st.sampled_from(["196101182803", "250314+1234", "98240301AA06", "²²²²²²-²²²²", "19820314-12345"]),
)
words = st.sampled_from(
    [
        *("Video", "Telefonkontakt", "Gruppbesök video", "Digifysiskt", "Avbokad", "Ja", "x", "patient och tolk", "8"),
        *("arabiska", "Ingrid Karlsson", "Karlsson, Ingrid", "IK-82", "I.K.", "070-174 06 05", "-"),
        *("9" * 4400, "Å" * 300, "ﬁ", "İ", "\u200f"),
    ]
)
cells = st.one_of(moments, days, numbers, words, st.text(max_size=30))
rows = st.lists(cells, max_size=16)


@st.composite
def tables(draw: st.DrawFn) -> str:
    """Headings in any order, some twice or unknown, and rows that fit them more or less."""
    separator = draw(st.sampled_from(";,\t"))
    quoted = draw(st.sampled_from(["{}", '"{}"']))
    lines = [
        draw(st.lists(headings | st.text(max_size=20), min_size=1, max_size=16)),
        *draw(st.lists(rows, max_size=8)),
    ]
    above = draw(st.sampled_from(["", "sep=;\n", "Tidbok för mottagningen\n\n"]))
    return above + draw(st.sampled_from(["\n", "\r\n", "\r"])).join(
        separator.join(quoted.format(cell) for cell in line) for line in lines
    )


@st.composite
def changed_rows(draw: st.DrawFn) -> str:
    """A good row with some cells exchanged."""
    row = GOOD.split(";")
    for place in draw(st.lists(st.integers(0, len(row) - 1), max_size=4)):
        row[place] = draw(cells)
    return f"{HEAD}\n{';'.join(row)}\n{GOOD}"


# ---------------------------------------------------------------- bytes, and what spoils them

splinters = st.one_of(
    st.sampled_from(
        [b'"', b'""', b";", b"\r", b"\n", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3", b"\xff", b",", b"\t", b"\x1a"]
    ),
    st.binary(max_size=12),
)


@st.composite
def spoilt(draw: st.DrawFn, text: st.SearchStrategy[str]) -> bytes:
    """A text in some encoding, with splinters put in, parts taken out and parts doubled."""
    data = draw(text).encode(draw(st.sampled_from(ENCODINGS)), "replace")
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(data)))
        to = min(len(data), at + draw(st.integers(0, 40)))
        match draw(st.sampled_from(["in", "out", "twice"])):
            case "in":
                data = data[:at] + draw(splinters) + data[at:]
            case "out":
                data = data[:at] + data[to:]
            case _:
                data = data[:to] + data[at:]
    return data


texts = st.one_of(tables(), changed_rows(), st.sampled_from([f"{HEAD}\n{GOOD}", TAKECARE, PMO]))
exports: st.SearchStrategy[Any] = st.tuples(spoilt(texts) | st.binary(max_size=300), st.sampled_from(sorted(REGIONS)))


def check_csv(export: tuple[bytes, str]) -> None:
    data, region = export
    check_kept(*read_csv(data, DAY, "t.csv", REGIONS[region]))


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(exports)
def test_no_export_raises(export: tuple[bytes, str]) -> None:
    check_csv(export)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(rows.filter(lambda row: not any('"' in cell for cell in row)), max_size=6))
def test_bad_rows_never_hide_a_good_one(bad: list[list[str]]) -> None:
    clean = [";".join(cell.replace(";", "").replace("\n", "").replace("\r", "") for cell in row) for row in bad]
    text = "\n".join([HEAD, *clean, GOOD])
    bookings, _ = read_csv(text.encode("utf-8", "replace"), DAY, "t.csv", REGIONS["default"])
    assert bookings[-1].booking_id == "b1"
