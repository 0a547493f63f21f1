from __future__ import annotations

import copy
import pickle
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

import pytest
from support.circuits import BELL, FLIP, NOT_ISA
from support.examples_drawn import sampled
from support.recording import Recorder

from qrt_facade import (
    ApiError,
    ConfigurationError,
    ConflictError,
    Job,
    JobCancelledError,
    JobFailedError,
    JobTimeoutError,
    NotFoundError,
    RuntimeClient,
    SamplerResult,
)
from qrt_facade._policy import listing
from qrt_facade._sync import wait_many as many

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qrt_facade.emulator import Emulator


@pytest.fixture(scope="module")
def slow_client() -> Iterator[RuntimeClient]:
    """A client of an emulator whose queue is longer than any test."""
    with RuntimeClient.local(noise=False, queue_seconds=3600, backends="ibmq_manila") as made:
        yield made


def test_a_circuit_runs_from_text_to_counts(client: RuntimeClient) -> None:
    result = client.sampler.run(FLIP, backend="ibm_fez", shots=100)
    assert result[0].c.counts() == {"1": 100}


def test_an_ideal_bell_pair_gives_only_equal_bits(client: RuntimeClient) -> None:
    counts = client.sampler.run(BELL, backend="ibm_fez", shots=1000)[0].counts()
    assert set(counts) == {"00", "11"}
    assert sum(counts.values()) == 1000


def test_submit_and_wait_runs_any_program_by_its_wire_parameters(client: RuntimeClient) -> None:
    params = {"pubs": [[FLIP, None, 10]], "version": 2}
    assert client.jobs.submit_and_wait("sampler", params, backend="ibm_fez")[0].counts() == {"1": 10}


def test_subscripting_job_does_not_change_its_behavior(
    client: RuntimeClient,
) -> None:
    def counted(job: Job[SamplerResult]) -> dict[str, int]:
        return job.result()[0].counts()

    wanted = get_type_hints(counted)["job"]
    assert (get_origin(wanted), get_args(wanted)) == (Job, (SamplerResult,))
    assert pickle.loads(pickle.dumps(wanted)) == wanted
    job = client.jobs.submit("sampler", {"pubs": [[FLIP, None, 10]], "version": 2}, backend="ibm_fez")
    assert isinstance(job, Job)
    assert counted(job) == {"1": 10}
    assert repr(job) == repr(copy.copy(job)) == f"<Job {job.id} sampler on ibm_fez: Completed>"


def test_job_exposes_backend_program_tags_and_creation_time(client: RuntimeClient) -> None:
    before = datetime.now(UTC) - timedelta(seconds=5)
    job = client.sampler.submit(FLIP, backend="ibm_fez", tags=["mine"], max_execution_time=60).wait()
    assert (job.status, job.backend, job.program_id, job.tags) == (
        "Completed",
        "ibm_fez",
        "sampler",
        ("mine",),
    )
    assert job.created is not None
    assert before < job.created < datetime.now(UTC) + timedelta(seconds=5)
    assert job.ended
    assert job.error is None
    assert job.usage == job.metrics().usage
    assert (job.usage.value, job.usage.seconds) != (None, None)
    assert job.id in repr(job)


def test_jobs_get_returns_a_job_by_id(client: RuntimeClient) -> None:
    job = client.sampler.submit(FLIP, backend="ibm_fez").wait()
    again = client.jobs.get(job.id)
    assert again.result()[0].counts() == job.result()[0].counts()


def test_find_submission_finds_a_job_by_its_hidden_tag(client: RuntimeClient) -> None:
    job = client.sampler.submit(FLIP, backend="ibm_fez", tags=["visible"])
    assert job.submission_tag is not None
    assert job.tags == ("visible",)
    found = client.jobs.find_submission(job.submission_tag)
    assert found is not None
    assert found.id == job.id
    assert found.tags == ("visible",)


def test_without_submission_tag_eight_tags_are_allowed(client: RuntimeClient) -> None:
    tags = [f"tag {number}" for number in range(8)]
    job = client.sampler.submit(FLIP, backend="ibm_fez", tags=tags, submission_tag=False)
    assert job.submission_tag is None
    assert sorted(job.refresh().tags) == tags


def test_set_tags_keeps_the_submission_tag(client: RuntimeClient) -> None:
    job = client.sampler.submit(FLIP, backend="ibm_fez", tags=["old"])
    tag = job.submission_tag
    assert job.set_tags(["new", "newer"]).tags == ("new", "newer")
    assert job.submission_tag == tag


def test_an_unknown_job_raises_not_found_with_the_service_s_message(
    client: RuntimeClient,
) -> None:
    with pytest.raises(NotFoundError) as caught:
        client.jobs.get("0123456789abcdefghij")
    error = caught.value
    assert (error.status, error.code, error.method) == (404, 1291, "GET")
    assert error.solution
    assert error.trace
    assert "0123456789abcdefghij" in str(error)
    assert "us-east" in str(error)


@pytest.mark.parametrize("job_id", ["", ".", "..", "a/b", "a b", "a?b", "../backends"])
def test_an_id_that_would_change_the_path_raises_before_sending(client: RuntimeClient, job_id: str) -> None:
    with pytest.raises(ConfigurationError, match="not a job id"):
        client.jobs.get(job_id)


def test_a_circuit_outside_the_instruction_set_fails_with_code_1517(client: RuntimeClient) -> None:
    job = client.sampler.submit(NOT_ISA, backend="ibm_fez")
    with pytest.raises(JobFailedError, match="h on qubits") as caught:
        job.result()
    assert caught.value.code == 1517
    assert caught.value.job is job
    assert job.error is not None
    assert job.error.code == 1517


def test_the_result_of_a_queued_job_raises_code_1234(slow_client: RuntimeClient) -> None:
    job = slow_client.sampler.submit(FLIP, backend="ibmq_manila")
    with pytest.raises(ApiError) as caught:
        job.result_body()
    assert (caught.value.status, caught.value.code) == (400, 1234)


def test_a_cancelled_job_raises_and_cannot_be_cancelled_again(slow_client: RuntimeClient) -> None:
    job = slow_client.sampler.submit(FLIP, backend="ibmq_manila")
    job.cancel()
    with pytest.raises(JobCancelledError) as caught:
        job.result()
    assert not caught.value.ran_too_long
    with pytest.raises(ConflictError):
        job.cancel()


def test_delete_removes_an_ended_job_and_rejects_a_queued_one(
    client: RuntimeClient, slow_client: RuntimeClient
) -> None:
    job = client.sampler.submit(FLIP, backend="ibm_fez").wait()
    job.delete()
    with pytest.raises(NotFoundError):
        client.jobs.get(job.id)
    waiting = slow_client.sampler.submit(FLIP, backend="ibmq_manila")
    with pytest.raises(ApiError) as caught:
        waiting.delete()
    assert caught.value.status == 400


def test_a_timed_out_wait_keeps_the_job_and_does_not_cancel_it(slow_client: RuntimeClient) -> None:
    job = slow_client.sampler.submit(FLIP, backend="ibmq_manila")
    with pytest.raises(JobTimeoutError, match=job.id) as caught:
        job.wait(timeout=0.3)
    assert caught.value.job is job
    assert caught.value.pending == (job,)
    assert job.refresh().status == "Queued"


def test_on_update_is_called_once_per_status(client: RuntimeClient) -> None:
    seen: list[str] = []
    client.sampler.submit(FLIP, backend="ibm_fez").wait(on_update=lambda job: seen.append(job.status))
    assert seen[0] == "Queued"
    assert seen[-1] == "Completed"
    assert len(seen) == len(set(seen))


def test_progress_is_written_to_stderr_only(
    client: RuntimeClient, capsys: pytest.CaptureFixture[str]
) -> None:
    job = client.sampler.submit(FLIP, backend="ibm_fez")
    job.wait(progress=True)
    written = capsys.readouterr()
    assert written.out == ""
    assert f"job {job.id} on ibm_fez: Completed" in written.err


def test_params_returns_the_submitted_parameters(client: RuntimeClient) -> None:
    job = client.sampler.submit(FLIP, backend="ibm_fez", shots=7)
    params = job.params()
    assert params["shots"] == 7
    assert params["pubs"] == [[FLIP]]


@pytest.mark.parametrize("kind", ["text/plain", "application/json"])
@pytest.mark.parametrize("private", [False, True], ids=["open", "private"])
def test_result_is_parsed_from_json_with_any_content_type(
    client: RuntimeClient, emulator: Emulator, kind: Literal["text/plain", "application/json"], private: bool
) -> None:
    emulator.scenario.apply({"results_content_type": kind})
    try:
        job = client.sampler.submit(FLIP, backend="ibm_fez", shots=10, private=private)
        assert job.wait(timeout=60).result()[0].c.counts() == {"1": 10}
    finally:
        emulator.scenario.apply({"results_content_type": "documented"})
    (call,) = [call for call in emulator.calls if call.path.endswith(f"{job.id}/results")]
    assert dict(call.response_headers)["content-type"].startswith(kind)


def test_a_private_result_can_be_read_only_once(client: RuntimeClient) -> None:
    job = client.sampler.submit(FLIP, backend="ibm_fez", private=True, shots=5).wait()
    assert job.private
    assert job.params() == {}
    assert job.result()[0].counts() == {"1": 5}
    with pytest.raises(NotFoundError, match="read only once"):
        job.result()


def test_logs_are_text(client: RuntimeClient) -> None:
    job = client.sampler.submit(FLIP, backend="ibm_fez").wait()
    assert isinstance(job.logs(), str)
    job.delete()
    with pytest.raises(NotFoundError, match=job.id):
        job.logs()


@pytest.fixture(scope="module")
def jobs(emulator: Emulator) -> list[str]:
    """Ids of seven ended jobs with a tag, oldest first."""
    with RuntimeClient(**emulator.access) as client:
        jobs = [client.sampler.submit(FLIP, backend="ibm_fez", tags=["listed"], shots=1) for _ in range(7)]
        client.jobs.wait_all(jobs)
        return [job.id for job in jobs]


class TestListing:
    def test_list_returns_newest_jobs_first(self, client: RuntimeClient, jobs: list[str]) -> None:
        assert [job.id for job in client.jobs.list(tags=["listed"])] == jobs[::-1]

    def test_list_ascending_returns_oldest_jobs_first(self, client: RuntimeClient, jobs: list[str]) -> None:
        assert [job.id for job in client.jobs.list(tags=["listed"], descending=False)] == jobs

    @pytest.mark.parametrize("limit", [0, 1, 3, 7, 100])
    def test_list_respects_the_limit(self, client: RuntimeClient, jobs: list[str], limit: int) -> None:
        assert [job.id for job in client.jobs.list(tags=["listed"], limit=limit)] == jobs[::-1][:limit]

    def test_small_pages_return_the_same_jobs_as_one_page(
        self, client: RuntimeClient, jobs: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(listing, "MAX_PAGE", 2)
        assert [job.id for job in client.jobs.list(tags=["listed"])] == jobs[::-1]

    @pytest.mark.parametrize("descending", [True, False])
    def test_paging_by_date_and_by_offset_return_the_same_jobs(
        self, client: RuntimeClient, jobs: list[str], monkeypatch: pytest.MonkeyPatch, descending: bool
    ) -> None:
        monkeypatch.setattr(listing, "MAX_PAGE", 2)
        monkeypatch.setattr(listing, "_DEEPEST_OFFSET", 3)
        wanted = jobs[::-1] if descending else jobs
        assert [job.id for job in client.jobs.list(tags=["listed"], descending=descending)] == wanted

    def test_jobs_created_between_pages_cause_no_duplicates(
        self, client: RuntimeClient, jobs: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(listing, "MAX_PAGE", 2)
        listed = []
        for job in client.jobs.list(tags=["listed"]):
            listed.append(job.id)
            if len(listed) == 2:
                late = client.sampler.submit(FLIP, backend="ibm_fez", tags=["listed"], shots=1)
        try:
            assert listed == jobs[::-1]
        finally:
            late.wait().delete()

    def test_list_sends_its_filters(self, client: RuntimeClient, jobs: list[str]) -> None:
        middle = client.jobs.get(jobs[3]).created
        assert middle is not None
        after = [job.id for job in client.jobs.list(tags=["listed"], created_after=middle)]
        before = [job.id for job in client.jobs.list(tags=["listed"], created_before=middle.isoformat())]
        assert after == jobs[3:][::-1]
        assert before == jobs[:4][::-1]
        assert list(client.jobs.list(tags=["listed"], pending=True)) == []
        assert (
            len(list(client.jobs.list(tags=["listed"], pending=False, backend="ibm_fez", program="sampler")))
            == 7
        )
        assert list(client.jobs.list(tags=["listed"], backend="ibmq_manila")) == []


class TestWaitingForMany:
    def test_wait_all_returns_jobs_in_the_order_given(self, client: RuntimeClient) -> None:
        jobs = [client.sampler.submit(FLIP, backend="ibm_fez", shots=number) for number in range(1, 6)]
        ended = client.jobs.wait_all(reversed(jobs))
        assert [job.id for job in ended] == [job.id for job in reversed(jobs)]
        assert [job.result()[0].counts() for job in jobs] == [{"1": number} for number in range(1, 6)]

    def test_a_failed_job_does_not_affect_the_others(self, client: RuntimeClient) -> None:
        good, bad = (
            client.sampler.submit(FLIP, backend="ibm_fez"),
            client.sampler.submit(NOT_ISA, backend="ibm_fez"),
        )
        client.jobs.wait_all([bad, good])
        with pytest.raises(JobFailedError):
            bad.result()
        assert set(good.result()[0].counts()) == {"1"}

    def test_as_completed_yields_each_job_once(self, client: RuntimeClient) -> None:
        jobs = [client.sampler.submit(FLIP, backend="ibm_fez", shots=1) for _ in range(5)]
        ended = list(client.jobs.as_completed(jobs))
        assert sorted(job.id for job in ended) == sorted(job.id for job in jobs)
        assert all(job.ended for job in ended)

    def test_waiting_for_no_jobs_returns_immediately(self, client: RuntimeClient) -> None:
        assert client.jobs.wait_all([]) == []

    def test_a_timeout_lists_the_pending_jobs(
        self, client: RuntimeClient, slow_client: RuntimeClient
    ) -> None:
        jobs = [slow_client.sampler.submit(FLIP, backend="ibmq_manila") for _ in range(3)]
        jobs[1].cancel()
        with pytest.raises(JobTimeoutError, match="1 more") as caught:
            slow_client.jobs.wait_all(jobs, timeout=0.5)
        assert caught.value.pending == (jobs[0], jobs[2])
        assert jobs[1].status == "Cancelled"


def test_waiting_for_hundreds_of_jobs_takes_few_requests_per_round(
    arguments: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds = []
    refresh_all = many.refresh_all
    monkeypatch.setattr(many, "refresh_all", lambda *given: rounds.append(1) or refresh_all(*given))
    recorder = Recorder()
    with RuntimeClient(**arguments, transport=recorder) as client:
        jobs = [client.sampler.submit(FLIP, backend="ibm_fez", shots=1) for _ in range(sampled(220, 300))]
        client.jobs.wait_all(jobs)
        assert all(job.status == "Completed" for job in jobs)
        # Two pages of pending jobs, two of ended ones; up to four jobs by id.
        assert 0 < recorder.count("GET", "/jobs") <= 4 * len(rounds)
        assert sum(recorder.count("GET", job.id) for job in jobs) <= 4 * len(rounds)
