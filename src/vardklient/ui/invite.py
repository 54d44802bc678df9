"""The page from which invitations to a visit are handed over: copied, saved or printed; the program sends nothing.

Whatever is shown of a person is made from one `Invitation`, which holds role, link and text together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from vardklient.domain.deeplink import visit_link
from vardklient.domain.invitation import (
    CalendarItem,
    Guest,
    Invitation,
    calendar_subject,
    compose,
    expected,
    guest_item,
    guests,
    own_item,
)
from vardklient.domain.visit import Role, Visit
from vardklient.domain.wordings import LANGUAGES, Wordings
from vardklient.flows.day import DayState, LeaveInvitation
from vardklient.ports.clock import Clock
from vardklient.ui import texts
from vardklient.ui.clipboard import LentClipboard
from vardklient.ui.icons import Icon
from vardklient.ui.invite_guest import (
    ICONS,
    LENT_S,
    GuestCard,
    Handing,
    Saying,
    TextField,
    ask_where,
    tell_written,
)
from vardklient.ui.layouts import Flow, Reflow, column
from vardklient.ui.look import Ink, Look, TextRole
from vardklient.ui.outfile import write_private
from vardklient.ui.rowface import visit_title
from vardklient.ui.scroll_card import ScrollBody
from vardklient.ui.texts import invite_view as words
from vardklient.ui.widgets import Button, ButtonKind, Card, CardKind, Choice, Label

HEAD_EM = 44

Said = tuple[Invitation, str, datetime, datetime, bool]
"""All that a card tells: the invitation, the visit's id, start and end for a calendar, and whether it is the first."""


class InviteView(QScrollArea):
    """The page.

    Args:
        wordings: the invitations' words by language, in the order in which they are offered.
        calendar_file: the bytes of an .ics file with one item.
        print_letter: prints a letter; asks the user for the printer.

    Signals:
        commanded: `LeaveInvitation`.
    """

    commanded = Signal(object)

    def __init__(
        self,
        look: Look,
        wordings: Mapping[str, Wordings],
        calendar_file: Callable[[CalendarItem], bytes],
        clock: Clock,
        print_letter: Callable[[QWidget, Invitation], None],
    ) -> None:
        super().__init__()
        self._look, self._wordings, self._clock = look, dict(wordings), clock
        self._calendar_file, self._print_letter = calendar_file, print_letter
        self._clipboard = LentClipboard(self, LENT_S)
        self._visit: Visit | None = None
        self._guests: tuple[Guest, ...] = ()
        self._added: list[Guest] = []
        self._made: dict[Said, GuestCard] = {}
        self._body = ScrollBody()
        page = column(look, self._body, (32, 26, 32, 24), 14)
        page.addWidget(self._head(look))
        self._own = self._own_card(look)
        page.addWidget(self._own)
        self._note = Label(look, "", ink=Ink.MUTED, wrap=True)
        page.addWidget(self._note)
        holder = QWidget()
        self._box = column(look, holder, spacing=14)
        page.addWidget(holder)
        self._more = self._more_card(look)
        page.addWidget(self._more)
        page.addStretch()
        self.setWidget(self._body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        look.changed.connect(self._renew)

    @property
    def cards(self) -> list[GuestCard]:
        """Those shown, in order."""
        return list(self._made.values())

    # ------------------------------------------------------------ building

    def _head(self, look: Look) -> QWidget:
        holder = QWidget()
        box = column(look, holder, spacing=10)
        self.back = Button(look, words.BACK, ButtonKind.PLAIN, Icon.ARROW_LEFT, 36)
        self.back.clicked.connect(lambda: self.commanded.emit(LeaveInvitation()))
        box.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        head = Reflow(look, HEAD_EM, 10)
        title = QWidget()
        lines = column(look, title, spacing=2)
        lines.addWidget(Label(look, words.TITLE, TextRole.TITLE))
        self._subtitle = Label(look, "", ink=Ink.MUTED, wrap=True)
        lines.addWidget(self._subtitle)
        head.add(title, 1)
        choice = QWidget()
        side = column(look, choice, spacing=4)
        side.addWidget(Label(look, words.LANGUAGE, TextRole.SMALL_MEDIUM, Ink.MUTED))
        self.language = Choice(look, words.LANGUAGE)
        self.language.currentIndexChanged.connect(self._show_cards)
        side.addWidget(self.language)
        head.add(choice)
        box.addWidget(head)
        self._no_text = Label(look, "", ink=Ink.WARN, wrap=True)
        self._no_text.hide()
        box.addWidget(self._no_text)
        return holder

    def _own_card(self, look: Look) -> Card:
        card = Card(look, CardKind.SUNKEN)
        box = column(look, card, (20, 16, 20, 18), 10)
        box.addWidget(Label(look, words.OWN, TextRole.STRONG))
        self.subject = TextField(look)
        box.addWidget(self.subject)
        self.copy_subject = Saying(look, words.COPY_SUBJECT, ButtonKind.SECONDARY, Icon.COPY)
        self.save_own = Saying(look, words.SAVE_OWN, ButtonKind.SECONDARY, Icon.CALENDAR_DAYS)
        self.copy_subject.clicked.connect(self._copy_subject)
        self.save_own.clicked.connect(self._ask_where)
        holder = QWidget()
        flow = Flow(look, holder, 10)
        flow.addWidget(self.copy_subject)
        flow.addWidget(self.save_own)
        box.addWidget(holder)
        box.addWidget(Label(look, words.OWN_MORE, TextRole.SMALL, Ink.MUTED, wrap=True))
        return card

    def _more_card(self, look: Look) -> QWidget:
        holder = QWidget()
        box = column(look, holder, (0, 4, 0, 0), 8)
        box.addWidget(Label(look, words.MORE, TextRole.STRONG))
        box.addWidget(Label(look, words.MORE_WHAT, TextRole.SMALL, Ink.MUTED, wrap=True))
        place = QWidget()
        flow = Flow(look, place, 10)
        self.add: dict[Role, Button] = {}
        for role in Role:
            button = self.add[role] = Button(look, partial(texts.role, role), icon=ICONS[role], height_px=36)
            button.clicked.connect(lambda _=False, r=role: self._add(r))
            flow.addWidget(button)
        box.addWidget(place)
        return holder

    # ------------------------------------------------------------ showing

    def show_invitation(self, state: DayState) -> None:
        """Show the invitation that the snapshot names; its links may be on their way."""
        row = state.row(state.inviting)
        if row is None:
            self._visit, self._guests = None, ()
            self._added = []
            self._note.say(words.GONE)
            self._note.show()
            self._show_cards()
            return
        found = guests(row.visit, row.links)
        another = self._visit is None or self._visit.visit_id != row.visit.visit_id
        if another:
            self._added = []
            self.verticalScrollBar().setValue(0)
        if another or (row.visit, found) != (self._visit, self._guests):
            self._visit, self._guests = row.visit, found
            added = {(guest.role, guest.number) for guest in self._added}
            self._added = [guest for guest in found if (guest.role, guest.number) in added]  # with the links of now
            if another:
                self._offer_languages(row.visit)
            self._say_visit(row.visit)
            self._show_cards()
        self._note.say("" if found else words.WAITING if state.server else words.NO_SERVER)
        self._note.setVisible(not found)
        if another:
            (self.cards[0].copy if self.cards else self.back).setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_visit(self, visit: Visit) -> None:
        kind = texts.kind(visit.kind)
        parts = (texts.clock_time(visit.start), visit_title(visit), kind if kind != visit_title(visit) else "")
        self._subtitle.say(" · ".join(part for part in parts if part))
        self.subject.say(calendar_subject(visit), words.SUBJECT())

    def _offer_languages(self, visit: Visit) -> None:
        """The language of the booking, where there are words in it."""
        offered = {texts.language(code): code for code in self._wordings}
        chosen = offered.get(_spoken(visit), LANGUAGES[0])
        self.language.blockSignals(True)
        self.language.clear()
        for code in self._wordings:
            self.language.addItem("", code)
        self.language.setCurrentIndex(list(self._wordings).index(chosen))
        self.language.blockSignals(False)
        self._say_languages(visit)

    def _say_languages(self, visit: Visit) -> None:
        """Their names; where there are no words in the booking's language, that is said."""
        offered = [texts.language(code) for code in self._wordings]
        for place, name in enumerate(offered):
            self.language.setItemText(place, name.capitalize())
        spoken = _spoken(visit)
        lacking = bool(spoken) and spoken not in offered
        self._no_text.say(words.NO_TEXT(language=spoken) if lacking else "")
        self._no_text.setVisible(lacking)

    def _renew(self) -> None:
        if self._visit is not None:
            self._say_languages(self._visit)
            self._say_visit(self._visit)
            self._drop(self.cards)
            self._made = {}
            self._show_cards()

    def _shown_guests(self) -> list[Guest]:
        if self._visit is None:
            return []
        awaited = set(expected(self._visit))
        found = [g for g in self._guests if g.role in awaited or not g.link]
        return [*found, *self._added]

    def _show_cards(self) -> None:
        """Those that say what they said before stay: somebody may be reading one, or just about to press."""
        before, self._made = self._made, {}
        shown = self._shown_guests()
        for guest in shown:
            self._add_card(guest, len(shown) == 1, before)
        self._drop([card for said, card in before.items() if said not in self._made])
        self._own.setVisible(self._visit is not None)
        self._show_more()

    def _drop(self, cards: Sequence[GuestCard]) -> None:
        for card in cards:
            self._box.removeWidget(card)
            card.hide()
            card.deleteLater()

    def _add_card(self, guest: Guest, unfolded: bool, before: Mapping[Said, GuestCard]) -> GuestCard | None:
        """The next card: the one of those `before` that says all this already, or a new one."""
        visit = self._visit
        if visit is None:
            return None
        invitation = compose(visit, guest, self._wordings[str(self.language.currentData())])
        said = (invitation, visit.visit_id, visit.start, visit.end, not self._made)
        card = before.get(said) or self._make_card(visit, invitation, unfolded)
        self._made[said] = card
        self._box.removeWidget(card)
        self._box.addWidget(card)
        return card

    def _make_card(self, visit: Visit, invitation: Invitation, unfolded: bool) -> GuestCard:
        handing = Handing(
            lambda shown: self._calendar_file(guest_item(visit, shown, self._clock.now())),
            self._file_name,
            self._clipboard,
        )
        card = GuestCard(self._look, invitation, handing, first=not self._made, unfolded=unfolded)
        card.unfold(unfolded)
        card.printed.connect(lambda shown: self._print_letter(self, shown))
        return card

    def _show_more(self) -> None:
        """Those who can still be invited, by the first link of theirs that is not shown."""
        shown = {card.invitation.guest for card in self.cards}
        left = {guest.role for guest in self._guests if guest not in shown}
        for role, button in self.add.items():
            button.setVisible(role in left)
        self._more.setVisible(bool(left))

    def _add(self, role: Role) -> None:
        shown = {card.invitation.guest for card in self.cards}
        guest = next((g for g in self._guests if g.role is role and g not in shown), None)
        if guest is None:
            return
        self._added.append(guest)
        card = self._add_card(guest, False, {})
        self._show_more()
        if card is not None:
            card.copy.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(card)

    # ------------------------------------------------------------ one's own calendar

    def _file_name(self, guest: Guest | None) -> str:
        """Time and role: nothing of the patient."""
        parts = [words.FILE_NAME()]
        if self._visit is not None:
            parts.append(texts.clock_time(self._visit.start).replace(":", ""))
        if guest is not None:
            parts += [guest.role.value.replace("_", "-"), *([str(guest.number)] if guest.number else [])]
        return "-".join(parts)

    def _copy_subject(self) -> None:
        self._clipboard.lend(self.subject.toPlainText())
        self.copy_subject.tell(words.COPIED)

    def _ask_where(self) -> None:
        ask_where(
            self, self.save_own.text().strip(), f"{self._file_name(None)}.ics", words.ICS_FILTER(), self.write_own
        )

    def write_own(self, path: Path) -> None:
        """Write the item for the clinician's own calendar there."""
        visit = self._visit
        if visit is None:
            return
        item = own_item(visit, visit_link(visit.visit_id), self._clock.now())
        tell_written(self.save_own, lambda: write_private(path, self._calendar_file(item)))


def _spoken(visit: Visit) -> str:
    """The first language that the booking speaks of, as one says it."""
    return next((texts.language(p.language) for p in visit.participants if p.language), "")
