"""Random texts: a grammar of OpenQASM 2 and 3, whose texts are mostly valid, and typing mistakes in them."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, Any

from judges.corpus.cases import case

if TYPE_CHECKING:
    from judges.corpus.cases import Case

ANY = (0, 1501, 1506, 1517, 1519, 1520, 1521, 1522, 1603)
"""Codes of a random text, which may have any outcome: `check` and the job must agree, and results must be correct."""

SLIPS = 0.4
"""The fraction of texts with a typing mistake."""

TOKENS = re.compile(r'"[^"]*"|//[^\n]*|[A-Za-z_]\w*|\d+(?:\.\d+)?|->|==|\S|\s+')


class Author:
    """Writes one program."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # reproducible, not a secret
        self.version = self.chance.choice([2, 3, 3])
        self.qubits = self._registers("qrw", most=2)
        self.bits = self._registers("cdm", most=3)
        self.inputs = (
            self.chance.sample(["alpha", "beta", "θ"], self.chance.choice([0, 0, 1, 2]))
            if self.version == 3
            else []
        )
        self.estimates = self.chance.random() < 0.2

    def _registers(self, names: str, most: int) -> dict[str, int]:
        return {name: self.chance.randint(1, most) for name in names[: self.chance.randint(1, len(names))]}

    def text(self) -> str:
        """The program."""
        lines = self.head()
        for _ in range(self.chance.randint(2, 12)):
            lines.append(self.statement())
        if self.estimates:
            lines = [line for line in lines if "measure" not in line or self.chance.random() < 0.2]
        else:
            lines += self.ending()
        text = self.chance.choice(["\n", "\n", "\n", " ", "\r\n", "\n\n"]).join(lines) + "\n"
        if self.version == 3 and "rzz" in text:
            definition = "gate rzz(p0) a0, b0 { cx a0, b0; rz(p0) b0; cx a0, b0; }"
            text = text.replace('stdgates.inc";', f'stdgates.inc"; {definition}', 1)
        return self.slipped(text) if self.chance.random() < SLIPS else text

    def head(self) -> list[str]:
        """Version, library and declarations."""
        if self.version == 2:
            return [
                "OPENQASM 2.0;", 'include "qelib1.inc";',
                *(f"qreg {name}[{size}];" for name, size in self.qubits.items()),
                *(f"creg {name}[{size}];" for name, size in self.bits.items()),
            ]  # fmt: skip
        kind = self.chance.choice(["float", "float[64]", "angle", "angle[32]"])
        return [
            self.chance.choice(
                ["OPENQASM 3.0;", "OPENQASM 3;", "OPENQASM 3.1;", "// a program\nOPENQASM 3.0;"]
            ),
            'include "stdgates.inc";',
            *(f"input {kind} {name};" for name in self.inputs),
            *(f"qubit[{size}] {name};" for name, size in self.qubits.items()),
            *(f"bit[{size}] {name};" for name, size in self.bits.items()),
        ]

    def ending(self) -> list[str]:
        """Measurements of most of the qubits."""
        places = [f"{name}[{index}]" for name, size in self.bits.items() for index in range(size)]
        measured = [f"{name}[{index}]" for name, size in self.qubits.items() for index in range(size)]
        self.chance.shuffle(places)
        pairs = zip(measured, places, strict=False)
        if self.version == 2 or self.chance.random() < 0.3:
            return [f"measure {qubit} -> {bit};" for qubit, bit in pairs]
        return [f"{bit} = measure {qubit};" for qubit, bit in pairs]

    def statement(self) -> str:
        """One statement."""
        kinds: dict[str, int] = {
            "gate": 12,
            "pair": 4,
            "barrier": 1,
            "reset": 1,
            "measure": 2,
            "condition": 3,
            "foreign": 1,
        }
        if self.version == 3:
            kinds |= {"delay": 1, "alias": 1, "modified": 2, "phase": 1, "comment": 1, "refused": 1}
        kind = self.chance.choices(list(kinds), list(kinds.values()))[0]
        return str(getattr(self, kind)())

    def gate(self) -> str:
        """A native gate on one operand."""
        name = self.chance.choice(["x", "sx", "rz", "rx"])
        angle = f"({self.angle()})" if name in {"rz", "rx"} else ""
        return f"{name}{angle} {self.operand(self.qubits)};"

    def pair(self) -> str:
        """A native gate on two qubits, usually neighbours."""
        sized = [(name, size) for name, size in self.qubits.items() if size > 1]
        if sized and self.chance.random() < 0.8:
            name, size = self.chance.choice(sized)
            first = self.chance.randrange(size - 1)
            ends = [f"{name}[{first}]", f"{name}[{first + 1}]"]
        else:
            ends = [self.one(self.qubits), self.one(self.qubits)]
        self.chance.shuffle(ends)
        gate = self.chance.choice(
            [
                "cz",
                "cz",
                "cz",
                f"rzz({self.chance.choice(['0.3', '1', 'pi/2', 'pi/3', '-0.2', *self.inputs])})",
            ]
        )
        return f"{gate} {', '.join(ends)};"

    def foreign(self) -> str:
        """A gate that the device does not support."""
        return self.chance.choice(
            [
                f"h {self.one(self.qubits)};",
                f"t {self.one(self.qubits)};",
                f"nothing {self.one(self.qubits)};",
            ]
        )

    def barrier(self) -> str:
        """A barrier."""
        return f"barrier {self.operand(self.qubits)};"

    def reset(self) -> str:
        """A reset."""
        return f"reset {self.operand(self.qubits)};"

    def delay(self) -> str:
        """A delay."""
        length = self.chance.choice(["16dt", "100ns", "0.5us", "1µs", "0dt", "2.5dt", "3ns"])
        return f"delay[{length}] {self.operand(self.qubits)};"

    def phase(self) -> str:
        """A global phase."""
        return f"gphase({self.angle()});"

    def comment(self) -> str:
        """A comment."""
        return self.chance.choice(["// ψ, OPENQASM 2.0;\n", "/* x q[0]; */"])

    def refused(self) -> str:
        """A statement that the service does not support."""
        return self.chance.choice(
            ["int i;", "for int i in [0:1] { x q[0]; }", "const int n = 2;", "box { x q[0]; }", "stretch w;", "while (c == 0) { x q[0]; }",
             "if (c[0]) { if (c[0]) { x q[0]; } }", "output bit o;", "end;", "bit lone;"]
        )  # fmt: skip

    def modified(self) -> str:
        """A gate with modifiers."""
        gate = self.chance.choice(["x", "z", "rz(0.3)", "rx(0.4)", "sx"])
        modifier = self.chance.choice(["inv @", "inv @ inv @", "pow(2) @", "ctrl @", "pow(-1) @"])
        operands = [self.one(self.qubits) for _ in range(2 if "ctrl" in modifier else 1)]
        return f"{modifier} {gate} {', '.join(operands)};"

    def alias(self) -> str:
        """An alias, and a gate on it."""
        name, size = self.chance.choice(list(self.qubits.items()))
        alias = f"al{self.chance.randrange(10**6)}"
        return f"let {alias} = {name}[0:{self.chance.randrange(size)}]; x {alias};"

    def measure(self) -> str:
        """A mid-circuit measurement."""
        if self.version == 2 or self.chance.random() < 0.4:
            return f"measure {self.one(self.qubits)} -> {self.one(self.bits)};"
        return f"{self.one(self.bits)} = measure {self.one(self.qubits)};"

    def condition(self) -> str:
        """A conditional instruction."""
        name, size = self.chance.choice(list(self.bits.items()))
        body = self.gate()
        if self.version == 2:
            return f"if({name}=={self.chance.randrange(2**size)}) {body}"
        bit = f"{name}[{self.chance.randrange(size)}]"
        test = self.chance.choice(
            [
                bit,
                f"!{bit}",
                f"{bit} == 1",
                f"{bit} == false",
                f"{bit} != true",
                f"{name} == {self.chance.randrange(2**size)}",
                f"0 == {bit}",
            ]
        )
        otherwise = f" else {{ {self.gate()} }}" if self.chance.random() < 0.3 else ""
        return f"if ({test}) {{ {body} }}{otherwise}"

    def one(self, registers: dict[str, int]) -> str:
        """One bit or qubit."""
        name, size = self.chance.choice(list(registers.items()))
        index = self.chance.randrange(size)
        if self.version == 3 and self.chance.random() < 0.1:
            return f"{name}[{index - size}]"
        return f"{name}[{index}]"

    def operand(self, registers: dict[str, int]) -> str:
        """One operand, or several for a broadcast."""
        name, size = self.chance.choice(list(registers.items()))
        choice = self.chance.random()
        if choice < 0.15:
            return name
        if choice < 0.25 and self.version == 3:
            return self.chance.choice(
                [f"{name}[:]", f"{name}[0:{size - 1}]", f"{name}[{{{size - 1}}}]", f"{name}[{size - 1}:-1:0]"]
            )
        return self.one(registers)

    def angle(self, depth: int = 0) -> str:
        """An angle: a number, or an expression."""
        if depth > 2 or self.chance.random() < 0.4:
            numbers = [
                "0.3",
                "1",
                "pi",
                "2",
                "1.5e-1",
                "pi",
                *self.inputs,
                *(["tau", "π", "0x3"] if self.version == 3 else ["sin(0.4)", "2^2"]),
            ]
            return self.chance.choice(numbers)
        left, right = self.angle(depth + 1), self.angle(depth + 1)
        return self.chance.choice(
            [
                f"-{left}",
                f"({left})",
                f"{left} + {right}",
                f"{left}-{right}",
                f"{left}*{right}",
                f"{left} / 3",
                f"-({left}+{right})/2",
            ]
        )

    def slipped(self, text: str) -> str:
        """Return the text with one typing mistake."""
        tokens = TOKENS.findall(text)
        place = self.chance.randrange(len(tokens))
        other = self.chance.choice(tokens)
        match self.chance.randrange(5):
            case 0:
                del tokens[place]
            case 1:
                tokens.insert(place, tokens[place])
            case 2:
                tokens[place] = other
            case 3:
                tokens[place:place] = [
                    self.chance.choice([";", "x", "[", "7", "if", "measure", ")", "q", "é", "\u00a0", "2.5"])
                ]
            case _:
                tokens[place] = tokens[place][::-1]
        return "".join(tokens)

    def values(self) -> dict[str, Any]:
        """Return a value for each input."""
        return {name: round(self.chance.uniform(-2, 2), 2) for name in self.inputs}

    def observable(self) -> str:
        """Return a Pauli string over all qubits."""
        return "".join(self.chance.choice("IXYZ") for _ in range(sum(self.qubits.values())))


def text_case(seed: int) -> Case:
    """Return a random text."""
    author = Author(seed)
    text = author.text()
    values = author.values() or None
    if author.estimates:
        return case(
            f"text {seed}",
            text,
            program="estimator",
            observables=author.observable(),
            values=values,
            code=ANY,
            compare="reset" not in text,
        )
    return case(f"text {seed}", text, values=values, code=ANY)
