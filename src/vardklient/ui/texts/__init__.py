"""Every code of domain and flows in words: Swedish in the source, English through resources/translations.

Imports only PySide6.QtCore; without an application the words are Swedish.
"""

from vardklient.ui.texts.advices import AdviceText, advice
from vardklient.ui.texts.calls import (
    call_notice,
    id_method,
    id_method_chosen,
    outcome,
    phase,
    presence,
    refusal,
)
from vardklient.ui.texts.checks import camera_state, check_name, echo_stage, group_name, severity, sound_state
from vardklient.ui.texts.program import (
    day_notice,
    device_after_call,
    practice_opens,
    practising_already,
    settings_damaged,
    settings_not_kept,
)
from vardklient.ui.texts.times import clock_time, day_heading, in_minutes, minutes, waited
from vardklient.ui.texts.visits import (
    kind,
    language,
    match,
    match_question,
    modality,
    participant,
    problem,
    problem_place,
    role,
    stage,
)

__all__ = [
    "AdviceText",
    "advice",
    "call_notice",
    "camera_state",
    "check_name",
    "clock_time",
    "day_heading",
    "day_notice",
    "device_after_call",
    "echo_stage",
    "group_name",
    "id_method",
    "id_method_chosen",
    "in_minutes",
    "kind",
    "language",
    "match",
    "match_question",
    "minutes",
    "modality",
    "outcome",
    "participant",
    "phase",
    "practice_opens",
    "practising_already",
    "presence",
    "problem",
    "problem_place",
    "refusal",
    "role",
    "settings_damaged",
    "settings_not_kept",
    "severity",
    "sound_state",
    "stage",
    "waited",
]
