"""How far the picture checks agree with labelled clips: each clip through the checks, counted, as a table.

A folder holds films and `labels.json`: name -> {"fps", "expect": {check: "ok" | a kind of fault | null}}; null means
that nobody could say.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from vardklient.base.errors import UsageError
from vardklient.commands.output import write_json, write_lines
from vardklient.domain.verdict import Check, Severity, Verdict

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from vardklient.checks.picture import PictureChecker

LABELS_FILE = "labels.json"
LABELS = {Check.LIGHT: "lighting", Check.COMPANY: "privacy"}
"""What a check is called in the labels, where it is not its own name."""

KINDS = {
    "dark": {"light_dark", "light_dim"},
    "over": {"light_over"},
    "uneven": {"light_uneven"},
    "no_face": {"framing_no_face"},
    "too_near": {"framing_near"},
    "too_far": {"framing_far"},
    "too_high": {"framing_high"},
    "too_low": {"framing_low"},
    "off_centre": {"framing_off_centre"},
    "frozen": {"liveness_frozen"},
    "black": {"liveness_black", "liveness_covered"},
    "covered": {"liveness_black", "liveness_covered"},
}
"""The advices that a kind of fault may get; "fail" may get any."""

RIGHT_MIN_SHARE = 0.95
"""Of each check (issue 4, acceptance 1)."""

GOOD_CLIPS = "good_"
AGREES = frozenset({"hit", "quiet", "unknown_ok"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a check said of a clip.

    Attributes:
        want: "ok", or the kind of fault; None where the label does not say.
        outcome: one of hit, quiet, unknown_ok (these agree), missed, missed_unknown, false_alarm, wrong_kind; None
            where nothing was wanted.
    """

    clip: str
    verdict: Verdict
    want: str | None

    @property
    def outcome(self) -> str | None:
        """See above."""
        return None if self.want is None else outcome(self.want, self.verdict.severity, self.verdict.advice)


@dataclass(slots=True)
class Count:
    """One row of the table."""

    outcomes: Counter[str] = field(default_factory=Counter)
    unlabelled: int = 0

    @property
    def judged(self) -> int:
        """Clips whose label says what is right."""
        return sum(self.outcomes.values())

    @property
    def right(self) -> int:
        """Faults that were told as what they are, and no complaint where nothing is wrong."""
        return sum(self.outcomes[name] for name in AGREES)

    @property
    def missed(self) -> int:
        """Faults that nothing, or another fault, was said of."""
        return sum(self.outcomes[name] for name in ("missed", "missed_unknown", "wrong_kind"))

    @property
    def false_alarms(self) -> int:
        """Complaints about what is right."""
        return self.outcomes["false_alarm"]

    @property
    def unknown(self) -> int:
        """Answers "unknown", of those judged."""
        return self.outcomes["unknown_ok"] + self.outcomes["missed_unknown"]


def expected(check: str, label: Mapping[str, str | None]) -> str | None:
    """What the label wants of a check: "ok", a kind of fault, or None when it is not to be judged."""
    if check != Check.RATE:
        return label.get(LABELS.get(Check(check), check))
    words = (label.get("fps"), label.get("resolution"))
    return "fail" if "fail" in words else None if None in words else "ok"


def outcome(want: str, verdict: str, advice: str) -> str:
    """How the answer fits what was wanted; see `Answer`."""
    alarm = verdict in (Severity.YELLOW, Severity.RED)
    if want == "ok":
        return "false_alarm" if alarm else "quiet" if verdict == Severity.GREEN else "unknown_ok"
    if not alarm:
        return "missed" if verdict == Severity.GREEN else "missed_unknown"
    return "hit" if advice in KINDS.get(want, {advice}) else "wrong_kind"


def film_of(folder: Path, name: str) -> Iterator[NDArray[np.uint8]]:
    """The pictures of a clip, as fast as they can be decoded.

    Raises:
        UsageError: there is no such film.
    """
    import cv2
    import numpy as np

    capture = cv2.VideoCapture(str(folder / f"{name}.mp4"))
    try:
        there, picture = capture.read()
        if not there:
            raise UsageError(f"{folder / name}.mp4 is no film that can be played")
        while there:
            yield np.ascontiguousarray(picture, np.uint8)
            there, picture = capture.read()
    finally:
        capture.release()


def judge_film(pictures: Iterator[NDArray[np.uint8]], rate_hz: float, checker: PictureChecker) -> tuple[Verdict, ...]:
    """The verdicts at the end of a film; the pictures count as taken at its own rate, however fast they come."""
    for index, picture in enumerate(pictures):
        checker.feed(picture, index / rate_hz, index)
    return checker.verdicts()


def read_labels(folder: Path) -> dict[str, dict[str, object]]:
    """Name -> label.

    Raises:
        UsageError: there are no labels, or they cannot be read.
    """
    try:
        labels = json.loads((folder / LABELS_FILE).read_text("utf-8"))
        if not all(float(label["fps"]) > 0 and isinstance(label["expect"], dict) for label in labels.values()):
            raise ValueError("a rate has to be above 0")
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise UsageError(f"{folder / LABELS_FILE} cannot be used: {error}") from error
    return dict(labels)


def answers(folder: Path) -> Iterator[Answer]:
    """What every check says of every labelled clip, one clip after the other.

    Raises:
        UsageError: the labels or a film are missing.
    """
    from vardklient.checks.picture import make_checker

    for name, label in read_labels(folder).items():
        expect = label["expect"]
        assert isinstance(expect, dict)
        for verdict in judge_film(film_of(folder, name), float(str(label["fps"])), make_checker()):
            yield Answer(name, verdict, expected(verdict.check, expect))


def counted(told: list[Answer]) -> dict[Check, Count]:
    """The answers by check."""
    counts: dict[Check, Count] = {}
    for answer in told:
        count = counts.setdefault(answer.verdict.check, Count())
        if answer.outcome is None:
            count.unlabelled += 1
        else:
            count.outcomes[answer.outcome] += 1
    return counts


def table(counts: Mapping[Check, Count]) -> list[str]:
    """A line per check."""
    lines = [
        f"{'check':<11}{'judged':>7}{'right':>7}{'share':>8}{'missed':>8}{'false':>7}{'unknown':>9}{'unlabelled':>12}"
    ]
    for check, count in counts.items():
        share = count.right / max(1, count.judged)
        lines.append(
            f"{check:<11}{count.judged:>7}{count.right:>7}{share:>8.1%}{count.missed:>8}{count.false_alarms:>7}"
            f"{count.unknown:>9}{count.unlabelled:>12}"
        )
    return lines


def compare(folder: Path, as_json: bool) -> int:
    """Play all clips of a folder and print the table and what was wrong.

    Returns:
        0: every check is right in at least 95 % and nothing was said against a good clip; else 1.

    Raises:
        UsageError: the labels or a film are missing.
    """
    told = list(answers(folder.parent if folder.name == LABELS_FILE else folder))
    counts = counted(told)
    wrong = [answer for answer in told if answer.outcome not in (None, "hit", "quiet")]
    good_alarms = sum(a.outcome == "false_alarm" and a.clip.startswith(GOOD_CLIPS) for a in told)
    enough = all(count.right >= RIGHT_MIN_SHARE * count.judged for count in counts.values())
    if as_json:
        write_json(
            {
                "checks": {check.value: _numbers(count) for check, count in counts.items()},
                "false_alarms_on_good_clips": good_alarms,
                "not_as_labelled": [_line(answer) for answer in wrong],
            }
        )
    else:
        write_lines(
            f"{a.clip:<22}{a.verdict.check:<11}wanted {a.want:<11}said {a.verdict.advice}: {a.outcome}" for a in wrong
        )
        write_lines([*table(counts), f"false alarms on {GOOD_CLIPS}* clips: {good_alarms}"])
    return 0 if enough and not good_alarms else 1


def _numbers(count: Count) -> dict[str, int]:
    names = ("judged", "right", "missed", "false_alarms", "unknown", "unlabelled")
    return {name: getattr(count, name) for name in names}


def _line(answer: Answer) -> dict[str, object]:
    verdict = answer.verdict
    return {
        "clip": answer.clip,
        "check": verdict.check.value,
        "wanted": answer.want,
        "verdict": verdict.severity.value,
        "advice": verdict.advice.value,
        "outcome": answer.outcome,
        "measures": {name: round(value, 4) for name, value in verdict.measures.items()},
    }
