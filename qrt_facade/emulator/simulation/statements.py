"""OpenQASM 3 parsed statement by statement with a cache: the reference parser takes most of a small job's time.

The parsed form of a statement is cached for the next one with the same text; numeric angles of a gate are inserted
afterwards. Positions therefore refer to the statement, not to the program: for errors the whole program is parsed
again.
"""

from __future__ import annotations

import copy
import re
from functools import lru_cache
from typing import TYPE_CHECKING

import openqasm3
from openqasm3 import ast
from openqasm3.parser import QASM3ParsingError

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMMENT = re.compile(r"//[^\r\n]*|/\*.*?\*/|(OPENQASM[ \t\r\n]*/|/\*.*)", re.DOTALL)
"""A comment. The group matches errors: a comment before the version number, and one without an end.

The latter matches the rest of the text. Otherwise each later `/*` would search for the missing end again.
"""
_HEADER = re.compile(
    r'[ \t\r\n]*(?:OPENQASM[ \t\r\n]+3(?:\.0)?[ \t\r\n]*;)?(?:[ \t\r\n]*include[ \t\r\n]*"stdgates\.inc"[ \t\r\n]*;)?'
)
_NOT_PLAIN = re.compile(r"""[{}"'@#]|\b(?:OPENQASM|pragma)\b""")
"""Text that may contain a semicolon that ends no statement, or that depends on lines or its place in the program."""

_WITH_ANGLES = re.compile(r"([A-Za-z_][A-Za-z_0-9]*)[ \t]*\(([^()]*)\)(.*)", re.DOTALL)
_ANGLE = re.compile(r"[ \t]*+(-?)[ \t]*+([0-9]+\.[0-9]+(?:[eE][+-]?[0-9]+)?)[ \t]*")
_SPACE = " \t\r\n"

_CACHE_SIZE = 1024
_MAX_CACHED_LENGTH = 1000
"""Maximum length of a cached statement: enough for a barrier on all qubits of a large device."""


def parsed_by_statements(text: str) -> ast.Program | None:
    """Parse a text without blocks, where each semicolon ends a statement; return None for any other text.

    Statements are shared among programs and must not be modified.

    Args:
        text: OpenQASM 3. If it has an error, the result is also None.
    """
    if "/" in text:
        text = _COMMENT.sub(r"\1 ", text)
    header = _HEADER.match(text)
    start = header.end() if header else 0
    if _NOT_PLAIN.search(text, start):
        return None
    *pieces, rest = text[start:].split(";")
    if rest.strip(_SPACE):
        return None
    try:
        statements = [_statement(piece.strip(_SPACE)) for piece in pieces]
        if header and "include" in header[0]:
            statements.insert(0, _parse_cached('include "stdgates.inc"'))
    except Exception:  # noqa: BLE001  # the parser fails in many ways; the full parse reports them
        return None
    return ast.Program(statements) if statements else None


def _statement(piece: str) -> ast.Statement | ast.Pragma:
    """Parse a statement given without its semicolon.

    Raises:
        QASM3ParsingError: it is not exactly one statement.
    """
    if call := _WITH_ANGLES.fullmatch(piece):
        angles = list(map(_ANGLE.fullmatch, call[2].split(",")))
        found = [angle for angle in angles if angle]
        if len(found) == len(angles):
            # Statements of this form have the same tree except for the numbers in it.
            zeros = ", ".join(f"{sign}0.0" for sign, _ in (angle.groups() for angle in found))
            form = _parse_cached(f"{call[1]}({zeros}){call[3]}")
            if isinstance(form, ast.QuantumGate):
                return _with_angles(form, [float(angle[2]) for angle in found])
    return _parse_cached(piece) if len(piece) <= _MAX_CACHED_LENGTH else _parse(piece)


def _with_angles(form: ast.QuantumGate, angles: Sequence[float]) -> ast.QuantumGate:
    gate = copy.copy(form)
    gate.arguments = [_with_number(old, angle) for old, angle in zip(form.arguments, angles, strict=True)]
    return gate


def _with_number(form: ast.Expression, number: float) -> ast.Expression:
    """Return a literal, or the negative of one, with another number."""
    changed = copy.copy(form)
    if isinstance(changed, ast.UnaryExpression):
        changed.expression = _with_number(changed.expression, number)
    elif isinstance(changed, ast.FloatLiteral):
        changed.value = number
    return changed


def _parse(piece: str) -> ast.Statement | ast.Pragma:
    program = openqasm3.parse(piece + ";")
    if len(program.statements) != 1:
        raise QASM3ParsingError
    return program.statements[0]


_parse_cached = lru_cache(maxsize=_CACHE_SIZE)(_parse)
