"""OpenQASM 2 parsed by Qiskit's reader; its errors are explained with their place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import qiskit.qasm2

from qrt_facade.emulator.simulation.failures import JobFailedError, not_loaded, not_parsed, unsupported
from qrt_facade.emulator.simulation.texts import at, check_declared, place

if TYPE_CHECKING:
    from qiskit import QuantumCircuit

_PLACE = re.compile(r"<input>:(\d+),(\d+): ")

_GRAMMAR = re.compile(
    r"needed |unexpected |encountered |single equals|only the first statement|can only handle|only gate applications"
    r"|identifiers cannot start|integers cannot have|expected a|did not find|the parenthesis closed|invalid"
    r"|'.' is not a valid unary"
)
"""Beginnings of messages of the lexer and the grammar. All other messages concern the meaning of a program."""

_TOKENS = re.compile(
    r"""//[^\n]*|"[^"\n]*"|'[^'\n]*'|\b(?P<kind>qreg|creg)\s+\w+\s*\[\s*(?P<size>\d+)|\[\s*(?P<index>\d{10,})"""
)

_DEFINITIONS = re.compile(r"\bgate\s+(?P<name>\w+)\s*(?:\((?P<angles>[^)]*)\))?(?P<qubits>[^{;]*)\{")
_NAMES = re.compile(r"\w+")

_LONE_EQUALS = re.compile(r"(?<!=)=(?!=)")

_MISSING = re.compile(r"(\w+?)(?:Gate)?\.__init__\(\) missing (\d+)")


def read_openqasm2(text: str) -> QuantumCircuit:
    """Parse an OpenQASM 2 program, with Qiskit's legacy gates and functions.

    Raises:
        JobFailedError: 1603 if it is not OpenQASM 2, 1506 if a name, a number or an index is invalid, 1521 for an
            include other than qelib1.inc, 1520 if it declares too many bits.
    """
    _check_numbers(text)
    try:
        # Without a search path, `include` finds only the built-in qelib1.inc and opens no file.
        return qiskit.qasm2.loads(
            text,
            include_path=(),
            custom_instructions=_custom_instructions(text),
            custom_classical=qiskit.qasm2.LEGACY_CUSTOM_CLASSICAL,
        )
    except qiskit.qasm2.QASM2ParseError as error:
        raise _refusal(text, str(error.message)) from error
    except TypeError as error:
        # Qiskit's reader does not check the number of angles of its own gates when they are called without any.
        missing = _MISSING.search(str(error))
        if missing is None:
            raise
        raise not_parsed(_without_angles(text, missing[1].lower(), missing[2])) from error


def _custom_instructions(text: str) -> list[qiskit.qasm2.CustomInstruction]:
    """Return Qiskit's own gates, except those that the program defines with different numbers of angles or qubits.

    The specification's qelib1.inc does not have them, so their names are free; Qiskit's reader compares the numbers.
    """
    defined = {
        found["name"]: (len(_NAMES.findall(found["angles"] or "")), len(_NAMES.findall(found["qubits"])))
        for found in _DEFINITIONS.finditer(text)
    }
    return [
        one
        for one in qiskit.qasm2.LEGACY_CUSTOM_INSTRUCTIONS
        if defined.get(one.name, (one.num_params, one.num_qubits)) == (one.num_params, one.num_qubits)
    ]


def _check_numbers(text: str) -> None:
    """Reject sizes and indices that would make Qiskit's reader abort the process."""
    declared = {"qreg": 0, "creg": 0}
    for token in _TOKENS.finditer(text):
        if token["kind"]:
            declared[token["kind"]] += int(token["size"][:20])
        elif token["index"]:
            raise not_parsed(at(text, *place(text, token.start("index")), "the index is out of range"))
    check_declared(qubits=declared["qreg"], bits=declared["creg"])


def _refusal(text: str, message: str) -> JobFailedError:
    found = _PLACE.match(message)
    problem = message[found.end() :] if found else message
    line, column = (int(found[1]), int(found[2])) if found else (0, 0)
    if problem.startswith("unexpected end-of-file"):
        line, column = place(text, len(text.rstrip()))
    elif problem.startswith("single equals"):  # reported without a place
        line, column = place(text, lone.start() if (lone := _LONE_EQUALS.search(text)) else 0)
    if _GRAMMAR.match(problem) or "while lexing" in problem:
        if problem.startswith("needed ';'") or problem.endswith("expecting to see ;"):
            problem += "; is a semicolon missing?"
        problem = problem.replace("but instead saw", "but found")
        return not_loaded(f"the text is not valid OpenQASM 2: {_with_place(text, line, column, problem)}")
    if problem.startswith("duplicate qubits"):
        return not_loaded(
            _with_place(text, line, column, f"a qubit occurs twice in one instruction ({problem})")
        )
    if problem.startswith("unable to find"):
        problem += "; only qelib1.inc can be included"
        return unsupported(_with_place(text, line, column, problem))
    if "before definition" in problem or "is not defined" in problem:
        problem += '; gates of qelib1.inc need include "qelib1.inc", other gates a definition'
    return not_parsed(_with_place(text, line, column, problem))


def _with_place(text: str, line: int, column: int, problem: str) -> str:
    return at(text, line, column, problem) if line else problem


def _without_angles(text: str, gate: str, count: str) -> str:
    problem = f"'{gate}' takes {count} parameter{'s' if count != '1' else ''}, but got 0"
    found = re.search(rf"\b{gate}\s+[a-z]", text)
    return at(text, *place(text, found.start()), problem) if found else problem
