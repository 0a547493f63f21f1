"""The dates with which a document states the API version that it describes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from regeneration.matching import followed
from regeneration.versions import VersionError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regeneration.documents import Document

HEADER = "ibm-api-version"
_DATE = re.compile(r"(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-])", re.ASCII)
_NAMED = re.compile(r"\bversions?[ \t\n:=`'\"]*(\d{4}-\d{2}-\d{2})(?![\w-])", re.ASCII | re.IGNORECASE)


def stated_versions(document: Document) -> dict[str, frozenset[str]]:
    """Return the dates that a document states for its own version, by the place of each statement.

    Reads the header parameter `IBM-API-Version` (default, const, enum: IBM's documents have the version as the
    default), servers and paths that contain a date, and `info` (a version that is a date, and text such as "API
    version 2026-04-15"). The result is empty for a document without dates.
    """
    found: dict[str, frozenset[str]] = {}
    for place, dates in _statements(document):
        if dates:
            found[place] = found.get(place, frozenset()) | dates
    return found


def check_dates(document: Document, api_version: str) -> None:
    """Check that no statement of the document contradicts its assigned version.

    Raises:
        VersionError: A place states one or more dates, and `api_version` is not among them.
    """
    if found := contradictions(document, api_version):
        raise VersionError(
            f"the document contradicts API version {api_version}: {'; '.join(found)}. "
            "Pass the version that it describes, or --force to accept it"
        )


def contradictions(document: Document, api_version: str) -> list[str]:
    """Return the statements of a document that do not include `api_version`, each with its place."""
    return [
        f"{place} says {', '.join(sorted(dates))}"
        for place, dates in stated_versions(document).items()
        if api_version not in dates
    ]


def stated_version(document: Document) -> str | None:
    """Return the one date that all statements of a document allow; None without statements or agreement."""
    statements = list(stated_versions(document).values())
    common = frozenset.intersection(*statements) if statements else frozenset[str]()
    return next(iter(common)) if len(common) == 1 else None


def _statements(document: Document) -> Iterator[tuple[str, frozenset[str]]]:
    components = _mapping(_mapping(document.get("components")).get("parameters"))
    for name, parameter in components.items():
        yield from _of_parameter(document, f"components.parameters.{name}", parameter)
    for path, item in _mapping(document.get("paths")).items():
        yield f"path {path}", _dates(path)
        for method, operation in {"": item, **_mapping(item)}.items():
            for parameter in _list(_mapping(operation).get("parameters")):
                place = " ".join(filter(None, [method.upper(), path]))
                yield from _of_parameter(document, f"{place}: parameter IBM-API-Version", parameter)
    for number, server in enumerate(_list(document.get("servers"))):
        yield f"servers[{number}].url", _dates(_mapping(server).get("url"))
        for name, variable in _mapping(_mapping(server).get("variables")).items():
            yield f"servers[{number}].variables.{name}", _of_values(variable)
    info = _mapping(document.get("info"))
    yield "info.version", _dates(info.get("version"))
    for key in ("title", "summary", "description"):
        yield f"info.{key}", frozenset(_NAMED.findall(str(info.get(key) or "")))


def _of_parameter(document: Document, place: str, parameter: object) -> Iterator[tuple[str, frozenset[str]]]:
    fields = _mapping(parameter)
    if str(fields.get("name", "")).lower() == HEADER and fields.get("in") == "header":
        yield place, _of_values(followed(document, fields.get("schema")))


def _of_values(schema: object) -> frozenset[str]:
    """Return the dates of a default, a const, or else an enum; a default is more specific than its enum."""
    fields = _mapping(schema)
    for key in ("const", "default"):
        if dates := _dates(fields.get(key)):
            return dates
    return frozenset[str]().union(*(_dates(value) for value in _list(fields.get("enum"))))


def _dates(value: object) -> frozenset[str]:
    # YAML parses an unquoted date as a date, whose text is the same.
    return frozenset() if value is None else frozenset(_DATE.findall(str(value)))


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
