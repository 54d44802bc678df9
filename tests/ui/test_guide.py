from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.selfchecks import READY, judged, open_view
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.ui.application import Dress
from vardklient.ui.guide import Hint, hint_of
from vardklient.ui.selfcheck import SelfcheckView


@pytest.fixture
def view(qtbot: QtBot, dress: Dress) -> SelfcheckView:
    return open_view(qtbot, dress.look)


@pytest.mark.parametrize(
    ("advice", "off_centre", "hint"),
    [
        (Advice.FRAMING_OFF_CENTRE, 0.2, Hint.RIGHT),
        (Advice.FRAMING_OFF_CENTRE, -0.2, Hint.LEFT),
        (Advice.FRAMING_NEAR, 0.0, Hint.AWAY),
        (Advice.FRAMING_FAR, 0.0, Hint.CLOSER),
        (Advice.FRAMING_HIGH, 0.0, Hint.DOWN),
        (Advice.FRAMING_LOW, 0.0, Hint.UP),
        (Advice.FRAMING_OK, 0.0, None),
    ],
)
def test_an_arrow_shows_which_way_to_move_in_the_mirror(advice: Advice, off_centre: float, hint: Hint | None) -> None:
    verdict = Verdict(Check.FRAMING, Severity.RED, advice, {"off_centre_share": off_centre})
    assert hint_of(verdict) is hint
    assert hint_of(None) is None


def test_the_arrow_is_painted_over_the_picture(view: SelfcheckView) -> None:
    far = Verdict(Check.FRAMING, Severity.RED, Advice.FRAMING_FAR)
    seen = []
    for verdict in (far, replace(far, advice=Advice.FRAMING_NEAR), replace(far, severity=Severity.GREEN)):
        view.show_state(replace(READY, items=judged(verdict)))
        seen.append(view.preview.grab().toImage())
    assert seen[0] != seen[1]
    assert seen[1] != seen[2]
