"""The generator's complaints, with names and places instead of objects."""

from __future__ import annotations

import contextlib
import json
import re
from typing import TYPE_CHECKING, Any
from unittest import mock

from openapi_python_client.parser.errors import ParseError
from openapi_python_client.schema.untrusted_string import UntrustedString

from regeneration.documents import pointer, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openapi_python_client.parser.errors import GeneratorError

    from regeneration.documents import Document

_SCHEMA = re.compile(r"/components/(schemas|parameters)/([A-Za-z0-9._-]+)")
_OPERATION = re.compile(r"\b(GET|PUT|POST|DELETE|OPTIONS|HEAD|PATCH|TRACE) (/\S*)")
_NOT_OF_A_NAME = re.compile(r"[^A-Za-z0-9._/{} -]")


@contextlib.contextmanager
def names_in_messages() -> Iterator[None]:
    """Let the generator's messages show the names from the document.

    The generator wraps such texts so that none becomes code by accident, and fails to unwrap some in its messages. Only
    characters of names are shown, so that the result cannot become code either.
    """

    def name(text: UntrustedString) -> str:
        return _NOT_OF_A_NAME.sub("?", text.get_untrusted_value())

    with mock.patch.object(UntrustedString, "__str__", name):
        yield


def described(document: Document, complaint: GeneratorError) -> str:
    """Return a complaint as one line, with the place that it is about."""
    words = ": ".join(
        part for part in (complaint.header.strip().rstrip(":"), (complaint.detail or "").strip()) if part
    )
    place = _place_of(document, complaint, words)
    words = re.sub(r"\s*For further information visit \S+", "", " ".join(words.split()))
    return f"{words} (at {pointer(place)})"


def _place_of(document: Document, complaint: GeneratorError, words: str) -> tuple[str | int, ...]:
    owner = _owner(words)
    if not isinstance(complaint, ParseError) or complaint.data is None:
        return owner
    told = _comparable(json.loads(complaint.data.model_dump_json(exclude_unset=True, by_alias=True)))
    same = [place for place, node in walk(document) if _comparable(node) == told]
    # One at the place of the complaint; otherwise it is about something that the owner refers to.
    return next((place for place in same if place[: len(owner)] == owner), owner or next(iter(same), ()))


def _owner(words: str) -> tuple[str | int, ...]:
    """Return the place of the component or operation that a message names."""
    schema, operation = _SCHEMA.search(words), _OPERATION.search(words)
    if operation is not None:
        return ("paths", operation[2], operation[1].lower())
    return ("components", schema[1], schema[2]) if schema is not None else ()


def _comparable(node: Any) -> Any:
    """Return a schema with null written in one way, because the generator rewrites it."""
    if isinstance(node, list):
        return [_comparable(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {key: _comparable(value) for key, value in node.items() if key != "nullable" and value is not None}
    if isinstance(kept.get("type"), list):
        kinds = [kind for kind in kept["type"] if kind != "null"]
        kept["type"] = kinds[0] if len(kinds) == 1 else kinds
    return kept
