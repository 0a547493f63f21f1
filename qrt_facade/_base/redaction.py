"""Taking secrets out of text: known values in whatever spelling, and what looks like a secret by its form."""

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
# In an address a CRN is percent-encoded, in some JSON its slash is escaped.
_ACCOUNT_IN_CRN: Final = re.compile(rf"(?i)(crn(?:{_COLON}[^:%\s]*){{5}}{_COLON}a{_SLASH})[^:%\s\"'<]+")
_ACCOUNT_IN_PATH: Final = re.compile(r"(/accounts/)[^/?\s\"']+")
_BEARER: Final = re.compile(r"(?i)\b(bearer|apikey)(\s+|=)[\w.~+/=-]{8,}")
_JWT: Final = re.compile(r"\beyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)?")
_THREE_KINDS: Final = r"(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*[0-9])"
# IBM Cloud's API keys have 44 characters of base64url. Ids have 20 or 36, of lower case alone, as hexadecimal digests.
_API_KEY: Final = re.compile(rf"(?<![\w-])(?=[\w-]{{44}}(?![\w-])){_THREE_KINDS}[A-Za-z0-9_-]{{44}}")
_OF_A_KEY: Final = (
    bytes(ord("x" if chr(byte).isalnum() or chr(byte) in "_-" else " ") for byte in range(128)) * 2
)
_AS_LONG_AS_A_KEY: Final = b"x" * 44
"""What is left of a text that may have an API key in it when each of a key's characters is made an `x`."""
_LIKE_AN_API_KEY: Final = re.compile(rf"{_THREE_KINDS}[A-Za-z0-9_-]{{40,60}}")
_LIKE_A_TOKEN: Final = re.compile(r"eyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*")
_HOST_AND_PORT: Final = re.compile(r"[\w.-]+:[0-9]{1,5}")
_LETTERS_AND_DIGITS: Final = re.compile(r"[A-Za-z0-9]+")

_SHORT: Final = 8
"""A value with fewer characters may be part of a word, so only a whole word is taken for it."""
_SHORTEST: Final = 4
"""A value with fewer characters is found too often where it is not meant."""
_LONG: Final = 200
"""Of a longer value, such as a JWT, so many characters are looked for; what follows goes with them."""
_FRAGMENT: Final = 12
"""So many characters in a row are a part of a secret and no accident; parts are looked for at every fourth character."""
_ESCAPES_BEGIN: Final = ("%", "\\u")
"""How a text goes on that has every character of a value escaped: percent-encoded, or as in JSON."""
_NAMED_ENTITIES: Final = {"&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos"}


def redact_text(text: str, values: Iterable[str] = ()) -> str:
    """Return `text` without the values, bearer tokens, API keys, and account ids in CRNs and paths.

    A value is found as it is, percent-encoded, escaped as in JSON, HTML and Python, in base64 and hexadecimal, in lower
    case (as a host is), and in parts of some length.
    """
    for value in values:
        for sought in _sought_of(value):
            text = sought.masked(text)
    # Most texts have none of these words, and to look for a word is many times faster than to look for a pattern.
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
    """Return what a value looks like, `an API key`, `an access token` or `a CRN`; None for anything else."""
    value = value.strip()
    if value.lower().startswith("crn:"):
        return "a CRN"
    if _LIKE_A_TOKEN.fullmatch(value):
        return "an access token"
    return "an API key" if _LIKE_AN_API_KEY.fullmatch(value) else None


def contains_secret(address: str) -> bool:
    """Tell whether a part of an address looks like a secret: it would be asked for by name, or be in a path."""
    return bool(_JWT.search(address)) or any(secret_kind(part) for part in re.split(r"[/.:@?#&=]", address))


def redacted_repr(value: object) -> str:
    """Return a value for an error message: its repr, or what it looks like when that is a secret."""
    kind = secret_kind(value) if isinstance(value, str) else None
    if kind is None:
        return redact_text(_repr(value))
    return f"{len(str(value))} characters that look like {kind}"


def _repr(value: object) -> str:
    try:
        return repr(value)
    except Exception:  # noqa: BLE001 - of the caller's own class, or a number of more digits than Python writes
        return f"<{type(value).__name__} that cannot be shown>"


def _parts(value: str) -> Iterator[str]:
    """Yield what is secret of a value: of the address of a proxy its password, of anything else all of it.

    A user without a password is a token.
    """
    if "://" not in value and "@" not in value and not _HOST_AND_PORT.fullmatch(value):
        yield value
        return
    try:
        address = urlsplit(value if "://" in value else f"//{value}")
        password = address.password or address.username
    except ValueError:  # no address after all
        yield value
        return
    if password:
        yield from dict.fromkeys((password, unquote(password)))


class _Sought(NamedTuple):
    """One value that is looked for.

    Attributes:
        pattern: All of its spellings.
        words: Texts one of which stands in every spelling: where there is none, the slow pattern need not be tried.
    """

    pattern: re.Pattern[str]
    words: tuple[str, ...]

    def masked(self, text: str) -> str:
        """Return `text` without the value."""
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
    """Return what each spelling that `_spelled` allows has as it is: the longest row of letters and digits."""
    return max(_LETTERS_AND_DIGITS.findall(value), key=len, default="")


def _spelled(value: str) -> str:
    """Return the regular expression of a value, each of its special characters as it is or escaped in some way."""
    return "".join(
        character if character.isascii() and character.isalnum() else _escapes(character)
        for character in value
    )


def _escaped_throughout(value: str) -> Iterator[str]:
    """Yield the value with each character percent-encoded, and with each one escaped as in JSON."""
    yield "".join(_percent(value.encode()))
    # What follows of a longer value is escaped, too.
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
        forms.append(r"\+")  # in a form
    return f"(?:{'|'.join(forms)})"


def _escapes_beyond_ascii(character: str, digits: str) -> str:
    encoded = character.encode("utf-8", "surrogatepass")
    forms = [
        re.escape(character),
        re.escape(encoded.decode("latin-1")),  # as a header is read
        "".join(_percent(encoded)),
        "".join(rf"\\+u(?i:{unit:04x})" for unit in _utf16(character)),
        f"&#0*{ord(character)};",
        f"&#[xX]0*(?i:{digits});",
    ]
    return f"(?:{'|'.join(forms)})"


def _percent(encoded: bytes) -> Iterator[str]:
    return (f"%(?:25)*(?i:{byte:02x})" for byte in encoded)


def _utf16(text: str) -> Iterator[int]:
    """Yield the units of UTF-16. Python reads that codec from a file, and there may be none left to open."""
    for character in text:
        number = ord(character)
        if number < 0x10000:
            yield number
        else:
            yield 0xD800 + (number - 0x10000 >> 10)
            yield 0xDC00 + (number & 0x3FF)


def _in_base64(value: str) -> Iterator[str]:
    """Yield what base64 makes of a value, wherever in the encoded text it begins: the characters it determines alone."""
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + value.encode()).decode().rstrip("=")
        first = (before * 8 + 5) // 6
        last = (before + len(value.encode())) * 8 // 6
        for form in dict.fromkeys((encoded, encoded.replace("+", "-").replace("/", "_"))):
            yield form[first:last]


def _fragments(value: str) -> Iterator[str]:
    """Yield parts of a key or a token; a row of few different characters could be anything, such as zeros."""
    if len(value) < 2 * _FRAGMENT:
        return
    for start in range(0, min(len(value), _LONG) - _FRAGMENT + 1, 4):
        fragment = value[start : start + _FRAGMENT]
        mixed = fragment not in {fragment.lower(), fragment.upper()}
        if mixed and len(set(fragment)) >= _FRAGMENT // 2:
            yield fragment
