"""What stands where the next visit would: loading, no visits, none left, nothing could be read."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt

from vardklient.flows.day import DayState
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import column, row
from vardklient.ui.look import Ink, Look, TextRole
from vardklient.ui.widgets import Card, CardKind, IconLabel, Label


class DayEmpty(Card):
    """The card."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, CardKind.CARD)
        box = row(look, self, (22, 26, 22, 26), 16)
        self._picture = IconLabel(look, Icon.CALENDAR_DAYS, Ink.PRIMARY, 32)
        box.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        words = column(look, spacing=2)
        self._title = Label(look, "", TextRole.SUBHEADING, wrap=True)
        self._more = Label(look, "", ink=Ink.MUTED, wrap=True)
        words.addWidget(self._title)
        words.addWidget(self._more)
        box.addLayout(words, 1)

    def show_state(self, state: DayState) -> None:
        """Say why there is no next visit."""
        title, more, icon = _words(state)
        self._title.say(title)
        self._more.say(more)
        self._more.setVisible(bool(more))
        self._picture.set_icon(icon, Ink.PRIMARY)

    def show_nothing_found(self) -> None:
        """Nothing on this day answers to the search."""
        translate = QCoreApplication.translate
        self._title.say(translate("Day", "Inget besök svarar mot sökningen"))
        self._more.say(translate("Day", "Sök på initialer, födelseår, tid eller slag av besök."))
        self._more.show()
        self._picture.set_icon(Icon.SEARCH, Ink.PRIMARY)


def _words(state: DayState) -> tuple[str, str, Icon]:
    translate = QCoreApplication.translate
    shown = state.shown
    refreshed = translate("Day", "Listan uppdateras av sig själv.")
    remote = any(r.visit.remote for r in shown.rows)
    if shown.loading:
        title = translate("Day", "Hämtar dagens besök …") if shown is state else translate("Day", "Hämtar besöken …")
        return title, "", Icon.LOADER_CIRCLE
    if not remote and any(source.stale for source in shown.sources):
        # That nobody is booked is only known when everything has been read.
        return (
            translate("Day", "Alla besök kunde inte hämtas"),
            translate("Day", "Se efter i tidboken. Listan uppdateras så snart det går."),
            Icon.CIRCLE_HELP,
        )
    if shown is not state:
        return translate("Day", "Inga videobesök den dagen"), refreshed, Icon.CALENDAR_DAYS
    if remote:
        return translate("Day", "Inga fler videobesök idag"), refreshed, Icon.CIRCLE_CHECK
    return translate("Day", "Inga videobesök idag"), refreshed, Icon.CALENDAR_DAYS
