from __future__ import annotations

import ssl
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest

from qrt_facade import RuntimeClient
from qrt_facade._base.http_library import httpx
from qrt_facade._connection.tls import trust_for
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

CRN = "crn:v1:bluemix:public:quantum-computing:us-east:a/0123:4567::"


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSLKEYLOGFILE"):
        monkeypatch.delenv(name, raising=False)


def test_the_certificates_of_certifi_are_read_once_and_for_the_first_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[Any] = []
    make = httpx.create_ssl_context
    monkeypatch.setattr(httpx, "create_ssl_context", lambda **how: read.append(how) or make(**how))
    RuntimeClient("no-key", CRN).close()
    trust = trust_for(True, "https://service.invalid")
    assert trust.source == "the certificates of certifi"
    assert read == []
    assert trust.context is trust.context
    assert trust.context.cert_store_stats()["x509_ca"] > 50
    assert len(read) == 1


def test_threads_that_send_the_first_requests_at_once_share_one_context() -> None:
    trust = trust_for(True, "https://service.invalid")
    together = Barrier(4)

    def ask(_: int) -> ssl.SSLContext:
        together.wait()
        return trust.context

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(ask, range(4)))) == 1


def test_a_context_given_as_verify_is_used_although_ssl_has_another_class_by_the_first_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trust = trust_for(given)
    monkeypatch.setattr(ssl, "SSLContext", type("OfAnotherLibrary", (ssl.SSLContext,), {}))
    assert trust.context is given


def test_certificates_of_certifi_that_cannot_be_read_are_not_blamed_on_the_log_of_keys(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    trust = trust_for(True, "https://service.invalid")
    monkeypatch.setattr("certifi.where", lambda: str(tmp_path / "none.pem"))
    with pytest.raises(ConfigurationError, match=r"of certifi cannot be read: No such file.*SSL_CERT_FILE"):
        trust.context  # noqa: B018 - made here


def test_a_log_of_keys_that_cannot_be_opened_by_the_first_request_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    trust = trust_for(True, "https://service.invalid")
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path))
    with pytest.raises(ConfigurationError, match=r"SSLKEYLOGFILE=.* cannot be used: Is a directory"):
        trust.context  # noqa: B018 - made here
