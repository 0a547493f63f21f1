"""Secrets stay out of what is printed."""

from __future__ import annotations

import gc
import logging
import pickle
import traceback
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.scripted import ACCOUNT, API_KEY, INSTANCE

from qrt_facade._base.secrets import Secret, redact, redact_logs, redacted_text, strip_tracebacks

JWT = "eyJraWQiOiIyMDI2MDEwMSJ9.eyJpYW1faWQiOiJJQk1pZC0xIn0.c2lnbmF0dXJl"


def test_a_secret_shows_itself_to_nobody_but_who_asks() -> None:
    secret = Secret(API_KEY)
    shown = f"{secret!r} {secret} {[secret]} {secret!a}"
    assert API_KEY not in shown
    assert secret.reveal() == API_KEY


def test_a_secret_is_absent_from_a_traceback_with_locals() -> None:
    secret = Secret(API_KEY)
    with pytest.raises(ZeroDivisionError) as caught:
        secret.reveal().__len__() / 0
    text = "".join(
        traceback.TracebackException.from_exception(caught.value, capture_locals=True).format(chain=True)
    )
    assert "secret = Secret('***')" in text
    assert API_KEY not in text


def test_a_secret_is_not_pickled() -> None:
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(Secret(API_KEY))


def test_secrets_are_equal_when_what_they_hide_is() -> None:
    assert Secret("a") == Secret("a") != Secret("b")
    assert hash(Secret("a")) == hash(Secret("a"))
    assert Secret("a") != "a"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (f"Authorization: Bearer {JWT}", JWT),
        (f"bearer {API_KEY} was refused", API_KEY),
        (f"grant_type=x&apikey={API_KEY}", API_KEY),
        (f"Authorization: apikey {API_KEY}", API_KEY),
        (f"token {JWT} is bad", JWT),
        (f"Instance {INSTANCE} not found", ACCOUNT),
        (f'{{"crn":"{INSTANCE}"}}', ACCOUNT),
        (f"two: {INSTANCE} {INSTANCE}", ACCOUNT),
        (f"GET /api/v1/accounts/{ACCOUNT}?plan_id=p", ACCOUNT),
        (f"https://host.test/api/v1/accounts/a%2F{ACCOUNT}", ACCOUNT),
        (f"https://host.test/api/v1/workloads?instance={quote(INSTANCE, safe='')}&limit=3", ACCOUNT),
    ],
)
def test_known_forms_of_secrets_are_recognised_without_being_named(text: str, secret: str) -> None:
    assert secret not in redact(text)
    assert "***" in redact(text)


def test_what_the_service_says_is_redacted_and_nothing_is_none() -> None:
    assert redacted_text(f"instance {INSTANCE} with Bearer {JWT}") == redact(
        f"instance {INSTANCE} with Bearer {JWT}"
    )
    assert redacted_text("calibrating") == "calibrating"
    assert [redacted_text(value) for value in (None, "", 5, {})] == [None] * 4


def test_what_is_no_secret_stays_readable() -> None:
    text = "Instance crn not found in us-east; the bearer of bad news; apikey is missing"
    assert redact(text) == text
    assert "us-east" in redact(INSTANCE)
    assert "11111111-2222-3333-4444-555555555555" in redact(INSTANCE)


@given(st.text(min_size=4, alphabet=st.characters(min_codepoint=33, max_codepoint=126)), st.text(), st.text())
def test_a_named_secret_never_remains(secret: str, before: str, after: str) -> None:
    if "*" in secret:
        return
    assert secret not in redact(f"{before}{secret}{after}", Secret(secret))


@given(st.text())
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    redact_logs()
    caplog.set_level(logging.DEBUG)
    return caplog


@pytest.mark.parametrize("logger", ["httpx", "httpcore.http11", "httpcore.proxy", "httpx_retries.transport"])
def test_what_the_http_libraries_log_is_redacted_with_its_arguments(
    log: pytest.LogCaptureFixture, logger: str
) -> None:
    key = Secret(API_KEY)
    headers = [("Authorization", key.reveal()), ("Service-CRN", INSTANCE)]
    logging.getLogger(logger).debug("%s sent %r of %d", "GET", headers, 2)
    (record,) = log.records
    assert "GET sent [('Authorization', '***')" in record.getMessage()
    for secret in (API_KEY, ACCOUNT):
        assert secret not in f"{record.getMessage()} {record.args} {log.text}"


def test_a_record_without_secrets_stays_as_it_is(log: pytest.LogCaptureFixture) -> None:
    logging.getLogger("httpx").info('HTTP Request: %s %s "%d"', "GET", "https://host.test/jobs", 200)
    assert log.records[0].args == ("GET", "https://host.test/jobs", 200)


def test_redacting_logs_twice_installs_one_filter(log: pytest.LogCaptureFixture) -> None:
    before = list(logging.getLogger("httpx").filters)
    redact_logs()
    assert logging.getLogger("httpx").filters == before


def test_equal_secrets_are_kept_out_of_logs_until_the_last_of_them_is_gone(
    log: pytest.LogCaptureFixture,
) -> None:
    first, second = Secret("opaque-and-alone"), Secret("opaque-and-alone")
    del first
    gc.collect()
    logging.getLogger("httpx").info("said %s", second.reveal())
    assert log.records[0].getMessage() == "said ***"


def test_an_error_without_frames_keeps_what_it_says_and_what_came_before_it() -> None:
    def failing(password: str) -> None:
        try:
            {}[len(password)]
        except KeyError as error:
            raise ValueError("no") from error

    with pytest.raises(ValueError, match="no") as caught:
        failing("hunter22")
    bare = strip_tracebacks(caught.value)
    text = "".join(traceback.TracebackException.from_exception(bare, capture_locals=True).format(chain=True))
    assert text.splitlines()[0] == "KeyError: 8"
    assert text.splitlines()[-1] == "ValueError: no"
    assert "hunter22" not in text
