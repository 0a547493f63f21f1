"""Secrets never appear in printed text."""

from __future__ import annotations

import gc
import pickle
import traceback
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.scripted import ACCOUNT, API_KEY, INSTANCE

from qrt_facade._base import secrets
from qrt_facade._base.secrets import Secret, redact, redacted_text

if TYPE_CHECKING:
    from collections.abc import Iterator

JWT = "eyJraWQiOiIyMDI2MDEwMSJ9.eyJpYW1faWQiOiJJQk1pZC0xIn0.c2lnbmF0dXJl"


@pytest.fixture(scope="module", autouse=True)
def _quick_collections() -> None:
    """Keep what the modules before have left out of the collections after each test, which took a third of a second."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _forgetful() -> Iterator[None]:
    """Discard the secrets of these tests, which may be any text, before other tests run."""
    secrets._former.clear()
    yield
    gc.collect()
    secrets._former.clear()


def test_a_secret_is_visible_only_through_reveal() -> None:
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


def test_a_secret_cannot_be_pickled() -> None:
    with pytest.raises(TypeError, match="cannot be pickled"):
        pickle.dumps(Secret(API_KEY))


def test_secrets_are_equal_if_their_values_are() -> None:
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
def test_known_forms_of_secrets_are_redacted(text: str, secret: str) -> None:
    assert secret not in redact(text)
    assert "***" in redact(text)


def test_text_of_the_service_is_redacted_and_empty_text_is_none() -> None:
    assert redacted_text(f"instance {INSTANCE} with Bearer {JWT}") == redact(
        f"instance {INSTANCE} with Bearer {JWT}"
    )
    assert redacted_text("calibrating") == "calibrating"
    assert [redacted_text(value) for value in (None, "", 5, {})] == [None] * 4


def test_text_without_secrets_is_unchanged() -> None:
    text = "Instance crn not found in us-east; the bearer of bad news; apikey is missing"
    assert redact(text) == text
    assert "us-east" in redact(INSTANCE)
    assert "11111111-2222-3333-4444-555555555555" in redact(INSTANCE)


VISIBLE = st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="*")


@given(st.text(min_size=8, alphabet=VISIBLE).filter(lambda text: len(set(text)) > 3), st.text(), st.text())
def test_a_named_secret_is_always_redacted(secret: str, before: str, after: str) -> None:
    assume(not {"@", ":"} & set(secret))  # only the password of a URL is secret
    assert secret not in redact(f"{before}{secret}{after}", Secret(secret))


@given(st.text())
def test_redacting_is_idempotent(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


def test_every_secret_in_use_is_redacted_without_being_named() -> None:
    kept = Secret("opaque-token-of-another-client")
    assert redact(f"refused: {kept.reveal()}") == "refused: ***"


def test_a_discarded_secret_is_still_redacted_for_a_while() -> None:
    value = Secret("a-token-that-was-replaced").reveal()
    gc.collect()
    assert redact(f"late answer: {value}") == "late answer: ***"
    for number in range(32):
        Secret(f"one-of-many-later-{number:02}")
    gc.collect()
    assert redact(f"late answer: {value}") == f"late answer: {value}"


def test_a_value_is_redacted_until_its_last_secret_is_discarded() -> None:
    first, second = Secret("opaque-and-alone"), Secret("opaque-and-alone")
    del first
    gc.collect()
    assert redact(f"text {second.reveal()}") == "text ***"
