from __future__ import annotations

import base64
import hashlib
import hmac
from pathlib import Path

import pytest

from vardklient.base.errors import UsageError
from vardklient.visitserver.config import KEY_VARIABLE, ServerConfig, read_config
from vardklient.wire.messages import WireIceServer


def test_nothing_set_means_loopback_and_a_key_nobody_knows() -> None:
    config = read_config(None, {})
    assert (config.host, config.port) == ("127.0.0.1", 8600)
    assert config.key != read_config(None, {}).key
    assert config.key not in repr(config)
    assert config.ice.servers(0) == ()


def test_a_file_and_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "serve.toml"
    file.write_text(
        'port = 443\nkey = "0123456789abcdef"\npublic_url = "https://video.example.se"\n'
        'turn_urls = ["turn:turn.example.se"]\nturn_secret = "s"\nstun_urls = ["stun:turn.example.se"]\n'
    )
    config = read_config(file, {})
    assert (config.port, config.key, config.public_url) == (443, "0123456789abcdef", "https://video.example.se")
    assert read_config(file, {KEY_VARIABLE: "fedcba9876543210"}).key == "fedcba9876543210"


def test_turn_credentials_expire_and_belong_to_nobody() -> None:
    config = ServerConfig(stun_urls=("stun:a",), turn_urls=("turn:a",), turn_secret="s", turn_lifetime_s=600)
    stun, turn = config.ice.servers(1000.5)
    assert stun == WireIceServer(("stun:a",), "", "")
    expiry, _, who = turn.username.partition(":")
    assert expiry == "1600"
    assert who not in config.ice.servers(1000.5)[1].username
    mac = hmac.new(b"s", turn.username.encode(), hashlib.sha1).digest()
    assert turn.credential == base64.b64encode(mac).decode()


@pytest.mark.parametrize(
    "text",
    [
        "port = 70000",
        "port = '80'",
        "port = true",
        "key = 'short'",
        "key = 'åäöåäöåäöåäöåäöåäö'",
        "colour = 'blue'",
        "public_url = 'video.example.se'",
        "public_url = 'https://video.example.se/'",
        "public_url = 'https://video.example.se:x'",
        "certificate = 'a.pem'",
        "turn_urls = ['turn:a']",
        "turn_urls = 'turn:a'",
        "stun_urls = [1]",
        "turn_lifetime_s = 0",
        "= 1",
        "[host]",
    ],
)
def test_a_setting_that_cannot_work_says_so(tmp_path: Path, text: str) -> None:
    file = tmp_path / "serve.toml"
    file.write_text(text)
    with pytest.raises(UsageError) as caught:
        read_config(file, {})
    assert str(tmp_path) not in str(caught.value)


def test_a_file_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"gone\.toml cannot be read"):
        read_config(tmp_path / "gone.toml", {})
    (tmp_path / "x.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match="not a TOML"):
        read_config(tmp_path / "x.toml", {})
