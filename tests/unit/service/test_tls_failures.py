"""Which TLS failures are transient, and what the user can do about each."""

from __future__ import annotations

import ssl

import httpx
import pytest

from qrt_facade._service.tls_failures import explain_tls, is_lasting, tls_failure


def failure(reason: str | None, kind: type[ssl.SSLError] = ssl.SSLError) -> ssl.SSLError:
    error = kind(1, f"[SSL: {reason}] other words")
    error.reason = reason or ""
    return error


@pytest.mark.parametrize(
    ("error", "lasting"),
    [
        (failure("CERTIFICATE_VERIFY_FAILED", ssl.SSLCertVerificationError), True),
        (failure("WRONG_VERSION_NUMBER"), True),
        (failure("TLSV1_ALERT_PROTOCOL_VERSION"), True),
        (failure("SSLV3_ALERT_HANDSHAKE_FAILURE"), True),
        (failure("TLSV1_ALERT_UNKNOWN_CA"), True),
        (failure("UNEXPECTED_EOF_WHILE_READING", ssl.SSLEOFError), False),
        (failure("DECRYPTION_FAILED_OR_BAD_RECORD_MAC"), False),
        (failure("SSLV3_ALERT_BAD_RECORD_MAC"), False),
        (failure(None, ssl.SSLZeroReturnError), False),
        (failure(None, ssl.SSLSyscallError), False),
        (failure(None), False),
    ],
)
def test_only_a_truncated_or_damaged_handshake_is_retried(error: ssl.SSLError, lasting: bool) -> None:
    assert is_lasting(error) is lasting


def test_the_tls_error_is_found_in_the_causes_of_an_httpx_error() -> None:
    cause = failure("WRONG_VERSION_NUMBER")
    between, outer = OSError("between"), httpx.ConnectError("outer")
    between.__context__ = cause
    outer.__cause__ = between
    assert tls_failure(outer) is cause
    assert tls_failure(httpx.ConnectError("refused")) is None
    between.__context__ = outer  # a cycle
    assert tls_failure(outer) is None


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("WRONG_VERSION_NUMBER", "api.test does not speak TLS on this port"),
        ("TLSV1_ALERT_PROTOCOL_VERSION", "have no TLS version or cipher"),
        ("NO_CIPHERS_AVAILABLE", "have no TLS version or cipher"),
        ("TLSV1_ALERT_UNKNOWN_CA", "verify="),
    ],
)
def test_a_failed_handshake_error_says_what_to_do(reason: str, words: str) -> None:
    assert words in explain_tls(failure(reason), "api.test", "the certificates of certifi")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (10, "the clock of this machine"),
        (9, "the clock of this machine"),
        (62, "check base_url"),
        (64, "check base_url"),
        (18, "SSL_CERT_FILE or REQUESTS_CA_BUNDLE (trusted now: the certificates of SSL_CERT_FILE=/x)"),
        (20, "verify=ssl.create_default_context(cafile=...)"),
    ],
)
def test_an_untrusted_certificate_error_says_what_to_do(code: int, words: str) -> None:
    error = ssl.SSLCertVerificationError(1, "other words")
    error.verify_code, error.verify_message, error.reason = code, "self-signed certificate", "X"
    message = explain_tls(error, "api.test", "the certificates of SSL_CERT_FILE=/x")
    assert words in message
    assert message.startswith("the TLS certificate of api.test is not trusted: self-signed certificate")
