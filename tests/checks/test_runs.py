from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vardklient.checks.runs import runs


@given(st.lists(st.booleans(), max_size=60))
def test_the_runs_are_all_that_is_true_and_as_long_as_can_be(mask: list[bool]) -> None:
    starts, ends = runs(np.array(mask, np.bool_))
    inside = [at for start, end in zip(starts, ends, strict=True) for at in range(start, end)]
    assert inside == [at for at, true in enumerate(mask) if true]
    assert all(end < start for end, start in zip(ends[:-1], starts[1:], strict=True))
