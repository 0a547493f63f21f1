from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest
from support.circuits import FLIP
from support.scripted import TLS

from qrt_facade import ConfigurationError, RuntimeClient, SubmissionsStoppedError
from qrt_facade._policy.interruptions import InterruptionNote

if TYPE_CHECKING:
    from support.timing import Pauses


@pytest.fixture
def fast_pace(pauses: Pauses) -> None:
    pauses(first_resubmission=0.1, first_retry=0.01, longest_retry_after=0.2, refused_submissions=2)


def test_submit_many_keeps_the_order(client: RuntimeClient) -> None:
    jobs = client.sampler.submit_many([FLIP] * 4, backend="ibm_fez", shots=3, tags=["of many"])
    listed = client.jobs.list(tags=["of many"], descending=False)
    assert [job.id for job in jobs] == [job.id for job in listed]
    assert [job.result()[0].counts() for job in jobs] == [{"1": 3}] * 4


def test_rate_limiting_only_delays_submissions(fast_pace: None) -> None:
    with RuntimeClient.local(noise=False, rate_limit=3, backends="ibmq_manila") as client:
        patient = client.with_options(retries=0)
        # The emulator accepts three per minute, so the fourth is rejected until the pace gives up.
        with pytest.raises(SubmissionsStoppedError, match="3 of 5 jobs") as caught:
            patient.sampler.submit_many([FLIP] * 5, backend="ibmq_manila")
        assert len(caught.value.jobs) == 3
        assert caught.value.remaining == 2
        assert len(list(client.jobs.list())) == 3


def test_an_invalid_job_of_a_series_raises_before_sending(client: RuntimeClient) -> None:
    before = len(list(client.jobs.list()))
    with pytest.raises(ConfigurationError):
        client.sampler.submit_many([FLIP, 17], backend="ibm_fez")
    assert len(list(client.jobs.list())) == before


class InterruptedAtTheThird(httpx.HTTPTransport):
    """A transport under which Ctrl-C is pressed before the third submission is sent."""

    submissions = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.submissions += request.method == "POST" and request.url.path.endswith("/jobs")
        if self.submissions == 3:
            raise KeyboardInterrupt
        return super().handle_request(request)


def test_ctrl_c_propagates_with_the_jobs_so_far(arguments: dict[str, Any]) -> None:
    with (
        RuntimeClient(**arguments, transport=InterruptedAtTheThird(verify=TLS)) as client,
        pytest.warns(RuntimeWarning, match="2 of 5 jobs were submitted and continue"),
        pytest.raises(KeyboardInterrupt) as caught,
    ):
        client.sampler.submit_many([FLIP] * 5, backend="ibm_fez", tags=["interrupted series"])
    note = InterruptionNote.of(caught.value)
    assert note is not None
    assert note.tag is not None
    with RuntimeClient(**arguments) as client:
        stored = [job.id for job in client.jobs.list(tags=["interrupted series"], descending=False)]
    assert [job.id for job in note.jobs] == stored
    assert len(stored) == 2
    assert all(job_id in note for job_id in stored)
