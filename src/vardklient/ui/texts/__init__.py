"""Every code of domain and flows in words: Swedish in the source, English through resources/translations.

What the call says (`texts.calls`) and the self-test (`texts.checks`) is imported from there: their flows are many
classes, and the first window, which imports this package, does without them.
Imports only PySide6.QtCore; without an application the words are Swedish.
"""

from vardklient.ui.texts.advices import AdviceText, advice
from vardklient.ui.texts.daywords import day_name, errands, freshness, gap, lack, overrun, phone, source
from vardklient.ui.texts.program import (
    day_notice,
    device_after_call,
    practice_opens,
    practising_already,
    settings_damaged,
    settings_not_kept,
    settings_unread,
)
from vardklient.ui.texts.times import clock_time, day_heading, in_minutes, minutes, waited
from vardklient.ui.texts.visits import (
    kind,
    language,
    match,
    match_question,
    modality,
    outcome,
    participant,
    problem,
    problem_place,
    role,
    stage,
)

__all__ = [
    "AdviceText",
    "advice",
    "clock_time",
    "day_heading",
    "day_name",
    "day_notice",
    "device_after_call",
    "errands",
    "freshness",
    "gap",
    "in_minutes",
    "kind",
    "lack",
    "language",
    "match",
    "match_question",
    "minutes",
    "modality",
    "outcome",
    "overrun",
    "participant",
    "phone",
    "practice_opens",
    "practising_already",
    "problem",
    "problem_place",
    "role",
    "settings_damaged",
    "settings_not_kept",
    "settings_unread",
    "source",
    "stage",
    "waited",
]
