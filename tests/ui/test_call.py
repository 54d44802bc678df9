"""The call window with real clicks: what each state shows, what each control sends, and that it sends it once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.fakes.clock import FakeClock
from vardklient.domain.identity import Identity, IdMethod
from vardklient.domain.quality import CallQuality, Cause, Quality
from vardklient.domain.visit import Kind, Role
from vardklient.flows.call import (
    AdmitPerson,
    BackToVideo,
    CallNotice,
    CallState,
    DenyPerson,
    End,
    Person,
    Phase,
    Presence,
    SetCamera,
    SetMicrophone,
    SettleIdentity,
    SoundNotice,
    SoundTrouble,
    UsePhone,
)
from vardklient.ports.camera import Frame
from vardklient.ports.engine import AudioStatistics, CallStatistics, VideoStatistics
from vardklient.ui import texts
from vardklient.ui.application import Dress
from vardklient.ui.call import CallWindow
from vardklient.ui.call_phone import dial_address
from vardklient.ui.call_waiting import first_in_line
from vardklient.ui.clipboard import LentClipboard

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", "does not support raise")

NOW = datetime(2026, 11, 24, 8, 38, tzinfo=UTC)
START = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
AWAY = Presence.RECONNECTING
PATIENT = Person("p1", Role.PATIENT, Presence.CONNECTED, START, seen=True)
WAITING = Person("p1", Role.PATIENT, Presence.WAITING, NOW - timedelta(minutes=2), devices_ok=True)
INTERPRETER = Person("p2", Role.INTERPRETER, Presence.WAITING, NOW - timedelta(minutes=5), devices_ok=False)
CONNECTED = CallState(
    visit_id="v1",
    label="IK-82",
    start=START,
    end=START + timedelta(minutes=20),
    phone="070-174 06 58",
    phase=Phase.CONNECTED,
    people=(PATIENT,),
    started=START,
)
IN_WAITING_ROOM = replace(CONNECTED, phase=Phase.WAITING_ROOM, people=(INTERPRETER, WAITING), started=None)


class Call:
    """A shown window, and what it has said."""

    def __init__(self, qtbot: QtBot, dress: Dress, size: tuple[int, int] = (1280, 720)) -> None:
        self.qtbot = qtbot
        self.clock = FakeClock(NOW)
        self.dialled: list[QUrl] = []
        self.said: list[object] = []
        self.window = CallWindow(
            dress.look, self.clock, support=("021-17 35 00",), dial=lambda url: self.dialled.append(url)
        )
        qtbot.addWidget(self.window)
        self.window.commanded.connect(self.said.append)
        self.window.resize(*size)
        self.window.show()

    def show(self, state: CallState) -> CallWindow:
        self.window.show_state(state)
        return self.window

    def click(self, widget: QWidget) -> None:
        assert widget.isVisible()
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


@pytest.fixture
def call(qtbot: QtBot, dress: Dress) -> Call:
    return Call(qtbot, dress)


def words(widget: QWidget) -> str:
    """Everything that can be read in it now."""
    labels = [w.text() for w in widget.findChildren(QLabel) if w.isVisible()]
    return " | ".join([*labels, *(b.text() for b in widget.findChildren(QAbstractButton) if b.isVisible())])


# ---------------------------------------------------------------- what is shown


def test_the_waiting_room_shows_who_waits_and_one_primary_button(call: Call) -> None:
    window = call.show(IN_WAITING_ROOM)
    assert window.waiting.title.text() == "Patienten väntar"
    assert "09:36" in window.waiting.since.text()
    assert "2 min" in window.waiting.since.text()
    assert window.waiting.chip.text == "Bild och ljud fungerar"
    assert not window.patient.isVisible()
    primaries = [b for b in window.findChildren(QPushButton) if b.property("kind") == "primary" and b.isVisible()]
    assert [b.text().strip() for b in primaries] == ["Släpp in patienten"]


def test_the_patient_is_let_in_once_and_the_interpreter_apart(call: Call) -> None:
    window = call.show(IN_WAITING_ROOM)
    call.click(window.waiting.admit)
    call.qtbot.mouseClick(window.waiting.admit, Qt.MouseButton.LeftButton)
    assert call.said == [AdmitPerson("p1")]
    other = window.waiting._others["p2"]
    call.click(other.admit)
    call.qtbot.mouseClick(other.deny, Qt.MouseButton.LeftButton)
    assert call.said == [AdmitPerson("p1"), AdmitPerson("p2")]


def test_the_keyboard_rests_on_letting_in_and_never_by_itself_on_ending(call: Call) -> None:
    window = call.window
    window.activateWindow()
    window.show_state(replace(IN_WAITING_ROOM, phase=Phase.PREPARING, people=()))
    assert window.focusWidget() is not window.bar.end
    window.show_state(IN_WAITING_ROOM)
    assert window.focusWidget() is window.waiting.admit
    window.bar.camera.setFocus()
    window.show_state(IN_WAITING_ROOM)
    assert window.focusWidget() is window.bar.camera


def test_somebody_can_be_turned_away(call: Call) -> None:
    window = call.show(replace(IN_WAITING_ROOM, people=(INTERPRETER,)))
    assert window.waiting.title.text() == "Tolk väntar"
    assert window.waiting.chip.text == "Bild eller ljud fungerar inte"
    call.click(window.waiting.deny)
    assert call.said == [DenyPerson("p2")]


@pytest.mark.parametrize(
    ("phase", "title"),
    [
        (Phase.WAITING_ROOM, "Väntrummet är tomt"),
        (Phase.PREPARING, "Besöket öppnas …"),
        (Phase.ENDED, "Besöket är avslutat"),
    ],
)
def test_with_nobody_there_the_middle_says_so(call: Call, phase: Phase, title: str) -> None:
    window = call.show(replace(CONNECTED, phase=phase, people=()))
    assert window.waiting.title.text() == title
    assert not window.waiting.admit.isVisible()


def test_the_patient_comes_before_the_one_who_has_waited_longer() -> None:
    assert first_in_line((INTERPRETER, WAITING)) is WAITING
    assert first_in_line((PATIENT,)) is None


def test_a_visit_in_progress_shows_visit_people_and_time_left(call: Call) -> None:
    quiet = replace(INTERPRETER, presence=Presence.CONNECTED, sends_video=False)
    window = call.show(replace(CONNECTED, people=(PATIENT, quiet)))
    window.set_next_start(START + timedelta(minutes=45))
    said = words(window.people)
    for part in ("IK-82", "Enskilt besök · 09:30–09:50", "Patient", "ansluten", "Tolk", "ansluten, endast ljud", "Du"):
        assert part in said
    assert "12 minuter kvar · nästa besök 10:15" in said
    assert "Krypterat hela vägen · spelas inte in" in said
    assert window.patient.isVisible()
    assert not window.waiting.isVisible()
    call.clock.advance(13 * 60)
    window._tick()
    assert "1 minut över tiden" in window.people.time_left.text()


@pytest.mark.parametrize(
    ("person", "how"),
    [
        (replace(PATIENT, sends_audio=False), "ansluten, mikrofonen är av"),
        (replace(PATIENT, sends_audio=False, sends_video=False), "ansluten, mikrofon och kamera är av"),
        (replace(PATIENT, presence=Presence.CONNECTING), "ansluter …"),
        (replace(PATIENT, presence=Presence.RECONNECTING), "återansluter …"),
        (replace(PATIENT, presence=Presence.LEFT), "lämnade 09:30"),
    ],
)
def test_each_person_says_how_they_are_connected(call: Call, person: Person, how: str) -> None:
    row = call.show(replace(CONNECTED, people=(person,))).people.row("p1")
    assert row is not None
    assert row.state.text() == how


def test_who_waits_during_the_visit_is_let_in_from_the_left_panel(call: Call) -> None:
    window = call.show(replace(CONNECTED, people=(PATIENT, INTERPRETER)))
    row = window.people.row("p2")
    assert row is not None
    call.click(row.admit)
    assert call.said == [AdmitPerson("p2")]
    window.show_state(CONNECTED)
    assert window.people.row("p2") is None
    assert "I väntrummet" not in words(window.people)


def test_a_protected_identity_shows_neither_label_nor_number(call: Call) -> None:
    hidden = replace(CONNECTED, protected=True, phase=Phase.PHONE, people=())
    window = call.show(hidden)
    said = words(window)
    assert "Skyddade personuppgifter" in said
    assert "IK-82" not in said
    assert "070" not in said
    assert "Numret visas inte här" in said
    assert not window.phone.dial.isVisible()


# ---------------------------------------------------------------- the picture


def frame(colour: tuple[int, int, int], size: tuple[int, int] = (640, 360)) -> Frame:
    pixels = np.full((size[1], size[0], 4), 255, np.uint8)
    pixels[:, :, :3] = colour
    return Frame(pixels, 0.0, 0)


def test_the_patients_picture_reaches_the_screen_and_is_gone_after_the_end(call: Call) -> None:
    window = call.show(CONNECTED)
    window.patient.slot.put(frame((0, 200, 0)))
    call.qtbot.waitUntil(lambda: window.patient.painted == 1)
    centre = window.patient.geometry().center()
    assert window.grab().toImage().pixelColor(centre) == QColor(0, 200, 0)
    window.show_state(replace(CONNECTED, phase=Phase.ENDED))
    assert window.patient.last_frame() is None
    assert window.selfview.last_frame() is None


def test_the_next_person_never_shows_the_one_before(call: Call) -> None:
    window = call.show(CONNECTED)
    window.patient.slot.put(frame((0, 200, 0)))
    call.qtbot.waitUntil(lambda: window.patient.last_frame() is not None)
    window.show_state(replace(CONNECTED, people=(replace(PATIENT, peer="p9"),)))
    assert window.patient.last_frame() is None


def test_a_camera_that_is_off_shows_words_and_no_picture(call: Call) -> None:
    window = call.show(replace(CONNECTED, camera_on=False, people=(replace(PATIENT, sends_video=False),)))
    window.patient.slot.put(frame((0, 200, 0)))
    window.selfview.slot.put(frame((0, 200, 0)))
    call.qtbot.waitUntil(lambda: window.selfview.last_frame() is not None)
    picture = window.grab().toImage()
    for view in (window.patient, window.selfview):
        corner = view.mapTo(window, QPoint(view.width() // 2, view.height() - 6))
        assert picture.pixelColor(corner) != QColor(0, 200, 0)


def test_while_it_reconnects_the_picture_is_grey_and_the_window_says_what_to_do(call: Call) -> None:
    window = call.show(CONNECTED)
    window.patient.slot.put(frame((0, 200, 0)))
    call.qtbot.waitUntil(lambda: window.patient.painted == 1)
    window.show_state(
        replace(
            CONNECTED,
            phase=Phase.RECONNECTING,
            people=(replace(PATIENT, presence=Presence.RECONNECTING),),
            notice=CallNotice.PEER_DROPPED,
            offer_phone=True,
        )
    )
    shown = window.grab().toImage().pixelColor(window.patient.geometry().topLeft() + QPoint(40, 40))
    assert shown.green() == pytest.approx(shown.red(), abs=12)
    assert "uppkoppling bröts" in window.notice.sentence.text()
    assert "ring" in window.notice.remedy.text()
    assert window.phone.isVisible()
    assert "070-174 06 58" in words(window.phone)
    assert window.bar.phone.property("kind") == ""


@pytest.mark.parametrize("notice", list(CallNotice))
def test_every_notice_says_what_happened_and_what_to_do_and_goes_again(call: Call, notice: CallNotice) -> None:
    window = call.show(replace(CONNECTED, notice=notice))
    assert window.notice.isVisible()
    assert window.notice.sentence.text()
    assert window.notice.remedy.text()
    assert window.rect().contains(window.notice.geometry())
    window.show_state(CONNECTED)
    assert not window.notice.isVisible()


@pytest.mark.parametrize("level", list(Quality))
@pytest.mark.parametrize("cause", list(Cause))
def test_the_quality_is_one_word_and_a_sentence_with_cause_and_remedy(call: Call, level: Quality, cause: Cause) -> None:
    verdict = CallQuality(level, cause)
    window = call.show(replace(CONNECTED, people=(replace(PATIENT, quality=verdict),)))
    assert window.people.quality.isVisible()
    assert texts.calls.quality_word(level) in window.people.quality.words.text()
    assert window.notice.isVisible() is (level is not Quality.GOOD)
    if level is not Quality.GOOD:
        assert window.notice.sentence.text()
        assert window.notice.remedy.text()
    told = {Cause.THEIR_LINE: "Patientens", Cause.OUR_LINE: "Din", Cause.COMPUTER: "Datorn", Cause.UNKNOWN: "Uppkoppl"}
    assert level is Quality.GOOD or window.notice.sentence.text().startswith(told[cause])
    window.show_state(replace(CONNECTED, phase=Phase.RECONNECTING, people=(replace(PATIENT, presence=AWAY),)))
    assert not window.people.quality.isVisible()
    assert not window.notice.isVisible()


def test_a_lost_call_says_more_than_a_weak_one(call: Call) -> None:
    weak = (replace(PATIENT, quality=CallQuality(Quality.WEAK, Cause.OUR_LINE)),)
    window = call.show(replace(CONNECTED, people=weak, notice=CallNotice.PEER_LEFT, muted_talk=True))
    assert "lämnat" in window.notice.sentence.text()
    window.show_state(replace(CONNECTED, people=weak, notice=CallNotice.SIGNALLING_LOST, muted_talk=True))
    assert "Du talar" in window.notice.sentence.text()
    window.show_state(replace(CONNECTED, people=weak, notice=CallNotice.SIGNALLING_LOST))
    assert "besöksservern" in window.notice.sentence.text()
    window.show_state(replace(CONNECTED, people=weak, phase=Phase.PHONE, muted_talk=True))
    assert not window.notice.isVisible(), "whoever phones may well have the microphone off"


def test_speaking_while_muted_offers_the_microphone(call: Call) -> None:
    window = call.show(replace(CONNECTED, microphone_on=False, muted_talk=True))
    assert window.notice.sentence.text() == "Du talar men mikrofonen är avstängd."
    assert window.notice.accessibleName() == "Du talar men mikrofonen är avstängd."
    call.click(window.notice.unmute)
    assert call.said == [SetMicrophone(True)]
    window.show_state(replace(CONNECTED, notice=CallNotice.PEER_LEFT))
    assert not window.notice.unmute.isVisible()


def test_an_unplugged_microphone_names_the_one_that_is_used(call: Call) -> None:
    moved, gone = SoundTrouble.MOVED, SoundTrouble.GONE
    window = call.show(replace(CONNECTED, sound_notice=SoundNotice(moved, None, "Inbyggd {0} mikrofon", "")))
    assert window.notice.sentence.text() == "Mikrofonen kopplades ur. Du hörs nu via Inbyggd {0} mikrofon."
    assert window.notice.property("notice") == "warn"
    window.show_state(replace(CONNECTED, sound_notice=SoundNotice(moved, moved, "A", "B")))
    assert window.notice.remedy.text() == "Ljudutgången kopplades ur. Du hör nu via B."
    window.show_state(replace(CONNECTED, sound_notice=SoundNotice(None, gone)))
    assert window.notice.property("notice") == "bad"
    assert window.notice.remedy.text()


# ---------------------------------------------------------------- figures

FIGURES = CallStatistics(
    60.0,
    214.0,
    VideoStatistics(29.8, 1280, 720, 1780, 2, 0.004, 41.0, 73.0, codec="VP8"),
    VideoStatistics(frames=1700, target_kbps=1800.0, codec="VP8", encoder="libvpx"),
    AudioStatistics(),
    rtt_ms=38.4,
    loss_in_share=0.0123,
    lip_sync_ms=-12.0,
)


def figures_of(window: CallWindow) -> dict[str, str]:
    return dict(window.figures.texts())


def test_the_figures_come_and_go_by_key_and_are_asked_for_each_second(call: Call) -> None:
    window = call.show(CONNECTED)
    asked: list[None] = []
    window.figures_asked.connect(lambda: asked.append(None))
    window.activateWindow()
    call.qtbot.keyClick(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    assert window.figures.isVisible()
    assert len(asked) == 1
    assert window.figures.nothing.isVisible()
    call.qtbot.waitUntil(lambda: len(asked) == 2, timeout=5000)
    window.figures.show_figures(FIGURES)
    shown = figures_of(window)
    assert shown["Bild in"] == "1280 × 720, 29,8 bilder/s"
    assert shown["Bild ut"] == "–, – bilder/s"
    assert shown["Kodning in / ut"] == "VP8 / VP8 (libvpx)"
    assert shown["Frysningar över 200 ms"] == "2 (0,4 %)"
    assert shown["Bildens fördröjning, uppskattad"] == "41 ms (95 %: 73 ms)"
    assert shown["Tur och retur, jitter"] == "38 ms, –"
    assert shown["Paketförlust in / ut"] == "1,2 % / –"
    assert shown["Läppsynk"] in ("-12 ms", "−12 ms")
    assert window.rect().contains(window.figures.geometry())
    assert "Bild in: 1280 × 720" in window.figures.accessibleDescription()
    later = replace(FIGURES, seconds=62.0, video_in=replace(FIGURES.video_in, frames=1800))
    window.figures.show_figures(later)
    assert figures_of(window)["Bild in"] == "1280 × 720, 10,0 bilder/s"
    call.qtbot.keyClick(window.figures, Qt.Key.Key_Escape)
    assert not window.figures.isVisible()
    count = len(asked)
    window.figures.show_figures(later)
    assert window.figures.texts() == [], "closed, it keeps nothing"
    assert len(asked) == count


def test_the_figures_scroll_by_key_where_there_is_no_room(qtbot: QtBot, dress: Dress) -> None:
    dress.set_text_scale(2.0)
    call = Call(qtbot, dress, (1366, 768))
    window = call.show(CONNECTED)
    window.figures.toggle()
    window.figures.show_figures(FIGURES)
    qtbot.waitUntil(lambda: window.figures.bar.maximum() > 0)
    assert not window.figures.geometry().intersects(window.patient.geometry())
    qtbot.keyClick(window.figures, Qt.Key.Key_End)
    assert window.figures.bar.value() == window.figures.bar.maximum()
    qtbot.keyClick(window.figures, Qt.Key.Key_Up)
    assert window.figures.bar.value() < window.figures.bar.maximum()


def test_the_figures_say_when_there_is_nothing_to_measure_and_close_with_the_visit(call: Call) -> None:
    window = call.show(CONNECTED)
    window.figures.toggle()
    window.figures.show_figures(FIGURES)
    window.figures.show_figures(None)
    assert window.figures.nothing.isVisible()
    assert window.figures.texts() == []
    call.click(window.figures.close_button)
    assert not window.figures.isVisible()
    window.figures.toggle()
    window.show_state(replace(CONNECTED, phase=Phase.ENDED))
    assert not window.figures.isVisible()
    window.figures.toggle()
    window.figures.toggle()
    assert not window.figures.isVisible()


# ---------------------------------------------------------------- identity


@pytest.mark.parametrize("method", list(IdMethod))
def test_identity_is_settled_for_the_person_under_the_lens(call: Call, method: IdMethod) -> None:
    window = call.show(CONNECTED)
    assert window.identity.title.text() == "ID ej kontrollerad"
    assert window.identity.property("edge") == "warn"
    call.click(window.identity.methods[method])
    assert call.said == [SettleIdentity("p1", method)]


def test_a_settled_identity_is_green_with_method_and_time_and_can_be_opened_again(call: Call) -> None:
    settled = replace(CONNECTED, identity=Identity("p1", IdMethod.KNOWN_TO_ME, NOW))
    window = call.show(settled)
    assert window.identity.title.text() == "ID kontrollerad"
    assert window.identity.property("edge") == "ok"
    assert window.identity.more.text() == "Patient · Känd av mig · 09:38"
    assert not window.identity.methods[IdMethod.KNOWN_TO_ME].isVisible()
    call.click(window.identity.change)
    call.click(window.identity.methods[IdMethod.DOCUMENT_SHOWN])
    assert call.said == [SettleIdentity("p1", IdMethod.DOCUMENT_SHOWN)]
    call.click(window.identity.change)
    call.click(window.identity.change)
    assert window.identity.title.text() == "ID kontrollerad"


def test_with_a_guardian_it_concerns_the_one_who_joined(call: Call) -> None:
    window = call.show(replace(CONNECTED, people=(replace(PATIENT, role=Role.GUARDIAN),)))
    assert "den som är ansluten" in window.identity.more.text()


def test_nobody_inside_leaves_nothing_to_settle_but_on_the_phone_the_patient_who_was_here(call: Call) -> None:
    gone = replace(CONNECTED, phase=Phase.WAITING_ROOM, people=(replace(PATIENT, presence=Presence.LEFT),))
    window = call.show(gone)
    assert not any(button.isVisible() for button in window.identity.methods.values())
    window.show_state(replace(gone, phase=Phase.PHONE))
    call.click(window.identity.methods[IdMethod.KNOWN_TO_ME])
    assert call.said == [SettleIdentity("p1", IdMethod.KNOWN_TO_ME)]


# ---------------------------------------------------------------- the bar, the phone, the end


def test_microphone_and_camera_say_their_state_and_send_the_other(call: Call) -> None:
    window = call.show(CONNECTED)
    call.click(window.bar.microphone)
    call.click(window.bar.camera)
    assert call.said == [SetMicrophone(False), SetCamera(False)]
    window.show_state(replace(CONNECTED, microphone_on=False, camera_on=False))
    assert window.bar.microphone.text() == "Mikrofon av"
    assert window.bar.microphone.property("kind") == "off"
    assert "mikrofon och kamera av" in words(window.people)
    call.click(window.bar.microphone)
    call.click(window.bar.camera)
    assert call.said[2:] == [SetMicrophone(True), SetCamera(True)]


@pytest.mark.parametrize(
    ("key", "modifiers", "event"),
    [
        (Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier, SetMicrophone(False)),
        (Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier, SetCamera(False)),
        (Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier, UsePhone()),
        (Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier, End()),
    ],
)
def test_the_bar_works_by_keys(call: Call, key: Qt.Key, modifiers: Qt.KeyboardModifier, event: object) -> None:
    window = call.show(CONNECTED)
    window.activateWindow()
    call.qtbot.waitUntil(window.isActiveWindow)
    call.qtbot.keyClick(window, key, modifiers)
    assert call.said == [event]


def test_end_asks_nothing_and_ends_once(call: Call) -> None:
    window = call.show(CONNECTED)
    assert "ID är inte kontrollerad" in window.bar.end.toolTip()
    call.click(window.bar.end)
    window.bar.end.click()
    window.bar.finish()
    assert call.said == [End()]


def test_a_second_click_in_the_same_place_hits_nothing_behind_the_window(call: Call, qtbot: QtBot) -> None:
    window = call.show(CONNECTED)
    behind = QPushButton("Öppna nästa besök")
    qtbot.addWidget(behind)
    behind.setGeometry(QRect(window.bar.end.mapToGlobal(QPoint(0, 0)), window.bar.end.size()))
    behind.show()
    pressed: list[bool] = []
    behind.clicked.connect(lambda: pressed.append(True))
    call.click(window.bar.end)
    window.hide()
    qtbot.mouseClick(behind, Qt.MouseButton.LeftButton)
    assert pressed == []
    window.bar._slip.stop()
    qtbot.mouseClick(behind, Qt.MouseButton.LeftButton)
    assert len(pressed) == 1


def test_closing_the_window_asks_in_the_window_and_then_ends(call: Call) -> None:
    window = call.show(CONNECTED)
    assert not window.close()
    assert window.isVisible()
    assert window.strip.isVisible()
    call.click(window.strip.no)
    assert not window.strip.isVisible()
    assert call.said == []
    window.close()
    call.qtbot.keyClick(window.strip, Qt.Key.Key_Escape)
    assert not window.strip.isVisible()
    window.close()
    call.click(window.strip.yes)
    assert call.said == [End()]


def test_after_the_end_the_window_closes_without_a_question(call: Call) -> None:
    window = call.show(replace(CONNECTED, phase=Phase.ENDED))
    with call.qtbot.waitSignal(window.closed):
        assert window.close()


def test_the_phone_step_shows_the_number_copies_dials_and_leads_back(call: Call) -> None:
    window = call.show(replace(CONNECTED, phase=Phase.PHONE, people=()))
    assert "021-17 35 00" in words(window.phone)
    call.click(window.phone.copy)
    assert QGuiApplication.clipboard().text() == "070-174 06 58"
    assert "Kopierat" in window.phone.copy.text()
    call.click(window.phone.dial)
    assert call.dialled == [QUrl("tel:0701740658")]
    call.click(window.phone.back)
    assert call.said == [BackToVideo()]


def test_where_there_is_no_room_for_the_number_the_bar_offers_the_phone(qtbot: QtBot, dress: Dress) -> None:
    dress.set_text_scale(2.0)
    call = Call(qtbot, dress, (1366, 768))
    window = call.show(replace(CONNECTED, notice=CallNotice.MEDIA_LOST, offer_phone=True))
    assert not window.phone.isVisible()
    assert window.bar.phone.property("kind") == "advised"
    call.click(window.bar.phone)
    assert call.said == [UsePhone()]


def test_an_offered_phone_can_be_taken_at_once(call: Call) -> None:
    window = call.show(replace(CONNECTED, offer_phone=True))
    call.click(window.phone.switch)
    call.click(window.phone.dial)
    assert call.said == [UsePhone(), UsePhone()]
    assert call.dialled == [QUrl("tel:0701740658")]
    call.show(CONNECTED)
    assert not window.phone.isVisible()


def test_a_visit_without_a_number_says_where_it_is(call: Call) -> None:
    window = call.show(replace(CONNECTED, phase=Phase.PHONE, phone="", people=()))
    assert "Numret finns i journalen" in words(window.phone)
    assert not window.phone.dial.isVisible()


def test_a_number_is_dialled_by_its_digits() -> None:
    assert dial_address("+46 (0)70-174 06 58").toString() == "tel:+460701740658"


def test_the_clipboard_is_only_lent(qtbot: QtBot) -> None:
    lent = LentClipboard(lent_s=0.05)
    lent.lend("070-174 06 58")
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "")
    lent.lend("070-174 06 58")
    QGuiApplication.clipboard().setText("något annat")
    lent.take_back()
    assert QGuiApplication.clipboard().text() == "något annat"


# ---------------------------------------------------------------- every size, every reader, both languages

STATES: tuple[CallState, ...] = (
    IN_WAITING_ROOM,
    CONNECTED,
    replace(CONNECTED, people=(PATIENT, INTERPRETER), notice=CallNotice.MEDIA_LOST, offer_phone=True),
    replace(CONNECTED, phase=Phase.WAITING_ROOM, people=(), notice=CallNotice.PEER_LEFT, offer_phone=True),
    replace(CONNECTED, phase=Phase.PHONE, people=()),
    replace(CONNECTED, identity=Identity("p1", IdMethod.CERTIFIED_BY_STAFF, NOW), kind=Kind.DIGI_PHYSICAL),
    replace(CONNECTED, microphone_on=False, muted_talk=True),
    replace(CONNECTED, people=(replace(PATIENT, quality=CallQuality(Quality.BAD, Cause.OUR_LINE)),)),
)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(("size", "scale"), [((1280, 720), 1.0), ((1366, 768), 2.0), ((1920, 1080), 1.0)])
def test_nothing_is_cut_off_and_nothing_overlaps(
    qtbot: QtBot, dress: Dress, size: tuple[int, int], scale: float, language: str
) -> None:
    dress.set_text_scale(scale)
    dress.set_language(language)
    call = Call(qtbot, dress, size)
    for state in STATES:
        window = call.show(state)
        parts = [window.people, window.identity, window.bar, window.waiting, window.phone, window.own, window.patient]
        shown = [p for p in parts if p.isVisible()]
        for n, part in enumerate(shown):
            assert window.rect().contains(part.geometry()), (type(part).__name__, state.phase)
            for other in shown[n + 1 :]:
                assert not part.geometry().intersects(other.geometry()), (part, other, state.phase)
        for button in window.findChildren(QPushButton):
            if button.isVisible():
                assert button.width() >= button.minimumSizeHint().width() or button.property("snug")


def test_every_control_has_a_name_for_screen_readers(call: Call) -> None:
    for state in STATES:
        window = call.show(state)
        controls: list[QWidget] = [*window.findChildren(QAbstractButton), *window.findChildren(QComboBox)]
        nameless = [c for c in controls if c.isVisible() and not c.accessibleName()]
        assert nameless == []
        assert window.patient.accessibleName()
        assert window.selfview.accessibleName()


@pytest.mark.parametrize("change", [lambda d: d.set_language("en"), lambda d: d.set_text_scale(1.5)])
def test_language_and_size_change_at_once(call: Call, dress: Dress, change: Callable[[Dress], None]) -> None:
    window = call.show(CONNECTED)
    before = (window.bar.end.text(), window.bar.end.width())
    change(dress)
    assert (window.bar.end.text(), window.bar.end.width()) != before


def test_f11_leaves_the_full_screen_and_comes_back(call: Call) -> None:
    window = call.show(CONNECTED)
    window.open_at_lens()
    call.qtbot.waitUntil(window.isActiveWindow)
    assert window.isFullScreen()
    call.qtbot.keyClick(window, Qt.Key.Key_F11)
    assert not window.isFullScreen()
    call.qtbot.keyClick(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
