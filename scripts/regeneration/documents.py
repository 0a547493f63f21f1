"""API documents: parsed as untrusted input, converted to one normal form, and written.

A document may come from outside, so parsing refuses what has no place in an API description: YAML anchors and tags (an
anchor can expand without bound), duplicate keys, and sizes beyond any real document.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
Document: TypeAlias = "dict[str, Any]"
_T = TypeVar("_T")

MAX_BYTES = 16 * 1024 * 1024
MAX_NODES = 100_000
MAX_DEPTH = 80
# The supported versions of OpenAPI. `regeneration.forms` converts the newer ones.
FORMS = ("3.0.", "3.1.", "3.2.")
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

# The order of keys for readers; every other key follows alphabetically.
_READING_ORDER = """
    openapi info servers $ref name in summary title description operationId tags security x-ibm-permissions x-ibm-events
    parameters requestBody type format enum default nullable pattern minimum maximum minLength maxLength
    minItems maxItems items properties additionalProperties required allOf anyOf oneOf discriminator schema content
    responses example paths components
"""
_RANK = {key: rank for rank, key in enumerate(_READING_ORDER.split())}
# Below these keys are names chosen by the document's author, not keywords of OpenAPI.
_MAPS_OF_NAMES = frozenset({
    "properties", "patternProperties", "schemas", "paths", "responses", "securitySchemes", "requestBodies", "mapping",
})  # fmt: skip
# The other keys of OpenAPI and JSON Schema with author-chosen names below.
_MORE_MAPS_OF_NAMES = frozenset({
    "headers", "parameters", "content", "encoding", "callbacks", "links", "variables", "pathItems", "webhooks",
    "$defs", "definitions", "dependentSchemas", "dependentRequired", "scopes",
})  # fmt: skip
# Below these keys is data, which contains no keywords of OpenAPI.
_DATA = frozenset({"example", "examples", "default", "enum", "const"})


class DocumentError(ValueError):
    """An invalid API document; the message says why and where."""


def read_document(path: Path) -> Document:
    """Read the API document in the file `path`, YAML or JSON."""
    return parse_document(path.read_bytes(), str(path))


def parse_document(data: bytes, origin: str) -> Document:
    """Parse a YAML or JSON API document.

    Raises:
        DocumentError: The data is not UTF-8, not YAML or JSON, too large, or not an OpenAPI 3 document.
    """
    if len(data) > MAX_BYTES:
        raise DocumentError(f"{origin}: {len(data)} bytes; at most {MAX_BYTES} are accepted")
    try:
        text = data.decode("utf-8-sig")
        content = _parse_json(text) if text.lstrip().startswith("{") else parse_yaml(text)
    except (UnicodeDecodeError, json.JSONDecodeError, yaml.YAMLError, DocumentError) as error:
        raise DocumentError(f"{origin}: {error}") from error
    except RecursionError as error:
        raise DocumentError(f"{origin}: nested deeper than {MAX_DEPTH} levels") from error
    check_size(content, origin)
    version = content.get("openapi") if isinstance(content, dict) else None
    if not isinstance(version, str) or not version.startswith(FORMS):
        raise DocumentError(
            f"{origin}: `openapi` is {version!r}; expected an OpenAPI 3.0, 3.1 or 3.2 document"
        )
    if not isinstance(content.get("paths"), dict):
        raise DocumentError(f"{origin}: `paths` is missing or not an object")
    return cast("Document", content)


def _parse_json(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_unique)
    except DocumentError:
        parse_yaml(text)  # finds the same key with its line, which the JSON parser does not report
        raise


def check_size(content: Json, origin: str) -> None:
    """Refuse a document with more nodes or levels than a real one has."""
    nodes = 0
    pending: list[tuple[Json, tuple[str | int, ...]]] = [(content, ())]
    while pending:
        node, place = pending.pop()
        nodes += 1
        if nodes > MAX_NODES:
            raise DocumentError(f"{origin}: more than {MAX_NODES} nodes")
        if len(place) >= MAX_DEPTH:
            raise DocumentError(
                f"{origin}: nested deeper than {MAX_DEPTH} levels (at {pointer(place[:5])}/...)"
            )
        if isinstance(node, dict):
            pending += [(child, (*place, key)) for key, child in node.items()]
        elif isinstance(node, list):
            pending += [(child, (*place, index)) for index, child in enumerate(node)]


# Allowed characters of a path and of component names; the second is the OpenAPI Specification's own rule.
_SEGMENT = re.compile(r"([A-Za-z0-9_~:.-]|\{[A-Za-z][A-Za-z0-9_-]*\})+", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9._-]+", re.ASCII)


def check_names(document: Document) -> None:
    """Refuse names that could become something other than a name in generated code or in a URL.

    Raises:
        DocumentError: A path has segments other than plain words and {parameters}, a component or an operation id has
        invalid characters, or two operations have the same id.
    """
    for path in document["paths"]:
        segments = path.removeprefix("/").split("/")
        if not path.startswith("/") or not all(_SEGMENT.fullmatch(s) and s.strip(".") for s in segments):
            raise DocumentError(f"path {path!r}: its segments must be plain words or {{parameters}}")
    for kind, components in document.get("components", {}).items():
        names = components if isinstance(components, dict) and not kind.startswith("x-") else ()
        wrong = next((name for name in names if not _NAME.fullmatch(name)), None)
        if wrong is not None:
            raise DocumentError(
                f"component {wrong!r} in {kind}: letters, digits, '.', '_' and '-' are allowed"
            )
    met: dict[str, str] = {}
    for method, path, operation in operations(document):
        name, place = operation.get("operationId"), f"{method.upper()} {path}"
        if name is None:
            continue
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise DocumentError(
                f"operation id {name!r} of {place}: letters, digits, '.', '_' and '-' are allowed"
            )
        if name in met:
            raise DocumentError(f"operation id {name!r}: both {place} and {met[name]} have it")
        met[name] = place


def check_references(document: Document) -> None:
    """Refuse references without a target or out of the document, and schemas that are defined as themselves.

    A schema may contain itself, in a property or as an item; it must not be its own alias or part (`allOf`, `oneOf`,
    `anyOf`), because no value could satisfy it.

    Raises:
        DocumentError: The first such reference, and its place.
    """
    sound: set[int] = set()
    for place, node in walk(document):
        _check_parts(document, node, pointer(place), [], sound)


def _check_parts(document: Document, node: Any, where: str, met: list[str], sound: set[int]) -> None:
    """Follow the reference and the parts of one schema; `met` are the references on the way here."""
    if not isinstance(node, dict) or id(node) in sound:
        return
    reference = node.get("$ref")
    if isinstance(reference, str):
        if reference in met:
            raise DocumentError(f"{where}: reference {reference!r} is circular")
        try:
            target = resolve(document, reference)
        except DocumentError as error:
            raise DocumentError(f"{where}: {error}") from error
        if target is None:
            raise DocumentError(f"{where}: reference {reference!r} has no target")
        _check_parts(document, target, where, [*met, reference], sound)
    for keyword in ("allOf", "oneOf", "anyOf"):
        parts = node.get(keyword)
        for part in parts if isinstance(parts, list) else ():
            _check_parts(document, part, where, met, sound)
    sound.add(id(node))


class _Loader(yaml.CSafeLoader):
    """YAML with JSON's types: dates stay text, keys are text and unique."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def _construct_mapping(loader: _Loader, node: yaml.MappingNode) -> dict[str, Any]:
    pairs = [
        (str(loader.construct_object(key)), loader.construct_object(value, deep=True))
        for key, value in node.value
    ]
    try:
        return _unique(pairs)
    except DocumentError as error:
        raise DocumentError(f"{error}, which begins {_spot(node.start_mark)}") from error


_Loader.add_constructor("tag:yaml.org,2002:map", _construct_mapping)


def _spot(mark: Any) -> str:
    """Return the position of a mark; the C and Python parsers have different marks."""
    return f"in line {mark.line + 1}, column {mark.column + 1}"


def parse_yaml(text: str) -> Any:
    """Parse untrusted YAML: no anchors, no tags, unique keys, dates as text."""
    for count, event in enumerate(yaml.parse(text, Loader=yaml.CSafeLoader)):
        if isinstance(event, yaml.AliasEvent):
            raise DocumentError(f"YAML anchors are not supported; there is one {_spot(event.start_mark)}")
        if count > 3 * MAX_NODES:
            raise DocumentError(f"more than {MAX_NODES} nodes")
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - derived from the safe loader


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for key, value in pairs:
        if key in content:
            raise DocumentError(f"key {key!r} appears twice in one object")
        content[key] = value
    return content


def normalised(node: Json, key: str = "", *, names: bool = False) -> Json:
    """Return `node` with its keys in reading order, so that equal documents have equal text."""
    if key in _DATA and not names:
        return _sorted(node)
    if isinstance(node, list):
        return [normalised(item) for item in node]
    if not isinstance(node, dict):
        return node
    holds_names = key in _MAPS_OF_NAMES and not names
    order = (
        sorted(node) if holds_names else sorted(node, key=lambda name: (_RANK.get(name, len(_RANK)), name))
    )
    return {name: normalised(node[name], name, names=holds_names) for name in order}


def _sorted(node: Json) -> Json:
    if isinstance(node, list):
        return [_sorted(item) for item in node]
    return {name: _sorted(node[name]) for name in sorted(node)} if isinstance(node, dict) else node


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - PyYAML's signature
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's signature
        return True


# Characters that are line breaks in YAML, or invalid unless they are escaped.
_UNUSUAL = re.compile("[^\n -~\u00a1-\u2027\u202f-\ud7ff\ue000-\ufefe\uff00-\ufffd]")


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if _UNUSUAL.search(text) else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)


def dump_document(document: Document) -> str:
    """Write `document` as YAML in its normal form."""
    return yaml.dump(
        normalised(document),
        Dumper=_Dumper,
        sort_keys=False,
        width=110,
        allow_unicode=True,
        default_flow_style=False,
    )


def copied(node: _T) -> _T:
    """Return a copy of a document, or of a part of it, that shares no object or list with it.

    A document is a tree of JSON; copy.deepcopy supports much more than that and is several times as slow.
    """
    if isinstance(node, dict):
        return cast("_T", {key: copied(value) for key, value in node.items()})
    return cast("_T", [copied(item) for item in node]) if isinstance(node, list) else node


def operations(document: Document) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield (method, path, operation) of every operation."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if isinstance(item, dict) and isinstance(item.get(method), dict):
                yield method, path, item[method]


def walk(document: Document) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
    """Yield every object whose keys are keywords, with its place; excludes data (examples) and maps of names."""
    pending: list[tuple[tuple[str | int, ...], Any, bool]] = [((), document, False)]
    while pending:
        place, node, holds_names = pending.pop()
        if isinstance(node, list):
            pending += [((*place, index), item, False) for index, item in enumerate(node)]
        elif isinstance(node, dict):
            if not holds_names:
                yield place, node
            for key, value in node.items():
                if holds_names or key not in _DATA:
                    names = not holds_names and key in (_MAPS_OF_NAMES | _MORE_MAPS_OF_NAMES)
                    pending.append(((*place, key), value, names))


def pointer(place: Iterable[str | int]) -> str:
    """Format a place as a reference: `#/paths/~1v1~1jobs/get`."""
    return "/".join(["#", *(str(step).replace("~", "~0").replace("/", "~1") for step in place)])


def resolve(document: Document, reference: str) -> Any:
    """Return the target of the local JSON pointer `reference`, or None."""
    if not reference.startswith("#/"):
        raise DocumentError(
            f"reference {reference!r}: only references inside the document (#/...) are followed"
        )
    node: Any = document
    for part in reference[2:].split("/"):
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(node, dict):
            node = node.get(name)
        elif isinstance(node, list) and name.isdecimal() and int(name) < len(node):
            node = node[int(name)]
        else:
            return None
    return node
