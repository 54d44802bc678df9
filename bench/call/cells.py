"""The lines and machines that are tried."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bench.call.relay import Impairment

P360, P720 = (640, 360), (1280, 720)
USUAL = Impairment(delay_s=0.020, jitter_s=0.003)
"""A decent line over the country; every impaired cell has at least this, as in the measurements of the prototype."""
OUTAGE_AT_S = 10.0
"""After both sides have had their first picture."""
AFTER_OUTAGE_S = 12.0
"""At least so long is watched after the line has returned."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One condition; the same in both directions.

    Attributes:
        outage_s: how long the line is cut, 0 = never.
        busy: loops that take the processor.
    """

    name: str
    size: tuple[int, int]
    impairment: Impairment
    outage_s: float = 0.0
    busy: int = 0

    def seconds(self, wanted_s: float) -> float:
        """How long the call takes."""
        return max(wanted_s, OUTAGE_AT_S + self.outage_s + AFTER_OUTAGE_S) if self.outage_s else wanted_s


_ALL = (
    Cell("clean360", P360, Impairment()),
    Cell("clean720", P720, Impairment()),
    Cell("loss2", P360, replace(USUAL, loss_share=0.02)),
    Cell("loss5", P360, replace(USUAL, loss_share=0.05)),
    Cell("loss10", P360, replace(USUAL, loss_share=0.10)),
    Cell("burst", P360, replace(USUAL, loss_share=0.05, burst=5.0)),
    Cell("jitter30", P360, replace(USUAL, jitter_s=0.030)),
    Cell("rate300", P360, replace(USUAL, rate_bps=300_000)),
    Cell("rate120", P360, replace(USUAL, rate_bps=120_000)),
    Cell("outage5", P360, USUAL, outage_s=5.0),
    Cell("outage20", P360, USUAL, outage_s=20.0),
    Cell("busy", P720, USUAL, busy=2),
)
CELLS = {cell.name: cell for cell in _ALL}
