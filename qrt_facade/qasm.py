"""What can be read off OpenQASM text without a compiler.

Everything here answers "not known" rather than guess: the service has the last word on what a program means.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["declared_inputs", "declared_qubits", "strip_comments", "with_standard_gates"]

_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_INPUT = re.compile(r"\binput\s+(?:float|angle)\s*(?:\[[^\]]*\])?\s+([^\W\d]\w*)\s*;")
_ANY_INPUT = re.compile(r"(?:^|[;}])\s*input\b")
_QUBITS = re.compile(
    r"(?:^|[;}])\s*(?:qubit\s*(?:\[\s*([^\]]*?)\s*\])?\s*[^\W\d]\w*|qreg\s+[^\W\d]\w*\s*(?:\[\s*(\d+)\s*\])?)\s*(?=;)"
)
_PHYSICAL = re.compile(r"\$\d")


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
    if _PHYSICAL.search(text):
        return None
    total = 0
    for match in _QUBITS.finditer(strip_comments(text)):
        size = match[1] if match[1] is not None else match[2]
        if size is not None and not size.isdecimal():
            return None
        total += 1 if size is None else int(size)
    return total or None


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
