"""What every submission takes, as keywords of the methods that hand them on.

`typing.get_type_hints` looks their types up when a program runs, so that they are imported here. What checks them is in
`submission`, which the first submission imports.
"""

from __future__ import annotations

from typing import Literal, TypedDict

from qrt_facade._base.kinds import RealNumber, WholeNumber  # noqa: TC001 - see above
from qrt_facade._service.limits import LogLevelName  # noqa: TC001 - likewise
from qrt_facade._service.names import TagList  # noqa: TC001 - likewise

OnUncertain = Literal["resolve", "raise"]
"""What to do when a submission cannot be found: send it again with the same tag, or raise."""

OnFailed = Literal["submit", "adopt"]
"""What to do with a job of the key that failed or was cancelled: submit anew, or adopt it."""


class SubmissionOptions(TypedDict, total=False):
    """What every submission takes, whatever its program; `client.jobs.submit` explains each.

    Attributes:
        tags: At most 7 strings of at most 86 characters (8 without `submission_tag`).
        private: Parameters are never returned; the result can be read once.
        max_execution_time: Seconds of QPU time, 1 to 10800, after which the service cancels the job.
        max_seconds: Seconds of QPU time that the job may cost: a higher estimate is refused, and the service cancels it after so many.
        calibration_id: An alternative calibration of the backend.
        log_level: `critical`, `error`, `warning`, `info` or `debug`.
        submission_tag: False saves the tag that keeps a job from being submitted twice.
        on_uncertain: `"raise"` never sends a second time.
        advice: False leaves out the warning that the instance is over its limit or the backend paused.
        dry_run: True submits to the backend's mock device: no QPU time, a result of random values.
        key: Names this one job, in 1 to 200 characters: submitted again with its key, it is found and not paid twice.
        on_failed: `"adopt"` returns a failed or cancelled job of the key; `"submit"` submits it anew.
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
