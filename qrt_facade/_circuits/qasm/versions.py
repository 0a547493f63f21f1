"""Determine the OpenQASM version of a text from its tokens, and normalise the version statement."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qrt_facade._circuits.qasm.faults import FaultError, quoted
from qrt_facade._service.reason_codes import NOT_LOADED

if TYPE_CHECKING:
    from typing import Literal

BYTE_ORDER_MARK: Final = "\ufeff"

# What is allowed before the first token. Version 2 has no block comments, but the text after one is read anyway.
_BLANK = r"(?:[ \t\r\n]+|//[^\n]*(?:\n|\Z)|/\*(?s:.*?)\*/)*+"
_DECLARED = re.compile(rf"{_BLANK}(?P<word>OPENQASM)(?![0-9A-Za-z_]){_BLANK}(?P<major>[0-9]*)")
_EMPTY = re.compile(rf"{_BLANK}\Z")
_COMMENT = re.compile(r"//[^\n]*|/\*(?s:.*?)(?:\*/|\Z)")  # an unterminated comment extends to the end
_INCLUDES_QELIB1 = re.compile(r"""(?:^|[;}\s])include\s*(?:"qelib1\.inc"|'qelib1\.inc')""")


def version_of(text: str) -> Literal[2, 3]:
    """Return the declared major version; without a declaration, 2 if the text includes qelib1.inc, otherwise 3.

    The declaration is the first statement, after optional comments, whitespace and a byte-order mark.

    Raises:
        FaultError: There is no such version, or the text is empty.
    """
    start = len(BYTE_ORDER_MARK) if text.startswith(BYTE_ORDER_MARK) else 0
    declared = _DECLARED.match(text, start)
    if declared is None:
        if _EMPTY.match(text, start):
            raise FaultError("the program is empty", len(text), NOT_LOADED)
        return 2 if _INCLUDES_QELIB1.search(_COMMENT.sub(" ", text)) else 3
    major = declared["major"]
    if major.lstrip("0") == "2":
        return 2
    if major.lstrip("0") == "3" or not major:
        return 3
    raise FaultError(
        f"there is no OpenQASM {quoted(major)}; write 2.0 or 3.0", declared.start("major"), NOT_LOADED
    )


def is_program(text: str) -> bool:
    """Return whether a text contains a statement, not only comments."""
    return ";" in text and _EMPTY.match(text.removeprefix(BYTE_ORDER_MARK)) is None


def with_version(text: str) -> str:
    """Return the text as it is sent on the wire: without a byte-order mark, and with its version.

    A program may omit the version in OpenQASM 3 and in Qiskit's version 2 reader; IBM does not document what the
    service does then. A missing version is inserted on the first line, so that line numbers stay the same.
    """
    text = text.removeprefix(BYTE_ORDER_MARK)
    if _DECLARED.match(text) or not is_program(text):
        return text
    return f"OPENQASM {version_of(text)}.0; {text}"
