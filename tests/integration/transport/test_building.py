"""Built requests equal those that httpx builds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest
from httpx_retries import Retry
from hypothesis import given, settings
from hypothesis import strategies as st
from support.examples_drawn import drawn

from qrt_facade import RuntimeClient
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from qrt_facade._sync.transport import ServiceClient

CRN = "crn:v1:bluemix:public:quantum-computing:us-east:a/1:2::"


def client(base_url: str = "http://127.0.0.1:1/api") -> RuntimeClient:
    transport = httpx.MockTransport(lambda _: httpx.Response(500))
    return RuntimeClient(token="t" * 40, instance=CRN, base_url=base_url, transport=transport)


def service_at(base_url: str) -> ServiceClient:
    return client(base_url)._connection.service


SERVICES = [
    service_at(url) for url in ("http://127.0.0.1:1", "https://quantum.test/api", "https://[::1]:8/a/b/")
]
PARTS = st.text(st.characters(exclude_characters="?", exclude_categories=["Cs", "Cc"]), max_size=12)
VALUES = st.one_of(
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    PARTS,
    st.lists(PARTS, min_size=1, max_size=3),  # for an empty list, httpx appends a lone `?`
)


def content(request: httpx.Request) -> tuple[Any, ...]:
    return (
        request.method,
        request.url,
        request.headers.raw,
        request.read(),
        {name: value for name, value in request.extensions.items() if name == "timeout"},
    )


@settings(max_examples=drawn(20))
@given(
    st.sampled_from(SERVICES),
    st.sampled_from(["get", "POST", "put", "delete"]),
    st.lists(PARTS, max_size=4).map("/".join),
    st.fixed_dictionaries(
        {},
        optional={
            "params": st.one_of(st.none(), st.dictionaries(PARTS, VALUES, max_size=4)),
            "json": st.one_of(st.none(), st.dictionaries(PARTS, VALUES, max_size=2)),
            "headers": st.sampled_from(
                [None, {"Content-Type": "application/json"}, {"accept": "text/plain"}]
            ),
        },
    ),
)
def test_a_built_request_equals_the_one_built_by_httpx(
    service: ServiceClient, method: str, path: str, arguments: dict[str, Any]
) -> None:
    try:
        expected = httpx.Client.build_request(service, method, f"/{path}", **arguments)
    except httpx.InvalidURL:
        with pytest.raises(ConfigurationError, match="cannot be encoded"):
            service.build_request(method, f"/{path}", **arguments)
        return
    assert content(service.build_request(method, f"/{path}", **arguments)) == content(expected)


@pytest.mark.parametrize(
    "url", ["jobs", "http://other.test/x", "//other.test/x", "/v1/jobs?limit=3", "/v1/#there"]
)
def test_urls_of_other_forms_are_built_by_httpx(url: str) -> None:
    expected = httpx.Client.build_request(SERVICES[1], "GET", url)
    assert content(SERVICES[1].build_request("GET", url)) == content(expected)


@pytest.mark.parametrize("params", [None, {}, (), "", {"a": "b"}])
def test_a_query_is_encoded_as_by_httpx(params: Any) -> None:
    expected = httpx.Client.build_request(SERVICES[1], "GET", "/v1/jobs?limit=3", params=params)
    assert content(SERVICES[1].build_request("GET", "/v1/jobs?limit=3", params=params)) == content(expected)


def test_a_base_url_set_later_is_used() -> None:
    service = service_at("http://127.0.0.1:1")
    service.base_url = httpx.URL("http://127.0.0.1:2/other")
    assert service.build_request("GET", "/jobs").url == "http://127.0.0.1:2/other/jobs"


def test_a_request_keeps_its_own_timeout_and_extensions() -> None:
    request = SERVICES[0].build_request("GET", "/v1/jobs", timeout=7, extensions={"own": 1})
    assert request.extensions["timeout"] == httpx.Timeout(7).as_dict()
    assert request.extensions["own"] == 1


def test_a_client_rejects_cookies() -> None:
    service = SERVICES[0]
    answer = httpx.Response(
        200, headers={"Set-Cookie": "a=b"}, request=httpx.Request("GET", "http://127.0.0.1/")
    )
    service.cookies.extract_cookies(answer)
    assert not list(service.cookies.jar)
    with pytest.raises(ConfigurationError, match="does not store cookies"):
        service.cookies = httpx.Cookies()
    with pytest.raises(ConfigurationError, match="does not store cookies"):
        service.cookies.set("a", "b")
    with pytest.raises(ConfigurationError, match="does not store cookies"):
        service.cookies["a"] = "b"
    with pytest.raises(ConfigurationError, match="does not store cookies"):
        service.cookies.update({"a": "b"})
    assert not list(SERVICES[1].cookies.jar)


def test_constructing_a_client_creates_no_retry_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Retry] = []
    make = Retry.__init__
    monkeypatch.setattr(Retry, "__init__", lambda self, **given: (made.append(self), make(self, **given))[1])
    with client() as one:
        assert made == []
        assert one._connection.service.repeats.policies.for_method("GET") in made
