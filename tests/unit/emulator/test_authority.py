"""Tokens are verified cheaply, and accepted only while they are valid."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import jwt
import pytest
from starlette.requests import Request

from qrt_facade.emulator.domain.errors import ApiError
from qrt_facade.emulator.domain.scenario import Scenario
from qrt_facade.emulator.http import auth
from qrt_facade.emulator.http.auth import Authority
from qrt_facade.emulator.options import Options

if TYPE_CHECKING:
    from starlette.types import Message


@pytest.fixture
def authority() -> Authority:
    scenario = Scenario(
        queue_seconds=0, run_seconds=0, token_seconds=60, rate_limit=None, plan="open", seed=None, speed=1
    )
    return Authority(Options(), scenario)


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tokens whose signature is verified during the test."""
    tokens: list[str] = []
    real = jwt.decode

    def decode(token: str, key: bytes, algorithms: list[str]) -> object:
        tokens.append(token)
        return real(token, key, algorithms)

    monkeypatch.setattr(jwt, "decode", decode)
    return tokens


def token_of(authority: Authority) -> str:
    form = urlencode({"grant_type": auth._APIKEY_GRANT, "apikey": Options().key}).encode()

    async def receive() -> Message:
        return {"type": "http.request", "body": form}

    answer = asyncio.run(
        authority.exchange(Request({"type": "http", "method": "POST", "headers": []}, receive))
    )
    token: str = json.loads(bytes(answer.body))["access_token"]
    return token


def test_the_signature_of_a_token_is_verified_once(authority: Authority, checked: list[str]) -> None:
    token = token_of(authority)
    for _ in range(3):
        authority.authenticate(f"Bearer {token}")
    assert checked == [token]
    with pytest.raises(ApiError):
        authority.authenticate(f"Bearer {token[:-1]}")


def test_the_signature_is_verified_again_for_an_expired_or_future_token(
    authority: Authority, checked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    token = token_of(authority)
    authority.authenticate(f"Bearer {token}")
    now = auth.time.time()
    for moment in (now + 61, now - 10):
        monkeypatch.setattr(auth.time, "time", lambda moment=moment: moment)
        authority.authenticate(f"Bearer {token}")
    assert checked == [token] * 3  # the JWT library has its own clock, which has not moved


def test_a_verified_token_is_refused_after_tokens_are_invalidated(authority: Authority) -> None:
    token = token_of(authority)
    authority.authenticate(f"Bearer {token}")
    authority.invalidate_tokens()
    with pytest.raises(ApiError):
        authority.authenticate(f"Bearer {token}")


def test_verified_tokens_are_not_stored(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auth, "_MOST_ACCEPTED", 2)
    tokens = [token_of(authority) for _ in range(5)]
    for token in tokens:
        authority.authenticate(f"Bearer {token}")
    assert len(authority._accepted) <= 2
    assert not any(
        token.encode() in digest or len(digest) != 32 for token in tokens for digest in authority._accepted
    )
