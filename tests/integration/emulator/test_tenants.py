"""An instance (tenant) learns nothing about another one: no jobs, no sessions, not even that they exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from integration.emulator.conftest import Api
from support.circuits import FLIP

from qrt_facade.emulator import DEFAULT_INSTANCE, start
from qrt_facade.emulator.http.app import OPERATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

STRANGER = DEFAULT_INSTANCE.replace("e3a1a7", "e3a2a7").replace("00000000e3a1::", "00000000e3a2::")
BODIES: dict[tuple[str, str], Any] = {
    ("PUT", "/v1/jobs/{id}/tags"): {"tags": ["stolen"]},
    ("PATCH", "/v1/sessions/{id}"): {"accepting_jobs": False},
}
WITH_ID = [
    (method, path.removeprefix("/v1"), BODIES.get((method, path)))
    for method, path, _ in OPERATIONS
    if path.startswith(("/v1/jobs/{id}", "/v1/sessions/{id}"))
]


@pytest.fixture(scope="module")
def tenants() -> Iterator[tuple[Api, Api]]:
    """Two instances of different accounts."""
    with start(
        instance=[DEFAULT_INSTANCE, STRANGER],
        backends="ibm_fez",
        queue_seconds=0,
        run_seconds=0,
        workers=1,
        seed=1,
    ) as emulator:
        owner, stranger = Api(emulator), Api(emulator, crn=STRANGER)
        yield owner, stranger
        owner.http.close()
        stranger.http.close()


@pytest.fixture(scope="module")
def property_of_owner(tenants: tuple[Api, Api]) -> dict[str, str]:
    """A finished job, one that stays queued, and a session with a job."""
    owner, _ = tenants
    session = owner("POST", "/sessions", json={"mode": "batch", "backend": "ibm_fez"}).json()["id"]
    ids = {
        "finished": owner.submit([FLIP, None, 10], tags=["only-mine"]),
        "in session": owner.submit([FLIP, None, 10], session_id=session, tags=["only-mine"]),
    }
    for job_id in ids.values():
        owner.wait(job_id)
    owner.http.patch("/emulator/scenario", json={"queue_seconds": 600})
    waiting = owner.submit([FLIP], tags=["only-mine"])
    owner.http.patch("/emulator/scenario", json={"queue_seconds": 0})
    return {**ids, "waiting": waiting, "session": session}


def everything(owner: Api, ids: dict[str, str]) -> dict[str, Any]:
    """Everything that the other tenant might have changed."""
    jobs = {name: owner.get(f"/jobs/{ids[name]}") for name in ("finished", "in session", "waiting")}
    session = owner.get(f"/sessions/{ids['session']}")
    return {**jobs, "session": session, "count": owner.get("/jobs")["count"]}


def without(text: str, job_id: str) -> str:
    """Return an error's text without the requested id and the random trace."""
    return text.replace(job_id, "").partition('"trace"')[0]


@pytest.mark.parametrize(("method", "path", "body"), WITH_ID)
def test_an_id_of_another_instance_is_answered_like_an_unknown_one(
    tenants: tuple[Api, Api], property_of_owner: dict[str, str], method: str, path: str, body: Any
) -> None:
    owner, stranger = tenants
    before = everything(owner, property_of_owner)
    kinds = ["session"] if path.startswith("/sessions") else ["finished", "in session", "waiting"]
    for kind in kinds:
        known, unknown = property_of_owner[kind], "d6147q3traac73bef6f0"
        answers = [
            stranger(method, path.replace("{id}", one), **({"json": body} if body else {}))
            for one in (known, unknown)
        ]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert without(answers[0].text, known) == without(answers[1].text, unknown)
    assert everything(owner, property_of_owner) == before


def test_no_list_search_or_figure_of_another_instance_shows(
    tenants: tuple[Api, Api], property_of_owner: dict[str, str]
) -> None:
    _, stranger = tenants
    for query in (
        {},
        {"tags": "only-mine"},
        {"session_id": property_of_owner["session"]},
        {"pending": "true"},
    ):
        assert stranger.get("/jobs", **query)["count"] == 0
    assert stranger.get("/tags", type="job", search="only-mine")["tags"] == []
    for query in ({}, {"search": property_of_owner["finished"]}, {"search": "only"}, {"tags": "only-mine"}):
        assert stranger.get("/workloads", **query)["total_count"] == 0
    for query in ({}, {"instance": DEFAULT_INSTANCE}, {"instance[]": DEFAULT_INSTANCE}):
        assert stranger.get("/analytics/usage", **query)["jobs"] == 0
        grouped = stranger.get("/analytics/usage_grouped", group_by="instance", **query)
        by_date = stranger.get("/analytics/usage_grouped_by_date", group_by="instance", **query)
        assert grouped["data"] == by_date["data"] == []
    filters = stranger.get("/analytics/filters")
    assert filters["backends"] == []
    assert filters["instances"] == [{"id": STRANGER, "deleted": False}]
    assert stranger.get("/instances/usage")["usage_consumed_seconds"] == 0


def test_a_job_cannot_be_put_into_a_session_of_another_instance(
    tenants: tuple[Api, Api], property_of_owner: dict[str, str]
) -> None:
    owner, stranger = tenants
    params = {"pubs": [[FLIP]]}
    body = {"program_id": "sampler", "backend": "ibm_fez", "params": params}
    answer = stranger("POST", "/jobs", json={**body, "session_id": property_of_owner["session"]})
    assert answer.status_code == 404
    assert owner.get("/jobs", session_id=property_of_owner["session"])["count"] == 1


def test_the_account_of_another_instance_is_not_shown(tenants: tuple[Api, Api]) -> None:
    owner, stranger = tenants
    account = DEFAULT_INSTANCE.split(":")[6].removeprefix("a/")
    assert owner("GET", f"/accounts/{account}").status_code == 200
    assert stranger("GET", f"/accounts/{account}").status_code == 404


def test_each_instance_has_its_own_limit(tenants: tuple[Api, Api]) -> None:
    owner, stranger = tenants
    assert stranger("PUT", "/instances/configuration", json={"instance_limit": 1}).status_code == 204
    assert owner.get("/instances/configuration") == {"instance_limit": None, "instance_limit_ru": None}
    assert stranger("PUT", "/instances/configuration", json={"instance_limit": None}).status_code == 204


def test_a_cursor_of_another_instance_shows_nothing(
    tenants: tuple[Api, Api], property_of_owner: dict[str, str]
) -> None:
    owner, stranger = tenants
    cursor = owner.get("/workloads", limit=1)["next"]["href"].partition("next=")[2]
    assert stranger("GET", f"/workloads?next={cursor}").json()["workloads"] == []
