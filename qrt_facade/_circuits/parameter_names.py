"""Names of parameters, and which of them are those of a vector's elements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_ELEMENT: Final = re.compile(r"(.*)\[([0-9]+)\]", re.DOTALL)


class PlainName(str):
    """The name of a parameter that is not an element of a vector, even if it looks like one.

    Qiskit orders the elements of `ParameterVector("p", 12)` by index, but `Parameter("p[2]")` and `Parameter("p[10]")` as
    text: `p[10]` comes first. Equal to the same text, as a name.
    """

    __slots__ = ()


def name_of(parameter: Any) -> str:
    """The name of a parameter of Qiskit."""
    name = str(parameter.name)
    return name if hasattr(parameter, "vector") else PlainName(name)


def in_order(names: Iterable[str]) -> list[str]:
    """Names in the order in which the service binds positional values: Qiskit's, with `p[2]` before `p[10]`.

    What is not a `PlainName` and looks like an element of a vector counts as one.
    """

    def key(name: str) -> tuple[str, int]:
        element = None if isinstance(name, PlainName) else _ELEMENT.fullmatch(name)
        return (element[1], int(element[2])) if element else (name, -1)

    return sorted(names, key=key)
