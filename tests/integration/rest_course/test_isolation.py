"""Tests open no connections to other machines and read no user's credentials (tests/conftest.py, conftest.py here)."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from vcr.errors import CannotOverwriteExistingCassetteException

from qrt_facade import ConfigurationError, RuntimeClient

if TYPE_CHECKING:
    from collections.abc import Callable

SOMEWHERE = "192.0.2.1"  # an address reserved for documentation (RFC 5737)


@pytest.fixture(autouse=True)
def _skip_live_ibm(live: str | None) -> None:
    if live == "ibm":
        pytest.skip("--live=ibm uses the network and the environment")


def datagram() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"hello", (SOMEWHERE, 9))


@pytest.mark.parametrize(
    "reach",
    [
        lambda: socket.create_connection((SOMEWHERE, 443), timeout=1).close(),
        lambda: socket.getaddrinfo("quantum.cloud.ibm.com", 443),
        lambda: socket.getaddrinfo(b"quantum.cloud.ibm.com", 443),
        lambda: httpx.get(f"http://{SOMEWHERE}/", trust_env=False),
        datagram,
    ],
    ids=["connection", "name", "name in bytes", "httpx", "datagram"],
)
def test_connections_to_other_machines_are_refused(reach: Callable[[], Any]) -> None:
    with pytest.raises(BaseException, match="beyond this machine"):
        reach()


def test_connections_to_this_machine_are_allowed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        socket.create_connection(listening.getsockname(), timeout=5).close()


def test_tests_do_not_see_the_users_credentials_and_home_directory() -> None:
    assert not [name for name in os.environ if name.startswith("QISKIT_IBM_") or name == "IAM_URL"]
    assert list(Path.home().iterdir()) == []
    with pytest.raises(ConfigurationError, match="API key"):
        RuntimeClient()


@pytest.fixture
def replayed(request: pytest.FixtureRequest, live: str | None) -> Any:
    """A replayed course, from an empty cassette."""
    if live is not None:
        pytest.skip("live tests open sockets")
    return request.getfixturevalue("course")


@pytest.mark.usefixtures("flavour")
def test_a_replayed_test_opens_no_socket(replayed: Any) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        socket.socket() as caller,
        pytest.raises(AssertionError, match="a replayed test opened a socket"),
    ):
        caller.connect(listening.getsockname())


@pytest.mark.usefixtures("flavour")
def test_a_request_that_is_not_in_the_cassette_fails_and_is_not_retried(replayed: Any) -> None:
    transport = replayed.transport()

    with pytest.raises(CannotOverwriteExistingCassetteException):
        replayed.client(transport=transport).versions()

    assert len(transport.seen) == 1
