"""Normalise OpenQASM text: remove comments, and collapse line ends and whitespace."""

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
"""Whitespace and comments of each version, and strings, which may contain what looks like them."""

_AROUND: Final = re.compile(r""" ?([;,(){}\[\]]) ?|(?P<kept>"[^"\r\n]*"|'[^'\r\n]*')""")
"""Symbols that are never part of a longer token, so that whitespace next to them is insignificant."""

_BY_LINES: Final = re.compile(r"pragma|\bcal|\bdefcal|@")
"""Pragmas and annotations end at the line end, and calibration blocks are in another language."""

_TRAILING: Final = re.compile(r"[ \t]+$", re.MULTILINE)


def plain(text: str) -> str:
    """Return the text with insignificant differences removed; texts of different meaning stay different.

    Comments are removed, and whitespace is collapsed to at most one space. If a text has pragmas, annotations or
    calibrations, or no valid version, only line ends and trailing whitespace are normalised.
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
