"""Pictures of call window, card and self-test, to be looked at: python -m tests.ui.shots_call OUT [NAME...]."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPainterPath
from PySide6.QtWidgets import QMainWindow, QWidget

from vardklient.domain.device import DeviceChoice, DeviceKind
from vardklient.domain.identity import Identity, IdMethod
from vardklient.domain.quality import CallQuality, Cause, Quality
from vardklient.domain.record import AfterCall, Outcome
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.domain.visit import Kind, Role
from vardklient.flows.call import CallNotice, CallState, Person, Phase, Presence, SoundNotice, SoundTrouble
from vardklient.flows.selfcheck import MORNING_CHECKS, EchoStage, Item, SelfcheckState, Setup, Stage, unsure
from vardklient.ports.camera import CameraState, Frame
from vardklient.ports.devices import Device, DeviceList
from vardklient.ports.engine import AudioStatistics, CallStatistics, VideoStatistics
from vardklient.ports.sound import SoundState
from vardklient.ui.application import Application, make_application
from vardklient.ui.call import CallWindow
from vardklient.ui.card import AfterCallView
from vardklient.ui.mainwindow import MainWindow
from vardklient.ui.rail import Page
from vardklient.ui.selfcheck import SelfcheckView

NOW = datetime(2026, 11, 24, 8, 38, tzinfo=UTC)
START = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)


class FixedClock:
    def now(self) -> datetime:
        return NOW

    def monotonic_s(self) -> float:
        return 0.0


def portrait(hue: int, width: int = 1280, height: int = 720) -> Frame:
    """A drawn person in a lit room, as a camera frame."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    p = QPainter(image)
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    light = QLinearGradient(0, 0, width, height)
    light.setColorAt(0, QColor.fromHsv(hue, 40, 225))
    light.setColorAt(1, QColor.fromHsv(hue + 10, 60, 165))
    p.fillRect(image.rect(), light)
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(QColor(255, 255, 255, 70))
    p.drawRect(QRectF(0.08 * width, 0.1 * height, 0.2 * width, 0.45 * height))
    cx, r = width * 0.5, height * 0.19
    p.setBrush(QColor.fromHsv(205, 90, 115))
    body = QPainterPath(QPointF(cx - r * 2.6, height))
    body.cubicTo(cx - r * 2.5, height * 0.72, cx - r * 1.1, height * 0.66, cx, height * 0.66)
    body.cubicTo(cx + r * 1.1, height * 0.66, cx + r * 2.5, height * 0.72, cx + r * 2.6, height)
    p.drawPath(body)
    p.setBrush(QColor.fromHsv(22, 85, 222))
    p.drawRoundedRect(QRectF(cx - r * 0.36, height * 0.5, r * 0.72, height * 0.2), r * 0.3, r * 0.3)
    p.drawEllipse(QPointF(cx, height * 0.4), r * 0.78, r)
    p.setBrush(QColor.fromHsv(25, 150, 85))
    hair, face = QPainterPath(), QPainterPath()
    hair.addEllipse(QPointF(cx, height * 0.33), r * 0.84, r * 0.82)
    face.addEllipse(QPointF(cx, height * 0.43), r * 0.74, r * 0.86)
    p.drawPath(hair - face)
    p.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(height, width, 4).copy()
    return Frame(pixels, 0.0, 0)


PATIENT = Person("p1", Role.PATIENT, Presence.CONNECTED, START + timedelta(minutes=1), seen=True)
INTERPRETER = Person("p2", Role.INTERPRETER, Presence.CONNECTED, START, sends_video=False, seen=True)
WAITING = Person("p1", Role.PATIENT, Presence.WAITING, NOW - timedelta(minutes=2), devices_ok=True)
WEAK = CallQuality(Quality.WEAK, Cause.THEIR_LINE)
BUSY = CallQuality(Quality.BAD, Cause.COMPUTER)
CONNECTED = CallState(
    visit_id="v1",
    label="IK-82",
    start=START,
    end=START + timedelta(minutes=20),
    phone="070-174 06 58",
    phase=Phase.CONNECTED,
    people=(PATIENT, INTERPRETER),
    started=START,
)
CALLS: dict[str, CallState] = {
    "call_empty": replace(CONNECTED, phase=Phase.WAITING_ROOM, people=()),
    "call_waiting": replace(
        CONNECTED,
        phase=Phase.WAITING_ROOM,
        people=(replace(INTERPRETER, presence=Presence.WAITING, since=NOW - timedelta(minutes=6)), WAITING),
    ),
    "call_open": replace(
        CONNECTED,
        people=(PATIENT, replace(INTERPRETER, presence=Presence.WAITING, since=NOW - timedelta(minutes=3))),
    ),
    "call_settled": replace(CONNECTED, identity=Identity("p1", IdMethod.DOCUMENT_SHOWN, NOW), microphone_on=False),
    "call_reconnecting": replace(
        CONNECTED,
        phase=Phase.RECONNECTING,
        people=(replace(PATIENT, presence=Presence.RECONNECTING), INTERPRETER),
        notice=CallNotice.PEER_DROPPED,
        offer_phone=True,
    ),
    "call_signalling": replace(CONNECTED, notice=CallNotice.SIGNALLING_LOST, camera_on=False),
    "call_weak": replace(CONNECTED, people=(replace(PATIENT, quality=WEAK), INTERPRETER)),
    "call_computer": replace(CONNECTED, people=(replace(PATIENT, quality=BUSY), INTERPRETER)),
    "call_muted": replace(CONNECTED, microphone_on=False, muted_talk=True),
    "call_unplugged": replace(
        CONNECTED, sound_notice=SoundNotice(SoundTrouble.MOVED, SoundTrouble.MOVED, "Inbyggd mikrofon", "HDMI (Dell)")
    ),
    "call_lost": replace(
        CONNECTED,
        phase=Phase.RECONNECTING,
        people=(replace(PATIENT, presence=Presence.RECONNECTING), INTERPRETER),
        notice=CallNotice.MEDIA_LOST,
    ),
    "call_figures": CONNECTED,
    "call_phone": replace(CONNECTED, phase=Phase.PHONE, people=()),
    "call_protected": replace(CONNECTED, phase=Phase.PHONE, people=(), protected=True, label="", phone=""),
    "call_gone": replace(
        CONNECTED,
        phase=Phase.WAITING_ROOM,
        people=(replace(PATIENT, presence=Presence.LEFT),),
        notice=CallNotice.PEER_DROPPED,
        offer_phone=True,
    ),
}
FIGURES = CallStatistics(
    600.0,
    214.0,
    VideoStatistics(29.8, 1280, 720, 17800, 2, 0.004, 41.0, 73.0, 1480.0, None, 3, "VP8", None),
    VideoStatistics(29.9, 1280, 720, 17900, 0, 0.0, None, None, 1610.0, 1800.0, 4, "VP8", "libvpx"),
    AudioStatistics(96.0, 0.012, -27.0, 30000, 31.0, "opus"),
    1512.0,
    1640.0,
    0.001,
    38.0,
    1,
    0.0,
    4.0,
    -12.0,
    0.46,
    182.0,
)
LOOKS: dict[str, tuple[str, float, str, tuple[int, int]]] = {
    "720": ("light", 1.0, "sv", (1280, 720)),
    "dark": ("dark", 1.0, "sv", (1280, 720)),
    "200": ("light", 2.0, "sv", (1366, 768)),
    "1080": ("light", 1.0, "sv", (1920, 1080)),
    "en": ("light", 1.0, "en", (1280, 720)),
    "dark200": ("dark", 2.0, "sv", (1366, 4200)),
    "en200": ("light", 2.0, "en", (1366, 4200)),
    "endark": ("dark", 1.0, "en", (1280, 720)),
    "150": ("light", 1.5, "sv", (1280, 720)),
}


def settle(app: Application) -> None:
    """Let layouts, posted events and paints come to rest."""
    for _ in range(12):
        app.processEvents()
        QCoreApplication.sendPostedEvents()


def call_window(app: Application, state: CallState, figures: CallStatistics | None = None) -> CallWindow:
    window = CallWindow(app.look, FixedClock(), support=("021-17 35 00, tonval 1, 3", "0771-40 50 60"))
    window.set_next_start(START + timedelta(minutes=45))
    window.show_state(state)
    window.patient.slot.put(portrait(200))
    window.selfview.slot.put(portrait(28))
    if figures is not None:
        window.show()
        window.figures.toggle()
        window.figures.show_figures(figures)
    return window


DEVICES = DeviceList(
    cameras=(Device("c1", "Microsoft LifeCam HD (USB)", True), Device("c2", "Inbyggd kamera")),
    microphones=(Device("m1", "Jabra Evolve 40", True), Device("m2", "Philips SpeechMike")),
    speakers=(Device("s1", "Jabra Evolve 40", True),),
)


def checked(*odd: Verdict) -> tuple[Item, ...]:
    """All checks green, but for those given."""
    known = {v.check: v for v in odd}
    green = {c: Verdict(c, Severity.GREEN, Advice(f"{c.value}_ok")) for c in MORNING_CHECKS if c is not Check.COMPANY}
    green[Check.COMPANY] = Verdict(Check.COMPANY, Severity.GREEN, Advice.COMPANY_ALONE)
    return tuple(Item(c, Stage.VERDICT, known.get(c, green[c])) for c in MORNING_CHECKS)


_USED = {
    "setup": Setup("Microsoft LifeCam HD (USB)", "Jabra Evolve 40", "Jabra Evolve 40"),
    "camera_state": CameraState.RUNNING,
    "microphone_state": SoundState.RUNNING,
    "speaker_state": SoundState.RUNNING,
    "level_dbfs": -24.0,
}
SELFCHECKS: dict[str, SelfcheckState] = {
    "check_running": SelfcheckState(
        items=tuple(i if n < 5 else Item(i.check, Stage.MEASURING) for n, i in enumerate(checked())),
        running=True,
        **_USED,
    ),
    "check_done": SelfcheckState(
        items=checked(
            Verdict(Check.BACKLIGHT, Severity.YELLOW, Advice.BACKLIGHT_STRONG),
            Verdict(Check.SPEAKER, Severity.UNKNOWN, Advice.SPEAKER_UNASKED),
            Verdict(Check.ECHO, Severity.UNKNOWN, Advice.ECHO_UNASKED),
        ),
        finished_at=NOW,
        **_USED,
    ),
    "check_refused": SelfcheckState(
        items=checked(
            Verdict(Check.LIVENESS, Severity.UNKNOWN, Advice.CAMERA_REFUSED),
            Verdict(
                Check.FRAMING,
                Severity.RED,
                Advice.FRAMING_OFF_CENTRE,
                {"off_centre_share": 0.24, "face_height_share": 0.31},
                {"off_centre_share": 0.17, "near_share": 0.46},
            ),
            Verdict(
                Check.DEFAULT_DEVICE,
                Severity.YELLOW,
                Advice.DEFAULT_DEVICE_DICTATION,
                device="Philips SpeechMike",
                instead=DeviceChoice(DeviceKind.MICROPHONE, Device("m1", "Jabra Evolve 40")),
            ),
            unsure(Check.PLACE),
        ),
        finished_at=NOW,
        **_USED,
    ),
    "check_echo": SelfcheckState(items=checked(), finished_at=NOW, echo=EchoStage.ASKING, **_USED),
    "check_nothing": SelfcheckState(
        items=tuple(
            Item(i.check, Stage.VERDICT, Verdict(Check.LIVENESS, Severity.UNKNOWN, Advice.CAMERA_MISSING))
            if i.check is Check.LIVENESS
            else Item(i.check, Stage.VERDICT, unsure(i.check))
            for i in checked()
        ),
        finished_at=NOW,
        camera_state=CameraState.MISSING,
        microphone_state=SoundState.MISSING,
        speaker_state=SoundState.MISSING,
    ),
}


def selfcheck_view(app: Application, state: SelfcheckState) -> QWidget:
    view = SelfcheckView(app.look)
    if state.setup.camera:
        view.show_devices(DEVICES)
        view.preview.slot.put(portrait(28))
    view.show_state(state)
    if state is SELFCHECKS["check_refused"]:
        view.details.click()
    window = MainWindow(app.look, selfcheck=view, support=("021-17 35 00, tonval 1, 3",))
    window.navigate(Page.SELFCHECK)
    return window


CARD = AfterCall(
    "v1",
    "IK-82",
    Kind.ONE_TO_ONE,
    START + timedelta(minutes=1),
    START + timedelta(minutes=19),
    IdMethod.DOCUMENT_SHOWN,
    START + timedelta(minutes=3),
    (Role.PATIENT, Role.INTERPRETER),
    Outcome.BY_VIDEO,
)
CARDS = {
    "card_done": CARD,
    "card_open": replace(CARD, id_method=None, id_at=None, outcome=Outcome.COMPLETED_BY_PHONE, interrupted=True),
    "card_noshow": replace(CARD, started=None, id_method=None, id_at=None, present=(), outcome=Outcome.NO_SHOW),
}


def card_view(app: Application, card: AfterCall) -> QWidget:
    view = AfterCallView(app.look)
    view.show_card(card)
    page = QMainWindow()
    page.setCentralWidget(view)
    return page


def views(app: Application) -> dict[str, Callable[[], QWidget]]:
    found: dict[str, Callable[[], QWidget]] = {}
    for name, call in CALLS.items():
        figures = FIGURES if name == "call_figures" else None
        found[name] = lambda call=call, figures=figures: call_window(app, call, figures)
    for name, test in SELFCHECKS.items():
        found[name] = lambda test=test: selfcheck_view(app, test)
    for name, card in CARDS.items():
        found[name] = lambda card=card: card_view(app, card)
    return found


def draw(out: Path, look_name: str, wanted: list[str]) -> None:
    """Draw everything in one look; the screen of this process has the look's size."""
    theme, scale, language, size = LOOKS[look_name]
    app = make_application(["shots"], language=language, theme=theme, text_scale=scale)
    for name, make in views(app).items():
        if wanted and not any(w in f"{name}_{look_name}" for w in wanted):
            continue
        window = make()
        window.resize(*size)
        window.show()
        settle(app)
        window.grab().save(str(out / f"{name}_{look_name}.png"))
        window.hide()
        window.deleteLater()
        settle(app)


def main() -> int:
    out, wanted = Path(sys.argv[1]), sys.argv[2:]
    out.mkdir(parents=True, exist_ok=True)
    if "SHOTS_LOOK" in os.environ:
        draw(out, os.environ["SHOTS_LOOK"], wanted)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        for look_name, (_, _, _, (width, height)) in LOOKS.items():
            screen = {"name": "eDP-1", "width": width, "height": height, "logicalDpi": 96, "dpr": 1}
            file = Path(folder, f"{look_name}.json")
            file.write_text(json.dumps({"screens": [screen], "windowFrameMargins": False}))
            more = {"SHOTS_LOOK": look_name, "QT_QPA_PLATFORM": f"offscreen:configfile={file}"}
            subprocess.run(
                [sys.executable, "-m", "tests.ui.shots_call", *sys.argv[1:]], env=os.environ | more, check=True
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
