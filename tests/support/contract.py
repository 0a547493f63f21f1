"""Validate recorded traffic against the contract: openapi-core with the vendored documents.

Traffic is not compared with IBM's vendored document, which contains IBM's mistakes: it types error codes as strings
although the service sends integers, requires fields that the service omits, and refers to undefined parameters and
security schemes. `overlay.yaml` corrects exactly these, each action with its reason, and `overlay-programs.yaml` adds
missing programs, so traffic is compared with the document after both. The workarounds for the generator
(`overlay-generator.yaml`), which do not describe the service, are left out.

After the overlay hardly anything is required in a response. The emulator must be stricter: with `as_promised=True` the
overlay's relaxations of responses (its actions with `x-within: responses`) are also left out.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from jsonschema.exceptions import best_match
from openapi_core import OpenAPI
from openapi_core.testing import MockRequest, MockResponse
from support.paths import ROOT
from werkzeug.datastructures import MultiDict

from qrt_facade.emulator.domain.versions import effective

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from regeneration.versions import Versions

OPENAPI = ROOT / "openapi"
CORRECTIONS = ("overlay-programs.yaml", "overlay.yaml")


class Contract:
    """One OpenAPI document that validates requests and responses.

    Args:
        document: A valid OpenAPI document.
    """

    def __init__(self, document: dict[str, Any]) -> None:
        self._openapi = OpenAPI.from_dict(document)
        server = urlsplit(document["servers"][0]["url"])
        self._host = f"{server.scheme}://{server.netloc}"

    def violations(
        self,
        *,
        method: str,
        url: str,
        request_headers: Mapping[str, str],
        request_body: bytes | None,
        status: int,
        response_headers: Mapping[str, str],
        response_body: bytes,
    ) -> Iterator[str]:
        """Yield the errors of one exchange as text, starting with `request:` or `response:`.

        Only path and query of `url` are used: the host is replaced by the document's first server, because recordings
        come from other hosts.
        """
        for words in self.violations_of_request(method, url, request_headers, request_body):
            yield f"request: {words}"
        kind = _content_type(response_headers)
        for words in self.violations_of_answer(method, url, status, kind, response_body):
            yield f"response: {words}"

    def violations_of_request(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> list[str]:
        """Return the errors of a request, whatever the response."""
        request = self._request(method, url, headers, body)
        return list(map(_words, self._openapi.iter_request_errors(request)))

    def violations_of_answer(
        self, method: str, url: str, status: int, kind: str, body: bytes
    ) -> tuple[str, ...]:
        """Return the errors of a response with this status, content type and body, whatever the request."""
        # Each emulator describes a device in the same way, at a different URL, and validating that takes a quarter of
        # a second.
        return self._violations_of_answer(method, urlsplit(url).path, status, kind, body)

    @lru_cache(maxsize=4096)  # noqa: B019 - contracts live as long as the tests; polling repeats a response
    def _violations_of_answer(
        self, method: str, path: str, status: int, kind: str, body: bytes
    ) -> tuple[str, ...]:
        response = MockResponse(body, status, {"Content-Type": kind}, content_type=kind)
        errors = self._openapi.iter_response_errors(self._request(method, path, {}, None), response)
        return tuple(map(_words, errors))

    def _request(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> MockRequest:
        parts = urlsplit(url)
        return MockRequest(
            self._host,
            method,
            parts.path,
            args=MultiDict(parse_qsl(parts.query, keep_blank_values=True)),
            headers=dict(headers),
            data=body,
            content_type=_content_type(headers),
        )


@cache
def service(api_version: str | None = None, *, as_promised: bool = False) -> Contract:
    """The contract of the Qiskit Runtime API at one version, with IBM's mistakes corrected.

    Args:
        api_version: A vendored version. By default the pinned one.
        as_promised: Require everything that the document requires of responses, not only what the live service sends.
    """
    return Contract(document(api_version=api_version, as_promised=as_promised))


def published(api_version: str) -> dict[str, Any]:
    """The document of a vendored version as IBM published it."""
    from regeneration.documents import read_document

    return read_document(versions().path(api_version))


@cache
def versions() -> Versions:
    """Return the vendored versions, the pinned one, and the one that the facade is written for."""
    from regeneration.versions import read_versions

    return read_versions(OPENAPI)


def spoken() -> str:
    """Return the version in which the emulator responds to a request of the pinned version.

    That is the pinned version, or the newest older one if the emulator does not support it yet.
    """
    return effective(versions().pinned)


def document(*further: Path, api_version: str | None = None, as_promised: bool = False) -> dict[str, Any]:
    """Return the document with which `service` validates.

    Args:
        further: Additional overlays to apply; each of their actions must have an effect.
        api_version: As for `service`.
        as_promised: As for `service`.
    """
    chosen = api_version or versions().pinned
    return corrected(published(chosen), chosen, *further, as_promised=as_promised)


def corrected(
    document: dict[str, Any], api_version: str, *further: Path, as_promised: bool = False
) -> dict[str, Any]:
    """Return the corrected form of a published document; the other arguments are as for `document`."""
    from regeneration.documents import parse_yaml
    from regeneration.harmless_mistakes import without_harmless_mistakes
    from regeneration.overlays import apply_overlay

    made = without_harmless_mistakes(document)
    for name in CORRECTIONS:
        overlay = parse_yaml((OPENAPI / name).read_text(encoding="utf-8"))
        if as_promised:
            overlay["actions"] = [action for action in overlay["actions"] if "x-within" not in action]
        made, _ = apply_overlay(made, overlay, api_version)
    for path in further:
        more = parse_yaml(path.read_text(encoding="utf-8"))
        made, idle = apply_overlay(made, more, api_version)
        assert idle == [], idle
    return made


@cache
def published_with_programs(api_version: str) -> dict[str, Any]:
    """Return the document of a version as published by IBM, with the programs of `overlay-programs.yaml`."""
    from regeneration.documents import parse_yaml
    from regeneration.overlays import apply_overlay

    overlay = parse_yaml((OPENAPI / CORRECTIONS[0]).read_text(encoding="utf-8"))
    made, idle = apply_overlay(published(api_version), overlay, api_version)
    assert idle == [], idle
    return made


@cache
def iam() -> Contract:
    """The contract of IAM's token exchange."""
    import yaml

    return Contract(yaml.safe_load((OPENAPI / "iam.yaml").read_text(encoding="utf-8")))


def for_request(path: str, headers: Mapping[str, str], *, as_promised: bool = False) -> Contract:
    """Return the contract of a recorded request: that of its requested version.

    Args:
        path: The path of its URL.
        headers: Its headers; the pinned version is used without `IBM-API-Version`.
        as_promised: As for `service`.
    """
    if path.startswith("/identity/"):
        return iam()
    sent = {name.lower(): value for name, value in headers.items()}
    return service(sent.get("ibm-api-version"), as_promised=as_promised)


def _content_type(headers: Mapping[str, str]) -> str:
    return next((value for name, value in headers.items() if name.lower() == "content-type"), "")


def _words(error: BaseException) -> str:
    """Return the places in the body and their errors, which openapi-core keeps in the causes of its errors."""
    causes = [error]
    while (cause := causes[-1].__cause__ or causes[-1].__context__) is not None:
        causes.append(cause)
    for cause in causes:
        if problems := getattr(cause, "schema_errors", None):
            # For a schema with alternatives, the error of the best match is more helpful than "matches none".
            leaves = [best_match([problem]) for problem in problems]
            return "; ".join(f"{leaf.json_path}: {_shortened(leaf.message)}" for leaf in leaves)
    texts = [str(cause) or type(cause).__name__ for cause in causes]
    news = [text for place, text in enumerate(texts) if not any(text in earlier for earlier in texts[:place])]
    return ": ".join(map(_shortened, news))


def _shortened(text: str) -> str:
    """Shorten the middle: a message starts with the value, which may be long, and ends with what was expected."""
    return text if len(text) <= 200 else f"{text[:80]} [...] {text[-110:]}"
