"""Budgets when responses are lost: no possible charge is forgotten, and none is counted twice."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from integration.faults.conftest import BACKEND
from integration.faults.proxy import ASKING, CREATING, FAULTS, Fault, Scenario
from integration.faults.test_submission import GivingUpSync
from support.circuits import FLIP
from support.worlds import perform

from qrt_facade import (
    BudgetExceededError,
    QrtError,
    RateLimitError,
    RuntimeClient,
    SubmissionsStoppedError,
    SubmissionUncertainError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from integration.faults.conftest import Ledger
    from integration.faults.proxy import FaultProxy
    from support.timing import Pauses

    from qrt_facade import BudgetCharge

PARAMS = {"pubs": [[FLIP, None, 10]], "version": 2}
COST = 3.0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "budget.sqlite"


@pytest.fixture
def client(arguments: dict[str, Any], path: Path) -> Iterator[RuntimeClient]:
    with RuntimeClient(**arguments, budget_seconds=60, ledger=path, retries=0) as made:
        yield made


def open_charges(client: RuntimeClient) -> tuple[BudgetCharge, ...]:
    return client.budget().charges


def submit(client: Any, **more: Any) -> Any:
    return client.jobs.submit("sampler", PARAMS, backend=BACKEND, **more)


@pytest.mark.parametrize(
    "fault",
    [
        name
        if name in {"cut before the answer", "503 instead"}
        else pytest.param(name, marks=pytest.mark.long)
        for name in FAULTS
        if "too late" not in name and not name.startswith("429")
    ],
)
@pytest.mark.parametrize("world", ["sync", pytest.param("asyncio", marks=pytest.mark.long)])
def test_a_submission_through_a_fault_is_charged_once(
    arguments: dict[str, Any], proxy: FaultProxy, path: Path, fault: str, world: str
) -> None:
    proxy.met(Scenario.each(CREATING, [fault]))
    settings = {**arguments, "budget_seconds": 60, "ledger": path}
    with pytest.warns(RuntimeWarning) if "instead" in fault or "inside the request" in fault else _quiet():
        [job] = perform(world, settings, submit)
    with RuntimeClient(**settings) as again:
        [charge] = open_charges(again)
    assert (charge.job_id, charge.seconds) == (job.id, COST)


class _quiet:  # noqa: N801 - replaces a function
    """A block that may warn."""

    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


def test_an_uncertain_submission_stays_reserved_and_is_found_by_its_tag(
    client: RuntimeClient, proxy: FaultProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy.met(Scenario.always(CREATING, "cut before the answer"), Scenario.always(ASKING, "503 instead"))
    with pytest.raises(SubmissionUncertainError) as caught:
        submit(client)
    [charge] = open_charges(client)
    assert (charge.job_id, charge.tag) == (None, caught.value.tag)
    proxy.met()
    assert caught.value.tag is not None
    job = client.jobs.find_submission(caught.value.tag)
    assert job is not None
    assert [one.job_id for one in open_charges(client)] == [job.id]


def test_uncertain_submissions_are_looked_up_before_a_rejection_and_released_late(
    arguments: dict[str, Any], proxy: FaultProxy, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qrt_facade._sync.budget._YOUNG", -1.0)

    def client() -> RuntimeClient:
        return RuntimeClient(**arguments, budget_seconds=COST, ledger=path, retries=0)

    with client() as first:
        proxy.met(Scenario.always(CREATING, "cut before the request"), Scenario.always(ASKING, "503 instead"))
        with pytest.raises(SubmissionUncertainError):
            submit(first)
        proxy.met()
        with pytest.raises(BudgetExceededError):
            submit(first)  # no job has the tag, but one may still appear
        assert len(open_charges(first)) == 1
    with client() as second:
        [charge] = open_charges(second)
        after = charge.since.timestamp() + 1e6
        monkeypatch.setattr("qrt_facade._sync.budget.timing", _At(after))
        job = submit(second)
        assert [one.job_id for one in open_charges(second)] == [job.id]


class _At:
    """The pauses at a later time."""

    def __init__(self, now: float) -> None:
        self._now = now

    def current(self) -> Any:
        return self

    @property
    def clock(self) -> Any:
        return self

    def time(self) -> float:
        return self._now

    def monotonic(self) -> float:
        return self._now


def test_a_storm_of_429_leaves_nothing_reserved(client: RuntimeClient, proxy: FaultProxy) -> None:
    proxy.met(Scenario.always(CREATING, "429"))
    with pytest.raises(RateLimitError):
        submit(client)
    assert open_charges(client) == ()


def test_a_series_keeps_its_reservations_through_429s_and_releases_the_rest(
    client: RuntimeClient, proxy: FaultProxy, pauses: Pauses, path: Path, arguments: dict[str, Any]
) -> None:
    pauses(first_resubmission=0.01, longest_resubmission=0.01, refused_submissions=3, look_ups=(0.01,))
    reserved: list[float] = []
    with RuntimeClient(**arguments, budget_seconds=60, ledger=path) as other:
        proxy.met(Scenario.each(CREATING, [None, "429", "429", None, *["429"] * 9]))
        original = client.jobs._submitter.submit

        def noting(*args: Any, **kwargs: Any) -> Any:
            reserved.append(sum(one.seconds for one in open_charges(other)))
            return original(*args, **kwargs)

        client.jobs._submitter.submit = noting  # type: ignore[method-assign]
        with pytest.raises(SubmissionsStoppedError, match="2 of 6 jobs"):
            client.jobs.submit_many("sampler", [PARAMS] * 6, backend=BACKEND)
    assert set(reserved) == {6 * COST}
    assert sum(one.seconds for one in open_charges(client)) == 2 * COST


def test_a_series_ending_uncertain_keeps_that_reservation(client: RuntimeClient, proxy: FaultProxy) -> None:
    proxy.met(
        Scenario.each(CREATING, [None, *["cut before the answer"] * 9]),
        Scenario.always(ASKING, "503 instead"),
    )
    with pytest.raises(SubmissionsStoppedError, match="1 of 4 jobs"):
        client.jobs.submit_many("sampler", [PARAMS] * 4, backend=BACKEND)
    assert [one.job_id is None for one in open_charges(client)] == [False, True]


def test_a_late_duplicate_counts_until_its_charge_is_known(
    arguments: dict[str, Any], proxy: FaultProxy, ledger: Ledger, path: Path
) -> None:
    later = Fault("held until after the next", held="request until after the next")
    proxy.met(Scenario.each(CREATING, [later]))
    with RuntimeClient(**arguments, transport=GivingUpSync(), budget_seconds=60, ledger=path) as client:
        with pytest.warns(RuntimeWarning, match="sent again"):
            job = submit(client)
        jobs = ledger.tagged(job.submission_tag or "")
        assert len(jobs) == 2
        assert sorted(one.job_id or "" for one in open_charges(client)) == sorted(jobs)


def test_a_key_of_a_killed_process_is_charged_once(
    arguments: dict[str, Any], proxy: FaultProxy, ledger: Ledger, path: Path, tmp_path: Path
) -> None:
    settings = {**arguments, "budget_seconds": COST, "ledger": path, "retries": 0}
    key = str(tmp_path)
    with RuntimeClient(**settings) as killed:
        proxy.met(
            Scenario.always(CREATING, "cut before the answer"),
            # A key is looked up before anything is sent; everything after that is lost.
            Scenario.each(ASKING, [None, *["503 instead"] * 99]),
        )
        with pytest.raises(SubmissionUncertainError) as caught:
            submit(killed, key=key, on_uncertain="raise")
        [charge] = open_charges(killed)
        assert (charge.job_id, charge.tag) == (None, caught.value.tag)
    proxy.met()
    with RuntimeClient(**settings) as again:
        job = submit(again, key=key)
        assert job.adopted
        assert [(one.job_id, one.seconds) for one in open_charges(again)] == [(job.id, COST)]
    assert list(ledger.tagged(job.submission_tag or "")) == [job.id]


def test_an_unavailable_backend_description_sends_and_reserves_nothing(
    client: RuntimeClient, proxy: FaultProxy
) -> None:
    proxy.met(Scenario.always(("GET", r"/backends/.*"), "503 instead"))
    with pytest.raises(QrtError) as caught:
        submit(client)
    assert "nothing was sent" in json.dumps(caught.value.__notes__)
    assert proxy.of(*CREATING) == []
    assert open_charges(client) == ()
