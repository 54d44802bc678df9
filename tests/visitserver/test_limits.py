from __future__ import annotations

import pytest

from vardklient.visitserver.limits import AddressLimit, Bucket


def test_a_bucket_allows_a_burst_and_then_the_rate() -> None:
    bucket = Bucket(50, 100, 0)
    assert all(bucket.take(0) for _ in range(100))
    assert not bucket.take(0)
    assert sum(bucket.take(1) for _ in range(100)) == 50
    assert sum(bucket.take(1_000) for _ in range(200)) == 100


def test_an_address_has_so_many_lines() -> None:
    limit = AddressLimit(max_lines=2)
    assert limit.open("192.0.2.1", 0)
    assert limit.open("192.0.2.1", 0)
    assert not limit.open("192.0.2.1", 0)
    assert limit.open("192.0.2.9", 0)
    limit.close("192.0.2.1")
    assert limit.open("192.0.2.1", 0)


def test_who_guesses_is_shut_out_for_a_while() -> None:
    limit = AddressLimit(max_refusals=3)
    for _ in range(3):
        assert limit.open("192.0.2.1", 0)
        limit.refused("192.0.2.1", 0)
    assert not limit.open("192.0.2.1", 0)
    assert limit.open("192.0.2.9", 0)
    assert limit.open("192.0.2.1", 20)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "127.5.5.5"])
def test_loopback_is_exempt(address: str) -> None:
    limit = AddressLimit(max_lines=1, max_refusals=1)
    for _ in range(5):
        limit.refused(address, 0)
        assert limit.open(address, 0)


def test_odd_addresses_are_counted_too() -> None:
    limit = AddressLimit(max_lines=1)
    for address in ("", "fe80::1%eth0"):
        assert limit.open(address, 0)
        assert not limit.open(address, 0)


def test_the_book_of_refusals_is_bounded() -> None:
    limit = AddressLimit()
    for number in range(10_001):
        limit.refused(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}", 0)
    assert len(limit._refusals) == 1
