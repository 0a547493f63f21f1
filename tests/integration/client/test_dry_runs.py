"""Dry runs are sent to mock devices, which are listed only on request, and their results are marked as random."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support.circuits import FLIP
from support.mock_devices import FEZ, MOCK, MockDevices
from support.scripted import Answer, reply
from support.worlds import perform

from qrt_facade import ConfigurationError, NotFoundError, SubmissionUncertainError
from qrt_facade._service.jobs import JobState

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.timing import Pauses

WORLDS = ("sync", "asyncio")
UNMEASURED = 'OPENQASM 3.0; include "stdgates.inc"; qubit[1] q; x q[0];'
PARAMS = {"pubs": [[FLIP, None, 2]], "version": 2}
SUBMISSIONS: dict[str, Callable[[Any], Any]] = {
    "sampler": lambda client: client.sampler.submit(FLIP, backend="ibm_fez", dry_run=True),
    "sampler.submit_many": lambda client: client.sampler.submit_many([FLIP], backend="ibm_fez", dry_run=True),
    "sampler.run": lambda client: client.sampler.run(FLIP, backend="ibm_fez", dry_run=True),
    "estimator": lambda client: client.estimator.submit((UNMEASURED, "Z"), backend="ibm_fez", dry_run=True),
    "estimator.submit_many": lambda client: client.estimator.submit_many(
        [(UNMEASURED, "Z")], backend="ibm_fez", dry_run=True
    ),
    "executor": lambda client: client.executor.submit(FLIP, backend="ibm_fez", dry_run=True),
    "executor.submit_many": lambda client: client.executor.submit_many(
        [FLIP], backend="ibm_fez", dry_run=True
    ),
    "jobs": lambda client: client.jobs.submit("executor", {}, backend="ibm_fez", dry_run=True),
    "jobs.submit_and_wait": lambda client: client.jobs.submit_and_wait(
        "sampler", PARAMS, backend="ibm_fez", dry_run=True
    ),
    "jobs.submit_many": lambda client: client.jobs.submit_many(
        "noise-learner", [{}], backend="ibm_fez", dry_run=True
    ),
    "all options": lambda client: client.jobs.submit(
        "sampler",
        PARAMS,
        backend="ibm_fez",
        dry_run=True,
        private=True,
        max_execution_time=5,
        calibration_id="c1",
        tags=["a"],
        check=True,
    ),
    "by the name of the mock": lambda client: client.sampler.submit(FLIP, backend="mock_fez"),
    "NumPy's True": lambda client: client.sampler.submit(FLIP, backend="ibm_fez", dry_run=1),
}


@pytest.fixture
def quickly(pauses: Pauses) -> None:
    pauses(
        look_ups=(0.01,),
        duplicate_look_ups=(0.01,),
        first_retry=0.01,
        first_poll=0.01,
        longest_poll=0.02,
        longest_failed_poll=0.02,
    )


@pytest.mark.parametrize(
    ("how", "world"),
    [*((how, "sync") for how in SUBMISSIONS), ("sampler", "asyncio"), ("jobs.submit_many", "asyncio")],
)
def test_a_dry_run_is_sent_to_the_mock_device_after_checking_that_it_exists(
    how: str, world: str, quickly: None
) -> None:
    with MockDevices() as server:
        perform(world, server.arguments(), SUBMISSIONS[how])
        assert [body["backend"] for body in server.posted] == ["mock_fez"]
        assert server.questions("/backends") == ["/api/v1/backends?include_mocks=true"]
        calls = [(call.method, call.path) for call in server.calls]
        assert calls.index(("GET", "/api/v1/backends?include_mocks=true")) < calls.index(
            ("POST", "/api/v1/jobs")
        )


def test_the_mock_device_is_looked_up_once_for_each_client(quickly: None) -> None:
    with MockDevices() as server:
        perform("sync", server.arguments(), *[SUBMISSIONS["sampler"]] * 3, SUBMISSIONS["estimator"])
        assert len(server.posted) == 4
        assert len(server.questions("/backends")) == 1


def test_a_dry_run_sends_all_submission_options(quickly: None) -> None:
    with MockDevices() as server:
        (job,) = perform("sync", server.arguments(), SUBMISSIONS["all options"])
        (body,) = server.posted
        assert body["private"] is True
        assert (body["cost"], body["calibration_id"]) == (5, "c1")
        assert body["tags"] == ["a", job.submission_tag]
        assert server.questions("/configuration") == [
            "/api/v1/backends/mock_fez/configuration?calibration_id=c1"
        ]


@pytest.mark.parametrize("world", WORLDS)
def test_a_dry_run_in_a_session_is_sent_to_the_mock_of_its_device(world: str, quickly: None) -> None:
    def in_session(client: Any) -> Any:
        if world == "sync":
            return client.sessions.create(backend="ibm_fez", mode="batch").sampler.submit(FLIP, dry_run=True)

        async def submitted() -> Any:
            session = await client.sessions.create(backend="ibm_fez", mode="batch")
            return await session.sampler.submit(FLIP, dry_run=True)

        return submitted()

    with MockDevices() as server:
        (job,) = perform(world, server.arguments(), in_session)
        assert (job.backend, job.dry_run, job.session_id) == ("mock_fez", True, "s0")


def test_a_job_for_the_device_is_rejected_in_a_session_on_its_mock() -> None:
    class OnMock:
        id, mode, backend = "s0", "batch", "mock_fez"

    with MockDevices() as server, pytest.raises(ConfigurationError, match="session s0 is on 'mock_fez'"):
        perform(
            "sync",
            server.arguments(),
            lambda client: client.sampler.submit(FLIP, backend="ibm_fez", session=OnMock()),
        )


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("backend", ["ibm_fez", "mock_fez"])
def test_a_dry_run_without_mock_devices_raises_and_names_the_plans_that_have_them(
    backend: str, world: str
) -> None:
    with MockDevices(devices=()) as server:
        with pytest.raises(ConfigurationError) as caught:
            perform(
                world,
                server.arguments(),
                lambda client: client.sampler.submit(FLIP, backend=backend, dry_run=True),
            )
        assert server.sent == []
    for part in (
        "'ibm_fez'",
        "'mock_fez'",
        "Flex, Premium and On-Prem",
        "Open and Pay-As-You-Go",
        "estimate",
    ):
        assert part in str(caught.value)


def test_a_dry_run_for_an_unknown_device_lists_available_devices() -> None:
    with MockDevices() as server, pytest.raises(NotFoundError, match=r"'mock_nowhere'.* available: ibm_fez"):
        perform(
            "sync",
            server.arguments(),
            lambda client: client.sampler.submit(FLIP, backend="ibm_nowhere", dry_run=True),
        )


def test_a_device_with_the_name_of_a_mock_but_another_class_is_not_a_mock() -> None:
    with (
        MockDevices(devices=({**MOCK, "class": "qpu"},)) as server,
        pytest.raises(ConfigurationError, match="needs the mock device"),
    ):
        perform("sync", server.arguments(), SUBMISSIONS["sampler"])


@pytest.mark.parametrize(
    ("device", "listed"),
    [("_foo", {"name": "_foo"}), ("__", {"name": "__"}), ("ibm_fez", {"class": ["mock"]})],
)
def test_a_dry_run_is_never_sent_to_a_device_that_is_not_a_mock(device: str, listed: dict[str, Any]) -> None:
    with MockDevices(devices=({**MOCK, "class": None, **listed},)) as server:
        with pytest.raises((ConfigurationError, NotFoundError), match="needs the mock device"):
            perform(
                "sync",
                server.arguments(),
                lambda client: client.jobs.submit("sampler", PARAMS, backend=device, dry_run=True),
            )
        assert server.sent == []


@pytest.mark.parametrize(
    "place",
    [
        {"dry_run": True},
        {"options": {"dry_run": True}},
        {"options": {"experimental": {"dry_run": True}}},
        {"options": {"experimental": {"dryRun": True}}},
        {"pubs": [[FLIP, None, {"a": ({"Dry-Run": False},)}]]},
    ],
)
def test_dry_run_among_the_parameters_raises_before_sending(
    place: dict[str, Any],
) -> None:
    with MockDevices() as server:
        with pytest.raises(ConfigurationError, match="pass dry_run=True to submit instead"):
            perform(
                "sync",
                server.arguments(),
                lambda client: client.jobs.submit("executor", place, backend="ibm_fez"),
            )
        assert server.sent == []


@pytest.mark.parametrize("program", ["sampler", "estimator"])
def test_dry_run_among_experimental_options_raises_with_its_location(program: str) -> None:
    circuit = FLIP if program == "sampler" else (UNMEASURED, "Z")
    with (
        MockDevices() as server,
        pytest.raises(ConfigurationError, match=r"params\['options'\]\['experimental'\] contains 'dry_run'"),
    ):
        perform(
            "sync",
            server.arguments(),
            lambda client: getattr(client, program).submit(
                circuit, backend="ibm_fez", options={"experimental": {"dry_run": True}}
            ),
        )
    assert server.sent == []


def test_the_mock_of_a_device_with_a_one_part_name_is_recognized(quickly: None) -> None:
    with MockDevices(devices=({**MOCK, "name": "mock"},)) as server:
        perform(
            "sync",
            server.arguments(),
            lambda client: client.jobs.submit("sampler", PARAMS, backend="simulator", dry_run=True),
            lambda client: client.jobs.get("j0"),
        )
        assert [body["backend"] for body in server.posted] == ["mock"]
    assert JobState.of({"backend": "mock"}, job_id="j0").dry_run
    assert not JobState.of({"backend": "mockingbird_1"}, job_id="j0").dry_run


@pytest.mark.parametrize(
    "hides_mocks", [True, False], ids=["a service that hides them", "one that lists them anyway"]
)
def test_lists_include_mock_devices_and_dry_runs_only_on_request(hides_mocks: bool, quickly: None) -> None:
    def names(**asked: Any) -> Callable[[Any], list[list[str]]]:
        return lambda client: [
            [backend.name for backend in client.backends.list(**asked)],
            [job.backend for job in client.jobs.list(**asked)],
            [workload.backend for workload in client.workloads.list(**asked)],
        ]

    with MockDevices(hides_mocks=hides_mocks) as server:
        *_, usual, all_of_them, best, on_mock, mock = perform(
            "sync",
            server.arguments(),
            SUBMISSIONS["sampler"],
            lambda client: client.sampler.submit(FLIP, backend="ibm_fez"),
            names(),
            names(include_mocks=True),
            lambda client: client.backends.least_busy(),
            lambda client: list(client.jobs.list(backend="mock_fez")),
            lambda client: client.backends.get("mock_fez"),
        )
    assert usual == [["ibm_fez"]] * 3
    assert [sorted(found) for found in all_of_them] == [["ibm_fez", "mock_fez"]] * 3
    assert best.name == "ibm_fez"  # although its queue is longer
    assert "mock_fez" in [job.backend for job in on_mock]
    assert (mock.is_mock, best.is_mock) == (True, False)
    assert "mock device" in repr(mock)
    assert "mock device" in mock._repr_html_()


def test_without_include_mocks_requests_are_unchanged(quickly: None) -> None:
    with MockDevices() as server:
        perform(
            "sync",
            server.arguments(),
            lambda client: client.sampler.submit(FLIP, backend="ibm_fez"),
            lambda client: client.jobs.list(),
            lambda client: client.workloads.list(),
            lambda client: client.backends.list(),
        )
        assert not any("mock" in call.text for call in server.calls)


@pytest.mark.parametrize("world", WORLDS)
def test_a_dry_run_with_a_lost_response_is_found_and_not_resubmitted(world: str, quickly: None) -> None:
    with MockDevices() as server:
        server.stored = 1
        (job,) = perform(world, server.arguments(), SUBMISSIONS["sampler"])
        assert len(server.sent) == 1
        assert (job.id, job.dry_run) == ("j0", True)
        assert all("include_mocks=true" in asked for asked in server.questions("/jobs"))


def test_the_duplicate_of_a_dry_run_is_found_and_cancelled(quickly: None) -> None:
    class Late(MockDevices):
        """Stores the first submission only after the second has arrived."""

        def _answer(self, seen: Any) -> Any:
            if seen.path.endswith("/cancel"):
                return reply(b"", 204)
            answer = super()._answer(seen)
            if seen.method == "POST" and len(self.sent) == 2:
                self.posted.insert(0, self.sent[0])
            return answer

        def _job(self, job_id: str) -> dict[str, Any]:
            return super()._job(job_id) | {"status": "Queued"}

    with Late() as server:
        server.losses = 1
        with pytest.warns(RuntimeWarning, match="sent again"):
            (job,) = perform("sync", server.arguments(), SUBMISSIONS["sampler"])
        cancelled = [call.path for call in server.calls if call.path.endswith("/cancel")]
        assert len(server.posted) == 2
        assert len(cancelled) == 1
        assert job.id not in cancelled[0]


@pytest.mark.parametrize("world", WORLDS)
def test_an_uncertain_dry_run_is_found_by_its_tag(world: str, quickly: None) -> None:
    with MockDevices() as server:
        server.stored = 1
        (sent,) = perform(world, server.arguments(), SUBMISSIONS["sampler"])
        (found,) = perform(
            world, server.arguments(), lambda client: client.jobs.find_submission(sent.submission_tag)
        )
        assert (found.id, found.dry_run) == (sent.id, True)


def test_without_a_tag_the_error_says_how_to_list_dry_runs(quickly: None) -> None:
    with MockDevices() as server:
        server.stored = 1
        with pytest.raises(SubmissionUncertainError, match="include_mocks=True"):
            perform(
                "sync",
                server.arguments(),
                lambda client: client.sampler.submit(
                    FLIP, backend="ibm_fez", dry_run=True, submission_tag=False
                ),
            )


@pytest.mark.parametrize("world", WORLDS)
def test_wait_all_includes_dry_runs_in_the_list(world: str, quickly: None) -> None:
    def both(client: Any) -> Any:
        if world == "sync":
            return client.jobs.wait_all(
                [
                    client.sampler.submit(FLIP, backend="ibm_fez", dry_run=True, advice=False),
                    client.sampler.submit(FLIP, backend="ibm_fez", advice=False),
                ]
            )

        async def waited() -> Any:
            jobs = [
                await client.sampler.submit(FLIP, backend="ibm_fez", dry_run=dry, advice=False)
                for dry in (True, False)
            ]
            return await client.jobs.wait_all(jobs)

        return waited()

    with MockDevices() as server:
        (jobs,) = perform(world, server.arguments(), both)
        assert [job.status for job in jobs] == ["Completed"] * 2
        assert server.questions("/jobs/j0") == server.questions("/jobs/j1") == []
        assert all("include_mocks=true" in asked for asked in server.questions("/jobs"))


def test_a_dry_run_makes_no_advice_requests(quickly: None, pauses: Pauses) -> None:
    pauses(advice_every=600.0)
    with MockDevices() as server:
        perform("sync", server.arguments(), SUBMISSIONS["sampler"])
        assert server.questions("/status") == server.questions("/usage") == []


def test_a_backend_object_that_is_a_mock_implies_a_dry_run(quickly: None) -> None:
    with MockDevices(devices=({**FEZ, "name": "trial", "class": "mock"},)) as server:
        (job,) = perform(
            "sync",
            server.arguments(),
            lambda client: client.sampler.submit(FLIP, backend=client.backends.list(include_mocks=True)[1]),
        )
        assert (job.backend, job.dry_run) == ("trial", True)


@pytest.mark.parametrize("world", WORLDS)
def test_the_result_of_a_dry_run_is_marked_and_that_of_another_job_is_not(world: str, quickly: None) -> None:
    with MockDevices() as server:
        dry, measured = perform(
            world,
            server.arguments(),
            SUBMISSIONS["sampler.run"],
            lambda client: client.sampler.run(FLIP, backend="ibm_fez", advice=False, shots=2),
        )
        assert (dry.dry_run, dry[0].dry_run, dry[0].c.dry_run) == (True, True, True)
        assert dry.metadata["dry_run"] is True
        assert "dry run: random values" in repr(dry[0].data)
        assert "dry" not in repr(measured[0].data)
        assert measured.dry_run is False
        assert "dry" not in repr(measured)


def test_a_fetched_or_listed_job_reports_that_it_is_a_dry_run(quickly: None) -> None:
    with MockDevices() as server:
        submitted, got, (listed,), result = perform(
            "sync",
            server.arguments(),
            SUBMISSIONS["sampler"],
            lambda client: client.jobs.get("j0"),
            lambda client: client.jobs.list(include_mocks=True),
            lambda client: client.jobs.get("j0").result(),
        )
    for job in (submitted, got, listed):
        assert job.dry_run is True
        assert "dry run" in repr(job)
        assert "dry run" in job._repr_html_()
    assert result.dry_run is True


def test_a_dry_run_stays_one_if_a_response_names_the_real_device(quickly: None) -> None:
    class Describing(MockDevices):
        def _job(self, job_id: str) -> dict[str, Any]:
            return super()._job(job_id) | {"backend": "ibm_fez"}

    with Describing() as server:
        (result,) = perform(
            "sync",
            server.arguments(),
            lambda client: client.sampler.submit(FLIP, backend="ibm_fez", dry_run=True).refresh().result(),
        )
    assert result.dry_run is True


def test_a_dry_run_placed_on_a_real_device_warns_of_charges(
    quickly: None,
) -> None:
    class Elsewhere(MockDevices):
        def _submission(self, body: dict[str, Any]) -> Answer:
            super()._submission(body)
            return reply({"id": "j0", "backend": "ibm_fez"})

    with Elsewhere() as server, pytest.warns(RuntimeWarning, match=r"j0 .*dry run to mock_fez.* on ibm_fez"):
        perform("sync", server.arguments(), SUBMISSIONS["sampler"])


@pytest.mark.parametrize("world", WORLDS)
def test_a_dry_run_found_on_a_real_device_after_a_lost_response_warns(world: str, quickly: None) -> None:
    class Elsewhere(MockDevices):
        def _job(self, job_id: str) -> dict[str, Any]:
            return super()._job(job_id) | {"backend": "ibm_fez"}

    with Elsewhere() as server:
        server.stored = 1
        with pytest.warns(RuntimeWarning, match=r"j0 .*dry run to mock_fez.* on ibm_fez"):
            (job,) = perform(world, server.arguments(), SUBMISSIONS["sampler"])
        assert len(server.sent) == 1
    assert job.dry_run


def test_a_dry_run_found_on_a_real_device_after_a_repeated_response_warns(quickly: None) -> None:
    class Repeating(MockDevices):
        def _submission(self, body: dict[str, Any]) -> Answer:
            super()._submission(body)
            return reply({"id": "another-s", "backend": "mock_fez"})

        def _job(self, job_id: str) -> dict[str, Any]:
            if job_id == "another-s":
                return {"id": job_id, "status": "Queued"}
            return super()._job(job_id) | {"backend": "ibm_fez"}

    def refreshed(client: Any) -> Any:
        return client.sampler.submit(FLIP, backend="ibm_fez", dry_run=True).refresh()

    with Repeating() as server, pytest.warns(RuntimeWarning) as warned:
        perform("sync", server.arguments(), refreshed)
    assert any("j0 was submitted as a dry run to mock_fez" in str(warning.message) for warning in warned)


@pytest.mark.parametrize("value", ["false", None])
@pytest.mark.parametrize(
    "call",
    [
        lambda client, value: client.sampler.submit(FLIP, backend="ibm_fez", dry_run=value),
        lambda client, value: client.backends.list(include_mocks=value),
        lambda client, value: list(client.jobs.list(include_mocks=value)),
        lambda client, value: list(client.workloads.list(include_mocks=value)),
    ],
    ids=["submit", "backends", "jobs", "workloads"],
)
def test_dry_run_accepts_only_true_and_false(call: Any, value: Any) -> None:
    with MockDevices() as server:
        with pytest.raises(ConfigurationError, match="expected True or False"):
            perform("sync", server.arguments(), lambda client: call(client, value))
        assert server.calls == []


@pytest.mark.parametrize("backend", ["ibm_fez", "mock_fez"])
def test_an_uncertain_session_on_a_mock_device_is_searched_with_include_mocks(
    backend: str,
) -> None:
    class Silent(MockDevices):
        def _answer(self, seen: Any) -> Any:
            return reply(b"", 502)

    with Silent() as server, pytest.raises(SubmissionUncertainError) as caught:
        perform(
            "sync", server.arguments(), lambda client: client.sessions.create(backend=backend, mode="batch")
        )
    assert ("include_mocks=True" in str(caught.value)) is (backend == "mock_fez")


@pytest.mark.parametrize("backend", ["ibm_fez", "mock_fez"])
def test_the_note_of_an_interrupted_session_names_the_call_that_lists_its_jobs(backend: str) -> None:
    class Opening(MockDevices):
        def _answer(self, seen: Any) -> Any:
            return reply({"id": "s0", "backend_name": backend, "mode": "batch"})

    def left(client: Any) -> Any:
        with client.sessions.create(backend=backend, mode="batch"):
            raise LookupError

    with Opening() as server, pytest.raises(LookupError) as caught:
        perform("sync", server.arguments(), left)
    assert ("include_mocks=True" in "".join(caught.value.__notes__)) is (backend == "mock_fez")
