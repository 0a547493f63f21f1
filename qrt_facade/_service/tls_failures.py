"""Failed TLS connections: which failures are permanent, and what to do about each."""

from __future__ import annotations

import ssl
from typing import Final

_EXPIRED: Final = 10
_NOT_YET_VALID: Final = 9
_OTHER_NAME: Final = frozenset({62, 64})
"""`X509_V_ERR_...` of OpenSSL's x509_vfy.h: the certificate is for another host name or IP address."""

_NOT_TLS: Final = frozenset(
    {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG", "RECORD_LAYER_FAILURE"}
)
"""OpenSSL's errors if a server responds to the handshake with something else, such as plain HTTP."""

_DAMAGE: Final = frozenset(
    {"DECRYPTION_FAILED_OR_BAD_RECORD_MAC", "BAD_RECORD_MAC", "UNEXPECTED_EOF_WHILE_READING"}
)
_ALERT: Final = "ALERT_BAD_RECORD_MAC"


def tls_failure(error: BaseException | None) -> ssl.SSLError | None:
    """Return the TLS failure that caused an httpx error, or None if it has another cause."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, ssl.SSLError):
            return error
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return None


def is_lasting(failure: ssl.SSLError) -> bool:
    """Return whether another attempt would fail in the same way: everything except a cut or damaged connection."""
    if isinstance(failure, ssl.SSLEOFError | ssl.SSLZeroReturnError | ssl.SSLSyscallError):
        return False
    reason = failure.reason or ""
    return bool(reason) and reason not in _DAMAGE and _ALERT not in reason


def explain_tls(failure: ssl.SSLError, host: str, trusted: str) -> str:
    """Describe what is wrong with a server's TLS, and what to do about it.

    Args:
        failure: The error of the handshake.
        host: Host of the connection.
        trusted: Which certificates are trusted.
    """
    if isinstance(failure, ssl.SSLCertVerificationError):
        return _explain_certificate(failure, host, trusted)
    reason = failure.reason or ""
    if reason in _NOT_TLS:
        return f"{host} does not speak TLS on this port ({reason}); check base_url, its port, and the proxy"
    if "VERSION" in reason or "PROTOCOL" in reason or "CIPHER" in reason or "HANDSHAKE_FAILURE" in reason:
        return (
            f"{host} and this machine have no TLS version or cipher in common ({reason}); a proxy that inspects TLS may be "
            "outdated, or pass an ssl.SSLContext that allows what it needs as verify="
        )
    return f"no TLS connection to {host} ({reason or failure}); check base_url and the proxy, or pass an ssl.SSLContext as verify="


def _explain_certificate(failure: ssl.SSLCertVerificationError, host: str, trusted: str) -> str:
    said = (failure.verify_message or failure.reason or "unknown reason").rstrip(".")
    told = f"the TLS certificate of {host} is not trusted: {said}"
    if failure.verify_code in {_EXPIRED, _NOT_YET_VALID}:
        return f"{told}; check the clock of this machine, and which server responds for {host}"
    if failure.verify_code in _OTHER_NAME:
        return f"{told}; check base_url, and whether a proxy responds for {host}"
    return (
        f"{told}; if your organisation inspects TLS, add its certificate with "
        "verify=ssl.create_default_context(cafile=...), SSL_CERT_FILE or REQUESTS_CA_BUNDLE "
        f"(trusted now: {trusted})"
    )
