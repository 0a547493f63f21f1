"""The one place through which recordings reach a file lets nothing secret or random through."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from integration.rest_course import cassette_format

ACCOUNT = "a/" + 32 * "7"
CRN = f"crn:v1:bluemix:public:quantum-computing:us-east:{ACCOUNT}:5c8dd2c7-0000-4000-8000-000000000001::"
TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJpYXQiOjE3ODg0MDAwMDB9.c2lnbmF0dXJl"
KEY = 44 * "K"


def interaction(
    method: str = "GET",
    path: str = "/api/v1/jobs",
    *,
    body: str | None = None,
    answer: Any = None,
    headers: dict[str, str] | None = None,
) -> dict[str, Any]:
    return {
        "request": {
            "method": method,
            "uri": f"http://127.0.0.1:40231{path}",
            "headers": {name: [value] for name, value in (headers or {}).items()},
            "body": body,
        },
        "response": {
            "status": {"code": 200, "message": "OK"},
            "headers": {"Content-Type": ["application/json"], "Set-Cookie": [f"session={KEY}"]},
            "body": {"string": json.dumps(answer)},
        },
    }


def written(*recorded: dict[str, Any]) -> str:
    return cassette_format.serialize({"version": 1, "interactions": list(recorded)})


def test_secrets_in_headers_forms_and_bodies_are_left_out() -> None:
    form = {
        "Content-Type": "application/x-www-form-urlencoded",
        "User-Agent": "python/3.11.9 on a-users-machine",
    }
    text = written(
        interaction(
            "POST", "/identity/token", body=f"apikey={KEY}", answer={"access_token": TOKEN}, headers=form
        ),
        interaction(answer={"note": TOKEN}, headers={"Authorization": f"Bearer {TOKEN}", "Service-CRN": CRN}),
    )

    for secret in (KEY, TOKEN, ACCOUNT, "a-users-machine", "40231", "Set-Cookie", "Bearer"):
        assert secret.lower() not in text.lower()
    assert cassette_format.FAKE_ACCOUNT in text


def test_the_id_of_a_job_is_replaced_everywhere_by_the_same_stable_one() -> None:
    recorded = [
        interaction("POST", answer={"id": "d6147q3traac73bef6f0"}),
        interaction(path="/api/v1/jobs/d6147q3traac73bef6f0", answer={"id": "d6147q3traac73bef6f0"}),
    ]

    submitted, asked = cassette_format.deserialize(written(*recorded))["interactions"]

    given = json.loads(submitted["response"]["body"]["string"])["id"]
    assert given != "d6147q3traac73bef6f0"
    assert asked["request"]["uri"].endswith(f"/api/v1/jobs/{given}")
    assert json.loads(asked["response"]["body"]["string"]) == {"id": given}


def test_times_are_replaced_and_keep_their_order() -> None:
    moments = ["2026-11-23T14:11:39.656021Z", "2026-11-23T14:11:39.656020", "2027-01-01T00:00:00.000000Z"]

    (read,) = cassette_format.deserialize(written(interaction(answer=moments)))["interactions"]

    assert json.loads(read["response"]["body"]["string"]) == [
        "2026-01-01T00:00:01.000000Z",
        "2026-01-01T00:00:00.000000",
        "2026-01-01T00:00:02.000000Z",
    ]


def test_repeated_polls_with_the_same_response_are_recorded_once() -> None:
    polls = [
        interaction(path="/api/v1/jobs/one", answer={"status": status})
        for status in ("Queued", "Queued", "Queued", "Running", "Queued")
    ]

    kept = cassette_format.deserialize(written(*polls))["interactions"]

    statuses = [json.loads(one["response"]["body"]["string"])["status"] for one in kept]
    assert statuses == ["Queued", "Running", "Queued"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@given(JSON)
def test_a_body_without_secrets_is_replayed_unchanged(body: Any) -> None:
    (read,) = cassette_format.deserialize(written(interaction(answer=body)))["interactions"]

    assert json.loads(read["response"]["body"]["string"]) == body
