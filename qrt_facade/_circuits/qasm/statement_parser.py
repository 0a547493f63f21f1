"""Parse OpenQASM 3 tokens to statements by recursive descent.

The parser accepts the same programs as the reference parser (package openqasm3 1.0, grammar qasm3Parser.g4), and
rejects the same ones with code 1603: syntax errors, and additional checks of that parser, for example that gates are
only defined at the top level.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar, Final

from qrt_facade._circuits.qasm import syntax
from qrt_facade._circuits.qasm.expression_parser import ExpressionParser
from qrt_facade._circuits.qasm.faults import FaultError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

_VERSION = re.compile(r"0*3(\.|$)")
_ASSIGNMENTS: Final = frozenset("= += -= *= /= &= |= ~= ^= <<= >>= %= **=".split())  # noqa: SIM905
_OPERANDS: Final = frozenset({"identifier", "hardware qubit"})
_MODIFIERS: Final = frozenset({"inv", "pow", "ctrl", "negctrl"})
_NESTING = 5  # share of `MAX_DEPTH` used by a block


class Parser(ExpressionParser):
    """Parses one program.

    Statements are yielded one by one, so that a text of many megabytes never becomes a complete tree; if
    a later statement raises, discard the earlier ones.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._contexts: list[list[str]] = [["program"]]  # open scopes per context

    def statements(self) -> Iterator[syntax.Statement]:
        """Yield the statements of the program.

        Raises:
            FaultError: 1603, the text is not OpenQASM 3.
        """
        if self.at("end of text"):
            raise FaultError("the program has no statement", self.token.start)
        if self.take("OPENQASM"):
            if not _VERSION.match(self.token.text):
                raise FaultError(
                    f"OpenQASM {self.token.text} does not exist; write 2.0 or 3.0", self.token.start
                )
            self.expect("version")
            self.expect(";")
        while not self.at("end of text"):
            yield self._statement_or_scope()

    # Blocks

    def _statement_or_scope(self) -> syntax.Statement:
        if not self.at("{"):
            return self._statement()
        start = self.token.start
        self._scope()
        return syntax.Unsupported("a standalone block is not supported; remove its braces", "", "", start)

    def _scope(self) -> tuple[syntax.Statement, ...]:
        self.expect("{")
        with self.nested(_NESTING):
            found: list[syntax.Statement] = []
            while not self.at("}"):
                found.append(self._statement_or_scope())
        self.advance()
        return tuple(found)

    @contextmanager
    def _open(self, kind: str, *, context: bool = False) -> Generator[None]:
        """Enter a block of a kind; gates and subroutines begin a new context."""
        if context:
            self._contexts.append([kind])
        self._contexts[-1].append(kind)
        yield
        if context:
            self._contexts.pop()
        else:
            self._contexts[-1].pop()

    def _block(self, kind: str, *, context: bool = False) -> tuple[syntax.Statement, ...]:
        with self._open(kind, context=context):
            return self._scope()

    def _body(self, kind: str) -> tuple[syntax.Statement, ...]:
        with self._open(kind):
            if self.at("{"):
                return self._scope()
            with self.nested(_NESTING):
                return (self._statement(),)

    def _only_global(self, what: str, start: int) -> None:
        if len(self._contexts) > 1 or len(self._contexts[0]) > 1:
            raise FaultError(
                f"{what} is only allowed at the top level of a program, not inside a block", start
            )

    def _not_in_gate(self, what: str, start: int) -> None:
        if self._contexts[-1][0] == "gate":
            raise FaultError(f"{what} is not allowed in the definition of a gate", start)

    def _duration_of(self) -> syntax.Expression:
        start = self.advance().start
        self.expect("(")
        self._block("durationof")
        self.expect(")")
        return syntax.Uncomputed("'durationof' is not evaluated; write the value", start)

    # Statements

    def _statement(self) -> syntax.Statement:
        start = self.token.start
        if self.at("annotation"):
            while self.at("annotation"):
                self.advance()
                self.take("line")
            if self.at("pragma"):
                raise self.unexpected()
            self._statement()
            return syntax.Unsupported("annotations are not supported; remove them", "", "", start)
        reader = self._READERS.get(self.token.kind)
        return reader(self) if reader is not None else self._expression_statement()

    def _pragma(self) -> syntax.Statement:
        start = self.advance().start
        self.expect("line")
        self._only_global("a pragma", start)
        return syntax.Unsupported("pragmas are not supported; remove them", "", "", start)

    def _include(self) -> syntax.Statement:
        start = self.advance().start
        file = self.expect("string").text[1:-1]
        self.expect(";")
        self._only_global("'include'", start)
        return syntax.Include(file, start)

    def _calibration_grammar(self) -> syntax.Statement:
        start = self.advance().start
        self.expect("string")
        self.expect(";")
        self._only_global("'defcalgrammar'", start)
        return syntax.Unsupported("'defcalgrammar' is not supported", "", "", start)

    def _qubit(self) -> syntax.Statement:
        start = self.advance().start
        size = self.designator()
        name = self.expect("identifier").text
        self.expect(";")
        self._only_global("the declaration of qubits", start)
        return syntax.QubitDeclaration(name, size, start)

    def _register(self) -> syntax.Statement:
        """Parse `qreg` and `creg`."""
        keyword = self.advance()
        name = self.expect("identifier").text
        size = self.designator()
        self.expect(";")
        self.check_positive(size, f"{keyword.text} {name}")
        if keyword.kind == "qreg":
            self._only_global("the declaration of qubits", keyword.start)
            return syntax.QubitDeclaration(name, size, keyword.start)
        return syntax.BitDeclaration(name, size, None, has_value=False, start=keyword.start)

    def _declaration(self) -> syntax.Statement:
        """Parse the declaration of a classical variable, or a statement that begins with a cast."""
        start = self.token.start
        kind, size = self.type()
        if self.at("("):
            return self._expression_statement(self.cast(start))
        name = self.expect("identifier").text
        measured = None
        has_value = self.at("=")
        if has_value:
            self.advance()
            measured = self._declared_value()
        self.expect(";")
        self._not_in_gate("the declaration of a variable", start)
        if kind == "array":
            self._only_global("the declaration of an array", start)
        if kind == "bit":
            return syntax.BitDeclaration(name, size, measured, has_value, start)
        return syntax.Unsupported(
            f"variables of type {kind} are not supported; use bits, or inputs of type float or angle",
            "",
            name,
            start,
        )

    def _constant(self) -> syntax.Statement:
        start = self.advance().start
        self.type(arrays=False)
        name = self.expect("identifier").text
        self.expect("=")
        self._declared_value()
        self.expect(";")
        return syntax.Unsupported(
            "'const' is not supported; write the value where it is used", "", name, start
        )

    def _declared_value(self) -> syntax.Expression | None:
        """Parse the value of a declaration; return what is measured into it, or None for any other value."""
        if self.at("measure"):
            return self._measured()
        if self.at("{"):
            self.array_literal()
        else:
            self.expression()
        return None

    def _input(self) -> syntax.Statement:
        keyword = self.advance()
        kind, size = self.type()
        name = self.expect("identifier").text
        self.expect(";")
        self._only_global(f"'{keyword.kind}'", keyword.start)
        if keyword.kind == "output":
            what = "'output' is not supported; all classical registers are returned"
            return syntax.Unsupported(what, "", name, keyword.start)
        return syntax.InputDeclaration(name, kind, size, keyword.start)

    def _alias(self) -> syntax.Statement:
        start = self.advance().start
        name = self.expect("identifier").text
        self.expect("=")
        value = self.expression()
        links = 0
        while self.at("++"):
            links += 1
            self.check_depth(links)
            self.advance()
            value = syntax.Binary("++", value, self.expression(), value.start)
        self.expect(";")
        return syntax.Alias(name, value, start)

    def _gate(self) -> syntax.Statement:
        start = self.advance().start
        name = self.expect("identifier").text
        parameters: list[syntax.Name] = []
        if self.take("("):
            if not self.at(")"):
                parameters = self.list_of(self.name, ")")
            self.expect(")")
        qubits = self.list_of(self.name, "{")
        self._only_global("the definition of a gate", start)
        body = self._block("gate", context=True)
        return syntax.GateDefinition(name, tuple(parameters), tuple(qubits), body, start)

    def _subroutine(self) -> syntax.Statement:
        start = self.advance().start
        name = self.expect("identifier").text
        self.expect("(")
        if not self.at(")"):
            self.list_of(self.argument_definition, ")")
        self.expect(")")
        self.return_type()
        self._only_global("'def'", start)
        self._block("def", context=True)
        return syntax.Unsupported(
            "'def' is not supported; write the statements where they are used", "", name, start
        )

    def _extern(self) -> syntax.Statement:
        start = self.advance().start
        name = self.expect("identifier").text
        self.expect("(")
        if not self.at(")"):
            self.list_of(self.extern_argument, ")")
        self.expect(")")
        self.return_type()
        self.expect(";")
        self._only_global("'extern'", start)
        return syntax.Unsupported("'extern' is not supported", "", name, start)

    def _calibration(self) -> syntax.Statement:
        """Parse `cal` and `defcal`, whose blocks are in another language."""
        keyword = self.advance()
        if keyword.kind == "defcal":
            if self.token.kind not in {"measure", "reset", "delay", "identifier"}:
                raise self.unexpected()
            self.advance()
            if self.take("("):
                if not self.at(")"):
                    self.list_of(self.calibration_argument, ")")
                self.expect(")")
            self.list_of(self._calibration_operand, "{", "->")
            self.return_type()
        self.expect("{")
        self.take("calibration")
        self.expect("}")
        return syntax.Unsupported(f"'{keyword.kind}' is not supported", "", "", keyword.start)

    def _calibration_operand(self) -> None:
        if self.token.kind not in _OPERANDS:
            raise self.unexpected()
        self.advance()

    def _if(self) -> syntax.Statement:
        start = self.advance().start
        self.expect("(")
        condition = self.expression()
        self.expect(")")
        body = self._body("if")
        otherwise: tuple[syntax.Statement, ...] = ()
        if self.take("else"):
            otherwise = self._body("if")
        return syntax.If(condition, body, otherwise, start)

    def _while(self) -> syntax.Statement:
        start = self.advance().start
        self.expect("(")
        self.expression()
        self.expect(")")
        self._body("loop")
        return syntax.Unsupported("'while' loops are no longer supported", "while", "", start)

    def _for(self) -> syntax.Statement:
        start = self.advance().start
        self.type(arrays=False)
        self.expect("identifier")
        self.expect("in")
        if self.at("{"):
            self.index_set()
        elif self.at("["):
            opening = self.advance()
            self.range(None, opening.start)
            self.expect("]")
        else:
            self.expression()
        self._body("loop")
        return syntax.Unsupported("'for' loops are no longer supported; unroll them", "for", "", start)

    def _leave(self) -> syntax.Statement:
        """Parse `break` and `continue`."""
        keyword = self.advance()
        self.expect(";")
        if "loop" not in self._contexts[-1]:
            raise FaultError(f"'{keyword.kind}' is outside a loop", keyword.start)
        return syntax.Unsupported(f"'{keyword.kind}' is not supported", "break", "", keyword.start)

    def _end(self) -> syntax.Statement:
        start = self.advance().start
        self.expect(";")
        return syntax.Unsupported("'end' is not supported; remove the statements after it", "", "", start)

    def _return(self) -> syntax.Statement:
        start = self.advance().start
        if self.at("measure"):
            self._measured()
        elif not self.at(";"):
            self.expression()
        self.expect(";")
        if self._contexts[-1][0] != "def":
            raise FaultError("'return' is outside a subroutine", start)
        return syntax.Unsupported("'return' is not supported", "", "", start)

    def _switch(self) -> syntax.Statement:
        start = self.advance().start
        self.expect("(")
        self.expression()
        self.expect(")")
        self.expect("{")
        has_default = False
        while not self.at("}"):
            case = self.advance()
            if case.kind == "case":
                self.list_of(self.expression, "{")
            elif case.kind != "default":
                raise self.unexpected(case)
            if has_default:
                raise FaultError(
                    "'default' must be the last case of a 'switch', and the only default", case.start
                )
            has_default = case.kind == "default"
            self._scope()
        self.advance()
        return syntax.Unsupported("'switch' is no longer supported; use 'if'", "switch", "", start)

    def _box(self) -> syntax.Statement:
        start = self.advance().start
        self.designator()
        self._block("box")
        return syntax.Unsupported("'box' is not supported; remove it", "box", "", start)

    def _barrier(self) -> syntax.Statement:
        start = self.advance().start
        return syntax.Barrier(self._operands(), start)

    def _delay(self) -> syntax.Statement:
        start = self.advance().start
        duration = self.designator()
        if duration is None:
            raise self.unexpected()
        return syntax.Delay(duration, self._operands(), start)

    def _operands(self) -> tuple[syntax.Expression, ...]:
        """Parse operands up to the semicolon, possibly none."""
        found = [] if self.at(";") else self.list_of(self.operand, ";")
        self.expect(";")
        return tuple(found)

    def _reset(self) -> syntax.Statement:
        start = self.advance().start
        operand = self.operand()
        self.expect(";")
        self._not_in_gate("'reset'", start)
        return syntax.Reset(operand, start)

    def _measured(self) -> syntax.Expression:
        start = self.expect("measure").start
        qubit = self.operand()
        self._not_in_gate("'measure'", start)
        return qubit

    def _measurement(self) -> syntax.Statement:
        start = self.token.start
        qubit = self._measured()
        target = None
        if self.take("->"):
            target = self.indexed_name()
        self.expect(";")
        return syntax.Measurement(qubit, target, start)

    def _modified(self) -> syntax.Statement:
        """Parse a gate or a global phase with modifiers."""
        start = self.token.start
        modifiers: list[syntax.Modifier] = []
        while self.token.kind in _MODIFIERS:
            word = self.advance()
            argument = None
            if self.at("(") and word.kind != "inv":
                self.advance()
                argument = self.expression()
                self.expect(")")
            elif word.kind == "pow":
                raise self.unexpected()
            if self.at("annotation"):
                raise FaultError("a space is missing after '@'", self.token.start)
            self.expect("@")
            modifiers.append(syntax.Modifier(word.kind, argument, word.start))
        if self.at("gphase"):
            return self._phase(tuple(modifiers), start)
        name = self.name()
        arguments = self._arguments()
        has_duration = self.designator() is not None
        return self._gate_call(tuple(modifiers), name, arguments, start, has_duration=has_duration)

    def _arguments(self) -> tuple[syntax.Expression, ...]:
        if not self.at("("):
            return ()
        self.advance()
        found = [] if self.at(")") else self.list_of(self.expression, ")")
        self.expect(")")
        return tuple(found)

    def _phase(
        self, modifiers: tuple[syntax.Modifier, ...] = (), start: int | None = None
    ) -> syntax.Statement:
        word = self.advance()
        arguments = self._arguments()
        self.designator()
        operands = self._operands()
        if len(arguments) != 1:
            raise FaultError(f"'gphase' takes 1 angle, but got {len(arguments)}", word.start)
        start = word.start if start is None else start
        return syntax.GateCall(
            modifiers, syntax.Name("gphase", word.start), arguments, operands, has_duration=False, start=start
        )

    def _gate_call(
        self,
        modifiers: tuple[syntax.Modifier, ...],
        name: syntax.Name,
        arguments: tuple[syntax.Expression, ...],
        start: int,
        *,
        has_duration: bool,
    ) -> syntax.Statement:
        operands = self.list_of(self.operand, ";")
        self.expect(";")
        return syntax.GateCall(modifiers, name, arguments, tuple(operands), has_duration, start)

    def _named(self) -> syntax.Statement:
        """Parse a statement that begins with a name: a gate, an assignment, or an expression."""
        name = self.name()
        arguments: tuple[syntax.Expression, ...] = ()
        found: syntax.Expression = name
        if self.at("("):
            arguments = self._arguments()
            found = syntax.Uncomputed("function calls are not evaluated; write the value", name.start)
        called = found
        designator = None
        while self.at("["):
            found = self.index(found)
            designator = found if designator is None and self.is_designator(found) else None
        if self.token.kind in _OPERANDS and (designator is not None or found is called):
            return self._gate_call((), name, arguments, name.start, has_duration=designator is not None)
        if self.token.kind in _ASSIGNMENTS and called is name:
            return self._assignment(found)
        return self._expression_statement(found)

    def _assignment(self, target: syntax.Expression) -> syntax.Statement:
        self.advance()
        measured = self._measured() if self.at("measure") else None
        if measured is None:
            self.expression()
        self.expect(";")
        self._not_in_gate("an assignment", target.start)
        if measured is not None:
            return syntax.Measurement(measured, target, target.start)
        return syntax.Unsupported(
            "assignments are not supported; assign a measurement to a bit", "", "", target.start
        )

    def _expression_statement(self, left: syntax.Expression | None = None) -> syntax.Statement:
        start = self.token.start if left is None else left.start
        self.expression(left=left)
        self.expect(";")
        return syntax.Unsupported("a statement that is only an expression is not supported", "", "", start)

    _READERS: ClassVar[dict[str, Callable[[Parser], syntax.Statement]]] = {
        "identifier": _named,
        "measure": _measurement,
        "reset": _reset,
        "barrier": _barrier,
        "delay": _delay,
        "gphase": _phase,
        **dict.fromkeys(_MODIFIERS, _modified),
        "if": _if,
        "gate": _gate,
        "qubit": _qubit,
        "qreg": _register,
        "creg": _register,
        **dict.fromkeys(
            ("bit", "int", "uint", "float", "angle", "bool", "duration", "stretch", "complex", "array"),
            _declaration,
        ),
        "const": _constant,
        "input": _input,
        "output": _input,
        "let": _alias,
        "include": _include,
        "defcalgrammar": _calibration_grammar,
        "cal": _calibration,
        "defcal": _calibration,
        "def": _subroutine,
        "extern": _extern,
        "for": _for,
        "while": _while,
        "switch": _switch,
        "box": _box,
        "break": _leave,
        "continue": _leave,
        "end": _end,
        "return": _return,
        "pragma": _pragma,
    }
    """Parsers of statements by the kind of their first token; all others begin an expression."""
