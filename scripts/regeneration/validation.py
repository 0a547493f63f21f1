"""Validate OpenAPI documents, and locate their errors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from openapi_spec_validator import (
    OpenAPIV30SpecValidator,
    OpenAPIV31SpecValidator,
    OpenAPIV32SpecValidator,
)

from regeneration.documents import Document, DocumentError, operations, pointer, resolve, walk
from regeneration.recursion import without_endless_schemas

if TYPE_CHECKING:
    from collections.abc import Iterator

_VALIDATORS = {"3.0": OpenAPIV30SpecValidator, "3.1": OpenAPIV31SpecValidator, "3.2": OpenAPIV32SpecValidator}
_PARAMETER = re.compile(r"\{([^{}]+)\}")


def check_valid(document: Document, what: str) -> None:
    """Refuse a document that is not valid in its OpenAPI version.

    Args:
        document: The document.
        what: Its name in the message.

    Raises:
        DocumentError: The first problem and its place.
    """
    problem = first_problem(document)
    if problem is not None:
        raise DocumentError(f"{what} is not valid: {problem}")


def first_problem(document: Document) -> str | None:
    """Return the first error of a document, with its place; None if it is valid."""
    validator = _VALIDATORS[document["openapi"][:3]]
    error = next(iter(validator.schema_validator.iter_errors(document)), None)
    if error is not None:
        return _described(document, error)
    # The validator finds these as well, but not their places.
    problem = next(_parameter_problems(document), None)
    if problem is not None:
        return problem
    try:
        # The validator collects the properties of a union along its branches, endlessly if these are circular.
        error = next(iter(validator(without_endless_schemas(document)).iter_errors()), None)
    except re.error as fault:
        return f"the pattern {fault.pattern!r} is not a regular expression: {fault}"
    except RecursionError:
        return "its schemas contain themselves in a way that cannot be followed (at #/components/schemas)"
    return None if error is None else _described(document, error)


# Any: jsonschema, whose errors these are, has no types.
def _described(document: Document, error: Any) -> str:
    # For a failed choice, the branch that got furthest is the most informative.
    while error.context:
        error = max(error.context, key=lambda part: len(part.absolute_path))
    words = error.message.splitlines()[0][:300]
    place = error.absolute_path or _place_of(document, error.instance)
    return f"{words} (at {pointer(place)})"


def _place_of(document: Document, instance: Any) -> tuple[str | int, ...]:
    """Return the place of an object that a validator was checking; the whole document if it is not part of it."""
    return next((place for place, node in walk(document) if node is instance), ())


def _parameter_problems(document: Document) -> Iterator[str]:
    for method, path, operation in operations(document):
        place = ("paths", path, method)
        taken: set[tuple[str, str]] = set()
        for owner, where in ((operation, place), (document["paths"][path], place[:2])):
            met: set[tuple[str, str]] = set()
            for index, written in enumerate(owner.get("parameters", ())):
                found = resolve(document, written["$ref"]) if "$ref" in written else written
                if not isinstance(found, dict):
                    continue  # a reference without a target is reported elsewhere
                key = (str(found.get("name")), str(found.get("in")))
                if key in met:
                    spot = pointer((*where, "parameters", index))
                    yield f"{key[1]} parameter {key[0]!r} is defined twice (at {spot})"
                met.add(key)
            taken |= met
        named, given = set(_PARAMETER.findall(path)), {name for name, kind in taken if kind == "path"}
        for name in sorted(named - given):
            yield f"the path has {{{name}}}, but there is no path parameter of that name (at {pointer(place)})"
        for name in sorted(given - named):
            yield f"the path parameter {name!r} does not appear in the path (at {pointer(place)})"
