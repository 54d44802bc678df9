from __future__ import annotations

from pathlib import Path

import pytest

from vardklient.base.errors import ResourceError
from vardklient.domain.subject import DEFAULT_WORDS
from vardklient.domain.visit import Modality, Role
from vardklient.schedule.regions import default_region, heading, load_region
from vardklient.schedule.timebox import OutOfTime, within


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


def test_work_in_time_gives_its_result() -> None:
    assert within(5, lambda: sum(range(10))) == 45


def test_work_that_swallows_exceptions_is_ended_all_the_same() -> None:
    def forever() -> None:
        while True:
            try:
                len("")
            except Exception:  # noqa: BLE001 - the very fault that is tried here
                continue

    with pytest.raises(OutOfTime):
        within(0.05, forever)
