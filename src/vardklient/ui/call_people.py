"""The left panel of the call window: which visit, who takes part and how, who waits, how long is left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vardklient.domain.quality import CallQuality, Cause, Quality
from vardklient.domain.visit import Role
from vardklient.flows.call import AdmitPerson, CallState, DenyPerson, Person, Phase, Presence
from vardklient.ui import texts
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import Flow, column, row
from vardklient.ui.look import Ink, Look, TextRole
from vardklient.ui.scroll_card import ScrollCard
from vardklient.ui.texts import call_window as words
from vardklient.ui.texts import calls
from vardklient.ui.widgets import Button, ButtonKind, IconLabel, Label

ANSWER_MS = 3000
"""So long the visit server has to answer before the buttons can be used again."""

ROLE_ICONS = {
    Role.CLINICIAN: Icon.STETHOSCOPE,
    Role.CO_HOST: Icon.STETHOSCOPE,
    Role.PATIENT: Icon.USER,
    Role.GUARDIAN: Icon.USERS,
    Role.PROXY: Icon.USER_CHECK,
    Role.RELATIVE: Icon.USERS,
    Role.INTERPRETER: Icon.LANGUAGES,
    Role.STAFF_ON_SITE: Icon.BUILDING_2,
}


def how(person: Person) -> str:
    """How somebody is connected, in a few words."""
    match person.presence:
        case Presence.WAITING:
            return words.WAITS_SINCE(time=texts.clock_time(person.since))
        case Presence.CONNECTING:
            return words.CONNECTING()
        case Presence.RECONNECTING:
            return words.RECONNECTING()
        case Presence.LEFT:
            return words.LEFT_AT(time=texts.clock_time(person.since))
        case _:
            return _sends(person)


def _sends(person: Person) -> str:
    match person.sends_audio, person.sends_video:
        case True, True:
            return words.CONNECTED()
        case True, False:
            return words.CONNECTED_SOUND_ONLY()
        case False, True:
            return words.CONNECTED_MUTED()
        case _:
            return words.CONNECTED_NOTHING()


def title(state: CallState) -> str:
    """What the visit is called on the screen: never more than initials and year."""
    if state.protected:
        return words.PROTECTED()
    return state.label or texts.kind(state.kind)


def subtitle(state: CallState) -> str:
    """Kind and time."""
    kind = texts.kind(state.kind)
    if state.start is None or state.end is None:
        return kind
    return f"{kind} · {texts.clock_time(state.start)}–{texts.clock_time(state.end)}"


def time_left(state: CallState, now: datetime, next_start: datetime | None) -> str:
    """How much of the booked time is left, and when the next visit begins."""
    parts = []
    if state.start is not None and now < state.start:
        parts.append(words.begins_in(_minutes_up(state.start, now)))
    elif state.end is not None:
        over = now > state.end
        left = -int((now - state.end).total_seconds() // 60) if over else _minutes_up(state.end, now)
        parts.append(words.minutes_left(left))
    if next_start is not None:
        parts.append(words.NEXT_AT(time=texts.clock_time(next_start)))
    return " · ".join(parts)


def _minutes_up(to: datetime, now: datetime) -> int:
    """Full minutes, rounded up: "1 minut kvar" lasts until it is over."""
    return int(-(-(to - now).total_seconds() // 60))


class QualityWord(QWidget):
    """How good the call is: one word, calm as long as all is well."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.icon = IconLabel(look, Icon.WIFI, Ink.MUTED, 16)
        self.words = Label(look, "", TextRole.SMALL_MEDIUM, Ink.MUTED, wrap=True)
        box = row(look, self, spacing=8)
        box.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        box.addWidget(self.words, 1)
        self.hide()

    def show_quality(self, quality: CallQuality | None) -> None:
        """Show the verdict; nothing while there is none."""
        self.setVisible(quality is not None)
        if quality is None:
            return
        ink = {Quality.GOOD: Ink.MUTED, Quality.WEAK: Ink.WARN, Quality.BAD: Ink.BAD}[quality.level]
        shown = Icon.MONITOR if quality.cause is Cause.COMPUTER else Icon.WIFI
        self.icon.set_icon(shown, Ink.OK if quality.level is Quality.GOOD else ink)
        self.words.say(lambda: words.QUALITY(word=calls.quality_word(quality.level)))
        self.words.set_ink(ink)


class PersonRow(QWidget):
    """One person: icon, role, how they are connected; for those who wait, the two buttons.

    Signals:
        commanded: `AdmitPerson` or `DenyPerson`.
    """

    commanded = Signal(object)

    def __init__(self, look: Look, role: Role, buttons: bool) -> None:
        super().__init__()
        self._look = look
        self._peer = ""
        self.icon = IconLabel(look, ROLE_ICONS[role], Ink.RAIL_ACCENT)
        self.name = Label(look, lambda: texts.role(role), TextRole.BODY_STRONG, wrap=True)
        self.state = Label(look, "", TextRole.SMALL, Ink.MUTED, wrap=True)
        box = row(look, self, spacing=12)
        box.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        side = column(look, spacing=1)
        side.addWidget(self.name)
        side.addWidget(self.state)
        if buttons:
            side.addLayout(self._buttons(look, role))
        box.addLayout(side, 1)

    def _buttons(self, look: Look, role: Role) -> Flow:
        flow = Flow(look, spacing=8)
        self.admit = Button(look, words.ADMIT, ButtonKind.SECONDARY, height_px=34)
        self.deny = Button(look, words.NOT_NOW, ButtonKind.PLAIN, height_px=34)
        look.follow(self.admit, lambda b: b.setAccessibleName(words.ADMIT_WHOM(role=texts.role(role))))
        look.follow(self.deny, lambda b: b.setAccessibleName(words.NOT_NOW_WHOM(role=texts.role(role))))
        for button in (self.admit, self.deny):
            button.setProperty("snug", True)
        self.admit.clicked.connect(lambda: self._command(AdmitPerson))
        self.deny.clicked.connect(lambda: self._command(DenyPerson))
        flow.addWidget(self.admit)
        flow.addWidget(self.deny)
        return flow

    def _command(self, make: Callable[[str], object]) -> None:
        """Once: a second click before the server has answered does nothing."""
        self._enable(False)
        QTimer.singleShot(ANSWER_MS, self, lambda: self._enable(True))
        self.commanded.emit(make(self._peer))

    def _enable(self, on: bool) -> None:
        self.admit.setEnabled(on)
        self.deny.setEnabled(on)

    def show_person(self, person: Person) -> None:
        """Show how this person is now."""
        self._peer = person.peer
        self.state.say(how(person))
        away = person.presence in (Presence.LEFT, Presence.RECONNECTING, Presence.CONNECTING)
        self.icon.set_icon(ROLE_ICONS[person.role], Ink.MUTED if away else Ink.RAIL_ACCENT)


class PeoplePanel(ScrollCard):
    """The panel. Build it with `look.night`.

    Signals:
        commanded: `AdmitPerson` or `DenyPerson`.
    """

    commanded = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look, (18, 18, 10, 16), 8)
        self._look = look
        self._rows: dict[str, PersonRow] = {}
        self._state = CallState()
        self._next_start: datetime | None = None
        self.title = Label(look, "", TextRole.HEADING, wrap=True)
        self.subtitle = Label(look, "", TextRole.BODY, Ink.MUTED, wrap=True)
        self._people = column(look, spacing=12)
        self._waiting_title = Label(look, words.IN_WAITING_ROOM, TextRole.SMALL_STRONG, Ink.MUTED)
        self._waiting = column(look, spacing=14)
        self._you = PersonRow(look, Role.CLINICIAN, buttons=False)
        self._you.name.say(words.YOU)
        self.quality = QualityWord(look)
        self.time_left = Label(look, "", TextRole.SMALL_MEDIUM, Ink.MUTED, wrap=True)
        self.private = Label(look, words.PRIVATE, TextRole.SMALL, Ink.MUTED, wrap=True)
        self._assemble(look)

    def _assemble(self, look: Look) -> None:
        inner = self.inner
        inner.addWidget(self.title)
        inner.addWidget(self.subtitle)
        inner.addSpacing(look.px(10))
        inner.addLayout(self._people)
        inner.addSpacing(look.px(4))
        inner.addWidget(self._you)
        inner.addSpacing(look.px(10))
        inner.addWidget(self._waiting_title)
        inner.addLayout(self._waiting)
        inner.addStretch()
        inner.addWidget(self.quality)
        inner.addWidget(self.time_left)
        inner.addWidget(self.private)

    def set_next_start(self, next_start: datetime | None, now: datetime) -> None:
        """When the next visit of the day begins."""
        self._next_start = next_start
        self.show_time(now)

    def show_time(self, now: datetime) -> None:
        """The time that is left, now."""
        said = time_left(self._state, now, self._next_start)
        self.time_left.say(said)
        self.time_left.setVisible(bool(said))
        late = self._state.end is not None and now > self._state.end
        self.time_left.set_ink(Ink.WARN if late else Ink.MUTED)

    def show_state(self, state: CallState, now: datetime) -> None:
        """Show the visit and its people; rows change in place."""
        self._state = state
        self.title.say(lambda: title(state))
        self.subtitle.say(lambda: subtitle(state))
        apart = bool(state.main_peer) or state.phase is Phase.PHONE
        waiting = [p for p in state.people if p.presence is Presence.WAITING]
        inside = [p for p in state.people if p.presence is not Presence.WAITING]
        self._sync(self._people, inside, buttons=False)
        self._sync(self._waiting, waiting if apart else [], buttons=True)
        self._waiting_title.setVisible(apart and bool(waiting))
        self._you.state.say(lambda: _yourself(state))
        self.quality.show_quality(state.quality if state.phase is Phase.CONNECTED else None)
        self.show_time(now)

    def _sync(self, box: QVBoxLayout, people: list[Person], buttons: bool) -> None:
        """One row per person: new ones are added, gone ones removed, the others stay where they are."""
        mark = "waiting:" if buttons else "inside:"
        wanted = {mark + p.peer: p for p in people}
        for key in [k for k in self._rows if k.startswith(mark) and k not in wanted]:
            old = self._rows.pop(key)
            box.removeWidget(old)
            old.hide()
            old.deleteLater()
        for key, person in wanted.items():
            if key not in self._rows:
                made = PersonRow(self._look, person.role, buttons)
                made.commanded.connect(self.commanded)
                box.addWidget(made)
                # At once: how high the panel wants to be is asked for before the event loop turns.
                made.show()
                self._rows[key] = made
            self._rows[key].show_person(person)

    def row(self, peer: str) -> PersonRow | None:
        """The row of that person."""
        return self._rows.get("waiting:" + peer) or self._rows.get("inside:" + peer)


def _yourself(state: CallState) -> str:
    match state.microphone_on, state.camera_on:
        case True, True:
            return words.YOU_BOTH()
        case True, False:
            return words.YOU_MICROPHONE()
        case False, True:
            return words.YOU_CAMERA()
        case _:
            return words.YOU_NOTHING()
