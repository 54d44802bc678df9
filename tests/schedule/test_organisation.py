"""What was meant for one address is shown to another of the same organisation only."""

from __future__ import annotations

import pytest

from vardklient.schedule.web import same_organisation

REGION = "https://login.region.example/realms/vard"


@pytest.mark.parametrize(
    ("address", "known"),
    [
        ("https://login.region.example/other", REGION),
        ("https://LOGIN.Region.example.:8443/R4", REGION),
        ("https://tidbok.region.example/R4", REGION),
        ("https://region.example/R4", REGION),
        ("https://a.b.region.example/", REGION),
        ("https://p12-caldav.region.example/", "https://region.example"),
        ("https://tidbok.klinik.co.uk/", "https://login.klinik.co.uk"),
        ("https://tidbok.sll.se/", "https://login.sll.se"),
        ("http://127.0.0.1:5232/", "http://127.0.0.1:8080"),
        ("http://[::1]:1/", "http://[::1]:2/"),
        ("https://tidbok/R4", "https://tidbok/"),
        ("https://klinik.azurewebsites.net/R4", "https://klinik.azurewebsites.net"),
    ],
)
def test_the_same(address: str, known: str) -> None:
    assert same_organisation(address, known)
    assert same_organisation(known, address)


@pytest.mark.parametrize(
    ("address", "known"),
    [
        ("https://tidbok.example/R4", REGION),
        ("https://region.example.evil.test/R4", REGION),
        ("https://notregion.example/", REGION),
        ("https://evil.test/?login.region.example", REGION),
        ("https://login.region.example@evil.test/", REGION),
        ("http://192.168.1.5/", "http://10.9.1.5/"),
        ("http://192.168.1.5/", "http://192.168.1.6/"),
        ("http://1.5/", "http://10.9.1.5/"),
        ("http://0xa.0x1/", "http://10.9.0xa.0x1/"),
        ("http://[fe80::1]/", "http://[fe80::2]/"),
        ("http://[::ffff:10.9.1.5]/", "http://[::ffff:192.168.1.5]/"),
        ("https://login.tidbok/", "https://tidbok/"),
        ("https://se/", "https://region.se/"),
        ("https://other.co.uk/", "https://klinik.co.uk"),
        ("https://co.uk/", "https://klinik.co.uk"),
        ("https://klinik.co.uk/", "https://co.uk/"),
        ("https://other.org.se/", "https://klinik.org.se"),
        ("https://other.s.se/", "https://klinik.s.se"),
        ("https://other.azurewebsites.net/", "https://klinik.azurewebsites.net"),
        ("https://b.eu-north-1.elb.amazonaws.com/", "https://a.eu-north-1.elb.amazonaws.com"),
        ("https://a..example/", "https://b..example/"),
        ("https://[", REGION),
        ("https://[", "https://["),
        ("", ""),
        ("tidbok.region.example", REGION),
    ],
)
def test_not_the_same(address: str, known: str) -> None:
    assert not same_organisation(address, known)
    assert not same_organisation(known, address)
