"""Invalid arguments while money is at stake: they raise before anything is sent."""

from __future__ import annotations

import enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import anyio
import numpy as np
import pytest
from support.circuits import BELL
from support.jobs_service import JobsService

from qrt_facade import AsyncRuntimeClient, ConfigurationError, RuntimeClient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from support.timing import Pauses


@pytest.fixture
def service(pauses: Pauses) -> Iterator[JobsService]:
    pauses(first_poll=0.01, look_ups=(0.01,), duplicate_look_ups=(0.01,))
    with JobsService() as running:
        yield running


@pytest.fixture
def client(service: JobsService) -> Iterator[RuntimeClient]:
    with RuntimeClient(**service.arguments()) as made:
        yield made


class Unprintable:
    """An object whose repr raises, like a partly constructed object of a user."""

    def __repr__(self) -> str:
        raise RuntimeError("no repr")


class Device(enum.StrEnum):
    """The devices of a project, with its own names."""

    BIG = "ibm_fez"


@pytest.mark.parametrize(
    "waiting",
    [{"timeout": "5"}, {"timeout": -1}, {"timeout": float("nan")}, {"on_update": 3}],
    ids=str,
)
@pytest.mark.parametrize("program", ["sampler", "estimator", "any"])
def test_invalid_wait_arguments_raise_before_the_job_is_submitted(
    service: JobsService, client: RuntimeClient, program: str, waiting: dict[str, Any]
) -> None:
    calls: dict[str, Callable[..., Any]] = {
        "sampler": lambda **wait: client.sampler.run(BELL, backend="ibm_fez", **wait),
        "estimator": lambda **wait: client.estimator.run((BELL, "ZZ"), backend="ibm_fez", **wait),
        "any": lambda **wait: client.jobs.submit_and_wait("sampler", {"pubs": []}, backend="ibm_fez", **wait),
    }
    with pytest.raises(ConfigurationError, match=next(iter(waiting))):
        calls[program](**waiting)
    assert not service.sent


def test_a_coroutine_function_as_on_update_raises(
    service: JobsService,
) -> None:
    async def update(_: object) -> None: ...

    async def run() -> None:
        async with AsyncRuntimeClient(**service.arguments()) as client:
            await client.sampler.run(BELL, backend="ibm_fez", on_update=update)

    with pytest.raises(ConfigurationError, match="coroutine"):
        anyio.run(run)
    assert not service.sent


@pytest.mark.parametrize(
    "changed",
    [
        {"private": "false"},
        {"private": "yes"},
        {"private": None},
        {"private": np.array([1, 2])},
        {"submission_tag": "my-tag"},
        {"submission_tag": None},
        {"session": ""},
        {"session": 0},
        {"session": False},
        {"shots": 10**5000},
        {"shots": np.True_},
        {"shots": Fraction(5)},
        {"shots": Unprintable()},
        {"backend": Unprintable()},
        {"tags": [Unprintable()]},
        {"log_level": Unprintable()},
        {"on_uncertain": Unprintable()},
        {"max_execution_time": 10**5000},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_ambiguous_arguments_raise_and_are_named(
    service: JobsService, client: RuntimeClient, changed: dict[str, Any]
) -> None:
    with pytest.raises(ConfigurationError):
        client.sampler.submit(BELL, **{"backend": "ibm_fez", **changed})
    assert not service.sent


@pytest.mark.parametrize(
    "precision", [10**5000, Unprintable(), 1e-320, 1e-160], ids=["int", "object", "tiny", "small"]
)
def test_an_extreme_precision_raises(service: JobsService, client: RuntimeClient, precision: Any) -> None:
    with pytest.raises(ConfigurationError):
        client.estimator.submit((BELL, "ZZ"), backend="ibm_fez", precision=precision)
    assert not service.sent


@pytest.mark.parametrize("flag", [True, 1, np.True_], ids=repr)
def test_flags_accept_numpy_bools_and_1(service: JobsService, client: RuntimeClient, flag: Any) -> None:
    assert client.sampler.submit(BELL, backend="ibm_fez", private=flag).private
    assert service.posted[0]["private"] is True


@pytest.mark.parametrize("pubs", [{BELL: 1024}, {BELL}, frozenset({BELL})], ids=["dict", "set", "frozenset"])
def test_pubs_that_would_lose_values_or_order_raise(
    service: JobsService, client: RuntimeClient, pubs: Any
) -> None:
    with pytest.raises(ConfigurationError, match="list of PUBs"):
        client.sampler.submit(pubs, backend="ibm_fez")
    assert not service.sent


def test_pubs_params_and_tags_may_be_iterators(service: JobsService, client: RuntimeClient) -> None:
    client.sampler.submit(iter([BELL, BELL]), backend="ibm_fez", tags=(tag for tag in "ab"))
    client.jobs.submit_many("sampler", ({"pubs": []} for _ in range(2)), backend="ibm_fez")
    assert len(service.posted[0]["params"]["pubs"]) == 2
    assert service.posted[0]["tags"][:2] == ["a", "b"]
    assert len(service.posted) == 3


def test_an_iterator_of_tags_applies_to_every_job_of_a_series(
    service: JobsService, client: RuntimeClient
) -> None:
    jobs = client.sampler.submit_many([BELL, BELL], backend="ibm_fez", tags=iter(["a", "b"]))
    assert [job.tags for job in jobs] == [("a", "b")] * 2


def test_an_enum_member_is_sent_as_its_value(service: JobsService, client: RuntimeClient) -> None:
    client.sampler.submit(BELL, backend=Device.BIG)
    assert service.posted[0]["backend"] == "ibm_fez"


def test_a_job_as_session_raises(service: JobsService, client: RuntimeClient) -> None:
    job = client.sampler.submit(BELL, backend="ibm_fez")
    with pytest.raises(ConfigurationError, match="is a job, not a session"):
        client.sampler.submit(BELL, backend="ibm_fez", session=job)
    assert len(service.sent) == 1


def test_a_session_with_another_backend_raises(service: JobsService, client: RuntimeClient) -> None:
    session = client.sessions.create(backend="ibm_fez", mode="batch")
    for submit in (session.sampler.submit, client.sampler.submit):
        with pytest.raises(ConfigurationError, match="s0 is on 'ibm_fez'"):
            submit(BELL, backend="ibm_marrakesh", session=session)
    assert not service.sent
    assert session.sampler.submit(BELL, backend="ibm_fez").session_id == "s0"


def test_a_resubmission_sends_the_values_that_were_checked(
    service: JobsService, client: RuntimeClient
) -> None:
    values = [0.1, 0.2]
    params = {"pubs": [["circuit", values, 10]]}
    service.losses = 1
    answer = service.api

    def changing(seen: Any) -> Any:
        if seen.method == "POST":
            values[0] = 9.9
            values.append(float("nan"))
        return answer(seen)  # type: ignore[operator]

    service.api = changing
    with pytest.warns(RuntimeWarning, match="sent again"):
        client.jobs.submit("sampler", params, backend="ibm_fez")
    assert [body["params"]["pubs"][0][1] for body in service.sent] == [[0.1, 0.2]] * 2


@pytest.mark.parametrize(
    "choose",
    [
        lambda job: job,
        lambda _: None,
        lambda _: [None],
        lambda job: [job, 1],
        lambda job: job.id,
        lambda job: {job.id: job},
        lambda _: [Unprintable()],
    ],
    ids=["job", "None", "list of None", "number", "id", "dict", "object"],
)
def test_wait_all_rejects_invalid_lists_of_jobs(client: RuntimeClient, choose: Callable[[Any], Any]) -> None:
    job = client.sampler.submit(BELL, backend="ibm_fez")
    with pytest.raises(ConfigurationError, match="list of Job"):
        client.jobs.wait_all(choose(job), 5)
    with pytest.raises(ConfigurationError, match="list of Job"):
        list(client.jobs.as_completed(choose(job), 5))


def test_wait_all_rejects_jobs_of_the_other_kind_of_client(
    service: JobsService, client: RuntimeClient
) -> None:
    job = client.sampler.submit(BELL, backend="ibm_fez")

    async def wait() -> None:
        async with AsyncRuntimeClient(**service.arguments()) as other:
            await other.jobs.wait_all([job], 5)  # type: ignore[list-item]

    with pytest.raises(ConfigurationError, match="list of AsyncJob"):
        anyio.run(wait)


@pytest.mark.parametrize("wrong", ["", "..", "a/b", "a b", "a?b", "x" * 50 + "\n"])
def test_a_string_that_is_not_an_id_raises_before_sending(
    service: JobsService, client: RuntimeClient, wrong: str
) -> None:
    job = client.sampler.submit(BELL, backend="ibm_fez")
    before = len(service.calls)
    with pytest.raises(ConfigurationError, match="is not a job id"):
        client.jobs.wait_all([job, wrong], 5)
    with pytest.raises(ConfigurationError, match="is not a job id"):
        next(client.jobs.as_completed([job.id, wrong], 5))
    assert len(service.calls) == before


def test_wait_all_accepts_an_iterator_with_duplicates(client: RuntimeClient) -> None:
    job = client.sampler.submit(BELL, backend="ibm_fez")
    assert client.jobs.wait_all(iter([job, job]), 5) == [job, job]


def test_a_job_of_another_client_is_polled_at_its_own_service(client: RuntimeClient) -> None:
    with JobsService() as elsewhere, RuntimeClient(**elsewhere.arguments()) as other:
        foreign = other.sampler.submit(BELL, backend="ibm_fez")
        assert [job.status for job in client.jobs.wait_all([foreign], 5)] == ["Completed"]
        assert any(seen.path.startswith("/api/v1/jobs/j0") for seen in elsewhere.calls)


def test_cancel_duplicates_must_be_true_to_cancel(client: RuntimeClient) -> None:
    with pytest.raises(ConfigurationError, match="cancel_duplicates"):
        client.jobs.find_submission("qrt-submission-0", cancel_duplicates="no")  # type: ignore[arg-type]


def test_on_update_may_submit_and_wait(service: JobsService, client: RuntimeClient) -> None:
    inner: list[Any] = []

    def update(job: Any) -> None:
        if job.id == "j0" and not job.ended:
            inner.append(client.sampler.submit(BELL, backend="ibm_fez").wait(5))
            job.wait(5)

    assert len(client.sampler.run(BELL, backend="ibm_fez", on_update=update)) == 1
    assert [job.status for job in inner] == ["Completed"]
    assert len(service.posted) == 2


def test_an_exception_in_on_update_names_the_job(service: JobsService, client: RuntimeClient) -> None:
    def update(_: object) -> None:
        raise ZeroDivisionError("of the caller's own")

    with pytest.raises(ZeroDivisionError) as caught:
        client.sampler.run(BELL, backend="ibm_fez", on_update=update)
    assert any("j0" in note for note in caught.value.__notes__)
    assert len(service.posted) == 1
