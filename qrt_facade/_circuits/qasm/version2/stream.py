"""Stream of OpenQASM 2 tokens, with faults that name the expected token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qrt_facade._circuits.qasm.faults import FaultError, quoted
from qrt_facade._circuits.qasm.tokens import Token, lex_version_2

if TYPE_CHECKING:
    from collections.abc import Iterator


class Stream:
    """The tokens of a program, read only when needed, so that faults are reported in program order."""

    def __init__(self, text: str) -> None:
        self._tokens: Iterator[Token] = lex_version_2(text)
        self._last_end = 0
        self._peeked: Token | None = None

    @property
    def next(self) -> Token:
        """The next token, not yet consumed; at the end, a token of the kind "end of text".

        Raises:
            FaultError: The following text is not an OpenQASM 2 token.
        """
        if self._peeked is None:
            self._peeked = _checked(next(self._tokens))
        return self._peeked

    def take(self) -> Token:
        """Consume and return the next token."""
        taken = self.next
        if taken.kind != "end of text":
            self._peeked = None
            self._last_end = taken.end
        return taken

    def accept(self, kind: str) -> Token | None:
        """Consume the next token if it is of a kind."""
        return self.take() if self.next.kind == kind else None

    def expect(self, kind: str, what: str) -> Token:
        """Consume the next token, which must be of a kind.

        Raises:
            FaultError: It is of another kind; the message names `what` as expected.
        """
        if self.next.kind != kind:
            raise self.unexpected(what)
        return self.take()

    def unexpected(self, what: str) -> FaultError:
        """Return the fault of the next token when something else was expected."""
        if self.next.kind == "end of text":
            return FaultError(f"the program ends where {what} is expected", self._last_end)
        message = f"expected {what}, but found {quoted(self.next.text)}"
        if what == "';'":
            return FaultError(f"{message}; is a semicolon missing before it?", self.next.start)
        return FaultError(message, self.next.start)


def _checked(token: Token) -> Token:
    """Check for names and numbers that Qiskit's lexer rejects."""
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
        raise FaultError("a string can only have ASCII characters", token.start)
    return token
