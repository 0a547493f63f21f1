"""Sessions and batches: jobs that belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from qrt_facade._async.calibrator import AsyncCalibrator
from qrt_facade._async.executor import AsyncExecutor
from qrt_facade._async.near_backends import name_backends
from qrt_facade._async.noise_learner import AsyncNoiseLearner
from qrt_facade._async.primitives import AsyncEstimator, AsyncSampler
from qrt_facade._async.session_keys import AsyncSessionKeys
from qrt_facade._base.arguments import stripped_id
from qrt_facade._base.boundary import error_boundary
from qrt_facade._base.coerce import or_unset
from qrt_facade._base.missing import AttributeText
from qrt_facade._base.resources import Resource
from qrt_facade._base.secrets import safe_repr
from qrt_facade._display.html import html_of
from qrt_facade._policy import deadlines, timing
from qrt_facade._policy.doubt import is_ambiguous
from qrt_facade._policy.flights import Flight, uninterrupted_async
from qrt_facade._policy.interruptions import warn
from qrt_facade._policy.keys import checked_key
from qrt_facade._policy.session_keys import SessionTerms
from qrt_facade._policy.sessions import note_interrupted_session, opened_session, session_uncertain
from qrt_facade._policy.submission import SeenJobIds
from qrt_facade._service.identity import check_id
from qrt_facade._service.mocks import is_mock_name
from qrt_facade._service.names import name_of
from qrt_facade._service.sessions import SessionDetails, checked_mode, checked_ttl
from qrt_facade.errors import NotFoundError, QrtError

if TYPE_CHECKING:
    from types import TracebackType

    from qrt_client.models import CreateSessionRequest

    from qrt_facade._async.connection import AsyncConnection
    from qrt_facade._async.jobs import AsyncJobs
    from qrt_facade._async.session_keys import AsyncSessionRecord
    from qrt_facade._base.kinds import WholeNumber
    from qrt_facade._service.names import BackendOrName
    from qrt_facade._service.sessions import SessionMode


@error_boundary
class AsyncSession:
    """A session (`dedicated`: the backend is kept free for it) or a batch (jobs that are scheduled together).

    As a context manager it closes to new jobs at the end of the block; jobs already submitted finish.

        async with await client.sessions.create(backend="ibm_fez", mode="batch") as session:
            jobs = [await session.sampler.submit(circuit, shots=shots) for shots in (10, 100)]
    """

    def __init__(
        self, connection: AsyncConnection, jobs: AsyncJobs, details: SessionDetails, *, adopted: bool = False
    ) -> None:
        self._connection = connection
        self._jobs = jobs
        self._details = details
        self._adopted = adopted

    @property
    def id(self) -> str:
        """The session's id."""
        return self._details.id

    @property
    def backend(self) -> str | None:
        """Name of its backend, or None while it has none."""
        return self._details.backend and AttributeText.of("session.backend", self._details.backend)

    @property
    def mode(self) -> str | None:
        """`dedicated` or `batch`, or None when the service leaves it out."""
        return self._details.mode

    @property
    def adopted(self) -> bool:
        """Whether it was open already and was found by its key, in place of opening another one."""
        return self._adopted

    @property
    def sampler(self) -> AsyncSampler:
        """The sampler, in this session: jobs that it submits belong to the session and run on its backend."""
        return AsyncSampler(self._connection, self._jobs, session=self)

    @property
    def estimator(self) -> AsyncEstimator:
        """The estimator, in this session: jobs that it submits belong to the session and run on its backend."""
        return AsyncEstimator(self._connection, self._jobs, session=self)

    @property
    def executor(self) -> AsyncExecutor:
        """The executor, in this session: jobs that it submits belong to the session and run on its backend."""
        return AsyncExecutor(self._connection, self._jobs, session=self)

    @property
    def noise_learner(self) -> AsyncNoiseLearner:
        """The noise learner, in this session: jobs that it submits belong to the session and run on its backend."""
        return AsyncNoiseLearner(self._jobs, session=self)

    @property
    def calibrator(self) -> AsyncCalibrator:
        """The calibrator, in this session: it calibrates the session's backend."""
        return AsyncCalibrator(self._jobs, session=self)

    async def details(self) -> SessionDetails:
        """Ask how the session stands: state, whether it takes jobs, lifetimes and usage in seconds, times in UTC.

            (await session.details()).accepting_jobs  # True

        Raises:
            NotFoundError: There is no such session, or not for these credentials.
        """
        from qrt_client.api.sessions import get_session

        answer = await self._connection.read(
            get_session.asyncio_detailed, self.id, client=self._connection.raw
        )
        check_id("session", self.id, answer)
        self._details = SessionDetails.of(answer, session_id=self.id)
        return self._details

    async def close(self) -> None:
        """Close the session to new jobs; those already submitted finish.

        Closing it again does nothing.

            await session.close()
            (await session.details()).accepting_jobs  # False

        Raises:
            TransportError: No usable answer arrived; the session may still be open.
        """
        from qrt_client.api.sessions import update_session
        from qrt_client.models import UpdateSessionRequest

        body = UpdateSessionRequest(accepting_jobs=False)
        try:
            await update_session.asyncio_detailed(self.id, client=self._connection.raw, body=body)
        except NotFoundError:
            # IBM's own client passes over this too: a session that is gone takes no jobs.
            return

    async def cancel(self) -> None:
        """Close the session and drop its waiting jobs, which end as Failed with code 1217; a running one finishes.

        Cancelling it again does nothing.

            await session.cancel()

        Raises:
            TransportError: No usable answer arrived; the session may still be open.
        """
        from qrt_client.api.sessions import close_session

        try:
            await close_session.asyncio_detailed(self.id, client=self._connection.raw)
        except NotFoundError:
            # The answer to the first attempt may have been lost; a session that is gone has no waiting jobs.
            return

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, stop: BaseException | None, trace: TracebackType | None
    ) -> None:
        if stop is None:
            await self.close()
            return
        # The exception of the block is the one to be seen, and nothing is cancelled that nobody asked to cancel.
        mocks = ", include_mocks=True" if is_mock_name(self.backend) else ""
        stop.add_note(
            f"{self.mode} session {self.id} was closed to new jobs; jobs submitted to it go on: "
            f"client.jobs.list(session={self.id!r}{mocks}) lists them, session.cancel() drops the waiting ones"
        )
        try:
            # A cancelled scope would cut this off too, and the session would go on costing money.
            with deadlines.within(timing.current().closing_session):
                await uninterrupted_async(Flight(whole=True), self.close)
        except QrtError as error:
            text = f"closing session {self.id} failed, and it stays open until its lifetime ends: {error}"
            stop.add_note(text)
            warn(text)

    def _repr_html_(self) -> str:
        return html_of(self._details)

    @safe_repr
    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id} ({self.mode}) on {self.backend}: {self._details.state}>"


@error_boundary
class AsyncSessions(Resource):
    """The sessions and batches of the instance.

    `client.workloads.list(mode="session")` lists them.
    """

    def __init__(self, connection: AsyncConnection, jobs: AsyncJobs) -> None:
        self._connection = connection
        self._jobs = jobs
        self._given = SeenJobIds()
        self._keys = AsyncSessionKeys(connection)

    async def create(
        self,
        *,
        backend: BackendOrName,
        mode: SessionMode = "dedicated",
        max_ttl: WholeNumber | None = None,
        key: str | None = None,
    ) -> AsyncSession:
        """Open a session or batch, or return the open one of a key.

        Leaving a `with` block made of it closes it to new jobs, also one that was found by its key. The request is sent
        once: a session carries no tag by which it could be found, and a second one would cost too.

            session = await client.sessions.create(backend="ibm_fez", mode="batch", max_ttl=600)
            session.mode  # "batch"

        A key is written down on this machine (see `journal` of the client). While its session takes jobs, the same key
        returns that session, in another process and after a crash too, and `session.adopted` is True; once it is closed,
        a new one is opened. If a process was killed before the answer came, the service's list is asked, for up to a
        minute, for an unused session of this backend and mode that was opened since. On another machine, or without the
        journal, a session cannot be found by its key. The only trace there is then the `session_id` of jobs that were
        submitted to it with keys of their own. A session that no job was submitted to is closed by the service after
        half an hour and costs nothing.

        Args:
            backend: Name of a backend, or a backend.
            mode: `dedicated` (paid by the wall clock from its first job on, refused on the Open plan) or `batch`. The
                client's `budget_seconds` counts the jobs of a dedicated session, not the time between them: a warning says so.
            max_ttl: Seconds it may last; 28800 (eight hours) by default, 600 on the Open plan.
            key: Names this one session, in 1 to 200 characters; without one, a new session is opened by every call.

        Returns:
            The session, which takes jobs.

        Raises:
            ConfigurationError: An argument is invalid, or the key's session is open and was asked for with another
                backend, mode or `max_ttl`; nothing was sent.
            SubmissionUncertainError: Whether the session exists is not known, or which one is the key's; the message says
                where to look.
            ApiError: The service refused: on the Open plan a dedicated session is answered with 400, code 1352.
        """
        terms = SessionTerms(name_of("backend", backend), checked_mode(mode), checked_ttl(max_ttl))
        if key is None:
            return await self._created(terms, None)
        record = self._keys.record(checked_key(key), terms)
        try:
            await record.take()
            if (found := await record.find()) is not None:
                return AsyncSession(self._connection, self._jobs, found, adopted=True)
            return await self._created(terms, record)
        finally:
            record.release()

    async def _created(self, terms: SessionTerms, record: AsyncSessionRecord | None) -> AsyncSession:
        """Open a session; the record, of one with a key, is kept up with what is known of it."""
        from qrt_client.models import CreateSessionRequest, ExecutionMode

        mode, backend = terms.mode, terms.backend
        if mode == "dedicated" and self._connection.charges is not None and not is_mock_name(backend):
            self._connection.charges.warn_of_session(terms.max_ttl)
        body = CreateSessionRequest(
            backend=backend, mode=ExecutionMode(mode), max_ttl=or_unset(terms.max_ttl)
        )
        flight, opened = Flight(), list[SessionDetails]()
        if record is not None:
            record.begin()
        try:
            await uninterrupted_async(flight, lambda: self._open(body, terms, opened, record))
        except QrtError as error:
            if is_ambiguous(error):
                raise session_uncertain(mode, backend, error, keyed=record is not None) from error
            if record is not None:
                record.refused()
            if isinstance(error, NotFoundError):
                await name_backends(self._connection, error, backend)
            raise
        except BaseException as stop:
            session_id = opened[0].id if opened else None
            if record is not None and flight.departures == 0:
                record.refused()
            note_interrupted_session(stop, mode, backend, session_id, sent=flight.departures > 0)
            raise
        return AsyncSession(self._connection, self._jobs, opened[0])

    async def _open(
        self,
        body: CreateSessionRequest,
        terms: SessionTerms,
        opened: list[SessionDetails],
        record: AsyncSessionRecord | None,
    ) -> None:
        """Ask for a session, and put it where an interruption and a later call with its key find it."""
        from qrt_client.api.sessions import create_session

        answer = await self._connection.read(
            create_session.asyncio_detailed, client=self._connection.raw, body=body
        )
        details = opened_session(answer, terms.mode, terms.backend)
        self._given.claim(details.id, None)
        opened.append(details)
        if record is not None:
            record.opened(details.id)

    async def get(self, session_id: str) -> AsyncSession:
        """Return a session or batch by its id.

            again = await client.sessions.get(session.id)
            again.backend  # "ibm_fez"

        Args:
            session_id: The id, as `session.id` or `job.session_id` has it.

        Raises:
            ConfigurationError: The id cannot be one; nothing was sent.
            NotFoundError: There is no such session, or not for these credentials.
        """
        from qrt_client.api.sessions import get_session

        wanted = stripped_id("session id", session_id)
        answer = await self._connection.read(
            get_session.asyncio_detailed, wanted, client=self._connection.raw
        )
        check_id("session", wanted, answer)
        return AsyncSession(self._connection, self._jobs, SessionDetails.of(answer, session_id=wanted))
