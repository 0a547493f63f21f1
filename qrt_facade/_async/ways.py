"""The way of a sampler's or estimator's work through the executor: taken when it is asked for, or when there is no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from qrt_facade._async.device_check import check_on_device
from qrt_facade._async.near_backends import name_backends
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
from qrt_facade.errors import ApiError, ConfigurationError, NotFoundError, ProgramRetiredWarning

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qrt_facade._async.connection import AsyncConnection
    from qrt_facade._policy.submission import Submission
    from qrt_facade._programs.through_executor.work import Work


class AsyncWays:
    """What one client knows about the ways of samplers and estimators.

    Args:
        connection: Where to ask.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection: AsyncConnection = connection
        self._configurations: dict[tuple[str, str | None], Mapping[str, Any]] = {}

    def of(
        self,
        works: Sequence[Work],
        submissions: Sequence[Submission],
        *,
        program: Literal["auto", "executor"],
        check: bool,
    ) -> Sequence[AsyncWay]:
        """Return the way of each submission of a series, or of the only one.

        Args:
            works: What each submission asks for.
            submissions: The submissions, by the server-side program.
            program: Whether the executor is taken at once, or when the service lacks the other program.
            check: Whether the backend is asked before the executor's program is sent.
        """
        peers: list[AsyncWay] = []
        peers.extend(
            AsyncWay(self, work, one, peers, program=program, check=check)
            for work, one in zip(works, submissions, strict=True)
        )
        return peers

    async def configuration(self, name: str, calibration_id: str | None) -> Mapping[str, Any]:
        """Return a backend's configuration as JSON, asked for once.

        Args:
            name: The backend.
            calibration_id: The alternative calibration that the job runs with.

        Raises:
            NotFoundError: There is no such backend for this instance.
            ApiError: The service refused to describe it.
        """
        from qrt_client.api.backends import get_backend_configuration

        key = name, calibration_id
        if key not in self._configurations:
            try:
                self._configurations[key] = await self.connection.read(
                    get_backend_configuration.asyncio_detailed,
                    name,
                    client=self.connection.raw,
                    calibration_id=or_unset(calibration_id),
                )
            except NotFoundError as refusal:
                await name_backends(self.connection, refusal, name)
                raise
        return self._configurations[key]


class AsyncWay:
    """One submission's way through the executor: the same work under the same tags and key, planned when it is needed.

    Args:
        ways: What the client knows.
        work: What the submission asks for.
        submission: The submission, by the server-side program.
        peers: The ways of the whole series, this one among them.
        program: Whether it is taken at once, or when the service lacks the other program.
        check: Whether the backend is asked before anything is sent.
    """

    def __init__(
        self,
        ways: AsyncWays,
        work: Work,
        submission: Submission,
        peers: Sequence[AsyncWay],
        *,
        program: Literal["auto", "executor"],
        check: bool,
    ) -> None:
        self._ways = ways
        self._work = work
        self.submission: Submission = submission
        self._peers = peers
        self._program = program
        self._check = check
        self._params: Mapping[str, Any] | None = None
        self.done: bool = False

    @property
    def is_due(self) -> bool:
        """Whether it is to be taken without trying the other."""
        return self._program == EXECUTOR or self._work.program_id in self._ways.connection.retired

    def opens(self, refusal: ApiError) -> bool:
        """Tell whether the service has refused because it no longer has the program; the first time, warn.

        Args:
            refusal: The refusal of the submission by the server-side program.
        """
        program_id = self._work.program_id
        if self._program == EXECUTOR or not is_program_missing(refusal, program_id):
            return False
        note("the service has no program %s: %s", program_id, refusal)
        if self._ways.connection.retired.retire(program_id):
            warn_caller(retirement_text(program_id, refusal), ProgramRetiredWarning)
        return True

    async def params(self) -> Mapping[str, Any]:
        """Return the parameters of the executor's job. All that is left of a series is planned before the first of it is sent.

        Raises:
            ConfigurationError: The executor does not have what is asked for, or with `check` the backend would reject it.
            ApiError: The service refused to describe the backend.
        """
        if self._params is None:
            left = [way for way in self._peers if not way.done]
            planned = [await way.planned() for way in left]
            if self._check:
                submissions = [
                    one.submission.by(EXECUTOR, params) for one, params in zip(left, planned, strict=True)
                ]
                await check_on_device(self._ways.connection, planned, submissions)
            for way, params in zip(left, planned, strict=True):
                way.take(params)
        return await self.planned()

    def take(self, params: Mapping[str, Any]) -> None:
        """Keep what was planned, and compared with the backend where that was asked for.

        Args:
            params: The parameters of the executor's job.
        """
        self._params = params

    async def planned(self) -> Mapping[str, Any]:
        """Return the parameters of the executor's job, without a look at the backend's limits.

        Raises:
            ConfigurationError: The executor does not have what is asked for.
            ApiError: The service refused to describe the backend.
        """
        if self._params is not None:
            return self._params
        request = self.submission.request
        try:
            configuration = None
            if self._work.needs_configuration:
                configuration = await self._ways.configuration(
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
