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


def test_certifi_certificates_are_read_once_on_the_first_request(
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


def test_threads_that_send_the_first_requests_share_one_ssl_context() -> None:
    trust = trust_for(True, "https://service.invalid")
    together = Barrier(4)

    def ask(_: int) -> ssl.SSLContext:
        together.wait()
        return trust.context

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(ask, range(4)))) == 1


def test_a_context_passed_as_verify_is_used_even_if_ssl_is_patched_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trust = trust_for(context)
    monkeypatch.setattr(ssl, "SSLContext", type("OfAnotherLibrary", (ssl.SSLContext,), {}))
    assert trust.context is context


def test_unreadable_certifi_certificates_are_not_reported_as_a_key_log_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    trust = trust_for(True, "https://service.invalid")
    monkeypatch.setattr("certifi.where", lambda: str(tmp_path / "none.pem"))
    with pytest.raises(ConfigurationError, match=r"of certifi cannot be read: No such file.*SSL_CERT_FILE"):
        trust.context  # noqa: B018 - made here


def test_an_unusable_key_log_file_is_named_on_the_first_request(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    trust = trust_for(True, "https://service.invalid")
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path))
    with pytest.raises(ConfigurationError, match=r"SSLKEYLOGFILE=.* cannot be used: Is a directory"):
        trust.context  # noqa: B018 - made here


def test_with_verify_false_no_certificate_is_checked() -> None:
    trust = trust_for(False, "https://service.invalid")
    assert trust.source == "verify=False"
    assert (trust.context.verify_mode, trust.context.check_hostname) == (ssl.CERT_NONE, False)


def test_without_https_no_certificates_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere")
    trust_for(True, "http://127.0.0.1:8000")
    with pytest.raises(ConfigurationError, match="SSL_CERT_FILE=/nowhere"):
        trust_for(True, "http://127.0.0.1:8000", "https://service.invalid")


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("empty.pem", "contains no certificate"),
        ("missing.pem", "No such file"),
        ("folder", "it is not a file"),
    ],
)
def test_a_certificate_file_without_certificates_is_named(
    name: str, part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty.pem").write_text("no certificate\n")
    (tmp_path / "folder").mkdir()
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / name))
    with pytest.raises(ConfigurationError, match="SSL_CERT_FILE") as caught:
        trust_for(True)
    assert str(tmp_path / name) in str(caught.value)
    assert part in str(caught.value) or name == "empty.pem"


def test_a_certificate_folder_requires_openssl_hash_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "missing"))
    with pytest.raises(ConfigurationError, match=r"SSL_CERT_DIR=.*missing"):
        trust_for(True)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    (tmp_path / "authority.pem").write_text("a certificate\n")
    with pytest.raises(ConfigurationError, match="openssl rehash"):
        trust_for(True)
    (tmp_path / "0a1b2c3d.0").write_text("a certificate\n")
    assert trust_for(True).source == f"the certificates of SSL_CERT_DIR={tmp_path}"


def test_a_key_log_file_is_created_if_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys.log"))
    trust_for(True, "https://service.invalid")
    assert (tmp_path / "keys.log").read_bytes() == b""
