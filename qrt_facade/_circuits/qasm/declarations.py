"""Find the qubits and parameters that a text declares, without reading the rest: every submission needs them.

The parser interprets each declaration. A declaration that it does not understand gives "unknown" here; the readers
of whole programs report what is wrong with it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qrt_facade._circuits.qasm import syntax
from qrt_facade._circuits.qasm.faults import FaultError
from qrt_facade._circuits.qasm.statement_parser import Parser
from qrt_facade._circuits.qasm.values import Resolver, invalid
from qrt_facade._circuits.qasm.versions import version_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qrt_facade._circuits.qasm.scopes import Value

_COMMENT: Final = r"//[^\r\n]*|/\*(?s:.*?)(?:\*/|\Z)"  # an unterminated comment is scanned once
_DECLARED: Final = re.compile(
    rf"{_COMMENT}|\"[^\"\r\n]*\"|'[^'\r\n]*'"  # skip comments and strings
    rf"|(?P<statement>\b(?:qubit|qreg|input)\b(?:[^;/]+|{_COMMENT}|/)*+;?)|(?P<physical>\$[0-9])"
)


def declared_parameters(text: str) -> frozenset[str] | None:
    """Return the names of the inputs; None if one cannot be parsed or has a type other than float and angle."""
    if "input" not in text or _is_version_2(text):
        return frozenset()
    names: set[str] = set()
    for statement in _declarations(text, ("input",)):
        if statement is None:
            return None
        if isinstance(statement, syntax.InputDeclaration):
            if statement.type not in {"float", "angle"}:
                return None
            names.add(statement.name)
    return frozenset(names)


def declared_qubits(text: str) -> int | None:
    """Return the number of declared qubits; None if it cannot be determined, is 0, or physical qubits are used."""
    total = 0
    sizes = Resolver(_unknown)
    for statement in _declarations(text, ("qubit", "qreg")):
        if statement is None:
            return None
        if isinstance(statement, syntax.QubitDeclaration):
            try:
                total += 1 if statement.size is None else sizes.whole(statement.size)
            except FaultError:
                return None
    return total or None


def _declarations(text: str, keywords: tuple[str, ...]) -> Iterator[syntax.Statement | None]:
    """Yield the declarations with the given keywords; None for one that cannot be parsed, and for a physical qubit."""
    for found in _DECLARED.finditer(text):
        if found["physical"] and "qubit" in keywords:
            yield None
        elif (declared := found["statement"]) and declared.startswith(keywords):
            try:
                (statement,) = Parser(declared).statements()
            except (FaultError, ValueError, RecursionError):
                yield None
            else:
                yield statement


def _is_version_2(text: str) -> bool:
    try:
        return version_of(text) == 2
    except FaultError:
        return False


def _unknown(name: syntax.Name) -> Value:
    raise invalid("only numbers can be used here", name)
