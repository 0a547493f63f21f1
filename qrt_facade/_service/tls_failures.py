"""TLS connections that failed: which failures will not pass, and what each asks of the user."""

from __future__ import annotations

import ssl
from typing import Final

_EXPIRED: Final = 10
_NOT_YET_VALID: Final = 9
_OTHER_NAME: Final = frozenset({62, 64})
"""`X509_V_ERR_...` of OpenSSL's x509_vfy.h: the certificate is of another host name or IP address."""

_NOT_TLS: Final = frozenset(
    {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG", "RECORD_LAYER_FAILURE"}
)
"""What OpenSSL makes of a server that answers the greeting with something else, such as plain HTTP."""

_DAMAGE: Final = frozenset(
    {"DECRYPTION_FAILED_OR_BAD_RECORD_MAC", "BAD_RECORD_MAC", "UNEXPECTED_EOF_WHILE_READING"}
)
_ALERT: Final = "ALERT_BAD_RECORD_MAC"


def tls_failure(error: BaseException | None) -> ssl.SSLError | None:
    """Return the failure of TLS that led to an error of httpx, or None when it has another cause."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, ssl.SSLError):
            return error
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return None


def is_lasting(failure: ssl.SSLError) -> bool:
    """Tell whether another attempt would fail in the same way: everything but a cut or damaged connection."""
    if isinstance(failure, ssl.SSLEOFError | ssl.SSLZeroReturnError | ssl.SSLSyscallError):
        return False
    reason = failure.reason or ""
    return bool(reason) and reason not in _DAMAGE and _ALERT not in reason


def explain_tls(failure: ssl.SSLError, host: str, trusted: str) -> str:
    """Say what is wrong with a server's TLS, and what to do about it.

    Args:
        failure: Raised by the handshake.
        host: Whom the connection was for.
        trusted: Whose certificates are trusted.
    """
    if isinstance(failure, ssl.SSLCertVerificationError):
        return _explain_certificate(failure, host, trusted)
    reason = failure.reason or ""
    if reason in _NOT_TLS:
        return f"{host} does not speak TLS on this port ({reason}); check base_url, its port, and the proxy"
    if "VERSION" in reason or "PROTOCOL" in reason or "CIPHER" in reason or "HANDSHAKE_FAILURE" in reason:
        return (
            f"{host} and this machine share no version or cipher of TLS ({reason}); a proxy that inspects TLS may be "
            "outdated, and verify= takes an ssl.SSLContext that allows what it needs"
        )
    return f"no TLS connection to {host} ({reason or failure}); check base_url and the proxy, or give verify= an ssl.SSLContext"


def _explain_certificate(failure: ssl.SSLCertVerificationError, host: str, trusted: str) -> str:
    said = (failure.verify_message or failure.reason or "unknown reason").rstrip(".")
    told = f"the TLS certificate of {host} is not trusted: {said}"
    if failure.verify_code in {_EXPIRED, _NOT_YET_VALID}:
        return f"{told}; check the clock of this machine, and who answers in the name of {host}"
    if failure.verify_code in _OTHER_NAME:
        return f"{told}; check base_url, and whether a proxy answers in the name of {host}"
    return (
        f"{told}; if your organisation inspects TLS, name its certificate with "
        "verify=ssl.create_default_context(cafile=...), SSL_CERT_FILE or REQUESTS_CA_BUNDLE "
        f"(trusted now: {trusted})"
    )
