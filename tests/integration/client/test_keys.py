"""Submissions with a key: adoption, resubmission and conflicts."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from support.circuits import FLIP
from support.emulators import QUICK
from support.recording import Recorder
from support.scripted import TLS
from support.worlds import perform

from qrt_facade import (
    AsyncRuntimeClient,
    ConfigurationError,
    NotFoundError,
    QrtError,
    RuntimeClient,
    SamplerResult,
    SubmissionsStoppedError,
    SubmissionUncertainError,
)
from qrt_facade._policy.interruptions import InterruptionNote
from qrt_facade._policy.keys import member_key
from qrt_facade._service.names import key_tag
from qrt_facade.emulator import start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from support.timing import Pauses

    from qrt_facade.emulator import Emulator

BACKEND = "ibm_fez"
PARAMS = {"pubs": [[FLIP, None, 10]], "version": 2}
H = FLIP.replace("x ", "sx ")
BOTH = ("sync", "asyncio")


@pytest.fixture(scope="module")
def queued() -> Iterator[dict[str, Any]]:
    """Access to a service whose jobs are queued long enough to be cancelled."""
    with start(noise=False, backends=BACKEND, queue_seconds=60) as running:
        yield {**running.access}


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def recorded(arguments: dict[str, Any], recorder: Recorder) -> Iterator[RuntimeClient]:
    with RuntimeClient(**arguments, transport=recorder) as client:
        yield client


def submitted(recorder: Recorder) -> int:
    return recorder.count("POST", "/jobs")


def submission(key: str, **more: Any) -> Callable[[Any], Any]:
    return lambda client: client.jobs.submit(
        "sampler", PARAMS, **{"backend": BACKEND, "key": key, "advice": False, **more}
    )


@pytest.mark.parametrize("world", BOTH)
@pytest.mark.parametrize("journal", [True, False])
def test_another_client_adopts_the_job_of_a_key(world: str, journal: bool, arguments: dict[str, Any]) -> None:
    arguments = {**arguments, "journal": journal}
    (first,) = perform(world, arguments, submission(f"again {world} {journal}", tags=["mine"]))
    (second,) = perform(world, arguments, submission(f"again {world} {journal}", tags=["other"]))
    assert [first.adopted, second.adopted] == [False, True]
    assert second.id == first.id
    assert second.tags == ("mine",)
    assert second.submission_tag == first.submission_tag == key_tag(f"again {world} {journal}")
    assert second.messages == ()


def test_the_result_of_an_adopted_job_is_that_of_the_submitted_one(client: RuntimeClient) -> None:
    first = client.sampler.submit(FLIP, backend=BACKEND, shots=10, key="result")
    again = client.sampler.submit(FLIP, backend=BACKEND, shots=10, key="result")
    assert again.adopted
    assert again.result(as_=SamplerResult)[0].counts() == first.result()[0].counts() == {"1": 10}
    assert client.sampler.run(FLIP, backend=BACKEND, shots=10, key="result")[0].counts() == {"1": 10}


@pytest.mark.parametrize(
    ("more", "difference"),
    [
        ({"circuit": H}, "the circuits"),
        ({"backend": "ibmq_manila"}, "the backend: ibm_fez then, ibmq_manila now"),
        ({"shots": 11}, "shots"),
        ({"options": {"dynamical_decoupling": {"enable": True}}}, "options"),
    ],
)
def test_reusing_a_key_for_another_job_raises_with_the_differences(
    more: dict[str, Any], difference: str, recorded: RuntimeClient, recorder: Recorder
) -> None:
    wanted: dict[str, Any] = {"circuit": FLIP, "backend": BACKEND, "shots": 10, "key": "conflict"}
    job = recorded.sampler.submit(wanted.pop("circuit"), **wanted)
    before = submitted(recorder)
    changed = {**wanted, **more}
    with pytest.raises(ConfigurationError, match=difference) as caught:
        recorded.sampler.submit(changed.pop("circuit", FLIP), **changed)
    assert submitted(recorder) == before
    assert job.id in str(caught.value)
    assert "key='conflict'" in str(caught.value)


def test_on_failed_resubmits_or_adopts_a_cancelled_job(client: RuntimeClient, emulator: Emulator) -> None:
    def submit(**more: Any) -> Any:
        return client.sampler.submit(FLIP, backend=BACKEND, shots=10, key="cancelled", **more)

    emulator.scenario.apply({"queue_seconds": 60})  # long enough to cancel it
    try:
        first = submit()
        first.cancel()
    finally:
        emulator.scenario.apply({"queue_seconds": QUICK["queue_seconds"]})
    assert first.wait().status == "Cancelled"
    adopted = submit(on_failed="adopt")
    assert (adopted.id, adopted.adopted) == (first.id, True)
    resubmitted = submit()
    assert not resubmitted.adopted
    assert resubmitted.id != first.id
    assert submit().id == submit(on_failed="adopt").id == resubmitted.id
    assert resubmitted.wait().status == "Completed"
    found = client.jobs.find_submission(resubmitted.submission_tag or "")
    assert found is not None
    assert found.id == resubmitted.id
    assert first.refresh().id == first.id


def test_a_fixed_circuit_can_reuse_the_key_of_the_failed_job(client: RuntimeClient) -> None:
    broken = FLIP.replace("x ", "h ")
    first = client.sampler.submit(broken, backend=BACKEND, shots=10, key="fixed").wait()
    assert first.status == "Failed"
    with pytest.raises(ConfigurationError, match="the circuits"):
        client.sampler.submit(FLIP, backend=BACKEND, shots=10, key="fixed", on_failed="adopt")
    mended = client.sampler.submit(FLIP, backend=BACKEND, shots=10, key="fixed")
    assert mended.result()[0].counts() == {"1": 10}


def test_a_deleted_job_warns_and_is_resubmitted(client: RuntimeClient, pauses: Pauses) -> None:
    pauses(list_lag=0.0)
    first = client.sampler.submit(FLIP, backend=BACKEND, key="deleted").wait()
    first.delete()
    with pytest.warns(RuntimeWarning, match=f"job {first.id}.*key='deleted'.*deleted"):
        resubmitted = client.sampler.submit(FLIP, backend=BACKEND, key="deleted")
    assert resubmitted.id != first.id


def test_a_job_without_its_tags_is_neither_adopted_nor_resubmitted(
    recorded: RuntimeClient, recorder: Recorder
) -> None:
    from qrt_client.api.jobs import replace_job_tags
    from qrt_client.models import ReplaceJobTagsBody

    job = recorded.sampler.submit(FLIP, backend=BACKEND, key="bare")
    replace_job_tags.sync(job.id, client=recorded.raw, body=ReplaceJobTagsBody(tags=[]))
    with pytest.raises(ConfigurationError, match=f"{job.id}.*tags no longer identify"):
        recorded.sampler.submit(FLIP, backend=BACKEND, key="bare")
    assert submitted(recorder) == 1


def test_set_tags_keeps_the_key_and_allows_five_tags(client: RuntimeClient) -> None:
    job = client.sampler.submit(FLIP, backend=BACKEND, key="tags", tags=["one"])
    job.set_tags(list("abcde"))
    assert client.jobs.get(job.id).tags == tuple("abcde")
    with pytest.raises(ConfigurationError, match="at most 5"):
        client.jobs.get(job.id).set_tags(list("abcdef"))
    assert [listed.id for listed in client.jobs.list(tags=["a", "e"])] == [job.id]
    assert all(not tag.startswith("qrt-") for listed in client.jobs.list(limit=3) for tag in listed.tags)
    assert client.sampler.submit(FLIP, backend=BACKEND, key="tags").id == job.id


@pytest.mark.parametrize("world", BOTH)
def test_resubmitting_a_series_adopts_existing_jobs_and_submits_the_rest(
    world: str, arguments: dict[str, Any]
) -> None:
    key = f"series {world}"

    def many(count: int) -> Callable[[Any], Any]:
        return lambda client: client.sampler.submit_many(
            [FLIP] * count, backend=BACKEND, shots=3, key=key, advice=False
        )

    recorder = Recorder()
    three, five, two = perform(world, {**arguments, "transport": recorder}, many(3), many(5), many(2))
    assert len({job.id for job in three}) == 3  # two jobs, although their content is equal
    assert [job.id for job in five[:3]] == [job.id for job in three]
    assert [job.adopted for job in five] == [True, True, True, False, False]
    assert [job.id for job in two] == [job.id for job in three[:2]]
    assert submitted(recorder) == 5
    assert (
        recorder.count("GET", "/jobs") == 5
    )  # at the start of each, and at the end of those that sent something


def test_a_stopped_series_resumes_where_it_stopped(arguments: dict[str, Any]) -> None:
    class RefusesTheThird(Recorder):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            if request.method == "POST" and request.url.path.endswith("/jobs") and submitted(self) == 2:
                raise httpx.ConnectError("no route", request=request)
            return super().handle_request(request)

    with (
        RuntimeClient(**arguments, transport=RefusesTheThird(), retries=0) as client,
        pytest.raises(SubmissionsStoppedError, match=r"2 of 4 .*key='stopped'") as caught,
    ):
        client.sampler.submit_many([FLIP] * 4, backend=BACKEND, key="stopped")
    with RuntimeClient(**arguments) as client:
        jobs = client.sampler.submit_many([FLIP] * 4, backend=BACKEND, key="stopped")
    assert [job.id for job in jobs[:2]] == [job.id for job in caught.value.jobs]
    assert [job.adopted for job in jobs] == [True, True, False, False]


def test_a_changed_job_of_a_series_is_named(client: RuntimeClient) -> None:
    client.sampler.submit_many([FLIP] * 2, backend=BACKEND, key="changed")
    with pytest.raises(ConfigurationError, match=r"key='changed/1' .*the circuits\. Nothing was sent"):
        client.sampler.submit_many([FLIP, H], backend=BACKEND, key="changed")


@pytest.mark.parametrize("journal", [True, False])
def test_threads_of_one_client_with_one_key_send_it_once(
    journal: bool, arguments: dict[str, Any], recorder: Recorder
) -> None:
    with (
        RuntimeClient(**arguments, transport=recorder, journal=journal) as client,
        ThreadPoolExecutor(8) as pool,
    ):
        jobs = list(pool.map(lambda _: submission(f"threads {journal}")(client), range(8)))
    assert len({job.id for job in jobs}) == 1
    assert submitted(recorder) == 1
    assert [job.adopted for job in jobs].count(False) == 1


def test_tasks_of_one_client_with_one_key_send_it_once(arguments: dict[str, Any], recorder: Recorder) -> None:
    async def main() -> list[Any]:
        async with AsyncRuntimeClient(**arguments, transport=recorder, journal=False) as client:
            return await asyncio.gather(*(submission("tasks")(client) for _ in range(8)))

    assert len({job.id for job in asyncio.run(main())}) == 1
    assert submitted(recorder) == 1


def test_concurrent_submissions_without_a_shared_journal_keep_the_older_job(
    arguments: dict[str, Any],
) -> None:
    together = threading.Barrier(2)

    class Together(httpx.HTTPTransport):
        """Sends the submission only when the other client is about to send its own."""

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            if request.method == "POST" and request.url.path.endswith("/jobs"):
                together.wait(5)
                response = super().handle_request(request)
                together.wait(5)
                return response
            return super().handle_request(request)

    def run(_: int) -> Any:
        with RuntimeClient(**arguments, journal=False, transport=Together(verify=TLS)) as client:
            return submission("race")(client)

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(run, range(2))
    assert one.id == other.id
    assert {one.adopted, other.adopted} == {True, False}
    with RuntimeClient(**arguments) as client:
        jobs = list(client.jobs.list(tags=[key_tag("race")]))
        assert len(jobs) == 2
        assert [job.id for job in jobs if job.wait().status == "Completed"] == [one.id]


def test_an_uncertain_submission_is_adopted_by_the_next_run(
    arguments: dict[str, Any], pauses: Pauses
) -> None:
    pauses(look_ups=(0.0,), list_lag=5.0)

    class LosesTheAnswer(httpx.HTTPTransport):
        """Forwards a submission, but loses its response and everything after it."""

        lost = False

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            if self.lost:
                raise httpx.ConnectError("unplugged", request=request)
            response = super().handle_request(request)
            if request.method == "POST" and request.url.path.endswith("/jobs"):
                self.lost = True
                raise httpx.ReadError("cut", request=request)
            return response

    with (
        RuntimeClient(**arguments, transport=LosesTheAnswer(verify=TLS), retries=0) as client,
        pytest.raises(SubmissionUncertainError, match="key='doubt'"),
    ):
        submission("doubt", on_uncertain="raise")(client)
    (job,) = perform("sync", arguments, submission("doubt"))
    assert job.adopted


@pytest.mark.parametrize("where", ["before", "after"])
def test_ctrl_c_names_the_key_and_the_next_run_adopts_the_job(where: str, arguments: dict[str, Any]) -> None:
    class Interrupted(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            if request.method != "POST" or not request.url.path.endswith("/jobs"):
                return super().handle_request(request)
            if where == "after":
                super().handle_request(request)
            raise KeyboardInterrupt

    with (
        RuntimeClient(**arguments, transport=Interrupted(verify=TLS)) as client,
        pytest.warns(RuntimeWarning, match=f"run it again with key='ctrl-c {where}'"),
        pytest.raises(KeyboardInterrupt) as caught,
    ):
        submission(f"ctrl-c {where}")(client)
    note = InterruptionNote.of(caught.value)
    assert note is not None
    assert f"key='ctrl-c {where}'" in note
    if where == "after":
        (job,) = perform("sync", arguments, submission(f"ctrl-c {where}"))
        assert job.adopted


def test_an_adopted_private_job_already_read_names_the_adoption(
    arguments: dict[str, Any], pauses: Pauses
) -> None:
    pauses(results_window=0.1)
    with RuntimeClient(**arguments) as client:
        submission("private", private=True)(client).result()
        adopted = submission("private", private=True)(client)
        assert adopted.adopted
        assert adopted.private
        with pytest.raises(NotFoundError, match=r"adopted by key='private'.*earlier run"):
            adopted.result()


def test_without_a_key_no_lookup_request_is_made(recorded: RuntimeClient, recorder: Recorder) -> None:
    job = recorded.sampler.submit(FLIP, backend=BACKEND, advice=False)
    assert not job.adopted
    paths = [(sent.method, sent.url.path.rpartition("/")[2]) for sent in recorder.requests]
    assert paths == [("POST", "token"), ("POST", "jobs")]
    recorder.requests.clear()
    recorded.sampler.submit_many([FLIP] * 3, backend=BACKEND, advice=False)
    assert len(recorder.requests) == 3


@pytest.mark.parametrize(
    "arguments_of_a_key",
    [
        {"key": ""},
        {"key": 7},
        {"key": "a", "submission_tag": False},
        {"on_failed": "adopt"},
        {"key": "k" * 201},
    ],
)
def test_an_invalid_key_raises_before_sending(
    arguments_of_a_key: dict[str, Any], recorded: RuntimeClient, recorder: Recorder
) -> None:
    with pytest.raises(ConfigurationError):
        recorded.sampler.submit(FLIP, backend=BACKEND, **arguments_of_a_key)
    with pytest.raises(ConfigurationError):
        recorded.sampler.submit_many([FLIP], backend=BACKEND, **arguments_of_a_key)
    assert recorder.requests == []


def test_a_job_in_a_session_is_adopted_by_its_key(client: RuntimeClient) -> None:
    with client.sessions.create(backend=BACKEND) as session:
        first = session.sampler.submit(FLIP, key="in a session")
        again = session.sampler.submit(FLIP, key="in a session")
        assert (again.id, again.session_id) == (first.id, session.id)


def test_a_race_visible_only_later_keeps_the_older_job_for_both(pauses: Pauses) -> None:
    pauses(list_lag=0.3, first_poll=0.1)
    with (
        start(
            noise=False, backends=BACKEND, queue_seconds=0.8, run_seconds=0.01, list_lag_seconds=0.2
        ) as slow,
        RuntimeClient(**slow.access, journal=False) as one,
        RuntimeClient(**slow.access, journal=False) as other,
    ):
        elder, younger = submission("late")(one), submission("late")(other)
        sent = [elder.id, younger.id]
        assert len(set(sent)) == 2  # neither client finds the other's job in the list
        assert younger.wait().id == elder.wait().id == sent[0]
        assert [elder.adopted, younger.adopted] == [False, True]
        assert one.jobs.get(sent[1]).status == "Cancelled"


def test_a_failed_job_of_a_series_is_resubmitted_each_time(queued: dict[str, Any]) -> None:
    key = member_key("retried", "theta=1")
    ids = []
    with RuntimeClient(**queued) as client:
        for _ in range(3):
            job = submission(key)(client)
            ids.append(job.id)
            assert submission(key)(client).id == job.id
            job.cancel()
            job.wait()
        assert len(set(ids)) == 3
        found = client.jobs.find_submission(key_tag(key))
    assert found is not None
    assert found.id == ids[-1]


def test_a_job_cancelled_after_its_adoption_is_resubmitted(
    queued: dict[str, Any],
) -> None:
    key = member_key("adopted, then cancelled", 0)
    with RuntimeClient(**queued) as client, RuntimeClient(**queued) as other:
        job = submission(key)(other)
        assert submission(key)(client).adopted  # the client has just listed the series, with the job pending
        job.cancel()
        resubmitted = submission(key)(client)
    assert (resubmitted.adopted, resubmitted.id == job.id) == (False, False)


def test_a_job_cancelled_after_the_listing_is_resubmitted(
    queued: dict[str, Any],
) -> None:
    def many(client: RuntimeClient) -> Any:
        return client.sampler.submit_many([FLIP, FLIP], backend=BACKEND, key="listed again", advice=False)

    with RuntimeClient(**queued) as client, RuntimeClient(**queued) as other:
        first = many(client)
        other.jobs.get(first[0].id).cancel()
        assert [job.adopted for job in many(client)] == [False, True]  # also lists the series, at its end
        other.jobs.get(first[1].id).cancel()
        resubmitted = client.sampler.submit(
            [FLIP], backend=BACKEND, key=member_key("listed again", 1), advice=False
        )
    assert (resubmitted.adopted, resubmitted.id == first[1].id) == (False, False)


def test_an_unreadable_list_raises_and_nothing_is_submitted(
    arguments: dict[str, Any],
) -> None:
    class WithoutLists(Recorder):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            if request.method == "GET" and request.url.path.endswith("/jobs"):
                return httpx.Response(503, request=request)
            return super().handle_request(request)

    transport = WithoutLists()
    with (
        RuntimeClient(**arguments, transport=transport, retries=0) as client,
        pytest.raises(QrtError) as caught,
    ):
        submission("unlisted")(client)
    assert submitted(transport) == 0
    assert any("nothing was sent" in note and "'unlisted'" in note for note in caught.value.__notes__)


def test_adopting_a_public_job_for_a_private_submission_warns(
    arguments: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from qrt_facade._service.jobs import JobState

    parse_state = JobState.of
    monkeypatch.setattr(
        JobState,
        "of",
        lambda answer, *, job_id: replace(
            parse_state(answer, job_id=job_id), privacy_known=True, private=answer.get("private") is True
        ),
    )
    with RuntimeClient(**arguments) as client:
        submission("open")(client)
        with pytest.warns(RuntimeWarning, match="is not private"):
            adopted = submission("open", private=True)(client)
    assert (adopted.adopted, adopted.private) == (True, False)
