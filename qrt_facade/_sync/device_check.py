# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""Checks of jobs against their backend before any of them is submitted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qrt_facade._base.coerce import none_if_unset
from qrt_facade._base.logs import warn_caller
from qrt_facade._programs.preflight import examine, refuse_many
from qrt_facade._service.backends import BackendState
from qrt_facade._sync.backends import Backend
from qrt_facade.errors import CircuitWarning

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qrt_facade._policy.submission import Submission
    from qrt_facade._sync.connection import Connection


def check_on_device(
    connection: Connection,
    params: Sequence[Mapping[str, Any]],
    submissions: Sequence[Submission],
    *,
    names: Sequence[str] | None = None,
) -> None:
    """Raise for jobs that their backend would reject, and warn about doubtful ones, as `backend.check` does.

    Args:
        connection: The connection to fetch the backend's configuration and properties with.
        params: The parameters of each job, in the wire format.
        submissions: The jobs, all for the same backend and calibration.
        names: Names of the jobs in errors. Defaults to `job 0` and so on.

    Raises:
        ConfigurationError: The backend would reject a job; the message names the problems.
        ApiError: The service did not return the backend's description.
    """
    request = submissions[0].request
    backend = Backend(connection, BackendState.named(request.backend))
    calibration_id = none_if_unset(request.calibration_id)
    configuration = (backend.configuration(calibration_id=calibration_id)).to_dict()
    properties = backend.properties(calibration_id=calibration_id)
    measured = None if properties is None else properties.to_dict()
    found = [
        examine(
            submission.request.program_id,
            one,
            configuration,
            properties=measured,
            tags=none_if_unset(submission.request.tags) or (),
        )
        for one, submission in zip(params, submissions, strict=True)
    ]
    for text in dict.fromkeys(text for one in found for text in one.warnings):
        warn_caller(text, CircuitWarning)
    refuse_many(found, by=request.backend, names=names)
