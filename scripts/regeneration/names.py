"""The names in the generated client: a changed name is an ImportError for users of the raw client.

The names are the generator's own, from its model of a corrected document, so that a rename that the overlay or
generator.yaml reverts does not count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from openapi_python_client.schema.untrusted_string import UntrustedString

from regeneration.generation import parsed_document
from regeneration.levels import Level
from regeneration.matching import by_place
from regeneration.recording import GONE, Change

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from regeneration.documents import Document


@dataclass
class Names:
    """The names of one generated client.

    Attributes:
        modules: The module of each operation (`jobs.get_job`), by its place.
        arguments: The argument of each parameter, by the operation's place, the parameter's location, and its name.
        classes: The classes at each place of an operation or of another class.
        members: The attributes of each class, or the members of an enum, by their names in JSON.
    """

    modules: dict[tuple[str, str], str] = field(default_factory=dict)
    arguments: dict[tuple[tuple[str, str], str, str], str] = field(default_factory=dict)
    classes: dict[tuple[str, ...], set[str]] = field(default_factory=dict)
    members: dict[str, dict[str, str]] = field(default_factory=dict)


def names_of(document: Document, settings: Path) -> Names:
    """Return the names in the client that is generated from a corrected document.

    Raises:
        GenerationError: The generator cannot parse the document.
    """
    data = parsed_document(document, settings)
    names = Names()
    for tag, collection in data.endpoint_collections_by_tag.items():
        for endpoint in collection.endpoints:
            place = (re.sub(r"\{[^}]*\}", "{}", _text(endpoint.path)), _text(endpoint.method).lower())
            names.modules[place] = f"{_text(tag)}.{_text(endpoint.name)}"
            _endpoint(names, place, endpoint)
    for kind in (*data.models, *data.enums):
        _class(names, kind)
    return names


def _endpoint(names: Names, place: tuple[str, str], endpoint: Any) -> None:
    for index, parameter in enumerate(endpoint.path_parameters, start=1):
        names.arguments[place, "path", str(index)] = _text(parameter.python_name)
        _collect(names, (*place, "path", str(index)), parameter)
    for where in ("query", "header", "cookie"):
        for parameter in getattr(endpoint, f"{where}_parameters"):
            names.arguments[place, where, _text(parameter.name)] = _text(parameter.python_name)
            _collect(names, (*place, where, _text(parameter.name)), parameter)
    for body in endpoint.bodies:
        _collect(names, (*place, "body"), body.prop)
    for response in endpoint.responses:
        _collect(names, (*place, "response", _text(response.status_code)), response.prop)


def _class(names: Names, kind: Any) -> None:
    name = _text(kind.class_info.name)
    values = getattr(kind, "values", None)
    if values is not None:
        # A plain enum has names for its values; a literal enum has only the values.
        named = values.items() if isinstance(values, dict) else ((value, value) for value in values)
        names.members[name] = {_text(value): _text(member) for member, value in named}
        return
    properties = [*(kind.required_properties or []), *(kind.optional_properties or [])]
    names.members[name] = {_text(prop.name): _text(prop.python_name) for prop in properties}
    for prop in properties:
        _collect(names, (name, _text(prop.name)), prop)
    if getattr(kind, "additional_properties", None) not in (None, True, False):
        _collect(names, (name, "{}"), kind.additional_properties)


def _text(name: Any) -> str:
    """Return a name as text; the generator wraps text from the document in its own type."""
    return str(name.get_untrusted_value() if isinstance(name, UntrustedString) else name)


def _collect(names: Names, place: tuple[str, ...], prop: Any) -> None:
    found = set(_classes(prop))
    if found:
        names.classes.setdefault(place, set()).update(found)


def _classes(prop: Any) -> Iterator[str]:
    inner = getattr(prop, "inner_properties", None) or [getattr(prop, "inner_property", None)]
    for one in inner:
        if one is not None:
            yield from _classes(one)
    info = getattr(prop, "class_info", None)
    if info is not None:
        yield _text(info.name)


def compare_names(
    old: Names, new: Names, paths: dict[tuple[str, str], str], broken: set[tuple[str, str]]
) -> list[Change]:
    """Return the changes of names from one client to another.

    Args:
        old: The names in the client that users have.
        new: The names in the new client.
        paths: A description of each operation, by its place.
        broken: The places of operations that break by their structure. A class that disappears with them is only a
            warning, as is one that no operation uses.
    """
    changes = [
        Change(paths[place], "operationId", was, new.modules[place], Level.ERR, "name")
        for place, was in old.modules.items()
        if place in new.modules and new.modules[place] != was
    ]
    changes += [
        Change(paths[place], f"{where} parameter {name}: argument", was, now, Level.ERR, "name")
        for (place, where, name), was in old.arguments.items()
        if (now := new.arguments.get((place, where, name), was)) != was
    ]
    gone = old.members.keys() - new.members.keys()
    renamed = _renamed(old, new, gone)
    for name in sorted(gone):
        if name in renamed:
            changes.append(Change("", "class", name, renamed[name], Level.ERR, "name"))
            continue
        users = _users(old, name)
        level = Level.ERR if users and not users & broken else Level.WARN
        changes.append(Change("", f"class {name}", "there", GONE, level, "name"))
    for name in sorted(old.members.keys() & new.members.keys()):
        after = new.members[name]
        changes += [
            Change("", f"class {name}: {key}", was, after[key], Level.ERR, "name")
            for key, was in old.members[name].items()
            if after.get(key, was) != was
        ]
    return changes


def _users(names: Names, name: str) -> set[tuple[str, str]]:
    """Return the places of the operations that use a class."""
    found: set[tuple[str, str]] = set()
    met, pending = {name}, [name]
    while pending:
        one = pending.pop()
        for place in [place for place, classes in names.classes.items() if one in classes]:
            if place[0].startswith("/"):
                found.add((place[0], place[1]))
            elif place[0] not in met:
                met.add(place[0])
                pending.append(place[0])
    return found


def _renamed(old: Names, new: Names, gone: set[str]) -> dict[str, str]:
    """Return the new names of the classes that are gone, found by their place and their contents."""
    fresh = new.members.keys() - old.members.keys()
    renamed: dict[str, str] = {}
    pending = True
    while pending:
        pending = False
        for place, was in old.classes.items():
            # A place within a renamed class is a place within the class with the new name.
            now = new.classes.get((renamed.get(place[0], place[0]), *place[1:]), set())
            lost, came = (was & gone) - renamed.keys(), (now & fresh) - set(renamed.values())
            for name in sorted(lost):
                best = max(sorted(came), key=lambda other: _similarity(old, new, name, other), default=None)
                if best is not None and (
                    _similarity(old, new, name, best) > 0 or len(lost) == len(came) == 1
                ):
                    renamed[name] = best
                    came.discard(best)
                    pending = True
    for name in sorted(gone - renamed.keys()):
        alike = [
            other
            for other in sorted(fresh - set(renamed.values()))
            if _similarity(old, new, name, other) == 1
        ]
        if old.members[name] and len(alike) == 1:
            renamed[name] = alike[0]
    return renamed


def _similarity(old: Names, new: Names, name: str, other: str) -> float:
    one, two = old.members[name].keys(), new.members[other].keys()
    return len(one & two) / len(one | two) if one | two else 0


def paths_in_words(document: Document) -> dict[tuple[str, str], str]:
    """Return `GET /v1/jobs/{id}` of each operation, by its place."""
    return {place: f"{method.upper()} {path}" for place, (method, path, _) in by_place(document).items()}
