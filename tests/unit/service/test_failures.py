"""Errors of failed connections."""

from __future__ import annotations

import ssl

import httpx
import pytest
from support.scripted import ACCOUNT, API_KEY, INSTANCE

from qrt_facade._base.secrets import Secret
from qrt_facade._service.failures import MARK, WAY, TimeIsUpError, Way, transport_error

REQUEST = httpx.Request(
    "GET",
    "https://quantum.cloud.ibm.com/api/v1/jobs?limit=1",
    extensions={"timeout": httpx.Timeout(connect=10, read=20, write=30, pool=40).as_dict()},
)


@pytest.mark.parametrize(
    ("failure", "arrived", "words"),
    [
        (httpx.ConnectError("refused"), False, "no connection to quantum.cloud.ibm.com"),
        (httpx.ConnectTimeout(""), False, "connecting to quantum.cloud.ibm.com took longer than 10 s"),
        (httpx.PoolTimeout(""), False, "every connection of this client was busy for longer than 40 s"),
        (httpx.ProxyError("407 Proxy Authentication Required"), False, "the proxy did not connect"),
        (httpx.ReadTimeout(""), True, "quantum.cloud.ibm.com sent no data for longer than 20 s"),
        (httpx.WriteTimeout(""), True, "accepted no more data for longer than 30 s"),
        (httpx.ReadError(""), True, "broke (ReadError)"),
        (httpx.RemoteProtocolError("peer closed"), True, "peer closed"),
        (httpx.DecodingError("incorrect header check"), True, "content encoding is damaged"),
        (httpx.InvalidURL("x"), True, "broke"),
    ],
)
def test_a_transport_error_says_whether_the_request_may_have_arrived(
    failure: Exception, arrived: bool, words: str
) -> None:
    error = transport_error(failure, REQUEST, ())
    assert error.may_have_arrived is arrived
    assert words in str(error)
    assert str(error).startswith("GET /api/v1/jobs:")
    assert (error.method, error.path) == ("GET", "/api/v1/jobs")


def test_a_transport_error_is_redacted() -> None:
    failure = httpx.LocalProtocolError(f"Illegal header value b'Bearer {API_KEY}' for {INSTANCE}")
    message = str(transport_error(failure, REQUEST, (Secret(API_KEY),)))
    assert API_KEY not in message
    assert ACCOUNT not in message


@pytest.mark.parametrize(
    ("failure", "remedy"),
    [
        (httpx.PoolTimeout(""), "limits="),
        (httpx.WriteTimeout(""), "timeout="),
        (httpx.ReadTimeout(""), "timeout="),
        (httpx.ConnectTimeout(""), "base_url"),
    ],
)
def test_a_timeout_error_names_the_argument_that_extends_it(failure: Exception, remedy: str) -> None:
    assert remedy in str(transport_error(failure, REQUEST, ()))


@pytest.mark.parametrize("failure", [httpx.PoolTimeout(""), httpx.ConnectTimeout("")])
def test_a_timeout_of_a_request_without_known_limits_is_reported_as_a_timeout(failure: Exception) -> None:
    bare = httpx.Request("GET", "https://quantum.cloud.ibm.com/api/v1/jobs")
    assert "longer than the timeout" in str(transport_error(failure, bare, ()))


@pytest.mark.parametrize(
    ("failure", "sent", "arrived"),
    [
        (httpx.ReadTimeout(""), False, False),  # a proxy that never responded to CONNECT
        (httpx.ReadTimeout(""), True, True),
        (httpx.ConnectError("refused"), True, True),  # an earlier attempt was sent
        (TimeIsUpError(2, "timeout="), False, False),
        (TimeIsUpError(2, "timeout="), True, True),
        (ssl.SSLError(1, "bad record"), True, True),
        (RuntimeError("event loop is closed"), False, False),
        (httpx.RemoteProtocolError(r"illegal status line: bytearray(b'\x15\x03\x03')"), True, False),
    ],
)
def test_the_transport_s_record_decides_whether_a_request_may_have_arrived(
    failure: Exception, sent: bool, arrived: bool
) -> None:
    request = httpx.Request("POST", "https://quantum.cloud.ibm.com/api/v1/jobs", extensions={MARK: sent})
    assert transport_error(failure, request, ()).may_have_arrived is arrived


@pytest.mark.parametrize(
    "failure",
    [httpx.ConnectError("refused"), httpx.ReadTimeout(""), httpx.ProxyError("407"), httpx.ReadError("cut")],
)
def test_a_failure_through_a_proxy_names_the_proxy_and_its_variable(failure: Exception) -> None:
    request = httpx.Request(
        "GET",
        "https://quantum.cloud.ibm.com/api/v1/jobs",
        extensions={WAY: Way("proxy.test:8080 (HTTPS_PROXY)")},
    )
    message = str(transport_error(failure, request, ()))
    assert "the proxy proxy.test:8080 (HTTPS_PROXY)" in message
    assert "quantum.cloud.ibm.com" in message


def test_a_total_timeout_error_names_the_limit_and_its_argument() -> None:
    message = str(transport_error(TimeIsUpError(600, "total_timeout="), REQUEST, ()))
    assert message == (
        "GET /api/v1/jobs: no complete response within 600 s in total; extend the limit with total_timeout="
    )
