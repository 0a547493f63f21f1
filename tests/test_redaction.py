"""Secrets stay out of what is printed."""

from __future__ import annotations

import pickle
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.scripted import ACCOUNT, API_KEY, INSTANCE

from qrt_facade.redaction import Secret, redact

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
    ],
)
def test_known_forms_of_secrets_are_recognised_without_being_named(text: str, secret: str) -> None:
    assert secret not in redact(text)
    assert "***" in redact(text)


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
