"""Escaping of control characters before text is shown on a terminal.

Without it, text from the service, another user's tag or a file name could clear the screen, set the window title, move
earlier output, or display text right to left ("Trojan source", CVE-2021-42574).
"""

from __future__ import annotations

import re
from typing import Final

# C0 except tab and line feed, DEL, C1; bidirectional marks, embeddings, overrides and isolates; line separators.
_ACTING: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def escape_controls(text: str) -> str:
    r"""Return `text` with control characters as Python escapes, such as `\x1b`; line feeds and tabs stay."""
    if text.isprintable():  # no control character is printable
        return text
    return _ACTING.sub(lambda found: ascii(found[0])[1:-1], text.replace("\r\n", "\n"))
