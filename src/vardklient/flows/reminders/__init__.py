"""Reminders: before a visit, at an arrival, when a visit overruns. Each once; what may be shown is not decided here."""

from vardklient.flows.reminders.step import AGAIN_AFTER, step
from vardklient.flows.reminders.words import Occasion, Remind, ReminderEvent, RemindersState, Said, Seen

__all__ = ["AGAIN_AFTER", "Occasion", "Remind", "ReminderEvent", "RemindersState", "Said", "Seen", "step"]
