"""Convert OpenQASM 2 text to OpenQASM 3, for programs that accept only version 3.

Most of version 2 is also valid version 3: registers, measurements with an arrow, conditions. Everything else is
replaced in place, so that line numbers stay the same: the version, the include, empty statements, angles that version 3
would evaluate differently (`1/2` is 0 there) or that its importer does not evaluate (functions, powers), and gates
missing from `stdgates.inc`, which are defined after the include. Definitions of gates that Qiskit has itself are
removed, since its version 2 reader ignores them and the version 3 importer does not allow redefining them.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from qrt_facade._circuits.qasm.faults import FaultError, quoted
from qrt_facade._circuits.qasm.gates import STANDARD
from qrt_facade._circuits.qasm.program import read_version_3
from qrt_facade._circuits.qasm.tokens import lex_version_2
from qrt_facade._circuits.qasm.version2.angles import read_angle
from qrt_facade._circuits.qasm.version2.gates import shape_of_known
from qrt_facade._circuits.qasm.version2.reader import read_version_2
from qrt_facade._circuits.qasm.version2.stream import Stream
from qrt_facade._service.reason_codes import NOT_SUPPORTED
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from qrt_facade._circuits.qasm.tokens import Token
    from qrt_facade._circuits.reading import Fault

_DEFINITIONS: Final = {
    "u": "gate u(d, e, f) a { U(d, e, f) a; }",
    "u0": "gate u0(d) a { U(0, 0, 0) a; }",
    "sxdg": "gate sxdg a { s a; h a; s a; }",
    "csx": "gate csx a, b { h b; cp(pi/2) a, b; h b; }",
    "cu1": "gate cu1(d) a, b { cp(d) a, b; }",
    "cu3": "gate cu3(d, e, f) a, b { p((f + e)/2) a; p((f - e)/2) b; cx a, b; u3(-d/2, 0, -(e + f)/2) b; cx a, b; "
    "u3(d/2, e, 0) b; }",
    "rxx": "gate rxx(d) a, b { h a; h b; cx a, b; rz(d) b; cx a, b; h b; h a; }",
    "rzz": "gate rzz(d) a, b { cx a, b; rz(d) b; cx a, b; }",
    "rccx": "gate rccx a, b, c { h c; t c; cx b, c; tdg c; cx a, c; t c; cx b, c; tdg c; h c; }",
    "rc3x": "gate rc3x a, b, c, d { h d; t d; cx c, d; tdg d; h d; cx a, d; t d; cx b, d; tdg d; cx a, d; t d; cx b, "
    "d; "
    "tdg d; h d; t d; cx c, d; tdg d; h d; }",
    "c3x": "gate c3x a, b, c, d { ctrl @ ccx a, b, c, d; }",
    "c3sqrtx": "gate c3sqrtx a, b, c, d { h d; cp(pi/8) a, d; cx a, b; cp(-pi/8) b, d; cx a, b; cp(pi/8) b, d; cx b, "
    "c; "
    "cp(-pi/8) c, d; cx a, c; cp(pi/8) c, d; cx b, c; cp(-pi/8) c, d; cx a, c; cp(pi/8) c, d; h d; }",
    "c4x": "gate c4x a, b, c, d, e { ctrl(2) @ ccx a, b, c, d, e; }",
}
"""Gates that Qiskit's version 2 reader knows and `stdgates.inc` does not define; up to a global phase."""

_KEPT: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|(?:\d+\*)?pi(?:/\d+)?)")
"""Angles with the same meaning in both versions."""

_KEYWORDS: Final = frozenset(
    [
        "angle",
        "array",
        "bit",
        "bool",
        "box",
        "break",
        "cal",
        "case",
        "complex",
        "const",
        "continue",
        "ctrl",
        "cal",
        "def",
        "default",
        "defcal",
        "defcalgrammar",
        "delay",
        "duration",
        "durationof",
        "else",
        "end",
        "extern",
        "false",
        "float",
        "for",
        "gphase",
        "im",
        "in",
        "input",
        "int",
        "inv",
        "let",
        "mutable",
        "negctrl",
        "nop",
        "output",
        "pow",
        "pragma",
        "qubit",
        "readonly",
        "return",
        "sizeof",
        "stretch",
        "switch",
        "tau",
        "true",
        "uint",
        "void",
        "while",
        "euler",
    ]
)


def as_version_3(text: str) -> str:
    """Convert a version 2 program to version 3.

    Raises:
        ConfigurationError: It cannot be read or has no equivalent; the message shows the line and a caret.
    """
    reading = read_version_2(text)
    if reading.faults:
        fault = reading.faults[0]
        raise ConfigurationError(f"the OpenQASM 2 text cannot be read: {fault.located}\n{fault.excerpt}")
    try:
        written = _Rewriting(text).done()
    except FaultError as error:
        raise _without_counterpart(error.fault(text)) from error
    # Version 3 has stricter types: for example, two angles cannot be multiplied.
    faults = read_version_3(written).faults
    if faults:
        raise _without_counterpart(faults[0])
    return written


def _without_counterpart(fault: Fault) -> ConfigurationError:
    return ConfigurationError(
        "the OpenQASM 2 text cannot be converted to OpenQASM 3, which this program requires: "
        f"{fault.located}\n{fault.excerpt}"
    )


class _Rewriting:
    """A valid program and the replacements to make in it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = Stream(text)
        self._replaced: list[tuple[int, int, str]] = []
        self._called: dict[str, None] = {}
        self._qregs: list[str] = []
        self._defined: set[str] = set()
        self._after_head: int | None = None

    def done(self) -> str:
        while (token := self._tokens.take()).kind != "end of text":
            self._statement(token)
        head = ' include "stdgates.inc";'
        defined = [_DEFINITIONS[name] for name in self._called if name in _DEFINITIONS]
        place = self._after_head or 0
        self._replaced.append((place, place, " ".join([head, *defined])))
        parts: list[str] = []
        at = 0
        for start, end, new in sorted(self._replaced):
            parts += [self._text[at:start], new]
            at = end
        return "".join([*parts, self._text[at:]])

    def _statement(self, token: Token) -> None:
        match token.kind:
            case "include":
                self._drop(token, self._to_semicolon())
            case ";":
                self._replace(token.start, token.end, "")
            case "gate" | "opaque":
                self._definition(token)
            case "if":
                while self._tokens.take().kind != ")":
                    pass
                self._statement(self._tokens.take())
            case "barrier" if self._tokens.next.kind == ";":
                self._replace(token.end, token.end, f" {', '.join(self._qregs)}")
                self._tokens.take()
            case "identifier":
                self._call(token, frozenset())
            case _:
                self._declaration(token)

    def _declaration(self, token: Token) -> None:
        """Read the version, a register, a measurement, a reset, or a barrier with operands."""
        if token.kind == "OPENQASM":
            number = self._tokens.take()
            self._replace(number.start, number.end, "3.0")
            self._after_head = self._tokens.take().end
            return
        if token.kind in {"qreg", "creg"}:
            name = self._named(self._tokens.take())
            self._qregs.extend([name] if token.kind == "qreg" else [])
        self._to_semicolon()

    def _definition(self, token: Token) -> None:
        name = self._tokens.take()
        parameters: list[Token] = []
        if self._tokens.accept("(") is not None:
            parameters = self._names()
            self._tokens.take()
        qubits = self._names()
        passed_over = name.text not in self._defined and shape_of_known(name.text) == (
            len(parameters),
            len(qubits),
        )
        self._defined.add(name.text)
        if token.kind == "opaque":
            end = self._to_semicolon()
            if not passed_over:
                raise FaultError(
                    f"the gate {quoted(name.text)} is opaque (has no definition)", name.start, NOT_SUPPORTED
                )
            self._drop(token, end)
            return
        before = len(self._replaced), dict(self._called)
        self._tokens.take()
        inside = frozenset(one.text for one in parameters)
        while (one := self._tokens.take()).kind != "}":
            if one.kind == "identifier":
                self._call(one, inside)
            else:
                self._to_semicolon()
        if passed_over:
            del self._replaced[before[0] :]
            self._called = before[1]
            self._drop(token, one.end)
            return
        for other in (name, *parameters, *qubits):
            self._named(other)
        if name.text in STANDARD or name.text in _DEFINITIONS:
            raise FaultError(
                f"{quoted(name.text)} is a gate of OpenQASM 3 with different operands; rename yours",
                name.start,
                NOT_SUPPORTED,
            )

    def _call(self, token: Token, parameters: frozenset[str]) -> None:
        self._called.setdefault(token.text)
        is_delay = token.text == "delay" and shape_of_known("delay") == (1, 1)
        if (opened := self._tokens.accept("(")) is not None:
            while self._tokens.next.kind != ")":
                self._angle(parameters, delay=is_delay)
                if self._tokens.accept(",") is None:
                    break
            closed = self._tokens.take()
            if is_delay:
                self._replace(opened.start, opened.end, "[")
                self._replace(closed.start, closed.end, "]")
        self._to_semicolon()

    def _angle(self, parameters: frozenset[str], *, delay: bool) -> None:
        start = self._tokens.next.start
        value = read_angle(self._tokens, parameters, ())
        end = self._tokens.next.start
        written = self._text[start:end]
        if delay:
            if value is None:
                raise FaultError("a delay of a parameter has no equivalent", start, NOT_SUPPORTED)
            self._replace(start, end, f"{int(value)}dt")
        elif value is not None and not math.isfinite(value):
            raise FaultError(f"the angle {written.strip()} is not finite", start, NOT_SUPPORTED)
        elif value is not None and _KEPT.fullmatch(written.strip()) is None:
            self._replace(start, end, repr(value))
        elif value is None:
            self._inner_angle(start, written, parameters)

    def _inner_angle(self, start: int, written: str, parameters: frozenset[str]) -> None:
        """Convert an angle that depends on a parameter: whole numbers become floats, to avoid integer division."""
        for token in lex_version_2(written):
            place = start + token.start
            if token.kind == "integer":
                self._replace(place, start + token.end, f"{token.text}.0")
            elif token.kind == "^" or (token.text.isalpha() and token.text not in {"pi", *parameters}):
                raise FaultError(
                    f"{quoted(token.text)} of a gate's parameter is not supported by the OpenQASM 3 importer",
                    place,
                    NOT_SUPPORTED,
                )

    def _named(self, token: Token) -> str:
        if token.text in _KEYWORDS:
            raise FaultError(
                f"{quoted(token.text)} has another meaning in OpenQASM 3; rename it",
                token.start,
                NOT_SUPPORTED,
            )
        return token.text

    def _names(self) -> list[Token]:
        found: list[Token] = []
        while (token := self._tokens.accept("identifier")) is not None:
            found.append(token)
            self._tokens.accept(",")
        return found

    def _to_semicolon(self) -> int:
        while (token := self._tokens.take()).kind != ";":
            if token.kind == "end of text":
                return token.start
        return token.end

    def _drop(self, token: Token, end: int) -> None:
        """Remove a statement, keeping its line breaks."""
        self._replace(token.start, end, "\n" * self._text.count("\n", token.start, end))

    def _replace(self, start: int, end: int, new: str) -> None:
        self._replaced.append((start, end, new))
