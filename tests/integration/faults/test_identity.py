"""A job object always refers to the job of its own submission, whatever an intermediary returns."""

from __future__ import annotations

import json
import pickle
from typing import TYPE_CHECKING, Any

import pytest
from support.circuits import FLIP
from support.scripted import TLS, ScriptedServer, Seen, reply
from support.worlds import perform, settled

from qrt_facade import QrtError, SubmissionUncertainError, UnexpectedResponseError

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.timing import Pauses

BACKEND = "ibmq_manila"
PARAMS = {"pubs": [[FLIP, None, 10]], "version": 2}
BOTH = ("sync", "asyncio")


class Repeating:
    """A service behind an intermediary that responds to every submission with the same id.

    Attributes:
        jobs: Tags and status of each job, by id.
        stores: Whether the intermediary forwards submissions.
    """

    def __init__(self, *, stores: bool = True, tags: list[str] | None = None) -> None:
        self.jobs: dict[str, dict[str, Any]] = {"another-s": {"tags": tags or [], "status": "Completed"}}
        self.stores = stores
        self.cancelled: list[str] = []
        self.deleted: list[str] = []

    def __call__(self, request: Seen) -> Any:
        path, _, query = request.path.removeprefix("/api/v1/").partition("?")
        job_id = path.split("/")[1] if "/" in path else ""
        if path.endswith("/cancel"):
            self.cancelled.append(job_id)
            return reply(status=204)
        if request.method == "DELETE":
            self.deleted.append(job_id)
            return reply(status=204)
        if request.method == "POST":
            if self.stores:
                name = f"own-{len(self.jobs)}"
                self.jobs[name] = {"tags": json.loads(request.body)["tags"], "status": "Queued"}
            return reply({"id": "another-s", "backend": BACKEND})
        if job_id:
            return reply(self.described(job_id))
        found = [name for name, job in self.jobs.items() if any(tag in query for tag in job["tags"])]
        return reply({"jobs": [self.described(name) for name in found], "count": len(found)})

    def described(self, name: str) -> dict[str, Any]:
        tags = {"tags": self.jobs[name]["tags"]} if self.jobs[name]["tags"] else {}
        return {"id": name, "status": self.jobs[name]["status"], **tags}


def doing(world: str, *steps: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return an operation that submits a job and then uses it."""

    def blocking(client: Any) -> Any:
        job = client.jobs.submit("sampler", PARAMS, backend=BACKEND)
        for step in steps:
            step(job)
        return job

    async def awaited(client: Any) -> Any:
        job = await client.jobs.submit("sampler", PARAMS, backend=BACKEND)
        for step in steps:
            await settled(step(job))
        return job

    return blocking if world == "sync" else awaited


ACTIONS: dict[str, Callable[[Any], Any]] = {
    "refresh": lambda job: job.refresh(),
    "cancel": lambda job: job.cancel(),
    "delete": lambda job: job.delete(),
    "logs": lambda job: job.logs(),
    "metrics": lambda job: job.metrics(),
    "params": lambda job: job.params(),
    "set_tags": lambda job: job.set_tags(["mine"]),
    "result_body": lambda job: job.result_body(),
}


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize(
    "theirs", [["qrt-submission-" + "1" * 24], ["a tag"], []], ids=["tagged", "other", "bare"]
)
@pytest.mark.parametrize("action", ACTIONS)
def test_job_operations_act_on_the_submission_s_own_job(action: str, theirs: list[str], world: str) -> None:
    service = Repeating(tags=theirs)
    with (
        ScriptedServer(service) as server,
        pytest.warns(RuntimeWarning, match="which belongs to another submission; job own-1"),
    ):
        (job,) = perform(world, {**server.arguments(), "verify": TLS}, doing(world, ACTIONS[action]))
    assert job.id == "own-1"
    assert "another-s" not in service.cancelled + service.deleted
    assert (service.cancelled, service.deleted) == (
        ["own-1"] if action == "cancel" else [],
        ["own-1"] if action == "delete" else [],
    )
    about_another = [call for call in server.calls if "/another-s" in call.path]
    assert [(call.method, call.path.partition("?")[0]) for call in about_another] == [
        ("GET", "/api/v1/jobs/another-s")
    ]


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize("action", ["refresh", "cancel", "delete", "result_body"])
def test_job_operations_raise_if_no_job_has_the_tag(action: str, world: str) -> None:
    service = Repeating(stores=False, tags=["a tag"])
    with (
        ScriptedServer(service) as server,
        pytest.raises(SubmissionUncertainError, match="may repeat responses") as caught,
    ):
        perform(world, {**server.arguments(), "verify": TLS}, doing(world, ACTIONS[action]))
    assert caught.value.tag is not None
    assert caught.value.tag in str(caught.value)
    assert service.cancelled == service.deleted == []


@pytest.mark.parametrize("world", BOTH)
def test_a_repeated_job_id_is_detected_immediately(world: str) -> None:
    service = Repeating()

    def twice(client: Any) -> Any:
        return client.jobs.submit_many("sampler", [PARAMS] * 3, backend=BACKEND)

    with ScriptedServer(service) as server:
        (jobs,) = perform(world, {**server.arguments(), "verify": TLS}, twice)
    assert [job.id for job in jobs] == ["another-s", "own-2", "own-3"]


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize("described", [True, False], ids=["described", "not described"])
def test_another_submission_s_job_is_not_cancelled_as_a_duplicate(described: bool, world: str) -> None:
    service, failing = Repeating(tags=["a tag"]), [True]

    def failing_once(request: Seen) -> Any:
        if request.method == "POST" and failing and failing.pop():
            return reply(b"", 503)
        if not described and "/another-s" in request.path and request.method == "GET":
            return reply(b"", 503)
        return service(request)

    with ScriptedServer(failing_once) as server, pytest.warns(RuntimeWarning, match="sent again"):
        (job,) = perform(world, {**server.arguments(), "verify": TLS}, doing(world))
    assert service.cancelled == []
    assert job.id == (
        "own-1" if described else "another-s"
    )  # not verified yet: the first response about it will do so


@pytest.mark.parametrize("world", BOTH)
def test_a_cached_empty_list_does_not_prove_that_a_job_does_not_exist(world: str) -> None:
    service, cached = Repeating(), reply({"jobs": [], "count": 0, "limit": 10, "offset": 0})

    def caching(request: Seen) -> Any:
        answer = service(request)
        if request.method == "POST":
            return reply(b"", 503)
        return cached if "tags=" in request.path else answer

    with (
        ScriptedServer(caching) as server,
        pytest.raises(SubmissionUncertainError, match=r"sent once.*find_submission"),
    ):
        perform(world, {**server.arguments(), "verify": TLS}, doing(world))
    assert len([call for call in server.calls if call.method == "POST"]) == 1

    with ScriptedServer(cached) as server, pytest.raises(UnexpectedResponseError, match="cache may ignore"):
        perform(
            world,
            {**server.arguments(), "verify": TLS},
            lambda client: client.jobs.find_submission("qrt-submission-" + "1" * 24),
        )


@pytest.mark.parametrize("world", BOTH)
def test_waiting_for_many_does_not_use_another_job_s_state(world: str, pauses: Pauses) -> None:
    pauses(first_poll=0.01)
    service = Repeating(tags=["a tag"])

    def blocking(client: Any) -> Any:
        job = client.jobs.submit("sampler", PARAMS, backend=BACKEND)
        service.jobs["own-1"]["status"] = "Cancelled"
        return client.jobs.wait_all([job], timeout=10)

    async def awaited(client: Any) -> Any:
        job = await client.jobs.submit("sampler", PARAMS, backend=BACKEND)
        service.jobs["own-1"]["status"] = "Cancelled"
        return await client.jobs.wait_all([job], timeout=10)

    def listing_all(request: Seen) -> Any:
        if request.method == "GET" and "/jobs?" in request.path and "tags=" not in request.path:
            return reply({"jobs": [service.described(name) for name in service.jobs], "count": 2})
        return service(request)

    with (
        ScriptedServer(listing_all) as server,
        pytest.warns(RuntimeWarning, match="which belongs to another submission"),
    ):
        ((job,),) = perform(
            world, {**server.arguments(), "verify": TLS}, blocking if world == "sync" else awaited
        )
    assert (job.id, job.status) == ("own-1", "Cancelled")


@pytest.mark.parametrize("world", BOTH)
def test_a_job_with_its_tag_needs_no_further_request(world: str) -> None:
    tags: list[str] = []

    def service(request: Seen) -> Any:
        if request.method == "POST":
            tags.extend(json.loads(request.body)["tags"])
            return reply({"id": "j1", "backend": BACKEND})
        return reply({"id": "j1", "status": "Queued", "tags": tags})

    with ScriptedServer(service) as server:
        perform(
            world, {**server.arguments(), "verify": TLS}, doing(world, ACTIONS["refresh"], ACTIONS["refresh"])
        )
    assert [(call.method, call.path.partition("?")[0]) for call in server.calls] == [
        ("POST", "/api/v1/jobs"),
        ("GET", "/api/v1/jobs/j1"),
        ("GET", "/api/v1/jobs/j1"),
    ]


@pytest.mark.parametrize("world", BOTH)
def test_a_failed_lookup_is_repeated_later(world: str) -> None:
    service = Repeating(tags=["a tag"])
    failing = [True]

    def sometimes(request: Seen) -> Any:
        if "tags=" in request.path and failing and failing.pop():
            return reply({"errors": [{"code": 1, "message": "no"}]}, 503)
        return service(request)

    def refresh(job: Any) -> Any:
        return job.refresh()

    with ScriptedServer(sometimes) as server, pytest.warns(RuntimeWarning, match="job own-1"):
        (job,) = perform(
            world, {**server.arguments(), "verify": TLS}, doing(world, tolerated(world), refresh)
        )
    assert job.id == "own-1"


def tolerated(world: str) -> Callable[[Any], Any]:
    """Return a refresh that may fail."""

    def blocking(job: Any) -> None:
        with pytest.raises(QrtError):
            job.refresh()

    async def awaited(job: Any) -> None:
        with pytest.raises(QrtError):
            await job.refresh()

    return blocking if world == "sync" else awaited


def test_a_pickled_job_is_still_verified_by_its_tag(monkeypatch: pytest.MonkeyPatch) -> None:
    service = Repeating(tags=["a tag"])
    with ScriptedServer(service) as server:
        arguments = {**server.arguments(), "verify": True}
        monkeypatch.setenv("QISKIT_IBM_TOKEN", arguments["api_key"])
        monkeypatch.setenv("QISKIT_IBM_INSTANCE", arguments["instance"])
        (job,) = perform("sync", arguments, doing("sync"))
        copy = pickle.loads(pickle.dumps(job))
        with pytest.warns(RuntimeWarning, match="job own-1"):
            copy.refresh()
    assert copy.id == "own-1"


@pytest.mark.parametrize("world", BOTH)
def test_messages_of_the_submission_response_are_warned_and_kept(world: str) -> None:
    messages = ["The quota is nearly used up.", {"message": "A second one"}, 17]

    def service(request: Seen) -> Any:
        return reply({"id": "j1", "backend": BACKEND, "messages": messages})

    with ScriptedServer(service) as server, pytest.warns(RuntimeWarning, match="quota is nearly") as seen:
        (job,) = perform(world, {**server.arguments(), "verify": TLS}, doing(world))
    assert job.messages == ("The quota is nearly used up.", "A second one")
    assert len(seen) == 1
