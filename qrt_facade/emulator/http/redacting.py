"""Redaction of secrets in recorded calls: known ones by their value, others by their position."""

from __future__ import annotations

import base64
import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, quote, quote_plus

from qrt_facade._base.controls import escape_controls
from qrt_facade._base.redaction import MASK, redact_text
from qrt_facade.emulator.domain.instances import account_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Header = tuple[bytes, bytes]

_PHRASES: Final = "pass(?:word|code|phrase|wd)|pwd"
_SECRET_HEADER: Final = re.compile(
    rf"(?i)authorization|auth$|cookie|token|secret|{_PHRASES}|(?:api|private)[-_]?key|credential|jwt"
)
_SCHEME: Final = re.compile(r"([A-Za-z]+) +\S")
_ACCOUNT: Final = re.compile(r"(?i)\ba(?:/|%2F)([^:%\s]+)")
_NAMES: Final = rf"[\w-]*(?:(?:api|private)[-_]?key|token|secret|credentials?|authorization|jwt|assertion|device_code|{_PHRASES})"
"""Names of credentials with any prefix: `apikey`, `accessToken`, `IBM_API_KEY`, `client-secret`."""
_JWT: Final = re.compile(r"\beyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)?")
_IN_FORM: Final = re.compile(rf"(?i)((?:^|[?&\s\"'])(?:{_NAMES})=)([^&#\s\"'<>\\]+)")
_IN_JSON: Final = re.compile(rf"(?i)(\"(?:{_NAMES})\"\s*:\s*\")((?:[^\"\\]|\\.)+)")
_IN_JSON_TEXT: Final = re.compile(rf"(?i)(\\\"(?:{_NAMES})\\+\"\s*:\s*\\+\")((?:[^\"\\]|\\+[^\"\\])+)")
"""Credentials in a JSON text that is itself a JSON value, so that its quotation marks are escaped."""
_IN_ADDRESS: Final = re.compile(r"(://[^\s/?#@:\"'<>]*:)([^\s/?#@\"'<>]+)(?=@)")
"""The password in a URL, as in `Referer`."""
_PLAIN: Final = re.compile(r"[\w.~-]+", re.ASCII)
_IN_PARTS: Final = re.compile(
    rf"(?i)(\bname=\"(?:{_NAMES})\"[^\r\n]*(?:\r?\n[^\r\n]+){{0,8}}(?:\r?\n){{2}})([^\r\n]+)"
)
"""A field of a multipart form, as sent by `curl -F`."""
_SHORTEST: Final = 8
"""A shorter credential could be part of any word, so it is masked only at its own position."""


class Redactor:
    """Redacts one emulator's calls.

    Its own key and account ids are found in any spelling. Credentials that a client sends, valid or not, are found by
    their position (header, form, JSON), and then wherever the same call repeats them: `credentials` comes from `credentials_in`.
    """

    def __init__(self, key: str, instances: Iterable[str]) -> None:
        self._known = tuple(dict.fromkeys([key, *map(account_of, instances)]))

    def headers(self, headers: Sequence[Header], credentials: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Return headers as text; of a credential only the scheme is kept."""
        if not headers:
            return ()
        named = [(name.decode("latin-1"), _redacted_value(name, value)) for name, value in headers]
        # All at once, as some patterns are slow to start.
        values = self.text("\n".join(value for _, value in named), credentials).split("\n")
        return tuple((name, escape_controls(value)) for (name, _), value in zip(named, values, strict=True))

    def text(self, text: str, credentials: Iterable[str]) -> str:
        """Redact any other text: a path with its query, or a body."""
        if not text:
            return text
        for spelling in credentials:
            text = text.replace(spelling, MASK)
        # First, because masking the account id inside a token would make the rest unrecognisable as a token.
        if "eyJ" in text:
            text = _JWT.sub(MASK, text)
        if _may_contain_credential(text):
            text = _IN_FORM.sub(rf"\1{MASK}", text)
            text = _IN_JSON.sub(rf"\1{MASK}", text)
            text = _IN_JSON_TEXT.sub(rf"\1{MASK}", text)
            text = _IN_PARTS.sub(rf"\1{MASK}", text)
        if "://" in text:
            text = _IN_ADDRESS.sub(rf"\1{MASK}", text)
        return redact_text(text, self._known)


def credentials_in(headers: Sequence[Header], *texts: str, hidden: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the spellings of the credentials and account ids in a call, to be masked wherever it repeats them.

    Args:
        headers: The headers of the request.
        texts: Path and bodies.
        hidden: Further texts to remove from the call.
    """
    found = [*hidden, *_in_headers(headers)]
    for text in filter(_may_contain_credential, texts):
        found += [match[2] for match in _IN_FORM.finditer(text)]
        found += [value for name, value in _pairs(text) if re.fullmatch(_NAMES, name, re.IGNORECASE)]
        found += [match[2] for match in _IN_JSON.finditer(text)]
        found += [match[2] for match in _IN_JSON_TEXT.finditer(text)]
        found += [match[2] for match in _IN_PARTS.finditer(text)]
    spelled = {form for value in found if len(value) >= _SHORTEST for form in _spellings(value)}
    # Longest first: one may be a part of another.
    return tuple(sorted(spelled, key=len, reverse=True))


def _spellings(value: str) -> Iterator[str]:
    """Yield a value as is, and as encoded in a URL, a form and JSON."""
    yield value
    if not _PLAIN.fullmatch(value):
        yield from (quote(value, safe=""), quote_plus(value))
        yield from (json.dumps(value, ensure_ascii=ascii_only)[1:-1] for ascii_only in (True, False))


def _may_contain_credential(text: str) -> bool:
    """Whether a text may contain a credential; a fast check, since most bodies do not."""
    lowered = text.lower()
    return (
        "key" in lowered
        or "token" in lowered
        or "pass" in lowered
        or "secret" in lowered
        or "pwd" in lowered
        or "credential" in lowered
        or "authorization" in lowered
        or "jwt" in lowered
        or "assertion" in lowered
        or "device_code" in lowered
    )


def _pairs(text: str) -> list[tuple[str, str]]:
    if "=" not in text or text.lstrip()[:1] in {"{", "["}:
        return []
    try:
        return parse_qsl(text.partition("?")[2] if text.startswith("/") else text, max_num_fields=100)
    except ValueError:
        return []


def _in_headers(headers: Sequence[Header]) -> Iterator[str]:
    for name, value in headers:
        text = value.decode("latin-1").strip()
        if name == b"service-crn":
            yield from _ACCOUNT.findall(text)
        elif _is_secret(name):
            credential = text.partition(" ")[2].strip() if _SCHEME.match(text) else text
            yield credential
            yield from _basic_parts(credential)


def _basic_parts(credential: str) -> Iterator[str]:
    try:
        user, _, password = base64.b64decode(credential, validate=True).decode().partition(":")
    except ValueError:
        return
    yield from (user, password) if password else ()


@lru_cache(maxsize=128)
def _is_secret(name: bytes) -> bool:
    """Whether this header's value is a credential, according to its name."""
    return bool(_SECRET_HEADER.search(name.decode("latin-1")))


def _redacted_value(name: bytes, value: bytes) -> str:
    text = " ".join(value.decode("latin-1").split())
    if name == b"service-crn":
        return _ACCOUNT.sub(f"a/{MASK}", text)
    if not _is_secret(name) or not text:
        return text
    scheme = _SCHEME.match(text) if b"authorization" in name else None
    return f"{scheme[1]} {MASK}" if scheme else MASK
