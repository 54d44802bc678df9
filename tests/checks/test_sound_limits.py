from __future__ import annotations

from pathlib import Path

import pytest

from vardklient.base.errors import ResourceError
from vardklient.base.resources import resource
from vardklient.checks.sound_limits import load_sound_limits


def test_the_shipped_limits_are_in_order() -> None:
    limits = load_sound_limits()
    level = limits.level
    assert level.red_below_dbfs < level.green_from_dbfs < -26 < level.green_to_dbfs < level.red_above_dbfs
    assert limits.clipping.yellow_above_share < limits.clipping.red_above_share


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("[sound.clipping]", "[sound.other]"),
        lambda text: text.replace("peak_lsb = 1.5", ""),
        lambda text: text.replace("peak_lsb = 1.5", "peak_lsb = 1.5\nsurplus = 1"),
        lambda text: text.replace("peak_lsb = 1.5", 'peak_lsb = "1.5"'),
        lambda text: text.replace("least_count = 2", "least_count = 2.5"),
        lambda text: text + "\n= 3",
    ],
    ids=["no table", "no value", "surplus value", "no number", "half a break", "not TOML"],
)
def test_a_spoilt_file_is_named(spoil, tmp_path: Path) -> None:
    path = tmp_path / "thresholds.toml"
    path.write_text(spoil(resource("thresholds.toml").read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(ResourceError, match=r"thresholds\.toml"):
        load_sound_limits(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=r"none\.toml"):
        load_sound_limits(tmp_path / "none.toml")
