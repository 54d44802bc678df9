"""The list of visits for Qt: changes row by row, never as a whole, so that focus and reading position stay."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt

from vardklient.ui.rowface import RowFace
from vardklient.ui.rowlist import Index

FACE_ROLE = Qt.ItemDataRole.UserRole


class VisitModel(QAbstractListModel):
    """Rows by visit id."""

    def __init__(self) -> None:
        super().__init__()
        self._faces: list[RowFace] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._faces)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._faces):
            return None
        face = self._faces[index.row()]
        if role == FACE_ROLE:
            return face
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return face.spoken
        return None

    def face(self, row: int) -> RowFace:
        """The row at that place."""
        return self._faces[row]

    def index_of(self, visit_id: str) -> QModelIndex:
        """The place of that visit, invalid when it is not on the list."""
        places = (n for n, f in enumerate(self._faces) if f.visit_id == visit_id)
        return self.index(next(places, -1), 0)

    def show(self, faces: Sequence[RowFace]) -> None:
        """From what is shown to `faces`, by removing, moving, inserting and changing single rows."""
        wanted = {face.visit_id for face in faces}
        for place in reversed(range(len(self._faces))):
            if self._faces[place].visit_id not in wanted:
                self.beginRemoveRows(QModelIndex(), place, place)
                del self._faces[place]
                self.endRemoveRows()
        for place, face in enumerate(faces):
            self._bring(face, place)
            if self._faces[place] != face:
                self._faces[place] = face
                index = self.index(place, 0)
                self.dataChanged.emit(index, index)

    def _bring(self, face: RowFace, place: int) -> None:
        if place < len(self._faces) and self._faces[place].visit_id == face.visit_id:
            return
        old = next((n for n, f in enumerate(self._faces) if f.visit_id == face.visit_id), None)
        if old is None:
            self.beginInsertRows(QModelIndex(), place, place)
            self._faces.insert(place, face)
            self.endInsertRows()
        else:
            self.beginMoveRows(QModelIndex(), old, old, QModelIndex(), place)
            self._faces.insert(place, self._faces.pop(old))
            self.endMoveRows()
