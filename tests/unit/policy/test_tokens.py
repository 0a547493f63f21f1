"""Freshness of tokens, and IAM's responses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.scripted import API_KEY, Clock

from qrt_facade._base.secrets import Secret
from qrt_facade._policy import timing
from qrt_facade._policy.tokens import (
    TOKEN_PATH,
    Freshness,
    Token,
    TokenStore,
    parse_token_response,
)
from qrt_facade.errors import AuthenticationError, QrtError, ServerError, UnexpectedResponseError

if TYPE_CHECKING:
    from support.timing import Pauses

KEY = Secret(API_KEY)
REFUSAL = {
    "errorCode": "BXNIM0415E",
    "errorMessage": "Provided API key could not be found.",
    "context": {"requestId": "request-1", "url": "https://iam.cloud.ibm.com"},
}


@pytest.fixture
def clock(pauses: Pauses) -> Clock:
    clock = Clock()
    pauses(clock=clock)
    return clock


def parsed(status: int, body: object) -> Token:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    outcome = parse_token_response(status, content, KEY)
    if isinstance(outcome, Token):
        return outcome
    raise outcome


@pytest.mark.parametrize(
    ("age", "freshness"),
    [
        (0, Freshness.FRESH),
        (2879, Freshness.FRESH),
        (2880, Freshness.AGEING),
        (3589, Freshness.AGEING),
        (3590, Freshness.UNUSABLE),
        (4000, Freshness.UNUSABLE),
    ],
)
def test_an_hour_long_token_ages_at_80_percent_and_expires_10_seconds_early(
    clock: Clock, age: float, freshness: Freshness
) -> None:
    token = Token.obtained_now("t", 3600)
    clock.now += age
    assert token.freshness() is freshness


def test_a_token_that_lives_one_second_is_fresh_for_most_of_it(clock: Clock) -> None:
    token = Token.obtained_now("t", 1)
    assert token.freshness() is Freshness.FRESH
    clock.now += 0.7
    assert token.freshness() is Freshness.FRESH
    clock.now += 0.2
    assert token.freshness() is Freshness.UNUSABLE


@pytest.mark.parametrize("stopped", ["monotonic", "time"])
def test_a_token_s_age_is_the_larger_of_both_clocks(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, stopped: str
) -> None:
    token = Token.obtained_now("t", 3600)
    standing = getattr(clock, stopped)()
    clock.now += 3600
    monkeypatch.setattr(clock, stopped, lambda: standing)
    assert token.freshness() is Freshness.UNUSABLE


def test_a_wall_clock_set_back_does_not_make_a_token_younger(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = Token.obtained_now("t", 3600)
    clock.now += 3595
    monkeypatch.setattr(clock, "time", lambda: 0.0)
    assert token.freshness() is Freshness.UNUSABLE


def test_an_empty_token_store_is_unusable() -> None:
    assert TokenStore().freshness() is Freshness.UNUSABLE


def test_after_a_failed_early_refresh_the_old_token_counts_as_fresh_briefly(clock: Clock) -> None:
    store = TokenStore()
    store.succeeded(Token.obtained_now("t", 3600))
    clock.now += 3000
    assert store.freshness() is Freshness.AGEING
    store.failed(QrtError("no"))
    assert store.freshness() is Freshness.FRESH
    clock.now += 11
    assert store.freshness() is Freshness.AGEING


def test_a_failed_refresh_does_not_extend_a_token_s_life(clock: Clock) -> None:
    store = TokenStore()
    store.succeeded(Token.obtained_now("t", 3600))
    clock.now += 3589
    store.failed(QrtError("no"))
    clock.now += 2
    assert store.freshness() is Freshness.UNUSABLE


def test_only_the_refused_token_is_invalidated(clock: Clock) -> None:
    store = TokenStore()
    old, new = Token.obtained_now("old", 3600), Token.obtained_now("new", 3600)
    store.succeeded(new)
    store.invalidate(old)
    assert store.token is new
    store.invalidate(new)
    assert store.token is None


def test_a_token_response_is_parsed_into_a_token_with_a_redacted_repr() -> None:
    token = parsed(200, {"access_token": "abc.def.ghi", "expires_in": 3600})
    assert token.secret.reveal() == "abc.def.ghi"
    assert token.life == 3600
    assert "abc" not in repr(token)


@pytest.mark.parametrize(
    ("expires_in", "life"),
    [
        (1, 1.0),
        (0.5, 0.5),
        (60, 60),
        (1.5, 1.5),
        (None, 3600),
        (0, 3600),
        (-1, 3600),
        ("3600", 3600),
        (True, 3600),
        (float("nan"), 3600),
        (10**9, 24 * 3600),
        (10**400, 24 * 3600),
        (float("inf"), 24 * 3600),
    ],
)
def test_an_invalid_token_lifetime_is_replaced_by_a_default(expires_in: object, life: float) -> None:
    assert parsed(200, {"access_token": "t", "expires_in": expires_in}).life == life


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[" * 100_000,
        None,
        [],
        "token",
        {},
        {"access_token": None},
        {"access_token": ""},
        {"access_token": 5},
        {"access_token": "a b"},
        {"access_token": "a\r\nX-Evil: 1"},
        {"access_token": "tökén"},
        {"access_token": "tok\x01en"},
        {"access_token": "token\n"},
    ],
)
def test_a_response_without_a_usable_token_is_unexpected(body: object) -> None:
    with pytest.raises(UnexpectedResponseError, match="access_token"):
        parsed(200, body)


@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_refused_key_raises_an_authentication_error_with_iam_s_code(status: int) -> None:
    with pytest.raises(AuthenticationError) as caught:
        parsed(status, REFUSAL)
    error = caught.value
    assert (error.status, error.code, error.trace) == (status, "BXNIM0415E", "request-1")
    assert "Provided API key could not be found" in str(error)
    assert "api_key=" in str(error)


def test_a_refusal_that_repeats_the_key_is_redacted() -> None:
    repeated = f"key {API_KEY} unknown"
    with pytest.raises(AuthenticationError) as caught:
        parsed(400, {"errorMessage": repeated, "errorCode": API_KEY, "context": {"requestId": API_KEY}})
    assert API_KEY not in f"{caught.value} {vars(caught.value)}"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (302, UnexpectedResponseError),
        (404, UnexpectedResponseError),
        (429, ServerError),
        (500, ServerError),
        (503, ServerError),
    ],
)
@pytest.mark.parametrize("body", [b"", b"<html>", {}, REFUSAL, {"context": 5, "errorCode": []}])
def test_an_iam_failure_is_distinguished_from_an_iam_refusal(
    status: int, kind: type[QrtError], body: object
) -> None:
    with pytest.raises(kind, match="token exchange failed"):
        parsed(status, body)


@given(
    st.integers(100, 999),
    st.dictionaries(
        st.sampled_from(["access_token", "expires_in", "errorCode", "errorMessage", "context"]),
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just({"requestId": 1}),
    ),
)
def test_any_token_response_gives_a_token_or_an_error_of_this_package(
    status: int, body: dict[str, Any]
) -> None:
    try:
        token = parsed(status, body)
    except QrtError:
        return
    assert status == 200
    assert 0 < token.life <= 24 * 3600


def test_every_refresh_attempt_is_counted_and_the_last_failure_kept_until_a_success(clock: Clock) -> None:
    store = TokenStore()
    assert (store.attempts, store.failure, store.token) == (0, None, None)
    first, second = ValueError("first"), ValueError("second")
    store.failed(first)
    assert (store.attempts, store.failure) == (1, first)
    token = Token.obtained_now("token", 3600)
    store.succeeded(token)
    assert (store.attempts, store.failure, store.token) == (2, None, token)
    store.failed(second)
    assert (store.attempts, store.failure, store.token) == (3, second, token)


def test_an_early_refresh_is_retried_after_its_pause(clock: Clock) -> None:
    store = TokenStore()
    store.succeeded(Token.obtained_now("token", 3600))
    clock.now += 3000
    store.failed(ValueError("no answer"))
    clock.now += timing.current().after_failed_refresh
    assert store.freshness() is Freshness.AGEING


def test_an_ageing_token_is_refreshed_right_after_boot(clock: Clock) -> None:
    clock.now = 0.5
    store = TokenStore()
    store.succeeded(Token(Secret("aged-token-0123"), 3600, clock.monotonic() - 3000, clock.time() - 3000))
    assert store.freshness() is Freshness.AGEING


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, {"token_type": "Bearer"}, UnexpectedResponseError),
        (400, REFUSAL, AuthenticationError),
        (429, REFUSAL, ServerError),
        (503, REFUSAL, ServerError),
        (302, REFUSAL, UnexpectedResponseError),
    ],
)
def test_a_token_exchange_error_has_the_request_and_iam_s_code(
    status: int, body: dict[str, Any], kind: type[QrtError]
) -> None:
    error: Any = parse_token_response(status, json.dumps(body).encode(), KEY)
    assert isinstance(error, kind)
    assert (error.status, error.method, error.path) == (status, "POST", TOKEN_PATH)
    known = ("BXNIM0415E", "request-1") if body is REFUSAL else (None, None)
    assert (error.code, error.trace) == known
