"""Draw sequence diagrams as SVG: each line `Client -> API: text` is an arrow.

They are drawn when the site is built, so that pages need no script and load nothing from other hosts.
"""

from __future__ import annotations

import re
from html import escape
from typing import NamedTuple

_LINE = re.compile(r"(?P<sender>.+?) -> (?P<receiver>.+?): (?P<text>.+)")
_ROW, _TOP, _MARGIN = 40, 40, 60
_LETTER = 7
"""Average width of a character of 13 px, rounded up."""


class Message(NamedTuple):
    """One arrow of a diagram."""

    sender: str
    receiver: str
    text: str


def read(diagram: str) -> list[Message]:
    """Parse the lines of a diagram.

    Raises:
        ValueError: A line does not have the form `A -> B: text`.
    """
    messages = []
    for line in diagram.strip().splitlines():
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise ValueError(f"{line!r} is not a valid diagram line: expected `A -> B: text`")
        messages.append(Message(**match.groupdict()))
    return messages


def svg(diagram: str) -> str:
    """Draw a diagram in the colours of its page, in a box that scrolls on narrow screens."""
    messages = read(diagram)
    people = list(dict.fromkeys(who for one in messages for who in (one.sender, one.receiver)))
    column = max(
        _LETTER * len(one.text) // abs(people.index(one.sender) - people.index(one.receiver))
        for one in messages
    )
    column = max(column + 20, 110)
    places = {who: _MARGIN + column * place for place, who in enumerate(people)}
    width, height = column * (len(people) - 1) + 2 * _MARGIN, _TOP + _ROW * len(messages) + 20
    words = "; ".join(f"{one.sender} to {one.receiver}: {one.text}" for one in messages)
    parts = [
        '<div class="sequence" tabindex="0" role="group" aria-label="Diagram">',
        f'<svg width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(words)}">',
        *(_life(who, x, height) for who, x in places.items()),
        *(
            _arrow(places[one.sender], places[one.receiver], _TOP + _ROW * (row + 1), one.text)
            for row, one in enumerate(messages)
        ),
        "</svg></div>",
    ]
    return "\n".join(parts)


def _life(who: str, x: int, height: int) -> str:
    return (
        f'<text class="who" x="{x}" y="24" text-anchor="middle">{escape(who)}</text>'
        f'<line class="life" x1="{x}" y1="36" x2="{x}" y2="{height - 8}"/>'
    )


def _arrow(start: int, end: int, y: int, text: str) -> str:
    back = 7 if end < start else -7
    return (
        f'<text x="{(start + end) / 2}" y="{y - 8}" text-anchor="middle">{escape(text)}</text>'
        f'<line x1="{start}" y1="{y}" x2="{end}" y2="{y}"/>'
        f'<path d="M {end + back} {y - 4} L {end} {y} L {end + back} {y + 4}"/>'
    )
