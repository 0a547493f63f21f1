"""Tokens of OpenQASM text, compared with the reference lexer of OpenQASM 3."""

from __future__ import annotations

import pytest
from antlr4 import InputStream
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openqasm3._antlr.qasm3Lexer import qasm3Lexer  # the package's only lexer is private
from support.examples_drawn import drawn

from qrt_facade._circuits.qasm.faults import FaultError, quoted
from qrt_facade._circuits.qasm.tokens import Token, lex_version_2, lex_version_3

_KINDS = {
    "Identifier": "identifier",
    "BinaryIntegerLiteral": "integer",
    "OctalIntegerLiteral": "integer",
    "DecimalIntegerLiteral": "integer",
    "HexIntegerLiteral": "integer",
    "FloatLiteral": "real",
    "ImaginaryLiteral": "imaginary",
    "TimingLiteral": "timing",
    "BitstringLiteral": "bitstring",
    "StringLiteral": "string",
    "VersionSpecifier": "version",
    "BooleanLiteral": "boolean",
    "HardwareQubit": "hardware qubit",
    "AnnotationKeyword": "annotation",
    "PRAGMA": "pragma",
    "RemainingLineContent": "line",
    "CalibrationBlock": "calibration",
}
_PIECES = st.sampled_from(
    """
    qubit [ ] { } ( ) ; : , . = -> + ++ - * ** / % | || & && ^ ~ ! == != += **= <<= >= << >> < q $1 $ 12 1_000 1__0 0x1F
    0xg 0b101 0b12 0o17 0o8 1.5 .5 1. 1e3 1e 1.e-3 100ns 100µs 1.5us 3dt 2s 2im 07 _a π Δt x² x٣ ⅷ ½ "01" "01_1" "02" true
    falsey im measure gate //x /*x*/ /* pragma #pragma @ @a @a.b 'a' " € # #dim
    """.split()  # noqa: SIM905 - as a list it would take a line a word
)
_TEXTS = st.lists(st.tuples(_PIECES, st.sampled_from(["", " ", "\n", "\r\n", "\t"])), max_size=12).map(
    lambda pairs: "".join(piece + blank for piece, blank in pairs)
)


def _reference(text: str) -> list[tuple[str, str, int]] | None:
    """Return kind, text and place of the reference lexer's tokens; None if a character begins no token."""
    faults: list[str] = []

    class Listener:
        def syntaxError(self, *found: object) -> None:  # noqa: N802 - ANTLR's name
            faults.append(str(found))

    lexer = qasm3Lexer(InputStream(text))
    lexer.removeErrorListeners()
    lexer.addErrorListener(Listener())
    found = []
    for token in lexer.getAllTokens():
        if token.channel == 0:
            name = qasm3Lexer.symbolicNames[token.type]
            found.append((_KINDS.get(name, token.text), token.text, token.start))
    return None if faults else found


def _own(text: str) -> list[tuple[str, str, int]] | None:
    try:
        return [tuple(token) for token in lex_version_3(text)][:-1]
    except FaultError:
        return None


@settings(max_examples=drawn(50))
@given(_TEXTS)
@example("@x²")
def test_tokens_are_those_of_the_reference_lexer(text: str) -> None:
    assert _own(text) == _reference(text)


@pytest.mark.parametrize(
    "text",
    [
        "OPENQASM  3.1 ; include 'a b.inc'; defcalgrammar \"openpulse\";",
        "cal { x { y } } z { } defcal gate(0.1, angle[2] a) $0, q -> bit { play { } } cal{} cal /*{*/ {a}",
        "@a.b  c d \r\n#pragma  x y\npragmafoo #pragmafoo\npragma\n@b\n",
        "OPENQASM three;",
        "include stdgates.inc;",
        'include "";',
        "cal { {",
        "cal }",
        "cal x {}",
        "defcal f $0; {}",
        'qubit q; "',
        "/* no end",
        "",
    ],
)
def test_lexes_tokens_after_special_keywords_like_the_reference_lexer(text: str) -> None:
    assert _own(text) == _reference(text)


def test_a_text_ends_with_a_token_at_its_end() -> None:
    assert list(lex_version_3("x q; // end\n"))[-1] == Token("end of text", "", 12)
    assert list(lex_version_2("x q; // end\n"))[-1] == Token("end of text", "", 12)


def test_openqasm_2_has_its_own_tokens() -> None:
    text = 'OPENQASM 2.0; include "qelib1.inc"; rz(-pi/2.5e3^.5) q[10]; // x\nif(c==3) measure q->c;'
    kinds = " ".join(token.kind for token in lex_version_2(text))
    assert kinds == (
        "OPENQASM float ; include string ; identifier ( - pi / float ^ float ) identifier [ integer ] ; "
        "if ( identifier == integer ) measure identifier -> identifier ; end of text"
    )
    with pytest.raises(FaultError, match="unexpected character '@'"):
        list(lex_version_2("x q; @ctrl"))


def test_a_fault_shows_its_line_and_a_caret_below_the_place() -> None:
    text = "OPENQASM 3.0;\r\n\tqubit q;\r\nx € q;\r\n"
    with pytest.raises(FaultError) as caught:
        list(lex_version_3(text))
    fault = caught.value.fault(text)
    assert (fault.code, fault.line, fault.column) == (1603, 3, 3)
    assert fault.message == "unexpected character '€'"
    assert fault.excerpt == "x € q;\n  ^"


def test_an_excerpt_shortens_long_lines_and_hides_control_characters() -> None:
    text = "x q;" * 100 + "\x1b[2J" + "x q;" * 100
    with pytest.raises(FaultError) as caught:
        list(lex_version_3(text))
    line, caret = caught.value.fault(text).excerpt.splitlines()
    assert len(line) <= 82
    assert line[caret.index("^")] == "\N{REPLACEMENT CHARACTER}"
    assert "\x1b" not in line
    assert quoted("\x07" + "a" * 99) == "'\N{REPLACEMENT CHARACTER}" + "a" * 29 + "...'"
