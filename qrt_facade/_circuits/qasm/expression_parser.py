"""Parse expressions, types and lists of OpenQASM 3: the lower half of the parser."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TypeVar

from qrt_facade._circuits.qasm import syntax
from qrt_facade._circuits.qasm.faults import FaultError, quoted
from qrt_facade._circuits.qasm.tokens import Token, lex_version_3
from qrt_facade._service.reason_codes import NOT_VALID

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

_T = TypeVar("_T")

MAX_DEPTH: Final = 250
"""Maximum depth of nested parentheses and of operators in a row, about the same as in the service's parser."""

_POWER = 12
_PRECEDENCE: Final = {
    "||": 1,
    "&&": 2,
    "|": 3,
    "^": 4,
    "&": 5,
    "==": 6,
    "!=": 6,
    "<": 7,
    ">": 7,
    "<=": 7,
    ">=": 7,
    "<<": 8,
    ">>": 8,
    "+": 9,
    "-": 9,
    "*": 10,
    "/": 10,
    "%": 10,
    "**": _POWER,
}
_PREFIXES: Final = frozenset("~!-")
_SIZED: Final = frozenset({"bit", "int", "uint", "float", "angle"})
_SCALARS: Final = _SIZED | {"bool", "duration", "stretch", "complex"}
_UNITS: Final = {"dt": "dt", "ns": "ns", "us": "us", "µs": "us", "ms": "ms"}
_CALL = syntax.Uncomputed("function calls are not evaluated; write the value", 0)

_ENDS_A_STATEMENT = re.compile(r"[\w$.]+|[\])]|\".*\"|'.*'", re.DOTALL)
_BEGINS_ONE = re.compile(r"[^\W\d]|[$@]")


class ExpressionParser:
    """A parser of expressions and types with one token of lookahead."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._tokens = lex_version_3(text)
        self._previous = ""
        self._depth = 0
        self.token = next(self._tokens)

    def advance(self) -> Token:
        """Advance to the next token, and return the one just read."""
        token = self.token
        self._previous = token.text
        self.token = next(self._tokens, token)
        return token

    def at(self, kind: str) -> bool:
        """Return whether the next token is of a kind."""
        return self.token.kind == kind

    def take(self, kind: str) -> bool:
        """Consume the next token if it is of a kind, and return whether it was."""
        found = self.token.kind == kind
        if found:
            self.advance()
        return found

    def expect(self, kind: str) -> Token:
        """Consume a token of a kind.

        Raises:
            FaultError: 1603, the next token is of another kind.
        """
        if self.token.kind != kind:
            raise self.unexpected()
        return self.advance()

    def unexpected(self, token: Token | None = None) -> FaultError:
        """Return the fault of an unexpected token, by default the next one."""
        token = self.token if token is None else token
        at_end = token.kind == "end of text"
        message = "unexpected end of the program" if at_end else f"unexpected {quoted(token.text)}"
        if _ENDS_A_STATEMENT.fullmatch(self._previous) and (at_end or _BEGINS_ONE.match(token.text)):
            message += "; is a semicolon missing?" if at_end else "; is a semicolon missing before it?"
        return FaultError(message, token.start)

    def check_depth(self, more: int = 0) -> None:
        """Raise a FaultError (1603) if the nesting is too deep for the service's parser."""
        if self._depth + more > MAX_DEPTH:
            raise FaultError("the program is nested too deeply", self.token.start)

    @contextmanager
    def nested(self, levels: int) -> Generator[None]:
        """Count everything parsed in this context as nested deeper."""
        self._depth += levels
        self.check_depth()
        yield
        self._depth -= levels

    def list_of(self, read: Callable[[], _T], *ends: str) -> list[_T]:
        """Parse a comma-separated list of one or more items; a trailing comma before an end token is allowed."""
        found = [read()]
        while self.at(","):
            self.advance()
            if self.token.kind in ends:
                break
            found.append(read())
        return found

    def name(self) -> syntax.Name:
        """Parse a name."""
        token = self.expect("identifier")
        return syntax.Name(token.text, token.start)

    def expression(self, least: int = 1, left: syntax.Expression | None = None) -> syntax.Expression:
        """Parse operators that bind at least as strongly as `least`, and their operands; `left` is already parsed."""
        self._depth += 1
        self.check_depth()
        left = self._operand() if left is None else self._indexed(left)
        links = 0
        while (precedence := _PRECEDENCE.get(self.token.kind, 0)) >= least:
            links += 1
            self.check_depth(links)
            operator = self.advance().kind
            right = self.expression(precedence if operator == "**" else precedence + 1)
            left = syntax.Binary(operator, left, right, left.start)
        self._depth -= 1
        return left

    def _operand(self) -> syntax.Expression:
        prefixes: list[Token] = []
        while self.token.kind in _PREFIXES:
            prefixes.append(self.advance())
            self.check_depth(len(prefixes))
        if not prefixes:
            return self._indexed(self._primary())
        found = self.expression(_POWER)
        for prefix in reversed(prefixes):
            found = syntax.Unary(prefix.kind, found, prefix.start)
        return found

    def _indexed(self, found: syntax.Expression) -> syntax.Expression:
        links = 0
        while self.at("["):
            links += 1
            self.check_depth(links)
            found = self.index(found)
        return found

    def _primary(self) -> syntax.Expression:
        token = self.token
        kind = token.kind
        if kind == "identifier":
            self.advance()
            if not self.at("("):
                return syntax.Name(token.text, token.start)
            self.advance()
            arguments = [] if self.at(")") else self.list_of(self.expression, ")")
            self.expect(")")
            if token.text == "sizeof" and len(arguments) not in {1, 2}:
                raise FaultError("'sizeof' takes one or two arguments", token.start)
            return _CALL._replace(start=token.start)
        if kind == "(":
            self.advance()
            found = self.expression()
            self.expect(")")
            return found
        if kind in _SCALARS or kind == "array":
            self.type()
            return self.cast(token.start)
        if kind == "durationof":
            return self._duration_of()
        return self._literal()

    def _literal(self) -> syntax.Expression:
        token = self.token
        text, start = token.text, token.start
        found: syntax.Expression
        match token.kind:
            case "integer":
                found = syntax.Literal(_whole(token), "int", start)
            case "real":
                found = syntax.Literal(float(text), "float", start)
            case "hardware qubit":
                found = syntax.Name(text, start)
            case "boolean":
                found = syntax.Literal(text == "true", "bool", start)
            case "bitstring":
                found = syntax.Literal(int(text[1:-1].replace("_", ""), 2), "uint", start)
            case "timing":
                unit = _UNITS.get(text[-2:])
                number = text[:-1] if unit is None else text[:-2]
                found = syntax.Duration(float(number), unit or "s", start)
            case "imaginary":
                found = syntax.Uncomputed("imaginary numbers are not supported", start)
            case _:
                raise self.unexpected()
        self.advance()
        return found

    def cast(self, start: int) -> syntax.Expression:
        """Parse the rest of a cast, after its type."""
        self.expect("(")
        self.expression()
        self.expect(")")
        return syntax.Uncomputed("casts are not evaluated; write the value", start)

    def _duration_of(self) -> syntax.Expression:
        """Parse `durationof({ statements })`, which only the statement parser supports."""
        raise self.unexpected()

    def index(self, base: syntax.Expression) -> syntax.Index:
        """Parse one pair of brackets after `base`."""
        self.expect("[")
        if self.at("{"):
            indices: list[syntax.Expression] = [self.index_set()]
        else:
            indices = self.list_of(self._index_item, "]")
        self.expect("]")
        return syntax.Index(base, tuple(indices), base.start)

    def _index_item(self) -> syntax.Expression:
        start = self.token.start
        found = None if self.at(":") else self.expression()
        if found is not None and not self.at(":"):
            return found
        return self.range(found, start)

    def range(self, first: syntax.Expression | None, start: int) -> syntax.Range:
        """Parse a range, whose first value may already be parsed."""
        if first is None and not self.at(":"):
            first = self.expression()
        self.expect(":")
        second = None if self.token.kind in {":", "]", ","} else self.expression()
        if not self.at(":"):
            return syntax.Range(first, second, None, start)
        self.advance()
        return syntax.Range(first, self.expression(), second, start)

    def index_set(self) -> syntax.IndexSet:
        """Parse `{1, 2}`, as an index or as the values of a loop."""
        start = self.expect("{").start
        values = self.list_of(self.expression, "}")
        self.expect("}")
        return syntax.IndexSet(tuple(values), start)

    def is_designator(self, found: syntax.Index) -> bool:
        """Return whether brackets contain a single value, like those of a gate's duration."""
        return len(found.indices) == 1 and not isinstance(found.indices[0], syntax.Range | syntax.IndexSet)

    def operand(self) -> syntax.Expression:
        """Parse one or several qubits: a name, optionally with indices, or a physical qubit."""
        if self.at("hardware qubit"):
            token = self.advance()
            return syntax.Name(token.text, token.start)
        return self.indexed_name()

    def indexed_name(self) -> syntax.Expression:
        """Parse a name, optionally with indices."""
        return self._indexed(self.name())

    def array_literal(self) -> None:
        """Parse `{1, {2, 3}}`, which only variables of unsupported types can have."""
        with self.nested(1):
            self.expect("{")
            if not self.at("}"):
                self.list_of(self._array_item, "}")
            self.expect("}")

    def _array_item(self) -> None:
        if self.at("{"):
            self.array_literal()
        else:
            self.expression()

    # Types

    def designator(self) -> syntax.Expression | None:
        """Parse an optional expression in brackets."""
        if not self.at("["):
            return None
        self.advance()
        found = self.expression()
        self.expect("]")
        return found

    def type(self, *, arrays: bool = True) -> tuple[str, syntax.Expression | None]:
        """Parse a type, and return its name and its size, if any."""
        token = self.token
        if token.kind == "array" and arrays:
            self.advance()
            self.expect("[")
            self._array_base()
            self.expect(",")
            for dimension in self.list_of(self.expression, "]"):
                if isinstance(dimension, syntax.Unary):
                    raise FaultError("the dimensions of an array cannot be negative", dimension.start)
            self.expect("]")
            return "array", None
        if token.kind not in _SCALARS:
            raise self.unexpected()
        self.advance()
        size = None
        if token.kind in _SIZED:
            size = self.designator()
            if token.kind in {"int", "uint", "angle"}:
                self.check_positive(size, token.kind)
        elif token.kind == "complex" and self.at("["):
            self.advance()
            kind, _ = self.type(arrays=False)
            self.expect("]")
            if kind != "float":
                raise FaultError("the parts of a complex number are of type float", token.start)
        return token.kind, size

    def _array_base(self) -> None:
        token = self.token
        kind, _ = self.type(arrays=False)
        if kind == "stretch":
            raise FaultError("an array cannot contain stretches", token.start)

    def check_positive(self, size: syntax.Expression | None, what: str) -> None:
        """Check a size as the service's parser does, which checks only its form."""
        zero = isinstance(size, syntax.Literal) and size.kind == "int" and size.value == 0
        if size is not None and (zero or isinstance(size, syntax.Unary)):
            raise FaultError(f"the size of '{what}' must be positive", size.start)

    def return_type(self) -> None:
        """Parse the optional return type of a subroutine."""
        if self.take("->"):
            self.type(arrays=False)

    def _array_reference(self) -> None:
        self.advance()
        self.expect("array")
        self.expect("[")
        self.type(arrays=False)
        self.expect(",")
        if self.take("#dim"):
            self.expect("=")
            self.expression()
        else:
            self.list_of(self.expression, "]")
        self.expect("]")

    def argument_definition(self) -> None:
        """Parse a parameter of a subroutine."""
        kind = self.token.kind
        if kind in {"creg", "qreg"}:
            self.advance()
            self.name()
            self.designator()
            return
        if kind in {"readonly", "mutable"}:
            self._array_reference()
        elif kind == "qubit":
            self.advance()
            self.designator()
        else:
            self.type(arrays=False)
        self.name()

    def extern_argument(self) -> None:
        """Parse a parameter of an external function, which has no name."""
        if self.take("creg"):
            self.designator()
        elif self.token.kind in {"readonly", "mutable"}:
            self._array_reference()
        else:
            self.type(arrays=False)

    def calibration_argument(self) -> None:
        """Parse a parameter of a calibration, or a value that the calibration applies to."""
        kind = self.token.kind
        if kind in {"creg", "qreg", "readonly", "mutable", "qubit"}:
            self.argument_definition()
        elif kind in _SCALARS:
            start = self.token.start
            self.type(arrays=False)
            if self.at("("):
                self.expression(left=self.cast(start))
            else:
                self.name()
        else:
            self.expression()


def _whole(token: Token) -> int:
    try:
        return int(token.text, 0 if token.text[:2].lower() in {"0x", "0o", "0b"} else 10)
    except ValueError as error:  # Python limits the number of digits
        raise FaultError(
            f"the number {quoted(token.text)} has too many digits", token.start, NOT_VALID
        ) from error
