from __future__ import annotations

import ast
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from tests.ui.days import NOW, at
from vardklient import schedule
from vardklient.base.resources import resource
from vardklient.domain.identity import IdMethod
from vardklient.domain.quality import CallQuality, Cause, Quality
from vardklient.domain.record import Outcome
from vardklient.domain.verdict import Advice, Check, Severity
from vardklient.domain.visit import Kind, Match, Modality, Participant, Problem, Role
from vardklient.flows.call import CallNotice, Phase, Presence, SoundNotice, SoundTrouble
from vardklient.flows.day import Stage
from vardklient.flows.selfcheck import EchoStage
from vardklient.ports.camera import CameraState
from vardklient.ports.secrets import MemoryOnly
from vardklient.ports.signin import Fault
from vardklient.schedule.reasons import Reason
from vardklient.ui import texts
from vardklient.ui.application import Dress
from vardklient.ui.texts import allow, calls, checks, program, signin
from vardklient.ui.texts.calls import REFUSALS
from vardklient.ui.texts.visits import LANGUAGES, PROBLEMS
from vardklient.wire.messages import ErrorCode

Speak = Callable[[Any], "str | texts.AdviceText"]

CODES: list[tuple[Speak, Iterable[Enum]]] = [
    (texts.advice, Advice),
    (checks.check_name, Check),
    (checks.severity, Severity),
    (checks.camera_state, CameraState),
    (checks.echo_stage, EchoStage),
    (texts.kind, Kind),
    (texts.modality, Modality),
    (texts.role, Role),
    (texts.stage, Stage),
    (texts.match, Match),
    (texts.match_question, Match),
    (calls.phase, Phase),
    (calls.presence, Presence),
    (calls.call_notice, CallNotice),
    (calls.quality_word, Quality),
    (lambda cause: calls.quality(CallQuality(Quality.WEAK, cause)), Cause),
    (lambda cause: calls.quality(CallQuality(Quality.BAD, cause)), Cause),
    (lambda trouble: calls.sound_notice(SoundNotice(trouble, None, "A", "B")), SoundTrouble),
    (lambda trouble: calls.sound_notice(SoundNotice(None, trouble, "A", "B")), SoundTrouble),
    (calls.id_method, IdMethod),
    (calls.id_method_chosen, IdMethod),
    (texts.outcome, Outcome),
    (signin.signin_fault, Fault),
    (program.secrets_in_memory, MemoryOnly),
]
EVERY = [(speak, code) for speak, codes in CODES for code in codes]
SAME_IN_BOTH = {"Headset", "Support", "Video", "Patient", "{n} min", "dari"}


def words(said: str | texts.AdviceText) -> str:
    return said if isinstance(said, str) else f"{said.sentence} {said.remedy}".strip()


@pytest.mark.parametrize(("speak", "code"), EVERY)
def test_every_code_has_words_in_both_languages(dress: Dress, speak: Speak, code: Enum) -> None:
    swedish = words(speak(code))
    dress.set_language("en")
    english = words(speak(code))
    assert swedish
    assert english
    assert swedish != english or swedish in SAME_IN_BOTH


@pytest.mark.parametrize("code", list(Advice))
def test_an_advice_is_short_and_has_one_remedy_unless_all_is_well(code: Advice) -> None:
    sentence, remedy = texts.advice(code, system="")
    assert sentence.endswith(".")
    assert len(sentence) <= 60
    assert len(remedy) <= 70
    well = code.value.endswith("_ok") or code is Advice.COMPANY_ALONE
    assert bool(remedy) is not well
    assert remedy.count(".") <= 1


def test_a_device_is_named_as_it_is_written_and_without_a_name_a_sentence_begins_with_a_capital_letter(
    dress: Dress,
) -> None:
    assert texts.advice(Advice.CAMERA_VIRTUAL, "obs cam").sentence.startswith("obs cam är ett program")
    assert texts.advice(Advice.CAMERA_VIRTUAL).sentence.startswith("Enheten är ett program")
    assert texts.advice(Advice.DEFAULT_DEVICE_LOUDER).sentence == "Du hörs bäst i enheten."
    dress.set_language("en")
    assert all(texts.advice(code).sentence[0].isupper() for code in Advice)


@pytest.mark.parametrize("system", ["win32", "darwin", "linux", "plan9"])
def test_who_is_refused_is_told_the_way_through_the_settings_where_it_is_known(system: str) -> None:
    said = texts.advice(Advice.CAMERA_REFUSED, system=system)
    known = allow.where_to_allow(Advice.CAMERA_REFUSED, system)
    general = "Tillåt kameran för Vårdklient i datorns sekretessinställningar."
    assert said.remedy == (known or general)
    assert bool(known) is (system != "plan9")


@pytest.mark.parametrize("reason", [*Reason, "never heard of"])
def test_every_reason_of_a_source_has_words(reason: str) -> None:
    found = texts.problem(Problem("kalender.ics", reason))
    assert found.sentence
    assert found.remedy
    if reason in list(Reason):
        assert reason in PROBLEMS


def _words_of_places() -> set[str]:
    """The English words that the sources put into a problem's place, as their code has them."""
    found: list[ast.expr] = []
    for path in sorted(Path(schedule.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Problem", "self._complain"):
                found += node.args[2:]
            elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("what", "later"):
                found.append(node.value)
    texts = (n.value for part in found for n in ast.walk(part) if isinstance(n, ast.Constant))
    return {word for text in texts if isinstance(text, str) for word in re.findall("[a-z]+", text)}


def test_where_a_problem_was_is_said_without_words_of_the_code(dress: Dress) -> None:
    assert {"event", "line", "record", "files", "later", "part"} <= _words_of_places()
    places = ("event 3", "line 7 and later", "event 3 in part", "record 2", "12 files", "event 9 and later")
    said = [texts.problem_place(Problem("k", "bad_event", place)) for place in places]
    assert said[:3] == ["k · bokning 3", "k · rad 7 och senare", "k · bokning 3 delvis"]
    assert not _words_of_places() & {word for text in said for word in text.split()}
    assert _words_of_places() <= {word for place in places for word in place.split()}, "all are tried here"
    dress.set_language("en")
    assert texts.problem_place(Problem("k", "bad_row", "line 7 and later")) == "k · line 7 and later"


@pytest.mark.parametrize("code", list(ErrorCode))
def test_every_refusal_of_the_server_has_words(code: ErrorCode) -> None:
    assert code.value in REFUSALS
    assert calls.refusal(code.value).remedy


def test_an_unknown_refusal_is_said_in_general() -> None:
    assert calls.refusal("odd") == calls.refusal("forbidden")


def test_a_place_in_a_source_is_translated(dress: Dress) -> None:
    assert texts.problem_place(Problem("tidbok.csv", "bad_row", "line 7")) == "tidbok.csv · rad 7"
    assert texts.problem_place(Problem("tidbok.csv", "bad_row")) == "tidbok.csv"
    dress.set_language("en")
    assert texts.problem_place(Problem("tidbok.csv", "bad_row", "line 7")) == "tidbok.csv · line 7"


def test_participants_are_named_by_role(dress: Dress) -> None:
    assert texts.participant(Participant(Role.INTERPRETER, language="ar")) == "tolk (arabiska)"
    assert texts.participant(Participant(Role.INTERPRETER, language="Kurmanji")) == "tolk (Kurmanji)"
    assert texts.participant(Participant(Role.STAFF_ON_SITE, place="Hemgården")) == "personal på plats (Hemgården)"
    assert texts.participant(Participant(Role.PROXY)) == "ombud"
    assert all(texts.language(name) for name in LANGUAGES)


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (timedelta(minutes=4), "om 4 minuter"),
        (timedelta(seconds=61), "om 2 minuter"),
        (timedelta(seconds=1), "om 1 minut"),
        (timedelta(0), "nu"),
        (timedelta(seconds=-60), "för 1 minut sedan"),
        (timedelta(minutes=-12), "för 12 minuter sedan"),
        (timedelta(minutes=-20), "slut 09:26"),
        (timedelta(hours=3), "om 3 timmar"),
        (timedelta(minutes=99), "om 99 minuter"),
    ],
)
def test_when_is_said_as_people_say_it(dress: Dress, ahead: timedelta, said: str) -> None:
    start = NOW + ahead
    assert texts.in_minutes(start, start + timedelta(minutes=20), NOW) == said


def test_times_and_days(dress: Dress) -> None:
    assert texts.clock_time(at("09:30")) == "09:30"
    assert texts.day_heading(date(2026, 11, 24)) == "Tisdag 24 november"
    assert texts.minutes(at("09:30"), at("10:15")) == "45 min"
    assert texts.waited(NOW - timedelta(minutes=2, seconds=59), NOW) == "sedan 2 min"
    assert texts.waited(NOW, NOW) == "sedan nyss"
    dress.set_language("en")
    assert texts.day_heading(date(2026, 11, 24)) == "Tuesday 24 November"


# ---------------------------------------------------------------- the files

PROJECT = Path(__file__).resolve().parents[2]
TOOLS = Path(sys.executable).parent


def messages(path: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """(context, source) to (translation, its state)."""
    found = {}
    for context in ET.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            key = (context.findtext("name", ""), message.findtext("source", ""))
            found[key] = (translation.text or "", translation.get("type", ""))
    return found


def test_no_translation_is_unfinished() -> None:
    unfinished = [key for key, (words, state) in messages(resource("translations/en.ts")).items() if state or not words]
    assert unfinished == []


def test_a_translation_fills_in_the_same_values() -> None:
    for (_, source), (translation, _) in messages(resource("translations/en.ts")).items():
        wanted = sorted(part.split("}")[0] for part in source.split("{")[1:])
        assert sorted(part.split("}")[0] for part in translation.split("{")[1:]) == wanted


def test_the_translation_file_holds_every_text_of_the_source(tmp_path: Path) -> None:
    fresh = tmp_path / "en.ts"
    sources = sorted(str(path) for path in (PROJECT / "src/vardklient/ui").rglob("*.py"))
    command = [str(TOOLS / "pyside6-lupdate"), "-silent", "-locations", "none", *sources, "-ts", str(fresh)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    assert set(messages(fresh)) == set(messages(resource("translations/en.ts"))), "run packaging/translate.sh"


def test_the_compiled_file_is_that_of_the_translation(tmp_path: Path) -> None:
    fresh = tmp_path / "en.qm"
    command = [str(TOOLS / "pyside6-lrelease"), "-silent", str(resource("translations/en.ts")), "-qm", str(fresh)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    assert fresh.read_bytes() == resource("translations/en.qm").read_bytes(), "run packaging/translate.sh"
