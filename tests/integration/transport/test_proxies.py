"""A proxy, passed or from the environment, carries the requests to the API and to IAM."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import pytest
from support.scripted import API_KEY, ScriptedServer, reply, token_reply
from support.worlds import perform

from qrt_facade.errors import ConfigurationError, TransportError

JOB = reply({"id": "j1", "status": "Running"})

pytestmark = pytest.mark.parametrize("world", ["sync", "asyncio"])


def get_job(client: Any) -> Any:
    return client.jobs.get("j1")


def test_a_proxy_argument_carries_the_token_exchange_and_all_calls(world: str) -> None:
    def forward(request: Any) -> bytes:
        return token_reply() if request.path.endswith("/identity/token") else JOB

    with ScriptedServer(forward) as proxy, ScriptedServer() as target:
        (job,) = perform(world, target.arguments(proxy=proxy.url), get_job)
        assert job.status == "Running"
        assert [call.path.partition("?")[0] for call in proxy.seen] == [
            f"{target.url}/identity/token",
            f"{target.url}/api/v1/jobs/j1",
        ]
        assert target.seen == []


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_the_environment_s_proxy_tunnels_to_iam_without_seeing_secrets(
    world: str, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ScriptedServer(reply(b"", 403)) as proxy:
        monkeypatch.setenv(variable, proxy.url)
        with pytest.raises(TransportError, match="/identity/token"):
            perform(world, proxy.arguments(base_url=None, iam_url=None), get_job)
        (tunnel,) = proxy.seen
        assert (tunnel.method, tunnel.path) == ("CONNECT", "iam.cloud.ibm.com:443")
        assert API_KEY not in tunnel.text


def test_the_environment_s_proxy_tunnels_to_the_api(world: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer(reply(b"", 403)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        arguments = proxy.arguments(base_url=None, iam_url=None, api_key=None, token="given-token")
        with pytest.raises(TransportError):
            perform(world, arguments, get_job)
        (tunnel,) = proxy.seen
        assert (tunnel.method, tunnel.path) == ("CONNECT", "quantum.cloud.ibm.com:443")
        assert "given-token" not in tunnel.text


def test_loopback_is_reached_without_the_environment_s_proxy(
    world: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ScriptedServer(reply(b"", 403)) as proxy, ScriptedServer(JOB) as target:
        for variable in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(variable, proxy.url)
        (job,) = perform(world, target.arguments(), get_job)
        assert job.status == "Running"
        assert proxy.seen == []


def test_after_a_failed_tunnel_may_have_arrived_is_false(world: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer(reply(b"", 502)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        arguments = proxy.arguments(base_url=None, iam_url=None, api_key=None, token="given-token")
        with pytest.raises(TransportError) as caught:
            perform(world, arguments, get_job)
        assert caught.value.may_have_arrived is False


@pytest.mark.skipif(find_spec("socksio") is not None, reason="socksio is installed")
def test_a_socks_proxy_without_its_package_raises(world: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer() as server:
        monkeypatch.setenv("ALL_PROXY", "socks5://user:passw0rd@127.0.0.1:1080")
        with pytest.raises(ConfigurationError, match=r"httpx\[socks\]") as caught:
            perform(world, server.arguments(base_url=None, iam_url=None), get_job)
        assert "passw0rd" not in str(caught.value)


def test_an_unreachable_proxy_is_named_with_its_variable(world: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://user:passw0rd@127.0.0.1:1")
    with ScriptedServer() as server, pytest.raises(TransportError) as caught:
        perform(world, server.arguments(base_url=None, iam_url=None), get_job)
    assert "through the proxy 127.0.0.1:1 (HTTPS_PROXY)" in str(caught.value)
    assert "passw0rd" not in str(caught.value)
    assert caught.value.may_have_arrived is False
