"""Texts that a text file cannot contain: line ends, byte order marks, lengths, depths, exporters' output."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from judges.corpus.cases import case
from judges.corpus.circuits import textbook
from qiskit import qasm2, qasm3

if TYPE_CHECKING:
    from collections.abc import Iterator

    from judges.corpus.cases import Case

PLAIN = """\
OPENQASM 3.0;
include "stdgates.inc";
// a comment
qubit[2] q;
bit[2] c;
x q[1];
sx q[0];
c = measure q;
"""

PLAIN_2 = """\
OPENQASM 2.0;
include "qelib1.inc";
// a comment
qreg q[2];
creg c[2];
x q[1];
sx q[0];
measure q -> c;
"""


def marked(text: str, version: int) -> Iterator[Case]:
    """One text in all the ways in which editors and systems store it."""
    syntax, lines = f"version {version}", text.splitlines()

    def named(what: str, changed: str, **given: Any) -> Case:
        return case(f"{syntax}: {what}", changed, reference=text, **given)

    yield named("lines end with CR LF", "\r\n".join(lines))
    yield named("a byte order mark", "\ufeff" + text)
    yield named("a byte order mark and CR LF", "\ufeff" + "\r\n".join(lines))
    yield named("blank lines before", "\n\n \t\n" + text)
    yield named("blanks at the ends of lines", "  \t \n".join(lines))
    yield named("no line end at the end", text.rstrip())
    yield named("everything in one line", " ".join(line for line in lines if "//" not in line))
    yield named("tabs", text.replace(" ", "\t"))
    yield named("a long comment before", "".join(f"// line {n} of a licence\n" for n in range(500)) + text)
    yield named("a long line before", f"// {'x' * 20_000}\n{text}")
    yield named("a comment at the end, without a line end", text + "// the end")
    yield named("a comment with the other version", text.replace("a comment", f"OPENQASM {5 - version}.0;"))
    yield named("a comment with the word of versions", "// OPENQASM\n" + text)
    yield named("many blank lines after", text + "\n" * 2000)
    yield case(f"{syntax}: a no-break space", text.replace("x q[1]", "x\u00a0q[1]"), code=1603)
    yield case(f"{syntax}: a zero", text.replace("x q[1]", "x\x00q[1]"), code=1603)
    yield case(f"{syntax}: a zero at the end", text + "\x00", code=1603)
    yield case(f"{syntax}: typographic quotes", text.replace('"', "\u201d"), code=1603)
    yield case(f"{syntax}: a full-width semicolon", text.replace("x q[1];", "x q[1]\uff1b"), code=1603)
    yield case(
        f"{syntax}: a letter of another script in a name", text.replace("x q", "\u0445 q"), code=(1506, 1603)
    )
    yield case(
        f"{syntax}: half a surrogate pair in a comment",
        text.replace("a comment", "\ud83d"),
        code=(0, 1506),
        refused=True,
    )
    yield case(f"{syntax}: a text cut short", text[: text.index("sx q") + 3], code=1603)
    yield case(f"{syntax}: a text twice", text + text, code=(1603, 1506))
    yield named("a line that ends with CR alone", text.replace("sx q[0];\n", "sx q[0];\r"))


def long_ones() -> Iterator[Case]:
    """Lengths and depths that a parser must handle."""
    head = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[3] q;\nbit[3] c;\n'
    end = "c = measure q;\n"
    steps = "".join(
        f"rz(0.{n}) q[{n % 3}];\nsx q[{n % 3}];\ncz q[{n % 2}], q[{n % 2 + 1}];\n" for n in range(1667)
    )
    yield case("5,000 gates", head + steps + end)
    yield case("5,000 gates and a fault in the last line", head + steps + "h q[0];\n" + end, code=1517)
    yield case("5,000 gates and a forgotten semicolon", head + steps + "x q[0]\n" + end, code=1603)
    yield case(
        "an angle of a thousand summands",
        head + f"sx q[0]; rz({'+'.join(['0.001'] * 1000)}) q[0]; sx q[0];" + end,
        code=1603,
    )
    yield case("two hundred parentheses", head + f"rz({'(' * 200}1{')' * 200}) q[0]; " + end)
    yield case(
        "a hundred registers",
        head + "".join(f"bit[1] b{n};" for n in range(100)) + "x q[0]; b42[0] = measure q[0];" + end,
    )
    yield case("a hundred conditions", head + end + "if (c[0]) { x q[1]; }\n" * 100 + end)
    yield case("an integer of forty digits as an angle", head + f"rz({'9' * 40}) q[0];" + end)
    yield case("an integer of forty digits as an index", head + f"x q[{'9' * 40}];" + end, code=1506)
    yield case(
        "a name of a thousand letters",
        head + f"bit[1] {'b' * 1000}; x q[0]; {'b' * 1000}[0] = measure q[0];" + end,
    )


def bombs() -> Iterator[Case]:
    """Sizes that exceed the memory of any machine, run in a process with a memory limit."""
    head = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[3] q;\nbit[3] c;\n'
    end = "c = measure q;\n"
    yield case("more qubits than there is memory for", head + "qubit[1000000000] r;" + end, code=(1506, 1517))
    yield case(
        "more bits than there is memory for", head + "bit[1000000000] d;" + end, code=(1501, 1506, 1520, 1521)
    )


def exported() -> Iterator[Case]:
    """Output of Qiskit's exporters for circuits that fit the device."""
    for name, circuit in textbook():
        yield case(f"qasm2.dumps: {name}", qasm2.dumps(circuit), reference=circuit)
        yield case(f"qasm3.dumps: {name}", qasm3.dumps(circuit), reference=circuit)
        yield case(
            f"qasm3.dumps with angles as numbers: {name}",
            qasm3.dumps(circuit, disable_constants=True),
            reference=circuit,
        )
        yield case(
            f"qasm3.dumps without the library: {name}",
            qasm3.dumps(circuit, includes=[], allow_aliasing=True),
            reference=circuit,
        )


def cases() -> Iterator[Case]:
    """Return all cases."""
    yield from marked(PLAIN, 3)
    yield from marked(PLAIN_2, 2)
    yield case(
        "version 2: the version twice", PLAIN_2.replace("\n", "\nOPENQASM 2.0;\n", 1), reference=PLAIN_2
    )
    yield case("version 2: the version at the end", PLAIN_2 + "OPENQASM 2.0;\n", code=1603)
    yield from long_ones()
    yield from exported()
