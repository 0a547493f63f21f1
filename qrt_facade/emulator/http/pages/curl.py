"""A recorded call as a curl command that can be run again, with shell variables in place of secrets."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, quote

from qrt_facade._base.redaction import MASK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qrt_facade.emulator.domain.call_log import RecordedCall

_BY_CURL: Final = frozenset(
    {
        "host",
        "content-length",
        "connection",
        "accept-encoding",
        "transfer-encoding",
        "expect",
        "keep-alive",
        "te",
        "upgrade",
    }
)
"""Headers that curl sets itself, or that would make its output unreadable."""

_CREDENTIALS: Final = {"bearer": "$TOKEN", "apikey": "$API_KEY"}
_CONTROLS: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
)
_FORM: Final = "application/x-www-form-urlencoded"
_GRANT: Final = "urn:ibm:params:oauth:grant-type:apikey"


@dataclass(frozen=True)
class Command:
    """A shell command.

    Attributes:
        text: The command.
        notes: How the command differs from the recorded call; one sentence each.
    """

    text: str
    notes: tuple[str, ...] = ()


def as_curl(call: RecordedCall, base_url: str, instances: Sequence[str]) -> Command:
    """Return the curl command that repeats a call.

    Args:
        call: The call.
        base_url: Address of the emulator, never taken from the call, because the command sends a token to it.
        instances: CRNs of the instances, in the order of `$CRN`, `$CRN_2` and so on.
    """
    body, notes = call.request_body, []
    words = [_method(call), f"{shlex.quote(base_url.rstrip('/') + call.path)}"]
    words += [
        _header(name, value, instances)
        for name, value in call.request_headers
        if name.lower() not in _BY_CURL
    ]
    names = {name.lower() for name, _ in call.request_headers}
    if "user-agent" not in names:
        words.append("-H 'User-Agent:'")
    if body.left_out:
        notes.append(f"The command has no body: {body.left_out:,} of {body.size:,} bytes were not recorded.")
    elif body.text:
        if "content-type" not in names:
            words.append("-H 'Content-Type:'")
        words += _body(call)
    text = " \\\n  ".join(words)
    if MASK in text:
        notes.append(f"Replace {MASK} by the secret, which was not recorded.")
    return Command(text, tuple(notes))


def setup(base_url: str, key: str | None, instances: Sequence[str], *, shown: bool) -> str:
    """Return the commands that set the variables.

    Args:
        base_url: Address of the emulator.
        key: The API key; None if it must not be shown.
        instances: CRNs of the instances.
        shown: Whether the CRNs may be shown; they contain account ids.
    """
    lines = [f"API_KEY={shlex.quote(key or 'your API key')}"]
    for position, crn in enumerate(instances):
        lines.append(f"{_crn_name(position)}={shlex.quote(crn if shown else 'the CRN of your instance')}")
    address = shlex.quote(f"{base_url.rstrip('/')}/identity/token")
    lines.append(
        f'TOKEN=$(curl -s {address} -d grant_type={_GRANT} --data-urlencode "apikey=$API_KEY" |\n'
        '  sed \'s/.*"access_token": *"\\([^"]*\\)".*/\\1/\')'
    )
    return "\n".join(lines)


def _method(call: RecordedCall) -> str:
    if call.method == "HEAD":
        return "curl -g --path-as-is --head"
    # With a body curl's default would be POST.
    chosen = "" if call.method == "GET" and not call.request_body.text else f" -X {shlex.quote(call.method)}"
    return f"curl -g --path-as-is{chosen}"


def _header(name: str, value: str, instances: Sequence[str]) -> str:
    lowered = name.lower()
    if lowered == "authorization" and MASK in value:
        scheme = value.removesuffix(MASK).strip()
        if scheme.lower() == "basic":
            return '--user "emulator:$API_KEY"'
        return f'-H "Authorization: {f"{scheme} " if scheme else ""}{_CREDENTIALS.get(scheme.lower(), "$TOKEN")}"'
    if lowered == "service-crn" and (variable := _variable(value, instances)):
        return f'-H "Service-CRN: ${variable}"'
    if not value:
        return f"-H {_quoted(f'{name};')}"  # to curl, `name:` means to remove the header
    return f"-H {_quoted(f'{name}: {value}')}"


def _variable(value: str, instances: Sequence[str]) -> str | None:
    """Return the variable for an instance's CRN whose account id was redacted."""
    parts = value.split(":")
    for position, crn in enumerate(instances):
        own = crn.split(":")
        if len(parts) == len(own) and [*parts[:6], *parts[7:]] == [*own[:6], *own[7:]] and MASK in parts[6]:
            return _crn_name(position)
    return None


def _crn_name(position: int) -> str:
    return "CRN" if position == 0 else f"CRN_{position + 1}"


def _body(call: RecordedCall) -> Iterator[str]:
    text = call.request_body.text
    kind = dict(call.request_headers).get("content-type", "")
    if kind.startswith(_FORM) and MASK in text:
        for name, value in parse_qsl(text, keep_blank_values=True):
            if value == MASK:
                yield f'--data-urlencode "{quote(name)}=$API_KEY"'
            else:
                yield f"--data-urlencode {_quoted(f'{quote(name)}={value}')}"
        return
    yield f"--data-raw {_quoted(text)}"


def _quoted(text: str) -> str:
    """Quote a text for the shell; control characters are escaped."""
    if not _CONTROLS.search(text):
        return shlex.quote(text)
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    escaped = _CONTROLS.sub(lambda found: _escape(found[0]), escaped)
    return f"$'{escaped}'"


def _escape(character: str) -> str:
    return f"\\x{ord(character):02x}" if ord(character) < 128 else f"\\u{ord(character):04x}"
