"""The charges of a budget over the life of a job: reserved, renewed, created, settled, released, forgotten."""

from __future__ import annotations

import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from support.scripted import Clock

from qrt_facade._base.owners import this_process
from qrt_facade._policy import timing
from qrt_facade._policy.budgets import Budget, Need, longest_sending
from qrt_facade._policy.doubt import MAX_SENDS
from qrt_facade._policy.ledger_in_memory import MemoryBook, MemoryLedger
from qrt_facade._policy.submission import Submission
from qrt_facade._service.estimates import Estimate, EstimatePart
from qrt_facade._service.jobs import JobState
from qrt_facade._service.ledgers import Charge
from qrt_facade.errors import BudgetExceededError, ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

    from support.timing import Pauses

    from qrt_facade._policy.budgets import Charges

A = Charge("a", 3.0, "tag-a", 1000.0, 1100.0)
B = Charge("b", 4.0, "tag-b", 1000.0, 1100.0)


def reserved(*charges: Charge) -> Charges:
    """Return a budget of 10 seconds in which these charges are reserved."""
    budget = Budget.in_memory(10).of("scope")
    assert budget.reserve(charges, ceiling=None)[1]
    return budget


def ended(job_id: str, status: str = "Completed", **usage: Any) -> JobState:
    return JobState(job_id, status, **usage)


def test_instances_are_charged_separately() -> None:
    budget = Budget.in_memory(10)
    assert budget.of("one").reserve([A], ceiling=None)[1]
    assert budget.of("one").standing().reserved == 3
    assert budget.of("two").standing().reserved == 0


@pytest.mark.parametrize(("ceiling", "fits"), [(2.9, False), (3.0, True), (None, True)])
def test_no_more_is_reserved_than_the_instance_has_left(ceiling: float | None, fits: bool) -> None:
    charges = Budget.in_memory(10).of("scope")
    assert charges.reserve([A], ceiling=ceiling)[1] is fits
    assert charges.standing().reserved == (3 if fits else 0)


def test_a_created_job_is_charged_for_what_the_service_reports() -> None:
    charges = reserved(A, B)
    charges.created(A, "j1")
    assert [(one.id, one.job_id) for one in charges.standing().open] == [("a", "j1"), ("b", None)]
    charges.note(ended("j1", "Running", usage_seconds=1.0))
    charges.note(ended("j1"))
    assert (charges.standing().used, charges.standing().reserved) == (0, 7)
    charges.note(ended("j1", usage_seconds=2.0))
    assert (charges.standing().used, charges.standing().reserved) == (2, 4)


def test_a_job_charged_in_resource_units_stays_reserved() -> None:
    charges = reserved(A, B)
    charges.created(A, "j1")
    charges.note(ended("j1", usage_ru=5.0))
    standing = charges.standing()
    assert (standing.used, standing.reserved, standing.in_units) == (0, 7, 1)
    assert [one.id for one in standing.open] == ["b"]


def test_a_job_is_charged_once_even_if_two_charges_name_it() -> None:
    charges = reserved(A, B)
    charges.created(A, "j1")
    charges.created(B, "j1")
    charges.created(Charge("c", 1.0, None, 1000.0, 1100.0), "j1")  # which another process has forgotten
    assert [(one.id, one.job_id) for one in charges.standing().open] == [("a", "j1")]
    charges.note(ended("j1", usage_seconds=2.0))
    assert (charges.standing().used, charges.standing().reserved) == (2, 0)


def test_a_job_keeps_the_seconds_that_were_reserved_for_it() -> None:
    charges = reserved(A)
    charges.created(replace(A, seconds=99.0), "j1")
    assert charges.standing().reserved == 3


def test_a_charge_that_is_reserved_again_keeps_its_job() -> None:
    charges = reserved(A)
    charges.created(A, "j1")
    assert charges.reserve([replace(A, seconds=5.0)], ceiling=None)[1]
    assert [(one.seconds, one.job_id) for one in charges.standing().open] == [(5.0, "j1")]


def test_only_the_released_charges_are_no_longer_reserved() -> None:
    charges = reserved(A, B)
    charges.release([A])
    assert [one.id for one in charges.standing().open] == ["b"]
    charges.created(B, "j2")
    charges.release([B])  # it has a job: too late
    assert charges.standing().reserved == 4


def test_renewed_charges_last_from_now_on(pauses: Pauses) -> None:
    clock = Clock()
    pauses(clock=clock)
    charges = reserved(A, B)
    clock.sleep(50)
    assert charges.renew([A], longest=60) is True
    renewed, other = charges.standing().open
    assert renewed == replace(A, begun=clock.time(), until=clock.time() + 60)
    assert other == B


def test_renewing_reports_a_charge_that_no_longer_exists() -> None:
    charges = reserved(A, B)
    assert charges.forget(["tag-b"]) == 1
    assert charges.renew([A, B], longest=60) is False
    assert charges.renew([B], longest=60) is False
    assert [one.id for one in charges.standing().open] == ["a"]


def test_charges_are_forgotten_by_job_or_by_tag() -> None:
    charges = reserved(A, B, Charge("c", 1.0, "tag-c", 1000.0, 1100.0))
    charges.created(A, "j1")
    assert charges.forget(["j9", "tag-9"]) == 0
    assert charges.forget(["j1", "tag-c"]) == 2
    assert [one.id for one in charges.standing().open] == ["b"]
    assert charges.clear() == 1
    assert charges.standing().reserved == 0


class FileOf:
    """A book whose ledger is that of a file."""

    def __init__(self, path: Path, ledger: MemoryLedger) -> None:
        self.path = path
        self.ledger = ledger

    def of(self, scope: str) -> MemoryLedger:
        return self.ledger


@pytest.mark.parametrize("exists", [True, False])
def test_a_job_that_another_process_has_reserved_is_settled_if_the_file_exists(
    tmp_path: Path, exists: bool
) -> None:
    path = tmp_path / "budget.sqlite"
    if exists:
        path.touch()
    ledger = MemoryBook.new().of("scope")
    assert ledger.reserve([replace(A, job_id="j1")], budget=10, ceiling=None)[1]
    ledger.created(replace(A, job_id="j1"))
    budget = Budget(10, FileOf(path, ledger))
    assert budget.path == path
    budget.of("scope").note(ended("j1", usage_seconds=2.0))
    assert ledger.standing().used == (2 if exists else 0)


@pytest.mark.parametrize("failure", [ConfigurationError("the ledger cannot be used"), OSError("disk error")])
def test_a_file_that_cannot_be_read_does_not_fail_the_poll_of_a_job(
    tmp_path: Path, failure: Exception
) -> None:
    class Unreadable(MemoryLedger):
        def standing(self) -> NoReturn:
            raise failure

    path = tmp_path / "budget.sqlite"
    path.touch()
    Budget(10, FileOf(path, Unreadable(this_process()))).of("scope").note(ended("j1", usage_seconds=2.0))


def test_a_client_warns_of_dedicated_sessions_once() -> None:
    charges = Budget.in_memory(10).of("scope")
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        charges.warn_of_session(60)
        charges.warn_of_session(60)
        charges.warn_of_session(None)
    assert [one.category for one in warned] == [RuntimeWarning]


@pytest.mark.parametrize(("seconds", "most"), [(1.1, 1), (1.1, 1.9), (2.1, 2)])
def test_a_job_whose_whole_seconds_exceed_its_limit_is_refused(seconds: float, most: float) -> None:
    submission = Submission.checked("sampler", {"pubs": []}, backend="ibm_fez", max_seconds=most)
    estimate = Estimate("ibm_fez", (EstimatePart("job", seconds, 1),), ())
    with pytest.raises(BudgetExceededError) as caught:
        Need.of(submission, estimate, budget=None)
    assert (caught.value.needed_seconds, caught.value.max_seconds) == (seconds, most)


def test_a_reservation_outlasts_every_attempt_and_look_up_of_a_submission() -> None:
    pauses = timing.current()
    looking = [*pauses.look_ups, *pauses.duplicate_look_ups, pauses.list_lag, pauses.longest_resubmission]
    assert longest_sending(100) >= 100 * MAX_SENDS + sum(looking)
