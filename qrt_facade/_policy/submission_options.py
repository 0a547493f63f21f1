"""Options of every submission, as a TypedDict for the methods that pass them on.

`typing.get_type_hints` resolves their types at run time, so they are imported here. `submission`, which the first
submission imports, validates them.
"""

from __future__ import annotations

from typing import Literal, TypedDict

from qrt_facade._base.kinds import RealNumber, WholeNumber  # noqa: TC001 - see above
from qrt_facade._service.limits import LogLevelName  # noqa: TC001 - likewise
from qrt_facade._service.names import TagList  # noqa: TC001 - likewise

OnUncertain = Literal["resolve", "raise"]
"""What to do if a submission is not found: send it again with the same tag, or raise."""

OnFailed = Literal["submit", "adopt"]
"""What to do with a failed or cancelled job of the key: submit it again, or adopt it."""


class SubmissionOptions(TypedDict, total=False):
    """Options of every submission, for any program; `client.jobs.submit` explains each.

    Attributes:
        tags: At most 7 strings of at most 86 characters (8 without `submission_tag`).
        private: The service never returns the parameters, and the result can be read only once.
        max_execution_time: Seconds of QPU time, 1 to 10800, after which the service cancels the job.
        max_seconds: Maximum cost in seconds of QPU time: a higher estimate is refused, and the service cancels the job
            after that.
        calibration_id: An alternative calibration of the backend.
        log_level: `critical`, `error`, `warning`, `info` or `debug`.
        submission_tag: False saves the tag that prevents submitting a job twice.
        on_uncertain: `"raise"` never sends a job twice.
        advice: False disables the warning that the instance is over its limit or the backend is paused.
        dry_run: True submits to the backend's mock device: no QPU time, random values.
        key: Name of this job, 1 to 200 characters: if it is submitted again with its key, it is found and not paid for
            twice.
        on_failed: `"adopt"` returns a failed or cancelled job of the key; `"submit"` submits it again.
    """

    tags: TagList
    private: bool
    max_execution_time: WholeNumber | None
    max_seconds: RealNumber | None
    calibration_id: str | None
    log_level: LogLevelName | None
    submission_tag: bool
    on_uncertain: OnUncertain
    advice: bool
    dry_run: bool
    key: str | None
    on_failed: OnFailed
