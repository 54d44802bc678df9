from __future__ import annotations

from pathlib import Path

import pytest

from vardklient.base.errors import ResourceError
from vardklient.vault.policy import Policy, load_policy, policy_path


def written(folder: Path, text: str) -> Path:
    path = folder / "policy.toml"
    path.write_text(text, "utf-8")
    return path


def test_where_nothing_was_decided_nothing_is_recommended(tmp_path: Path) -> None:
    assert load_policy(tmp_path / "policy.toml") == Policy()
    assert load_policy(written(tmp_path, "")) == Policy()


def test_the_recommended_models_are_read_and_what_is_unknown_is_left_alone(tmp_path: Path) -> None:
    path = written(tmp_path, '[equipment]\nrecommended = ["LifeCam", "Jabra Evolve 40"]\nnew = 1\n[share]\non = true\n')
    assert load_policy(path).recommended == ("LifeCam", "Jabra Evolve 40")


@pytest.mark.parametrize(
    "text",
    [
        "[equipment",
        "equipment = 3",
        "[equipment]\nrecommended = 'LifeCam'",
        "[equipment]\nrecommended = [1]",
        "[equipment]\nrecommended = ['']",
        f"[equipment]\nrecommended = ['{'x' * 101}']",
    ],
)
def test_a_damaged_file_is_told_by_its_name_alone(tmp_path: Path, text: str) -> None:
    with pytest.raises(ResourceError, match=r"policy\.toml") as caught:
        load_policy(written(tmp_path, text))
    assert str(tmp_path) not in str(caught.value)


def test_the_file_is_the_systems_and_not_the_users() -> None:
    assert policy_path().name == "policy.toml"
    assert Path.home() not in policy_path().parents
