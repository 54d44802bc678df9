"""The call window: dark, filling the screen that holds the camera, the patient's picture at the lens.

It shows the flow's snapshots and sends the flow's events; it decides nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QRect, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDesktopServices,
    QHideEvent,
    QKeySequence,
    QMoveEvent,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from vardklient.flows.call import CallState, Phase, Presence
from vardklient.ports.clock import Clock
from vardklient.ui import texts
from vardklient.ui.announce import announce
from vardklient.ui.call_bar import CallBar
from vardklient.ui.call_figures import KEYS, FiguresPanel
from vardklient.ui.call_identity import IdentityPanel
from vardklient.ui.call_layout import PAD_PX, Arrangement, Box, arrange, without_identity
from vardklient.ui.call_notice import NoticeLine, line_of
from vardklient.ui.call_parts import CloseStrip, EyeHint, OwnPicture
from vardklient.ui.call_people import PeoplePanel
from vardklient.ui.call_phone import PhonePanel
from vardklient.ui.call_waiting import WaitingPanel, first_in_line
from vardklient.ui.icons import Icon, icon_pixmap
from vardklient.ui.look import Ink, Look
from vardklient.ui.placement import Placement
from vardklient.ui.scroll_card import ScrollCard
from vardklient.ui.texts import call_window as words
from vardklient.ui.video import VideoView
from vardklient.ui.widgets import make_dark

TICK_MS = 5000
"""The minutes on the panels are renewed this often."""

OVERLAY_SHARE = 0.34
"""A notice that would hide more of the picture than this stands under it."""

MIDDLE_PX = 560
"""The largest width of what stands in the middle while there is no picture."""


FIGURES_PX = 430
"""Names and values of the figures side by side."""


class CallWindow(QWidget):
    """The window of one visit.

    Attributes:
        patient: the picture under the lens; put the main person's frames into its slot.
        selfview: one's own picture; put the camera's frames into its slot.
        angle_deg: between lens and patient's eyes as the window stands now; None where it is not known.

    Signals:
        commanded: an event of `flows.call`.
        closed: the window has been closed for good.
        figures_asked: the panel of figures is open; answer with `figures.show_figures`.
    """

    commanded = Signal(object)
    closed = Signal()
    figures_asked = Signal()

    def __init__(
        self,
        look: Look,
        clock: Clock,
        *,
        placement: Placement | None = None,
        support: tuple[str, ...] = (),
        dial: Callable[[QUrl], object] = QDesktopServices.openUrl,
    ) -> None:
        super().__init__()
        self._look = night = look.night
        self._clock = clock
        self._state = CallState()
        self.angle_deg: float | None = None
        make_dark(self)
        self.placement = placement or Placement(self)
        self.patient = VideoView(self)
        self.hint = EyeHint(night)
        self.waiting = WaitingPanel(night)
        self.people = PeoplePanel(night)
        self.identity = IdentityPanel(night)
        self.own = OwnPicture(night)
        self.selfview = self.own.view
        self.phone = PhonePanel(night, support, dial)
        self.bar = CallBar(night)
        self.notice = NoticeLine(night)
        self.strip = CloseStrip(night)
        self.figures = FiguresPanel(night)
        parts = (self.hint, self.waiting, self.people, self.identity, self.own, self.phone, self.bar)
        for part in (*parts, self.notice, self.strip, self.figures):
            part.setParent(self)
        self._wire(look)

    def _wire(self, look: Look) -> None:
        for part in (self.waiting, self.people, self.identity, self.phone, self.bar, self.notice):
            part.commanded.connect(self.commanded)
        self.strip.confirmed.connect(self.bar.finish)
        self.placement.changed.connect(self._follow_lens)
        self.patient.picture_changed.connect(self._arrange)
        self._ticker = QTimer(self)
        self._ticker.timeout.connect(self._tick)
        self._ticker.setInterval(TICK_MS)
        QShortcut(QKeySequence("F11"), self, self._toggle_full_screen)
        QShortcut(QKeySequence(KEYS), self, self._toggle_figures)
        self.figures.asked.connect(self.figures_asked)
        self.figures.grown.connect(self._arrange)
        # After the labels have taken their new texts and sizes.
        look.changed.connect(self._renew)
        self._renew()

    def _renew(self) -> None:
        self.setWindowTitle(words.WINDOW())
        self.patient.setAccessibleName(words.PATIENT_PICTURE())
        self.setMinimumSize(self._look.px(560), self._look.px(320))
        self.show_state(self._state)

    # ------------------------------------------------------------ what is shown

    @property
    def state(self) -> CallState:
        """The snapshot that is shown."""
        return self._state

    def show_state(self, state: CallState) -> None:
        """Show a snapshot of the call."""
        before, self._state = self._state, state
        now = self._clock.now()
        self.people.show_state(state, now)
        self.waiting.show_state(state, now)
        self.identity.show_state(state)
        self.phone.show_state(state)
        self.bar.show_state(state)
        self.notice.show_line(line_of(state))
        self.own.show_on(state.camera_on and state.phase is not Phase.ENDED)
        if state.main_peer != before.main_peer or state.phase is Phase.ENDED:
            self.patient.clear()
        if state.phase is Phase.ENDED:
            self.selfview.clear()
            self.strip.hide()
            self.figures.hide()
        self._show_picture()
        self._announce(before)
        self._arrange()
        self._lead_focus()

    def _lead_focus(self) -> None:
        """Before the call the keyboard rests on letting in, and never by itself on ending.

        Qt hands the focus on when the button that has it is greyed out, and the last one left is the red one.
        """
        if self._state.phase not in (Phase.PREPARING, Phase.WAITING_ROOM) or self.focusWidget() not in (
            None,
            self.bar.end,
        ):
            return
        if self.waiting.admit.isVisible() and self.waiting.admit.isEnabled():
            self.waiting.admit.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.bar.end.clearFocus()

    def set_next_start(self, next_start: datetime | None) -> None:
        """When the next visit of the day begins."""
        self.people.set_next_start(next_start, self._clock.now())

    def set_eyes(self, eyes_share: float | None) -> None:
        """Where the patient's eyes are in their picture, from its top; None when nobody knows."""
        self.placement.set_eyes(eyes_share)
        self._arrange()

    def _tick(self) -> None:
        now = self._clock.now()
        self.people.show_time(now)
        self.waiting.show_time(now)

    def _show_picture(self) -> None:
        person = self._state.person(self._state.main_peer)
        away = person is not None and person.presence is Presence.RECONNECTING
        dark = person is not None and person.presence is Presence.CONNECTED and not person.sends_video
        self.patient.set_stale(away)
        self.patient.set_overlay(words.COMING_BACK() if away else "")
        self.patient.set_blank(dark)
        icon, said = (Icon.VIDEO_OFF, words.SENDS_NO_PICTURE) if dark else (Icon.USER, words.NO_PICTURE_YET)
        muted = self._look.colour(Ink.MUTED)
        self.patient.set_placeholder(said(), icon_pixmap(icon, muted, self._look.px(40), 2.0))

    def _announce(self, before: CallState) -> None:
        """Tell screen readers what is new and matters."""
        state = self._state
        line, last = line_of(state), line_of(before)
        if line is not None and (last is None or line.what != last.what):
            announce(self, " ".join(line.says()).strip())
        first, known = first_in_line(state.people), {p.peer for p in before.people}
        if first is not None and first.peer not in known:
            announce(self, words.SOMEBODY_WAITS(role=texts.role(first.role)))

    # ------------------------------------------------------------ where it stands

    def open_at_lens(self) -> None:
        """Fill the screen that holds the camera."""
        screen = self.placement.screen()
        if screen is not None:
            self.setScreen(screen)
            self.setGeometry(screen.geometry())
        self.showFullScreen()
        self.activateWindow()

    def _follow_lens(self) -> None:
        """A screen has come or gone: stay with the camera, and never on a screen that is not there."""
        screen = self.placement.screen()
        if self.isFullScreen() and screen is not None and self.geometry() != screen.geometry():
            self.setScreen(screen)
            self.setGeometry(screen.geometry())
        self._arrange()

    def _toggle_full_screen(self) -> None:
        if self.isFullScreen():
            self.showMaximized()
        else:
            self.showFullScreen()

    def showEvent(self, event: QShowEvent) -> None:
        self._tick()
        self._ticker.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._ticker.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def moveEvent(self, event: QMoveEvent) -> None:
        """The lens stays where it is: in the window it has moved."""
        self._arrange()

    def _arrange(self) -> None:
        """Give every part its rectangle."""
        picture = self.patient.picture_size()
        wish = self.placement.wish(self._place(), picture)
        plan = arrange((self.width(), self.height()), self._look.text_scale, wish)
        on_phone = self._state.phase is Phase.PHONE
        with_picture = bool(self._state.main_peer) and not on_phone
        lonely = plan.own_below and not with_picture and not self.identity.has_something
        self.identity.setVisible(not lonely)
        if lonely:
            # Nothing to see in the narrow column of the identity.
            plan = without_identity(plan)
        place(self.people, plan.people)
        wanted = self.identity.wanted_height(plan.identity.width)
        place(self.identity, replace(plan.identity, height=min(plan.identity.height, wanted)))
        place(self.bar, plan.bar)
        place(self.patient, plan.tile)
        place(self.hint, plan.hint)
        self.patient.setVisible(with_picture)
        self.hint.setVisible(with_picture)
        self.patient.set_crop_top(wish.crop_top_share)
        self.angle_deg = self.placement.angle_deg(self._global(plan.tile), picture)
        self.hint.show_angle(self.angle_deg)
        below = self._arrange_notice(plan, with_picture)
        self._arrange_middle(plan, below, with_picture, on_phone)
        self._arrange_strip(plan.bar)
        self._arrange_figures(plan)

    def _arrange_notice(self, plan: Arrangement, with_picture: bool) -> Box:
        """Over the picture's lower edge where there is room; what is left of the middle column comes back."""
        below = plan.below if with_picture else _inset(plan.middle, self._look.px(PAD_PX))
        if self.notice.line is None:
            return below
        gap = self._look.px(12)
        over = with_picture
        width = plan.tile.width - 2 * gap if over else min(below.width, self._look.px(MIDDLE_PX))
        height = self.notice.heightForWidth(width)
        if over and height > OVERLAY_SHARE * plan.tile.height:
            over, width = False, below.width
            height = self.notice.heightForWidth(width)
        if over:
            place(self.notice, Box(plan.tile.x + gap, plan.tile.bottom - height - gap, width, height))
        else:
            place(self.notice, Box(below.x + (below.width - width) // 2, below.y, width, height))
            below = Box(below.x, below.y + height + gap, below.width, max(0, below.height - height - gap))
        self.notice.raise_()
        return below

    def _arrange_middle(self, plan: Arrangement, below: Box, with_picture: bool, on_phone: bool) -> None:
        """Waiting room, phone and, for lack of room at the side, one's own picture."""
        offered = self._state.offer_phone and not on_phone
        waiting = not with_picture and not on_phone
        cramped = below.height < self.phone.wanted_height(min(below.width, self._look.px(MIDDLE_PX)))
        if waiting and offered and plan.own_below:
            # Room for one: whoever waits comes before the number, and the bar offers the phone as well.
            offered = first_in_line(self._state.people) is None
            waiting = not offered
        elif offered and plan.own_below and cramped:
            offered = False
        self.waiting.setVisible(waiting)
        self.phone.setVisible(on_phone or offered)
        self.bar.advise_phone(self._state.offer_phone and not (on_phone or offered))
        self.own.setVisible(not plan.own_below or (with_picture and not offered and below.height > self._look.px(60)))
        place(self.own, below if plan.own_below else plan.own)
        if waiting and offered:
            gap = self._look.px(12)
            half = replace(below, height=(below.height - gap) // 2)
            upper = self._centred(self.waiting, half, lift=0.0)
            place(self.waiting, upper)
            place(self.phone, self._centred(self.phone, replace(half, y=upper.bottom + gap), lift=0.0))
        elif waiting:
            place(self.waiting, self._centred(self.waiting, below))
        elif on_phone:
            place(self.phone, self._centred(self.phone, below))
        elif offered:
            place(self.phone, self._centred(self.phone, below, lift=0.0))

    def _centred(self, part: ScrollCard, room: Box, lift: float = 0.3) -> Box:
        """In the middle of the room's width, a little above the middle of its height: nearer the lens."""
        width = min(room.width, self._look.px(MIDDLE_PX))
        height = min(room.height, part.wanted_height(width))
        return Box(room.x + (room.width - width) // 2, room.y + round((room.height - height) * lift), width, height)

    def _arrange_strip(self, bar: Box) -> None:
        width = min(self._look.px(460), bar.width - 2 * self._look.px(PAD_PX))
        height = self.strip.heightForWidth(width)
        place(self.strip, Box((bar.width - width) // 2, bar.y - height, width, height))
        self.strip.raise_()

    def _arrange_figures(self, plan: Arrangement) -> None:
        """Over the people, where they cover neither the patient's face nor the phone."""
        if not self.figures.isVisible():
            return
        people = plan.people
        width = people.width if plan.own_below else max(people.width, self._look.px(FIGURES_PX))
        height = min(people.height, self.figures.wanted_height(width))
        x = min(people.x, self.width() - width - self._look.px(PAD_PX))
        place(self.figures, Box(x, people.bottom - height, width, height))
        self.figures.raise_()

    def _toggle_figures(self) -> None:
        self.figures.toggle()
        self._arrange()

    def _place(self) -> QRect:
        """Where the window is on the virtual desktop; Wayland tells no positions, but a full screen is its screen."""
        place = self.screen().geometry() if self.isFullScreen() else self.geometry()
        return QRect(place.topLeft(), self.size())

    def _global(self, box: Box) -> QRect:
        return QRect(box.x, box.y, box.width, box.height).translated(self._place().topLeft())

    # ------------------------------------------------------------ closing

    def closeEvent(self, event: QCloseEvent) -> None:
        """During a visit the window asks, in the window; nothing stops meanwhile."""
        if self._state.phase in (Phase.PREPARING, Phase.ENDED):
            event.accept()
            self.closed.emit()
            return
        event.ignore()
        self._arrange()
        self.strip.ask()


def place(part: QWidget, box: Box) -> None:
    """Put a part into its rectangle."""
    part.setGeometry(box.x, box.y, box.width, box.height)


def _inset(box: Box, pad: int) -> Box:
    return Box(box.x, box.y + pad, box.width, max(0, box.height - pad))
