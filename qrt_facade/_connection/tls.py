"""TLS certificates that a client trusts, and errors in the files that environment variables name for them."""

from __future__ import annotations

import os
import re
import ssl
import stat
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Final

from qrt_facade._base.http_library import httpx
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

_FILES_AND_FOLDERS: Final = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
"""Variables of the requests library, which IBM's own client honours; each may name a file or a folder."""

_KEY_LOG: Final = "SSLKEYLOGFILE"
_HASHED: Final = re.compile(r"[0-9a-f]{8}\.[0-9]+")
"""File name of a certificate in a folder that OpenSSL can use; `openssl rehash` creates them."""


class Trust:
    """The certificates with which servers are verified.

    Args:
        context: The TLS context of a client, or a function that creates it: loading a full set of certificates takes 25
            ms, and a client may be created long before its first request.
        source: Which certificates are trusted, for messages.
    """

    def __init__(self, context: ssl.SSLContext | Callable[[], ssl.SSLContext], source: str) -> None:
        # Bound now: a library such as truststore may later replace `ssl.SSLContext`.
        self._make = context if callable(context) else lambda: context
        self._made: ssl.SSLContext | None = None
        # Every process has its own object, so a fork never copies this lock while it is acquired.
        self._lock = RLock()
        self.source = source

    @property
    def context(self) -> ssl.SSLContext:
        """The TLS context, created on first use."""
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made


def trust_for(verify: bool | ssl.SSLContext, *addresses: str) -> Trust:
    """Return the certificates that a client trusts.

    `verify` decides; otherwise the first variable that is set of SSL_CERT_FILE, SSL_CERT_DIR, REQUESTS_CA_BUNDLE and
    CURL_CA_BUNDLE; otherwise the certificates of certifi.

    Args:
        verify: As passed by the caller.
        addresses: The URLs that the client is going to call. If none of them uses TLS, the environment is ignored.

    Raises:
        ConfigurationError: A variable names a file or folder that cannot be used.
    """
    if isinstance(verify, ssl.SSLContext):
        return Trust(verify, "the ssl.SSLContext passed as verify=")
    if not verify:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return Trust(context, "verify=False")
    if addresses and all(address.startswith("http://") for address in addresses):
        return Trust(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), "none, because no URL is https")
    _check_key_log()
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR", *_FILES_AND_FOLDERS):
        named = os.environ.get(name)
        if named:
            return _trust_named(name, named)
    return Trust(_certifi, "the certificates of certifi")


def _certifi() -> ssl.SSLContext:
    _check_key_log()  # Python reads the variable now, and it may have changed since the client was created
    try:
        return httpx.create_ssl_context(trust_env=False)
    except OSError as error:
        raise ConfigurationError(
            f"the certificates of certifi cannot be read: {error.strerror or error}; reinstall certifi, or set "
            "SSL_CERT_FILE to a file of certificates to trust"
        ) from error


def _trust_named(name: str, path: str) -> Trust:
    found = Path(path)
    folders = path.split(os.pathsep) if name == "SSL_CERT_DIR" else [path]
    if name == "SSL_CERT_DIR" or (name in _FILES_AND_FOLDERS and found.is_dir()):
        _check_folders(name, path, folders)
        with _named(name, path):
            return Trust(ssl.create_default_context(capath=path), f"the certificates of {name}={path}")
    with _named(name, path):
        if not stat.S_ISREG(found.stat().st_mode):  # reading a pipe would block
            raise _useless(name, path, "it is not a file")
        context = ssl.create_default_context(cafile=path)
    if not context.cert_store_stats()["x509"]:
        raise _useless(name, path, "it contains no certificate")
    return Trust(context, f"the certificates of {name}={path}")


def _check_folders(name: str, path: str, folders: list[str]) -> None:
    try:
        names = [
            entry.name for folder in folders if Path(folder).is_dir() for entry in Path(folder).iterdir()
        ]
    except OSError as error:
        raise _useless(name, path, error.strerror or str(error)) from error
    if not any(Path(folder).is_dir() for folder in folders):
        raise _useless(name, path, "the folder does not exist")
    if not any(_HASHED.fullmatch(file) for file in names):
        raise _useless(
            name,
            path,
            "it contains no certificate with a file name that OpenSSL recognizes; run 'openssl rehash'",
        )


def _check_key_log() -> None:
    """Try to open the file in which Python would log TLS keys: Python's own error does not name it."""
    path = os.environ.get(_KEY_LOG)
    if not path:
        return
    try:
        if stat.S_ISFIFO(Path(path).stat().st_mode):
            raise ConfigurationError(f"{_KEY_LOG}={path} is a named pipe; expected a file, or unset it")
    except OSError:
        pass  # created when it is opened
    with _named(_KEY_LOG, path), Path(path).open("ab"):
        pass


@contextmanager
def _named(name: str, path: str) -> Generator[None]:
    """Make errors about a file name the environment variable that it comes from."""
    try:
        yield
    except OSError as error:
        reason = (
            "it contains no usable certificate"
            if isinstance(error, ssl.SSLError)
            else error.strerror or str(error)
        )
        raise _useless(name, path, reason) from error


def _useless(name: str, path: str, reason: str) -> ConfigurationError:
    what = "a file to write to" if name == _KEY_LOG else "the certificates to trust"
    return ConfigurationError(f"{name}={path} cannot be used: {reason}; set {name} to {what}, or unset it")
