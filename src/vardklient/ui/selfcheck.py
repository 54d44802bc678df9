"""The self-test's page: one's own picture with the goal for head and shoulders, the devices, the lists, the echo."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QWidget

from vardklient.domain.device import DeviceChoice, DeviceKind, DeviceList
from vardklient.domain.verdict import Check, Severity
from vardklient.flows.selfcheck import MORNING_CHECKS, Cancel, Item, SelfcheckState, Start
from vardklient.ports.camera import CameraState
from vardklient.ui import texts
from vardklient.ui.announce import announce
from vardklient.ui.guide import hint_of
from vardklient.ui.icons import Icon, icon_pixmap
from vardklient.ui.layouts import Flow, Reflow, column, row
from vardklient.ui.look import Ink, Look, TextRole, Tone
from vardklient.ui.scroll_card import ScrollBody
from vardklient.ui.selfcheck_devices import DeviceChoices, DeviceChosen, LevelMeter
from vardklient.ui.selfcheck_echo import EchoPanel
from vardklient.ui.selfcheck_headline import HeadlineCard, headline
from vardklient.ui.selfcheck_items import OTHER, PICTURE, SOUND, CheckList, ItemGroup, group_of
from vardklient.ui.selfcheck_place import PlacePanel
from vardklient.ui.selfcheck_report import ReportPanel
from vardklient.ui.selfcheck_row import ItemRow
from vardklient.ui.selfcheck_voice import Voice
from vardklient.ui.texts import checks
from vardklient.ui.texts import selfcheck_view as words
from vardklient.ui.video import VideoView
from vardklient.ui.widgets import Button, ButtonKind, Card, Chip, Label, Meter

__all__ = ["DeviceChosen", "DeviceKind", "SelfcheckView"]

COLUMNS_EM = 60
PREVIEW_SHARE = 9 / 16
PREVIEW_MOST_PX = 430


class Preview(VideoView):
    """One's own picture, as high as a camera's picture is at its width, and never higher than fits on a page."""

    def __init__(self) -> None:
        super().__init__(radius_px=8)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_mirrored(True)
        self.set_whole(True)
        self.set_guide(True)

    def hasHeightForWidth(self) -> bool:
        return True

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 90)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def heightForWidth(self, width: int) -> int:
        return min(PREVIEW_MOST_PX, round(width * PREVIEW_SHARE))


class SelfcheckView(QWidget):
    """The page.

    Args:
        speak: has a screen reader say words on a widget's behalf.

    Attributes:
        preview: put the camera's frames into its slot.

    Signals:
        commanded: what the user does, an event of `flows.selfcheck`.
        device_chosen: `DeviceChosen`.
        finished: the user wants to see the day.
    """

    commanded = Signal(object)
    device_chosen = Signal(object)
    finished = Signal()

    def __init__(self, look: Look, speak: Callable[[QWidget, str], None] = announce) -> None:
        super().__init__()
        self._look = look
        self._speak = speak
        self._state = SelfcheckState()
        self.preview = Preview()
        self.devices = DeviceChoices(look)
        self.level = LevelMeter(look)
        self.echo = EchoPanel(look)
        self.place = PlacePanel(look)
        self.headline = HeadlineCard(look)
        self.report = ReportPanel(look)
        self.chip = Chip(look)
        self.progress = Meter(look, words.PROGRESS)
        headings = {PICTURE: words.PICTURE, SOUND: words.SOUND, OTHER: words.OTHER}
        self.groups = {name: ItemGroup(look, heading) for name, heading in headings.items()}
        self.details = Button(look, words.DETAILS, ButtonKind.PLAIN, height_px=36)
        self._detailed = False
        self._voice = Voice(self._say)
        self.again = Button(look, words.AGAIN, ButtonKind.SECONDARY, Icon.ROTATE_CCW, 44)
        self.cancel = Button(look, words.CANCEL, ButtonKind.SECONDARY, Icon.X, 44)
        self.onward = Button(look, words.ONWARD, ButtonKind.PRIMARY, Icon.CHEVRON_RIGHT, 44)
        self._build(look)
        self._wire()
        look.changed.connect(self._renew)
        self._renew()

    def _build(self, look: Look) -> None:
        outer = column(look, self)
        body = ScrollBody()
        page = column(look, body, (32, 22, 32, 8), 10)
        head = Reflow(look, 46, 10)
        title = QWidget()
        title_box = column(look, title, spacing=2)
        title_box.addWidget(Label(look, words.TITLE, TextRole.TITLE, wrap=True))
        title_box.addWidget(Label(look, words.SUBTITLE, TextRole.BODY, Ink.MUTED, wrap=True))
        head.add(title, 1)
        head.add(_left(look, self.chip))
        page.addWidget(head)
        keeps = self.progress.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(keeps)
        page.addWidget(self.progress)
        page.addWidget(self.headline)
        columns = Reflow(look, COLUMNS_EM, 18)
        columns.add(self._left_column(look), 11)
        columns.add(self._right_column(look), 10)
        page.addWidget(columns)
        page.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        self._area, self._body = area, body
        outer.addWidget(area, 1)
        outer.addLayout(self._foot(look))

    def _left_column(self, look: Look) -> QWidget:
        side = QWidget()
        box = column(look, side)
        card = Card(look)
        inside = column(look, card, (14, 14, 14, 14), 10)
        inside.addWidget(self.preview)
        inside.addWidget(self.devices)
        inside.addWidget(self.level)
        inside.addWidget(self.echo)
        inside.addWidget(self.place)
        box.addWidget(card)
        box.addStretch()
        return side

    def _right_column(self, look: Look) -> QWidget:
        side = QWidget()
        box = column(look, side, spacing=10)
        for group in self.groups.values():
            box.addWidget(group)
        more = Flow(look)
        more.addWidget(self.details)
        box.addLayout(more)
        box.addWidget(self.report)
        box.addStretch()
        return side

    def _foot(self, look: Look) -> QHBoxLayout:
        foot = row(look, margins=(32, 8, 32, 14), spacing=10)
        foot.addWidget(self.again)
        foot.addWidget(self.cancel)
        foot.addStretch()
        foot.addWidget(self.onward)
        return foot

    def _wire(self) -> None:
        self.devices.chosen.connect(self.device_chosen)
        self.echo.commanded.connect(self.commanded)
        self.place.commanded.connect(self.commanded)
        self.headline.device_wanted.connect(self._change_device)
        for group in self.groups.values():
            group.list.device_wanted.connect(self._change_device)
            group.list.reached.connect(lambda rect, rows=group.list: self._let_see(rows, rect))
        self.details.clicked.connect(self._toggle_details)
        self.again.clicked.connect(self._start)
        self.cancel.clicked.connect(lambda: self.commanded.emit(Cancel()))
        self.onward.clicked.connect(self.finished)

    def _start(self) -> None:
        state = self._state
        checks = tuple(item.check for item in state.items) or MORNING_CHECKS
        self.commanded.emit(Start(checks, state.setup))

    def _change_device(self, choice: DeviceChoice) -> None:
        self.device_chosen.emit(DeviceChosen(choice.kind, choice.device.identity))

    def _toggle_details(self) -> None:
        self._detailed = not self._detailed
        self.details.say(words.NO_DETAILS if self._detailed else words.DETAILS)
        for group in self.groups.values():
            group.list.set_detailed(self._detailed)

    def _let_see(self, rows: CheckList, rect: QRect) -> None:
        middle = rows.viewport().mapTo(self._body, rect.center())
        self._area.ensureVisible(middle.x(), middle.y(), 0, rect.height() // 2 + self._look.px(12))

    def _renew(self) -> None:
        look = self._look
        self.preview.set_ground(look.colour(Ink.SUNKEN), look.colour(Ink.MUTED))
        self.preview.setAccessibleName(words.PREVIEW())
        self.show_state(self._state)

    def _say(self, said: str) -> None:
        """Only while the page is to be seen: who is elsewhere is not told what to do here."""
        if self.isVisible():
            self._speak(self, said)

    # ------------------------------------------------------------ what is shown

    def show_devices(self, devices: DeviceList) -> None:
        """What is plugged in now."""
        self.devices.show_devices(devices)

    def show_state(self, state: SelfcheckState) -> None:
        """Show a snapshot of the self-test."""
        self._state = state
        self.devices.show_used(state.setup.camera, state.setup.microphone, state.setup.speaker)
        self.level.show_level(state.level_dbfs)
        self.echo.show_state(state)
        self.place.show_state(state)
        self.report.show_state(state)
        self._show_items(state.items)
        self._show_overall(state)
        self._show_preview(state)

    def row(self, check: Check) -> ItemRow | None:
        """The row of that check."""
        return self.groups[group_of(check)].rows.get(check)

    def _show_items(self, items: tuple[Item, ...]) -> None:
        for name, group in self.groups.items():
            group.show_items([item for item in items if group_of(item.check) == name])

    def _show_overall(self, state: SelfcheckState) -> None:
        self.cancel.setVisible(state.running)
        self.again.setVisible(not state.running)
        self.progress.setVisible(state.running)
        self.progress.show_share(state.done_share, Ink.PRIMARY)
        said = headline(state)
        self.headline.show_headline(said)
        self._voice.hear(state, f"{said.sentence} {said.remedy}".strip())
        text, tone, icon = overall_chip(state)
        self.chip.show_chip(text, tone, icon)

    def _show_preview(self, state: SelfcheckState) -> None:
        camera = state.camera_state
        running = camera is CameraState.RUNNING
        framing = state.item(Check.FRAMING)
        verdict = framing.verdict if framing is not None else None
        met = verdict is not None and verdict.severity is Severity.GREEN
        self.preview.set_blank(not running)
        self.preview.set_guide(running, hint_of(verdict), met)
        icon = Icon.CAMERA if camera in (CameraState.OPENING, CameraState.RUNNING) else Icon.CAMERA_OFF
        muted = self._look.colour(Ink.MUTED)
        self.preview.set_placeholder(checks.camera_state(camera), icon_pixmap(icon, muted, self._look.px(36), 2.0))


def overall_chip(state: SelfcheckState) -> tuple[str, Tone, Icon]:
    """The whole test in one chip."""
    if state.running:
        return words.RUNNING(), Tone.PRIMARY, Icon.LOADER_CIRCLE
    if not state.items:
        return words.NOT_YET(), Tone.MUTED, Icon.CIRCLE_HELP
    red = sum(verdict.severity is Severity.RED for verdict in state.verdicts)
    yellow = sum(verdict.severity is Severity.YELLOW for verdict in state.verdicts)
    if red:
        return words.to_mend(red), Tone.BAD, Icon.CIRCLE_X
    if yellow:
        return words.to_look_at(yellow), Tone.WARN, Icon.TRIANGLE_ALERT
    time = texts.clock_time(state.finished_at) if state.finished_at else ""
    if state.overall is Severity.UNKNOWN:
        return words.UNSURE_AT(time=time), Tone.MUTED, Icon.CIRCLE_HELP
    return (words.ALL_WELL_AT(time=time) if time else words.ALL_WELL()), Tone.OK, Icon.CIRCLE_CHECK


def _left(look: Look, widget: QWidget) -> QWidget:
    """Keeps a chip from stretching, whichever way the head is laid."""
    holder = QWidget()
    box = row(look, holder)
    box.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
    box.addStretch()
    return holder
