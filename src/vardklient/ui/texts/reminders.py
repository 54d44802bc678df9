"""What a notification of the system says. How much of it may be said is decided in `program.reminders`."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from vardklient.domain.visit import Role
from vardklient.flows.reminders import Occasion, Remind
from vardklient.ui.texts.mark import QT_TRANSLATE_NOOP
from vardklient.ui.texts.times import clock_time, in_minutes
from vardklient.ui.texts.words import Words

_say = partial(Words, "reminder")

SOON = _say(QT_TRANSLATE_NOOP("reminder", "Ett besök börjar snart"))
PATIENT_WAITS = _say(QT_TRANSLATE_NOOP("reminder", "En patient väntar"))
SOMEBODY_WAITS = _say(QT_TRANSLATE_NOOP("reminder", "Någon väntar"))
OVERRUN = _say(QT_TRANSLATE_NOOP("reminder", "Nästa besök har börjat"))
VISIT_AT = _say(QT_TRANSLATE_NOOP("reminder", "Besöket {time}"))

_FOR_THE_PATIENT = (Role.PATIENT, Role.GUARDIAN, Role.PROXY, Role.RELATIVE)


def title(reminder: Remind) -> str:
    """What everybody may read."""
    match reminder.occasion:
        case Occasion.SOON:
            return SOON()
        case Occasion.OVERRUN:
            return OVERRUN()
        case _:
            return PATIENT_WAITS() if reminder.role in _FOR_THE_PATIENT else SOMEBODY_WAITS()


def details(reminder: Remind, now: datetime, *, initials: bool) -> str:
    """What only the user may read: which visit, by its time, and by initials and year if these are wanted."""
    when = VISIT_AT(time=clock_time(reminder.start))
    ahead = in_minutes(reminder.start, reminder.start, now) if reminder.occasion is Occasion.SOON else ""
    return " · ".join(part for part in (reminder.label if initials else "", when, ahead) if part)
