"""What can be done with a visit, as a menu: menu key, Shift+F10 or the right mouse button on its row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu, QWidget

from vardklient.domain.invitation import calendar_subject
from vardklient.domain.visit import Visit
from vardklient.flows.day import Row, Stage
from vardklient.ui.icons import Icon, icon_pixmap, qicon
from vardklient.ui.look import Ink, Look, TextRole
from vardklient.ui.rowface import RowFace, is_cancelled


class Deed(Enum):
    """What the user chose."""

    OPEN = auto()
    DETAILS = auto()
    COPY_SUBJECT = auto()
    COPY_LINK = auto()
    INVITE = auto()
    PHONE = auto()


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the menu."""

    deed: Deed
    words: str
    icon: Icon


def offers(row: Row, face: RowFace, looking: bool) -> tuple[Offer, ...]:
    """What can be done with that visit now; on another day it can only be looked at."""
    translate = QCoreApplication.translate
    visit = row.visit
    found = [Offer(Deed.OPEN, face.action, Icon.VIDEO)] if face.action else []
    found.append(Offer(Deed.DETAILS, translate("Day", "Visa detaljer"), Icon.INFO))
    if subject := subject_of(visit):
        words = translate("Day", "Kopiera ”{subject}”").format(subject=subject)
        found.append(Offer(Deed.COPY_SUBJECT, words, Icon.COPY))
    if not looking and not is_cancelled(visit) and row.stage is not Stage.ENDED:
        if row.patient_link:
            found.append(Offer(Deed.COPY_LINK, translate("Day", "Kopiera patientens länk"), Icon.CLIPBOARD_COPY))
        found.append(Offer(Deed.INVITE, translate("Day", "Bjud in …"), Icon.LOG_IN))
    if visit.phone and not visit.protected and not looking:
        found.append(Offer(Deed.PHONE, translate("Day", "Ring patienten"), Icon.PHONE))
    return tuple(found)


def subject_of(visit: Visit) -> str:
    """`IK-82 Videobesök`, as the calendar has it; empty where it would tell nothing."""
    return "" if visit.protected or not visit.label else calendar_subject(visit)


def _icon(look: Look, icon: Icon) -> QIcon:
    """In the colour of the words, also on the line that is chosen."""
    side = look.px(18)
    made = qicon(icon, look.colour(Ink.MUTED), side)
    made.addPixmap(icon_pixmap(icon, look.colour(Ink.ON_PRIMARY), side), QIcon.Mode.Active)
    return made


class RowMenu(QMenu):
    """The menu of one visit; it goes when it is closed."""

    def __init__(self, look: Look, parent: QWidget, offered: tuple[Offer, ...], do: Callable[[Deed], None]) -> None:
        super().__init__(parent)
        self.setFont(look.font(TextRole.BODY))
        self.setAccessibleName(QCoreApplication.translate("Day", "Val för besöket"))
        for offer in offered:
            action = QAction(_icon(look, offer.icon), offer.words, self)
            action.setIconVisibleInMenu(True)
            action.triggered.connect(lambda _=False, deed=offer.deed: do(deed))
            self.addAction(action)
        self.setActiveAction(self.actions()[0])
        self.aboutToHide.connect(self.deleteLater)
