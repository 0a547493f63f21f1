"""Tokens of OpenQASM text, with their positions.

`lex_version_3` and `lex_version_2` yield `Token`s one by one, so that a text of many megabytes is never stored as
a list of tokens. Whitespace and comments are skipped, and the last token has the kind "end of text". Both raise
`FaultError` (1603) at the first character that begins no token.

The kind of keywords and symbols is their text: "gate", "measure", "->", ";". The other kinds are:

| kind | text | version |
|---|---|---|
| identifier | a name | 2, 3 |
| integer | `12`, `1_000`, `0x1F`, `0o17`, `0b11`; version 2: decimal only | 2, 3 |
| real; version 2: float | `1.5`, `.5`, `1.`, `1e3` | 2, 3 |
| string | with its quotation marks, after `include` and `defcalgrammar`; version 2: anywhere | 2, 3 |
| version | `3.1`, after `OPENQASM` | 3 |
| imaginary, timing | `2im`; `100ns`, `1.5 us`, `3dt` | 3 |
| bitstring | `"0110"`, with its quotation marks | 3 |
| boolean | `true`, `false` | 3 |
| hardware qubit | `$12` | 3 |
| annotation, pragma | `@name.more`; `pragma` or `#pragma` | 3 |
| line | the rest of the line after an annotation or a pragma | 3 |
| calibration | the text between the braces of `cal` and `defcal` | 3 |

Version 3 follows the reference lexer (package openqasm3 1.0), which has several modes. Version 2 accepts all names
and numbers, and its reader rejects those that are not allowed.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple

from qrt_facade._circuits.qasm.faults import FaultError, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYWORDS_3: Final = frozenset(
    """
    OPENQASM include defcalgrammar def cal defcal gate extern box let break continue if else end return for while in
    switch case default input output const readonly mutable qreg qubit creg bool bit int uint float angle complex array
    void duration stretch gphase inv pow ctrl negctrl durationof delay reset measure barrier pragma im
    """.split()  # noqa: SIM905 - as a list it would take one line per word
)
KEYWORDS_2: Final = frozenset(
    "OPENQASM include qreg creg gate opaque if measure reset barrier pi sin cos tan exp ln sqrt".split()  # noqa: SIM905
)

_INTEGER = r"[0-9](?:_?[0-9])*"
_NUMBER = (
    rf"0[xX][0-9a-fA-F](?:_?[0-9a-fA-F])*|0o[0-7](?:_?[0-7])*|0[bB][01](?:_?[01])*"
    rf"|(?:{_INTEGER}(?:\.(?:{_INTEGER})?)?|\.{_INTEGER})(?:[eE][+-]?{_INTEGER})?(?:[ \t]*(?:im|dt|ns|us|µs|ms|s))?"
)
_TOKEN_3 = re.compile(
    rf"""[ \t\r\n]*(?:
      (?P<word>[^\W\d]\w*)
    | (?P<comment>//[^\r\n]*|/\*(?s:.*?)\*/)
    | (?P<number>{_NUMBER})
    | (?P<symbol>\*\*=|<<=|>>=|==|!=|\+=|-=|\*=|/=|&=|\|=|~=|\^=|%=|>=|<=|>>|<<|\+\+|\*\*|\|\||&&|->
        |\#dim|[\[\]{{}}():;.,=+\-*/%|&^~!<>])
    | (?P<hardware>\$[0-9]+)
    | (?P<annotation>@[^\W\d]\w*(?:\.[^\W\d]\w*)*)
    | (?P<pragma>\#pragma)
    | (?P<bitstring>"[01](?:_?[01])*")
    | (?P<at>@)
    | (?P<end>\Z)
    )""",
    re.VERBOSE,
)
_TOKEN_2 = re.compile(
    r"""[ \t\r\n]*(?:
      (?P<identifier>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<comment>//[^\n]*)
    | (?P<float>[0-9]+\.[0-9]*(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+)
    | (?P<integer>[0-9]+)
    | (?P<symbol>->|==|[\[\]{}();,+\-*/^])
    | (?P<string>"[^"\r\n\t]*"|'[^'\r\n\t]*')
    | (?P<end>\Z)
    )""",
    re.VERBOSE,
)
_VERSION = re.compile(r"[ \t\r\n]*([0-9]+(?:\.[0-9]+)?)")
_STRING = re.compile(r"""[ \t\r\n]*("[^"\r\t\n]+"|'[^'\r\t\n]+')""")
_LINE = re.compile(r"[ \t]*([^ \t\r\n][^\r\n]*)?")
_BLANK = re.compile(r"[ \t\r\n]*")
_BRACE = re.compile(r"[{}]")
# Tokens allowed between `defcal` and its block; other keywords are names there.
_PRELUDE = frozenset(
    """
    { [ ] ( ) -> , + - * / << >> qreg qubit creg bool bit int uint angle float complex array duration measure delay
    reset bitstring integer real identifier
    """.split()  # noqa: SIM905
) | {"hardware qubit"}
_CATEGORIES = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nl"})
_FOLLOWED = {
    "OPENQASM": (_VERSION, "version", "a version, such as 3.0"),
    "include": (_STRING, "string", "the name of a file in quotation marks"),
    "defcalgrammar": (_STRING, "string", "a name in quotation marks"),
    "annotation": (_LINE, "line", ""),
    "pragma": (_LINE, "line", ""),
}
_PRELUDES = {"cal": frozenset("{"), "defcal": _PRELUDE}
_WORDS = {"true": "boolean", "false": "boolean"}
_GROUPS = {"at": "@", "hardware": "hardware qubit", "end": "end of text"}


class Token(NamedTuple):
    """A token, its kind, and the index of its first character in the text."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Index of the first character after the token."""
        return self.start + len(self.text)


def lex_version_3(text: str) -> Iterator[Token]:
    """Yield the tokens of OpenQASM 3."""
    position = 0
    prelude: frozenset[str] | None = None  # kinds allowed between `cal` or `defcal` and its block
    while found := _TOKEN_3.match(text, position):
        position = found.end()
        if found.lastgroup == "comment":
            continue
        token = _token(found)
        if prelude is not None and token.kind not in prelude:
            token = _in_prelude(token, prelude)
        position = token.end
        yield token
        kind = token.kind
        if kind == "end of text":
            return
        if kind in _FOLLOWED:
            for token in _followers(text, kind, position):
                position = token.end
                yield token
        elif kind in _PRELUDES:
            prelude = _PRELUDES[kind]
        elif prelude is not None and kind == "{":
            prelude = None
            end = _end_of_block(text, position)
            if end > position:
                yield Token("calibration", text[position:end], position)
            position = end
    raise _unexpected(text, position)


def lex_version_2(text: str) -> Iterator[Token]:
    """Yield the tokens of OpenQASM 2."""
    position = 0
    while found := _TOKEN_2.match(text, position):
        kind = found.lastgroup or "end"
        position = found.end()
        if kind == "comment":
            continue
        if kind == "end":
            yield Token("end of text", "", position)
            return
        content = found[kind]
        own = kind == "symbol" or content in KEYWORDS_2
        yield Token(content if own else kind, content, position - len(content))
    raise _unexpected(text, position)


def _token(found: re.Match[str]) -> Token:
    group = found.lastgroup
    content = found[group or 0]
    start = found.end() - len(content)
    match group:
        case "word":
            word = content if content.isascii() else _valid_name(content, start)
            kind = word if word in KEYWORDS_3 else _WORDS.get(word, "identifier")
            return Token(kind, word, start)
        case "annotation":
            return Token("annotation", f"@{_valid_name(content[1:], start + 1)}", start)
        case "symbol":
            return Token(content, content, start)
        case "number":
            return Token(_kind_of_number(content), content, start)
        case _:
            return Token(_GROUPS.get(str(group), str(group)), content, start)


def _kind_of_number(content: str) -> str:
    if content[-1] == "m":
        return "imaginary"
    if content[-1] in "st":
        return "timing"
    return "integer" if content[:2] in {"0x", "0X"} or set(content).isdisjoint(".eE") else "real"


def _in_prelude(token: Token, prelude: frozenset[str]) -> Token:
    """Return a token before a block of `defcal`, where most keywords are names."""
    if token.text.isidentifier() and "identifier" in prelude:
        return Token("identifier", token.text, token.start)
    raise FaultError(f"unexpected {quoted(token.text)} before the block of 'cal' or 'defcal'", token.start)


def _valid_name(word: str, start: int) -> str:
    """Return the part of a word that is a name; Python matches digits and marks that OpenQASM does not allow.

    Raises:
        FaultError: The first character cannot begin a name.
    """
    for index, character in enumerate(word):
        allowed = character == "_" or unicodedata.category(character) in _CATEGORIES
        if not allowed and not (index and character.isascii()):
            if index == 0:
                raise FaultError(f"unexpected character {quoted(character)}", start)
            return word[:index]
    return word


def _followers(text: str, kind: str, position: int) -> Iterator[Token]:
    """Yield the tokens that follow certain tokens and have their own syntax."""
    pattern, name, expected = _FOLLOWED[kind]
    found = pattern.match(text, position)
    if found is not None and found[1]:
        yield Token(name, found[1], found.start(1))
    elif expected:
        raise FaultError(f"expected {expected}", _after_blanks(text, position))


def _end_of_block(text: str, position: int) -> int:
    """Return the index of the brace that closes the block whose content begins at `position`."""
    depth = 1
    for found in _BRACE.finditer(text, position):
        depth += 1 if found[0] == "{" else -1
        if depth == 0:
            return found.start()
    raise FaultError("the block of 'cal' or 'defcal' has no closing '}'", position - 1)


def _unexpected(text: str, position: int) -> FaultError:
    start = _after_blanks(text, position)
    character = text[start : start + 1]
    if character in {'"', "'"}:
        return FaultError("a string is not allowed here, or is not closed on the same line", start)
    return FaultError(f"unexpected character {quoted(character)}", start)


def _after_blanks(text: str, position: int) -> int:
    found = _BLANK.match(text, position)
    return position if found is None else found.end()
