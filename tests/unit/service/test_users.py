"""Owners of jobs: comparing user ids of tokens and responses."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qrt_facade._service.users import is_different_user, is_same_user, user_of_token


def token_of(claims: Any) -> str:
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"header.{payload}.signature"


@pytest.mark.parametrize(
    ("claims", "user"),
    [
        ({"iam_id": "IBMid-ADA", "id": "IBMid-ADA", "sub": "ada@example.com"}, "IBMid-ADA"),
        ({"iam_id": "iam-ServiceId-1", "sub": "ServiceId-1"}, "iam-ServiceId-1"),
        ({"id": "IBMid-ADA"}, "IBMid-ADA"),
        ({"sub": "ada@example.com"}, None),
        ({"iam_id": 7}, None),
        (["iam_id"], None),
    ],
)
def test_user_of_a_token_is_its_iam_id_and_never_its_sub(claims: Any, user: str | None) -> None:
    assert user_of_token(token_of(claims)) == user


@pytest.mark.parametrize(
    "token", ["", "opaque", "a.b.c", "a.e30.c", "..", "a.%.c", "é.é.é", f"a.{'e' * 200_000}.c"]
)
def test_an_invalid_json_web_token_has_no_user(token: str) -> None:
    assert user_of_token(token) is None


@given(st.text(max_size=60))
def test_any_text_is_accepted_as_a_token(text: str) -> None:
    user_of_token(text)
    user_of_token(f"a.{text}.c")


@pytest.mark.parametrize(
    ("one", "other", "same", "another"),
    [
        ("IBMid-ADA", "IBMid-ADA", True, False),
        ("IBMid-ADA", "IBMid-BOB", False, True),
        ("IBMid-ADA", "iam-ServiceId-1", False, True),
        ("iam-ServiceId-1", "ServiceId-1", True, False),
        ("iam-ServiceId-1", "iam-ServiceId-2", False, True),
        ("IBMid-ADA", "5fc8", False, False),
        ("5fc8", "5fc9", False, False),
        ("IBMid-ADA", None, False, False),
        (None, None, False, False),
        ("", "", False, False),
    ],
)
def test_users_are_the_same_or_different_only_if_certain(
    one: str | None, other: str | None, same: bool, another: bool
) -> None:
    for pair in ((one, other), (other, one)):
        assert (is_same_user(*pair), is_different_user(*pair)) == (same, another)
