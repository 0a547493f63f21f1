"""How a client connects: settings, headers, proxies of the environment, and what a failed connection is called."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from support.scripted import ACCOUNT, API_KEY, INSTANCE

from qrt_facade import RuntimeClient
from qrt_facade._base.secrets import Secret
from qrt_facade._connection.credentials import resolve
from qrt_facade._connection.failures import (
    advice,
    transport_error,
)
from qrt_facade._connection.proxies import environment_proxies
from qrt_facade._connection.settings import (
    Settings,
    default_headers,
    no_cookies,
)
from qrt_facade.errors import ConfigurationError

REQUEST = httpx.Request("GET", "https://quantum.cloud.ibm.com/api/v1/jobs?limit=1")
PROXY = "http://user:passw0rd@proxy.test:8080"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("timeout", value) for value in (0, -1, float("inf"), float("nan"), "30", None)),
        *(("retries", value) for value in (-1, 1.5, True, "5", None)),
        *(("proxy", Secret(value)) for value in ("", "proxy.test:8080", "ftp://proxy.test", "http://[::1")),
    ],
)
def test_a_setting_that_cannot_work_is_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(ConfigurationError, match=name):
        Settings(api_version="2026-04-15", **{name: value})


def test_a_proxy_that_cannot_work_is_refused_without_its_password() -> None:
    with pytest.raises(ConfigurationError) as caught:
        Settings(api_version="2026-04-15", proxy=Secret("gopher://user:passw0rd@proxy.test"))
    assert "passw0rd" not in str(caught.value)
    assert "passw0rd" not in repr(Settings(api_version="2026-04-15", proxy=Secret(PROXY)))


def test_switching_off_certificates_warns() -> None:
    with pytest.warns(UserWarning, match="verify=False"):
        Settings(api_version="2026-04-15", verify=False)


def test_connecting_is_given_up_sooner_than_waiting_for_an_answer() -> None:
    timeout = Settings(api_version="2026-04-15", timeout=60).httpx_timeout()
    assert (timeout.connect, timeout.read, timeout.write, timeout.pool) == (10, 60, 60, 60)
    assert Settings(api_version="2026-04-15", timeout=2).httpx_timeout().connect == 2


def test_the_standard_headers_hold_no_secret() -> None:
    credentials = resolve(api_key=API_KEY, instance=INSTANCE)
    headers = default_headers(credentials, Settings(api_version="2026-04-15"))
    assert headers["Service-CRN"] == INSTANCE
    assert headers["IBM-API-Version"] == "2026-04-15"
    assert API_KEY not in str(headers)
    assert "Authorization" not in headers


def test_the_cookie_jar_keeps_nothing() -> None:
    jar = httpx.Cookies(no_cookies())
    jar.extract_cookies(httpx.Response(200, headers={"Set-Cookie": "a=b"}, request=REQUEST))
    assert not list(jar.jar)


def route(url: str) -> str:
    """Return how httpx would send a request under the environment's proxies: their address, or direct."""

    def answering(name: str) -> httpx.MockTransport:
        return httpx.MockTransport(lambda request: httpx.Response(200, text=name))

    mounts = {
        pattern: None if proxy is None else answering(proxy.reveal())
        for pattern, proxy in environment_proxies().items()
    }
    with httpx.Client(transport=answering("direct"), mounts=mounts, trust_env=False) as client:
        return client.get(url).text


def test_without_variables_everything_goes_direct() -> None:
    assert environment_proxies() == {}


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
def test_the_proxy_of_the_environment_reaches_the_api_and_iam(
    monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "proxy.test:8080")
    for url in ("https://quantum.cloud.ibm.com/api/v1/jobs", "https://iam.cloud.ibm.com/identity/token"):
        assert route(url) == "http://proxy.test:8080"


def test_each_scheme_has_its_own_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://a.test:1")
    monkeypatch.setenv("HTTPS_PROXY", "https://b.test:2")
    monkeypatch.setenv("ALL_PROXY", "socks5://c.test:3")
    assert route("http://somewhere.test/") == "http://a.test:1"
    assert route("https://somewhere.test/") == "https://b.test:2"


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8000/", "http://localhost:8000/", "http://[::1]:8000/", "https://127.0.0.1/"]
)
def test_this_machine_is_never_reached_through_a_proxy(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://proxy.test:8080")
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.test:8080")
    assert route(url) == "direct"


@pytest.mark.parametrize(
    ("excluded", "url", "way"),
    [
        ("quantum.cloud.ibm.com", "https://quantum.cloud.ibm.com/", "direct"),
        ("quantum.cloud.ibm.com", "https://iam.cloud.ibm.com/", "proxied"),
        (".ibm.com", "https://quantum.cloud.ibm.com/", "direct"),
        ("ibm.com", "https://quantum.cloud.ibm.com/", "direct"),
        ("ibm.com", "https://notibm.com.test/", "proxied"),
        (" a.test , ibm.com ,", "https://quantum.cloud.ibm.com/", "direct"),
        ("10.0.0.1", "https://10.0.0.1/", "direct"),
        ("10.0.0.1", "https://10.0.0.10/", "proxied"),
        ("::2", "https://[::2]/", "direct"),
        ("[::2]", "https://[::2]/", "direct"),
        ("ibm.com:443", "https://quantum.cloud.ibm.com/", "proxied"),
        ("a.test:8443", "https://a.test:8443/", "direct"),
        ("https://a.test", "https://a.test/", "direct"),
        ("*", "https://quantum.cloud.ibm.com/", "direct"),
        ("a.test,*", "https://quantum.cloud.ibm.com/", "direct"),
        ("", "https://quantum.cloud.ibm.com/", "proxied"),
    ],
)
def test_no_proxy_names_what_goes_direct(
    monkeypatch: pytest.MonkeyPatch, excluded: str, url: str, way: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.test:8080")
    monkeypatch.setenv("NO_PROXY", excluded)
    assert route(url) == {"direct": "direct", "proxied": "http://proxy.test:8080"}[way]


@pytest.mark.parametrize(
    "excluded", ["10.0.0.0/8", "[::1", "a b", "a:b:c", "host:port", "%", "\x7f", "ünï.test", ":"]
)
def test_an_entry_of_no_proxy_that_names_no_host_breaks_nothing(
    monkeypatch: pytest.MonkeyPatch, excluded: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.test:8080")
    monkeypatch.setenv("NO_PROXY", excluded)
    assert route("https://quantum.cloud.ibm.com/") == "http://proxy.test:8080"


def test_a_variable_that_is_no_proxy_s_address_is_named_without_its_value(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "gopher://user:passw0rd@proxy.test")
    with pytest.raises(ConfigurationError, match="HTTPS_PROXY") as caught:
        RuntimeClient(API_KEY, INSTANCE)
    assert "passw0rd" not in str(caught.value)


@pytest.mark.parametrize(
    ("failure", "arrived", "words"),
    [
        (httpx.ConnectError("refused"), False, "no connection to quantum.cloud.ibm.com"),
        (httpx.ConnectTimeout(""), False, "connecting took longer"),
        (httpx.PoolTimeout(""), False, "longer than the timeout"),
        (httpx.ProxyError("407 Proxy Authentication Required"), False, "the proxy did not connect"),
        (httpx.ReadTimeout(""), True, "no answer came"),
        (httpx.WriteTimeout(""), True, "no answer came"),
        (httpx.ReadError(""), True, "broke (ReadError)"),
        (httpx.RemoteProtocolError("peer closed"), True, "peer closed"),
        (httpx.DecodingError("incorrect header check"), True, "content encoding is damaged"),
        (httpx.InvalidURL("x"), True, "broke"),
    ],
)
def test_a_failed_connection_says_whether_the_request_may_have_arrived(
    failure: Exception, arrived: bool, words: str
) -> None:
    error = transport_error(failure, REQUEST, ())
    assert error.may_have_arrived is arrived
    assert words in str(error)
    assert str(error).startswith("GET /api/v1/jobs:")
    assert (error.method, error.path) == ("GET", "/api/v1/jobs")


def test_a_failed_connection_tells_no_secret() -> None:
    failure = httpx.LocalProtocolError(f"Illegal header value b'Bearer {API_KEY}' for {INSTANCE}")
    said = str(transport_error(failure, REQUEST, (Secret(API_KEY),)))
    assert API_KEY not in said
    assert ACCOUNT not in said


def test_advice_names_the_region_asked_and_what_kind_of_token_was_sent() -> None:
    by_key = advice(resolve(api_key=API_KEY, instance=INSTANCE), "quantum.cloud.ibm.com")
    assert "'us-east'" in by_key[404]
    assert "quantum.cloud.ibm.com" in by_key[404]
    by_token = advice(resolve(token="a.b.c", instance=INSTANCE), "host")
    assert "expired" in by_token[401]
    by_wrong_token = advice(resolve(token=API_KEY, instance=INSTANCE), "host")
    assert "api_key=" in by_wrong_token[401]
    assert API_KEY not in str(by_wrong_token)
