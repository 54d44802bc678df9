from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardklient.media.names import match_name

WINDOWS = ["Mikrofon (Jabra Evolve 40 MS)", "Mikrofon (Realtek High Definition Audio)", "Mikrofon (LifeCam HD-3000)"]


@pytest.mark.parametrize(
    ("wanted", "names", "match"),
    [
        ("Jabra Evolve 40", ["Olympus", "Jabra Evolve 40"], "Jabra Evolve 40"),
        (
            "Mikrofon (Realtek High Definition Audio)",
            [name[:31] for name in WINDOWS],
            "Mikrofon (Realtek High Definiti",
        ),
        ("JABRA evolve 40", ["Jabra Evolve 40 Mono", "Olympus"], "Jabra Evolve 40 Mono"),
        ("Mikrofon (Plantronics)", WINDOWS, None),
        ("Built-in Audio Analog Stereo", ["HDA Intel PCH: ALC257 Analog (hw:0,0)", "pulse", "default"], None),
        ("Jabra", ["Jabra Evolve 40", "Jabra Evolve 65"], None),
        ("", WINDOWS, None),
        ("Jabra", [], None),
        ("Jabra", ["Jabra", "Jabra"], "Jabra"),
    ],
)
def test_names(wanted: str, names: list[str], match: str | None) -> None:
    assert match_name(wanted, names) == match


@given(st.text(max_size=40), st.lists(st.text(max_size=40), max_size=6))
def test_it_answers_with_one_of_the_names_or_none(wanted: str, names: list[str]) -> None:
    match = match_name(wanted, names)
    assert match is None or match in names
    assert wanted not in names or match == wanted
