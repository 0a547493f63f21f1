"""Timeouts name the step of the request that took too long, on real connections."""

from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING

import httpx
import pytest
from support.scripted import INSTANCE, TLS, ScriptedServer, Silence

from qrt_facade import RuntimeClient
from qrt_facade.errors import TransportError

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def deaf() -> Iterator[str]:
    """Return the URL of a server that accepts connections but reads nothing from them."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/api"


def client_of(url: str, *, timeout: float, limits: httpx.Limits | None = None) -> RuntimeClient:
    return RuntimeClient(
        token="a.b.c",
        instance=INSTANCE,
        base_url=url,
        timeout=timeout,
        retries=0,
        verify=TLS,
        limits=limits,
    )


def test_a_pool_timeout_is_reported_as_such() -> None:
    with ScriptedServer() as server:
        server.api = Silence()
        one = httpx.Limits(max_connections=1)
        with client_of(f"{server.url}/api", timeout=0.2, limits=one) as client:

            def occupy() -> None:
                with pytest.raises(TransportError):
                    client.with_options(timeout=2).usage()

            other = threading.Thread(target=occupy)
            other.start()
            while not server.seen:
                time.sleep(0.005)
            with pytest.raises(TransportError, match=r"was busy for longer than 0\.2 s.*limits=") as caught:
                client.usage()
            other.join()
    assert isinstance(caught.value.__cause__, httpx.PoolTimeout)
    assert caught.value.may_have_arrived is False


def test_a_write_timeout_is_reported_as_such(deaf: str) -> None:
    with (
        client_of(deaf, timeout=0.2) as client,
        pytest.raises(TransportError, match=r"accepted no more data for longer than 0\.2 s") as caught,
    ):
        client.raw.get_httpx_client().post("/v1/jobs", content=b"x" * 30_000_000)
    assert isinstance(caught.value.__cause__, httpx.WriteTimeout)
    assert caught.value.may_have_arrived is True


def test_a_read_timeout_names_the_server(deaf: str) -> None:
    with (
        client_of(deaf, timeout=0.2) as client,
        pytest.raises(TransportError, match=r"127\.0\.0\.1 sent no data for longer than 0\.2 s"),
    ):
        client.usage()
