# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""One job: its state, waiting for its end, its result."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from qrt_facade._base.coerce import mapping_of
from qrt_facade._base.secrets import safe_repr
from qrt_facade._connection.private_results import preserve_until_decoded
from qrt_facade._display.html import html_of
from qrt_facade._policy.progress import reporter
from qrt_facade._policy.waiting import (
    DEFAULT_TIMEOUT,
    WaitPlan,
    note_interruption,
    time_left,
)
from qrt_facade._service.jobs import JobError, JobState, Metrics, error_for
from qrt_facade._service.names import checked_tags, submission_tag_of
from qrt_facade._service.statuses import JOB_NOT_FOUND_CODE
from qrt_facade.errors import NotFoundError, QrtError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from qrt_facade._sync.connection import Connection


class Job:
    """A job on the service.

    Its attributes tell what was known at the last `refresh()` or `wait()`.

    Attributes:
        id: The job's id.
    """

    def __init__(self, connection: Connection, state: JobState) -> None:
        self._connection = connection
        self._state = state

    @property
    def id(self) -> str:
        """The job's id."""
        return self._state.id

    @property
    def status(self) -> str:
        """`Queued`, `Running`, `Completed`, `Cancelled`, `Cancelled - Ran too long`, `Failed`, or a status added later."""
        return self._state.status

    @property
    def ended(self) -> bool:
        """Whether the status is final."""
        return self._state.ended

    @property
    def backend(self) -> str | None:
        """Name of the backend."""
        return self._state.backend

    @property
    def program_id(self) -> str | None:
        """The program: `sampler`, `estimator`, ..."""
        return self._state.program_id

    @property
    def created(self) -> datetime | None:
        """When it was submitted, aware, in UTC."""
        return self._state.created

    @property
    def tags(self) -> tuple[str, ...]:
        """The caller's tags; the one that guards against submitting twice is not shown."""
        return self._state.tags

    @property
    def session_id(self) -> str | None:
        """Id of its session or batch, or None."""
        return self._state.session_id

    @property
    def private(self) -> bool:
        """Whether its parameters are never returned and its result can be read once."""
        return self._state.private

    @property
    def usage_seconds(self) -> float | None:
        """Seconds of QPU time charged, or None while that is not settled."""
        return self._state.usage_seconds

    @property
    def error(self) -> JobError | None:
        """Why it failed or was cancelled (code, message, solution), or None."""
        return self._state.reason

    @property
    def submission_tag(self) -> str | None:
        """The tag that its submission carried, or None."""
        return submission_tag_of(self._state.all_tags)

    @property
    def state(self) -> JobState:
        """All that is known of the job."""
        return self._state

    def observe(self, state: JobState) -> None:
        """Take over what another answer of the service told of this job."""
        self._state = state

    def refresh(self) -> Job:
        """Ask the service for the job's present state, without its parameters, and return the job.

        Raises:
            NotFoundError: There is no such job, or not for these credentials (code 1291).
        """
        from qrt_client.api.jobs import get_job

        answer = self._connection.read(
            get_job.sync_detailed, self.id, client=self._connection.raw, exclude_params=True
        )
        self._state = JobState.of(answer, job_id=self.id)
        return self

    def wait(
        self,
        timeout: float = DEFAULT_TIMEOUT,
        *,
        on_update: Callable[[Job], object] | None = None,
        progress: bool = False,
    ) -> Job:
        """Wait until the job has ended, well or not, and return it.

        The service is asked after about a second, then ever less often, down to once in 30 s. Transient failures of
        the network or the service are tolerated. When the wait is interrupted (Ctrl-C) the job goes on.

        Args:
            timeout: Seconds; a day when not given.
            on_update: Called with the job whenever its status has changed, and once at the beginning.
            progress: Show how it stands on stderr.

        Raises:
            JobTimeoutError: The time is up; the job goes on.
            QrtError: The service refuses to tell, or fails again and again.
        """
        plan = WaitPlan(timeout, in_session=self.session_id is not None)
        report = reporter(on_update, progress=progress)
        try:
            report(self)
            while not self.ended:
                time.sleep(time_left(plan, [self]))
                before = self.status
                try:
                    self.refresh()
                except QrtError as error:
                    plan.failed(error)
                else:
                    plan.answered(changed=self.status != before)
                    report(self)
        except BaseException as stop:
            note_interruption(stop, [self.id])
            raise
        finally:
            report.close()
        return self

    def result(self, timeout: float = DEFAULT_TIMEOUT) -> Any:
        """Wait for the end and return the decoded result: `SamplerResult`, `EstimatorResult`, ...

        Raises:
            JobFailedError: The job failed; code, reason and solution are the service's.
            JobCancelledError: It was cancelled, by a person or for running too long.
            JobTimeoutError: The time is up; the job goes on.
            ResultDecodeError: The result is not what its program promises.
            NotFoundError: The job completed, and the service has no result: a private job's can be read once.
        """
        from qrt_facade.results import decode_result

        if not self.ended:
            self.wait(timeout)
        explanation = self._explanation() if self.error is None and self.status == "Failed" else None
        error = error_for(self._state, explanation=explanation, job=self)
        if error is not None:
            raise error
        body = self.result_body()
        if not self.private:
            return decode_result(self.program_id or "", body)
        with preserve_until_decoded(self.id, body):
            return decode_result(self.program_id or "", body)

    def result_body(self) -> bytes:
        """Return the result as the service sends it, undecoded.

        Raises:
            ApiError: The job has not ended (code 1234).
            NotFoundError: The service has no result.
        """
        from qrt_client.api.jobs import get_job_results

        response = self._connection.perform(
            get_job_results.sync_detailed, self.id, client=self._connection.raw
        )
        if int(response.status_code) == 204 or not response.content:
            read_once = "; the result of a private job can be read once" if self.private else ""
            raise NotFoundError(f"the service has no result for job {self.id}{read_once}", status=204)
        return response.content

    def _explanation(self) -> str | None:
        """Return the end of what a failed job left in place of a result: its error, as text."""
        try:
            text = (self.result_body()).decode("utf-8", "replace").strip()
        except QrtError:
            return None
        return text[-2000:] or None

    def cancel(self) -> None:
        """Ask the service to cancel the job.

        Raises:
            ConflictError: It has ended already.
        """
        from qrt_client.api.jobs import cancel_job

        self._connection.perform(cancel_job.sync_detailed, self.id, client=self._connection.raw)

    def delete(self) -> None:
        """Delete the job and its data.

        It must have ended.

        Raises:
            ApiError: It has not ended (400).
        """
        from qrt_client.api.jobs import delete_job

        self._connection.perform(delete_job.sync_detailed, self.id, client=self._connection.raw)

    def logs(self) -> str:
        """Return the job's log; empty when there is none (the service answers 404 then)."""
        from qrt_client.api.jobs import get_job_logs

        try:
            response = self._connection.perform(
                get_job_logs.sync_detailed, self.id, client=self._connection.raw
            )
        except NotFoundError as error:
            if error.code == JOB_NOT_FOUND_CODE:
                raise
            return ""
        return response.content.decode("utf-8", "replace")

    def metrics(self) -> Metrics:
        """Return when it was made, ran and ended, and what it used."""
        from qrt_client.api.jobs import get_job_metrics

        answer = self._connection.read(get_job_metrics.sync_detailed, self.id, client=self._connection.raw)
        return Metrics.of(answer)

    def set_tags(self, tags: Sequence[str]) -> Job:
        """Replace the job's tags; the one that guards its submission stays.

        Raises:
            ConfigurationError: They are too many or too long; nothing was sent.
        """
        from qrt_client.api.jobs import replace_job_tags
        from qrt_client.models import ReplaceJobTagsBody

        own = self.submission_tag
        wanted = checked_tags(tags, reserve=0 if own is None else 1)
        body = ReplaceJobTagsBody(tags=[*wanted, own] if own else wanted)
        self._connection.perform(
            replace_job_tags.sync_detailed, self.id, client=self._connection.raw, body=body
        )
        return self.refresh()

    def params(self) -> dict[str, Any]:
        """Return the parameters the job was submitted with; empty for a private job."""
        from qrt_client.api.jobs import get_job

        answer = self._connection.read(
            get_job.sync_detailed, self.id, client=self._connection.raw, exclude_params=False
        )
        return dict(mapping_of(answer.get("params")))

    def _repr_html_(self) -> str:
        return html_of(self._state)

    @safe_repr
    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id} {self.program_id} on {self.backend}: {self.status}>"
