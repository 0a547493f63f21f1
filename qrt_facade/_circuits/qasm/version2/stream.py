"""Tokens of OpenQASM 2 one at a time, with what was expected where another one stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qrt_facade._circuits.qasm.faults import FaultError, quoted
from qrt_facade._circuits.qasm.tokens import Token, lex_version_2

if TYPE_CHECKING:
    from collections.abc import Iterator


class Stream:
    """The tokens of a program. None is read before it is needed, so that faults come in the order of the program."""

    def __init__(self, text: str) -> None:
        self._tokens: Iterator[Token] = lex_version_2(text)
        self._last_end = 0
        self._peeked: Token | None = None

    @property
    def next(self) -> Token:
        """The token that has not been taken yet; at the end one of the kind "end of text".

        Raises:
            FaultError: What follows is no token of OpenQASM 2.
        """
        if self._peeked is None:
            self._peeked = _checked(next(self._tokens))
        return self._peeked

    def take(self) -> Token:
        """Take the next token."""
        taken = self.next
        if taken.kind != "end of text":
            self._peeked = None
            self._last_end = taken.end
        return taken

    def accept(self, kind: str) -> Token | None:
        """Take the next token if it is of a kind."""
        return self.take() if self.next.kind == kind else None

    def expect(self, kind: str, what: str) -> Token:
        """Take the next token, which must be of a kind.

        Raises:
            FaultError: It is another; `what` is named as expected.
        """
        if self.next.kind != kind:
            raise self.unexpected(what)
        return self.take()

    def unexpected(self, what: str) -> FaultError:
        """The fault of the next token, where something else was expected."""
        if self.next.kind == "end of text":
            return FaultError(f"the program ends where {what} is expected", self._last_end)
        message = f"expected {what}, but found {quoted(self.next.text)}"
        if what == "';'":
            return FaultError(f"{message}; is a semicolon missing before it?", self.next.start)
        return FaultError(message, self.next.start)


def _checked(token: Token) -> Token:
    """Refuse names and numbers that the lexer of Qiskit refuses."""
    text = token.text
    if token.kind == "identifier":
        if text[0] == "_":
            raise FaultError("a name cannot start with '_'", token.start)
        if text[0].isupper() and text not in {"U", "CX"}:
            raise FaultError(
                f"{quoted(text)}: a name cannot start with a capital letter, except for U and CX", token.start
            )
    elif token.kind == "integer" and text[0] == "0" and len(text) > 1:
        raise FaultError(f"{quoted(text)}: a whole number cannot start with 0", token.start)
    elif token.kind == "string" and not text.isascii():
        raise FaultError("a string has only ASCII characters", token.start)
    return token
