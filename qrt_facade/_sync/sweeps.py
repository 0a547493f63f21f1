# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""Sweeps: many points, one job each, that survive the end of the process which runs them."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, Unpack, cast, overload

from qrt_facade._base.arguments import checked_flag, checked_whole
from qrt_facade._base.boundary import error_boundary
from qrt_facade._base.coerce import none_if_unset
from qrt_facade._base.redaction import redacted_repr
from qrt_facade._base.secrets import safe_repr
from qrt_facade._circuits.delays import DelayUnitError
from qrt_facade._display.html import facts_table, html_of
from qrt_facade._display.rows import Column
from qrt_facade._policy.keys import checked_on_failed, member_key
from qrt_facade._policy.polling import checked_polling
from qrt_facade._policy.progress import Progress, display_for
from qrt_facade._policy.submission_options import SubmissionOptions  # noqa: TC001 - looked up when a keyword is checked
from qrt_facade._policy.sweeps import (
    MAX_PENDING,
    MAX_RETRIES,
    Wanted,
    checked_sweep_name,
    named_points,
    points_to_record,
    reason_of,
    state_label,
    status_of,
    table_of,
)
from qrt_facade._policy.waiting import DEFAULT_TIMEOUT, check_wait
from qrt_facade._programs.fingerprints import Fingerprint
from qrt_facade._service.jobs import JobError, JobState, error_for
from qrt_facade._service.names import id_of_session, name_of
from qrt_facade._service.statuses import CANCELLED, COMPLETED, FAILED
from qrt_facade._service.sweep_points import STORE_METHODS, SweepIdentity
from qrt_facade._sync.device_check import check_on_device
from qrt_facade._sync.device_time import in_device_time, repeatable
from qrt_facade._sync.job import Job
from qrt_facade._sync.jobs import checked_submission
from qrt_facade._sync.sweep_run import SweepRun, keep_result, request_of
from qrt_facade.errors import ConfigurationError, NotFoundError, ResultDecodeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Self

    from qrt_facade._base.kinds import RealNumber, WholeNumber
    from qrt_facade._circuits.kinds import Circuit
    from qrt_facade._display.facts import Facts
    from qrt_facade._display.frames import (
        AnyDataFrame,
        DataFrameLibrary,
        Frame,
        FrameLibrary,
        FrameT,
    )
    from qrt_facade._display.rows import ColumnTable
    from qrt_facade._policy.polling import PollingStrategy
    from qrt_facade._policy.submission import Submission
    from qrt_facade._policy.sweeps import SweepStatus, SweepTable
    from qrt_facade._programs.options.dicts import (
        EstimatorOptionsDict,
        SamplerOptionsDict,
    )
    from qrt_facade._programs.options.programs import EstimatorOptions, SamplerOptions
    from qrt_facade._programs.pubs.kinds import (
        EstimatorPubs,
        Observables,
        ParameterValues,
        SamplerPubs,
    )
    from qrt_facade._service.names import BackendOrName, SessionOrId
    from qrt_facade._service.sweep_points import PointState, StoredPoint, SweepStore
    from qrt_facade._sync.connection import Connection
    from qrt_facade._sync.jobs import Jobs
    from qrt_facade.results import EstimatorResult, SamplerResult

R_co = TypeVar("R_co", covariant=True)

_NO_LIMIT = 100 * 365 * 86400.0
"""Seconds that `submit` may take: with a limit of three pending jobs, hundreds of points take days."""


@error_boundary
class Sweep(Generic[R_co]):
    """Many points, one job each, recorded in a store that outlives the process: `client.sweep(...)`.

        sweep = client.sweep("ising", store="ising.sqlite")
        sweep.submit({"a": circuit, "b": (circuit, None, 50)}, backend="ibm_fez", shots=100)
        for point in sweep:
            result = point.result()
            print(point.name, result[0].c.counts())

    Run the same program again after a crash, Ctrl-C or restart, as often as necessary: each point is submitted once,
    since its job has a key (`ising/a`), and its result is fetched once, into the store. Several processes may run the
    same sweep on one store; they divide the points between them.

    Attributes:
        name: The sweep's name.
        program: `sampler` or `estimator`.
        store: The store of the points.
    """

    def __init__(
        self, connection: Connection, jobs: Jobs, store: SweepStore, name: str, program: str
    ) -> None:
        """Open a sweep.

        Args:
            connection: The connection to the service.
            jobs: Submits the jobs.
            store: The store of the points.
            name: Name of the sweep.
            program: The program that its points run.

        Raises:
            ConfigurationError: The store belongs to another sweep, program, instance or version.
        """
        self._connection = connection
        self._jobs = jobs
        self.store = store
        self.name = name
        self.program = program
        self._identity = SweepIdentity(name, program, _hash_of_instance(connection))
        self._max_pending = MAX_PENDING
        store.identify(self._identity)

    def submit(
        self,
        points: Iterable[tuple[str, SamplerPubs | EstimatorPubs | ParameterValues]]
        | Mapping[str, SamplerPubs | EstimatorPubs | ParameterValues]
        | Iterable[Mapping[str, Any]],
        *,
        backend: BackendOrName,
        circuit: Circuit | None = None,
        observables: Observables | None = None,
        shots: WholeNumber | None = None,
        precision: RealNumber | None = None,
        resilience_level: WholeNumber | None = None,
        options: SamplerOptions | SamplerOptionsDict | EstimatorOptions | EstimatorOptionsDict | None = None,
        session: SessionOrId | None = None,
        check: bool = False,
        retry_failed: WholeNumber = 2,
        max_pending: WholeNumber = MAX_PENDING,
        progress: bool = False,
        polling: PollingStrategy | None = None,
        **submission: Unpack[SubmissionOptions],
    ) -> Self:
        """Record points, submit them at the pace that the service allows, and return when all are submitted.

            flip = 'OPENQASM 3.0; include "stdgates.inc"; input float[64] theta; bit[1] c; rz(theta) $0; x $0; c[0] = measure $0;'
            sweep.submit([{"theta": 0.1}, {"theta": 0.2}], circuit=flip, backend="ibm_fez", shots=100)
            [point.name for point in sweep][-2:]         # ["theta=0.1", "theta=0.2"]

        If the service has retired the sweep's program, the points run on the executor, with one
        `ProgramRetiredWarning`; points already submitted keep their jobs.

        All points are checked and recorded, in one step, before the first is submitted. Points already submitted are
        left unchanged; points recorded but not yet submitted take the session, tags and other options of this call.
        While the maximum number of jobs is pending, results are collected. `wait` collects the rest.

        Args:
            points: Pairs of a name and a PUB, or a mapping from names to PUBs; PUBs are as for `client.sampler.submit`
                or `client.estimator.submit`. With `circuit`, the parameter values of each point, with or without a
                name; without one, the values are the name: `theta=0.1,phi=2`. A name has 1 to 200 characters.
            backend: Name of a backend, or a backend, for all these points.
            circuit: The circuit, if the points are parameter values.
            observables: The observables for `circuit`. Estimator only.
            shots: Sampler only: shots of PUBs that do not set their own; the service's default is 4096.
            precision: Estimator only: target standard error; the service's default is 1/64.
            resilience_level: Estimator only: 0, 1 or 2; the service's default is 1.
            options: Options of the program, as a dict, `SamplerOptions` or `EstimatorOptions`.
            session: Session or batch to run in, or its id. If it closes before all points are submitted, submit the
                same points again with another one.
            check: Whether to check all points against the backend before the first is submitted, with two requests.
            retry_failed: Number of times, at most 100, to resubmit a point whose job failed because of the service
                (such as code 1500, an internal error); 2 by default. Other failures would recur at the same cost and
                are not retried.
            max_pending: Maximum number of the sweep's jobs that are queued or running, including those of other
                processes on its store; 100 by default. If the plan allows fewer, the service's rejections set the pace.
            progress: Whether to show on stderr how many points are done.
            polling: When to poll while the maximum number of jobs is pending, such as `Polling(longest=5.0)`. Defaults
                to the client's.
            submission: Options common to all programs: `tags` (at most 5), `private`, `max_execution_time`,
                `max_seconds`, `calibration_id`, `log_level`, `on_uncertain`, `advice`, `dry_run`; see
                `client.jobs.submit`. The sweep sets the keys. With `on_failed="submit"`, points that failed or were
                cancelled are submitted again; by default only if their PUB has changed.

        Returns:
            The sweep.

        Raises:
            ConfigurationError: An argument is invalid, or a point was already submitted with another PUB; nothing was
                recorded or sent. Or the store cannot be written.
            QrtError: As raised by `client.jobs.submit` and `job.wait`; call this method again to continue.
        """
        common: dict[str, Any] = dict(submission)
        again = self._checked_options(common)
        checked_polling(polling)
        retries = checked_whole("retry_failed", retry_failed, least=0, most=MAX_RETRIES)
        most = checked_whole("max_pending", max_pending, least=1)
        shown = checked_flag("progress", progress)
        pubs = named_points(points, self._pub_builder(circuit, observables))
        many = {name: repeatable(pub) for name, pub in pubs.items()}
        make = self._params_builder(
            shots=shots, precision=precision, resilience_level=resilience_level, options=options
        )
        params = in_device_time(
            self._connection,
            lambda dt: {name: _params_for(make, name, pub, dt) for name, pub in many.items()},
            lambda: backend,
        )
        on_device = checked_flag("check", check)
        wanted, submissions = self._checked_points(params, backend, session, common, on_device=on_device)
        if on_device and submissions:
            names = [f"point {name!r}" for name in params]
            check_on_device(self._connection, list(params.values()), submissions, names=names)
        added = partial(
            points_to_record, wanted=wanted, retries=retries, again=again, differences=_differences
        )
        self.store.add(added(self.store.points()))
        self._max_pending = most
        self._work(_all_submitted, _NO_LIMIT, progress=shown, polling=polling)
        # Another process may have recorded different points with these names in the meantime.
        if again is False:
            added(self.store.points())
        return self

    def wait(
        self,
        timeout: float = DEFAULT_TIMEOUT,
        *,
        progress: bool = False,
        polling: PollingStrategy | None = None,
    ) -> Self:
        """Wait until all points are done, failed or cancelled, and return the sweep.

            sweep.wait(timeout=600)
            print(sweep.status())                        # such as "2 of 2 points done; 0.1 RU, 0.1 s"

        Submits points that are not submitted yet, and resubmits those that failed because of the service, including
        points recorded by other processes. Polls the list of jobs, 200 per request, and fetches each result once.
        Outages are tolerated as in `job.wait`. A result that cannot be fetched issues a warning and is requested again
        by the next call.

        Args:
            timeout: Maximum wait in seconds for all points together, including network outages; one day by default.
            progress: Whether to show on stderr how many points are done.
            polling: When to poll, such as `Polling(longest=5.0)`. Defaults to the client's.

        Returns:
            The sweep.

        Raises:
            ConfigurationError: `timeout` is not a number of seconds, `polling` has no `pause` method, or the store
                cannot be written.
            JobTimeoutError: The timeout expired; the jobs keep running, and finished points are stored.
            QrtError: As raised by `client.jobs.submit` and `job.wait`; call this method again to continue.
        """
        check_wait(timeout, polling=polling)
        self._work(_all_ended, timeout, progress=checked_flag("progress", progress), polling=polling)
        return self

    def status(self) -> SweepStatus:
        """Return the number of points in each state, according to the store; no request is made.

            status = sweep.status()
            status.done, status.total                    # such as (2, 2)

        Raises:
            ConfigurationError: The store cannot be read.
        """
        return status_of(self.name, self.store.points())

    def table(self) -> SweepTable:
        """Return a table of the points to print, or to show as HTML in a notebook.

            print(sweep.table())

        Raises:
            ConfigurationError: The store cannot be read.
        """
        return table_of(self.name, self.store.points())

    @overload
    def to_frame(self, *, as_: type[FrameT]) -> FrameT: ...

    @overload
    def to_frame(self, *, as_: DataFrameLibrary | None = None) -> AnyDataFrame: ...

    @overload
    def to_frame(self, *, as_: FrameLibrary) -> Frame: ...

    def to_frame(self, *, as_: type[Any] | FrameLibrary | None = None) -> Frame:
        """Return the points' states as a pandas or polars data frame, or a pyarrow table; no request is made.

            sweep.to_frame()["state"]

        Columns, with one row per point: `point`, `state`, `job_id`, `job_status`, `error_code`, `error`,
        `usage_seconds` and `usage_ru`; unknown values are null.

        Args:
            as_: `pandas.DataFrame`, `polars.DataFrame` or `pyarrow.Table`, which also type the return value; or
                `"pandas"`, `"polars"` or `"pyarrow"`. Defaults to whichever of pandas and polars is installed,
                preferring pandas.

        Raises:
            ConfigurationError: The library is not installed, or the store cannot be read.
        """
        from qrt_facade._display.frames import checked_library, frame_of_rows
        from qrt_facade._service.usage_rows import POINT_COLUMNS, point_row

        library = checked_library(as_)
        return frame_of_rows(POINT_COLUMNS, map(point_row, self.store.points()), library)

    @overload
    def results_to_frame(self, *, as_: type[FrameT]) -> FrameT: ...

    @overload
    def results_to_frame(self, *, as_: DataFrameLibrary | None = None) -> AnyDataFrame: ...

    @overload
    def results_to_frame(self, *, as_: FrameLibrary) -> Frame: ...

    def results_to_frame(self, *, as_: type[Any] | FrameLibrary | None = None) -> Frame:
        """Return the results of all finished points as one data frame, with the point's name in the column `point`.

            frame = sweep.results_to_frame()
            frame["point"], frame["count"]

        The other columns are those of `result[0].to_frame()`. The results are read from the store; those corrupt or
        missing there are fetched from the service.

        Args:
            as_: `pandas.DataFrame`, `polars.DataFrame` or `pyarrow.Table`, which also type the return value; or
                `"pandas"`, `"polars"` or `"pyarrow"`. Defaults to whichever of pandas and polars is installed,
                preferring pandas.

        Raises:
            ConfigurationError: The library is not installed, or the store cannot be read.
            QrtError: As raised by `job.result`, if a result has to be fetched.
        """
        from qrt_facade._display.frames import checked_library, frame_of, table_of
        from qrt_facade.results.tables import ESTIMATED, SAMPLED, labelled, stacked

        library = checked_library(as_)
        tables: list[ColumnTable] = []
        for point in self.store.points():
            if point.state == "done":
                job = Job[Any](self._connection, _state_of(point, self.program))
                result = cast("SamplerResult | EstimatorResult", self._kept_result(point, job))
                tables += [labelled(table_of(pub), "point", point.name) for pub in result]
        others = SAMPLED if self.program == "sampler" else ESTIMATED
        whole = stacked(tables, (Column("point"), *others[1:]))
        return frame_of(whole.columns, whole.values, library)

    def __iter__(self) -> Iterator[SweepPoint[R_co]]:
        """Iterate over all points, finished or not, in the order in which they were recorded."""
        for point in self.store.points():
            yield SweepPoint(self, point)

    def __len__(self) -> int:
        return len(self.store.points())

    def __getitem__(self, name: str) -> SweepPoint[R_co]:
        """Return the point with this name.

        Raises:
            KeyError: There is no such point.
        """
        for point in self.store.points():
            if point.name == name:
                return SweepPoint(self, point)
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        return any(point.name == name for point in self.store.points())

    def __bool__(self) -> bool:
        """Return True, even for a sweep without points."""
        return True

    def _repr_html_(self) -> str:
        return html_of(self.status())

    @safe_repr
    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r} in {self.store!r}>"

    def _work(
        self,
        reached: Callable[[Sequence[StoredPoint]], bool],
        timeout: float,
        *,
        progress: bool,
        polling: PollingStrategy | None,
    ) -> None:
        """Process the sweep until `reached` is true of its points."""
        display = Progress(display_for(len(self.store.points())) if progress else None)

        shown: SweepStatus | None = None

        def report(points: Sequence[StoredPoint]) -> None:
            nonlocal shown
            if display.shown and (status := status_of(self.name, points)) != shown:
                shown = status
                display.show(f"sweep {self.name}: {status}", status.ended)

        run = SweepRun(self._connection, self._jobs, self.store, self._identity, most=self._max_pending)
        try:
            run.until(reached, timeout=timeout, report=report, polling=polling)
        finally:
            display.close()

    def _result_of(
        self, name: str, timeout: float, *, progress: bool, polling: PollingStrategy | None
    ) -> R_co:
        """Return the result of a point, from the store or otherwise from the service."""
        point = self[name].stored
        if point.open:
            self._work(partial(_is_ended, name), timeout, progress=progress, polling=polling)
            point = self[name].stored
        job = Job[Any](self._connection, _state_of(point, self.program))
        if point.state == "done":
            return self._kept_result(point, job)
        error = error_for(job.state, job=job)
        if error is not None:
            raise error
        # The job completed, but its result could not be fetched earlier; now the error reaches the caller.
        keep_result(self.store, point, job)
        return self._kept_result(self[name].stored, job)

    def _kept_result(self, point: StoredPoint, job: Job[Any]) -> R_co:
        """Return a result from the store; if it is corrupt or missing there, fetch it again."""
        from qrt_facade.results.archive import result_in

        limit = self._connection.settings.max_result_bytes
        content = self.store.load_result(point.name)
        if content is not None:
            try:
                return cast("R_co", result_in(content, job_id=point.job_id, max_bytes=limit))
            except ResultDecodeError as error:
                if error.program_id is not None:  # intact, but larger than this client's limit
                    raise
        try:
            keep_result(self.store, point, job)
        except NotFoundError as error:
            found = "no result" if content is None else "a corrupt result"
            error.add_note(
                f"{self.store!r} has {found} for point {point.name!r}, and the service no longer has one; to run it "
                "again, submit it under another name"
            )
            raise
        content = self.store.load_result(point.name) or b""
        return cast("R_co", result_in(content, job_id=point.job_id, max_bytes=limit))

    def _checked_options(self, submission: dict[str, Any]) -> bool:
        """Reject options that the sweep sets itself, and return whether failed points are submitted again."""
        for name in ("key", "submission_tag"):
            if submission.pop(name, None) is not None:
                raise ConfigurationError(
                    f"{name}= is not supported by sweeps, which set the key of each point: {self.name}/<point>"
                )
        asked = submission.pop("on_failed", None)
        return asked is not None and checked_on_failed(asked, key=self.name) == "submit"

    def _pub_builder(self, circuit: object, observables: object) -> Callable[[Any], Any] | None:
        """Return a function that builds a PUB from a point's parameter values, or None without a circuit."""
        if circuit is None:
            if observables is not None:
                raise ConfigurationError(
                    "observables= is only accepted with circuit=; a PUB contains its own observables"
                )
            return None
        if self.program == "estimator":
            if observables is None:
                raise ConfigurationError("circuit= requires observables= for the estimator")
            return lambda values: (circuit, observables, values)
        if observables is not None:
            raise ConfigurationError("observables= is for the estimator, but this sweep runs the sampler")
        return lambda values: (circuit, values)

    def _params_builder(
        self, *, shots: object, precision: object, resilience_level: object, options: Any
    ) -> Callable[..., Any]:
        """Return a function that builds a job's parameters from a PUB.

        Raises:
            ConfigurationError: An argument is for the other program.
        """
        from qrt_facade._programs.params import estimator_params, sampler_params

        if self.program == "sampler":
            for name, value in (("precision", precision), ("resilience_level", resilience_level)):
                if value is not None:
                    raise ConfigurationError(f"{name}= is for the estimator, but this sweep runs the sampler")
            return partial(sampler_params, shots=cast("Any", shots), options=options)
        if shots is not None:
            raise ConfigurationError(
                "shots= is for the sampler, but this sweep runs the estimator; use precision="
            )
        return partial(
            estimator_params,
            precision=cast("Any", precision),
            resilience_level=cast("Any", resilience_level),
            options=options,
        )

    def _checked_points(
        self,
        params: Mapping[str, Any],
        backend: BackendOrName,
        session: SessionOrId | None,
        submission: dict[str, Any],
        *,
        on_device: bool,
    ) -> tuple[dict[str, Wanted], list[Submission]]:
        """Check the submission of each point, and return what to record and the submissions."""
        wanted: dict[str, Wanted] = {}
        checked: list[Submission] = []
        session_id = None if session is None else id_of_session(session)
        for name, one in params.items():
            made = checked_submission(
                self.program,
                one,
                backend=backend,
                session=session,
                checked_on_device=on_device,
                key=member_key(self.name, name),
                **submission,
            )
            sent = none_if_unset(made.request.params)
            content = {} if sent is None else sent.additional_properties
            request = request_of(content, name_of("backend", backend), session_id, submission)
            wanted[name] = Wanted(made.print_tag or "", request)
            checked.append(made)
        return wanted, checked


@error_boundary
class SweepPoint(Generic[R_co]):
    """A point of a sweep, as obtained by iterating over the sweep.

        point = sweep["a"]
        point.name, point.state                          # such as ("a", "done")
        result = point.result()
        result[0].c.counts()                             # such as {"00": 49, "11": 51}

    The attributes show the state at the time the point was obtained.

    Attributes:
        stored: The point as recorded in the store.
    """

    def __init__(self, sweep: Sweep[R_co], stored: StoredPoint) -> None:
        self._sweep = sweep
        self.stored = stored

    @property
    def name(self) -> str:
        """Name of the point."""
        return self.stored.name

    @property
    def state(self) -> PointState:
        """`new`, `submitted`, `done`, `failed` or `cancelled`."""
        return self.stored.state

    @property
    def job_id(self) -> str | None:
        """Id of its job, or None if it has none yet."""
        return self.stored.job_id

    @property
    def error(self) -> str | None:
        """The reason why its last job failed or was cancelled, or its result could not be fetched; otherwise None."""
        return reason_of(self.stored)

    def result(
        self,
        timeout: float = DEFAULT_TIMEOUT,
        *,
        progress: bool = False,
        polling: PollingStrategy | None = None,
    ) -> R_co:
        """Return the point's result from the store, or fetch it from the service and store it.

            result = sweep["a"].result(timeout=600)
            result[0].c.counts()                         # such as {"00": 49, "11": 51}

        Waits while the job is running; the other points progress meanwhile, as in `sweep.wait`.

        Args:
            timeout: Maximum wait in seconds; one day by default.
            progress: Whether to show on stderr how many points of the sweep are done.
            polling: When to poll, such as `Polling(longest=5.0)`. Defaults to the client's.

        Returns:
            A `SamplerResult` or an `EstimatorResult`, depending on the sweep's program.

        Raises:
            ConfigurationError: An argument is invalid, or the store cannot be read or written.
            JobFailedError: The job failed; code and reason are those of the service.
            JobCancelledError: The job was cancelled, by a user or because it ran too long.
            JobTimeoutError: The timeout expired; the job keeps running.
            QrtError: As raised by `job.result`.
        """
        check_wait(timeout, polling=polling)
        shown = checked_flag("progress", progress)
        return self._sweep._result_of(self.name, timeout, progress=shown, polling=polling)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] # its own sweep

    def _repr_html_(self) -> str:
        facts: Facts = [("state", state_label(self.stored)), ("job", self.job_id), ("reason", self.error)]
        return facts_table(f"Point {self.name} of sweep {self._sweep.name}", facts)

    @safe_repr
    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r} of {self._sweep.name!r}: {state_label(self.stored)}>"


def opened_sweep(
    connection: Connection,
    jobs: Jobs,
    name: str,
    *,
    store: str | Path | SweepStore,
    program: str,
) -> Sweep[Any]:
    """Check the arguments and return a sweep on a store.

    Raises:
        ConfigurationError: An argument is invalid, or the store belongs to another sweep.
    """
    name = checked_sweep_name(name)
    if program not in {"sampler", "estimator"}:
        raise ConfigurationError(f"program={redacted_repr(program)}: expected 'sampler' or 'estimator'")
    if isinstance(store, str | Path):
        from qrt_facade._connection.sweep_store import SqliteSweepStore

        return Sweep(connection, jobs, SqliteSweepStore(store), name, program)
    missing = [name for name in STORE_METHODS if not callable(getattr(store, name, None))]
    if missing:
        without = "" if len(missing) == len(STORE_METHODS) else f"; it has no {', '.join(missing)}"
        raise ConfigurationError(
            f"store={redacted_repr(store)[:100]}: expected a path, or an object with the methods of SweepStore{without}"
        )
    return Sweep(connection, jobs, store, name, program)


def _hash_of_instance(connection: Connection) -> str:
    found = connection.credentials
    # An instance may have several URLs, so the URL identifies it only if there is no CRN.
    return hashlib.sha256(str(found.instance or found.api_url).encode()).hexdigest()[:32]


def _params_for(make: Callable[..., Any], name: str, pub: object, dt: float | None) -> Any:
    """Return the parameters of a point's job; errors name the point.

    Raises:
        ConfigurationError: The PUB is invalid.
    """
    try:
        return make(pub, dt=dt)
    except DelayUnitError:
        raise  # the caller tries again with the backend's dt
    except ConfigurationError as error:
        raise ConfigurationError(f"point {name!r}: {str(error).removeprefix('PUB 0: ')}") from error


def _differences(now: str, before: str) -> Sequence[str]:
    one, other = Fingerprint.of_tag(now), Fingerprint.of_tag(before)
    return () if one is None or other is None else one.differences(other)


def _all_submitted(points: Sequence[StoredPoint]) -> bool:
    return all(point.state != "new" for point in points)


def _all_ended(points: Sequence[StoredPoint]) -> bool:
    return not any(point.open for point in points)


def _is_ended(name: str, points: Sequence[StoredPoint]) -> bool:
    return not any(point.open for point in points if point.name == name)


def _state_of(point: StoredPoint, program: str) -> JobState:
    """Return the job state of an ended point, according to the store."""
    words: dict[str, str] = {"failed": FAILED, "cancelled": CANCELLED}
    status = words.get(point.state, COMPLETED)
    if point.job_status is not None and point.job_status.startswith(status):
        status = point.job_status
    reason = None if point.reason is None or status == COMPLETED else JobError(point.code, point.reason, None)
    return JobState(point.job_id or "", status, program_id=program, reason=reason)
