"""Proxies from environment variables."""

from __future__ import annotations

from importlib.util import find_spec

import httpx
import pytest
from support.scripted import API_KEY, INSTANCE

from qrt_facade import RuntimeClient
from qrt_facade._connection.proxies import environment_proxies
from qrt_facade.errors import ConfigurationError


def route(url: str, *addresses: str) -> str:
    """Return how httpx would send a request with the environment's proxies: a proxy URL, or "direct"."""

    def answering(name: str) -> httpx.MockTransport:
        return httpx.MockTransport(lambda request: httpx.Response(200, text=name))

    mounts = {
        pattern: None if proxy is None else answering(proxy.address.reveal())
        for pattern, proxy in environment_proxies(*(addresses or [url])).items()
    }
    with httpx.Client(transport=answering("direct"), mounts=mounts, trust_env=False) as client:
        return client.get(url).text


def test_without_proxy_variables_connections_are_direct() -> None:
    assert environment_proxies() == {}


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
def test_an_environment_proxy_is_used_for_the_api_and_iam(
    monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "proxy.test:8080")
    for url in ("https://quantum.cloud.ibm.com/api/v1/jobs", "https://iam.cloud.ibm.com/identity/token"):
        assert route(url) == "http://proxy.test:8080"


def test_each_scheme_has_its_own_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://a.test:1")
    monkeypatch.setenv("HTTPS_PROXY", "https://b.test:2")
    monkeypatch.setenv(
        "ALL_PROXY", "socks5://c.test:3"
    )  # used for neither scheme, so its missing package does not matter
    assert route("http://somewhere.test/") == "http://a.test:1"
    assert route("https://somewhere.test/") == "https://b.test:2"


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8000/", "http://localhost:8000/", "http://[::1]:8000/", "https://127.0.0.1/"]
)
def test_loopback_is_never_proxied(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://proxy.test:8080")
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.test:8080")
    assert route(url) == "direct"


@pytest.mark.parametrize("host", ["127.0.0.2", "LOCALHOST", "[::ffff:127.0.0.1]", "[0:0:0:0:0:0:0:1]"])
def test_a_local_address_that_a_client_calls_is_not_proxied(
    monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.test:8080")
    url = f"http://{host}:8000/api"
    assert route(f"{url}/v1/jobs", url, "https://iam.test") == "direct"
    assert route("http://127.0.0.3/", url, "https://iam.test") == "http://proxy.test:8080"
    assert route("http://other.test/", "http://other.test") == "http://proxy.test:8080"


@pytest.mark.parametrize("proxy", ["socks5://proxy.test:1080", "http://127.0.0.1:no-port"])
def test_a_client_of_loopback_ignores_environment_proxies(
    monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)
    assert environment_proxies("http://127.0.0.1:8000/api", "http://localhost:8000") == {}


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
        (".quantum.cloud.ibm.com", "https://quantum.cloud.ibm.com/", "direct"),
        ("*.ibm.com", "https://quantum.cloud.ibm.com/", "direct"),
        ("*ibm.com", "https://quantum.cloud.ibm.com/", "direct"),
        ("IBM.Com", "https://quantum.cloud.ibm.com/", "direct"),
        ("ibm.com.", "https://quantum.cloud.ibm.com/", "direct"),
        ("a.test ibm.com", "https://quantum.cloud.ibm.com/", "direct"),
        ("quantum.cloud.ibm.com:443", "https://quantum.cloud.ibm.com/", "direct"),
        ("ibm.com:443", "https://quantum.cloud.ibm.com/", "direct"),
        ("ibm.com:8443", "https://quantum.cloud.ibm.com/", "proxied"),
        ("ibm.com:443", "https://quantum.cloud.ibm.com:8443/", "proxied"),
        ("all://ibm.com", "https://quantum.cloud.ibm.com/", "direct"),
        ("http://ibm.com", "https://quantum.cloud.ibm.com/", "proxied"),
        ("10.0.0.0/8", "https://10.1.2.3/", "direct"),
        ("10.0.0.0/8", "https://11.1.2.3/", "proxied"),
        ("fd00::/8", "https://[fd12::1]/", "direct"),
        ("[fd12::1]:443", "https://[fd12::1]/", "direct"),
        ("[fd12::1]:8443", "https://[fd12::1]/", "proxied"),
        ("FD12:0::1", "https://[fd12::1]/", "direct"),
        ("a.test:8443", "https://a.test:8443/", "direct"),
        ("https://a.test", "https://a.test/", "direct"),
        ("*", "https://quantum.cloud.ibm.com/", "direct"),
        ("a.test,*", "https://quantum.cloud.ibm.com/", "direct"),
        ("", "https://quantum.cloud.ibm.com/", "proxied"),
    ],
)
def test_no_proxy_excludes_hosts(monkeypatch: pytest.MonkeyPatch, excluded: str, url: str, way: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.test:8080")
    monkeypatch.setenv("NO_PROXY", excluded)
    assert route(url) == {"direct": "direct", "proxied": "http://proxy.test:8080"}[way]


@pytest.mark.parametrize(
    "excluded",
    ["10.0.0.0/8", "[::1", "a b", "a:b:c", "host:port", "%", "\x7f", "ünï.test", ":", ".", "*.", "://", "**"],
)
def test_an_invalid_no_proxy_entry_is_ignored(monkeypatch: pytest.MonkeyPatch, excluded: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.test:8080")
    monkeypatch.setenv("NO_PROXY", excluded)
    assert route("https://quantum.cloud.ibm.com/") == "http://proxy.test:8080"


def test_an_invalid_proxy_variable_is_named_without_its_value(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "gopher://user:passw0rd@proxy.test")
    with pytest.raises(ConfigurationError, match="HTTPS_PROXY") as caught:
        RuntimeClient(API_KEY, INSTANCE)
    assert "passw0rd" not in str(caught.value)


@pytest.mark.parametrize(
    "proxy",
    ["socks://proxy.test:1080", "socks4://proxy.test", "http://proxy.test:0", "http://", "http://[::1", "//"],
)
@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "all_proxy"])
def test_an_unusable_proxy_is_refused_by_the_name_of_its_variable(
    monkeypatch: pytest.MonkeyPatch, variable: str, proxy: str
) -> None:
    monkeypatch.setenv(variable, proxy)
    with pytest.raises(ConfigurationError, match=rf"{variable.upper()} is not a valid proxy URL"):
        RuntimeClient(API_KEY, INSTANCE)


@pytest.mark.skipif(find_spec("socksio") is not None, reason="socksio is installed")
@pytest.mark.parametrize("scheme", ["socks5", "socks5h", "SOCKS5"])
def test_a_socks_proxy_without_its_package_is_refused_with_the_install_command(
    monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", f"{scheme}://user:passw0rd@proxy.test:1080")
    with pytest.raises(ConfigurationError, match=r"ALL_PROXY .*pip install 'httpx\[socks\]'") as caught:
        RuntimeClient(API_KEY, INSTANCE)
    assert "passw0rd" not in str(caught.value)
    with pytest.raises(ConfigurationError, match=r"^proxy is a SOCKS proxy"):
        RuntimeClient(API_KEY, INSTANCE, proxy=f"{scheme}://proxy.test:1080")


@pytest.mark.parametrize(
    "variables",
    [
        {"HTTPS_PROXY": "http://proxy.test:8080", "ALL_PROXY": "socks://127.0.0.1:1080/"},
        {"HTTP_PROXY": "http://proxy.test:no-port", "HTTPS_PROXY": "http://proxy.test:8080"},
        {"ALL_PROXY": "socks5://proxy.test:1080", "NO_PROXY": ".ibm.com"},
        {"ALL_PROXY": "garbage garbage", "NO_PROXY": "*"},
    ],
)
def test_an_unused_proxy_variable_is_not_validated(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    RuntimeClient(API_KEY, INSTANCE).close()


@pytest.mark.parametrize("entry", ["service.test:port", "a b", "[::1", "https://"])
def test_a_no_proxy_entry_that_is_not_a_host_excludes_nothing(
    monkeypatch: pytest.MonkeyPatch, entry: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "proxy.test:8080")
    monkeypatch.setenv("NO_PROXY", entry)
    assert route("https://service.test/jobs") == "http://proxy.test:8080"
