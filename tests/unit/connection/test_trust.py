from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qrt_facade import RuntimeClient
from qrt_facade._base.http_library import httpx
from qrt_facade._connection.tls import trust_for

if TYPE_CHECKING:
    import pytest

CRN = "crn:v1:bluemix:public:quantum-computing:us-east:a/0123:4567::"


def test_the_certificates_of_certifi_are_read_once_and_for_the_first_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSLKEYLOGFILE"):
        monkeypatch.delenv(name, raising=False)
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
