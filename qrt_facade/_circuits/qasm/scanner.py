"""What can be read off OpenQASM text without a compiler.

Everything here answers "not known" rather than guess: the service has the last word on what a program means.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from qrt_facade._base.coerce import is_real

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_INPUT = re.compile(r"\binput\s+(?:float|angle)\s*(?:\[[^\]]*\])?\s+([^\W\d]\w*)\s*;")
_ANY_INPUT = re.compile(r"(?:^|[;}])\s*input\b")
_QUBITS = re.compile(
    r"\b(?:qubit\s*(?:\[\s*(?P<size>[^\]]*?)\s*\])?\s*(?P<name>[^\W\d]\w*)"
    r"|qreg\s+(?P<name2>[^\W\d]\w*)\s*(?:\[\s*(?P<size2>[^\]]*?)\s*\])?)\s*(?=;)"
)
_PHYSICAL = re.compile(r"\$\d")

_HEAD = re.compile(r"\s*(?:@\w[^\n]*\n\s*|(?:#\s*)?pragma\b[^\n]*\n\s*)*")
_STATEMENT = re.compile(r"[^;{}]*[;{}]")
_NO_CALLS_INSIDE = re.compile(r"(?:gate|def|cal|defcal|extern|opaque)\b")
_CONTROL_FLOW = re.compile(r"(?:if|else|for|while|switch)\b")
_CONDITION = re.compile(r"(?:else\s+|if\s*\([^()]*\)\s*)+(?=\w)")
_MEASURE = re.compile(r"\bmeasure\s+([^->]+?)\s*(?:->.*)?$", re.DOTALL)
_OPERAND = r"(?:\$\d+|[^\W\d]\w*\s*(?:\[[^\[\]]*\])?)"
_CALL = re.compile(
    rf"(?P<name>[^\W\d]\w*)\s*(?:\((?P<arguments>.*)\)|(?=\s|\$))\s*(?P<operands>{_OPERAND}(?:\s*,\s*{_OPERAND})*)$",
    re.DOTALL,
)
_DEFINED = re.compile(r"\b(?:gate|opaque)\s+([^\W\d]\w*)")
_KEYWORDS: Final = frozenset(
    """
    OPENQASM angle array barrier bit bool box break cal case complex const continue creg def default
    defcal defcalgrammar delay duration else end extern float for gate gphase if in include input int
    let measure nop opaque output qreg qubit reset return stretch switch uint while
    """.split()  # noqa: SIM905 - as a list it would take a line a word
)
STANDARD_GATES: Final = frozenset(
    """
    p x y z h s sdg t tdg sx rx ry rz cx cy cz cp crx cry crz ch swap ccx cswap cu CX phase cphase id u1
    u2 u3
    """.split()  # noqa: SIM905 - as a list it would take a line a word
)
"""The gates of stdgates.inc."""

_OPERATORS: Final[dict[type[ast.operator], Callable[[float, float], float]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: lambda left, right: left / right,
}


@frozen
class Call:
    """One instruction on qubits.

    Attributes:
        name: Name of the instruction, also "measure" and "reset".
        qubits: Indices in the order of declaration, which are the device's; None when one is not known.
        arguments: The text between the parentheses.
        source: Name in the program, where the service knows the instruction by another.
    """

    name: str
    qubits: tuple[int, ...] | None
    arguments: str = ""
    source: str | None = None


@frozen
class Scan:
    """What a program calls.

    Attributes:
        version: 2 or 3; None when the program does not say.
        calls: Gates, measurements and resets outside of definitions, those inside control flow included.
        defined: Names of the gates that the program defines itself.
        includes: Names of the files that it includes.
        has_control_flow: Whether it has conditions, loops or a switch.
    """

    version: int | None
    calls: list[Call]
    defined: frozenset[str]
    includes: frozenset[str]
    has_control_flow: bool


def strip_comments(text: str) -> str:
    """Remove line and block comments; text without any is returned as it is."""
    return _COMMENT.sub(" ", text) if "//" in text or "/*" in text else text


def declared_inputs(text: str) -> list[str] | None:
    """Names of the `input float` and `input angle` parameters, in order; None when others are declared too."""
    if "input" not in text:
        return []
    text = strip_comments(text)
    names = _INPUT.findall(text)
    return names if len(names) == len(_ANY_INPUT.findall(text)) else None


def declared_qubits(text: str) -> int | None:
    """Number of qubits declared by `qubit` and `qreg`; None for physical qubits and for sizes that are not literal."""
    registers = _registers(strip_comments(text))
    return registers.total or None if registers is not None else None


def declared_version(text: str) -> int | None:
    """The language's major version, 2 or 3; None when the program does not say."""
    version = re.search(r"\bOPENQASM\s+(\d)", strip_comments(text))
    return int(version[1]) if version else None


def scan(text: str) -> Scan:
    """Read the instructions of a program; statements that are not understood are passed over."""
    text = strip_comments(text)
    registers = _registers(text)
    calls: list[Call] = []
    control_flow = False
    for statement in _statements(text):
        control_flow = control_flow or _CONTROL_FLOW.match(statement) is not None
        calls.extend(_calls(_CONDITION.sub("", statement, count=1), registers))
    return Scan(
        declared_version(text),
        calls,
        frozenset(_DEFINED.findall(text)),
        frozenset(re.findall(r"\binclude\s*[\"']([^\"']+)[\"']", text)),
        control_flow,
    )


def evaluate(text: str) -> float | None:
    """The value of arithmetic over numbers and pi; None for anything else."""
    try:
        return _value(ast.parse(text.replace("π", "pi").strip(), mode="eval").body)
    except (SyntaxError, ValueError, ZeroDivisionError, RecursionError):
        return None


def with_standard_gates(text: str, names: Mapping[str, str]) -> str:
    """Rename the gates at the beginning of statements, and include `stdgates.inc` after the version.

    Args:
        text: OpenQASM 3 with one statement a line, as an exporter writes it.
        names: Name in the text -> name in `stdgates.inc`.
    """
    called = re.compile(rf"^(\s*)({'|'.join(map(re.escape, names))})(?=[\s(])", re.MULTILINE)
    text = called.sub(lambda match: match[1] + names[match[2]], text)
    if "stdgates.inc" in text:
        return text
    return re.sub(r"^\s*OPENQASM\s+3(?:\.\d+)?\s*;", '\\g<0>\ninclude "stdgates.inc";', text, count=1)


@frozen
class _Registers:
    """Qubit registers in the order of declaration: name -> (index of the first qubit, size or None for a lone one)."""

    total: int = 0
    places: dict[str, tuple[int, int | None]] = field(factory=dict[str, tuple[int, int | None]])


def _registers(text: str) -> _Registers | None:
    """The declared registers; None when indices are not known: physical qubits, or a size that is not a literal."""
    if _PHYSICAL.search(text):
        return None
    total = 0
    places: dict[str, tuple[int, int | None]] = {}
    for match in _QUBITS.finditer(text):
        size = match["size"] if match["name"] else match["size2"]
        if size is not None and not size.isdecimal():
            return None
        places[match["name"] or match["name2"]] = (total, None if size is None else int(size))
        total += 1 if size is None else int(size)
    return _Registers(total, places)


def _statements(text: str) -> Iterator[str]:
    """Statements and heads of blocks outside of definitions, without their terminator."""
    skipped = 0  # depth inside a definition
    for match in _STATEMENT.finditer(text):
        piece = match[0]
        if skipped:
            skipped += {"{": 1, "}": -1}.get(piece[-1], 0)
            continue
        statement = _HEAD.sub("", piece[:-1], count=1).strip()
        if _NO_CALLS_INSIDE.match(statement):
            skipped = int(piece[-1] == "{")
            continue
        if statement:
            yield statement


def _calls(statement: str, registers: _Registers | None) -> Iterator[Call]:
    measured = _MEASURE.search(statement)
    if measured is not None:
        yield from _broadcast("measure", [measured[1]], "", registers)
        return
    if statement.startswith("reset"):
        yield from _broadcast("reset", [statement[len("reset") :]], "", registers)
        return
    call = _CALL.match(statement)
    if call is None or call["name"] in _KEYWORDS:
        return
    operands = re.findall(_OPERAND, call["operands"])
    yield from _broadcast(call["name"], operands, call["arguments"] or "", registers)


def _broadcast(
    name: str, operands: list[str], arguments: str, registers: _Registers | None
) -> Iterator[Call]:
    """One call for each qubit of the registers that stand as operands."""
    places = [_qubits(operand.strip(), registers) for operand in operands]
    known = [place for place in places if place is not None]
    sizes = {len(place) for place in known if isinstance(place, list)}
    if len(known) < len(places) or len(sizes) > 1:
        yield Call(name, None, arguments)
        return
    for index in range(sizes.pop() if sizes else 1):
        yield Call(
            name, tuple(place[index] if isinstance(place, list) else place for place in known), arguments
        )


def _qubits(operand: str, registers: _Registers | None) -> int | list[int] | None:
    """The qubit, or the qubits of a whole register, that an operand means; None when it is not known."""
    if operand.startswith("$"):
        return int(operand[1:]) if operand[1:].isdecimal() else None
    name, _, index = operand.partition("[")
    if registers is None or name.strip() not in registers.places:
        return None
    first, size = registers.places[name.strip()]
    index = index.rstrip("] ").strip()
    if not index:
        return first if size is None else list(range(first, first + size))
    if not re.fullmatch(r"-?\d+", index) or size is None or not -size <= int(index) < size:
        return None
    return first + int(index) % size


def _value(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=value) if is_real(value):
            return float(value)
        case ast.Name(id="pi"):
            return math.pi
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(left), _value(right))
        case _:
            raise ValueError("not arithmetic over numbers and pi")
