from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vardklient.domain.device import Device, DeviceKind, DeviceList
from vardklient.domain.place import (
    PLACES_MOST,
    Chosen,
    Place,
    Surroundings,
    arrive,
    choose,
    fingerprint,
    likeness_share,
    recognise,
    surroundings,
)

LID, MIC, HORN = Device("cam0", "Integrated Camera"), Device("mic0", "Realtek"), Device("horn0", "Realtek")
JABRA_IN, JABRA_OUT, LIFECAM = Device("ji", "Jabra"), Device("jo", "Jabra"), Device("lc", "LifeCam")
HOME_IN, HOME_OUT = Device("hi", "EPOS"), Device("ho", "EPOS")
OWN = DeviceList((LID,), (MIC,), (HORN,))
AT_WORK = DeviceList((LID, LIFECAM), (MIC, JABRA_IN), (HORN, JABRA_OUT))
AT_HOME = DeviceList((LID,), (MIC, HOME_IN), (HORN, HOME_OUT))
CLINIC, HOME = surroundings(["panel", "DELL 1"], AT_WORK), surroundings(["panel", "EIZO 7"], AT_HOME)
ROAD = surroundings(["panel"], OWN)


def test_clinic_and_home_of_one_laptop_are_two_places() -> None:
    places = arrive(HOME, arrive(CLINIC, ()))
    assert [place.number for place in places] == [2, 1], "the one that one is at comes first"
    assert recognise(CLINIC, places) == places[1]
    assert recognise(HOME, places) == places[0]


def test_on_the_road_is_neither() -> None:
    assert recognise(ROAD, arrive(HOME, arrive(CLINIC, ()))) is None


def test_an_unplugged_headset_or_a_new_one_makes_no_new_place() -> None:
    places = arrive(HOME, arrive(CLINIC, ()))
    without = surroundings(["panel", "DELL 1"], DeviceList((LID, LIFECAM), (MIC,), (HORN,)))
    dark = surroundings(["panel"], AT_WORK)
    other = surroundings(["DELL 1", "panel"], DeviceList((LID, LIFECAM), (MIC, HOME_IN), (HORN, HOME_OUT)))
    for here in (without, dark, other):
        found = recognise(here, places)
        assert found is not None
        assert found.number == 1


def test_a_choice_at_home_leaves_the_clinics_alone() -> None:
    places = arrive(CLINIC, ())
    places = (choose(places[0], DeviceKind.MICROPHONE, Chosen("ji", "Jabra")),)
    places = arrive(HOME, places)
    places = (choose(places[0], DeviceKind.MICROPHONE, Chosen("hi", "EPOS")), *places[1:])
    back = arrive(CLINIC, places)
    assert back[0].chosen == {DeviceKind.MICROPHONE: Chosen("ji", "Jabra")}
    assert back[1].chosen == {DeviceKind.MICROPHONE: Chosen("hi", "EPOS")}


def test_a_chosen_device_is_known_by_its_identity_and_else_by_its_name() -> None:
    twin = Device("j2", "Jabra")
    assert Chosen("ji", "Jabra").among((twin, Device("ji", "Jabra, renamed"))) == Device("ji", "Jabra, renamed")
    assert Chosen("ji", "Jabra").among((MIC, twin)) == twin, "the same model in another socket"
    assert Chosen("ji", "Jabra").among((MIC,)) is None
    assert Chosen().among((Device("", ""), MIC)) is None


def test_what_is_remembered_tells_nothing() -> None:
    here = surroundings(["EIZO serial 4711"], DeviceList((Device("usb-anna-pc-serial-12", "Annas kamera"),)))
    text = str(here).casefold()
    assert not any(word in text for word in ("eizo", "4711", "anna", "usb"))
    assert len(fingerprint("x")) == 12


marks = st.frozensets(st.text(max_size=2), max_size=5)
heres = st.builds(Surroundings, marks, marks)


@given(heres, heres)
def test_likeness_is_a_share_and_the_same_both_ways(one: Surroundings, other: Surroundings) -> None:
    assert 0 <= likeness_share(one, other) == likeness_share(other, one) <= 1
    assert likeness_share(one, one) == 1


def test_a_desk_that_is_left_piece_by_piece_stays_what_it_was() -> None:
    places = arrive(CLINIC, ())
    places = (choose(places[0], DeviceKind.MICROPHONE, Chosen("ji", "Jabra")),)
    both = ["panel", "DELL 1"]
    for here in (
        surroundings(both, DeviceList((LID, LIFECAM), (MIC, JABRA_IN), (HORN,))),
        surroundings(both, DeviceList((LID, LIFECAM), (MIC,), (HORN,))),
        surroundings(both, OWN),
        ROAD,
    ):
        places = arrive(here, places)
    alone, clinic = places
    assert (clinic.number, clinic.here) == (1, CLINIC)
    assert (alone.number, alone.chosen) == (2, {})
    assert arrive(CLINIC, places)[0] == clinic


def test_what_a_place_has_got_anew_is_remembered() -> None:
    places = arrive(CLINIC, ())
    more = surroundings(["panel", "DELL 1"], DeviceList((LID, LIFECAM), (MIC, JABRA_IN, HOME_IN), (HORN, JABRA_OUT)))
    assert arrive(more, places) == (Place(1, more),)


@given(st.lists(heres, min_size=1, max_size=30))
def test_where_one_has_arrived_one_is(visited: list[Surroundings]) -> None:
    places: tuple[Place, ...] = ()
    for here in visited:
        places = arrive(here, places)
        assert here.screens <= places[0].here.screens
        assert here.devices <= places[0].here.devices
        assert recognise(here, places) == places[0]
    assert len(places) <= PLACES_MOST
    assert len({place.number for place in places}) == len(places)
