"""Characters that act on a terminal instead of standing for themselves: made visible before text is shown to people.

A service, a tag of somebody else's, or a file name could otherwise clear the screen, set the title, move what was
printed before, or let text read backwards ("Trojan source", CVE-2021-42574).
"""

from __future__ import annotations

import re
from typing import Final

# C0 but for tabs and line feeds, DEL, C1; marks, embeddings, overrides and isolates of direction; separators of lines.
_ACTING: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def escape_controls(text: str) -> str:
    r"""Return `text` with such characters in Python's notation, as `\x1b`; lines and tabs stay."""
    if text.isprintable():  # which none of them is
        return text
    return _ACTING.sub(lambda found: ascii(found[0])[1:-1], text.replace("\r\n", "\n"))
