"""OpenQASM text without what no reader looks at: comments, line ends, and blanks beyond one."""

from __future__ import annotations

import re
from typing import Final

from qrt_facade._circuits.qasm.faults import FaultError
from qrt_facade._circuits.qasm.versions import BYTE_ORDER_MARK, version_of

_STRING: Final = r"""(?P<kept>"[^"\r\n]*"|'[^'\r\n]*')"""
_BLANKS: Final = r"[ \t\r\n]+"
_LEFT_OUT: Final = {
    2: re.compile(rf"{_STRING}|(?:{_BLANKS}|//[^\n]*)+"),
    3: re.compile(rf"{_STRING}|(?:{_BLANKS}|//[^\r\n]*|/\*(?s:.*?)\*/)+"),
}
"""Blanks and comments of each version, and the strings that may hold what looks like them."""

_AROUND: Final = re.compile(r""" ?([;,(){}\[\]]) ?|(?P<kept>"[^"\r\n]*"|'[^'\r\n]*')""")
"""Symbols that are never part of a longer one: no blank beside them means anything."""

_BY_LINES: Final = re.compile(r"pragma|\bcal|\bdefcal|@")
"""Pragmas and annotations end with their line, and the language of calibrations is not ours to read."""

_TRAILING: Final = re.compile(r"[ \t]+$", re.MULTILINE)


def plain(text: str) -> str:
    """The text as its reader sees it; texts of different meaning stay different.

    Comments are left out, and blanks are one space at most. Of a text with pragmas, annotations or calibrations, and of one
    that has no valid version, only line ends and blanks at the end of lines are made alike.
    """
    text = text.removeprefix(BYTE_ORDER_MARK)
    try:
        version = version_of(text)
    except FaultError:
        version = None
    if version is None or _BY_LINES.search(text):
        return _TRAILING.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip("\n")
    spaced = _LEFT_OUT[version].sub(_one_blank, text)
    return _AROUND.sub(_no_blank, spaced).strip(" ")


def _one_blank(found: re.Match[str]) -> str:
    return found["kept"] or " "


def _no_blank(found: re.Match[str]) -> str:
    return found["kept"] or found[1]
