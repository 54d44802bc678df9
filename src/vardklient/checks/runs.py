"""Where something goes on from sample to sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def runs(mask: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The first sample of each run of True in `mask`, (n,), and the one after its last."""
    ends = np.zeros(1, np.bool_)
    edges = np.flatnonzero(np.diff(np.concatenate((ends, mask, ends))))
    return edges[::2], edges[1::2]
