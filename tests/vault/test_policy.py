from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vardklient.base.errors import ResourceError
from vardklient.base.log import SafeFormatter
from vardklient.ports.signin import ANY_CLINIC, Issuer, Registration
from vardklient.vault.entries import Support
from vardklient.vault.policy import BYTES_MOST, Policy, load_policy, policy_in_force, policy_path
from vardklient.vault.settings import IDLE_LOCK_MIN, REGION, ROWS, SUPPORT, THEME, Settings

DOCUMENT = Path(__file__).parents[2] / "docs" / "policy.md"


def written(folder: Path, text: str) -> Path:
    path = folder / "policy.toml"
    path.write_text(text, "utf-8")
    return path


def test_where_nothing_was_decided_nothing_holds(tmp_path: Path) -> None:
    assert load_policy(tmp_path / "policy.toml") == Policy()
    assert load_policy(written(tmp_path, "")) == Policy()
    assert Policy().locks == {}


def test_the_recommended_models_are_read_and_what_is_unknown_is_left_alone(tmp_path: Path) -> None:
    path = written(tmp_path, '[equipment]\nrecommended = ["LifeCam", "Jabra Evolve 40"]\nnew = 1\n[share]\non = true\n')
    assert load_policy(path) == Policy(recommended=("LifeCam", "Jabra Evolve 40"))


def test_all_that_can_be_decided(tmp_path: Path) -> None:
    """What docs/policy.md shows."""
    (example,) = re.findall(r"```toml\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    policy = load_policy(written(tmp_path, example))
    assert policy == Policy(
        locked={"theme": "light", "idle_lock_min": 10, "today_file": False},
        support=(Support("IT-stöd", "021-17 35 00", "1, 3"), Support("Växeln", "021-17 30 00")),
        host="Region Exempel",
        region="/etc/xdg/vardklient/exempel.toml",
        meeting_hosts=frozenset({"meet.example.org", "teams.example.org"}),
        issuers=(
            Issuer(
                "https://login.example.org/realms/vard",
                "vardklient",
                scopes=("openid", "profile", "offline_access", "hsa"),
                prompt="login",
                unlock_in_browser=True,
            ),
        ),
        microsoft=Registration("11111111-2222-3333-4444-555555555555", "klinik.example"),
        log_days=90,
        recommended=("LifeCam", "Jabra Evolve 40"),
    )
    mine = Settings(tmp_path, policy.locks)
    assert mine.refused == ()
    assert (mine.get(THEME), mine.get(IDLE_LOCK_MIN), mine.get(REGION)) == ("light", 10, policy.region)
    assert mine.get(SUPPORT) == policy.support
    assert mine.locked(SUPPORT)
    assert set(tomllib.loads(example)) == {
        *("locked", "support", "texts", "region", "meetings", "sign_in", "microsoft", "call", "log", "equipment")
    }


@pytest.mark.parametrize(
    ("text", "microsoft", "faults"),
    [
        ('client_id = "app"', Registration("app", ANY_CLINIC), []),
        ('tenant = "klinik.example"', None, []),
        ('client_id = "app"\ntenant = "a/b?c"', Registration("app", ANY_CLINIC), ["microsoft.tenant"]),
        ("client_id = 7", None, ["microsoft.client_id"]),
    ],
)
def test_how_the_program_is_known_to_microsoft(
    tmp_path: Path, text: str, microsoft: Registration | None, faults: list[str]
) -> None:
    policy = load_policy(written(tmp_path, f"[microsoft]\n{text}\n"))
    assert policy.microsoft == microsoft
    assert [fault.key for fault in policy.faults] == faults


def test_every_setting_that_can_be_locked_is_documented() -> None:
    text = DOCUMENT.read_text("utf-8")
    for row in ROWS:
        line = f"| `{row.name}` | {row.sort} | {row.help} |"
        assert (line in text) == row.lockable, line


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("locked = 3", "locked"),
        ("equipment = 3", "equipment"),
        ("[equipment]\nrecommended = 'LifeCam'", "equipment.recommended"),
        ("[equipment]\nrecommended = [1]", "equipment.recommended.1"),
        ("[equipment]\nrecommended = ['']", "equipment.recommended.1"),
        (f"[equipment]\nrecommended = ['{'x' * 101}']", "equipment.recommended.1"),
        (f"[equipment]\nrecommended = {['x'] * 201}", "equipment.recommended"),
        ("support = 3", "support"),
        ("support = [3]", "support"),
        ("[support]\nlabel = 'x'", "support"),
        ("[[support]]\nlabel = 'x'", "support.1.number"),
        ("[[support]]\nlabel = 'x'\nnumber = 112", "support.1.number"),
        ("[texts]\nhost = ''", "texts.host"),
        ('[texts]\nhost = "a\\nb"', "texts.host"),
        ("[region]\nfile = 3", "region.file"),
        ("[meetings]\nhosts = ['https://meet.example.org']", "meetings.hosts.1"),
        ("[meetings]\nhosts = ['*']", "meetings.hosts.1"),
        ("[meetings]\nhosts = ['org']", "meetings.hosts.1"),
        ("[[sign_in]]\nclient_id = 'x'", "sign_in.1.issuer"),
        ("[[sign_in]]\nissuer = 'http://login.example.org'\nclient_id = 'x'", "sign_in.1.issuer"),
        ("[[sign_in]]\nissuer = 'https://a:b@login.example.org'\nclient_id = 'x'", "sign_in.1.issuer"),
        ("[[sign_in]]\nissuer = 'https://login.example.org'", "sign_in.1.client_id"),
        ("[[sign_in]]\nissuer = 'https://x.org'\nclient_id = 'x'\nscopes = ['profile']", "sign_in.1.scopes"),
        ("[[sign_in]]\nissuer = 'https://x.org'\nclient_id = 'x'\nscopes = ['openid', 1]", "sign_in.1.scopes"),
        ("[[sign_in]]\nissuer = 'https://x.org'\nclient_id = 'x'\nprompt = 'none'", "sign_in.1.prompt"),
        (
            "[[sign_in]]\nissuer = 'https://x.org'\nclient_id = 'x'\nunlock_in_browser = 1",
            "sign_in.1.unlock_in_browser",
        ),
        ("[call]\nchat = 'group'", "call.chat"),
        ("[call]\nrecord = true", "call.record"),
        ("[log]\nkeep_days = 0", "log.keep_days"),
        ("[log]\nkeep_days = true", "log.keep_days"),
        ("[log]\nkeep_days = '30'", "log.keep_days"),
    ],
)
def test_what_is_wrong_is_named_and_the_rest_holds(tmp_path: Path, text: str, key: str) -> None:
    rest = "" if text.startswith("locked") else "[locked]\ntheme = 'dark'\n"
    # what stands before the first table belongs to no table
    text = f"{text}\n{rest}" if text[0] != "[" else f"{rest}{text}\n"
    policy = load_policy(written(tmp_path, text))
    assert [fault.key for fault in policy.faults] == [key]
    assert policy.faults[0].needed
    assert policy == Policy(locked={"theme": "dark"} if rest else {}, faults=policy.faults)


def test_good_entries_stand_beside_wrong_ones(tmp_path: Path) -> None:
    support = "[[support]]\nlabel = 'IT'\nnumber = '112'\n[[support]]\nlabel = 3\nnumber = '113'\n"
    hosts = "[meetings]\nhosts = ['Meet.Example.org', 'x y', 7]\n"
    policy = load_policy(written(tmp_path, support + hosts))
    assert policy.support == (Support("IT", "112"),)
    assert policy.meeting_hosts == {"meet.example.org"}
    assert [fault.key for fault in policy.faults] == ["support.2.label", "meetings.hosts.2", "meetings.hosts.3"]


def test_never_may_be_said_of_what_is_never(tmp_path: Path) -> None:
    assert load_policy(written(tmp_path, "[call]\nchat = 'never'\nrecord = 'never'\n")) == Policy()


@pytest.mark.parametrize("content", [b"[equipment", b"\xff\xfe\x00", b"x = 1\n" * BYTES_MOST, b"x = " + b"[" * 100_000])
def test_a_file_that_cannot_be_read_is_told_by_its_name_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "policy.toml"
    path.write_bytes(content)
    with pytest.raises(ResourceError, match=r"policy\.toml") as caught:
        load_policy(path)
    assert str(tmp_path) not in str(caught.value)


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "policy.toml").mkdir()
    with pytest.raises(ResourceError, match=r"policy\.toml cannot be read"):
        load_policy(tmp_path / "policy.toml")


def test_the_log_names_what_is_wrong(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = written(tmp_path, "[call]\nrecord = 'Inga Kvist'\n[log]\nkeep_days = 30\n")
    assert policy_in_force(path).log_days == 30
    path.write_text("[[[")
    assert policy_in_force(path).recommended == ()
    said = [SafeFormatter().format(record).partition(" ")[2] for record in caplog.records]
    assert said == [f"WARNING policy_fault key={key}" for key in ("call.record", "policy.toml")]


def test_windows_mark_at_the_beginning_is_none_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_bytes(b"\xef\xbb\xbf[log]\r\nkeep_days = 7\r\n")
    assert load_policy(tmp_path / "policy.toml").log_days == 7


_VALUES = st.recursive(
    st.booleans() | st.integers(-5, 5) | st.text("ab.:/ \"'", max_size=6).map(lambda text: text.replace('"', "")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=6,
)
_KEYS = ("file", "host", "hosts", "chat", "keep_days", "recommended", "label", "number", "issuer", "theme")
_TABLES = ("locked", "support", "texts", "region", "meetings", "sign_in", "microsoft", "call", "log", "equipment")


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(_TABLES), _VALUES | st.dictionaries(st.sampled_from(_KEYS), _VALUES)))
def test_no_file_raises_anything_else(tmp_path: Path, tables: dict[str, object]) -> None:
    path = written(tmp_path, "\n".join(f"{name} = {_toml(value)}" for name, value in tables.items()))
    Settings(tmp_path / "none", load_policy(path).locks)


def _toml(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case list():
            return f"[{', '.join(_toml(item) for item in value)}]"
        case dict():
            return "{" + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + "}"
        case str():
            return f'"{value}"'
        case _:
            return str(value)


def test_the_file_is_the_systems_and_not_the_users() -> None:
    assert policy_path().name == "policy.toml"
    assert Path.home() not in policy_path().parents
