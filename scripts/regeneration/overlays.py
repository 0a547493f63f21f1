"""OpenAPI Overlay 1.0.0: our corrections of IBM's document, applied by meaning.

Some extensions of an action make the corrections short and independent of the document's layout (the Overlay
Specification allows `x-` keys in an action):

- ``x-within: responses`` limits the matched nodes to those that a response can reach, including through references;
  ``responses only`` excludes those that a request can also reach.
- ``x-move-to: NAME`` moves the matched inline schemas to one schema of that name; a schema that differs stays inline.
- ``x-replace: true`` replaces the matched value by ``update`` instead of merging.
- ``x-since: DATE`` and ``x-until: DATE`` (both inclusive) limit the API versions to which an action applies.

A matched reference is followed before an update, so that a correction works whether a schema is inlined or not.
"""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from jsonpath_rfc9535 import JSONPathError

from regeneration.documents import METHODS, Document, DocumentError, copied, operations, pointer, resolve
from regeneration.searching import find

if TYPE_CHECKING:
    from collections.abc import Iterator

_ACTION_KEYS: Final = frozenset(
    {"target", "description", "update", "remove", "x-within", "x-move-to", "x-replace", "x-since", "x-until"}
)
_REF: Final = "$ref"
Place: TypeAlias = "tuple[str | int, ...]"


class OverlayError(ValueError):
    """A malformed overlay, or an action that cannot be applied."""


@dataclass(frozen=True)
class Idle:
    """An action without effect: its target is missing, or already as the action would make it."""

    target: str
    description: str
    matched: bool
    overlay: str = ""
    within: str | None = None
    references: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the action, and why it had no effect."""
        why = "changes nothing" if self.matched else "matches nothing"
        return f"{self.target} {why} (its purpose: {self.description})"


@dataclass(frozen=True)
class _Node:
    parent: Any
    key: str | int
    location: Place

    @property
    def value(self) -> Any:
        return self.parent[self.key]


def apply_overlay(
    document: Document, overlay: Document, api_version: str, name: str = "overlay"
) -> tuple[Document, list[Idle]]:
    """Return a copy of `document` with those actions of `overlay` applied that are for `api_version`.

    Args:
        document: The document.
        overlay: The content of an overlay file.
        api_version: The version that the document describes.
        name: The name of the overlay in errors.

    Returns:
        The copy, and the actions without effect.

    Raises:
        OverlayError: An action is malformed, or cannot be applied; the message says which.
    """
    actions = overlay.get("actions")
    if overlay.get("overlay") != "1.0.0" or not isinstance(actions, list):
        raise OverlayError(
            f"{name}: `overlay` is {overlay.get('overlay')!r} and `actions` a {type(actions).__name__}; "
            "1.0.0 and a list are expected"
        )
    patched = copied(document)
    idle = [
        Idle(
            action["target"],
            action["description"].strip(),
            bool(places),
            name,
            action.get("x-within"),
            _references(action),
        )
        for action, places, changed in _applied_actions(patched, actions, api_version, name)
        if not changed
    ]
    return patched, idle


def without_missing_schemas(document: Document) -> Document:
    """Return the corrected document, with responses of any content if the schema of their content is missing.

    The overlay gives every operation the shared error responses; a document with only a few operations may not have the
    errors' schema.
    """
    responses = document.get("components", {}).get("responses", {})
    for response in responses.values():
        for media in response.get("content", {}).values():
            reference = media.get("schema", {}).get(_REF)
            if reference is not None and resolve(document, reference) is None:
                media["schema"] = {}
    return document


def corrected_places(
    document: Document, overlay: Document, api_version: str, name: str = "overlay"
) -> dict[tuple[str, str | None], set[Place]]:
    """Return the operations and components that each action corrects in a document, by its target and x-within."""
    homes: dict[tuple[str, str | None], set[Place]] = {}
    for action, places, _ in _applied_actions(copied(document), overlay["actions"], api_version, name):
        met = homes.setdefault((action["target"], action.get("x-within")), set())
        met |= {_home(place) for place in places}
    return homes


def absent(idle: Idle, homes: set[Place], document: Document) -> tuple[Place, ...]:
    """Return the operations and components that an action without effect would correct, if `document` has none of them.

    If the object of an action does not exist, its missing effect says nothing about that object.

    Args:
        idle: An action that had no effect on `document`.
        homes: What the same action corrects in a document on which it has an effect.
        document: The document, corrected.
    """
    if nowhere := _without_target(document, idle.references):
        return tuple(tuple(reference.split("/")[1:]) for reference in nowhere)
    if idle.matched:
        return ()
    reachable = _reachable(document, idle.within)
    for home in homes:
        found = resolve(document, pointer(home))
        if found is not None and (reachable is None or home[0] == "paths" or id(found) in reachable):
            return ()
    return tuple(sorted(homes, key=str))


def _references(action: Document) -> tuple[str, ...]:
    """Return the components that an update refers to and does not contain.

    The schema of a content does not count: a response can do without it, see `without_missing_schemas`.
    """
    found: set[str] = set()
    brought: set[str] = set()
    pending = [action.get("update")]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            brought |= {f"#/components/schemas/{name}" for name in node}
            found |= {node[_REF]} if isinstance(node.get(_REF), str) else set()
            pending += [value for key, value in node.items() if key != "content"]
        elif isinstance(node, list):
            pending += node
    return tuple(sorted(found - brought))


def _without_target(document: Document, references: tuple[str, ...]) -> list[str]:
    return [reference for reference in references if resolve(document, reference) is None]


def _home(place: Place) -> Place:
    """Return the place of the operation or component that a place belongs to."""
    operation = place[0] == "paths" and len(place) > 2 and place[2] in METHODS
    return place[: 3 if operation or place[0] == "components" else 2]


def _applied_actions(
    document: Document, actions: list[Any], api_version: str, name: str
) -> Iterator[tuple[Document, list[Place], bool]]:
    """Apply actions one by one; yield each with the places that it matched, and whether it changed anything."""
    for number, action in enumerate(actions, 1):
        try:
            _check(action)
            if not _applies_to(action, api_version):
                continue
            places, changed = _apply_action(document, action)
        except (OverlayError, DocumentError) as error:
            raise type(error)(f"{name}, action {number}: {error}") from error
        yield action, places, changed


def _applies_to(action: Document, api_version: str) -> bool:
    # Dates as IBM writes them sort as text.
    return bool(action.get("x-since", "") <= api_version <= action.get("x-until", "9999-12-31"))


def _check(action: Any) -> None:
    if not isinstance(action, dict):
        raise OverlayError(f"{action!r} is not an object")
    unknown = set(action) - _ACTION_KEYS
    verbs = [verb for verb in ("update", "remove", "x-move-to") if verb in action]
    if unknown or len(verbs) != 1 or not action.get("target") or not action.get("description"):
        raise OverlayError(
            f"action {action.get('target')!r}: requires a target, a description and one of update, remove, x-move-to; "
            f"has {', '.join(sorted(action))}"
        )


def _apply_action(document: Document, action: Document) -> tuple[list[Place], bool]:
    """Apply one action; return the places that its target matched, and whether anything changed."""
    nodes = list(_matches(document, action))
    if "x-move-to" in action:
        nodes = _inline(document, nodes, action["x-move-to"])
    places = [node.location for node in nodes]
    if "x-move-to" in action:
        changed = _move(document, nodes, action["x-move-to"])
    elif "remove" in action:
        changed = _remove(nodes) if action["remove"] else False
    else:
        changed = False
        if _without_target(document, _references(action)):
            nodes = []  # prefer IBM's inline text to a reference without a target
        for node in nodes:
            changed |= _update(document, node, action["update"], replace=action.get("x-replace", False))
    return places, changed


def _matches(document: Document, action: Document) -> Iterator[_Node]:
    reachable = _reachable(document, action.get("x-within"))
    try:
        found = find(action["target"], document)
    except JSONPathError as error:
        raise OverlayError(f"target {action['target']!r}: {error}") from error
    for match in found:
        if _is_data(match.location):
            continue
        if not match.location:
            raise OverlayError(f"target {action['target']!r}: the whole document cannot be a target")
        parent: Any = document
        ancestors = []
        for step in match.location[:-1]:
            parent = parent[step]
            ancestors.append(id(parent))
        if reachable is None or reachable.intersection((*ancestors, id(match.value))):
            yield _Node(parent, match.location[-1], match.location)


def _is_data(location: tuple[str | int, ...]) -> bool:
    """Return whether a place is in an example: what looks like a schema there is none."""
    return any(
        step in {"example", "examples"} and before not in {"properties", "schemas"}
        for before, step in itertools.pairwise(location)
    )


def _reachable(document: Document, within: str | None) -> set[int] | None:
    """Return the identities of the objects that an action may change; None for all."""
    if within is None:
        return None
    responses = _closure(document, [operation.get("responses") for _, _, operation in operations(document)])
    if within == "responses":
        return responses
    if within == "responses only":
        bodies = [operation.get("requestBody") for _, _, operation in operations(document)]
        return responses - _closure(document, bodies)
    raise OverlayError(f"x-within: {within!r}; expected `responses` or `responses only`")


def _closure(document: Document, roots: list[Any]) -> set[int]:
    """Return the identities of `roots` and of everything they refer to."""
    pending = [node for node in roots if node]
    seen: set[int] = {id(node) for node in pending}
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            target = resolve(document, node[_REF]) if isinstance(node.get(_REF), str) else None
            if target is not None and id(target) not in seen:
                seen.add(id(target))
                pending.append(target)
            pending.extend(value for value in node.values() if isinstance(value, dict | list))
        elif isinstance(node, list):
            pending.extend(node)
    return seen


def _remove(nodes: list[_Node]) -> bool:
    # From the end, so that the indexes of earlier items in a list stay valid.
    for node in sorted(nodes, key=lambda node: [str(step).zfill(9) for step in node.location], reverse=True):
        del node.parent[node.key]
    return bool(nodes)


def _update(document: Document, node: _Node, update: Any, *, replace: bool) -> bool:
    if replace:
        before, node.parent[node.key] = node.value, copied(update)
        return bool(before != update)
    target = _followed(document, node.value)
    if isinstance(target, list):
        target.append(copied(update))
        return True
    if not isinstance(target, dict) or not isinstance(update, dict):
        raise OverlayError(f"{pointer(node.location)}: an update requires an object or a list here")
    return _merge(target, update)


def _followed(document: Document, value: Any) -> Any:
    seen: list[str] = []
    while isinstance(value, dict) and isinstance(value.get(_REF), str):
        if value[_REF] in seen:
            raise DocumentError(f"reference {value[_REF]!r} is circular")
        seen.append(value[_REF])
        target = resolve(document, value[_REF])
        if target is None:
            return value
        value = target
    return value


def _merge(target: dict[str, Any], update: dict[str, Any]) -> bool:
    changed = False
    for key, value in update.items():
        if isinstance(value, dict) and isinstance(target.get(key), dict):
            changed |= _merge(target[key], value)
        elif isinstance(value, list) and isinstance(target.get(key), list):
            target[key].extend(copied(value))
            changed |= bool(value)
        elif key not in target or target[key] != value:
            target[key] = copied(value)
            changed = True
    return changed


def _inline(document: Document, nodes: list[_Node], name: str) -> list[_Node]:
    """Return the nodes that are neither references nor the schema of that name itself."""
    named = document.get("components", {}).get("schemas", {}).get(name)
    return [
        node
        for node in nodes
        if isinstance(node.value, dict) and _REF not in node.value and node.value is not named
    ]


def _move(document: Document, inline: list[_Node], name: str) -> bool:
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    if not inline:
        return False
    alike: dict[str, list[_Node]] = {}
    for node in sorted(inline, key=lambda node: [str(step) for step in node.location]):
        alike.setdefault(_meaning(node.value), []).append(node)
    # The most common version gets the name; one that differs stays inline.
    moved = alike.get(_meaning(schemas[name]), []) if name in schemas else max(alike.values(), key=len)
    if moved:
        schemas.setdefault(name, moved[0].value)
    for node in moved:
        node.parent[node.key] = {_REF: f"#/components/schemas/{name}"}
    return bool(moved)


def _meaning(node: Any) -> str:
    return json.dumps(_without_words(node), sort_keys=True)


def _without_words(node: Any) -> Any:
    if isinstance(node, dict):
        # The values of an enum imply its type.
        told = {"description", "title", "type"} if "enum" in node else {"description", "title"}
        return {key: _without_words(value) for key, value in node.items() if key not in told}
    return [_without_words(item) for item in node] if isinstance(node, list) else node
