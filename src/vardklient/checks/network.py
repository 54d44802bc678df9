"""Is the network good enough, and if not, what is it that the call will suffer from?

What is looked at, the first that is found being said, because one sentence with one remedy is of more use than five:

| what is found                                                                     | verdict       |
|---|---|
| the visit server is silent, and the machine has no network                        | OFFLINE       |
| the visit server is silent                                                        | SERVER_DEAD   |
| something else answers in its place (a proxy, a login page)                       | BLOCKED       |
| relays are offered, and no way leads to them                                      | BLOCKED       |
| no media could be measured                                                        | UNSURE        |
| less comes through than sound and the smallest picture that moves well            | SOUND_ONLY    |
| packets are lost, and not in one second only                                      | LOSSY         |
| less comes through than a picture of 640x360                                      | SMALL_PICTURE |
| a long way to the relay and back, or one that varies much, so that sound waits    | SLOW_ANSWER   |
| relays are there over TCP or TLS only                                             | RELAYED       |
| the clock is wrong                                                                | CLOCK         |
| none of it; wireless                                                              | WIRELESS      |
| none of it                                                                        | OK            |

Loss is judged over all the seconds but the worst, never by a packet: one burst does not count, a line that is bad now
and again does.

A figure close to its limit would change the verdict from test to test while nothing has changed. So what was said
stays until the figure has passed the limit by a margin: a wide one in the first minute, later a narrow one. What is no
figure (another link, a server that is gone, a way that is closed) counts at once.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from vardklient.checks.tables import Tables
from vardklient.domain.network import LinkKind, MediaReading, MediaWindow, NetworkReading, RelayState, ServerReach
from vardklient.domain.verdict import Advice, Check, Severity, Verdict

LEAST_WINDOWS, LEAST_WINDOW_PACKETS = 4, 25
"""Fewer seconds, or seconds with fewer packets, say nothing of loss: one packet of 25 is 4 %. Own choice; sound alone
is 50 packets a second."""


@dataclass(frozen=True, slots=True)
class NetworkLimits:
    """Limits of the network; their origin stands in resources/thresholds.toml.

    Attributes:
        near_margin_share, wide_margin_share: how far beyond a limit a figure must be to change what was said, later on
            and within `steady_s`.
    """

    sound_only_kbps: float
    small_picture_kbps: float
    lossy_share: float
    very_lossy_share: float
    slow_rtt_ms: float
    jitter_ms: float
    clock_off_s: float
    near_margin_share: float
    wide_margin_share: float
    steady_s: float


def load_network_limits(path: Path | None = None) -> NetworkLimits:
    """Read the limits; None means the program's own file.

    Raises:
        ResourceError: the file is missing, cannot be read, or a limit is missing, unknown or no number.
    """
    return Tables(path).record("network", NetworkLimits)


UNASKED = Verdict(Check.NETWORK, Severity.UNKNOWN, Advice.NETWORK_UNASKED)

_SEVERITY = {
    Advice.NETWORK_OFFLINE: Severity.RED,
    Advice.NETWORK_SERVER_DEAD: Severity.RED,
    Advice.NETWORK_BLOCKED: Severity.RED,
    Advice.NETWORK_UNSURE: Severity.UNKNOWN,
    Advice.NETWORK_SOUND_ONLY: Severity.RED,
    Advice.NETWORK_LOSSY: Severity.YELLOW,
    Advice.NETWORK_SMALL_PICTURE: Severity.YELLOW,
    Advice.NETWORK_SLOW_ANSWER: Severity.YELLOW,
    Advice.NETWORK_RELAYED: Severity.YELLOW,
    Advice.NETWORK_CLOCK: Severity.YELLOW,
    Advice.NETWORK_WIRELESS: Severity.GREEN,
    Advice.NETWORK_OK: Severity.GREEN,
}


@dataclass(frozen=True, slots=True)
class NetworkWatch:
    """The verdict, and what it stands on. A value: `after` makes the next one.

    Attributes:
        over: the limits that are passed, by name.
        changed_s: when the verdict came, by the clock that `after` is handed.
    """

    verdict: Verdict = UNASKED
    over: frozenset[str] = frozenset()
    changed_s: float | None = None

    def after(self, reading: NetworkReading, now_s: float, limits: NetworkLimits) -> NetworkWatch:
        """The watch when one more measurement is there.

        Args:
            reading: the measurement.
            now_s: seconds of any clock that never goes back.
            limits: see `NetworkLimits`.
        """
        if self.changed_s is None:
            margin = 0.0
        else:
            fresh = now_s - self.changed_s < limits.steady_s
            margin = limits.wide_margin_share if fresh else limits.near_margin_share
        over = frozenset(_passed(reading, limits, self.over, margin))
        verdict = _verdict(reading, over, limits)
        same = (verdict.advice, verdict.severity) == (self.verdict.advice, self.verdict.severity)
        return NetworkWatch(verdict, over, self.changed_s if same and self.changed_s is not None else now_s)


def judge(reading: NetworkReading, limits: NetworkLimits) -> Verdict:
    """The verdict on one measurement alone."""
    return NetworkWatch().after(reading, 0.0, limits).verdict


def loss_share(windows: Sequence[MediaWindow]) -> float | None:
    """The mean of the seconds but the worst, 0..1. None: too few seconds to say."""
    shares = sorted(w.lost / w.packets for w in windows if w.packets >= LEAST_WINDOW_PACKETS)
    return statistics.fmean(shares[:-1]) if len(shares) >= LEAST_WINDOWS else None


# ---------------------------------------------------------------- the verdict


def _passed(reading: NetworkReading, limits: NetworkLimits, over: frozenset[str], margin: float) -> Iterator[str]:
    """The names of the limits that are passed, with hysteresis round each."""
    media = reading.media
    found = {
        "clock_off_s": None if reading.clock_off_s is None else abs(reading.clock_off_s),
        "lossy_share": media and loss_share(media.windows),
        "very_lossy_share": media and loss_share(media.windows),
        "slow_rtt_ms": media and media.rtt_ms,
        "jitter_ms": media and media.jitter_ms,
    }
    for name, value in found.items():
        limit = getattr(limits, name) * (1 - margin if name in over else 1 + margin)
        if value is not None and value > limit:
            yield name
    for name in ("sound_only_kbps", "small_picture_kbps"):
        limit = getattr(limits, name) * (1 + margin if name in over else 1 - margin)
        if media is not None and media.rate_kbps < limit:
            yield name


def _verdict(reading: NetworkReading, over: frozenset[str], limits: NetworkLimits) -> Verdict:
    advice = next(_found(reading, over))
    severity = _SEVERITY[advice]
    if advice is Advice.NETWORK_LOSSY and "very_lossy_share" in over:
        severity = Severity.RED
    shown = {name: float(value) for name, value in asdict(limits).items() if not name.endswith("_margin_share")}
    del shown["steady_s"]
    return Verdict(Check.NETWORK, severity, advice, _measures(reading), shown)


def _found(reading: NetworkReading, over: frozenset[str]) -> Iterator[Advice]:
    """What can be said, the most important first."""
    yield from _barred(reading)
    if reading.media is None or loss_share(reading.media.windows) is None:
        yield Advice.NETWORK_UNSURE
    if "sound_only_kbps" in over:
        yield Advice.NETWORK_SOUND_ONLY
    if over & {"lossy_share", "very_lossy_share"}:
        yield Advice.NETWORK_LOSSY
    if "small_picture_kbps" in over:
        yield Advice.NETWORK_SMALL_PICTURE
    if over & {"slow_rtt_ms", "jitter_ms"}:
        yield Advice.NETWORK_SLOW_ANSWER
    if reading.udp is RelayState.CLOSED:
        yield Advice.NETWORK_RELAYED
    if "clock_off_s" in over:
        yield Advice.NETWORK_CLOCK
    yield Advice.NETWORK_WIRELESS if reading.link is LinkKind.WIRELESS else Advice.NETWORK_OK


def _barred(reading: NetworkReading) -> Iterator[Advice]:
    """What makes every call impossible."""
    if reading.server is ServerReach.SILENT:
        yield Advice.NETWORK_OFFLINE if reading.link is LinkKind.NONE else Advice.NETWORK_SERVER_DEAD
    if reading.server is ServerReach.STRANGER:
        yield Advice.NETWORK_BLOCKED
    ways = {reading.udp, reading.tcp, reading.tls}
    if RelayState.CLOSED in ways and RelayState.WORKS not in ways:
        yield Advice.NETWORK_BLOCKED


def _measures(reading: NetworkReading) -> Mapping[str, float]:
    """Name -> number; what was not measured is not there. `_open` and `wireless`: 1 is yes, 0 is no."""
    found: dict[str, float | None] = {
        "server_rtt_ms": reading.server_rtt_ms,
        "clock_off_s": reading.clock_off_s,
        "up_kbps": reading.up_kbps,
        "down_kbps": reading.down_kbps,
        **_media_measures(reading.media),
    }
    for name, state in (("udp_open", reading.udp), ("tcp_open", reading.tcp), ("tls_open", reading.tls)):
        found[name] = None if state is RelayState.NOT_OFFERED else float(state is RelayState.WORKS)
    if reading.link in (LinkKind.CABLE, LinkKind.WIRELESS):
        found["wireless"] = float(reading.link is LinkKind.WIRELESS)
    return {name: value for name, value in found.items() if value is not None}


def _media_measures(media: MediaReading | None) -> dict[str, float | None]:
    if media is None:
        return {}
    shares = [w.lost / w.packets for w in media.windows if w.packets]
    return {
        "rtt_ms": media.rtt_ms,
        "jitter_ms": media.jitter_ms,
        "rate_kbps": media.rate_kbps,
        "loss_share": loss_share(media.windows),
        "loss_mean_share": statistics.fmean(shares) if shares else None,
    }
