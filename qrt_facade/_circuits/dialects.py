"""Translate OpenQASM from other SDKs for the service: use standard gate names, and define all other gates.

The functions rewrite exporters' output, which has one statement per line. They do not handle arbitrary programs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qrt_facade._circuits.qasm.tokens import KEYWORDS_3
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

BRAKET_NAMES: Final = {
    "cnot": "cx",
    "ccnot": "ccx",
    "i": "id",
    "si": "sdg",
    "ti": "tdg",
    "v": "sx",
    "vi": "inv @ sx",
    "cv": "ctrl @ sx",
    "phaseshift": "p",
    "cphaseshift": "cp",
}
"""Braket gate name -> name in `stdgates.inc`."""

_RXX = "h a; h b; cx a, b; rz(t) b; cx a, b; h a; h b;"
_RYY = "rx(pi/2) a; rx(pi/2) b; cx a, b; rz(t) b; cx a, b; rx(-pi/2) a; rx(-pi/2) b;"
_RZZ = "cx a, b; rz(t) b; cx a, b;"
_XY = "h a; h b; cx a, b; rz(-(t)/2) b; cx a, b; h a; h b; " + _RYY.replace("rz(t)", "rz(-(t)/2)")

BRAKET_GATES: Final = {
    "xx": f"gate xx(t) a, b {{ {_RXX} }}",
    "yy": f"gate yy(t) a, b {{ {_RYY} }}",
    "zz": f"gate zz(t) a, b {{ {_RZZ} }}",
    "xy": f"gate xy(t) a, b {{ {_XY} }}",
    "iswap": "gate iswap a, b { s a; s b; h a; cx a, b; cx b, a; h b; }",
    "pswap": "gate pswap(t) a, b { cx a, b; p(t) b; cx a, b; swap a, b; }",
    "ecr": "gate ecr a, b { h b; cx a, b; rz(pi/4) b; cx a, b; h b; x a; h b; cx a, b; rz(-pi/4) b; cx a, b; h b; }",
    "cphaseshift00": "gate cphaseshift00(t) a, b { x a; x b; cp(t) a, b; x a; x b; }",
    "cphaseshift01": "gate cphaseshift01(t) a, b { x a; cp(t) a, b; x a; }",
    "cphaseshift10": "gate cphaseshift10(t) a, b { x b; cp(t) a, b; x b; }",
    "gpi": "gate gpi(t) a { U(pi, t, pi - (t)) a; }",
    "gpi2": "gate gpi2(t) a { U(pi/2, (t) - pi/2, pi/2 - (t)) a; }",
    "prx": "gate prx(s, t) a { U(s, (t) - pi/2, pi/2 - (t)) a; }",
    "ms": f"gate ms(r, s, t) a, b {{ rz(-(r)) a; rz(-(s)) b; {_RXX} rz(r) a; rz(s) b; }}",
}
"""Definitions of Braket gates missing from `stdgates.inc`, after the matrices in `braket.circuits.gates`."""

QELIB1_NAMES: Final = {
    "sxdg": "inv @ sx",
    "u": "U",
    "cu1": "cp",
    "csx": "ctrl @ sx",
    "c3x": "ctrl(3) @ x",
    "c4x": "ctrl(4) @ x",
}
"""Gate of `qelib1.inc` that is missing from `stdgates.inc` -> its expression in OpenQASM 3."""

QELIB1_GATES: Final = {
    "rxx": f"gate rxx(t) a, b {{ {_RXX} }}",
    "rzz": f"gate rzz(t) a, b {{ {_RZZ} }}",
    "cu3": "gate cu3(r, s, t) a, b { ctrl @ U(r, s, t) a, b; }",
}
"""Definitions of the other `qelib1.inc` gates that exporters write."""

_VERSION = re.compile(r"^\s*OPENQASM\s+[23](?:\.\d+)?\s*;", re.MULTILINE)
_VERSION_2: Final = (
    (re.compile(r"OPENQASM 2\.0;"), "OPENQASM 3.0;"),
    (re.compile(r'include "qelib1\.inc";'), 'include "stdgates.inc";'),
    (re.compile(r"^qreg (\w+)\[(\d+)\];", re.MULTILINE), r"qubit[\2] \1;"),
    (re.compile(r"^creg (\w+)\[(\d+)\];", re.MULTILINE), r"bit[\2] \1;"),
    (re.compile(r"\bmeasure ([\w\[\]]+) *-> *([\w\[\]]+);"), r"\2 = measure \1;"),
    (re.compile(r"\bif *\(([^)]*)\) *"), r"if (\1) "),
)
_ON_ONE_BIT = re.compile(r"(?<=if \()(\w+\[\d+\]) *== *([01])(?=\))")
_ON_SEVERAL: Final = re.compile(r"^if *\(([^)\n]*&&[^)\n]*)\)", re.MULTILINE)
_UNLESS_ZERO: Final = re.compile(r"^if *\((\w+) *!= *0\) *([^\n]*;)", re.MULTILINE)
_GLOBAL_PHASE: Final = re.compile(r"^(?:if *\([^)\n]*\) *)?gphase\([^;\n]*;\n?", re.MULTILINE)
_INPUT: Final = re.compile(r"^input float(?:\[64\])? ([^;\n]+);", re.MULTILINE)
_DECLARED: Final = re.compile(r"^(?:qubit|bit)(?:\[\d+\])? (\w+);", re.MULTILINE)
_IDENTIFIER: Final = re.compile(r"[^\W\d]\w*")
_CONSTANTS: Final = frozenset("pi π tau τ euler ℇ U".split())  # noqa: SIM905 - as the keywords
_BEYOND_ARITHMETIC: Final = re.compile(
    r"^(?!gate\b)(?:[^;\n]*@ *)?\w+\([^;\n@]*(?:\*\*|(?<=\W)[A-Za-z]\w*\()[^;\n@]*;", re.MULTILINE
)
_ON_A_REGISTER_OF_ONE = re.compile(r"^bit\[1\] (\w+);", re.MULTILINE)


def with_equal_conditions(text: str) -> str:
    """Rewrite Cirq's conditions, such as `if (m!=0) x q[0];`, with `==`, the only comparison that the service reads.

    A register of one bit is compared with 1; for a longer one the gate moves to the `else` of a comparison with 0.

    Raises:
        ConfigurationError: One gate depends on several measurements, which the service's reader does not support.
    """
    if (several := _ON_SEVERAL.search(text)) is not None:
        raise ConfigurationError(
            f"a gate depends on several measurements ({several[1]}), but the service's OpenQASM 3 reader compares one "
            "register at a time; measure these qubits under one key"
        )
    for name in _ON_A_REGISTER_OF_ONE.findall(text):
        text = re.sub(rf"\bif *\({name} *!= *0\)", f"if ({name} == 1)", text)
    return _UNLESS_ZERO.sub(r"if (\1 == 0) { } else { \2 }", text)


def without_global_phases(text: str) -> str:
    """Remove `gphase`: PennyLane writes it, OpenQASM 2 does not have it, and no measurement depends on it."""
    return _GLOBAL_PHASE.sub("", text)


def check_inputs(text: str) -> None:
    """Check that the service's OpenQASM 3 reader supports a program's parameters.

    Args:
        text: OpenQASM 3 with one statement per line, as exporters write it.

    Raises:
        ConfigurationError: A name is not an identifier or is already used, or an angle has powers or functions, which
            the service's reader (qiskit-qasm3-import) does not support for parameters.
    """
    declared = set(_DECLARED.findall(text))
    for name in _INPUT.findall(text):
        if not _IDENTIFIER.fullmatch(name) or name in KEYWORDS_3 | _CONSTANTS | declared:
            why = "is already used" if _IDENTIFIER.fullmatch(name) else "is not an identifier"
            raise ConfigurationError(f"the name of its parameter {name!r} {why} in OpenQASM 3; rename it")
    if (beyond := _BEYOND_ARITHMETIC.search(text)) is not None:
        raise ConfigurationError(
            f"the angle in {beyond[0].strip()[:120]!r} has a power or a function, but the service supports only "
            "sums, differences, "
            "products and quotients of parameters; use a separate parameter or a number"
        )


def with_standard_gates(text: str, names: Mapping[str, str], gates: Mapping[str, str]) -> str:
    """Rename gates where they are applied, and insert `stdgates.inc` and definitions of other gates after the version.

    Args:
        text: OpenQASM 3 with one statement per line, as exporters write it.
        names: Name in the text -> name in `stdgates.inc`.
        gates: Name in the text -> its definition. A gate that the text itself defines is left alone.
    """
    applied = re.compile(
        rf"(^[ \t]*|@[ \t]*|^if[ \t]*\([^)\n]*\)[ \t]*)({'|'.join(map(re.escape, names))})(?=[ \t(])",
        re.MULTILINE,
    )
    text = applied.sub(lambda match: match[1] + names[match[2]], text)
    used = [
        definition
        for name, definition in gates.items()
        if re.search(rf"^(?!gate\b).*\b{name}[ \t(]", text, re.MULTILINE)
        and not re.search(rf"^gate {name}\b", text, re.MULTILINE)
    ]
    include = 'include "stdgates.inc";'
    if include in text:
        return text.replace(include, "\n".join((include, *used)), 1)
    head = "\n".join((include, *used))
    return _VERSION.sub(lambda match: f"{match[0]}\n{head}", text, count=1)


def as_version_3(text: str, parameters: Iterable[str] = ()) -> str:
    """Convert OpenQASM 2, including exporters' extensions, to OpenQASM 3.

    Version 2 has neither parameters nor conditions on one bit, but exporters write both.

    Args:
        text: OpenQASM 2 with one statement per line.
        parameters: Names of the parameters in its angles, which become inputs.
    """
    for found, put in _VERSION_2:
        text = found.sub(put, text)
    text = _ON_ONE_BIT.sub(lambda match: f"{match[1]} == {'true' if match[2] == '1' else 'false'}", text)
    inputs = "".join(f"\ninput float[64] {name};" for name in parameters)
    text = with_standard_gates(text, QELIB1_NAMES, QELIB1_GATES)
    return _VERSION.sub(lambda match: match[0] + inputs, text, count=1)
