"""IAM's token exchange, and the credentials of each call."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import httpx
import jwt
import pytest
from integration.emulator.conftest import API_KEY_GRANT
from support.scripted import TLS

if TYPE_CHECKING:
    from collections.abc import Callable

    from integration.emulator.conftest import Api

    from qrt_facade.emulator import Emulator


def exchange(emulator: Emulator, **form: str) -> httpx.Response:
    return httpx.post(f"{emulator.url}/identity/token", data=form, verify=TLS)


def test_the_key_is_exchanged_for_a_jwt_with_an_expiry(emulator: Emulator) -> None:
    answer = exchange(emulator, grant_type=API_KEY_GRANT, apikey=emulator.api_key)
    body = answer.json()
    claims = jwt.decode(body["access_token"], options={"verify_signature": False})
    assert answer.status_code == 200
    assert claims["exp"] - claims["iat"] == body["expires_in"] == 3600
    assert claims["exp"] == body["expiration"]
    assert abs(claims["iat"] - time.time()) < 30
    assert (body["token_type"], body["refresh_token"]) == ("Bearer", "not_supported")
    assert emulator.api_key not in answer.text


def test_two_tokens_of_the_same_second_differ(emulator: Emulator) -> None:
    tokens = {
        exchange(emulator, grant_type=API_KEY_GRANT, apikey=emulator.api_key).json()["access_token"]
        for _ in "ab"
    }
    assert len(tokens) == 2


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"grant_type": API_KEY_GRANT, "apikey": "wrong"}, "BXNIM0415E"),
        ({"grant_type": API_KEY_GRANT, "apikey": ""}, "BXNIM0109E"),
        ({"grant_type": API_KEY_GRANT}, "BXNIM0109E"),
        ({"apikey": "x"}, "BXNIM0120E"),
    ],
)
def test_iam_refuses_in_its_own_error_form(emulator: Emulator, form: dict[str, str], code: str) -> None:
    answer = exchange(emulator, **form)
    assert answer.status_code == 400
    assert answer.json()["errorCode"] == code
    assert answer.json()["errorMessage"]
    assert answer.json()["context"]["requestId"]


def test_invalid_credentials_return_the_services_status_and_code(api: Api) -> None:
    crn = api.emulator.instance
    cases = [
        ({"Authorization": "Bearer nonsense"}, 401, 1219),
        ({"Authorization": f"Bearer {api.emulator.api_key}"}, 401, 1219),
        ({"Authorization": "Basic eDp5"}, 401, 1219),
        ({"Authorization": ""}, 401, 1201),
        ({"Service-CRN": "my-instance"}, 403, 1200),
        ({"Service-CRN": ""}, 403, 1200),
        ({"Service-CRN": crn.removesuffix("::")}, 400, 1348),
        ({"Service-CRN": crn.replace("us-east", "eu-de")}, 404, 1279),
        ({"Service-CRN": crn.replace("4000", "4001")}, 404, 1279),
    ]
    for headers, status, code in cases:
        answer = api("GET", "/backends", headers=headers)
        assert answer.status_code == status, headers
        (error,) = answer.json()["errors"]
        assert error["code"] == code, headers
        assert error["message"]
        assert error["solution"]
        assert len(answer.json()["trace"]) == 36


def test_the_apikey_scheme_is_accepted(api: Api) -> None:
    right = api("GET", "/backends", headers={"Authorization": f"apikey {api.emulator.api_key}"})
    wrong = api("GET", "/backends", headers={"Authorization": "apikey other"})
    assert (right.status_code, wrong.status_code) == (200, 401)


def test_requests_without_an_acceptable_user_agent_are_refused_with_a_page(api: Api) -> None:
    for agent in ("", "Python-urllib/3.11"):
        answer = api("GET", "/backends", headers={"User-Agent": agent})
        assert answer.status_code == 403
        assert answer.headers["content-type"].startswith("text/html")
        assert answer.text.startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("agent", ["", "Python-urllib/3.11"])
def test_ibm_cloud_paths_and_the_emulators_own_need_no_user_agent(api: Api, agent: str) -> None:
    headers = {"User-Agent": agent}
    form = {"grant_type": API_KEY_GRANT, "apikey": api.emulator.api_key}
    assert api.http.post("/identity/token", data=form, headers=headers).status_code == 200
    assert api.http.get("/v2/resource_instances", headers=headers).status_code == 200
    assert api.http.get("/emulator/scenario", headers=headers).status_code == 200
    # A path must not be able to pose as one of IAM's.
    assert api.http.get("/identity/../api/v1/backends", headers=headers).status_code == 403


def test_an_expired_token_is_refused(launch: Callable[..., Emulator], connect: Callable[..., Api]) -> None:
    short_lived = connect(launch(token_seconds=2))
    token = short_lived.http.headers["Authorization"].removeprefix("Bearer ")
    expires = jwt.decode(token, options={"verify_signature": False})["exp"]
    answer = short_lived("GET", "/instance")
    # On a busy machine these two requests may take longer than the token's lifetime.
    assert answer.status_code == 200 or time.time() >= expires
    while time.time() < expires:
        time.sleep(0.05)
    answer = short_lived("GET", "/instance")
    assert answer.status_code == 401
    assert answer.json()["errors"][0]["code"] == 1219
