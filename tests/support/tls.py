"""A test certificate authority, and the certificates that it signs: valid, expired, for another name, self-signed."""

from __future__ import annotations

import ipaddress
import ssl
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Certificate:
    """A certificate with its key."""

    name: x509.Name
    key: ec.EllipticCurvePrivateKey
    signed: x509.Certificate

    @property
    def pem(self) -> bytes:
        return self.signed.public_bytes(serialization.Encoding.PEM)

    def server_context(self) -> ssl.SSLContext:
        """Return the server context for this certificate."""
        key = self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "both.pem")
            file.write_bytes(self.pem + key)
            context.load_cert_chain(file)
        return context


def _made(
    common_name: str, issuer: Certificate | None = None, *, host: str = "127.0.0.1", days: int = 30
) -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
    now = datetime.now(UTC)
    alternative: x509.GeneralName = (
        x509.IPAddress(ipaddress.ip_address(host)) if host[0].isdigit() else x509.DNSName(host)
    )
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer.name if issuer else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=60))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=common_name == "authority", path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key((issuer.key if issuer else key).public_key()),
            critical=False,
        )
        .sign(issuer.key if issuer else key, hashes.SHA256())
    )
    return Certificate(name, key, signed)


@cache
def authority() -> Certificate:
    """Return the authority."""
    return _made("authority")


@cache
def certificate(kind: str) -> Certificate:
    """Return the certificate of a server on 127.0.0.1: valid, expired, for another name, or self-signed."""
    match kind:
        case "good":
            return _made("server", authority())
        case "expired":
            return _made("server", authority(), days=-1)
        case "other name":
            return _made("server", authority(), host="elsewhere.test")
        case "self-signed":
            return _made("server")
        case _:
            raise ValueError(kind)


@cache
def trusting() -> ssl.SSLContext:
    """Return the client context that trusts the authority."""
    return ssl.create_default_context(cadata=authority().pem.decode())
