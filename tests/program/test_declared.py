"""Every setting and everything that a policy may decide is read by the program that the user starts."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path

import grimp
import pytest

import vardklient
from vardklient.vault import settings
from vardklient.vault.policy import Policy
from vardklient.vault.settings import ROWS, Row

SETTINGS = "vardklient.vault.settings"
POLICY = "vardklient.vault.policy"


@cache
def trees() -> dict[str, ast.Module]:
    """What the windowed program imports, also late and inside functions."""
    graph = grimp.build_graph("vardklient", cache_dir=None)
    names = {"vardklient.commands.window"} | graph.find_upstream_modules("vardklient.commands.window")
    return {name: ast.parse(_path(name).read_text("utf-8")) for name in names if name != "vardklient"}


def _path(name: str) -> Path:
    path = Path(vardklient.__file__).parent.joinpath(*name.split(".")[1:])
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _nodes(*without: str) -> Iterator[ast.AST]:
    for name, tree in trees().items():
        if name not in without:
            yield from ast.walk(tree)


def _asked_for() -> set[str]:
    """The rows, by the names of their constants, whose values somebody gets."""
    calls = (node for node in _nodes() if isinstance(node, ast.Call))
    gets = (call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "get" and call.args)
    asked = {arg.id for call in gets if isinstance(arg := call.args[0], ast.Name)}
    migrates = (n for n in ast.walk(trees()[SETTINGS]) if isinstance(n, ast.FunctionDef) and n.name == "_migrated")
    return asked | {node.id for function in migrates for node in ast.walk(function) if isinstance(node, ast.Name)}


CONSTANTS = {row.name: name for name, row in vars(settings).items() if isinstance(row, Row)}


@pytest.mark.parametrize("name", [row.name for row in ROWS])
def test_every_setting_is_read(name: str) -> None:
    assert CONSTANTS[name] in _asked_for(), "it would be shown, locked and kept, and do nothing"


def _read_of_policies() -> set[str]:
    """What is read of a value that is called a policy, or by the policy itself to make another of its values."""
    reads = [node for node in _nodes(POLICY) if isinstance(node, ast.Attribute)]
    found = {node.attr for node in reads if "policy" in ast.unparse(node.value)}
    (own,) = (n for n in ast.walk(trees()[POLICY]) if isinstance(n, ast.ClassDef) and n.name == "Policy")
    return found | {n.attr for n in ast.walk(own) if isinstance(n, ast.Attribute) and ast.unparse(n.value) == "self"}


@pytest.mark.parametrize("name", [*(field.name for field in fields(Policy) if field.name != "faults"), "locks"])
def test_everything_that_a_policy_decides_is_read(name: str) -> None:
    assert name in _read_of_policies(), "an administrator would decide it, and nothing would change"
