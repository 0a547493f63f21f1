"""The parser of OpenQASM 3: tokens to statements, by recursive descent.

It takes what the reference parser takes (package openqasm3 1.0, whose grammar is qasm3Parser.g4), and refuses the same
with code 1603: what the grammar does not have, and what that parser checks beyond it, such as gates that are not defined
at the top.
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
_NESTING = 5  # of `MAX_DEPTH`, which a block takes


class Parser(ExpressionParser):
    """Reads one program.

    Statements are yielded one after the other, so that a text of many megabytes is never held as a tree; when
    a later one raises, the earlier ones do not count either.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._contexts: list[list[str]] = [["program"]]  # each with the scopes that are open in it

    def statements(self) -> Iterator[syntax.Statement]:
        """The statements of the program, up to its end.

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
        return syntax.NotTaken("a block of its own is not taken; leave its braces out", "", "", start)

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
        """A block of a kind; a gate and a subroutine begin a context of their own."""
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
            raise FaultError(f"{what} can stand at the top of a program only, not inside a block", start)

    def _not_in_gate(self, what: str, start: int) -> None:
        if self._contexts[-1][0] == "gate":
            raise FaultError(f"{what} cannot stand in the definition of a gate", start)

    def _duration_of(self) -> syntax.Expression:
        start = self.advance().start
        self.expect("(")
        self._block("durationof")
        self.expect(")")
        return syntax.Uncomputed("'durationof' is not computed; write the value", start)

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
            return syntax.NotTaken("annotations are not taken; leave them out", "", "", start)
        reader = self._READERS.get(self.token.kind)
        return reader(self) if reader is not None else self._expression_statement()

    def _pragma(self) -> syntax.Statement:
        start = self.advance().start
        self.expect("line")
        self._only_global("a pragma", start)
        return syntax.NotTaken("pragmas are not taken; leave them out", "", "", start)

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
        return syntax.NotTaken("'defcalgrammar' is not taken", "", "", start)

    def _qubit(self) -> syntax.Statement:
        start = self.advance().start
        size = self.designator()
        name = self.expect("identifier").text
        self.expect(";")
        self._only_global("the declaration of qubits", start)
        return syntax.QubitDeclaration(name, size, start)

    def _register(self) -> syntax.Statement:
        """`qreg` and `creg`."""
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
        """The declaration of a classical variable, or a statement that begins with a cast."""
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
        return syntax.NotTaken(
            f"variables of type {kind} are not taken; bits, and inputs of type float or angle are",
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
        return syntax.NotTaken("'const' is not taken; write the value where it is used", "", name, start)

    def _declared_value(self) -> syntax.Expression | None:
        """The value of a declaration; what is measured into it is returned, another value is not."""
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
            what = "'output' is not taken; all classical registers are returned"
            return syntax.NotTaken(what, "", name, keyword.start)
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
        return syntax.NotTaken(
            "'def' is not taken; write the statements where they are used", "", name, start
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
        return syntax.NotTaken("'extern' is not taken", "", name, start)

    def _calibration(self) -> syntax.Statement:
        """`cal` and `defcal`, whose blocks are in another language."""
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
        return syntax.NotTaken(f"'{keyword.kind}' is not taken", "", "", keyword.start)

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
        return syntax.NotTaken("'while' loops are not taken any more", "while", "", start)

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
        return syntax.NotTaken(
            "'for' loops are not taken any more; write the statements out", "for", "", start
        )

    def _leave(self) -> syntax.Statement:
        """`break` and `continue`."""
        keyword = self.advance()
        self.expect(";")
        if "loop" not in self._contexts[-1]:
            raise FaultError(f"'{keyword.kind}' stands outside of a loop", keyword.start)
        return syntax.NotTaken(f"'{keyword.kind}' is not taken", "break", "", keyword.start)

    def _end(self) -> syntax.Statement:
        start = self.advance().start
        self.expect(";")
        return syntax.NotTaken("'end' is not taken; leave out what follows it", "", "", start)

    def _return(self) -> syntax.Statement:
        start = self.advance().start
        if self.at("measure"):
            self._measured()
        elif not self.at(";"):
            self.expression()
        self.expect(";")
        if self._contexts[-1][0] != "def":
            raise FaultError("'return' stands outside of a subroutine", start)
        return syntax.NotTaken("'return' is not taken", "", "", start)

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
        return syntax.NotTaken("'switch' is not taken any more; write conditions", "switch", "", start)

    def _box(self) -> syntax.Statement:
        start = self.advance().start
        self.designator()
        self._block("box")
        return syntax.NotTaken("'box' is not taken; leave it out", "box", "", start)

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
        """Operands up to the semicolon, perhaps none."""
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
        """A gate, or a global phase, with modifiers before it."""
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
                raise FaultError("a blank is missing after '@'", self.token.start)
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
        """What begins with a name: a gate, an assignment, or an expression."""
        name = self.name()
        arguments: tuple[syntax.Expression, ...] = ()
        found: syntax.Expression = name
        if self.at("("):
            arguments = self._arguments()
            found = syntax.Uncomputed("function calls are not computed; write the value", name.start)
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
        return syntax.NotTaken(
            "assignments are not taken; a bit gets its value from a measurement", "", "", target.start
        )

    def _expression_statement(self, left: syntax.Expression | None = None) -> syntax.Statement:
        start = self.token.start if left is None else left.start
        self.expression(left=left)
        self.expect(";")
        return syntax.NotTaken("a statement that is only an expression is not taken", "", "", start)

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
    """What reads a statement, by the kind of its first token; an expression where none does."""
