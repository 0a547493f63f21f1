"""OpenQASM 3 parsed by the reference parser and converted by Qiskit's importer with the service's restrictions."""

from __future__ import annotations

import contextlib
import io
import re
from typing import TYPE_CHECKING, Any

import openqasm3
from openqasm3.parser import QASM3ParsingError
from qiskit_qasm3_import import ConversionError

from qrt_facade.emulator.simulation.failures import not_loaded, not_parsed, unsupported
from qrt_facade.emulator.simulation.importing import DuplicateError, Importer, UnsupportedError
from qrt_facade.emulator.simulation.statements import parsed_by_statements
from qrt_facade.emulator.simulation.texts import at, place

if TYPE_CHECKING:
    from qiskit import QuantumCircuit

_PARSER_PLACE = re.compile(r"L(\d+):C(\d+): ")
_IMPORTER_PLACE = re.compile(r"(\d+),(\d+): ")
_QUOTED = re.compile(r"'([^']+)'")
_UNSUPPORTED = re.compile(r"not (?:currently )?supported|only .* (?:is|are) supported")
_ENDS_A_STATEMENT = re.compile(r"[\w$.]+|[\])]|\".*\"|'.*'")
_BEGINS_ONE = re.compile(r"[^\W\d]|[$@]")
_LONG = re.compile(r", but received .*", re.DOTALL)

_PLAIN = [
    (
        re.compile(r"Symbol ('[^']+') already inserted in symbol table in this scope.*"),
        r"\1 is already defined",
    ),
    (re.compile(r'register name "([^"]+)" already exists'), r"'\1' is already defined"),
    (re.compile(r"Undefined symbol ('[^']+')"), r"\1 is not defined"),
    (re.compile(r"mismatched lengths in gate broadcast"), "the registers differ in size"),
    (re.compile(r"non-stdgates imports not currently supported"), "only stdgates.inc can be included"),
]
"""Clearer replacements for messages of the importer."""

_DEFINITIONS = {
    "rzz": "gate rzz(p) a, b { cx a, b; rz(p) b; cx a, b; }",
    "ecr": (
        "gate rzx(p) a, b { h b; cx a, b; rz(p) b; cx a, b; h b; } "
        "gate ecr a, b { rzx(pi/4) a, b; x a; rzx(-pi/4) a, b; }"
    ),
}
"""Definitions of native gates that stdgates.inc does not have, for use in a program."""


def read_openqasm3(text: str) -> QuantumCircuit:
    """Parse an OpenQASM 3 program.

    Raises:
        JobFailedError: 1603 if it is not OpenQASM 3 or names a qubit twice in one instruction, 1506 if a name, a
            number, an index or a size is invalid, 1521 for features that the service does not support, 1520 if it
            declares too many bits.
    """
    with contextlib.redirect_stderr(io.StringIO()):  # the parser also prints its errors
        statements = parsed_by_statements(text)
    if statements is not None:
        with contextlib.suppress(ConversionError):  # the place in the program is determined below
            return _imported(statements, text)
    program = _parsed(text)
    try:
        return _imported(program, text)
    except ConversionError as error:
        refusal = not_parsed
        if isinstance(error, DuplicateError):
            refusal = not_loaded
        elif isinstance(error, UnsupportedError) or _UNSUPPORTED.search(error.message):
            refusal = unsupported
        raise refusal(_with_place(text, error)) from error


def _imported(program: openqasm3.ast.Program, text: str) -> QuantumCircuit:
    return Importer().convert(program, source=text).circuit


def _parsed(text: str) -> openqasm3.ast.Program:
    try:
        # The parser also prints its errors.
        with contextlib.redirect_stderr(io.StringIO()):
            return openqasm3.parse(text)
    except QASM3ParsingError as error:
        raise not_loaded(f"the text is not valid OpenQASM 3: {_syntax_problem(text, error)}") from error
    except RecursionError as error:
        raise not_loaded("the text is not valid OpenQASM 3: it is nested too deeply") from error


def _syntax_problem(text: str, error: QASM3ParsingError) -> str:
    message = str(error)
    if found := _PARSER_PLACE.match(message):
        problem = _LONG.sub("", message[found.end() :])
        problem = problem.replace("token recognition error at: ", "unexpected ")
        return at(text, int(found[1]), int(found[2]), problem)
    # The token that the parser rejected is only known to the exception's cause.
    recognition: Any = next(iter(error.__cause__.args if error.__cause__ else ()), None)
    met = getattr(recognition, "offendingToken", None)
    if met is None:
        return message or "it cannot be parsed"
    before = [one.text for one in recognition.input.tokens[: met.tokenIndex] if one.channel == 0]
    at_end = met.type == met.EOF
    problem = "the text ends too early" if at_end else f"unexpected '{met.text[:40]}'"
    if before and _ENDS_A_STATEMENT.fullmatch(before[-1]) and (at_end or _BEGINS_ONE.match(met.text)):
        problem += f"; is a semicolon missing{'' if at_end else ' before it'}?"
    return at(text, met.line, met.column, problem)


def _with_place(text: str, error: ConversionError) -> str:
    """Return the importer's message with its place and, if possible, advice."""
    message = str(error.message)
    found = _IMPORTER_PLACE.match(message)
    problem = message[found.end() :] if found else message
    problem = _with_advice(problem.rstrip("."))
    if found is None:
        return problem
    line, column = int(found[1]), int(found[2])
    lines = text.split("\n")
    name = _QUOTED.search(problem)
    here = lines[line - 1][column:] if line <= len(lines) else ""
    # The parser reports the column of an identifier as its offset in the whole text.
    if not here or (name and not here.startswith(name[1]) and text[column:].startswith(name[1])):
        line, column = place(text, column)
    return at(text, line, column, problem)


def _with_advice(problem: str) -> str:
    for pattern, plain in _PLAIN:
        problem = pattern.sub(plain, problem)
    undefined = re.fullmatch(r"gate '([^']+)' is not defined", problem)
    if undefined is None:
        return problem
    name = undefined[1]
    if name in _DEFINITIONS:
        return f"{problem}; it is not in stdgates.inc, so define it first: {_DEFINITIONS[name]}"
    if name == "id":
        return f"{problem}; remove it, or use a delay"
    if Importer.is_standard(name):
        return f'{problem}; add include "stdgates.inc"'
    return f"{problem}; gates outside stdgates.inc need a definition"
