"""Budgets: reservations before a job is sent, settled charges, and rejections that name both figures."""

from __future__ import annotations

import asyncio
import json
import os
import pickle
import re
import subprocess
import sys
import threading
import warnings
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from support.circuits import FLIP, ROTATION
from support.scripted import TLS
from support.worlds import perform

from qrt_facade import (
    AsyncRuntimeClient,
    BudgetExceededError,
    ConfigurationError,
    RuntimeClient,
    SubmissionsStoppedError,
)
from qrt_facade._connection.journal import scope_of
from qrt_facade._connection.ledger import LedgerFile
from qrt_facade._display.html import html_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

JOB = {"backend": "ibmq_manila", "shots": 10}
COST = 3.0
"""Seconds that the emulator charges for the flip, which is also its estimate, rounded up."""
UNBOUNDED = {"options": {"resilience": {"pec_mitigation": True}}}


class Watched(httpx.HTTPTransport):
    """Records requests, and can return responses set by a test."""

    def __init__(self) -> None:
        super().__init__(verify=TLS)
        self.asked: list[str] = []
        self.answers: dict[str, Callable[[httpx.Request], httpx.Response | None]] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        call = f"{request.method} {re.sub(r'^.*/v1', '', request.url.path)}"
        self.asked.append(call)
        for pattern, answer in self.answers.items():
            if re.fullmatch(pattern, call) and (made := answer(request)) is not None:
                return made
        return super().handle_request(request)

    def sent(self) -> int:
        return self.asked.count("POST /jobs")

    def keep_jobs_queued(self) -> None:
        """Report jobs as queued, whatever their state in the emulator."""
        self.answers[r"GET /jobs/[^/?]+"] = lambda request: httpx.Response(
            200, json={"id": request.url.path.rpartition("/")[2], "status": "Queued"}
        )

    def left(self, **figures: object) -> None:
        """Return these figures for the instance's usage."""
        self.answers["GET /instances/usage"] = lambda _: httpx.Response(200, json=figures)


@pytest.fixture
def watched() -> Watched:
    return Watched()


@pytest.fixture
def made(arguments: dict[str, Any], watched: Watched) -> Iterator[Callable[..., RuntimeClient]]:
    clients: list[RuntimeClient] = []

    def make(**settings: Any) -> RuntimeClient:
        clients.append(RuntimeClient(**{**arguments, "transport": watched, **settings}))
        return clients[-1]

    yield make
    for one in clients:
        one.close()


def counted(client: RuntimeClient) -> float:
    budget = client.budget()
    return budget.used_seconds + budget.reserved_seconds


def test_budget_counts_estimates_until_charges_are_known(
    made: Callable[..., RuntimeClient], watched: Watched
) -> None:
    client = made(budget_seconds=7)
    first = client.sampler.submit(FLIP, **JOB)
    assert (client.budget().used_seconds, client.budget().reserved_seconds) == (0, COST)
    first.wait()
    assert (client.budget().used_seconds, client.budget().reserved_seconds) == (first.usage_seconds, 0)
    client.sampler.submit(FLIP, **JOB)
    with pytest.raises(
        BudgetExceededError, match=r"needs 3 s of QPU time, and 1 s of budget_seconds=7"
    ) as caught:
        client.sampler.submit(FLIP, **JOB)
    error = caught.value
    assert watched.sent() == 2
    assert (error.budget_seconds, error.needed_seconds, error.max_seconds) == (7, COST, None)
    assert (error.used_seconds or 0) + (error.reserved_seconds or 0) == 6.0
    assert error.estimate is not None
    assert 2.0 < error.estimate.seconds <= COST
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.needed_seconds, copy.estimate, str(copy)) == (COST, error.estimate, str(error))


def test_budget_fetches_charges_of_ended_jobs_before_rejecting(
    made: Callable[..., RuntimeClient], watched: Watched, client: RuntimeClient
) -> None:
    limited = made(budget_seconds=9)
    jobs = [
        limited.sampler.submit(FLIP, **JOB, max_execution_time=900 if number else None) for number in range(2)
    ]
    assert limited.budget().reserved_seconds == 6.0
    client.jobs.wait_all([job.id for job in jobs])  # as another client's jobs: not noted in the budget
    before = len(watched.asked)
    limited.sampler.submit(FLIP, **JOB)
    assert len(watched.asked) == before + 1, "it fits, and nothing has to be asked"
    with pytest.raises(BudgetExceededError):
        limited.sampler.submit(FLIP, **JOB)
    assert limited.budget().used_seconds >= 6.0
    assert [call for call in watched.asked[before + 1 :] if call.startswith("POST")] == []


def test_a_charge_below_the_estimate_frees_budget(
    made: Callable[..., RuntimeClient], client: RuntimeClient
) -> None:
    limited = made(budget_seconds=102)
    unbounded = limited.estimator.submit((FLIP_ESTIMATE, ["Z"]), **MITIGATED, max_execution_time=100)
    assert limited.budget().reserved_seconds == 100
    client.jobs.wait_all([unbounded.id])
    limited.sampler.submit(FLIP, **JOB)


FLIP_ESTIMATE = 'OPENQASM 3.0; include "stdgates.inc"; x $0;'
MITIGATED: dict[str, Any] = {
    "backend": "ibm_fez",
    "precision": 0.2,
    "options": {"resilience": {"pec_mitigation": True}},
}


def test_a_lower_bound_estimate_needs_a_limit_which_is_reserved(
    made: Callable[..., RuntimeClient], watched: Watched
) -> None:
    client = made(budget_seconds=60)
    work = (FLIP_ESTIMATE, ["Z"])
    assert client.estimator.estimate(work, **MITIGATED).lower_bound
    with pytest.raises(
        BudgetExceededError, match=r"and possibly more.*max_execution_time= or max_seconds="
    ) as caught:
        client.estimator.submit(work, **MITIGATED)
    assert str(caught.value).count("probabilistic error cancellation") == 1
    assert watched.sent() == 0
    watched.keep_jobs_queued()
    client.estimator.submit(work, **MITIGATED, max_execution_time=20)
    client.estimator.submit(work, **MITIGATED, max_seconds=30.5)
    assert client.budget().reserved_seconds == 50
    with pytest.raises(BudgetExceededError, match=r"needs 11 s.* 10 s of budget_seconds=60"):
        client.estimator.submit(work, **MITIGATED, max_execution_time=11)


def body(watched: Watched, requests: list[dict[str, Any]]) -> None:
    def keep(request: httpx.Request) -> None:
        requests.append(json.loads(request.content))

    watched.answers["POST /jobs"] = keep


def test_max_seconds_rejects_a_higher_estimate_and_limits_the_job(
    made: Callable[..., RuntimeClient], watched: Watched
) -> None:
    sent: list[dict[str, Any]] = []
    body(watched, sent)
    client = made()
    with pytest.raises(BudgetExceededError, match=r"needs 3 s of QPU time, and max_seconds=2;") as caught:
        client.sampler.submit(FLIP, **JOB, max_seconds=2)
    assert (caught.value.max_seconds, caught.value.budget_seconds) == (2, None)
    assert sent == []
    with pytest.raises(BudgetExceededError, match=r"needs 3 s of QPU time, and max_seconds=2\.9 allows 2 s;"):
        client.sampler.submit(FLIP, **JOB, max_seconds=2.9)
    client.sampler.submit(FLIP, **JOB, max_seconds=20.9)
    client.sampler.submit(FLIP, **JOB, max_seconds=20, max_execution_time=7)
    client.sampler.submit(FLIP, **JOB, max_seconds=20, max_execution_time=900)
    client.sampler.submit(FLIP, **JOB, max_seconds=1e9)
    assert [one["cost"] for one in sent] == [20, 7, 20, 10800]


@pytest.mark.parametrize("value", [0, -1, "20", True, float("nan"), float("inf")])
def test_max_seconds_of_a_wrong_type_raises_before_any_request(
    made: Callable[..., RuntimeClient], watched: Watched, value: Any
) -> None:
    with pytest.raises(ConfigurationError, match="max_seconds="):
        made().sampler.submit(FLIP, **JOB, max_seconds=value)
    assert watched.asked == []
    if value != 0:
        with pytest.raises(ConfigurationError, match="budget_seconds="):
            made(budget_seconds=value)


def test_ledger_requires_a_budget_and_a_file(
    made: Callable[..., RuntimeClient],
) -> None:
    with pytest.raises(ConfigurationError, match="pass budget_seconds= too"):
        made(ledger="budget.sqlite")
    for ledger in (3, "", "a\0b"):
        with pytest.raises(ConfigurationError, match=r"not a file path|does not name a file"):
            made(budget_seconds=5, ledger=ledger)


def test_without_a_limit_no_request_or_import_is_added(arguments: dict[str, Any], watched: Watched) -> None:
    with RuntimeClient(**arguments, transport=watched) as client:
        client.sampler.submit(FLIP, **JOB, advice=False)
    assert [call for call in watched.asked if "token" not in call] == ["POST /jobs"]
    code = (
        "import sys, json\nfrom qrt_facade import RuntimeClient\n"
        "client = RuntimeClient(**json.loads(sys.argv[1]))\n"
        "client.sampler.submit(sys.argv[2], backend='ibm_fez', shots=10, advice=False)\n"
        "print(*(name for name in sys.modules if name.startswith('qrt_facade') and "
        "any(word in name for word in ('budget', 'ledger', 'estimates', '_async'))), 'sqlite3' in sys.modules)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code, json.dumps(arguments), FLIP], capture_output=True, text=True, check=True
    ).stdout
    assert loaded.split() == ["False"]


def test_with_a_limit_device_and_usage_are_fetched_once(
    made: Callable[..., RuntimeClient], watched: Watched
) -> None:
    client = made(budget_seconds=600)
    for _ in range(3):
        client.sampler.submit(FLIP, **JOB, max_seconds=20, advice=False)
    client.sampler.estimate(FLIP, **JOB)
    assert sorted(call for call in watched.asked if "token" not in call) == [
        "GET /backends/ibmq_manila/configuration",
        "GET /backends/ibmq_manila/properties",
        "GET /instances/usage",
        *["POST /jobs"] * 3,
    ]


def usage(**figures: object) -> dict[str, object]:
    return {"usage_consumed_seconds": 100, "usage_limit_seconds": 105, **figures}


@pytest.mark.parametrize("budget", [None, 60])
def test_budget_does_not_exceed_what_the_instance_has_left(
    made: Callable[..., RuntimeClient], watched: Watched, budget: float | None
) -> None:
    watched.left(**usage())
    client = made(budget_seconds=budget)
    client.sampler.submit(FLIP, **JOB, max_seconds=20)
    watched.left(**usage(usage_consumed_seconds=103))
    client = made(budget_seconds=budget)
    with pytest.raises(BudgetExceededError, match=r"needs 3 s.*the instance has 2 s left") as caught:
        client.sampler.submit(FLIP, **JOB, max_seconds=20)
    assert (caught.value.remaining_seconds, caught.value.budget_seconds) == (2, budget)
    assert watched.sent() == 1


@pytest.mark.parametrize("budget", [None, 60])
def test_usage_since_the_last_request_reduces_what_is_left(
    made: Callable[..., RuntimeClient], watched: Watched, budget: float | None
) -> None:
    client = made(budget_seconds=budget)
    watched.left(**usage(usage_limit_seconds=110))
    for _ in range(3):
        client.sampler.submit(FLIP, **JOB, max_seconds=20).wait()
    assert watched.asked.count("GET /instances/usage") == 1
    watched.left(**usage(usage_consumed_seconds=109, usage_limit_seconds=110))
    with pytest.raises(BudgetExceededError, match=r"needs 3 s.*the instance has 1 s left") as caught:
        client.sampler.submit(FLIP, **JOB, max_seconds=20)
    assert caught.value.remaining_seconds == 1
    assert watched.sent() == 3


def test_pending_jobs_count_against_what_the_instance_has_left(
    made: Callable[..., RuntimeClient], watched: Watched
) -> None:
    watched.left(**usage())
    client = made(budget_seconds=60, retries=0)
    client.sampler.submit(FLIP, **JOB)
    watched.answers["GET /jobs.*"] = lambda _: httpx.Response(503)
    with pytest.raises(BudgetExceededError, match="5 s left, of which unsettled jobs may need 3 s"):
        client.sampler.submit(FLIP, **JOB)


@pytest.mark.parametrize(
    ("answer", "assumption"),
    [
        (httpx.Response(404, json={"errors": [{"code": 1, "message": "no"}]}), "could not be requested"),
        (httpx.Response(200, json={"usage_consumed_ru": 10.0, "usage_limit_ru": 12.0}), "resource units"),
        (httpx.Response(200, json={"usage_consumed_seconds": 10}), "needs 3 s"),
    ],
)
def test_unknown_remaining_seconds_do_not_reject_a_job(
    made: Callable[..., RuntimeClient], watched: Watched, answer: httpx.Response, assumption: str
) -> None:
    watched.answers["GET /instances/usage"] = lambda _: httpx.Response(
        answer.status_code, content=answer.content
    )
    client = made(budget_seconds=4, retries=0)
    client.sampler.submit(FLIP, **JOB)
    with pytest.raises(BudgetExceededError, match=assumption) as caught:
        client.sampler.submit(FLIP, **JOB)
    assert caught.value.remaining_seconds is None


def test_budget_rejects_a_series_before_its_first_job_is_sent(
    made: Callable[..., RuntimeClient], watched: Watched
) -> None:
    client = made(budget_seconds=10)
    with pytest.raises(BudgetExceededError, match=r"4 sampler jobs need 12 s of QPU time") as caught:
        client.sampler.submit_many([FLIP] * 4, **JOB)
    assert watched.sent() == 0
    assert caught.value.estimate is not None
    assert caught.value.estimate.seconds > 8
    assert client.budget().reserved_seconds == 0
    assert len(client.sampler.submit_many([FLIP] * 3, **JOB)) == 3
    assert counted(client) == 9


def test_reservations_of_a_stopped_series_are_released(
    made: Callable[..., RuntimeClient], watched: Watched
) -> None:
    client = made(budget_seconds=60, retries=0)
    refusal = {"errors": [{"code": 1234, "message": "no more"}]}

    def second(_: httpx.Request) -> httpx.Response | None:
        return httpx.Response(400, json=refusal) if watched.sent() == 2 else None

    watched.answers["POST /jobs"] = second
    with pytest.raises(SubmissionsStoppedError, match="1 of 5 jobs"):
        client.sampler.submit_many([FLIP] * 5, **JOB)
    assert counted(client) == 3


def test_adopted_jobs_are_not_charged_again(made: Callable[..., RuntimeClient], tmp_path: Path) -> None:
    ledger = tmp_path / "budget.sqlite"
    key = f"budget/{tmp_path}"
    first = made(budget_seconds=7, ledger=ledger)
    jobs = first.sampler.submit_many([FLIP] * 2, **JOB, key=key)
    again = made(budget_seconds=7, ledger=str(ledger))
    adopted = again.sampler.submit_many([FLIP] * 2, **JOB, key=key)
    assert [job.id for job in adopted] == [job.id for job in jobs]
    single = again.sampler.submit(FLIP, **JOB, key=f"{key}/0")
    assert single.adopted
    assert counted(again) == 6
    with pytest.raises(BudgetExceededError, match="the sampler job for ibmq_manila needs 3 s"):
        again.sampler.submit_many([FLIP] * 3, **JOB, key=key)


@pytest.mark.parametrize("shared", [False, True])
def test_budget_returns_open_charges_and_what_is_left(
    made: Callable[..., RuntimeClient], client: RuntimeClient, tmp_path: Path, shared: bool
) -> None:
    path = tmp_path / "budget.sqlite" if shared else None
    limited = made(budget_seconds=10, ledger=path)
    before = limited.budget()
    assert (before.left_seconds, before.charges, before.ledger) == (10, (), path)
    jobs = limited.sampler.submit_many([FLIP] * 2, **JOB)
    client.jobs.wait_all([job.id for job in jobs])  # as another client's jobs: not noted in the budget
    budget = limited.budget()
    assert (budget.used_seconds, budget.reserved_seconds, budget.in_doubt_seconds, budget.left_seconds) == (
        0,
        6,
        0,
        4,
    )
    assert [(one.job_id, one.seconds) for one in budget.charges] == [(job.id, COST) for job in jobs]
    assert all(abs((datetime.now(UTC) - one.since).total_seconds()) < 60 for one in budget.charges)
    assert (
        f"left: 4 s\nnot settled: 2 submissions\ncounted in: {path or 'memory'}\n  {jobs[0].id}: 3 s since 20"
        in str(budget)
    )
    assert jobs[1].id in html_of(budget)
    settled = limited.budget(refresh=True)
    assert (settled.used_seconds, settled.charges) == (6, ())
    assert limited.reset_budget([jobs[0], "nosuchjob"]) == 1
    assert limited.budget().used_seconds == 3
    assert limited.reset_budget() == 1
    assert limited.budget().left_seconds == 10


def test_budget_without_a_budget_explains_how_to_set_one(made: Callable[..., RuntimeClient]) -> None:
    for ask in (made().budget, made().reset_budget):
        with pytest.raises(
            ConfigurationError, match="the client has no budget; set one with budget_seconds="
        ):
            ask()


def test_budget_error_names_reservations_and_deleted_jobs_can_be_reset(
    made: Callable[..., RuntimeClient], client: RuntimeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qrt_facade._sync.budget._YOUNG", -1.0)
    limited = made(budget_seconds=12)
    gone, *_ = jobs = limited.sampler.submit_many([FLIP] * 4, **JOB, max_execution_time=900)
    client.jobs.get(gone.id).wait()
    client.jobs.get(gone.id).delete()
    with pytest.raises(BudgetExceededError) as caught:
        limited.sampler.submit_many([FLIP] * 4, **JOB)
    message = str(caught.value)
    assert f"{gone.id} (3 s)" in message
    assert f"the service no longer knows {gone.id}" in message
    assert f"client.reset_budget({[gone.id]})" in message
    assert all(job.id not in message.partition("does not know")[2] for job in jobs[1:])
    assert limited.reset_budget([gone.id]) == 1
    limited.sampler.submit(FLIP, **JOB)


def test_budget_error_formats_amounts_consistently(made: Callable[..., RuntimeClient]) -> None:
    with pytest.raises(
        BudgetExceededError,
        match=r"40 sampler jobs need 1,120 s of QPU time, and 1,050 s of budget_seconds=1050\.25 are left: 0 s were used",
    ):
        made(budget_seconds=1050.25).sampler.submit_many([FLIP] * 40, backend="ibm_fez", shots=100_000)


def test_a_dry_run_does_not_count_against_the_budget(
    made: Callable[..., RuntimeClient], watched: Watched
) -> None:
    client = made(budget_seconds=0)
    watched.answers["POST /jobs"] = lambda _: httpx.Response(
        200, json={"id": "d1234567890", "backend": "mock_fez"}
    )
    watched.answers["GET /backends"] = lambda _: httpx.Response(200, json={"devices": [{"name": "mock_fez"}]})
    assert client.sampler.submit(FLIP, **{**JOB, "backend": "ibm_fez"}, dry_run=True, max_seconds=20).dry_run
    assert [call for call in watched.asked if "token" not in call] == ["GET /backends", "POST /jobs"]
    assert client.budget().charges == ()


def test_rejected_jobs_are_free_and_cancelled_jobs_count_their_usage(
    made: Callable[..., RuntimeClient],
) -> None:
    client = made(budget_seconds=3)
    with pytest.raises(Exception, match="ibm_nowhere"):
        client.sampler.submit(FLIP, backend="ibm_nowhere")
    assert client.budget().charges == ()
    job = client.sampler.submit(FLIP, **JOB)
    job.wait()
    assert client.budget().used_seconds == job.usage_seconds


def test_budget_estimates_the_executor_job_after_retirement(
    made: Callable[..., RuntimeClient], watched: Watched
) -> None:
    gone = {"errors": [{"code": 1241, "message": "Program sampler not found"}]}
    sent: list[dict[str, Any]] = []

    def retired(request: httpx.Request) -> httpx.Response | None:
        sent.append(json.loads(request.content))
        return httpx.Response(404, json=gone) if sent[-1]["program_id"] == "sampler" else None

    watched.answers["POST /jobs"] = retired
    client = made(budget_seconds=60)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        jobs = [*client.sampler.submit_many([FLIP, FLIP], **JOB), client.sampler.submit(FLIP, **JOB)]
    assert [one["program_id"] for one in sent] == ["sampler", "executor", "executor", "executor"]
    assert sorted(one.job_id or "" for one in client.budget().charges) == sorted(job.id for job in jobs)


def test_derived_clients_share_the_budget_per_instance(
    made: Callable[..., RuntimeClient],
) -> None:
    client = made(budget_seconds=3)
    sibling = client.with_options(timeout=20)
    sibling.sampler.submit(FLIP, **JOB)
    assert client.budget().charges
    other = client.with_options(
        instance=client._connection.credentials.instance.text.replace("e3a1::", "e3a2::")
    )  # type: ignore[union-attr]
    assert other.budget().charges == ()
    back = other.with_options(instance=client._connection.credentials.instance.text)  # type: ignore[union-attr]
    assert back.budget().charges == client.budget().charges


@pytest.mark.usefixtures("forked_programs")
def test_a_pickled_client_cannot_spend_the_budget_in_another_process(
    made: Callable[..., RuntimeClient],
    arguments: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("QISKIT_IBM_TOKEN", arguments["api_key"])
    monkeypatch.setenv("QISKIT_IBM_INSTANCE", arguments["instance"])
    client = made(budget_seconds=5, transport=None)
    with pickle.loads(pickle.dumps(client)) as copy:
        copy.sampler.submit(FLIP, **JOB)
        assert client.budget().charges
    shared = made(budget_seconds=5, transport=None, ledger=tmp_path / "budget.sqlite")
    code = (
        "import pickle, sys\nfrom qrt_facade import ConfigurationError\n"
        "for client in pickle.loads(bytes.fromhex(sys.argv[1])):\n"
        "    try:\n        client.sampler.submit(sys.argv[2], backend='ibmq_manila', shots=10)\n"
        "    except ConfigurationError as error:\n        print(error)\n    else:\n        print('submitted')\n"
    )
    pickled = pickle.dumps([client, shared, shared]).hex()
    lines = subprocess.run(
        [sys.executable, "-c", code, pickled, FLIP], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert "counts only in the process that created the client" in lines[0]
    assert lines[1] == "submitted"
    assert "2 s of budget_seconds=5 are left" in lines[2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks")
def test_a_forked_child_cannot_submit_without_a_ledger(made: Callable[..., RuntimeClient]) -> None:
    client = made(budget_seconds=50, transport=None)
    child = os.fork()
    if child == 0:
        try:
            client.sampler.submit(FLIP, **JOB)
        except ConfigurationError as error:
            os._exit(3 if "counts only in the process" in str(error) else 4)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 3
    assert client.budget().charges == ()


@pytest.mark.parametrize("shared", [False, True])
def test_threads_and_tasks_never_exceed_a_shared_budget(
    arguments: dict[str, Any], tmp_path: Path, shared: bool
) -> None:
    settings = {**arguments, "budget_seconds": 10, "ledger": tmp_path / "budget.sqlite" if shared else None}
    outcomes: list[bool] = []

    async def main() -> None:
        async with AsyncRuntimeClient(**settings) as client:

            async def one() -> None:
                try:
                    await client.sampler.submit(FLIP, **JOB, max_seconds=20)
                    outcomes.append(True)
                except BudgetExceededError:
                    outcomes.append(False)

            await asyncio.gather(*(one() for _ in range(8)))

    asyncio.run(main())
    assert sorted(outcomes) == [False] * 5 + [True] * 3
    outcomes.clear()
    settings["ledger"] = None
    with RuntimeClient(**settings) as client:

        def work() -> None:
            try:
                client.sampler.submit(FLIP, **JOB)
                outcomes.append(True)
            except BudgetExceededError:
                outcomes.append(False)

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(outcomes) == [False] * 5 + [True] * 3


def test_a_sweep_waits_for_its_jobs_before_raising_budget_exceeded(
    made: Callable[..., RuntimeClient], tmp_path: Path
) -> None:
    points = [{"theta": 0.1 * number} for number in range(4)]

    def run(budget: float) -> int:
        client = made(budget_seconds=budget, ledger=tmp_path / "budget.sqlite")
        sweep = client.sweep(f"budget {tmp_path}", store=tmp_path / "sweep.sqlite")
        with suppress(BudgetExceededError):
            sweep.submit(points, circuit=ROTATION, **JOB)
        with suppress(BudgetExceededError):
            sweep.wait(timeout=60)
        return sum(point.state == "done" for point in sweep)

    assert run(7) == 2
    assert run(12) == 4, "the two that were paid are not paid again"
    assert made(budget_seconds=12, ledger=tmp_path / "budget.sqlite").budget().used_seconds == 12


def test_a_dedicated_session_with_a_budget_warns_once(made: Callable[..., RuntimeClient]) -> None:
    client = made(budget_seconds=60)
    with pytest.warns(RuntimeWarning, match="counts the jobs of a dedicated session") as caught:
        client.sessions.create(backend="ibm_fez", max_ttl=600).close()
    assert len(caught) == 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        client.sessions.create(backend="ibm_fez", max_ttl=600).close()
        made(budget_seconds=60).sessions.create(backend="ibm_fez", mode="batch").close()


def test_instances_sharing_a_ledger_have_separate_budgets(
    made: Callable[..., RuntimeClient], tmp_path: Path, arguments: dict[str, Any]
) -> None:
    path = tmp_path / "budget.sqlite"
    client = made(budget_seconds=5, ledger=path)
    client.sampler.submit(FLIP, **JOB)
    scope = scope_of(client._connection.credentials)
    assert LedgerFile(path, lambda: 0.0).of(scope).standing().open
    assert b"crn:" not in path.read_bytes()
    assert arguments["api_key"].encode() not in path.read_bytes()


def test_a_missing_ledger_rejects_submissions_but_not_waits(
    made: Callable[..., RuntimeClient], watched: Watched, tmp_path: Path
) -> None:
    path = tmp_path / "budget.sqlite"
    client = made(budget_seconds=60, ledger=path)
    job = client.sampler.submit(FLIP, **JOB)
    path.unlink()
    with pytest.warns(RuntimeWarning, match="could not be recorded in the ledger of the budget"):
        assert job.result()[0].counts() == {"1": 10}
    with pytest.raises(ConfigurationError, match="no longer exists"):
        client.sampler.submit(FLIP, **JOB)
    assert watched.sent() == 1


@pytest.mark.parametrize("world", ["sync", "asyncio"])
def test_sync_and_async_clients_enforce_the_budget(arguments: dict[str, Any], world: str) -> None:
    with pytest.raises(BudgetExceededError, match="budget_seconds=2"):
        perform(
            world,
            {**arguments, "budget_seconds": 2},
            lambda client: client.sampler.run(FLIP, **JOB),
        )
