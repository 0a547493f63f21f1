"""Compare what the facade and the emulator rely on with a document; each difference says what to change.

The comparison uses their real traffic on a tour of the facade, so that no list needs maintenance.
"""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from qrt_client._version import OPERATIONS
from support import contract
from support.paths import PACKAGE, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.tour import Exchange

MADE_IN = ("_async", "_policy", "_service")
"""The packages of the facade that send requests and parse responses; `_sync` is derived."""
RECORDED = ("BackendConfigurationResponse", "BackendPropertiesResponse")
"""Data of devices that the emulator repeats, including fields that are in no document."""


class Reliance:
    """The traffic of a tour, with the document of one version.

    Args:
        exchanges: The requests and responses.
        document: The corrected document of that version.
        others: The corrected documents of the other vendored versions, which show earlier definitions.
        api_version: The version.
    """

    def __init__(
        self,
        exchanges: list[Exchange],
        *,
        document: dict[str, Any],
        others: list[dict[str, Any]],
        api_version: str,
    ) -> None:
        self.api_version = api_version
        self._document = document
        self._others = others
        self._judge = contract.Contract(document)
        self._exchanges: dict[str, list[Exchange]] = {}
        for exchange in exchanges:
            name = operation_of(exchange)
            if name is not None:
                self._exchanges.setdefault(name, []).append(exchange)

    @property
    def reached(self) -> set[str]:
        """Return the operations that the facade called."""
        return set(self._exchanges)

    @cached_property
    def requests(self) -> dict[str, list[str]]:
        """Return the differences of the requests from the document, by operation."""
        return self._first_of_each(self._of_requests)

    @cached_property
    def answers(self) -> dict[str, list[str]]:
        """Return the differences of the emulator's responses from the document, by operation."""
        return self._first_of_each(self._of_answers)

    def _first_of_each(self, differences: Any) -> dict[str, list[str]]:
        """Return each difference once, at the first operation that has it."""
        reported: set[str] = set()
        found: dict[str, list[str]] = {}
        for name, exchanges in self._exchanges.items():
            # Both clients send the same requests, and polling gives the same responses.
            distinct = {(one.request.content, one.response.content): one for one in exchanges}
            for exchange in distinct.values():
                for key, words in differences(name, exchange):
                    if key not in reported:
                        reported.add(key)
                        found.setdefault(name, []).append(words)
        return found

    def _of_requests(self, name: str, exchange: Exchange) -> Iterator[tuple[str, str]]:
        place = _place(name)
        request = exchange.request
        sent = dict(request.headers), request.content or None
        for words in self._judge.violations_of_request(request.method, str(request.url), *sent):
            missing = "is a required property" in words
            where = _calls_of(name) if missing else _mentions(_last_field(words))
            yield f"{name} {_key(words)}", f"{place}: {words}. {where}"
        operation = _operation(self._document, name)
        if operation is None:
            yield name, f"{place}: {self.api_version} does not have this operation. {_calls_of(name)}"
            return
        known = _parameters(self._document, operation)
        before = set().union(*(_parameters(other, _operation(other, name) or {}) for other in self._others))
        for parameter in dict(exchange.request.url.params):
            if parameter not in known:
                new = ", ".join(sorted(known - before)) or "nothing new"
                words = f"query parameter {parameter!r} is not in {self.api_version}, which has {new} instead"
                yield f"{name} {parameter}", f"{place}: {words}. {_mentions(parameter)}"
        body = _json(exchange.request.content)
        for owner, field in unknown_fields(self._document, _body_schema(self._document, operation), body):
            words = f"field {field!r} of the request ({owner}) is not in {self.api_version}"
            yield f"{owner}.{field}", f"{place}: {words}. {_mentions(field)}"

    def _of_answers(self, name: str, exchange: Exchange) -> Iterator[tuple[str, str]]:
        place = f"{_place(name)} answers {exchange.response.status_code}"
        request, answer = exchange.request, exchange.response
        kind = answer.headers.get("content-type", "")
        for words in self._judge.violations_of_answer(
            request.method, str(request.url), answer.status_code, kind, answer.content
        ):
            for part in words.split("; "):
                yield _key(part), f"{place}: {part}. {_mentions(_last_field(part))}"
        body = _json(exchange.response.content)
        now = self._unknown(self._document, name, exchange, body)
        for other in self._others:
            if _operation(other, name) is not None:
                gone = now - self._unknown(other, name, exchange, body)
                for owner, field in sorted(gone):
                    if owner.startswith(RECORDED):
                        continue
                    words = f"{field!r} of {owner} is not in {self.api_version}, and is still sent and read"
                    yield f"{owner}.{field}", f"{place}: {words}. {_mentions(field)}"

    def _unknown(
        self, document: dict[str, Any], name: str, exchange: Exchange, body: Any
    ) -> set[tuple[str, str]]:
        answers = (_operation(document, name) or {}).get("responses", {})
        answer = _followed(document, answers.get(str(exchange.response.status_code), {}))
        schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
        return set(unknown_fields(document, schema, body))


def new_values(document: dict[str, Any], before: dict[str, Any]) -> list[str]:
    """Return the enum values of a document that the facade and the emulator do not mention."""
    schemas = before["components"]["schemas"]
    return [
        f"{name} has the new value {value!r}: handle it in qrt_facade"
        for name, schema in document["components"]["schemas"].items()
        for value in schema.get("enum", [])
        if "enum" in schemas.get(name, {})
        and value not in schemas[name]["enum"]
        and not _mentions(str(value))
    ]


def operation_of(exchange: Exchange) -> str | None:
    """Return the operation of the installed client that a request belongs to."""
    for name, (method, path) in OPERATIONS.items():
        pattern = "/api" + re.sub(r"\{\w+\}", "[^/]+", path)
        if exchange.request.method == method and re.fullmatch(pattern, exchange.request.url.path):
            return name
    return None


def unknown_fields(
    document: dict[str, Any], schema: Any, value: Any, owner: str = ""
) -> Iterator[tuple[str, str]]:
    """Yield the fields of a value that are not in its schema, each with the schema that could have it."""
    schema, owner = _named(document, schema, owner)
    if isinstance(value, list):
        for item in value:
            yield from unknown_fields(document, schema.get("items", {}), item, owner)
    if not isinstance(value, dict):
        return
    fields = _fields(document, schema)
    open_ended = isinstance(schema.get("additionalProperties"), dict) or not fields
    for key, item in value.items():
        if key in fields:
            yield from unknown_fields(document, fields[key], item, f"{owner}.{key}")
        elif not open_ended:
            yield owner, key


def _fields(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a schema, including those of its branches."""
    fields = dict(schema.get("properties", {}))
    for keyword in ("allOf", "oneOf", "anyOf"):
        for branch in schema.get(keyword, []):
            fields |= _fields(document, _followed(document, branch))
    return fields


def _named(document: dict[str, Any], schema: Any, owner: str) -> tuple[dict[str, Any], str]:
    while isinstance(schema, dict) and "$ref" in schema:
        owner = schema["$ref"].rpartition("/")[2]
        schema = _followed(document, schema)
    if isinstance(schema, dict) and len(schema.get("allOf", [])) == 1 and "properties" not in schema:
        return _named(document, schema["allOf"][0], owner)
    return (schema, owner) if isinstance(schema, dict) else ({}, owner)


def _followed(document: dict[str, Any], node: Any) -> dict[str, Any]:
    while isinstance(node, dict) and "$ref" in node:
        target: Any = document
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step.replace("~1", "/").replace("~0", "~")]
        node = target
    return node if isinstance(node, dict) else {}


def _operation(document: dict[str, Any], name: str) -> dict[str, Any] | None:
    """Return an operation by its method and path, with the parameters of the path; ids differ between versions."""
    method, path = OPERATIONS[name]
    for at, item in document["paths"].items():
        if re.sub(r"\{\w+\}", "{}", f"/{at.lstrip('/')}") == re.sub(r"\{\w+\}", "{}", path):
            operation: dict[str, Any] | None = item.get(method.lower())
            shared = item.get("parameters", [])
            return operation and {**operation, "parameters": [*shared, *operation.get("parameters", [])]}
    return None


def _parameters(document: dict[str, Any], operation: dict[str, Any]) -> set[str]:
    given = (_followed(document, parameter) for parameter in operation.get("parameters", []))
    return {str(parameter.get("name")) for parameter in given if parameter.get("in") == "query"}


def _body_schema(document: dict[str, Any], operation: dict[str, Any]) -> Any:
    body = _followed(document, operation.get("requestBody", {}))
    return body.get("content", {}).get("application/json", {}).get("schema", {})


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None


def _place(name: str) -> str:
    method, path = OPERATIONS[name]
    return f"{method} {path} ({name})"


def _last_field(words: str) -> str:
    """Return the field that an error such as `$.jobs[0].usage: 1 is not of type 'object'` is about."""
    path = re.match(r"\$[\w.\[\]'-]*", words)
    names = re.findall(r"[A-Za-z_]\w*", path[0]) if path else []
    return names[-1] if names else ""


def _key(words: str) -> str:
    """Reduce an error to its subject, without the index of a list."""
    return f"{_last_field(words)} {re.sub(r'^.*? (?=is not|is a|does not|was|has)', '', words)}"


def _calls_of(name: str) -> str:
    return _located(rf"\bimport\b.*\b{name}\b|\b{name}\.(?:sync|asyncio)", f"{name} is called")


def _mentions(*names: str) -> str:
    words = [name for name in names if len(name) > 2]
    found = [_located(rf"[\"'`]{name}[\"'`]|\b{name}=", f"{name!r} is named") for name in words]
    return " ".join(place for place in found if place)


def _located(pattern: str, what: str) -> str:
    """Return the places of a text in the facade and the emulator, at most five."""
    places = [
        f"{path.relative_to(ROOT)}:{number}"
        for room in (*MADE_IN, "emulator")
        for path in sorted((PACKAGE / room).rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(pattern, line)
    ]
    return f"{what}: {', '.join(places[:5])}" if places else ""
