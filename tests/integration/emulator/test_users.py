"""Several users of one instance: each has a key and an id, and lists show the work of all, except on the Open plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jwt
import pytest
from integration.emulator.conftest import Api
from support.circuits import FLIP

from qrt_facade.emulator import start
from qrt_facade.emulator.domain.users import OWNER
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qrt_facade.emulator import Emulator

ADA, ROBOT = "IBMid-ADA", "iam-ServiceId-CI"


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with start(
        backends="ibm_fez", queue_seconds=0, run_seconds=0, workers=1, scenario={"users": [ADA, ROBOT]}
    ) as emulator:
        yield emulator


@pytest.fixture
def users(emulator: Emulator) -> Iterator[tuple[Api, Api]]:
    """The owner and Ada, who each have a finished job."""
    emulator.reset()
    owner, ada = Api(emulator), Api(emulator)
    ada.http.headers["Authorization"] = f"apikey {emulator.access_of(ADA)['api_key']}"
    for api in (owner, ada):
        api.wait(api.submit([FLIP, None, 10]))
    yield owner, ada
    owner.http.close()
    ada.http.close()


def claims(emulator: Emulator, user: str) -> dict[str, Any]:
    api = Api(emulator)
    key = emulator.access_of(user)["api_key"]
    form = {"grant_type": "urn:ibm:params:oauth:grant-type:apikey", "apikey": key}
    token = api.http.post("/identity/token", data=form).json()["access_token"]
    api.http.close()
    return jwt.decode(token, options={"verify_signature": False})


@pytest.mark.parametrize(
    ("user", "subject"),
    [
        (OWNER, f"{OWNER.lower()}@emulator.example"),
        (ADA, "ibmid-ada@emulator.example"),
        (ROBOT, "ServiceId-CI"),
    ],
)
def test_a_token_names_the_user_as_iam_id_and_an_address_as_sub(
    emulator: Emulator, user: str, subject: str
) -> None:
    named = claims(emulator, user)
    assert (named["iam_id"], named["sub"]) == (user, subject)


def test_jobs_and_workloads_of_all_users_are_listed_with_their_user(users: tuple[Api, Api]) -> None:
    owner, _ = users
    listed = owner("GET", "/jobs").json()["jobs"]
    assert [job["user_id"] for job in listed] == [ADA, OWNER]
    assert owner("GET", f"/jobs/{listed[0]['id']}").json()["user_id"] == ADA
    workloads = owner("GET", "/workloads").json()["workloads"]
    assert [workload["user_id"] for workload in workloads] == [OWNER, ADA]


def test_workloads_can_be_limited_to_the_caller(users: tuple[Api, Api]) -> None:
    for api, user in zip(users, (OWNER, ADA), strict=True):
        listed = api("GET", "/workloads?user=me").json()["workloads"]
        assert [workload["user_id"] for workload in listed] == [user]


def test_the_open_plan_lists_only_the_callers_own_work(users: tuple[Api, Api], emulator: Emulator) -> None:
    emulator.scenario.apply({"plan": "open"})
    for api, user in zip(users, (OWNER, ADA), strict=True):
        assert [job["user_id"] for job in api("GET", "/jobs").json()["jobs"]] == [user]
        assert [one["user_id"] for one in api("GET", "/workloads").json()["workloads"]] == [user]


def test_analytics_by_user(users: tuple[Api, Api]) -> None:
    owner, _ = users
    data = owner("GET", "/analytics/usage_grouped?group_by=user_id").json()["data"]
    assert [(group["key"], group["jobs"]) for group in data] == [(OWNER, 1), (ADA, 1)]
    assert owner("GET", f"/analytics/usage?user_id={ADA}").json()["jobs"] == 1
    known = owner("GET", "/analytics/filters").json()["users"]
    assert [user["id"] for user in known] == [OWNER, ADA]


def test_the_page_of_usage_shows_users_where_there_are_several(
    users: tuple[Api, Api], emulator: Emulator
) -> None:
    owner, _ = users
    page = owner.http.get("/usage", headers={"Accept": "text/html"}).text
    assert "By user" in page
    assert page.index(OWNER) < page.index(ADA)
    emulator.reset()  # also invalidates tokens
    alone = Api(emulator)
    alone.wait(alone.submit([FLIP, None, 10]))
    assert "By user" not in alone.http.get("/usage", headers={"Accept": "text/html"}).text
    alone.http.close()


def test_a_session_belongs_to_the_user_who_opened_it(users: tuple[Api, Api]) -> None:
    _, ada = users
    session = ada("POST", "/sessions", json={"mode": "batch", "backend": "ibm_fez"}).json()
    assert session["user_id"] == ADA


def test_an_unknown_user_is_refused(emulator: Emulator) -> None:
    with pytest.raises(ConfigurationError, match="the users are IBMid-0000EMULATE, IBMid-ADA"):
        emulator.access_of("IBMid-BOB")
    api = Api(emulator)
    api.http.headers["Authorization"] = f"apikey {emulator.api_key}/IBMid-BOB"
    assert api("GET", "/jobs").status_code == 401
    api.http.close()
    for users in ("IBMid-ADA", [""], [OWNER], ["a b"], [7]):
        with pytest.raises(ConfigurationError, match="users"):
            emulator.scenario.apply({"users": users})


def test_beyond_loopback_only_the_owner_can_open_pages() -> None:
    key = "a-key-of-my-own-for-this-test"
    with start(
        host="0.0.0.0", api_key=key, backends="ibm_fez", workers=1, scenario={"users": [ADA]}
    ) as shared:
        api = Api(shared)
        for sent, status in ((key, 200), (f"{key}/{ADA}", 401)):
            headers = {"Authorization": f"apikey {sent}"}
            assert api.http.get("/emulator/scenario", headers=headers).status_code == status
        api.http.close()
