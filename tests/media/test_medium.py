"""What Qt says of the network, in our words."""

from __future__ import annotations

import pytest
from PySide6.QtNetwork import QNetworkInformation
from pytestqt.qtbot import QtBot

from vardklient.domain.network import LinkKind
from vardklient.media.medium import ask_system, kind_of

Medium = QNetworkInformation.TransportMedium


@pytest.mark.parametrize(
    ("medium", "kind"),
    [
        (Medium.Ethernet, LinkKind.CABLE),
        (Medium.WiFi, LinkKind.WIRELESS),
        (Medium.Cellular, LinkKind.WIRELESS),
        (Medium.Bluetooth, LinkKind.UNKNOWN),
        (Medium.Unknown, LinkKind.UNKNOWN),
    ],
)
def test_words(medium: QNetworkInformation.TransportMedium, kind: LinkKind) -> None:
    assert kind_of(medium) is kind


def test_this_system_answers_and_never_that_there_is_no_network(qtbot: QtBot) -> None:
    assert ask_system() in (LinkKind.CABLE, LinkKind.WIRELESS, LinkKind.UNKNOWN)
