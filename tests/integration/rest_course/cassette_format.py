"""The format of cassette files: bodies are decoded; secrets, random values and this machine's data are left out.

This is a serializer for vcrpy. It writes only the headers that it lists, so that an unexpected header cannot carry a
secret into a file. Values that differ between recordings (ids, times) are replaced by stable ones of the same form,
consistently within a cassette, so that a replayed client requests the job that it submitted, and recording again
changes only what the emulator returns differently.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

import yaml

from qrt_facade.emulator import DEFAULT_INSTANCE

if TYPE_CHECKING:
    from collections.abc import Callable

HOST: Final = "https://emulator.test"
"""Replaces the emulator's address in cassettes; a domain name that never resolves (RFC 6761)."""

ORIGIN: Final = "recorded from this project's local emulator; nothing in here is IBM's answer"
SCRUBBED: Final = "scrubbed"
FAKE_ACCOUNT: Final = DEFAULT_INSTANCE.split(":")[6]

_HEAD: Final = f"# Written by scripts/record_cassettes, {ORIGIN}.\n"
_REQUEST_HEADERS: Final = ("accept", "content-type", "ibm-api-version", "service-crn")
_RESPONSE_HEADERS: Final = ("content-type", "retry-after", "location")
_TAG: Final = re.compile(r"qrt-submission-[0-9a-f]{24}")
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}")
_ACCOUNT: Final = re.compile(r"\ba/[0-9a-f]{32}\b")
_JWT: Final = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]*")
_JOB: Final = re.compile(r"/v1/jobs/[^/?]+")

# Fields of bodies whose values are secret, random, or of the machine that recorded.
_FIELDS: Final = {
    "apikey": SCRUBBED,
    "access_token": SCRUBBED,
    "refresh_token": SCRUBBED,
    "expiration": 1767229200,
    "trace": "00000000-0000-4000-8000-0000000074ce",
    "requestId": "00000000000000000000000000004e90",
    "userAgent": "qrt-facade",
    "elapsed_time": 2.0,
}


def serialize(recorded: dict[str, Any]) -> str:
    """Write what vcrpy recorded; part of vcrpy's interface for serializers."""
    exchanges = _without_repeated_polls([_readable(interaction) for interaction in recorded["interactions"]])
    text = json.dumps(exchanges, ensure_ascii=False)
    for scrub in (_scrub_patterns, _number_ids, _number_times):
        text = scrub(text)
    content = {"origin": ORIGIN, "interactions": json.loads(text)}
    return _HEAD + yaml.safe_dump(content, sort_keys=False, width=110)


def deserialize(text: str) -> dict[str, Any]:
    """Read a cassette for vcrpy; part of vcrpy's interface for serializers."""
    interactions = yaml.safe_load(text)["interactions"]
    return {"version": 1, "interactions": [_for_vcr(interaction) for interaction in interactions]}


def body_bytes(body: dict[str, Any] | None) -> bytes:
    """Return the bytes of a decoded body."""
    if body is None:
        return b""
    if "json" in body:
        return json.dumps(body["json"]).encode()
    return urlencode(body["form"]).encode() if "form" in body else str(body["text"]).encode()


def _readable(interaction: dict[str, Any]) -> dict[str, Any]:
    request, response = interaction["request"], interaction["response"]
    parts = urlsplit(request["uri"])
    return {
        "request": {
            "method": request["method"],
            "uri": parts._replace(
                scheme=urlsplit(HOST).scheme,
                netloc=urlsplit(HOST).netloc,
            ).geturl(),
            **_headers_and_body(request["headers"], request["body"], _REQUEST_HEADERS),
        },
        "response": {
            "status": response["status"],
            **_headers_and_body(response["headers"], response["body"]["string"], _RESPONSE_HEADERS),
        },
    }


def _headers_and_body(
    headers: dict[str, list[str]], body: str | None, kept: tuple[str, ...]
) -> dict[str, Any]:
    lowered = {name.lower(): values[0] for name, values in headers.items()}
    shown = {name: lowered[name] for name in kept if name in lowered}
    return {"headers": shown, "body": _decoded(body, shown.get("content-type", ""))}


def _decoded(body: str | None, content_type: str) -> dict[str, Any] | None:
    if not body:
        return None
    if content_type.startswith("application/json"):
        return {"json": _scrubbed_fields(json.loads(body))}
    if content_type.startswith("application/x-www-form-urlencoded"):
        return {"form": _scrubbed_fields(dict(parse_qsl(body)))}
    return {"text": body}


def _scrubbed_fields(value: Any) -> Any:
    if isinstance(value, list):
        return [_scrubbed_fields(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _FIELDS[key] if key in _FIELDS and item else _scrubbed_fields(item)
        for key, item in value.items()
    }


def _without_repeated_polls(exchanges: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Drop a question about a job that was answered as the one before: how many fit into a wait is chance."""
    kept: list[dict[str, Any]] = []
    for exchange in exchanges:
        request = exchange["request"]
        is_poll = request["method"] == "GET" and _JOB.search(urlsplit(request["uri"]).path + "?")
        if not (is_poll and kept and kept[-1] == exchange):
            kept.append(exchange)
    return kept


def _scrub_patterns(text: str) -> str:
    text = _TAG.sub("qrt-submission-" + 24 * "0", text)
    text = _ACCOUNT.sub(FAKE_ACCOUNT, text)
    return _JWT.sub(SCRUBBED, text)


def _number_ids(text: str) -> str:
    """Replace the ids of jobs and sessions by numbers, in the order in which they were given out."""
    forms: dict[str, Callable[[int], str]] = {
        "/api/v1/jobs": "cassettejob{:09d}".format,
        "/api/v1/sessions": "00000000-0000-4000-8000-5e55{:08d}".format,
    }
    for path, form in forms.items():
        given = [
            exchange["response"]["body"]["json"]["id"]
            for exchange in json.loads(text)
            if exchange["request"]["method"] == "POST"
            and exchange["request"]["uri"] == HOST + path
            and exchange["response"]["status"]["code"] == 200
        ]
        for number, identifier in enumerate(given, start=1):
            text = text.replace(identifier, form(number))
    return text


def _number_times(text: str) -> str:
    """Replace moments by seconds of one day, in their own order."""
    moments = {moment: rank for rank, moment in enumerate(sorted(set(_TIME.findall(text))))}
    return _TIME.sub(
        lambda found: f"2026-01-01T00:{moments[found[0]] // 60:02d}:{moments[found[0]] % 60:02d}.000000",
        text,
    )


def _for_vcr(interaction: dict[str, Any]) -> dict[str, Any]:
    request, response = interaction["request"], interaction["response"]
    return {
        "request": {
            "method": request["method"],
            "uri": request["uri"],
            "headers": {name: [value] for name, value in request["headers"].items()},
            "body": body_bytes(request["body"]),
        },
        "response": {
            "status": response["status"],
            "headers": {name: [value] for name, value in response["headers"].items()},
            "body": {"string": body_bytes(response["body"])},
        },
    }
