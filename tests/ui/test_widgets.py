from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from vardklient.ui.application import Dress
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import Flow, Reflow, column
from vardklient.ui.look import DARK, LIGHT, Ink, Look, TextRole, Tone
from vardklient.ui.widgets import Button, ButtonKind, Card, CardKind, Chip, Choice, IconLabel, Label, Meter, make_dark


def colours(widget: QWidget) -> set[str]:
    """Every colour that the widget shows."""
    image = widget.grab().toImage()
    return {image.pixelColor(x, y).name().upper() for x in range(image.width()) for y in range(image.height())}


@pytest.mark.parametrize("role", list(TextRole))
def test_a_label_keeps_the_font_of_its_role_under_the_sheet(qtbot: QtBot, look: Look, role: TextRole) -> None:
    label = Label(look, "Idag", role)
    qtbot.addWidget(label)
    label.show()
    size_px, weight = role.value
    assert label.font().pixelSize() == size_px
    assert label.font().weight() == QFont.Weight(weight)


def test_the_shipped_font_is_the_one_used(qtbot: QtBot, look: Look) -> None:
    label = Label(look, "Idag")
    qtbot.addWidget(label)
    assert label.fontInfo().family() == "Inter"


def test_a_label_follows_text_size_and_asks_its_words_again(qtbot: QtBot, dress: Dress) -> None:
    words = ["ett"]
    label = Label(dress.look, lambda: words[0])
    qtbot.addWidget(label)
    words[0] = "två"
    dress.set_text_scale(2.0)
    assert (label.text(), label.font().pixelSize()) == ("två", 28)
    label.say("tre")
    assert label.text() == "tre"


def test_a_label_shows_markup_as_it_is(qtbot: QtBot, look: Look) -> None:
    label = Label(look, "<b>IK-82</b>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_colours_follow_the_theme(qtbot: QtBot, dress: Dress) -> None:
    label = Label(dress.look, "MMMM", TextRole.TITLE, Ink.PRIMARY)
    qtbot.addWidget(label)
    label.show()
    assert LIGHT.primary in colours(label)
    dress.set_theme("dark")
    assert DARK.primary in colours(label)
    label.set_ink(Ink.BAD)
    assert DARK.bad in colours(label)


def test_a_dark_part_is_dark_in_the_light_theme(qtbot: QtBot, look: Look) -> None:
    part = QWidget()
    qtbot.addWidget(part)
    make_dark(part)
    column(look.night, part, (4, 4, 4, 4)).addWidget(Button(look.night, "Avsluta", ButtonKind.PRIMARY, Icon.PHONE))
    part.show()
    assert {DARK.sunken.upper(), DARK.primary.upper()} <= colours(part)


def test_a_button_says_its_words_without_the_gap(qtbot: QtBot, look: Look) -> None:
    button = Button(look, "Anslut", ButtonKind.PRIMARY, Icon.VIDEO)
    qtbot.addWidget(button)
    assert button.accessibleName() == "Anslut"
    button.say("Visa")
    assert (button.accessibleName(), button.text().strip()) == ("Visa", "Visa")
    button.set_kind(ButtonKind.PLAIN)
    assert button.property("kind") == "plain"


@pytest.mark.parametrize("kind", list(ButtonKind))
def test_the_focus_is_seen_when_it_came_by_keyboard(qtbot: QtBot, look: Look, kind: ButtonKind) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    box = column(look, window, (8, 8, 8, 8), 8)
    button, other = Button(look, "Anslut", kind), Button(look, "Annan")
    box.addWidget(other)
    box.addWidget(button)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    other.setFocus()
    plain = button.grab().toImage()
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    assert button.grab().toImage() == plain
    other.setFocus()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert button.grab().toImage() != plain


def test_a_chip_says_a_word_and_shows_an_icon(qtbot: QtBot, look: Look) -> None:
    chip = Chip(look, "Klart", Tone.OK, Icon.CHECK)
    qtbot.addWidget(chip)
    chip.show()
    assert chip.text == "Klart"
    assert LIGHT.ok_tint in colours(chip)
    assert chip.findChild(IconLabel).isVisible()
    chip.show_chip("Se över", Tone.WARN, Icon.TRIANGLE_ALERT)
    assert chip.text == "Se över"
    assert LIGHT.warn_tint in colours(chip)


def test_a_chip_of_another_tone_keeps_the_text_size(qtbot: QtBot, dress: Dress) -> None:
    chip = Chip(dress.look, "Klart", Tone.OK, Icon.CHECK)
    qtbot.addWidget(chip)
    chip.show()
    dress.set_text_scale(2.0)
    (words,) = chip.findChildren(Label)
    size_px = words.fontInfo().pixelSize()
    chip.show_chip("Se över", Tone.WARN, Icon.CHECK)
    assert words.fontInfo().pixelSize() == size_px


def test_the_heros_bar_is_painted(qtbot: QtBot, look: Look) -> None:
    hero = Card(look, CardKind.HERO)
    qtbot.addWidget(hero)
    hero.resize(200, 80)
    hero.show()
    assert hero.grab().toImage().pixelColor(2, 40).name().upper() == LIGHT.primary
    hero.set_accent(Ink.WARN)
    assert hero.grab().toImage().pixelColor(2, 40).name().upper() == LIGHT.warn


def test_children_stand_side_by_side_while_there_is_room(qtbot: QtBot, look: Look) -> None:
    reflow = Reflow(look, at_em=20)
    qtbot.addWidget(reflow)
    left, right = Button(look, "Vänster"), Label(look, "Höger " * 12, wrap=True)
    reflow.add(left)
    reflow.add(right, 1)
    reflow.resize(600, 100)
    reflow.show()
    QApplication.processEvents()
    assert not reflow.stacked
    assert right.x() > left.geometry().right()
    wide = reflow.heightForWidth(600)
    reflow.resize(200, 300)
    QApplication.processEvents()
    assert reflow.stacked
    assert (left.x(), right.x(), right.y() > left.geometry().bottom()) == (0, 0, True)
    assert reflow.heightForWidth(200) > wide


def test_words_flow_to_the_next_line(qtbot: QtBot, look: Look) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = Flow(look, holder)
    chips = [Chip(look, f"nummer {n}") for n in range(6)]
    for chip in chips:
        flow.addWidget(chip)
    holder.resize(260, 200)
    holder.show()
    QApplication.processEvents()
    assert len({chip.y() for chip in chips}) > 1
    assert all(chip.geometry().right() <= 260 for chip in chips)
    assert flow.heightForWidth(10_000) == chips[0].height()
    assert flow.takeAt(99) is None
    assert flow.itemAt(-1) is None
    while flow.takeAt(0) is not None:
        pass
    assert flow.heightForWidth(100) == 0


def test_the_meter_shows_how_far(qtbot: QtBot, look: Look) -> None:
    meter = Meter(look, "Nivå")
    qtbot.addWidget(meter)
    meter.resize(100, 8)
    meter.show()
    assert (meter.share, meter.accessibleName()) == (None, "Nivå")
    meter.show_share(0.5)
    image = meter.grab().toImage()
    assert image.pixelColor(30, 4).name().upper() == LIGHT.ok
    assert image.pixelColor(80, 4).name().upper() == LIGHT.sunken
    meter.show_share(7.0, Ink.BAD)
    assert meter.share == 1.0


def test_a_choice_is_named(qtbot: QtBot, look: Look) -> None:
    choice = Choice(look, "Kamera")
    qtbot.addWidget(choice)
    choice.addItem("Microsoft LifeCam HD")
    choice.show()
    assert choice.accessibleName() == "Kamera"
    assert LIGHT.strong in colours(choice)
