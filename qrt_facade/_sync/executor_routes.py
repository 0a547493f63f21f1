# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""Sampler and estimator jobs run by the executor, on request or if the service has retired their program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from qrt_facade._base.coerce import none_if_unset, or_unset
from qrt_facade._base.logs import warn_caller
from qrt_facade._policy.interruptions import note
from qrt_facade._policy.programs import (
    EXECUTOR,
    is_program_missing,
    retirement_text,
    seed_of,
    unsupported_by_executor,
)
from qrt_facade._sync.backend_suggestions import suggest_backends
from qrt_facade._sync.device_check import check_on_device
from qrt_facade.errors import (
    ApiError,
    ConfigurationError,
    NotFoundError,
    ProgramRetiredWarning,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qrt_facade._policy.submission import Submission
    from qrt_facade._programs.through_executor.work import Work
    from qrt_facade._sync.connection import Connection


class ExecutorRoutes:
    """Creates the routes of sampler and estimator jobs, and caches backend configurations for them.

    Args:
        connection: The connection to the service.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection: Connection = connection
        self._configurations: dict[tuple[str, str | None], Mapping[str, Any]] = {}

    def of(
        self,
        works: Sequence[Work],
        submissions: Sequence[Submission],
        *,
        program: Literal["auto", "executor"],
        check: bool,
    ) -> Sequence[ExecutorRoute]:
        """Return the route of each submission of a series, or of a single one.

        Args:
            works: The content of each submission.
            submissions: The submissions, for the primitive's program.
            program: Whether to use the executor directly, or only if the primitive's program is retired.
            check: Whether to check the executor's program against the backend before it is sent.
        """
        peers: list[ExecutorRoute] = []
        peers.extend(
            ExecutorRoute(self, work, one, peers, program=program, check=check)
            for work, one in zip(works, submissions, strict=True)
        )
        return peers

    def configuration(self, name: str, calibration_id: str | None) -> Mapping[str, Any]:
        """Return a backend's configuration as JSON, fetched once.

        Args:
            name: Name of the backend.
            calibration_id: Id of the alternative calibration of the job, or None.

        Raises:
            NotFoundError: The instance has no such backend.
            ApiError: The service did not return its description.
        """
        from qrt_client.api.backends import get_backend_configuration

        key = name, calibration_id
        if key not in self._configurations:
            try:
                self._configurations[key] = self.connection.read(
                    get_backend_configuration.sync_detailed,
                    name,
                    client=self.connection.raw,
                    calibration_id=or_unset(calibration_id),
                )
            except NotFoundError as refusal:
                suggest_backends(self.connection, refusal, name)
                raise
        return self._configurations[key]


class ExecutorRoute:
    """The executor route of one submission: an equivalent job with the same tags and key, built when it is needed.

    Args:
        routes: The routes of the client.
        work: The content of the submission.
        submission: The submission, for the primitive's program.
        peers: The routes of the whole series, including this one.
        program: Whether to use the executor directly, or only if the primitive's program is retired.
        check: Whether to check the executor's program against the backend before it is sent.
    """

    def __init__(
        self,
        routes: ExecutorRoutes,
        work: Work,
        submission: Submission,
        peers: Sequence[ExecutorRoute],
        *,
        program: Literal["auto", "executor"],
        check: bool,
    ) -> None:
        self._routes = routes
        self._work = work
        self.submission: Submission = submission
        self._peers = peers
        self._program = program
        self._check = check
        self._params: Mapping[str, Any] | None = None
        self.done: bool = False

    @property
    def is_due(self) -> bool:
        """Whether to use the executor without trying the primitive's program."""
        return self._program == EXECUTOR or self._work.program_id in self._routes.connection.retired

    def opens(self, refusal: ApiError) -> bool:
        """Return whether the service rejected a submission because the program is retired; warn the first time.

        Args:
            refusal: The service's error for the primitive's program.
        """
        program_id = self._work.program_id
        if self._program == EXECUTOR or not is_program_missing(refusal, program_id):
            return False
        note("the service has no program %s: %s", program_id, refusal)
        if self._routes.connection.retired.retire(program_id):
            warn_caller(retirement_text(program_id, refusal), ProgramRetiredWarning)
        return True

    def params(self) -> Mapping[str, Any]:
        """Return the parameters of the executor's job; those of a whole series are built before the first is sent.

        Raises:
            ConfigurationError: The executor does not support the job, or with `check` the backend would reject it.
            ApiError: The service did not return the backend's description.
        """
        if self._params is None:
            left = [route for route in self._peers if not route.done]
            planned = [route.planned() for route in left]
            if self._check:
                submissions = [
                    one.submission.by(EXECUTOR, params) for one, params in zip(left, planned, strict=True)
                ]
                check_on_device(self._routes.connection, planned, submissions)
            for route, params in zip(left, planned, strict=True):
                route.take(params)
        return self.planned()

    def take(self, params: Mapping[str, Any]) -> None:
        """Set the parameters of the executor's job, which are built and, on request, checked.

        Args:
            params: The parameters of the executor's job.
        """
        self._params = params

    def planned(self) -> Mapping[str, Any]:
        """Return the parameters of the executor's job, without checking the backend's limits.

        Raises:
            ConfigurationError: The executor does not support the job.
            ApiError: The service did not return the backend's description.
        """
        if self._params is not None:
            return self._params
        request = self.submission.request
        try:
            configuration = None
            if self._work.needs_configuration:
                configuration = self._routes.configuration(
                    request.backend, none_if_unset(request.calibration_id)
                )
            params = self._work.executor_params(seed_of(self.submission.key), configuration)
        except ConfigurationError as error:
            if self._program == EXECUTOR:
                raise
            raise unsupported_by_executor(error, self._work.program_id) from error
        from qrt_facade._programs.preflight import check_cheap, refuse

        refuse(check_cheap(EXECUTOR, params))
        return params
