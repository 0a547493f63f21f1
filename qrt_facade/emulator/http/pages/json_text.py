"""JSON formatting with line breaks and indentation, also for truncated text that is not a complete document."""

from __future__ import annotations

import re
from typing import Final

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"?|[{}\[\],:]|[^\s"{}\[\],:]+', re.DOTALL)
_DEEPEST: Final = 20
"""Maximum number of indented levels; deeper ones are indented the same."""


def indented(text: str) -> str:
    """Indent JSON, complete or truncated, and keep its values as written; other text is returned unchanged."""
    if text.lstrip()[:1] not in {"{", "["}:
        return text
    lines, depth, kinds = [""], 0, ""
    words = _TOKEN.findall(text)
    for position, word in enumerate(words):
        following = words[position + 1] if position + 1 < len(words) else ""
        if word in {"{", "["}:
            depth, kinds = depth + 1, kinds + word
            lines[-1] += word
            if following not in {"}", "]"} and (word == "{" or following in {"{", "["}):
                lines.append(_space(depth))
        elif word in {"}", "]"}:
            broke = bool(lines[-1].strip()) and (word == "}" or words[position - 1] in {"}", "]"})
            depth, kinds = max(depth - 1, 0), kinds[:-1]
            if broke and words[position - 1] not in {"{", "["}:
                lines.append(_space(depth))
            lines[-1] += word
        elif word == ",":
            lines[-1] += ","
            if kinds.endswith("{") or following in {"{", "["}:
                lines.append(_space(depth))
            else:
                lines[-1] += " "
        else:
            lines[-1] += f"{word} " if word == ":" else word
    return "\n".join(lines)


def _space(depth: int) -> str:
    return "  " * min(depth, _DEEPEST)
