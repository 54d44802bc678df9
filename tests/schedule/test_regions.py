from __future__ import annotations

from pathlib import Path

import pytest

from vardklient.base.errors import ResourceError
from vardklient.base.resources import resource
from vardklient.domain.record import Outcome
from vardklient.domain.subject import DEFAULT_WORDS
from vardklient.domain.visit import Kind, Modality, Role
from vardklient.schedule.regions import default_region, find_region, heading, load_region


def test_the_shipped_table() -> None:
    region = default_region()
    assert region.words == DEFAULT_WORDS, "the code's defaults and the file say the same"
    assert region.meeting_hosts == frozenset()
    assert region.columns[heading("BOKNINGS_ID")] == "booking_id"
    assert {Modality.VIDEO.value, Modality.PHONE.value, Modality.PHYSICAL.value} <= region.values.keys()
    assert {role.value for role in Role} - {"clinician"} <= region.values.keys()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "name = 1",
        'name = "x"\n[calendar]\nvideo = "y"\n[bookings]\ncolumns = {}',
        'calendar = 1\nbookings = 2\nname="x"',
    ],
)
def test_a_file_that_is_no_table(tmp_path: Path, text: str) -> None:
    path = tmp_path / "region.toml"
    path.write_text(text)
    with pytest.raises(ResourceError, match=r"region\.toml"):
        load_region(path)


def test_a_table_of_ones_own(tmp_path: Path) -> None:
    shipped = Path(__file__).parents[2] / "resources/regions/default.toml"
    path = tmp_path / "region.toml"
    path.write_text(shipped.read_text().replace("meeting_hosts = []", 'meeting_hosts = ["Meet.Example"]'))
    assert load_region(path).meeting_hosts == {"meet.example"}
    path.write_text(shipped.read_text().replace("meeting_hosts = []", "meeting_hosts = [1]"))
    with pytest.raises(ResourceError):
        load_region(path)


def write(folder: Path, text: str) -> Path:
    path = folder / "region.toml"
    path.write_text(text, "utf-8")
    return path


def test_what_a_table_leaves_out_is_as_in_the_default(tmp_path: Path) -> None:
    region = load_region(write(tmp_path, 'name = "Vi"'))
    shipped = default_region()
    assert region.name == "Vi"
    assert (region.words, region.columns, region.values) == (shipped.words, shipped.columns, shipped.values)


def test_ones_own_headings_go_before_the_defaults(tmp_path: Path) -> None:
    path = write(tmp_path, 'name = "x"\n[bookings]\nignored = ["Plats"]\n[bookings.columns]\nminutes = ["Tid"]')
    region = load_region(path)
    assert region.columns[heading("Tid")] == "minutes"
    assert region.columns[heading("Starttid")] == "start"
    assert heading("Längd") not in region.columns, "a list takes the place of the default's"
    assert heading("Plats") not in region.columns
    assert heading("plats") in region.ignored
    assert heading("Veckodag") not in region.ignored


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[bookings.columns]\nfornamn = ["x"]', "bookings.columns.fornamn"),
        ("[calender]", "calender"),
        ('[bookings]\nencoding = "rot13"', "bookings.encoding"),
        ("[fhir]\nvideo = 1", "list"),
        ('[registration.contact_types]\nvideo = "x"', "video"),
        ("[registration.contact_types]\nby_video = 1", "text"),
        ('[registration]\ncodes = [{ code = "XS007", text = "", add_on = true, after = [] }]', "XS007"),
        ('[registration]\ncodes = [{ code = "ZV051" }]', "text"),
        ('[registration]\nphrase = "{personnummer}"', "personnummer"),
        ('[registration]\nsupport = [{ name = "IT", number = "12" }]', "12"),
    ],
)
def test_what_is_misspelt_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ResourceError, match=said):
        load_region(write(tmp_path, f'name = "x"\n{text}'))


def test_a_region_is_chosen_by_name_or_by_path(tmp_path: Path) -> None:
    assert find_region("default") == default_region()
    assert find_region(str(write(tmp_path, 'name = "Vår klinik"'))).name == "Vår klinik"
    for name in ("", "atlantis", "../default", "Default"):
        with pytest.raises(ResourceError):
            find_region(name)


def test_every_shipped_region_can_be_read_and_the_invented_ones_say_so() -> None:
    names = sorted(path.stem for path in resource("regions").glob("*.toml"))
    assert names == ["default", "exempel-pmo", "exempel-takecare"]
    folder = Path(__file__).parents[2] / "resources/regions"
    for name in names:
        region = find_region(name)
        codes = region.registration.codes_after(Outcome.BY_VIDEO)
        assert [(code.code, code.add_on) for code in codes] == [("ZV051", True)]
        if name != "default":
            assert "INVENTED" in (folder / f"{name}.toml").read_text("utf-8")
            assert region.registration.contact_type(Kind.ONE_TO_ONE, Outcome.BY_VIDEO)


def test_a_short_phrase_is_the_whole_text_and_a_long_one_may_stand_in_it() -> None:
    region = default_region()
    assert region.means("Ja", "protected")
    assert not region.means("Jan", "protected")
    assert region.means("Avbokad av patienten", "cancelled")
    assert not region.means("Avbokad", "nothing of the kind")
