"""How good the call is, in one word, with the cause: a verdict on a window of seconds, never on one of them.

What a second shows, and whom it speaks against:

| what is seen in the second                                                     | side        |
|---|---|
| packets to us lost, sound made up, picture frozen though they send one,        | incoming    |
| or their picture starved: so few bits that it is small or slow                 |             |
| packets to them lost, or the rate that the line gives us is low                | outgoing    |
| a long way there and back                                                      | both ways   |
| work in the program waits for the processor, or far fewer pictures leave than  | computer    |
| were taken from the camera, on a line that would take them all                 |             |

| sides of the second          | and                                  | cause        |
|---|---|---|
| computer, whatever else      |                                      | the computer |
| any of the line              | our line to the visit server is down | our line     |
| any of the line              | theirs is down, ours is up           | their line   |
| incoming only                |                                      | their line   |
| outgoing only                |                                      | our line     |
| both, or the way only        |                                      | unknown      |

The computer comes first, because a program that cannot keep up loses packets and pictures by itself. "Incoming only" is
their line, because the way up is the narrow part of nearly every line at home, and ours is a clinic's: likely, not
proven. A second in which nothing is known counts for nothing.

| verdict | becomes | when                                                            |
|---|---|---|
| good    | weak    | `weak_of_window_s` of the last `window_s` seconds weak or bad   |
| any     | bad     | `bad_of_window_s` of them bad                                   |
| bad     | weak    | none of the last `recover_s` seconds bad                        |
| any     | good    | all of the last `recover_s` seconds good                        |

The cause is that of most of the seconds in the window that were not good, otherwise unknown; while the verdict lasts
another cause takes over only with `weak_of_window_s` seconds of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, IntEnum, StrEnum


class Quality(StrEnum):
    """The one word."""

    GOOD = "good"
    WEAK = "weak"
    BAD = "bad"


class Cause(StrEnum):
    """Why it is not good."""

    THEIR_LINE = "their_line"
    OUR_LINE = "our_line"
    COMPUTER = "computer"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CallQuality:
    """The verdict. The cause of a good call is unknown."""

    level: Quality = Quality.GOOD
    cause: Cause = Cause.UNKNOWN


@dataclass(frozen=True, slots=True)
class QualityLimits:
    """Limits of one second, and of the window; their origin stands in resources/thresholds.toml."""

    window_s: int
    weak_of_window_s: int
    bad_of_window_s: int
    recover_s: int
    loss_weak_share: float
    loss_bad_share: float
    concealed_weak_share: float
    concealed_bad_share: float
    frozen_weak_s: float
    frozen_bad_s: float
    starved_kbps: float
    starved_fps: float
    starved_height_px: float
    target_weak_kbps: float
    target_bad_kbps: float
    rtt_weak_ms: float
    rtt_bad_ms: float
    busy_weak_s: float
    busy_bad_s: float
    sent_weak_share: float
    sent_from_kbps: float


@dataclass(frozen=True, slots=True)
class Second:
    """The figures of one second of one connection. None: not known.

    Attributes:
        picture_wanted: they send a picture, so that one that stands still is a fault.
        fps_in, fps_out, fps_wanted: pictures that came, that left, and that were taken from the camera to be sent.
        height_in_px: of the picture that comes.
        frozen_s: how long no new picture was shown.
        loss_in_share, loss_out_share: packets that did not arrive here, or there, even late.
        concealed_share: sound that had to be made up.
        target_out_kbps: what the line gives us for our picture.
        busy_s: the longest that work waited for the processor.
        our_line_down, their_line_down: no line to the visit server.
    """

    picture_wanted: bool = True
    fps_in: float | None = None
    fps_out: float | None = None
    fps_wanted: float | None = None
    height_in_px: float | None = None
    frozen_s: float | None = None
    loss_in_share: float | None = None
    loss_out_share: float | None = None
    concealed_share: float | None = None
    rtt_ms: float | None = None
    bitrate_in_kbps: float | None = None
    target_out_kbps: float | None = None
    busy_s: float | None = None
    our_line_down: bool = False
    their_line_down: bool = False


class _Grade(IntEnum):
    GOOD = 0
    WEAK = 1
    BAD = 2


class _Side(Enum):
    IN = "in"
    OUT = "out"
    WAY = "way"
    COMPUTER = "computer"


Judged = tuple[_Grade, Cause]


@dataclass(frozen=True, slots=True)
class QualityWatch:
    """The verdict and the seconds that it stands on. A value: `after` makes the next one."""

    verdict: CallQuality = CallQuality()
    seconds: tuple[Judged, ...] = ()

    def after(self, second: Second, limits: QualityLimits) -> QualityWatch:
        """The watch when one more second has passed."""
        judged = _judge(second, limits)
        if judged is None:
            return self
        kept = max(limits.window_s, limits.recover_s)
        seconds = (*self.seconds, judged)[-kept:]
        level = _level(self.verdict.level, seconds, limits)
        if level is Quality.GOOD:
            return QualityWatch(CallQuality(), seconds)
        return QualityWatch(CallQuality(level, _cause(self.verdict, seconds, limits)), seconds)


def together(main: CallQuality, others: Sequence[CallQuality]) -> CallQuality:
    """The verdict on the call from those on everybody's connection; `main` is the one under the lens.

    When nobody's line is good, it is what all have in common that is weak: our line.
    """
    everybody = (main, *others)
    if not others or any(one.level is Quality.GOOD or one.cause is Cause.COMPUTER for one in everybody):
        return main
    return replace(main, cause=Cause.OUR_LINE)


# ---------------------------------------------------------------- one second


def _judge(second: Second, limits: QualityLimits) -> Judged | None:
    """None: nothing at all is known."""
    found = [(side, grade) for side, grade in _symptoms(second, limits) if grade is not None]
    if not found:
        return None
    seen = {side for side, grade in found if grade}
    return max(grade for _, grade in found), _cause_of(seen, second)


def _symptoms(second: Second, limits: QualityLimits) -> Iterator[tuple[_Side, _Grade | None]]:
    yield _Side.IN, _over(second.loss_in_share, limits.loss_weak_share, limits.loss_bad_share)
    yield _Side.IN, _over(second.concealed_share, limits.concealed_weak_share, limits.concealed_bad_share)
    if second.picture_wanted:
        yield _Side.IN, _over(second.frozen_s, limits.frozen_weak_s, limits.frozen_bad_s)
        yield _Side.IN, _starved(second, limits)
    yield _Side.OUT, _over(second.loss_out_share, limits.loss_weak_share, limits.loss_bad_share)
    yield _Side.OUT, _under(second.target_out_kbps, limits.target_weak_kbps, limits.target_bad_kbps)
    yield _Side.WAY, _over(second.rtt_ms, limits.rtt_weak_ms, limits.rtt_bad_ms)
    yield _Side.COMPUTER, _over(second.busy_s, limits.busy_weak_s, limits.busy_bad_s)
    # with less the sender leaves pictures out on purpose
    roomy = second.target_out_kbps is not None and second.target_out_kbps >= limits.sent_from_kbps
    if roomy and second.fps_out is not None and second.fps_wanted:
        yield _Side.COMPUTER, _under(second.fps_out / second.fps_wanted, limits.sent_weak_share, 0.0)


def _over(value: float | None, weak: float, bad: float) -> _Grade | None:
    if value is None:
        return None
    return _Grade((value > weak) + (value > bad))


def _under(value: float | None, weak: float, bad: float) -> _Grade | None:
    if value is None:
        return None
    return _Grade((value < weak) + (value < bad))


def _starved(second: Second, limits: QualityLimits) -> _Grade | None:
    """Few bits alone are no fault: a picture in which little moves needs few."""
    if second.bitrate_in_kbps is None or second.bitrate_in_kbps >= limits.starved_kbps:
        return None
    slow = second.fps_in is not None and second.fps_in < limits.starved_fps
    small = second.height_in_px is not None and second.height_in_px <= limits.starved_height_px
    return _Grade.WEAK if slow or small else None


def _cause_of(sides: set[_Side], second: Second) -> Cause:
    if not sides:
        return Cause.UNKNOWN
    if _Side.COMPUTER in sides:
        return Cause.COMPUTER
    if second.our_line_down:
        return Cause.OUR_LINE
    if second.their_line_down:
        return Cause.THEIR_LINE
    incoming, outgoing = _Side.IN in sides, _Side.OUT in sides
    if incoming is outgoing:
        return Cause.UNKNOWN
    return Cause.THEIR_LINE if incoming else Cause.OUR_LINE


# ---------------------------------------------------------------- the window


def _level(before: Quality, seconds: Sequence[Judged], limits: QualityLimits) -> Quality:
    grades = [grade for grade, _ in seconds]
    window = grades[-limits.window_s :]
    if window.count(_Grade.BAD) >= limits.bad_of_window_s:
        return Quality.BAD
    if before is Quality.GOOD:
        return Quality.WEAK if sum(map(bool, window)) >= limits.weak_of_window_s else Quality.GOOD
    rested = grades[-limits.recover_s :]
    if len(rested) < limits.recover_s:
        return before
    worst = max(rested)
    if worst is _Grade.GOOD:
        return Quality.GOOD
    return Quality.WEAK if worst is _Grade.WEAK else before


def _cause(before: CallQuality, seconds: Sequence[Judged], limits: QualityLimits) -> Cause:
    votes = Counter(cause for grade, cause in seconds[-limits.window_s :] if grade)
    entering = before.level is Quality.GOOD
    for cause, count in votes.most_common(1):
        if 2 * count > votes.total() and (entering or count >= limits.weak_of_window_s):
            return cause
    return Cause.UNKNOWN if entering else before.cause
