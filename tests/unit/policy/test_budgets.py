"""Reservations of jobs within a budget, records in the ledger, and messages of refusals."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from support.scripted import Clock

from qrt_facade._policy import ledger_in_memory, timing
from qrt_facade._policy.budget_refusals import exceeds_budget
from qrt_facade._policy.budgets import IN_UNITS, UNREACHABLE, Budget, Left, Need, longest_sending, new_charge
from qrt_facade._policy.ledger_in_memory import MemoryBook, MemoryLedger
from qrt_facade._policy.submission import Submission
from qrt_facade._service.estimates import Estimate, EstimatePart
from qrt_facade._service.instances import Usage
from qrt_facade._service.jobs import JobState
from qrt_facade._service.ledgers import Charge, Standing
from qrt_facade.errors import BudgetExceededError, ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

    from support.timing import Pauses


def submission(**arguments: Any) -> Submission:
    return Submission.checked("sampler", {"pubs": []}, **{"backend": "ibm_fez", **arguments})


def estimated(seconds: float, *unknown: str) -> Estimate:
    return Estimate("ibm_fez", (EstimatePart("job", seconds, 1),), unknown)


def charge(name: str, *, tag: str | None = None, job_id: str | None = None, begun: float = 1000.0) -> Charge:
    return Charge(name, 3.0, tag, begun, begun + 100, job_id)


@pytest.mark.parametrize(
    ("arguments", "seconds", "unknown", "reserved", "cap"),
    [
        ({}, 4.2, (), 5, None),
        ({}, 5.0, (), 5, None),  # the service charges whole seconds
        ({"max_seconds": 9}, 4.2, (), 5, 9),
        ({"max_seconds": 5.9}, 4.2, (), 5, 5),
        ({"max_execution_time": 300}, 4.2, (), 5, 300),
        ({"max_execution_time": 300}, 400, (), 300, 300),
        ({"max_execution_time": 300}, 4.2, ("a loop",), 300, 300),
        ({"max_seconds": 20}, 4.2, ("a loop",), 20, 20),
    ],
)
def test_a_job_reserves_its_estimate_or_its_limit_if_the_estimate_is_a_lower_bound(
    arguments: dict[str, Any], seconds: float, unknown: tuple[str, ...], reserved: float, cap: int | None
) -> None:
    one, estimate = submission(**arguments), estimated(seconds, *unknown)
    assert Need.of(one, estimate, budget=1000) == Need(reserved, estimate, cap)


def test_a_job_estimated_above_its_max_seconds_is_refused_with_and_without_a_budget() -> None:
    for budget in (None, 100.0):
        with pytest.raises(BudgetExceededError, match="max_seconds=4") as caught:
            Need.of(submission(max_seconds=4), estimated(4.2), budget=budget)
        error = caught.value
        assert (error.needed_seconds, error.max_seconds, error.budget_seconds) == (4.2, 4, budget)
    assert Need.of(submission(max_seconds=0.5), estimated(0.9), budget=None).seconds == 1


def test_a_job_of_unknown_length_without_a_limit_is_refused_only_under_a_budget() -> None:
    open_ended = estimated(4.2, "how often a loop runs")
    assert Need.of(submission(), open_ended, budget=None).seconds == 5
    with pytest.raises(BudgetExceededError, match="how often a loop runs") as caught:
        Need.of(submission(), open_ended, budget=100)
    assert (caught.value.needed_seconds, caught.value.budget_seconds) == (4.2, 100)


def test_remaining_usage_of_the_instance_is_known_only_in_seconds() -> None:
    assert Left.of(None) == Left(None, UNREACHABLE)
    in_seconds = {"usage_consumed_seconds": 10, "usage_limit_seconds": 100}
    assert Left.of(Usage.of(in_seconds)) == Left(90.0)
    assert Left.of(Usage.of({"usage_consumed_seconds": 10})) == Left(None)
    for name in ("usage_limit_ru", "usage_allocation_ru"):
        assert Left.of(Usage.of({"usage_consumed_seconds": 10, name: 5})) == Left(None, IN_UNITS)
    assert (Left(90.0, used=10.0).ceiling, Left(None, used=10.0).ceiling) == (100.0, None)
    assert (Left(90.0).after(30), Left(10.0).after(30), Left(None).after(30)) == (
        Left(60.0),
        Left(0.0),
        Left(None),
    )


def test_a_charge_has_the_submission_tag_and_lasts_as_long_as_the_sending(pauses: Pauses) -> None:
    clock = Clock()
    pauses(clock=clock)
    one = submission()
    first = new_charge(one, 5.0, longest=60)
    assert (first.seconds, first.tag, first.begun, first.until) == (
        5.0,
        one.tag,
        clock.time(),
        clock.time() + 60,
    )
    assert first.job_id is None
    again = new_charge(one, 7.0, longest=60, before=first)
    assert (again.id, again.seconds) == (first.id, 7.0)
    assert new_charge(one, 5.0, longest=60).id != first.id
    pauses_now = timing.current()
    assert longest_sending(100) - longest_sending(0) >= 100
    assert longest_sending(0) >= pauses_now.longest_resubmission + sum(pauses_now.look_ups)


class Unusable(MemoryLedger):
    """A ledger whose file is no longer writable."""

    def _refuse(self, *args: object, **kwargs: object) -> None:
        raise ConfigurationError("the ledger cannot be used")

    created = found = release = settle = _refuse  # type: ignore[assignment]


class Book:
    """A book with one ledger."""

    path: Path | None = None

    def __init__(self, ledger: MemoryLedger) -> None:
        self.ledger = ledger

    def of(self, scope: str) -> MemoryLedger:
        return self.ledger


def test_a_ledger_failure_after_job_creation_warns_and_raises_nothing() -> None:
    charges = Budget(10, Book(Unusable(ledger_in_memory.this_process()))).of("scope")
    tagged = submission()
    assert charges.reserve([charge("a", tag=tagged.tag), charge("b")], ceiling=None)[1]
    with pytest.warns(RuntimeWarning, match=": the ledger cannot be used"):
        charges.release([charge("b")])
    state = JobState(
        "j1", "Completed", all_tags=(tagged.tag or "",), created=datetime.now(UTC), usage_seconds=1.0
    )
    with pytest.warns(RuntimeWarning, match=r"job j1.*: the ledger cannot be used"):
        charges.note(state)
    with pytest.warns(RuntimeWarning, match=r"job j1.*: the ledger cannot be used"):
        charges.created(charge("a", tag=tagged.tag), "j1")
    with pytest.warns(RuntimeWarning, match=r"job j1.*: the ledger cannot be used"):
        charges.note(state)


def test_a_job_is_matched_to_its_charge_by_tag_unless_it_is_older_or_a_dry_run() -> None:
    one = submission()
    begun = datetime(2026, 1, 1, 12, tzinfo=UTC)

    def standing(**state: Any) -> Standing:
        charges = Budget.in_memory(10).of("scope")
        assert charges.reserve([charge("a", tag=one.tag, begun=begun.timestamp())], ceiling=None)[1]
        charges.note(
            JobState(
                **{
                    "id": "j1",
                    "status": "Completed",
                    "all_tags": (one.tag or "",),
                    "created": begun,
                    "usage_seconds": 2.0,
                    **state,
                }
            )
        )
        return charges.standing()

    assert (standing().used, standing().reserved, standing().open) == (2.0, 0.0, ())
    still = [
        standing(created=datetime(2026, 1, 1, 11, 54, tzinfo=UTC)),
        standing(created=None),
        standing(dry_run=True),
        standing(all_tags=("mine",)),
    ]
    assert [(one.used, one.reserved) for one in still] == [(0.0, 3.0)] * 4
    running = standing(status="Running", usage_seconds=None)
    assert (running.used, [one.job_id for one in running.open]) == (0.0, ["j1"])
    assert standing(created=datetime(2026, 1, 1, 11, 56, tzinfo=UTC)).used == 2.0  # clocks may differ


def test_a_client_warns_once_about_the_charges_of_a_dedicated_session() -> None:
    charges = Budget.in_memory(10.5).of("scope")
    with pytest.warns(RuntimeWarning, match=r"budget_seconds=10.5 .* at most max_ttl=60 s"):
        charges.warn_of_session(60)
    with pytest.warns(RuntimeWarning, match="at most eight hours"):
        Budget.in_memory(10).of("scope").warn_of_session(None)


def test_a_pickled_client_finds_the_budget_of_its_process_by_name() -> None:
    budget = Budget.in_memory(10)
    assert budget.of("scope") is budget.of("scope")
    assert budget.of("scope").reserve([charge("a")], ceiling=None)[1]
    again = Budget.in_memory(10, budget.token)
    assert again.of("scope").standing().reserved == 3.0
    with pytest.raises(ConfigurationError):
        Budget.in_memory(10, "another process's").of("scope").standing()


def test_a_forked_child_does_not_change_an_in_memory_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = MemoryBook.new().of("scope")
    retained = charge("a", tag="t")
    assert ledger.reserve([retained, charge("b", job_id="j2")], budget=10, ceiling=None)[1]
    before = ledger.standing()
    with monkeypatch.context() as child:
        child.setattr(ledger_in_memory, "this_process", object)
        ledger.created(charge("a", job_id="j1"))
        ledger.found(charge("a", job_id="j1"))
        ledger.release(["a"])
        ledger.settle("j2", seconds=1.0, units=None)
    assert ledger.standing() == before


def test_a_budget_refusal_lists_the_open_charges_and_how_to_settle_them() -> None:
    standing = Standing(used=2.0, reserved=6.0, open=(charge("a"), charge("b", tag="t")), in_units=3)
    error = exceeds_budget(
        submission(),
        [estimated(4.2)],
        needed=5.0,
        budget=10.0,
        standing=standing,
        left=None,
        denied=[f"j{number}" for number in range(7)],
    )
    text = str(error)
    assert re.search(r"\b3 .*resource units", text)
    assert re.search(r"\b1 .*\btag\b", text)
    assert "j0, j1, j2, j3, j4 and 2 more" in text
    assert (error.used_seconds, error.reserved_seconds, error.budget_seconds) == (2.0, 6.0, 10.0)
    within = exceeds_budget(
        submission(), [estimated(4.2)] * 2, needed=1.0, budget=10.0, standing=Standing(), left=0.5
    )
    assert "2 sampler jobs need" in str(within)
    assert "client.usage()" in str(within)
