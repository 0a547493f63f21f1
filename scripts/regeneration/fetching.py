"""Documents from the network: https only, of limited size."""

from __future__ import annotations

import httpx

from regeneration.documents import MAX_BYTES

TIMEOUT_SECONDS = 30.0
_MAX_REDIRECTS = 3
# Without a User-Agent of its own, a client is refused by the service's edge.
_HEADERS = {"User-Agent": "qrt-facade-regenerate", "Accept": "application/json, application/yaml;q=0.9"}


class FetchError(ValueError):
    """An address that cannot be fetched, or does not answer with a document."""


def fetch(url: str) -> bytes:
    """Return the body that `url` answers with, redirects to other https addresses followed.

    Raises:
        FetchError: not https, not reachable, no success, or more than 16 MiB.
    """
    try:
        with httpx.Client(timeout=TIMEOUT_SECONDS, headers=_HEADERS) as client:
            for _ in range(_MAX_REDIRECTS + 1):
                if httpx.URL(url).scheme != "https":
                    raise FetchError(f"{url}: only https addresses are fetched")
                body, location = _get(client, url)
                if location is None:
                    return body
                url = str(httpx.URL(url).join(location))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise FetchError(f"{url}: {error}") from error
    raise FetchError(f"{url}: more than {_MAX_REDIRECTS} redirects")


def _get(client: httpx.Client, url: str) -> tuple[bytes, str | None]:
    """Return the body of one answer, or the address that it redirects to."""
    with client.stream("GET", url) as response:
        if response.has_redirect_location:
            return b"", response.headers["Location"]
        if response.status_code != httpx.codes.OK:
            raise FetchError(f"{url}: answered {response.status_code}")
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > MAX_BYTES:
                raise FetchError(f"{url}: more than {MAX_BYTES} bytes")
        return bytes(body), None
