from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vardklient.base.clock import STOCKHOLM
from vardklient.domain.visit import Booking, Key, Kind, Modality, Participant, Problem, Role
from vardklient.schedule.bookings import PROBLEMS_MAX, CsvSource, read_csv
from vardklient.schedule.csvrows import rows
from vardklient.schedule.files import BYTES_MAX
from vardklient.schedule.regions import default_region, find_region

DAY = date(2026, 11, 23)
HEAD = "Boknings-id;Datum;Starttid;Längd;Personnummer;Förnamn;Efternamn;Kontakttyp;Status;Skyddad;Telefon;Roll;Tolk"
GOOD = "b1;2026-11-23;09:00;20;19820314-1234;Ingrid;Karlsson;Kontakt via videolänk;Bokad;Nej;070-174 06 05;;"


def read(*lines: str, day: date = DAY) -> tuple[list[Booking], list[tuple[str, str]]]:
    bookings, problems = read_csv("\r\n".join(lines).encode(), day, "t.csv", default_region())
    return list(bookings), [(problem.reason, problem.detail) for problem in problems]


def one(row: str, head: str = HEAD) -> Booking:
    (booking,), problems = read(head, row)
    assert problems == []
    return booking


def test_what_is_kept_of_a_row() -> None:
    booking = one(GOOD)
    assert booking == Booking(
        source="t.csv",
        booking_id="b1",
        start=datetime(2026, 11, 23, 8, tzinfo=UTC),
        end=datetime(2026, 11, 23, 8, 20, tzinfo=UTC),
        key=Key("IK", 82),
        initials=frozenset({"IK", "KI"}),
        birth_year=1982,
        modality=Modality.VIDEO,
        phone="070-174 06 05",
    )
    assert "Ingrid" not in repr(booking)
    assert "1234" not in repr(booking)


def test_a_protected_identity_keeps_time_and_id_only() -> None:
    booking = one(GOOD.replace(";Nej;", ";Sekretessmarkering;") + "arabiska")
    assert (booking.protected, booking.booking_id) == (True, "b1")
    assert (booking.key, booking.initials, booking.birth_year, booking.phone) == (None, frozenset(), None, "")
    assert booking.participants == ()


@pytest.mark.parametrize(
    ("data", "reasons"),
    [
        (f"{HEAD}\n{GOOD}".encode(), []),
        (f"{HEAD}\n{GOOD}".encode("utf-8-sig"), []),
        (f"{HEAD}\n{GOOD}".encode("cp1252"), []),
        (f"{HEAD}\n{GOOD}".encode("utf-16"), []),
        (f"{HEAD}\n{GOOD}".replace(";", ",").encode(), []),
        (f"{HEAD}\n{GOOD}".replace(";", "\t").encode(), []),
        (f"\n\n{HEAD}\n;;;;;;;;;;;;\n\n{GOOD}\n\n".encode(), []),
        (f"{HEAD}\r{GOOD}\r".encode(), []),
    ],
)
def test_every_way_to_save_it(data: bytes, reasons: list[str]) -> None:
    bookings, problems = read_csv(data, DAY, "t.csv", default_region())
    assert [booking.key for booking in bookings] == [Key("IK", 82)]
    assert [problem.reason for problem in problems] == reasons


TAKECARE = """Bokningslista Hjärtmottagningen
sep=;
Boknr;Bokningsdatum;Kl;Tid (min);Pnr;Patient;Bokningstyp;Bokstatus;Skydd;Mobil;Tolk;Meddelande
4711;2026-11-23;09:00;20;19820314-1234;Karlsson, Ingrid;VB Återbesök video;Bokad;;070-174 06 05;arabiska;ring först
4712;2026-11-23;09:30;20;19471105-1234;Åberg, Örjan;VB;Av;;;;
4713;2026-11-23;10:00;20;99198100001;;VB;Bokad;S;;;
"""
PMO = """Starttidpunkt;Sluttidpunkt;Person nr;Tilltalsnamn;Efternamn;Besöksform;Tillstånd;Spärr;Medföljande;Klass
2026-11-23 09:00;2026-11-23 09:30;20150601-1234;Åke;Öberg;Videomöte;Bokad;Nej;förälder;4B
2026-11-23 10:00-10:45;;20140601-1234;Ida;Ek;Skola;Borttagen;Nej;;5A
"""


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-8", "utf-16"])
def test_an_export_as_the_example_of_takecare_has_it(encoding: str) -> None:
    bookings, problems = read_csv(TAKECARE.encode(encoding), DAY, "t.csv", find_region("exempel-takecare"))
    assert problems == ()
    assert [(b.booking_id, b.key and b.key.label, b.modality, b.cancelled, b.protected) for b in bookings] == [
        ("4711", "IK-82", Modality.VIDEO, False, False),
        ("4712", "ÖÅ-47", Modality.VIDEO, True, False),
        ("4713", None, Modality.VIDEO, False, True),
    ]
    assert bookings[0].participants == (Participant(Role.PATIENT), Participant(Role.INTERPRETER, language="arabiska"))
    assert [int((b.end - b.start).total_seconds()) for b in bookings] == [1200, 1200, 1200]


@pytest.mark.parametrize("encoding", ["cp850", "utf-8-sig"])
def test_an_export_as_the_example_of_pmo_has_it(encoding: str) -> None:
    bookings, problems = read_csv(PMO.encode(encoding), DAY, "t.csv", find_region("exempel-pmo"))
    assert problems == ()
    assert [(b.key and b.key.label, b.modality, b.cancelled) for b in bookings] == [
        ("ÅÖ-15", Modality.VIDEO, False),
        ("IE-14", Modality.PHYSICAL, True),
    ]
    assert bookings[0].participants == (Participant(Role.GUARDIAN),)
    assert [int((b.end - b.start).total_seconds()) for b in bookings] == [1800, 2700]


def test_a_wide_encoding_without_a_mark(tmp_path: Path) -> None:
    path = tmp_path / "region.toml"
    path.write_text('name = "x"\n[bookings]\nencoding = "utf-16-le"')
    region = find_region(str(path))
    data = f"{HEAD}\n{GOOD}"
    for encoding in ("utf-16-le", "utf-16", "utf-8", "cp1252"):
        bookings, problems = read_csv(data.encode(encoding), DAY, "t.csv", region)
        assert ([booking.key for booking in bookings], problems) == ([Key("IK", 82)], ())
    _, problems = read_csv(data.encode("utf-16-le")[:-1], DAY, "t.csv", region)
    assert [problem.reason for problem in problems] == ["encoding"]


def test_a_time_zone_is_no_end() -> None:
    row = "2026-11-23T03:00:00-05:00;1982;Ingrid Karlsson;Video"
    booking = one(row, "Starttid;Födelseår;Namn;Kontakttyp")
    assert (booking.start, booking.end - booking.start) == (
        datetime(2026, 11, 23, 8, tzinfo=UTC),
        timedelta(minutes=30),
    )


def test_a_moment_beyond_the_calendar_is_a_bad_row() -> None:
    head, row = "Starttid;Initialer;Kontakttyp", "9999-12-31T23:30:00Z;IK-82;Video"
    assert read(head, row) == ([], [("bad_row", "line 2")])


@pytest.mark.parametrize(
    ("number", "year"),
    [
        ("19820314-1234", 1982),
        ("198203141234", 1982),
        ("820314-1234", 1982),
        ("8203141234", 1982),
        ("250314-1234", 2025),
        ("250314+1234", 1925),
        ("20150601-1234", 2015),
        ("19820374-1234", 1982),
        ("196101182803", 1961),
        ("19820314-12A4", 1982),
    ],
)
def test_birth_years(number: str, year: int) -> None:
    assert one(GOOD.replace("19820314-1234", number)).birth_year == year


@pytest.mark.parametrize("number", ["x", "19821314-1234", "19820399-1234", "2099-12-12", "20990101-1234", "820314"])
def test_a_bad_personal_number_is_a_problem_and_the_row_stays(number: str) -> None:
    bookings, problems = read(HEAD, GOOD.replace("19820314-1234", number))
    assert [(b.key, b.birth_year) for b in bookings] == [(None, None)]
    assert problems == [("bad_personal_number", "line 2")]


@pytest.mark.parametrize(
    ("head", "row", "key", "year"),
    [
        ("Datum;Tid;Födelseår;Namn;Kontakttyp", "2026-11-23;09:00;1982;Karlsson, Ingrid;Video", "IK-82", 1982),
        ("Datum;Tid;Födelseår;Namn;Kontakttyp", "2026-11-23;9.00;1982;Ingrid Karlsson;Video", "IK-82", 1982),
        ("Datum;Tid;Initialer;Kontakttyp", "20261123;0900;IK-82;Video", "IK-82", None),
        ("Datum;Tid;Initialer;Kontakttyp", "2026-11-23;09:00;IK-1982;Video", "IK-82", 1982),
        ("Datum;Tid;Födelseår;Initialer;Kontakttyp", "2026-11-23;09:00;1982;IK;Video", "IK-82", 1982),
        ("Starttid;Födelseår;Namn;Kontakttyp", "2026-11-23T09:00;1982;Ingrid Karlsson;Video", "IK-82", 1982),
        ("Starttid;Födelseår;Namn;Kontakttyp", "2026-11-23T08:00:00Z;1982;Ingrid Karlsson;Video", "IK-82", 1982),
        ("Starttid;Födelseår;Namn;Kontakttyp", "2026-11-23 09:00:00;1982;Ingrid Karlsson;Video", "IK-82", 1982),
    ],
)
def test_other_columns(head: str, row: str, key: str, year: int | None) -> None:
    booking = one(row, head)
    assert booking.key is not None
    assert (booking.key.label, booking.birth_year) == (key, year)
    assert booking.start == datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("contact", "modality", "kind"),
    [
        ("Kontakt via videolänk [Cosmic]", Modality.VIDEO, Kind.ONE_TO_ONE),
        ("Återbesök video", Modality.VIDEO, Kind.ONE_TO_ONE),
        ("Distanskontakt", Modality.VIDEO, Kind.ONE_TO_ONE),
        ("Telefonkontakt", Modality.PHONE, Kind.ONE_TO_ONE),
        ("Nybesök", Modality.PHYSICAL, Kind.ONE_TO_ONE),
        ("Gruppbesök video", Modality.VIDEO, Kind.GROUP),
        ("Digifysiskt besök", Modality.VIDEO, Kind.DIGI_PHYSICAL),
        ("Video eller telefon", Modality.VIDEO, Kind.ONE_TO_ONE),
        ("Något", Modality.UNKNOWN, Kind.ONE_TO_ONE),
        ("", Modality.UNKNOWN, Kind.ONE_TO_ONE),
    ],
)
def test_contact_types(contact: str, modality: Modality, kind: Kind) -> None:
    booking = one(GOOD.replace("Kontakt via videolänk", contact))
    expected = Modality.UNKNOWN if "telefon" in contact and "Video" in contact else modality
    assert (booking.modality, booking.kind) == (expected, kind)


def test_roles_and_interpreter() -> None:
    assert one(GOOD + "arabiska").participants == (
        Participant(Role.PATIENT),
        Participant(Role.INTERPRETER, language="arabiska"),
    )
    assert one(GOOD[:-1] + "Vårdnadshavare;").participants == (Participant(Role.GUARDIAN),)
    assert one(GOOD[:-1] + "patient och vårdnadshavare, tolk;somaliska").participants == (
        Participant(Role.PATIENT),
        Participant(Role.GUARDIAN),
        Participant(Role.INTERPRETER, language="somaliska"),
    )
    head, row = "Datum;Tid;Kontakttyp;Antal;Plats;Initialer", "2026-11-23;13:00;Gruppbesök video;8;;"
    assert one(row, head).participants == (Participant(Role.PATIENT),) * 8
    on_site = one("2026-11-23;13:00;Digifysiskt;;Hemgården;MS-47", head)
    assert on_site.participants == (Participant(Role.PATIENT), Participant(Role.STAFF_ON_SITE, place="Hemgården"))


@pytest.mark.parametrize("status", ["Avbokad", "INSTÄLLT", "Återbud av patient"])
def test_cancelled(status: str) -> None:
    assert one(GOOD.replace("Bokad", status)).cancelled


def test_other_days_are_passed_over() -> None:
    assert read(HEAD, GOOD.replace("-23;", "-24;")) == ([], [])
    assert len(read(HEAD, GOOD.replace("2026-11-23;09:00", "2026-11-22T23:30;23:30"))[0]) == 0


def test_ends() -> None:
    assert (one(GOOD.replace(";20;", ";;")).end - one(GOOD).start).total_seconds() == 1800
    head, row = "Datum;Tid;Sluttid;Initialer;Kontakttyp", "2026-11-23;09:00;{};IK-82;Video"
    assert one(row.format("09:45"), head).end == datetime(2026, 11, 23, 8, 45, tzinfo=UTC)
    assert one(row.format("08:00"), head).end == datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "bad",
    [
        GOOD.replace("09:00", "nio"),
        GOOD.replace("09:00", "25:00"),
        GOOD.replace("2026-11-23", "23/11"),
        GOOD.replace("2026-11-23", "2026-13-23"),
        GOOD + ";för;många",
        GOOD.replace("Ingrid", '"Ingrid'),
    ],
)
def test_a_bad_row_is_one_problem_with_its_line(bad: str) -> None:
    bookings, problems = read(HEAD, GOOD, bad, GOOD.replace("b1", "b3"))
    assert [booking.booking_id for booking in bookings] == ["b1", "b3"]
    assert problems == [("bad_row", "line 3")]


def test_a_row_without_a_patient_is_kept_and_reported() -> None:
    bookings, problems = read(HEAD, "b1;2026-11-23;09:00")
    assert [(b.key, b.booking_id) for b in bookings] == [(None, "b1")]
    assert problems == [("bad_row", "line 2")]


def test_a_quoted_cell_may_span_lines() -> None:
    bookings, problems = read(HEAD + ";Anteckning", GOOD + ';"rad ett', 'rad ""två"""', GOOD.replace("b1", "b2") + ";")
    assert ([b.booking_id for b in bookings], problems) == (["b1", "b2"], [])


@pytest.mark.parametrize(
    ("head", "problems", "rows"),
    [
        (HEAD.replace("Tolk", "Skostorlek"), [("unknown_column", "Skostorlek")], 1),
        (HEAD.replace("Tolk", "820314-1234"), [("unknown_column", "column 13")], 1),
        (HEAD.replace("Starttid", "Veckodag"), [("missing_column", "Starttid")], 0),
        (HEAD.replace("Datum", "Veckodag"), [("missing_column", "Datum")], 0),
        (HEAD.replace("Kontakttyp", "Veckodag"), [("missing_column", "Kontakttyp")], 1),
        ("Karlsson;Ingrid;19820314-1234", [("no_headings", "")], 0),
        ('"', [("no_headings", "")], 0),
    ],
)
def test_headings(head: str, problems: list[tuple[str, str]], rows: int) -> None:
    bookings, found = read(head, GOOD)
    assert (len(bookings), found) == (rows, problems)


def test_missing_patient_columns_are_named() -> None:
    _, problems = read("Datum;Tid;Kontakttyp", "2026-11-23;09:00;Video")
    assert ("missing_column", "Personnummer") in problems
    assert ("missing_column", "Namn") in problems


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\xfe\xff", "no_headings"),
        (b"<html><body>Logga in", "login_page"),
        (b"\xff\x00\x81;\x00", "encoding"),
    ],
)
def test_garbage(data: bytes, reason: str) -> None:
    bookings, problems = read_csv(data, DAY, "t.csv", default_region())
    assert bookings == ()
    assert reason in [problem.reason for problem in problems]


def test_the_source(tmp_path: Path) -> None:
    path = tmp_path / "tidbok.csv"
    path.write_text(f"{HEAD}\n{GOOD}", encoding="cp1252")
    result = asyncio.run(CsvSource(path).day(DAY))
    assert [booking.source for booking in result.bookings] == ["tidbok.csv"]
    missing = asyncio.run(CsvSource(tmp_path / "none.csv").day(DAY))
    assert [problem.reason for problem in missing.problems] == ["unreadable"]
    assert CsvSource(path).name == "tidbok.csv"


COMMAS = GOOD.replace("Ingrid", "Ingrid, " + ", ".join(["Anna", "Eva", "Karin", "Maria"] * 5))


@pytest.mark.parametrize(
    "lines",
    [
        (HEAD, COMMAS),
        ("Hjärtmottagningen, plan 3, hus 4, 541 85, Skövde, Sverige, a, b, c, d, e, f, g, h, i, j", HEAD, COMMAS),
        ("\t" * 40, HEAD, COMMAS),
        ("sep=;", HEAD, COMMAS),
        (f'"{HEAD.replace(";", chr(34) + ";" + chr(34))}"', COMMAS),
        (HEAD.replace(";", ","), GOOD.replace(";", ",").replace("Ingrid", "Ingrid;;;;;;;;;;;;;;;;;")),
        (HEAD.replace(";", "\t"), COMMAS.replace(";", "\t")),
    ],
)
def test_what_separates_the_headings_separates_the_cells(lines: tuple[str, ...]) -> None:
    """Not what stands most often somewhere: a row may hold a list of names, or a title an address."""
    bookings, problems = read(*lines)
    assert ([booking.booking_id for booking in bookings], problems) == (["b1"], [])


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-8-sig", "cp1252"])
def test_wide_text_is_known_without_its_mark(encoding: str) -> None:
    bookings, problems = read_csv(f"{HEAD}\r\n{GOOD}".encode(encoding), DAY, "t.csv", default_region())
    assert ([booking.booking_id for booking in bookings], problems) == (["b1"], ())


@pytest.mark.parametrize(
    "filler",
    [
        b'"\n',
        b'a"\n',
        b"\n",
        b"\r",
        b"\x00",
        b"\x00\n",
        b'"',
        b";",
        b'";"',
        b"x;" * 50_000 + b"\n",
        b'"a"\n"',
        b"a;b\n",
    ],
)
def test_a_large_file_has_its_time_and_its_first_rows_are_kept(filler: bytes) -> None:
    """Ten megabytes of the worst; of a million bad rows some are told."""
    head = f"{HEAD}\n{GOOD}\n".encode()
    data = head + filler * ((BYTES_MAX - len(head)) // len(filler))
    bookings, problems = read_csv(data, DAY, "t.csv", default_region())
    assert [booking.booking_id for booking in bookings] == ["b1"]
    assert len(problems) <= PROBLEMS_MAX + 3


def test_without_time_what_is_left_out_is_named() -> None:
    known = set(HEAD.split(";"))
    text = "\n".join([HEAD, GOOD, GOOD])
    assert [row.line for row in rows(text, known.__contains__, 60)] == [1, 2, 3]
    assert [(row.line, row.late) for row in rows(text, known.__contains__, 0)] == [(1, True)]
    bookings, problems = read_csv(text.encode(), DAY, "t.csv", default_region(), file_box_s=0)
    assert (bookings, problems) == ((), (Problem("t.csv", "too_slow"),))


def test_an_end_that_is_for_ever_can_be_shown() -> None:
    (booking,), _ = read("Boknings-id;Datum;Starttid;Sluttid", "b1;2026-11-23;09:00;9999-12-31T23:59:59Z")
    assert booking.end.astimezone(STOCKHOLM).year == 9999


def test_a_row_that_is_too_long_is_a_bad_one() -> None:
    bookings, problems = read(HEAD, GOOD + "x" * 200_000, GOOD.replace("b1", "b2"))
    assert ([booking.booking_id for booking in bookings], problems) == (["b2"], [("bad_row", "line 2")])


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_file_raises_and_no_problem_holds_a_cell(data: st.DataObject) -> None:
    cells = data.draw(st.lists(st.text(max_size=30), max_size=14))
    damaged = data.draw(st.binary(max_size=60))
    for text in (
        (HEAD + "\n" + ";".join(cells) + "\n" + GOOD).encode("utf-8", "replace"),
        HEAD.encode() + damaged,
        damaged,
    ):
        _, problems = read_csv(text, DAY, "t.csv", default_region())
        assert all(p.detail == "" or p.detail.startswith(("line ", "column ")) or ";" not in p.detail for p in problems)
