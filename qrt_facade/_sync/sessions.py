# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""Sessions and batches, which group jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from qrt_facade._base.arguments import stripped_id
from qrt_facade._base.boundary import error_boundary
from qrt_facade._base.coerce import or_unset
from qrt_facade._base.missing import AttributeText
from qrt_facade._base.resources import Resource
from qrt_facade._base.secrets import safe_repr
from qrt_facade._display.html import html_of
from qrt_facade._policy import deadlines, timing
from qrt_facade._policy.doubt import is_ambiguous
from qrt_facade._policy.flights import Flight, uninterrupted
from qrt_facade._policy.interruptions import warn
from qrt_facade._policy.keys import checked_key
from qrt_facade._policy.session_keys import SessionTerms
from qrt_facade._policy.sessions import (
    note_interrupted_session,
    opened_session,
    session_uncertain,
)
from qrt_facade._policy.submission import SeenJobIds
from qrt_facade._service.identity import check_id
from qrt_facade._service.mocks import is_mock_name
from qrt_facade._service.names import name_of
from qrt_facade._service.sessions import SessionDetails, checked_mode, checked_ttl
from qrt_facade._sync.backend_suggestions import suggest_backends
from qrt_facade._sync.calibrator import Calibrator
from qrt_facade._sync.executor import Executor
from qrt_facade._sync.noise_learner import NoiseLearner
from qrt_facade._sync.primitives import Estimator, Sampler
from qrt_facade._sync.session_keys import SessionKeys
from qrt_facade.errors import NotFoundError, QrtError

if TYPE_CHECKING:
    from types import TracebackType

    from qrt_client.models import CreateSessionRequest

    from qrt_facade._base.kinds import WholeNumber
    from qrt_facade._service.names import BackendOrName
    from qrt_facade._service.sessions import SessionMode
    from qrt_facade._sync.connection import Connection
    from qrt_facade._sync.jobs import Jobs
    from qrt_facade._sync.session_keys import SessionRecord


@error_boundary
class Session:
    """A session (`dedicated`: exclusive use of the backend) or a batch (jobs that are scheduled together).

    As a context manager it is closed to new jobs at the end of the block; jobs already submitted finish.

        with client.sessions.create(backend="ibm_fez", mode="batch") as session:
            jobs = [session.sampler.submit(circuit, shots=shots) for shots in (10, 100)]
    """

    def __init__(
        self, connection: Connection, jobs: Jobs, details: SessionDetails, *, adopted: bool = False
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
        """Name of its backend, or None if it has none yet."""
        return self._details.backend and AttributeText.of("session.backend", self._details.backend)

    @property
    def mode(self) -> str | None:
        """`dedicated` or `batch`, or None if the service did not report it."""
        return self._details.mode

    @property
    def adopted(self) -> bool:
        """Whether it is an existing session that was found by its key."""
        return self._adopted

    @property
    def sampler(self) -> Sampler:
        """The sampler of this session: its jobs belong to the session and run on its backend."""
        return Sampler(self._connection, self._jobs, session=self)

    @property
    def estimator(self) -> Estimator:
        """The estimator of this session: its jobs belong to the session and run on its backend."""
        return Estimator(self._connection, self._jobs, session=self)

    @property
    def executor(self) -> Executor:
        """The executor of this session: its jobs belong to the session and run on its backend."""
        return Executor(self._connection, self._jobs, session=self)

    @property
    def noise_learner(self) -> NoiseLearner:
        """The noise learner of this session: its jobs belong to the session and run on its backend."""
        return NoiseLearner(self._jobs, session=self)

    @property
    def calibrator(self) -> Calibrator:
        """The calibrator of this session: it calibrates the session's backend."""
        return Calibrator(self._jobs, session=self)

    def details(self) -> SessionDetails:
        """Fetch the session's state: whether it accepts jobs, lifetimes and usage in seconds, times in UTC.

            (session.details()).accepting_jobs  # True

        Raises:
            NotFoundError: The session does not exist or is not visible to these credentials.
        """
        from qrt_client.api.sessions import get_session

        answer = self._connection.read(get_session.sync_detailed, self.id, client=self._connection.raw)
        check_id("session", self.id, answer)
        self._details = SessionDetails.of(answer, session_id=self.id)
        return self._details

    def close(self) -> None:
        """Close the session to new jobs; those already submitted finish.

        Closing it again has no effect.

            session.close()
            (session.details()).accepting_jobs  # False

        Raises:
            TransportError: No usable response arrived; the session may still be open.
        """
        from qrt_client.api.sessions import update_session
        from qrt_client.models import UpdateSessionRequest

        body = UpdateSessionRequest(accepting_jobs=False)
        try:
            update_session.sync_detailed(self.id, client=self._connection.raw, body=body)
        except NotFoundError:
            # IBM's client ignores this too: a session that does not exist accepts no jobs.
            return

    def cancel(self) -> None:
        """Close the session and cancel its queued jobs, which fail with code 1217; a running job finishes.

        Cancelling it again has no effect.

            session.cancel()

        Raises:
            TransportError: No usable response arrived; the session may still be open.
        """
        from qrt_client.api.sessions import close_session

        try:
            close_session.sync_detailed(self.id, client=self._connection.raw)
        except NotFoundError:
            # The response to the first attempt may have been lost; a session that does not exist has no queued jobs.
            return

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, stop: BaseException | None, trace: TracebackType | None
    ) -> None:
        if stop is None:
            self.close()
            return
        # The exception of the block must propagate, and jobs are only cancelled on request.
        mocks = ", include_mocks=True" if is_mock_name(self.backend) else ""
        stop.add_note(
            f"{self.mode} session {self.id} was closed to new jobs; jobs submitted to it continue: "
            f"client.jobs.list(session={self.id!r}{mocks}) lists them, session.cancel() cancels the queued ones"
        )
        try:
            # Without this, a cancelled scope would also interrupt closing, and the session would continue to cost
            # money.
            with deadlines.within(timing.current().closing_session):
                uninterrupted(Flight(whole=True), self.close)
        except QrtError as error:
            text = f"closing session {self.id} failed; it stays open until its lifetime ends: {error}"
            stop.add_note(text)
            warn(text)

    def _repr_html_(self) -> str:
        return html_of(self._details)

    @safe_repr
    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id} ({self.mode}) on {self.backend}: {self._details.state}>"


@error_boundary
class Sessions(Resource):
    """The sessions and batches of the instance.

    `client.workloads.list(mode="session")` lists them.
    """

    def __init__(self, connection: Connection, jobs: Jobs) -> None:
        self._connection = connection
        self._jobs = jobs
        self._given = SeenJobIds()
        self._keys = SessionKeys(connection)

    def create(
        self,
        *,
        backend: BackendOrName,
        mode: SessionMode = "dedicated",
        max_ttl: WholeNumber | None = None,
        key: str | None = None,
    ) -> Session:
        """Open a session or batch, or return the open one with the given key.

        At the end of a `with` block the session is closed to new jobs, even one found by its key. The request is sent
        only once: a session has no tag to find it by, and a second one would also be charged.

            session = client.sessions.create(backend="ibm_fez", mode="batch", max_ttl=600)
            session.mode  # "batch"

        A key is recorded on this machine (see `journal` of the client). While its session accepts jobs, the same key
        returns that session, in other processes and after a crash too, and `session.adopted` is True; once it is
        closed, a new session is opened. If a process was killed before the response arrived, the service's list is
        searched, for up to a minute, for an unused session of this backend and mode opened since then. On another
        machine, or without the journal, a session cannot be found by its key; the only trace is then the `session_id`
        of jobs submitted to it with their own keys. The service closes a session without jobs after half an hour; it
        costs nothing.

        Args:
            backend: Name of a backend, or a backend.
            mode: `dedicated` (charged by wall-clock time from its first job; rejected on the Open plan) or `batch`. The
                client's `budget_seconds` counts the jobs of a dedicated session, but not the time between them; a
                warning says so.
            max_ttl: Maximum lifetime in seconds; 28800 (eight hours) by default, 600 on the Open plan.
            key: A name for this session, 1 to 200 characters. Without a key, every call opens a new session.

        Returns:
            The session, open to jobs.

        Raises:
            ConfigurationError: An argument is invalid, or the key's session is open with another backend, mode or
                `max_ttl`; nothing was sent.
            SubmissionUncertainError: It is unknown whether the session was created, or which one belongs to the key;
                the message says where to look.
            ApiError: The service rejected the request: a dedicated session on the Open plan with 400, code 1352.
        """
        terms = SessionTerms(name_of("backend", backend), checked_mode(mode), checked_ttl(max_ttl))
        if key is None:
            return self._created(terms, None)
        record = self._keys.record(checked_key(key), terms)
        try:
            record.take()
            if (found := record.find()) is not None:
                return Session(self._connection, self._jobs, found, adopted=True)
            return self._created(terms, record)
        finally:
            record.release()

    def _created(self, terms: SessionTerms, record: SessionRecord | None) -> Session:
        """Open a session and, if it has a key, update its record."""
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
            uninterrupted(flight, lambda: self._open(body, terms, opened, record))
        except QrtError as error:
            if is_ambiguous(error):
                raise session_uncertain(mode, backend, error, keyed=record is not None) from error
            if record is not None:
                record.refused()
            if isinstance(error, NotFoundError):
                suggest_backends(self._connection, error, backend)
            raise
        except BaseException as stop:
            session_id = opened[0].id if opened else None
            if record is not None and flight.departures == 0:
                record.refused()
            note_interrupted_session(stop, mode, backend, session_id, sent=flight.departures > 0)
            raise
        return Session(self._connection, self._jobs, opened[0])

    def _open(
        self,
        body: CreateSessionRequest,
        terms: SessionTerms,
        opened: list[SessionDetails],
        record: SessionRecord | None,
    ) -> None:
        """Create a session and record it, so that an interruption or a later call with its key can find it."""
        from qrt_client.api.sessions import create_session

        answer = self._connection.read(create_session.sync_detailed, client=self._connection.raw, body=body)
        details = opened_session(answer, terms.mode, terms.backend)
        self._given.claim(details.id, None)
        opened.append(details)
        if record is not None:
            record.opened(details.id)

    def get(self, session_id: str) -> Session:
        """Return a session or batch by its id.

            again = client.sessions.get(session.id)
            again.backend  # "ibm_fez"

        Args:
            session_id: The session's id, as in `session.id` or `job.session_id`.

        Raises:
            ConfigurationError: The id is not valid; nothing was sent.
            NotFoundError: The session does not exist or is not visible to these credentials.
        """
        from qrt_client.api.sessions import get_session

        wanted = stripped_id("session id", session_id)
        answer = self._connection.read(get_session.sync_detailed, wanted, client=self._connection.raw)
        check_id("session", wanted, answer)
        return Session(self._connection, self._jobs, SessionDetails.of(answer, session_id=wanted))
