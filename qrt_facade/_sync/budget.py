# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""Reservations of a submission's cost, before it is sent, in the client's budget and the instance's remaining usage.

Few requests are made: the backend's description is fetched once an hour, the instance's usage once a minute, and ended
jobs are only looked up if a submission would otherwise be rejected.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.coerce import none_if_unset
from qrt_facade._policy import deadlines, timing
from qrt_facade._policy.budget_refusals import exceeds_budget, exceeds_instance
from qrt_facade._policy.budgets import Left, Need, Reserved, longest_sending, new_charge
from qrt_facade._service.jobs import JobState
from qrt_facade._service.ledgers import ROUNDING
from qrt_facade._service.statuses import QUEUED
from qrt_facade._sync.estimates import Estimates
from qrt_facade._sync.instances import Instances
from qrt_facade._sync.job import Job
from qrt_facade._sync.tagged import jobs_tagged
from qrt_facade._sync.wait_many import Pending, refresh_all
from qrt_facade.errors import QrtError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qrt_facade._policy.budgets import Charges
    from qrt_facade._policy.submission import Submission
    from qrt_facade._service.instances import Usage
    from qrt_facade._service.ledgers import Charge, Standing
    from qrt_facade._sync.connection import Connection

_KEPT_FOR: Final = 60.0
"""Seconds for which the instance's remaining usage is cached."""
_PATIENCE: Final = 30.0
"""Total timeout in seconds of each of these requests."""
_YOUNG: Final = 30.0
"""Seconds for which a submission counts as in progress, and is not looked up."""
_LOOKED_UP: Final = 20
"""Maximum number of submissions without a job that are looked up before a rejection, one request each."""
_MOST_JOBS: Final = 400
"""Maximum number of jobs that are looked up before a rejection: two pages of the list."""


class Budget:
    """Reserves the costs of a client's submissions.

    Args:
        connection: The connection to the service.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._estimates = Estimates(connection)
        self._left: tuple[Left, float] | None = None

    def empty_reservation(self) -> Reserved:
        """Return an empty reservation."""
        return Reserved()

    def estimate(self, submission: Submission, reserved: Reserved) -> Need:
        """Estimate the maximum cost of a submission, once per program.

        Args:
            submission: The submission, as sent.
            reserved: The reservation of the submission.

        Raises:
            BudgetExceededError: The estimate exceeds `max_seconds`, or there is a budget but no upper bound of the
                cost.
            QrtError: The backend's description could not be fetched.
        """
        request = submission.request
        if request.program_id not in reserved.needs:
            reserved.needs[request.program_id] = self._need(submission)
        return reserved.needs[request.program_id]

    def reserve(self, submission: Submission, reserved: Reserved) -> None:
        """Reserve the cost of a submission that is about to be sent, or renew its reservation.

        Args:
            submission: The submission, as sent.
            reserved: The reservation of the submission.

        Raises:
            BudgetExceededError: The cost exceeds what the budget or the instance has left.
            ConfigurationError: The ledger is not usable.
        """
        need = self.estimate(submission, reserved)
        charge, charges = reserved.charge, self._connection.charges
        if charge is not None and charges is not None and charge.seconds == need.seconds:
            if charges.renew([charge], longest=self._longest):
                return
        elif charge is not None and reserved.sent and charge.seconds > need.seconds:
            return  # a job of the other program may exist
        self._reserve([(submission, need, reserved)])

    def reserve_together(self, series: Sequence[tuple[Submission, Reserved]]) -> None:
        """Reserve the estimated costs of several submissions, all or none.

        Args:
            series: The submissions, at least one, with their reservations.

        Raises:
            BudgetExceededError: The costs exceed what the budget or the instance has left.
            ConfigurationError: The ledger is not usable.
        """
        wanted = [(one, next(iter(reserved.needs.values())), reserved) for one, reserved in series]
        self._reserve(wanted)
        for _, reserved in series:
            reserved.in_series = True

    def renew(self, series: Iterable[Reserved]) -> None:
        """Extend the reservations of submissions that have not been sent; expired ones are reserved again later.

        Args:
            series: The reservations.
        """
        charges = self._connection.charges
        left = [one.charge for one in series if one.charge is not None and not one.sent]
        if charges is not None and left:
            charges.renew(left, longest=self._longest)

    def created(self, reserved: Reserved, job_id: str) -> None:
        """Record the job of a submission.

        Args:
            reserved: The reservation of the submission.
            job_id: Id of the job.
        """
        if self._connection.charges is not None and reserved.charge is not None:
            self._connection.charges.created(reserved.charge, job_id)

    def duplicated(self, reserved: Reserved, duplicate: JobState) -> None:
        """Reserve the same amount for a duplicate: it is cancelled, but may have been charged.

        Args:
            reserved: The reservation of the submission.
            duplicate: The duplicate.
        """
        charges = self._connection.charges
        if charges is not None and reserved.charge is not None:
            charges.created(replace(reserved.charge, id=f"{reserved.charge.id}-{duplicate.id}"), duplicate.id)
            charges.note(duplicate)

    def refused(self, reserved: Reserved) -> None:
        """Record that a submission certainly created no job; in a series, the reservation is kept for the next attempt.

        Args:
            reserved: The reservation of the submission.
        """
        reserved.sent = False
        if not reserved.in_series:
            self.release([reserved])
            reserved.charge = None

    def release(self, many: Iterable[Reserved]) -> None:
        """Release the reservations of submissions that have not been sent.

        Args:
            many: The reservations.
        """
        charges = self._connection.charges
        left = [one.charge for one in many if one.charge is not None and not one.sent]
        if charges is not None and left:
            charges.release(left)

    @property
    def _longest(self) -> float:
        return longest_sending(self._connection.settings.total_timeout)

    def _need(self, submission: Submission) -> Need:
        request = submission.request
        params = none_if_unset(request.params)
        try:
            estimate = self._estimates.of(
                request.program_id,
                {} if params is None else params.additional_properties,
                backend=request.backend,
                calibration_id=none_if_unset(request.calibration_id),
            )
        except QrtError as error:
            error.add_note("nothing was sent: the cost of a job is estimated before it is submitted")
            raise
        charges = self._connection.charges
        return Need.of(submission, estimate, budget=None if charges is None else charges.budget)

    def _reserve(self, wanted: Sequence[tuple[Submission, Need, Reserved]]) -> None:
        charges, left = self._connection.charges, self._remaining()
        submission, first, _ = wanted[0]
        if charges is None:
            self._take_from_the_instance(submission, first, left)
            return
        made = [
            new_charge(one, need.seconds, longest=self._longest, before=reserved.charge)
            for one, need, reserved in wanted
        ]
        standing, fits = charges.reserve(made, ceiling=left.ceiling)
        if not fits:
            # Jobs may have cost less than reserved, or nothing.
            denied: set[str] = set()
            failure = self._settle(charges, standing, denied)
            left = self._remaining(refresh=left.seconds is not None)
            standing, fits = charges.reserve(made, ceiling=left.ceiling)
            if not fits:
                needs = [need for _, need, _ in wanted]
                denied &= {one.job_id or "" for one in _old(standing.open)}
                raise exceeds_budget(
                    submission,
                    [need.estimate for need in needs],
                    needed=sum(need.seconds for need in needs),
                    budget=charges.budget,
                    standing=standing,
                    left=left.seconds,
                    notes=filter(None, (left.assumption, failure)),
                    denied=denied,
                )
        for (_, _, reserved), charge in zip(wanted, made, strict=True):
            reserved.charge = charge

    def _take_from_the_instance(self, submission: Submission, need: Need, left: Left) -> None:
        """Subtract a submission of a client without a budget from the cached remaining usage of the instance."""
        if left.seconds is not None and need.seconds > left.seconds + ROUNDING:
            left = self._remaining(refresh=True)
        if left.seconds is not None and need.seconds > left.seconds + ROUNDING:
            raise exceeds_instance(submission, need.estimate, needed=need.seconds, left=left.seconds)
        if self._left is not None:
            self._left = left.after(need.seconds), self._left[1]

    def _remaining(self, *, refresh: bool = False) -> Left:
        """Return the instance's remaining usage, or an unknown one if the request fails."""
        now = timing.current().clock.monotonic()
        if self._left is not None and not refresh and now - self._left[1] < _KEPT_FOR:
            return self._left[0]
        charges = self._connection.charges
        used = 0.0 if charges is None else charges.standing().used
        usage: Usage | None = None
        with suppress(QrtError), deadlines.within(_PATIENCE):
            usage = Instances(self._connection).usage()
        self._left = replace(Left.of(usage), used=used), now
        return self._left[0]

    def status(self, charges: Charges, *, refresh: bool) -> Standing:
        """Return the state of a budget.

        Args:
            charges: The budget.
            refresh: Whether to first ask the service which jobs with a reservation have ended.

        Raises:
            QrtError: A request failed.
            ConfigurationError: The ledger is not usable.
        """
        standing = charges.standing()
        if not refresh:
            return standing
        self._refresh(charges, standing, set())
        return charges.standing()

    def _settle(self, charges: Charges, standing: Standing, denied: set[str]) -> str | None:
        """Update the jobs with reservations; return a description of a failure, or None.

        Job objects record their charges in the ledger. Jobs that the service does not know are added to `denied`.
        """
        try:
            with deadlines.within(_PATIENCE):
                self._refresh(charges, standing, denied)
        except QrtError as error:
            return f"it could not be checked whether jobs with a reservation have ended ({error})"
        return None

    def _refresh(self, charges: Charges, standing: Standing, denied: set[str]) -> None:
        self._refresh_jobs([one.job_id for one in standing.open if one.job_id is not None], denied)
        self._look_up(charges, [one for one in standing.open if one.job_id is None])

    def _refresh_jobs(self, ids: Sequence[str], denied: set[str]) -> None:
        pending: Pending[Job[Any]] = Pending()
        pending.add([Job(self._connection, JobState(one, QUEUED)) for one in ids[:_MOST_JOBS]])
        if pending.handles:
            try:
                refresh_all(self._connection, pending)
            finally:
                denied |= pending.denied()

    def _look_up(self, charges: Charges, in_doubt: Sequence[Charge]) -> None:
        """Look up the jobs of unanswered submissions, and release the reservations of those that cannot have one."""
        now = timing.current().clock.time()
        old = [one for one in _old(in_doubt) if one.tag is not None]
        for one in old[:_LOOKED_UP]:
            states = jobs_tagged(self._connection, one.tag or "", include_mocks=True)
            for state in states:
                charges.note(state)
            if not states and now > one.until:
                charges.release([one])


def _old(charges: Sequence[Charge]) -> list[Charge]:
    """Return the charges whose submissions must be visible by now if they have arrived."""
    now = timing.current().clock.time()
    return [one for one in charges if now - one.begun > _YOUNG]
