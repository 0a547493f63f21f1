"""Syntax tree of OpenQASM 3: statements and expressions.

Every node has `start`, the index of its first character in the text.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias


class Name(NamedTuple):
    """A name, or a physical qubit such as `$3`."""

    name: str
    start: int


class Literal(NamedTuple):
    """A number, a Boolean, or a bit string; `kind` is "int", "uint", "float", or "bool"."""

    value: float
    kind: str
    start: int


class Duration(NamedTuple):
    """A duration with a unit: "dt", "ns", "us", "ms", or "s"."""

    value: float
    unit: str
    start: int


class Unary(NamedTuple):
    """`-`, `~` or `!` before an expression."""

    operator: str
    operand: Expression
    start: int


class Binary(NamedTuple):
    """Two expressions and an operator; "++" joins registers."""

    operator: str
    left: Expression
    right: Expression
    start: int


class Range(NamedTuple):
    """`first:step:last`, inclusive; each part is optional."""

    first: Expression | None
    last: Expression | None
    step: Expression | None
    start: int


class IndexSet(NamedTuple):
    """`{1, 2, 3}`."""

    values: tuple[Expression, ...]
    start: int


class Index(NamedTuple):
    """One pair of brackets after an expression."""

    base: Expression
    indices: tuple[Expression, ...]
    start: int


class Uncomputed(NamedTuple):
    """An expression that the service does not evaluate, such as a function call; `what` names its kind."""

    what: str
    start: int


Expression: TypeAlias = Name | Literal | Duration | Unary | Binary | Range | IndexSet | Index | Uncomputed


class QubitDeclaration(NamedTuple):
    """`qubit[size] name;` or `qreg name[size];`."""

    name: str
    size: Expression | None
    start: int


class BitDeclaration(NamedTuple):
    """`bit[size] name;` or `creg name[size];`, optionally with the qubits measured into it, or another value."""

    name: str
    size: Expression | None
    measured: Expression | None
    has_value: bool
    start: int


class InputDeclaration(NamedTuple):
    """`input type[size] name;`."""

    name: str
    type: str
    size: Expression | None
    start: int


class GateDefinition(NamedTuple):
    """`gate name(parameters) qubits { body }`."""

    name: str
    parameters: tuple[Name, ...]
    qubits: tuple[Name, ...]
    body: tuple[Statement, ...]
    start: int


class Modifier(NamedTuple):
    """`inv`, `pow(argument)`, `ctrl`, or `negctrl`, the latter two optionally with an argument."""

    name: str
    argument: Expression | None
    start: int


class GateCall(NamedTuple):
    """A gate applied to qubits; `has_duration` if it has a duration in brackets. A global phase is named "gphase"."""

    modifiers: tuple[Modifier, ...]
    name: Name
    arguments: tuple[Expression, ...]
    operands: tuple[Expression, ...]
    has_duration: bool
    start: int


class Measurement(NamedTuple):
    """`target = measure qubit;`, `measure qubit -> target;`, or a measurement without a target."""

    qubit: Expression
    target: Expression | None
    start: int


class Barrier(NamedTuple):
    """`barrier operands;`; without operands, all qubits."""

    operands: tuple[Expression, ...]
    start: int


class Delay(NamedTuple):
    """`delay[duration] operands;`; without operands, all qubits."""

    duration: Expression
    operands: tuple[Expression, ...]
    start: int


class Reset(NamedTuple):
    """`reset operand;`."""

    operand: Expression
    start: int


class Alias(NamedTuple):
    """`let name = value;`."""

    name: str
    value: Expression
    start: int


class Include(NamedTuple):
    """`include "file";`."""

    file: str
    start: int


class If(NamedTuple):
    """A condition with its branches if true and if false."""

    condition: Expression
    body: tuple[Statement, ...]
    otherwise: tuple[Statement, ...]
    start: int


class Unsupported(NamedTuple):
    """Valid OpenQASM 3 that the service does not support.

    Attributes:
        what: Why it is not supported, and what to write instead.
        control_flow: Its kind, as in `Reading.control_flow`, or "".
        declares: The name that it declares, or "".
        start: Index of its first character.
    """

    what: str
    control_flow: str
    declares: str
    start: int


Statement: TypeAlias = (
    QubitDeclaration
    | BitDeclaration
    | InputDeclaration
    | GateDefinition
    | GateCall
    | Measurement
    | Barrier
    | Delay
    | Reset
    | Alias
    | Include
    | If
    | Unsupported
)
