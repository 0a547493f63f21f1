"""Errors from responses: every body gives the right error and never another exception."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.scripted import ACCOUNT, API_KEY, INSTANCE

from qrt_facade._base.secrets import Secret
from qrt_facade._service.answers import (
    MAX_RETRY_AFTER,
    check_body,
    error_from_response,
    is_answer,
    is_from_service,
    retry_after,
)
from qrt_facade.errors import (
    ApiError,
    AuthenticationError,
    ConflictError,
    NotFoundError,
    PermissionDeniedError,
    QrtError,
    RateLimitError,
    ServerError,
    UnexpectedResponseError,
)

JSON = {"content-type": "application/json"}
HTML = {"content-type": "text/html; charset=utf-8"}
PAGE = (
    b"<!DOCTYPE html><html><head><title>Attention Required!</title></head><body>secretive page</body></html>"
)
CONTAINER = {
    "errors": [
        {
            "code": 1291,
            "message": "Job not found. Job ID: j1",
            "solution": "Verify the job ID is correct",
            "more_info": "https://cloud.ibm.com/apidocs/quantum-computing#error-handling",
        }
    ],
    "trace": "935b0fbe-54d6-4103-85d0-34d73b9ec432",
}


def error_of(status: int, body: object = b"", headers: dict[str, str] = JSON, **more: Any) -> ApiError:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return error_from_response(
        status, httpx.Headers(headers), content, method="GET", path="/api/v1/jobs", **more
    )


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *(
            (status, UnexpectedResponseError)
            for status in (100, 101, 199, 300, 301, 302, 303, 304, 307, 308, 399)
        ),
        *((status, ApiError) for status in (400, 402, 405, 406, 408, 410, 413, 415, 422, 423, 451, 499)),
        (401, AuthenticationError),
        (403, PermissionDeniedError),
        (404, NotFoundError),
        (409, ConflictError),
        (429, RateLimitError),
        *(
            (status, ServerError)
            for status in (500, 501, 502, 503, 504, 520, 521, 522, 524, 530, 599, 600, 999)
        ),
    ],
)
def test_each_error_status_has_its_own_class(status: int, kind: type[QrtError]) -> None:
    error = error_of(status)
    assert type(error) is kind
    assert error.status == status
    assert f"HTTP {status}" in str(error)


def test_all_fields_of_a_service_error_are_kept() -> None:
    error = error_of(404, CONTAINER)
    assert error.code == 1291
    assert error.message == "Job not found. Job ID: j1"
    assert error.solution == "Verify the job ID is correct"
    assert error.more_info == "https://cloud.ibm.com/apidocs/quantum-computing#error-handling"
    assert error.trace == "935b0fbe-54d6-4103-85d0-34d73b9ec432"
    assert (error.method, error.path) == ("GET", "/api/v1/jobs")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (1291, 1291),
        ("1291", 1291),
        ("not_found", "not_found"),
        ("", ""),
        ("١٢", "١٢"),
        (None, None),
        (True, None),
        (1.5, None),
        ([1], None),
        ({"a": 1}, None),
        (10**300, 10**300),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_an_error_code_is_a_number_or_text(code: object, expected: object) -> None:
    assert error_of(400, {"errors": [{"code": code, "message": "no"}]}).code == expected


@pytest.mark.parametrize("missing", ["code", "message", "solution", "more_info"])
def test_any_key_may_be_missing_from_an_error(missing: str) -> None:
    entry = {name: value for name, value in CONTAINER["errors"][0].items() if name != missing}
    error = error_of(404, {"errors": [entry]})
    assert error.trace is None
    assert error.message
    assert error.code == (None if missing == "code" else 1291)


@pytest.mark.parametrize("field", ["code", "message", "solution", "more_info"])
@pytest.mark.parametrize("value", [None, 7, [], {}, True, "   "])
def test_a_field_of_another_type_counts_as_missing(field: str, value: object) -> None:
    entry = {**CONTAINER["errors"][0], field: value}
    error = error_of(404, {"errors": [entry], "trace": 5})
    assert type(error) is NotFoundError
    assert isinstance(error.message, str)
    assert error.trace is None
    if field != "code":
        assert str(value) == "   " or value is None or getattr(error, field) != value


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        None,
        5,
        1.5,
        True,
        {"errors": None},
        {"errors": []},
        {"errors": [None]},
        {"errors": [5]},
        {"errors": {"code": 1}},
        {"errors": "text"},
        b"",
        b"   ",
        b"{",
        b'{"errors":[{"code":1291,"mess',
        b"\xff\xfe\x00",
        b"\x00" * 100,
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"9" * 10_000,
        b'{"errors":[{"code":' + b"9" * 5000 + b"}]}",
        gzip.compress(b"never decoded", mtime=0),
        PAGE,
    ],
)
def test_a_body_without_an_explanation_gets_a_message_for_its_status(body: object) -> None:
    error = error_of(404, body)
    assert type(error) is NotFoundError
    assert error.message == "The service does not have what was requested"
    assert error.code is None


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"Internal server error", {"content-type": "text/plain"}),
        (b"Internal server error\n", {}),
        (b'"Internal server error"', JSON),
        (b'{"message": "Internal server error"}', JSON),
        (b'{"errors": ["Internal server error"]}', JSON),
    ],
)
def test_a_plain_message_body_becomes_the_message(body: bytes, headers: dict[str, str]) -> None:
    assert error_of(500, body, headers).message == "Internal server error"


def test_the_message_for_an_unknown_path_is_kept_with_its_status() -> None:
    body = {"message": "Cannot GET /api/v1/v1/jobs", "error": "Not Found", "statusCode": 404}
    assert error_of(404, body).message == "Cannot GET /api/v1/v1/jobs"


@pytest.mark.parametrize("status", [403, 404, 500, 502, 503])
def test_an_html_page_never_becomes_the_message(status: int) -> None:
    for headers in (HTML, {}, JSON):
        assert "secretive" not in str(error_of(status, PAGE, headers))


def test_a_403_with_an_html_page_mentions_the_user_agent() -> None:
    error = error_of(403, PAGE, HTML)
    assert type(error) is PermissionDeniedError
    assert "User-Agent" in str(error)
    assert "User-Agent" not in str(error_of(403, CONTAINER))


def test_a_redirect_is_reported_as_a_redirect() -> None:
    assert "redirect" in str(error_of(302, b"", {"location": "https://elsewhere.test/"}))


def test_a_refused_session_on_the_open_plan_mentions_batch() -> None:
    body = {
        "errors": [
            {"code": 1352, "message": "You are not authorized to run a session when using the open plan."}
        ]
    }
    assert "batch" in str(error_of(400, body))


def test_the_caller_s_hint_for_a_status_is_added() -> None:
    assert "ask eu-de" in str(error_of(404, b"", hints={404: "ask eu-de"}))
    assert "ask eu-de" not in str(error_of(400, b"", hints={404: "ask eu-de"}))


def test_secrets_that_the_service_repeats_are_redacted() -> None:
    entry = dict.fromkeys(("message", "solution", "more_info"), f"key {API_KEY} of {INSTANCE}")
    error = error_of(404, {"errors": [entry], "trace": "t"}, secrets=(Secret(API_KEY),))
    assert API_KEY not in f"{error} {vars(error)} {error.args}"
    assert ACCOUNT not in f"{error} {vars(error)} {error.args}"


def test_a_code_and_a_trace_that_repeat_a_secret_are_redacted_too() -> None:
    error = error_of(400, {"errors": [{"code": API_KEY}], "trace": API_KEY}, secrets=(Secret(API_KEY),))
    assert API_KEY not in f"{error} {vars(error)}"


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0),
        ("5", 5),
        (" 5 ", 5),
        ("1.5", 1.5),
        ("-3", 0),
        ("100000", MAX_RETRY_AFTER),
        ("1e3", MAX_RETRY_AFTER),
        ("", None),
        ("   ", None),
        ("inf", None),
        ("-inf", None),
        ("nan", None),
        ("1e999", None),
        ("soon", None),
        ("5 seconds", None),
        ("Wed, 99 Foo 2026 99:99:99 GMT", None),
        ("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", None),
        ("Mon, 01 Jan 2026 00:00:00 +99999999999999999", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Thu, 01 Jan 1970 00:00:00", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", MAX_RETRY_AFTER),
        ("Sat, 01 Jan 0001 00:00:00 +2359", 0),
    ],
)
def test_retry_after_is_parsed_in_every_form_within_its_limits(header: str, seconds: float | None) -> None:
    assert retry_after(httpx.Headers({"Retry-After": header})) == seconds
    assert error_of(429, b"", {"retry-after": header}).retry_after == seconds


def test_retry_after_as_a_date_counts_from_now() -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=120), usegmt=True)
    seconds = retry_after({"retry-after": moment})
    assert seconds is not None
    assert 60 < seconds <= 120


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=255)))
def test_any_retry_after_text_gives_a_number_within_limits_or_none(text: str) -> None:
    seconds = retry_after({"retry-after": text})
    assert seconds is None or 0 <= seconds <= MAX_RETRY_AFTER


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["errors", "code", "message", "trace"]), inner)
    ),
)


@given(st.integers(100, 999).filter(lambda status: not 200 <= status < 300), JSON_VALUES)
def test_any_json_body_gives_an_error_with_printable_text(status: int, body: object) -> None:
    error = error_of(status, body)
    assert isinstance(error, QrtError)
    assert str(error)


@given(st.integers(300, 999), st.binary(), st.text())
def test_any_body_bytes_give_an_error_with_printable_text(status: int, body: bytes, kind: str) -> None:
    error = error_from_response(status, {"content-type": kind}, body, method="GET", path="/")
    assert str(error)


def check(body: bytes, kind: str | None = "application/json", status: int = 200) -> None:
    headers = {} if kind is None else {"content-type": kind}
    check_body(headers, body, status=status, method="GET", path="/api/v1/jobs/")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (PAGE, "text/html"),
        (PAGE, None),
        (PAGE, "application/json"),
        (b"\n  <HTML>", None),
        (b"", "application/json"),
        (b" ", "application/json"),
        (b'{"jobs":[', "application/json"),
        (b'{"jobs":[]', "application/problem+json"),
        (b"[1", "application/json"),
        (b'"cut', "application/json"),
    ],
)
def test_a_successful_status_with_a_page_or_a_truncated_body_is_refused(
    body: bytes, kind: str | None
) -> None:
    with pytest.raises(UnexpectedResponseError) as caught:
        check(body, kind)
    assert caught.value.status == 200
    assert caught.value.path == "/api/v1/jobs/"


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "application/json", 200),
        (b' {"a": 1}\n', "application/json", 200),
        (b"[]", "application/json", 200),
        (b'"text"', "application/json", 200),
        (b"null", "application/json", 200),
        (b"5", "application/json", 200),
        (b"", "application/json", 204),
        (b"", None, 204),
        (b"plain text", "text/plain", 200),
        (b"<html> as the log of a job", "text/plain", 200),
    ],
)
def test_a_complete_body_is_accepted(body: bytes, kind: str | None, status: int) -> None:
    assert check(body, kind, status) is None


@pytest.mark.parametrize(
    ("status", "complete"),
    [
        *((status, True) for status in (200, 201, 204, 205, 207, 299)),
        *((status, False) for status in (100, 199, 206, 300, 304, 404, 500)),
    ],
)
def test_a_success_other_than_a_partial_one_is_a_complete_response(status: int, complete: bool) -> None:
    assert is_answer(status) is complete


@pytest.mark.parametrize(
    ("status", "body", "from_service"),
    [
        (404, {"errors": [{"code": 1291, "message": "Job not found"}]}, True),
        (503, {"errors": [{"code": 0}]}, True),
        (429, {"errors": [{"message": "Too many requests"}]}, True),
        (429, {"errors": [{}]}, False),
        (503, {"errors": [{"message": "no healthy upstream"}]}, False),
        (430, {"errors": [{"message": "Too many requests"}]}, False),
        (404, {"errors": [{"code": None, "message": "x"}]}, False),
        (404, {"errors": []}, False),
        (404, {"code": 1291}, False),
        (404, {"error": {"code": 404}}, False),
        (404, [{"code": 1291}], False),
        (404, "1291", False),
    ],
)
def test_an_error_is_from_the_service_if_it_has_its_form(status: int, body: Any, from_service: bool) -> None:
    content = json.dumps(body).encode()
    assert is_from_service(status, content) is from_service
    error = error_from_response(status, JSON, content, method="GET", path="/")
    assert error.from_service is from_service


@pytest.mark.parametrize(
    "body", [b"", PAGE, b"no healthy upstream", b'{"errors":[{"code":1291', b"[" * 10**5]
)
def test_an_error_that_is_not_json_is_not_from_the_service(body: bytes) -> None:
    assert is_from_service(429, body) is False


@pytest.mark.parametrize(
    ("headers", "body", "from_service"), [(HTML, b"", False), ({}, PAGE, False), (JSON, b'{"id": "j', True)]
)
def test_a_page_in_place_of_a_success_is_not_from_the_service(
    headers: dict[str, str], body: bytes, from_service: bool
) -> None:
    with pytest.raises(UnexpectedResponseError) as caught:
        check_body(headers, body, status=200, method="POST", path="/api/v1/jobs")
    assert (caught.value.status, caught.value.method) == (200, "POST")
    assert caught.value.path == "/api/v1/jobs"
    assert caught.value.from_service is from_service
