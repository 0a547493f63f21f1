"""What people type, as values: `theta=pi/2`, a circuit from a file or from stdin. Pure but for reading that file."""

from __future__ import annotations

import math
import re
import sys
from pathlib import Path
from typing import Final

from qrt_facade.cli.exits import Trouble

_NUMBER: Final = r"(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?"
_MULTIPLE_OF_PI: Final = re.compile(
    rf"(?P<sign>[+-]?)(?:(?P<factor>{_NUMBER})\*?)?pi(?:/(?P<divisor>{_NUMBER}))?", re.IGNORECASE
)
_NAME: Final = re.compile(r"[^\W\d]\w*(?:\[\d+\])?")


def parameters_of(texts: list[str]) -> dict[str, float | list[float]] | None:
    """Read `name=value` and `name=value,value,...`; the latter is a sweep. None when nothing was given.

    Raises:
        Trouble: One of them is not of that form, or a name was given twice.
    """
    values: dict[str, float | list[float]] = {}
    for text in texts:
        name, equals, written = text.partition("=")
        name = name.strip()
        if not equals or not _NAME.fullmatch(name):
            raise Trouble(
                f"--param {text!r} is not of the form name=value", "write it like --param theta=0.3"
            )
        if name in values:
            raise Trouble(f"--param {name} was given twice", f"for a sweep write --param {name}=0,0.5,1")
        numbers = [number_of(part, name) for part in written.split(",")]
        values[name] = numbers if len(numbers) > 1 else numbers[0]
    return values or None


def number_of(text: str, name: str) -> float:
    """Read a finite number, or a multiple of pi such as `pi`, `-pi/2` or `3*pi/4`.

    Raises:
        Trouble: It is neither.
    """
    text = text.strip()
    found = _MULTIPLE_OF_PI.fullmatch(text)
    try:
        if found is None:
            value = float(text)
        else:
            value = float(found["factor"] or 1) * math.pi / float(found["divisor"] or 1)
            value = -value if found["sign"] == "-" else value
    except (ValueError, ZeroDivisionError):
        value = math.nan
    if not math.isfinite(value):
        raise Trouble(f"--param {name}: {text!r} is not a number", "accepted: 0.3, -1e-2, pi, -pi/2, 3*pi/4")
    return value


def circuit_of(file: str, *, stdin_is_taken: bool) -> str | Path:
    """Return the circuit that a command names: the path of a file, or the text on stdin for `-`.

    Raises:
        Trouble: There is no such file, or nothing on stdin.
    """
    if file != "-":
        path = Path(file)
        if not path.is_file():
            raise Trouble(f"there is no file {file}", "name a file of OpenQASM, or - to read it from stdin")
        return path
    if stdin_is_taken:
        raise Trouble(
            "--api-key - and the circuit - would both be read from stdin", "give one of them otherwise"
        )
    text = sys.stdin.read()
    if not text.strip():
        raise Trouble("there is no circuit on stdin", "pipe OpenQASM in: qrt run - < circuit.qasm")
    return text
