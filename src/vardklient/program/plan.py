"""What the windowed program is made of: the plan that it is handed, and the views that it makes later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vardklient.base.loop import CoreLoop
    from vardklient.domain.registration import Registration
    from vardklient.media.eyes import EyesAt, EyesWatch
    from vardklient.program.chronicle import Chronicle
    from vardklient.program.equipment import Equipment
    from vardklient.program.outlets import DayReader, Makers, Outlets
    from vardklient.program.preferences import Preferences
    from vardklient.program.selftest import SelfTest
    from vardklient.program.shelf import Shelf
    from vardklient.ui.call import CallWindow
    from vardklient.ui.card import AfterCallView
    from vardklient.ui.selfcheck import SelfcheckView


@dataclass(frozen=True, slots=True)
class Plan:
    """What the program is to do, decided by the command line and the settings.

    Attributes:
        load: reads from files what the self-test needs, on any thread.
        make_reader, make_makers, make_selftest, make_eyes, shelf: how the parts are made, when they are needed.
        preferences: what the user has set.
        practising: no source is set up, so a practice day is shown.
        host: what patients read about whom they meet.
        registration: what the region's routine wants registered after a visit; read when it is needed.
        server: address and key of the clinic's visit server, None where there is none.
        support: the support numbers, each a line.
        open_practice: opens a practice day in a window of its own.
        make_chronicle: makes the client log's writer, on the core thread; it is told whether the disk refuses.
        initials: may a notification show initials and year?
    """

    make_reader: Callable[[], DayReader]
    make_makers: Callable[[], Makers]
    load: Callable[[], None]
    make_selftest: Callable[[CoreLoop, Equipment, Outlets], SelfTest]
    make_eyes: Callable[[Callable[[EyesAt], None]], EyesWatch]
    shelf: Shelf
    preferences: Preferences
    practising: bool
    host: str
    registration: Callable[[], Registration]
    server: tuple[str, str] | None = None
    support: tuple[str, ...] = ()
    open_practice: Callable[[], None] = lambda: None
    make_chronicle: Callable[[Callable[[bool], None]], Chronicle] | None = None
    initials: Callable[[], bool] = lambda: False


@dataclass(frozen=True, slots=True)
class Furniture:
    """The views that are made once the first window is on the screen."""

    selfcheck: SelfcheckView
    card: AfterCallView
    call: CallWindow
