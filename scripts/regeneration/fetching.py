"""Fetch documents from the network: over https only, or over http from this machine, and of limited size."""

from __future__ import annotations

import httpx

from qrt_facade._base.loopback import is_loopback
from qrt_facade._version import __version__
from regeneration.documents import MAX_BYTES

TIMEOUT_SECONDS = 30.0
_MAX_REDIRECTS = 3
# The service responds with 403 to requests without a User-Agent; the name tells its operators whom to ask.
USER_AGENT = f"qrt-facade/{__version__} (scripts/regenerate.py)"
_HEADERS = {"User-Agent": USER_AGENT, "Accept": "application/json, application/yaml;q=0.9"}


class FetchError(ValueError):
    """A URL that cannot be fetched, or that does not return a document."""


def fetch(url: str) -> bytes:
    """Return the body at `url`, following redirects.

    Plain http is only for servers on this machine. A redirect may lead neither from https to http nor from another
    machine to this one, so that fetched data cannot choose what is requested on this machine.

    Raises:
        FetchError: The URL is of another kind or unreachable, the status is not a success, or there are more than 16
            MiB.
    """
    at = url
    try:
        target = _checked(httpx.URL(url), None)
        for _ in range(_MAX_REDIRECTS + 1):
            at = str(target)
            body, location = _get(target)
            if location is None:
                return body
            target = _checked(target.join(location), target)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise FetchError(f"{at}: {error or type(error).__name__}") from error
    raise FetchError(f"{url}: more than {_MAX_REDIRECTS} redirects")


def _checked(target: httpx.URL, source: httpx.URL | None) -> httpx.URL:
    """Return `target` if it may be fetched; `source` is the URL that redirected to it."""
    shown = f"{target}, to which {source} redirects" if source else str(target)
    local = is_loopback(target.host)
    if target.scheme != "https" and not (target.scheme == "http" and local):
        raise FetchError(f"{shown}: only https URLs are fetched, and http from this machine")
    if not target.host:
        raise FetchError(f"{shown}: the URL has no host")
    if source is not None and local and not is_loopback(source.host):
        raise FetchError(f"{shown}: a redirect must not lead to this machine")
    if source is not None and source.scheme == "https" and target.scheme != "https":
        raise FetchError(f"{shown}: a redirect must not lead from https to http")
    return target


def _get(target: httpx.URL) -> tuple[bytes, str | None]:
    """Return the body of one response, or the URL that it redirects to."""
    # A proxy from the environment cannot reach this machine.
    outside = not is_loopback(target.host)
    with (
        httpx.Client(timeout=TIMEOUT_SECONDS, headers=_HEADERS, trust_env=outside) as client,
        client.stream("GET", target) as response,
    ):
        if response.has_redirect_location:
            return b"", response.headers["Location"]
        if response.status_code != httpx.codes.OK:
            raise FetchError(f"{target}: answered {response.status_code}")
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > MAX_BYTES:
                raise FetchError(f"{target}: more than {MAX_BYTES} bytes")
        return bytes(body), None
