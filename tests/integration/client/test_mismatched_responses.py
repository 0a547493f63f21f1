"""Responses for another resource raise an error; the requested one is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support.scripted import INSTANCE, OTHER_INSTANCE, ScriptedServer, Seen, reply
from support.worlds import perform

from qrt_facade import (
    AsyncJob,
    ConflictError,
    Job,
    JobState,
    JobTimeoutError,
    NotFoundError,
    RuntimeClient,
    ServerError,
    UnexpectedResponseError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.timing import Pauses

BOTH = ("sync", "asyncio")
PARAMS = {"pubs": [["OPENQASM 3.0; bit[1] c; c[0] = measure $0;"]], "version": 2}


def state(name: str, status: str = "Queued", **more: Any) -> dict[str, Any]:
    return {"id": name, "status": status, "backend": "ibm_fez", **more}


def no_such_job(name: str) -> bytes:
    return reply({"errors": [{"code": 1291, "message": f"Job not found. Job ID: {name}"}]}, 404)


def both(world: str, sync: Callable[[Any], Any], asynchronous: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return sync if world == "sync" else asynchronous


async def _then(first: Any, method: str, *arguments: Any) -> Any:
    return await getattr(await first, method)(*arguments)


ANOTHERS: list[tuple[str, Callable[[Any], Any], dict[str, Any]]] = [
    ("job", lambda client: client.jobs.get("mine"), state("theirs")),
    ("session", lambda client: client.sessions.get("mine"), {"id": "theirs", "backend_name": "ibm_fez"}),
]


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize(("kind", "ask", "answer"), ANOTHERS, ids=[kind for kind, _, _ in ANOTHERS])
def test_a_response_for_another_resource_raises_and_names_both(
    world: str, kind: str, ask: Callable[[Any], Any], answer: Any
) -> None:
    with (
        ScriptedServer(reply(answer)) as server,
        pytest.raises(UnexpectedResponseError, match=f"about {kind} 'theirs', but {kind} 'mine'"),
    ):
        perform(world, server.arguments(), ask)


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize(
    ("method", "arguments"), [("refresh", ()), ("params", ()), ("metrics", ()), ("set_tags", (["a"],))]
)
def test_job_methods_reject_a_response_for_another_job(
    world: str, method: str, arguments: tuple[Any, ...]
) -> None:
    answers = [reply(state("mine")), reply(state("theirs"))]
    with (
        ScriptedServer(answers) as server,
        pytest.raises(UnexpectedResponseError, match="'theirs', but job 'mine'"),
    ):
        perform(
            world,
            server.arguments(),
            both(
                world,
                lambda client: getattr(client.jobs.get("mine"), method)(*arguments),
                lambda client: _then(client.jobs.get("mine"), method, *arguments),
            ),
        )


BACKEND_CALLS = [
    ("configuration", {"backend_name": "ibm_torino"}),
    ("properties", {"backend_name": "ibm_torino"}),
    ("status", {"backend_name": "ibm_torino", "length_queue": 1}),
]


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize(("method", "answer"), BACKEND_CALLS, ids=[method for method, _ in BACKEND_CALLS])
def test_a_response_for_another_backend_raises(world: str, method: str, answer: Any) -> None:
    devices = reply({"devices": [{"name": "ibm_fez", "queue_length": 0, "status": {"name": "online"}}]})
    with (
        ScriptedServer([devices, reply(answer)]) as server,
        pytest.raises(UnexpectedResponseError, match="'ibm_torino', but backend 'ibm_fez'"),
    ):
        perform(
            world,
            server.arguments(),
            both(
                world,
                lambda client: getattr(client.backends.get("ibm_fez"), method)(),
                lambda client: _then(client.backends.get("ibm_fez"), method),
            ),
        )


@pytest.mark.parametrize("world", BOTH)
def test_usage_of_another_instance_raises_without_naming_the_account(world: str) -> None:
    with (
        ScriptedServer(reply({"instance_id": OTHER_INSTANCE, "usage_consumed_seconds": 5})) as server,
        pytest.raises(UnexpectedResponseError, match="'99999999-") as caught,
    ):
        perform(world, server.arguments(), lambda client: client.usage())
    assert "0123456789abcdef0123456789abcdef" not in str(caught.value)


@pytest.mark.parametrize(
    "named", [INSTANCE, INSTANCE.rstrip(":"), "11111111-2222-3333-4444-555555555555", "my-instance", None, 7]
)
def test_usage_accepts_every_form_of_the_instance_s_name(named: object) -> None:
    with ScriptedServer(reply({"instance_id": named, "usage_consumed_seconds": 5})) as server:
        (usage,) = perform("sync", server.arguments(), lambda client: client.usage())
    assert usage.consumed_seconds == 5


@pytest.mark.parametrize("named", [None, 7, "", "mine"])
def test_a_response_without_an_id_is_accepted(named: object) -> None:
    with ScriptedServer(reply({"id": named, "status": "Running"})) as server:
        (job,) = perform("sync", server.arguments(), lambda client: client.jobs.get("mine"))
    assert (job.id, job.status) == ("mine", "Running")


@pytest.mark.parametrize("world", BOTH)
def test_a_wait_polls_again_after_a_response_for_another_job(world: str, pauses: Pauses) -> None:
    pauses(first_failed_poll=0.01)
    answers = [
        reply(state("mine")),
        *[reply(state("theirs", "Completed"))] * 3,
        reply(state("mine", "Failed")),
    ]
    with ScriptedServer(answers) as server:
        (job,) = perform(
            world,
            server.arguments(),
            both(
                world,
                lambda client: client.jobs.get("mine").wait(20),
                lambda client: _then(client.jobs.get("mine"), "wait", 20),
            ),
        )
    assert (job.id, job.status) == ("mine", "Failed")


FILTERS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"session": "s1"}, {"session_id": "s2"}),
    ({"backend": "ibm_fez"}, {"backend": "ibm_torino"}),
]


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize(("asked", "answered"), FILTERS, ids=["session", "backend"])
def test_a_list_of_another_session_or_backend_raises(
    world: str, asked: dict[str, Any], answered: dict[str, Any]
) -> None:
    with (
        ScriptedServer(reply({"jobs": [state("a") | answered, state("b") | answered]})) as server,
        pytest.raises(UnexpectedResponseError, match="does not match the requested"),
    ):
        perform(world, server.arguments(), lambda client: client.jobs.list(**asked))


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        *FILTERS,
        ({"tags": ["a", "b"]}, {"tags": ["a"]}),
        ({"tags": ["qrt-submission-0123456789abcdef01234567"]}, {}),
        ({"pending": True}, {"status": "Completed"}),
        ({"pending": False}, {"status": "Running"}),
        ({"created_after": "2026-09-01T00:00:00Z"}, {"created": "2026-08-31T00:00:00Z"}),
        ({"created_before": "2026-09-01T00:00:00Z"}, {"created": "2026-09-02T00:00:00Z"}),
    ],
)
def test_jobs_not_matching_the_filters_are_left_out_of_a_list(
    asked: dict[str, Any], wrong: dict[str, Any]
) -> None:
    right = {
        "session_id": "s1",
        "tags": ["a", "b", "qrt-submission-0123456789abcdef01234567"],
        "created": "2026-09-01T00:00:00Z",
        "status": "Queued" if asked.get("pending", True) else "Completed",
    }
    first = state("wrong", right["status"]) | {**wrong}
    with ScriptedServer(reply({"jobs": [first, state("right") | right]})) as server:
        (jobs,) = perform("sync", server.arguments(), lambda client: client.jobs.list(**asked))
    assert [job.id for job in jobs] == ["right"]


def test_a_listed_job_with_missing_fields_is_accepted() -> None:
    with ScriptedServer(reply({"jobs": [{"id": "a"}, {"id": "b", "backend": "mock_fez"}]})) as server:
        (jobs,) = perform(
            "sync",
            server.arguments(),
            lambda client: client.jobs.list(
                session="s1",
                backend="ibm_fez",
                tags=["a"],
                created_after="2026-09-01",
                include_mocks=True,
            ),
        )
    assert [job.id for job in jobs] == ["a", "b"]


class JustAccepted:
    """A service whose new job becomes visible only after some requests."""

    def __init__(self, unknown_for: int, then: bytes) -> None:
        self._unknown_for = unknown_for
        self._then = then

    def __call__(self, request: Seen) -> Any:
        if request.method == "POST" and request.path.endswith("/jobs"):
            return reply({"id": "mine", "backend": "ibm_fez"})
        self._unknown_for -= 1
        return no_such_job("mine") if self._unknown_for >= 0 else self._then


@pytest.fixture
def quickly(pauses: Pauses) -> None:
    pauses(
        first_poll=0.02,
        longest_poll=0.05,
        longest_failed_poll=0.05,
        first_failed_poll=0.02,
        look_ups=(0.01,),
        first_retry=0.01,
    )


LATE = [("refresh", ()), ("wait", (20,)), ("cancel", ()), ("params", ()), ("metrics", ()), ("logs", ())]


@pytest.mark.usefixtures("quickly")
@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize(("method", "arguments"), LATE, ids=[method for method, _ in LATE])
def test_a_new_job_is_requested_until_it_is_visible(
    world: str, method: str, arguments: tuple[Any, ...]
) -> None:
    service = JustAccepted(4, reply({"status": "Completed"}))
    with ScriptedServer(service) as server:
        perform(
            world,
            server.arguments(),
            both(
                world,
                lambda client: getattr(
                    client.jobs.submit("sampler", PARAMS, backend="ibm_fez", submission_tag=False), method
                )(*arguments),
                lambda client: _then(
                    client.jobs.submit("sampler", PARAMS, backend="ibm_fez", submission_tag=False),
                    method,
                    *arguments,
                ),
            ),
        )
        assert len(server.calls) == 1 + 5


@pytest.mark.usefixtures("quickly")
@pytest.mark.parametrize("world", BOTH)
def test_a_job_that_never_becomes_visible_raises_not_found(world: str, pauses: Pauses) -> None:
    pauses(appearance=0.3)
    with ScriptedServer(JustAccepted(10_000, b"")) as server, pytest.raises(NotFoundError):
        perform(
            world,
            server.arguments(),
            both(
                world,
                lambda client: client.jobs.submit(
                    "sampler", PARAMS, backend="ibm_fez", submission_tag=False
                ).refresh(),
                lambda client: _then(
                    client.jobs.submit("sampler", PARAMS, backend="ibm_fez", submission_tag=False), "refresh"
                ),
            ),
        )
    assert len(server.calls) > 3


def test_requests_for_fetched_or_deleted_jobs_are_not_repeated() -> None:
    with ScriptedServer(no_such_job("mine")) as server, pytest.raises(NotFoundError):
        perform("sync", server.arguments(), lambda client: client.jobs.get("mine"))
    assert len(server.calls) == 1

    def submit_delete_refresh(client: Any) -> Any:
        job = client.jobs.submit("sampler", PARAMS, backend="ibm_fez", submission_tag=False)
        job.delete()
        return job.refresh()

    answers = [reply({"id": "mine", "backend": "ibm_fez"}), reply(status=204), no_such_job("mine")]
    with ScriptedServer(answers) as server, pytest.raises(NotFoundError):
        perform("sync", server.arguments(), submit_delete_refresh)
    assert len(server.calls) == 3


class TestCancelling:
    """The responses after that of `jobs.get`, and the number of cancel requests."""

    @staticmethod
    def cancel(world: str, answers: list[Any], *, retries: int = 3) -> list[str]:
        with ScriptedServer([reply(state("mine")), *answers]) as server:
            try:
                perform(
                    world,
                    server.arguments(retries=retries),
                    both(
                        world,
                        lambda client: client.jobs.get("mine").cancel(),
                        lambda client: _then(client.jobs.get("mine"), "cancel"),
                    ),
                )
            finally:
                asked = [call.method for call in server.calls[1:]]
            return asked

    CONFLICT = reply({"errors": [{"code": 1500, "message": "Job is in non cancellable status"}]}, 409)
    LOST = reply({"message": "Bad gateway"}, 502)
    CUT = reply(b"{", length=100, Content_Type="application/json")

    @pytest.mark.usefixtures("quickly")
    @pytest.mark.parametrize("world", BOTH)
    @pytest.mark.parametrize("lost", [LOST, CUT, reply(b"<html>", Content_Type="text/html"), reply({}, 408)])
    def test_cancel_is_retried_if_its_response_is_lost(self, world: str, lost: bytes) -> None:
        assert self.cancel(world, [lost, lost, reply(status=204)]) == ["POST", "POST", "POST"]

    @pytest.mark.usefixtures("quickly")
    @pytest.mark.parametrize("world", BOTH)
    @pytest.mark.parametrize("now", ["Cancelled", "Running"])
    def test_a_conflict_after_a_lost_response_succeeds_if_the_job_is_cancelled(
        self, world: str, now: str
    ) -> None:
        assert self.cancel(world, [self.LOST, self.CONFLICT, reply(state("mine", now))]) == [
            "POST",
            "POST",
            "GET",
        ]

    @pytest.mark.usefixtures("quickly")
    @pytest.mark.parametrize("world", BOTH)
    def test_cancel_raises_a_conflict_for_a_completed_job(self, world: str) -> None:
        with pytest.raises(ConflictError):
            self.cancel(world, [self.LOST, self.CONFLICT, reply(state("mine", "Completed"))])

    @pytest.mark.parametrize("world", BOTH)
    def test_cancel_raises_an_immediate_conflict(self, world: str) -> None:
        with pytest.raises(ConflictError):
            self.cancel(world, [self.CONFLICT])

    @pytest.mark.usefixtures("quickly")
    @pytest.mark.parametrize("world", BOTH)
    def test_cancel_is_retried_up_to_retries(self, world: str) -> None:
        with pytest.raises(ServerError):
            self.cancel(world, [self.LOST], retries=0)


class TestOneOfManyIsMissing:
    @staticmethod
    def service(request: Seen) -> Any:
        path = request.path.partition("?")[0]
        if path.endswith("/jobs"):
            return reply({"jobs": [state("good", "Completed"), state("better", "Failed")]})
        name = path.rpartition("/")[2]
        return no_such_job(name) if name == "deleted" else reply(state(name))

    @pytest.fixture(autouse=True)
    def _soon_final(self, pauses: Pauses) -> None:
        pauses(
            first_poll=0.02,
            longest_poll=0.05,
            longest_failed_poll=0.05,
            first_failed_poll=0.02,
            refusal_window=0.1,
        )

    @staticmethod
    def handles(client: Any) -> Any:
        names = ["deleted", "good", "better", "good"]
        made = Job if isinstance(client, RuntimeClient) else AsyncJob
        return [made(client._connection, JobState(name, "Queued")) for name in names]

    @pytest.mark.parametrize("world", BOTH)
    def test_wait_all_waits_for_the_others_and_marks_the_missing_job(
        self, world: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        with ScriptedServer(self.service) as server:
            (jobs,) = perform(
                world, server.arguments(), lambda client: client.jobs.wait_all(self.handles(client), 20)
            )
        assert [job.status for job in jobs] == ["Queued", "Completed", "Failed", "Completed"]
        assert [job.missing for job in jobs] == [True, False, False, False]
        assert "no longer waiting for job deleted" in caplog.text

    @pytest.mark.parametrize("world", BOTH)
    def test_as_completed_yields_the_missing_job_last(self, world: str) -> None:
        with ScriptedServer(self.service) as server:
            (jobs,) = perform(
                world, server.arguments(), lambda client: client.jobs.as_completed(self.handles(client), 20)
            )
        assert sorted(job.id for job in jobs) == ["better", "deleted", "good", "good"]
        assert jobs[-1].id == "deleted"

    def test_the_result_of_a_missing_job_raises_not_found_immediately(self) -> None:
        def wait(client: Any) -> Any:
            missing, *_ = client.jobs.wait_all(self.handles(client), 20)
            return missing.result()

        with ScriptedServer(self.service) as server, pytest.raises(NotFoundError, match="deleted") as caught:
            perform("sync", server.arguments(), wait)
        assert caught.value.job_id == "deleted"

    @pytest.mark.parametrize("world", BOTH)
    def test_waiting_for_a_single_deleted_job_raises(self, world: str) -> None:
        def wait(client: Any) -> Any:
            return self.handles(client)[0].wait(20)

        with ScriptedServer(self.service) as server, pytest.raises(NotFoundError) as caught:
            perform(world, server.arguments(), wait)
        assert caught.value.job_id == "deleted"
        assert len(server.calls) >= 3


@pytest.mark.parametrize("world", BOTH)
def test_a_timeout_reports_a_paused_backend_and_an_exhausted_instance(world: str, pauses: Pauses) -> None:
    pauses(first_poll=0.02)

    def service(request: Seen) -> Any:
        if "/backends/" in request.path:
            return reply(
                {"state": False, "status": "maintenance", "message": "maintenance", "length_queue": 15}
            )
        if request.path.endswith("/usage"):
            return reply({"usage_consumed_seconds": 600, "usage_limit_reached": True})
        return reply(state("mine", position_in_queue=12))

    with (
        ScriptedServer(service) as server,
        pytest.raises(
            JobTimeoutError, match=r"used up its QPU time.*ibm_fez is not running jobs.*position 12"
        ),
    ):
        perform(
            world,
            server.arguments(),
            both(
                world,
                lambda client: client.jobs.get("mine").wait(0.1),
                lambda client: _then(client.jobs.get("mine"), "wait", 0.1),
            ),
        )
