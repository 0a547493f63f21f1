"""Tokens are recognised at little cost, and for no longer than they are valid."""

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
    """The tokens whose signature is checked from now on."""
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


def test_the_signature_of_a_token_is_checked_once(authority: Authority, checked: list[str]) -> None:
    token = token_of(authority)
    for _ in range(3):
        authority.authenticate(f"Bearer {token}")
    assert checked == [token]
    with pytest.raises(ApiError):
        authority.authenticate(f"Bearer {token[:-1]}")


def test_the_signature_is_checked_again_after_the_end_of_a_token_and_before_its_beginning(
    authority: Authority, checked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    token = token_of(authority)
    authority.authenticate(f"Bearer {token}")
    now = auth.time.time()
    for moment in (now + 61, now - 10):
        monkeypatch.setattr(auth.time, "time", lambda moment=moment: moment)
        authority.authenticate(f"Bearer {token}")
    assert checked == [token] * 3  # the signature's library has a clock of its own, which has not moved


def test_a_token_that_was_recognised_is_refused_once_tokens_are_forgotten(authority: Authority) -> None:
    token = token_of(authority)
    authority.authenticate(f"Bearer {token}")
    authority.forget_tokens()
    with pytest.raises(ApiError):
        authority.authenticate(f"Bearer {token}")


def test_no_token_is_kept_of_those_that_were_recognised(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auth, "_MOST_ACCEPTED", 2)
    tokens = [token_of(authority) for _ in range(5)]
    for token in tokens:
        authority.authenticate(f"Bearer {token}")
    assert len(authority._accepted) <= 2
    assert not any(
        token.encode() in digest or len(digest) != 32 for token in tokens for digest in authority._accepted
    )
