"""Slips in an API document that mean nothing, and that no correction of the overlay could name beforehand."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from regeneration.documents import Document, resolve
from regeneration.shapes import shape_of

if TYPE_CHECKING:
    from collections.abc import Callable


def without_slips(document: Document) -> Document:
    """Return a copy without what is wrong but means nothing.

    Tags listed twice, examples that lead nowhere, and required fields that their schema does not have.
    """
    tidy = copy.deepcopy(document)
    if isinstance(tidy.get("tags"), list):
        tidy["tags"] = [tag for index, tag in enumerate(tidy["tags"]) if tag not in tidy["tags"][:index]]
    pending: list[Any] = [tidy]
    while pending:
        node = pending.pop()
        pending.extend(node.values() if isinstance(node, dict) else node if isinstance(node, list) else ())
        if isinstance(node, dict):
            _keep(node, "examples", lambda example: not _leads_nowhere(tidy, example))
            if isinstance(node.get("properties"), dict) or "allOf" in node:
                _keep(node, "required", shape_of(tidy, node).properties.__contains__)
    return tidy


def _keep(node: dict[str, Any], key: str, wanted: Callable[[Any], bool]) -> None:
    """Keep of a list or object only what is wanted, and nothing at all of an empty one."""
    held = node.get(key)
    if isinstance(held, list):
        node[key] = [item for item in held if wanted(item)]
    elif isinstance(held, dict):
        node[key] = {name: item for name, item in held.items() if wanted(item)}
    else:
        return
    if not node[key]:
        del node[key]


def _leads_nowhere(document: Document, node: Any) -> bool:
    reference = node.get("$ref") if isinstance(node, dict) else None
    return isinstance(reference, str) and resolve(document, reference) is None
