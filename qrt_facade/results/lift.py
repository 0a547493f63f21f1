"""Reads the JSON of a result without making Python objects of its bulk.

A result is a little structure around a few very long values: lists of samples, or base64 of arrays. Those are left in
the body, and the structure around them is parsed with a token in each one's place. A token is a random word, so no
content of the body can be taken for one.

What was left out is verified when it is read. Whatever does not hold raises `NotLiftedError`, and the caller parses the
body as a whole.
"""

from __future__ import annotations

import json
import re
import secrets
from typing import Any

from attrs import field, frozen

__all__ = ["Leaf", "Lifted", "NotLiftedError", "lift", "parse"]

_LEAST_BODY = 1 << 18
_LEAST_LEAF = 1 << 14
_BEFORE_VALUE = re.compile(rb"[ \t\r\n]*:[ \t\r\n]*")


class NotLiftedError(Exception):
    """A value that was left out is not what it seemed; the body has to be parsed as a whole."""


@frozen
class Leaf:
    """A JSON value that stands in `body[start:stop]`."""

    body: bytes = field(repr=False)
    start: int
    stop: int

    def parse(self) -> Any:
        """The value, as JSON would have given it."""
        try:
            return json.loads(self.body[self.start : self.stop])
        except ValueError as error:
            raise NotLiftedError from error


@frozen
class Lifted:
    """A parsed document, and what its tokens stand for."""

    document: Any
    leaves: dict[str, Leaf] = field(factory=dict[str, Leaf])

    def leaf(self, value: Any) -> Leaf | None:
        """The leaf that a value of the document stands for, or None when the value is itself."""
        return self.leaves.get(value) if self.leaves and isinstance(value, str) else None


def parse(body: bytes) -> Lifted:
    """Parse a body as a whole. `NaN` and `Infinity` are read, though JSON has none: the service writes them."""
    return Lifted(json.loads(body))


def lift(body: bytes) -> Lifted:
    """Parse a body with its long samples and base64 texts left out; a short body is parsed as a whole.

    Raises:
        NotLiftedError: The structure without them is no JSON.
    """
    found = (
        sorted([*_samples(body), *_texts(body)], key=lambda leaf: leaf.start)
        if len(body) >= _LEAST_BODY
        else []
    )
    if not found:
        return parse(body)
    word = secrets.token_hex(8)
    leaves = {f"{word}:{number}": leaf for number, leaf in enumerate(found)}
    pieces: list[bytes] = []
    position = 0
    for token, leaf in leaves.items():
        pieces += (body[position : leaf.start], b'"', token.encode(), b'"')
        position = leaf.stop
    pieces.append(body[position:])
    try:
        return Lifted(json.loads(b"".join(pieces)), leaves)
    except ValueError as error:
        raise NotLiftedError from error


def _samples(body: bytes) -> list[Leaf]:
    """Long lists after the key `samples`. Hexadecimal strings hold no colon and no brace: either comes after the list."""
    found: list[Leaf] = []
    for start in _values_after(body, b'"samples"', b"["):
        ends = [end for end in (body.find(b"}", start), body.find(b":", start)) if end >= 0]
        stop = body.rfind(b"]", start, min(ends, default=start)) + 1
        if stop - start >= _LEAST_LEAF:
            found.append(Leaf(body, start, stop))
    return found


def _texts(body: bytes) -> list[Leaf]:
    """Long strings after the key `__value__`, such as base64."""
    found: list[Leaf] = []
    for start in _values_after(body, b'"__value__"', b'"'):
        stop = body.find(b'"', start + 1) + 1
        if stop - start >= _LEAST_LEAF and body.find(b"\\", start, stop) < 0:
            found.append(Leaf(body, start, stop))
    return found


def _values_after(body: bytes, key: bytes, first: bytes) -> list[int]:
    """Where the values of a key begin, of those that begin with a certain character."""
    starts: list[int] = []
    position = body.find(key)
    while position >= 0:
        separator = _BEFORE_VALUE.match(body, position + len(key))
        position += len(key)
        if separator and body.startswith(first, separator.end()):
            starts.append(separator.end())
        position = body.find(key, position)
    return starts
