"""Parameter names and their order, including elements of parameter vectors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_ELEMENT: Final = re.compile(r"(.*)\[([0-9]+)\]", re.DOTALL)


class PlainName(str):
    """The name of a parameter that is not a vector element, even if it looks like one.

    Qiskit orders the elements of `ParameterVector("p", 12)` by index, but `Parameter("p[2]")` and `Parameter("p[10]")`
    as text: `p[10]` comes first. Compares equal to the same text.
    """

    __slots__ = ()


def name_of(parameter: Any) -> str:
    """Return the name of a Qiskit parameter."""
    name = str(parameter.name)
    return name if hasattr(parameter, "vector") else PlainName(name)


def in_order(names: Iterable[str]) -> list[str]:
    """Return names in the order in which the service binds positional values: Qiskit's, with `p[2]` before `p[10]`.

    A name that looks like a vector element and is not a `PlainName` is treated as one.
    """

    def key(name: str) -> tuple[str, int]:
        element = None if isinstance(name, PlainName) else _ELEMENT.fullmatch(name)
        return (element[1], int(element[2])) if element else (name, -1)

    return sorted(names, key=key)
