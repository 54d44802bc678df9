from __future__ import annotations

from pathlib import Path

import pytest

from vardklient.base.errors import ResourceError
from vardklient.base.resources import resource
from vardklient.checks.call_limits import load_quality_limits


def test_the_shipped_limits_are_in_order() -> None:
    limits = load_quality_limits()
    assert limits.weak_of_window_s <= limits.window_s
    assert limits.bad_of_window_s <= limits.window_s
    for name in ("loss_{}_share", "concealed_{}_share", "frozen_{}_s", "rtt_{}_ms", "busy_{}_s"):
        assert getattr(limits, name.format("weak")) < getattr(limits, name.format("bad"))
    assert limits.target_weak_kbps > limits.target_bad_kbps


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("[call]", "[calls]"),
        lambda text: text.replace("recover_s = 5", ""),
        lambda text: text.replace("recover_s = 5", "recover_s = 5.5"),
        lambda text: text.replace("recover_s = 5", "recover_s = true"),
        lambda text: text.replace("recover_s = 5", "recover_s = 5\nsurplus = 1"),
        lambda text: text + "\n= 3",
    ],
    ids=["no table", "no value", "half a second", "no number", "surplus value", "not TOML"],
)
def test_a_spoilt_file_is_named(spoil, tmp_path: Path) -> None:
    path = tmp_path / "thresholds.toml"
    path.write_text(spoil(resource("thresholds.toml").read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(ResourceError, match=r"thresholds\.toml"):
        load_quality_limits(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=r"none\.toml"):
        load_quality_limits(tmp_path / "none.toml")
