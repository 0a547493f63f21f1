"""Judging recorded traffic by the contract: openapi-core over the vendored documents.

Traffic is not held against IBM's document as it is vendored, which keeps IBM's mistakes: it types error codes as
strings where the service sends integers, requires fields that the service leaves out, and refers to parameters and
security schemes that it does not define. `overlay.yaml` puts exactly that right, each action with its reason, so what
is judged by is the document after it; the concessions to the generator (`overlay-generator.yaml`), which say nothing
about the service, are left out.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from jsonschema.exceptions import best_match
from openapi_core import OpenAPI
from openapi_core.testing import MockRequest, MockResponse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).resolve().parents[2]
OPENAPI = ROOT / "openapi"


class Contract:
    """One OpenAPI document, ready to judge requests and responses.

    Args:
        document: An OpenAPI document that is valid as such.
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
        """Yield what is wrong with one exchange, in words, beginning with `request:` or `response:`.

        Only path and query of `url` are looked at: the host is that of the document's first server, since recordings
        come from other places.
        """
        parts = urlsplit(url)
        request = MockRequest(
            self._host,
            method,
            parts.path,
            args=parse_qsl(parts.query, keep_blank_values=True),
            headers=dict(request_headers),
            data=request_body,
            content_type=_content_type(request_headers),
        )
        response = MockResponse(
            response_body, status, dict(response_headers), content_type=_content_type(response_headers)
        )
        for error in self._openapi.iter_request_errors(request):
            yield f"request: {_words(error)}"
        for error in self._openapi.iter_response_errors(request, response):
            yield f"response: {_words(error)}"


@cache
def service() -> Contract:
    """The contract of the Qiskit Runtime API at the pinned version, IBM's mistakes put right."""
    # The scripts' folder is no package of the project; its modules import one another by these names.
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import regenerate
        from regeneration.documents import read_document
        from regeneration.versions import read_versions
    finally:
        sys.path.remove(str(ROOT / "scripts"))
    versions = read_versions(OPENAPI)
    vendored = read_document(versions.path(versions.pinned))
    document, _ = regenerate.corrected(vendored, versions.pinned, regenerate.OVERLAYS[:1])
    return Contract(document)


@cache
def iam() -> Contract:
    """The contract of IAM's token exchange."""
    import yaml

    return Contract(yaml.safe_load((OPENAPI / "iam.yaml").read_text(encoding="utf-8")))


def for_path(path: str) -> Contract:
    """Return the contract that a path belongs to."""
    return iam() if path.startswith("/identity/") else service()


def _content_type(headers: Mapping[str, str]) -> str:
    return next((value for name, value in headers.items() if name.lower() == "content-type"), "")


def _words(error: BaseException) -> str:
    """Say the places in the body and what is wrong there, which openapi-core keeps in the causes of its errors."""
    causes = [error]
    while (cause := causes[-1].__cause__ or causes[-1].__context__) is not None:
        causes.append(cause)
    for cause in causes:
        if problems := getattr(cause, "schema_errors", None):
            # Of a schema with alternatives, the complaint of the one that fits best says more than "fits none".
            leaves = [best_match([problem]) for problem in problems]
            return "; ".join(f"{leaf.json_path}: {_shortened(leaf.message)}" for leaf in leaves)
    return ": ".join(_shortened(str(cause) or type(cause).__name__) for cause in causes)


def _shortened(text: str) -> str:
    """Leave out the middle: a message begins with the value, which may be long, and ends with what was expected."""
    return text if len(text) <= 200 else f"{text[:80]} [...] {text[-110:]}"
