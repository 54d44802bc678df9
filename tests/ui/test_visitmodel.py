from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester

from tests.ui.days import morning
from vardklient.ui.rowface import RowFace, Scene, row_face
from vardklient.ui.visitmodel import FACE_ROLE, VisitModel


def face(visit_id: str, title: str = "") -> RowFace:
    return RowFace(visit_id, "09:30", "20 min", title, "Enskilt besök", (), (), "Öppna")


FACES = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("xy")), unique_by=lambda f: f[0], max_size=8
).map(lambda rows: [face(*row) for row in rows])


def shown(model: VisitModel) -> list[RowFace]:
    return [model.face(n) for n in range(model.rowCount())]


@given(st.lists(FACES, max_size=5))
def test_the_model_becomes_every_list_without_a_reset(days: list[list[RowFace]]) -> None:
    model, resets = VisitModel(), []
    model.modelAboutToBeReset.connect(lambda: resets.append(1))
    for day in days:
        model.show(day)
        assert shown(model) == day
    assert resets == []


def test_it_is_a_model_that_qt_accepts_through_all_changes(qtmodeltester: ModelTester) -> None:
    model = VisitModel()
    qtmodeltester.check(model)
    for order in ("abc", "cab", "xcb", "", "bc", "bcx"):
        model.show([face(letter, order) for letter in order])
    assert shown(model)[0].title == "bcx"


def test_a_row_that_stays_keeps_its_place_in_the_reading(qtmodeltester: ModelTester) -> None:
    model = VisitModel()
    model.show([face("a"), face("b"), face("c")])
    kept = model.index_of("b")
    removed: list[int] = []
    changed: list[int] = []
    model.rowsRemoved.connect(lambda _parent, first, _last: removed.append(first))
    model.dataChanged.connect(lambda first, *_: changed.append(first.row()))
    model.show([face("b"), face("c", "ny")])
    assert (removed, changed) == ([0], [1])
    assert kept.isValid()


def test_what_a_screen_reader_says() -> None:
    day = morning()
    model = VisitModel()
    model.show([row_face(row, Scene(day)) for row in day.rows])
    index = model.index_of(day.rows[7].visit.visit_id)
    spoken = model.data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "15:20, JN-61, 20 min, Enskilt besök, kalender 15:20, tidbok 15:40, Tiden skiljer"
    assert model.data(index) == spoken
    assert model.data(index, FACE_ROLE) == model.face(7)
    assert model.data(index, Qt.ItemDataRole.DecorationRole) is None
    assert model.data(QModelIndex()) is None
    assert not model.index_of("nobody").isValid()
    assert replace(model.face(7), title="").spoken != spoken
