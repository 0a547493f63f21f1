"""Which hosts mean this machine."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qrt_facade._base.loopback import is_loopback


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST",
        "127.0.0.1",
        "127.1.2.3",
        "127.255.255.254",
        "::1",
        "[::1]",
        "0:0:0:0:0:0:0:1",
        "::ffff:127.0.0.1",
        "[::ffff:127.0.0.1]",
        "::ffff:7f00:1",
    ],
)
def test_all_loopback_names_are_recognised(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        ".",
        "0.0.0.0",
        "::",
        "::2",
        "::ffff:10.0.0.1",
        "10.0.0.1",
        "128.0.0.1",
        "192.168.1.2",
        "127.1",
        "2130706433",
        "127.0.0.1.",
        "localhost.",  # left to name servers where /etc/hosts lists only "localhost"
        "localhost..",
        "[localhost]",
        "localhost.example.org",
        "127.0.0.1.nip.io",
        "example.org",
    ],
)
def test_other_hosts_are_not_loopback(host: str) -> None:
    assert not is_loopback(host)


@given(st.text())
def test_is_loopback_accepts_any_text(host: str) -> None:
    assert is_loopback(host) in {True, False}
