"""Redaction of secrets in text: known values in any encoding, and text that has the form of a secret."""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MASK: Final = "***"

_COLON: Final = r"(?::|%(?:25)*3A)"
_SLASH: Final = r"(?:\\?/|%(?:25)*2F)"
# In a URL a CRN is percent-encoded; in some JSON its slash is escaped.
_ACCOUNT_IN_CRN: Final = re.compile(rf"(?i)(crn(?:{_COLON}[^:%\s]*){{5}}{_COLON}a{_SLASH})[^:%\s\"'<]+")
_ACCOUNT_IN_PATH: Final = re.compile(r"(/accounts/)[^/?\s\"']+")
_BEARER: Final = re.compile(r"(?i)\b(bearer|apikey)(\s+|=)[\w.~+/=-]{8,}")
_JWT: Final = re.compile(r"\beyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)?")
_THREE_KINDS: Final = r"(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*[0-9])"
# IBM Cloud's API keys have 44 characters of base64url. Ids have 20 or 36 characters, in lower case like hexadecimal
# digests.
_API_KEY: Final = re.compile(rf"(?<![\w-])(?=[\w-]{{44}}(?![\w-])){_THREE_KINDS}[A-Za-z0-9_-]{{44}}")
_OF_A_KEY: Final = (
    bytes(ord("x" if chr(byte).isalnum() or chr(byte) in "_-" else " ") for byte in range(128)) * 2
)
_AS_LONG_AS_A_KEY: Final = b"x" * 44
"""Marker of a possible API key: found after each character that may occur in a key is replaced with `x`."""
_LIKE_AN_API_KEY: Final = re.compile(rf"{_THREE_KINDS}[A-Za-z0-9_-]{{40,60}}")
_LIKE_A_TOKEN: Final = re.compile(r"eyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*")
_HOST_AND_PORT: Final = re.compile(r"[\w.-]+:[0-9]{1,5}")
_LETTERS_AND_DIGITS: Final = re.compile(r"[A-Za-z0-9]+")

_SHORT: Final = 8
"""A shorter value may be part of a word, so it is redacted only as a whole word."""
_SHORTEST: Final = 4
"""A shorter value is not redacted: it would match unrelated text too often."""
_LONG: Final = 200
"""Of a longer value, such as a JWT, only this many characters are matched; what follows is redacted with them."""
_FRAGMENT: Final = 12
"""Length of a fragment that identifies a secret and is not a coincidence; fragments start at every fourth character."""
_ESCAPES_BEGIN: Final = ("%", "\\u")
"""How the rest of a fully escaped value begins: percent-encoded, or escaped as in JSON."""
_NAMED_ENTITIES: Final = {"&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos"}


def redact_text(text: str, values: Iterable[str] = ()) -> str:
    """Return `text` with these values, bearer tokens, API keys, and account ids in CRNs and paths replaced by `***`.

    A value is found as it is, percent-encoded, escaped as in JSON, HTML and Python, in base64 and hexadecimal, in lower
    case (like a host name), and as fragments of some length.
    """
    for value in values:
        for sought in _sought_of(value):
            text = sought.masked(text)
    # Most texts contain none of these words, and searching for a word is many times faster than matching a pattern.
    lowered = text.lower()
    if "eyj" in lowered:
        text = _JWT.sub(MASK, text)
    if "bearer" in lowered or "key" in lowered:
        text = _BEARER.sub(rf"\1\2{MASK}", text)
    if _AS_LONG_AS_A_KEY in text.encode("ascii", "replace").translate(_OF_A_KEY):
        text = _API_KEY.sub(MASK, text)
    if "accounts/" in lowered:
        text = _ACCOUNT_IN_PATH.sub(rf"\1{MASK}", text)
    return _ACCOUNT_IN_CRN.sub(rf"\1{MASK}", text) if "crn" in lowered else text


def secret_kind(value: str) -> str | None:
    """Return what a value looks like: `an API key`, `an access token` or `a CRN`; None for anything else."""
    value = value.strip()
    if value.lower().startswith("crn:"):
        return "a CRN"
    if _LIKE_A_TOKEN.fullmatch(value):
        return "an access token"
    return "an API key" if _LIKE_AN_API_KEY.fullmatch(value) else None


def contains_secret(address: str) -> bool:
    """Return whether a part of a URL looks like a secret: it would be resolved as a host name, or sent in a path."""
    return bool(_JWT.search(address)) or any(secret_kind(part) for part in re.split(r"[/.:@?#&=]", address))


def redacted_repr(value: object) -> str:
    """Return a value's repr for an error message; a secret is described instead of shown."""
    kind = secret_kind(value) if isinstance(value, str) else None
    if kind is None:
        return redact_text(_repr(value))
    return f"{len(str(value))} characters that look like {kind}"


def _repr(value: object) -> str:
    try:
        return repr(value)
    except Exception:  # noqa: BLE001 - of a caller's class, or an integer with more digits than Python prints
        return f"<{type(value).__name__} that cannot be shown>"


def _parts(value: str) -> Iterator[str]:
    """Yield the secret parts of a value: the password in a proxy's URL, otherwise the whole value.

    A user name without a password is a token.
    """
    if "://" not in value and "@" not in value and not _HOST_AND_PORT.fullmatch(value):
        yield value
        return
    try:
        address = urlsplit(value if "://" in value else f"//{value}")
        password = address.password or address.username
    except ValueError:  # not a URL
        yield value
        return
    if password:
        yield from dict.fromkeys((password, unquote(password)))


class _Sought(NamedTuple):
    """A compiled search for one secret value.

    Attributes:
        pattern: Matches every encoding of the value.
        words: Strings of which every encoding contains one: if the text has none, the slow pattern is skipped.
    """

    pattern: re.Pattern[str]
    words: tuple[str, ...]

    def masked(self, text: str) -> str:
        """Return `text` with the value replaced."""
        for word in self.words:
            if word in text:
                return self.pattern.sub(MASK, text)
        return text


@lru_cache(maxsize=256)
def _sought_of(value: str) -> tuple[_Sought, ...]:
    return tuple(map(_sought, _parts(value)))


def _sought(value: str) -> _Sought:
    if len(value) < _SHORTEST:
        return _Sought(re.compile(r"(?!)"), ())  # matches nothing
    if len(value) < _SHORT or len(set(value)) < _SHORTEST:
        whole_word = rf"(?:(?<![\w-])|(?<=%[0-9A-Fa-f]{{2}})){_spelled(value)}(?![\w-])"
        return _Sought(re.compile(whole_word), (_unescaped_part(value),))
    known = value[:_LONG]
    other_cases = {known.lower(), known.upper()} - {known}
    digits, in_base64 = known.encode().hex(), tuple(_in_base64(known))
    forms = [_spelled(known), digits, *(rf"{re.escape(form)}=*" for form in in_base64)]
    forms += [_spelled(other) for other in other_cases]
    forms += _escaped_throughout(known)
    rest = r"[\w.~+/=%-]*" if len(value) > _LONG else ""
    wholes = f"(?:{'|'.join(forms)}){rest}"
    fragments = tuple(_fragments(value))
    pattern = "|".join([wholes, *(rf"{re.escape(fragment)}[\w-]*" for fragment in fragments)])
    words = (*map(_unescaped_part, (known, *other_cases)), digits, *in_base64, *_ESCAPES_BEGIN, *fragments)
    return _Sought(re.compile(pattern), tuple(dict.fromkeys(words)))


def _unescaped_part(value: str) -> str:
    """Return the part that every encoding of `_spelled` leaves unescaped: the longest run of letters and digits."""
    return max(_LETTERS_AND_DIGITS.findall(value), key=len, default="")


def _spelled(value: str) -> str:
    """Return a regular expression for a value, in which each special character may be escaped in some way."""
    return "".join(
        character if character.isascii() and character.isalnum() else _escapes(character)
        for character in value
    )


def _escaped_throughout(value: str) -> Iterator[str]:
    """Yield the value with every character percent-encoded, and with every character escaped as in JSON."""
    yield "".join(_percent(value.encode()))
    # The rest of a longer value is escaped too.
    rest = r"(?:\\+u[0-9A-Fa-f]{4})*" if len(value) == _LONG else ""
    yield "".join(rf"\\+u(?i:{unit:04x})" for unit in _utf16(value)) + rest


@lru_cache(maxsize=256)
def _escapes(character: str) -> str:
    digits = f"{ord(character):02x}"
    if not character.isascii():
        return _escapes_beyond_ascii(character, digits)
    forms = [
        rf"\\?{re.escape(character)}",
        f"%(?:25)*(?i:{digits})",
        rf"\\+(?:u00|x)(?i:{digits})",
        f"&#0*{ord(character)};",
        f"&#[xX]0*(?i:{digits});",
    ]
    if name := _NAMED_ENTITIES.get(character):
        forms.append(f"&{name};")
    if character == " ":
        forms.append(r"\+")  # as in a form
    return f"(?:{'|'.join(forms)})"


def _escapes_beyond_ascii(character: str, digits: str) -> str:
    encoded = character.encode("utf-8", "surrogatepass")
    forms = [
        re.escape(character),
        re.escape(encoded.decode("latin-1")),  # as headers are decoded
        "".join(_percent(encoded)),
        "".join(rf"\\+u(?i:{unit:04x})" for unit in _utf16(character)),
        f"&#0*{ord(character)};",
        f"&#[xX]0*(?i:{digits});",
    ]
    return f"(?:{'|'.join(forms)})"


def _percent(encoded: bytes) -> Iterator[str]:
    return (f"%(?:25)*(?i:{byte:02x})" for byte in encoded)


def _utf16(text: str) -> Iterator[int]:
    """Yield UTF-16 code units. Python loads that codec from a file, which may fail when no file can be opened."""
    for character in text:
        number = ord(character)
        if number < 0x10000:
            yield number
        else:
            yield 0xD800 + (number - 0x10000 >> 10)
            yield 0xDC00 + (number & 0x3FF)


def _in_base64(value: str) -> Iterator[str]:
    """Yield the base64 encodings of a value at each offset: only the characters that the value determines."""
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + value.encode()).decode().rstrip("=")
        first = (before * 8 + 5) // 6
        last = (before + len(value.encode())) * 8 // 6
        for form in dict.fromkeys((encoded, encoded.replace("+", "-").replace("/", "_"))):
            yield form[first:last]


def _fragments(value: str) -> Iterator[str]:
    """Yield fragments of a key or a token; fragments with few distinct characters, such as zeros, are skipped."""
    if len(value) < 2 * _FRAGMENT:
        return
    for start in range(0, min(len(value), _LONG) - _FRAGMENT + 1, 4):
        fragment = value[start : start + _FRAGMENT]
        mixed = fragment not in {fragment.lower(), fragment.upper()}
        if mixed and len(set(fragment)) >= _FRAGMENT // 2:
            yield fragment
