"""Cassettes contain no secrets, nothing that looks like IBM's responses, and no breach of the contract."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from integration.rest_course.cassette_format import FAKE_ACCOUNT, ORIGIN, SCRUBBED, body_bytes
from support import contract
from support.paths import CASSETTES as CASSETTES_FOLDER

from qrt_facade.emulator import DEFAULT_API_KEY

CASSETTES = sorted(CASSETTES_FOLDER.glob("*.yaml"))
TESTS = Path(__file__).resolve().parent

FORBIDDEN = {
    "a bearer token": r"(?i)bearer\s+ey",
    "an authorization header": r"(?i)authorization:",
    "a cookie": r"(?i)cookie:",
    "a user agent of some machine": r"(?i)python/\d|httpx/\d",
    "an API key in a form": rf"(?i)apikey['\"]?\s*[:=]\s*(?!{SCRUBBED}\b)\S",
    "a JWT": r"\beyJ[\w-]+\.[\w-]+\.",
    "the emulator's API key": re.escape(DEFAULT_API_KEY),
    "something as long as an API key": r"(?<![\w-])[\w-]{44}(?![\w-])",
    "an account id in a CRN": rf"\ba/(?!{FAKE_ACCOUNT.removeprefix('a/')}\b)[0-9a-f]+",
    "an address of some machine": r"127\.0\.0\.1|localhost|\[::1\]",
}

every_cassette = pytest.mark.parametrize("cassette", CASSETTES, ids=lambda path: path.stem)


def interactions(cassette: Path) -> list[dict[str, Any]]:
    return list(yaml.safe_load(cassette.read_text(encoding="utf-8"))["interactions"])


def violations_of(interaction: dict[str, Any], *, as_promised: bool = False) -> list[str]:
    request, response = interaction["request"], interaction["response"]
    path = urlsplit(request["uri"]).path
    # The recording leaves the bearer token out, so whether it was sent cannot be judged by a cassette.
    headers = request["headers"] | {"authorization": f"Bearer {SCRUBBED}"}
    return list(
        contract.for_request(path, request["headers"], as_promised=as_promised).violations(
            method=request["method"],
            url=request["uri"],
            request_headers=headers,
            request_body=body_bytes(request["body"]),
            status=response["status"]["code"],
            response_headers=response["headers"],
            response_body=body_bytes(response["body"]),
        )
    )


def test_tests_of_the_course_and_cassettes_correspond() -> None:
    text = "".join((TESTS / name).read_text() for name in ("test_right_ways.py", "test_wrong_ways.py"))

    assert {path.stem for path in CASSETTES} == set(re.findall(r"^def test_(\w+)", text, re.MULTILINE))


@every_cassette
def test_a_cassette_contains_no_secrets(cassette: Path) -> None:
    text = cassette.read_text(encoding="utf-8")

    found = {what: match[0] for what, pattern in FORBIDDEN.items() if (match := re.search(pattern, text))}

    assert not found


@every_cassette
def test_a_cassette_begins_with_a_note_that_it_is_not_from_ibm(cassette: Path) -> None:
    lines = cassette.read_text(encoding="utf-8").splitlines()

    assert lines[0].startswith("#")
    assert ORIGIN in lines[0]
    assert lines[1] == f"origin: {ORIGIN}"


def problems_in(cassette: Path, *, as_promised: bool = False) -> str:
    """Say, a line each, which request is against the contract, and how."""
    return "\n".join(
        f"{cassette.name}: {one['request']['method']} {urlsplit(one['request']['uri']).path}: {problem}"
        for one in interactions(cassette)
        for problem in violations_of(one, as_promised=as_promised)
    )


@every_cassette
def test_a_cassette_conforms_to_the_contract(cassette: Path) -> None:
    assert problems_in(cassette) == ""


@every_cassette
def test_responses_have_every_property_that_the_document_requires(cassette: Path) -> None:
    assert problems_in(cassette, as_promised=True) == ""


def a_poll() -> dict[str, Any]:
    """Return a request for a job and its response, from a cassette."""
    (cassette,) = [path for path in CASSETTES if path.stem.startswith("a_circuit_is_submitted")]
    return next(one for one in interactions(cassette) if "/v1/jobs/" in one["request"]["uri"])


BREACHES = {
    "an unknown status": ("response", ("body", "json", "state", "status"), "Sleeping"),
    "a response without a body": ("response", ("body",), None),
    "a response of another content type": ("response", ("headers", "content-type"), "text/html"),
    "a status that is not documented": ("response", ("status", "code"), 418),
    "a path that is not in the contract": ("request", ("uri",), "https://emulator.test/api/v1/job"),
    "a method that the path does not have": ("request", ("method",), "PUT"),
    "an invalid parameter": ("request", ("uri",), "https://emulator.test/api/v1/jobs?limit=many"),
}


@pytest.mark.parametrize("breach", BREACHES)
def test_a_breach_of_the_contract_is_found_in_the_request_or_the_response(breach: str) -> None:
    side, (*way, last), value = BREACHES[breach]
    poll = a_poll()
    place = poll[side]
    for step in way:
        place = place[step]

    place[last] = value

    assert violations_of(a_poll()) == []
    assert violations_of(poll)[0].startswith(f"{side}: ")


def test_a_request_without_an_instance_is_a_breach() -> None:
    poll = a_poll()

    del poll["request"]["headers"]["service-crn"]

    assert violations_of(poll)[0].startswith("request: ")


def test_a_missing_required_property_is_a_breach_only_in_strict_checks() -> None:
    poll = a_poll()

    del poll["response"]["body"]["json"]["created"]

    assert violations_of(poll) == []
    assert "'created' is a required property" in violations_of(poll, as_promised=True)[0]
