# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""The client: takes credentials and gives access to the resources of one instance."""

from __future__ import annotations

import inspect
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar, cast, overload

from qrt_client._version import API_VERSION

from qrt_facade._base.arguments import check_not_blank, check_text, stripped_id
from qrt_facade._base.boundary import error_boundary
from qrt_facade._base.coerce import or_unset
from qrt_facade._base.keywords import check_keywords
from qrt_facade._base.lazy import lazy_property
from qrt_facade._base.owners import this_process
from qrt_facade._base.secrets import Secret, safe_repr
from qrt_facade._connection.channels import DEFAULT_NAME
from qrt_facade._connection.credentials import resolve
from qrt_facade._connection.settings import (
    REQUEST_TIMEOUT,
    TOTAL_TIMEOUT,
    Settings,
    checked_ledger,
)
from qrt_facade._policy import timing
from qrt_facade._policy.polling import FOR_EMULATOR
from qrt_facade._service.limits import DEFAULT_RESULT_BYTES
from qrt_facade._service.versions import ApiVersion
from qrt_facade._sync.connection import Connection
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date, datetime
    from pathlib import Path
    from types import TracebackType
    from typing import Unpack

    from qrt_client.models import ExpandedPlanConfiguration

    from qrt_facade._base.http_library import httpx
    from qrt_facade._base.kinds import RealNumber
    from qrt_facade._base.owners import Process
    from qrt_facade._connection.accounts import Account
    from qrt_facade._connection.discovery import FoundInstance
    from qrt_facade._connection.packages import RawPackage
    from qrt_facade._connection.recipe import Recipe
    from qrt_facade._policy.budgets import Charges
    from qrt_facade._policy.polling import PollingStrategy
    from qrt_facade._service.budget_status import BudgetStatus
    from qrt_facade._service.instances import Instance, Usage
    from qrt_facade._service.jobs_usage import JobsUsage
    from qrt_facade._service.sweep_points import SweepStore
    from qrt_facade._service.usage_totals import UsageReport
    from qrt_facade._sync.analytics import Analytics
    from qrt_facade._sync.backends import Backends
    from qrt_facade._sync.calibrator import Calibrator
    from qrt_facade._sync.executor import Executor
    from qrt_facade._sync.instances import Instances
    from qrt_facade._sync.job import Job
    from qrt_facade._sync.jobs import Jobs, Tags
    from qrt_facade._sync.noise_learner import NoiseLearner
    from qrt_facade._sync.primitives import Estimator, Sampler
    from qrt_facade._sync.raw import RawClient
    from qrt_facade._sync.sessions import Sessions
    from qrt_facade._sync.sweeps import Sweep
    from qrt_facade._sync.workloads import Workloads
    from qrt_facade.emulator import Emulator, StartOptions
    from qrt_facade.results import EstimatorResult, KeptResult, SamplerResult

C = TypeVar("C")


@error_boundary
class RuntimeClient:
    """A client of one instance of the Qiskit Runtime service.

    Constructing a client makes no requests. Clients are immutable. They can be shared between threads (or tasks, for
    the asynchronous client), used in forked processes and in several event loops one after another; each has its own
    connections. Modules that a feature needs are imported when it is first used; a fork waits up to five seconds for
    such imports in other threads.

    Clients, jobs, backends and sessions are pickled without secrets. The process that unpickles one uses its own
    credentials (from the environment or a saved account), which must be for the same instance, and its own proxy, TLS
    settings and transport.

        client = RuntimeClient(api_key="my-key", instance="crn:v1:bluemix:public:quantum-computing:us-east:a/1:2::")
        client.close()

    Args:
        api_key: IBM Cloud API key. Defaults to `QISKIT_IBM_TOKEN`, then to the saved account.
        instance: CRN of the instance. Defaults to `QISKIT_IBM_INSTANCE`, then to that of the saved account.
        token: A bearer token to use instead of an API key; IAM is not called then.
        account: Name of a saved account.
        base_url: URL of the API, with or without a trailing `/v1`. Defaults to `QISKIT_IBM_URL` if that is not IBM's own
            URL, then to that of the CRN's region.
        iam_url: URL of IAM. Defaults to `IAM_URL`, then to the one for the CRN.
        api_version: Date sent as `IBM-API-Version`. Defaults to the version of the generated client.
        timeout: Seconds without receiving a byte after which a request fails.
        total_timeout: Seconds after which a request fails, including retries and the pauses between them; 600 by
            default. A result, which may be large, may take one hour as long as bytes arrive, or `total_timeout` if that
            is longer.
        retries: Number of retries after a transient failure. Does not apply to submissions: see `jobs.submit`.
        proxy: URL of a proxy for all requests. Defaults to the environment's proxy settings.
        verify: False to accept any TLS certificate (with a warning), or an `ssl.SSLContext`.
        transport: An httpx transport to use instead of the default, for one process and event loop; or a function that
            creates one, called once for each process and event loop.
        user_agent: Your product, such as `myapp/1.0`, placed before ours in the `User-Agent` header.
        limits: Limits of the connection pool. Defaults to 100 connections, 20 of them kept alive.
        max_result_bytes: Maximum size of a result, applied to the response body and to the decompressed arrays; 1 GiB
            by default. All other responses have a fixed limit. See `job.result`.
        journal: Whether to record jobs and sessions that have a key on this machine before they are submitted (SQLite,
            in the system's state folder, without secrets). If False, a job created just before a crash is found only
            once it appears in the service's list, and a session's key is not found at all. Nothing is written for
            submissions without a key.
        polling: When waits poll: a `Polling`, or an object with a `pause` method like it. The default, `Polling()`,
            polls soon at first, then after a tenth of the time waited, at least every 30 s (5 s in a session).
        budget_seconds: Seconds of QPU time that the jobs submitted by this client may cost in total, per instance;
            unlimited by default. A submission that would exceed it raises `BudgetExceededError` before anything is
            sent. A job counts with its charge once that is known; until then with its estimate or its limit. A job
            whose estimate is only a lower bound needs `max_execution_time` or `max_seconds`. Dry runs and adopted jobs
            are free. Requests made through `raw`, and the time of a dedicated session between its jobs, are not
            counted.
        ledger: Path of a file that stores what the budget has spent (SQLite, without secrets), or True for one in the
            system's state folder. Clients, processes and threads that use the same file share the budget, and it
            persists. By default the budget is kept in memory, for this client and those created from it by
            `with_options`; forked children, and clients unpickled in another process, then cannot submit.

    Raises:
        ConfigurationError: Credentials are missing, incomplete or contradictory, or a setting is invalid.
    """

    def __init__(
        self,
        api_key: str | None = None,
        instance: str | None = None,
        *,
        token: str | None = None,
        account: str | None = None,
        base_url: str | None = None,
        iam_url: str | None = None,
        api_version: str | None = None,
        timeout: float = REQUEST_TIMEOUT,
        total_timeout: float = TOTAL_TIMEOUT,
        retries: int = 5,
        proxy: str | None = None,
        verify: bool | ssl.SSLContext = True,
        transport: httpx.BaseTransport | Callable[[], httpx.BaseTransport] | None = None,
        user_agent: str | None = None,
        limits: httpx.Limits | None = None,
        max_result_bytes: int = DEFAULT_RESULT_BYTES,
        journal: bool = True,
        polling: PollingStrategy | None = None,
        budget_seconds: RealNumber | None = None,
        ledger: str | Path | bool | None = None,
    ) -> None:
        credentials = resolve(
            api_key=api_key,
            token=token,
            instance=instance,
            account=account,
            base_url=base_url,
            iam_url=iam_url,
        )
        settings = Settings(
            api_version=API_VERSION if api_version is None else api_version,
            timeout=timeout,
            total_timeout=total_timeout,
            retries=retries,
            proxy=Secret.checked("proxy", proxy) if proxy else credentials.proxy,
            verify=verify if credentials.verify else False,
            transport=transport,
            user_agent=user_agent,
            limits=limits,
            max_result_bytes=max_result_bytes,
            journal=journal,
            budget_seconds=cast("float | None", budget_seconds),  # checked and converted there
            ledger=checked_ledger(ledger),
        )
        self._connection = Connection(credentials, settings, account, polling=polling)
        self._emulator: Emulator | None = None
        self._emulator_process: Process | None = None

    @classmethod
    def _over(cls, connection: Connection) -> Self:
        client = object.__new__(cls)
        client._connection, client._emulator, client._emulator_process = connection, None, None
        return client

    @classmethod
    def local(
        cls,
        *,
        api_version: str | None = None,
        timeout: float = REQUEST_TIMEOUT,
        total_timeout: float = TOTAL_TIMEOUT,
        max_result_bytes: int = DEFAULT_RESULT_BYTES,
        polling: PollingStrategy | None = FOR_EMULATOR,
        budget_seconds: RealNumber | None = None,
        ledger: str | Path | bool | None = None,
        **emulator: Unpack[StartOptions],
    ) -> Self:
        """Start the emulator in this process, on a free loopback port, and return a client connected to it.

        Closing the client stops the emulator. Results are computed by Qiskit Aer on this machine, not by IBM's service.
        Requires the extra `local`.

            with RuntimeClient.local(backends="ibm_fez", noise=False) as client:
                print([backend.name for backend in client.backends.list()])  # ["ibm_fez"]

        Args:
            api_version: Date sent as `IBM-API-Version`. Defaults to the version of the generated client.
            timeout: Seconds without receiving a byte after which a request fails.
            total_timeout: Seconds after which a request fails, including retries and the pauses between them.
            max_result_bytes: Maximum size of a result in bytes, applied to the response body and to the decompressed
                arrays.
            polling: When waits poll. By default more often than with the service, first after 5 ms and at least every
                0.5 s. None for the default of clients of the service.
            budget_seconds: Seconds of QPU time, as charged by the emulator, that jobs may cost in total.
            ledger: Path of a file that stores what the budget has spent, or True for one in the system's state folder.
                In memory by default.
            emulator: Options of `qrt_facade.emulator.start`: `backends` (names separated by commas; seven devices by
                default), `noise` (False for an ideal device), `seed`, `plan`, `queue_seconds`, `run_seconds`, `data` (a
                folder for jobs, which are otherwise kept in memory), `scenario` (a file of faults, or a dict) and
                others.

        Raises:
            ImportError: The extra `local` is not installed.
            ConfigurationError: An option is invalid, or the port is in use.
        """
        from qrt_facade.emulator import StartOptions, start

        own = inspect.signature(cls.local).parameters
        check_keywords(
            f"{cls.__name__}.local", emulator, {*own, *StartOptions.__annotations__} - {"emulator"}
        )
        running = start(**emulator)
        try:
            client = cls(
                **running.access,
                api_version=api_version,
                timeout=timeout,
                total_timeout=total_timeout,
                max_result_bytes=max_result_bytes,
                polling=polling,
                budget_seconds=budget_seconds,
                ledger=ledger,
            )
        except BaseException:
            running.stop()
            raise
        client._emulator, client._emulator_process = running, this_process()
        return client

    @classmethod
    def _reconnected(cls, recipe: Recipe, polling: PollingStrategy | None = None) -> Self:
        """Return a client built from a recipe with the credentials of this process. Used for unpickling.

        Raises:
            ConfigurationError: This process has no credentials, or they are for another instance.
        """
        return cls._over(Connection.reconnected(recipe, polling))

    @classmethod
    def discover_instances(
        cls,
        api_key: str | None = None,
        *,
        account: str | None = None,
        name: str | None = None,
        plan_id: str | None = None,
        region: str | None = None,
        search_url: str | None = None,
        iam_url: str | None = None,
        proxy: str | None = None,
        verify: bool | ssl.SSLContext = True,
    ) -> list[FoundInstance]:
        """Search IBM Cloud's Global Search for the instances that an API key may use; clients never do this implicitly.

        Args:
            api_key: The API key. Defaults to `QISKIT_IBM_TOKEN`, then to that of the saved account.
            account: Name of a saved account.
            name: Return only instances with this name.
            plan_id: Return only instances of the plan with this id (a UUID).
            region: Return only instances in this region, such as `us-east` or `eu-de`.
            search_url: URL of Global Search. Defaults to `GLOBAL_SEARCH_URL`, then to IBM's.
            iam_url: URL of IAM. Defaults to `IAM_URL`, then to IBM's.
            proxy: URL of a proxy. Defaults to the environment's proxy settings.
            verify: False to accept any TLS certificate (with a warning), or an `ssl.SSLContext`.

        Returns:
            The instances, each with `crn`, `name`, `plan_id`, `region` and `tags`. Empty if the key may use none.

        Raises:
            ConfigurationError: No API key was found.
            AuthenticationError: IAM rejected the API key.
            TransportError: No usable response arrived.
        """
        from qrt_facade._sync.discovery import discover

        return discover(
            api_key,
            account=account,
            iam_url=iam_url,
            proxy=proxy,
            verify=verify,
            address=search_url,
            name=name,
            plan_id=plan_id,
            region=region,
        )

    @staticmethod
    def save_account(
        api_key: str,
        instance: str | None = None,
        *,
        name: str = DEFAULT_NAME,
        overwrite: bool = False,
        default: bool = False,
    ) -> Path:
        """Save credentials to `~/.qiskit/qiskit-ibm.json`, readable only by you; IBM's client reads the same file.

        No request is made; an invalid key is only detected by the first call.

            RuntimeClient.save_account("my-key", "crn:v1:bluemix:public:quantum-computing:us-east:a/1:2::", name="work")
            client = RuntimeClient(account="work")

        Args:
            api_key: IBM Cloud API key.
            instance: CRN of the instance. If omitted, it must be passed to each client.
            name: Name of the account in the file. Defaults to the default name of IBM's client.
            overwrite: Whether to replace an existing account with this name.
            default: Whether clients constructed without credentials and without `account` use this account.

        Returns:
            Path of the file.

        Raises:
            ConfigurationError: An account with this name exists and `overwrite` is False; the key, instance or name is
                invalid, for example if key and instance are swapped; or the file cannot be written.
        """
        from qrt_facade._connection.accounts import save_account

        return save_account(
            api_key=api_key,
            instance=instance,
            name=name,
            overwrite=overwrite,
            default=default,
            patience=timing.current().lock_patience,
        )

    @staticmethod
    def saved_accounts() -> list[Account]:
        """Return the saved accounts, with masked keys.

            [account.name for account in RuntimeClient.saved_accounts()]

        Returns:
            The accounts in `~/.qiskit/qiskit-ibm.json`. Empty if the file does not exist.

        Raises:
            ConfigurationError: The file is corrupt or cannot be read.
        """
        from qrt_facade._connection.accounts import saved_accounts

        return saved_accounts()

    @staticmethod
    def delete_account(name: str = DEFAULT_NAME) -> bool:
        """Delete a saved account from the file.

            RuntimeClient.delete_account("an account that was never saved")  # False

        Args:
            name: Name of the account in the file.

        Returns:
            Whether an account with this name existed.

        Raises:
            ConfigurationError: The file is corrupt, or cannot be read or written.
        """
        from qrt_facade._connection.accounts import delete_account

        return delete_account(name, patience=timing.current().lock_patience)

    @staticmethod
    def kept_results() -> list[KeptResult]:
        """Return private results that were downloaded to this machine but not returned to the caller, oldest first.

        The service returns such a result only once. It is saved, readable only by this user, in the system's state
        folder (`$XDG_STATE_HOME/qrt-facade`, on Linux `~/.local/state/qrt-facade`), otherwise in the temporary folder,
        otherwise in memory. No request is made.

            for kept in RuntimeClient.kept_results():
                print(kept.job_id, kept.result())

        Returns:
            The saved results; `result()` decodes one, `discard()` deletes it.
        """
        from qrt_facade.results.kept import kept_results

        return kept_results()

    def with_options(
        self,
        *,
        timeout: float | None = None,
        total_timeout: float | None = None,
        retries: int | None = None,
        api_version: str | None = None,
        instance: str | None = None,
        max_result_bytes: int | None = None,
        polling: PollingStrategy | None = None,
    ) -> Self:
        """Return a client with other options that shares connections and tokens with this one.

        Closing the new client has no effect; closing this one closes both.

            patient = client.with_options(timeout=120, retries=10)
            patient.usage()

        Args:
            timeout: Seconds without receiving a byte after which a request fails. Options not passed keep this client's
                value.
            total_timeout: Seconds after which a request fails, including retries and the pauses between them.
            retries: Number of retries after a transient failure.
            api_version: Date sent as `IBM-API-Version`.
            instance: CRN of another instance that these credentials may use.
            max_result_bytes: Maximum size of a result in bytes, applied to the response body and to the decompressed
                arrays.
            polling: When waits poll: a `Polling`, or an object with a `pause` method like it.

        Raises:
            ConfigurationError: An option is invalid.
        """
        ours = self._connection
        settings = replace(
            ours.settings,
            timeout=ours.settings.timeout if timeout is None else timeout,
            total_timeout=ours.settings.total_timeout if total_timeout is None else total_timeout,
            retries=ours.settings.retries if retries is None else retries,
            api_version=ours.settings.api_version if api_version is None else api_version,
            max_result_bytes=ours.settings.max_result_bytes if max_result_bytes is None else max_result_bytes,
        )
        credentials = ours.credentials.of_instance(instance)
        same = credentials.instance == ours.credentials.instance
        connection = Connection(
            credentials,
            settings,
            ours.account,
            ours.service.pool,
            polling=ours.polling if polling is None else polling,
            memory=ours.memory if same else None,
            retired=ours.retired if same else None,
            budget=ours.budget,
        )
        return self._over(connection)

    @property
    def raw(self) -> RawClient:
        """The generated client, with this client's authentication, headers, retries and errors.

        Each operation of the API is a module of `qrt_client.api`. Its functions return the parsed response, and raise
        the same errors as the rest of this client:

            from qrt_client.api.jobs import get_job

            answer = get_job.sync(job_id, client=client.raw)
            answer.status  # "Completed"

        It uses the schemas of the API version that the package was generated from; for other versions see `raw_for`.
        """
        return self._connection.raw

    def raw_for(self, package: RawPackage[C]) -> C:
        """Return the generated client of another API version, with this client's authentication, retries and errors.

        `qrt_client` is generated from one version of the API. Other versions are separate packages, such as
        `qrt_client_2025_05_01`, installed alongside it, with the operations and models of that version. Each raw client
        sends the version of its package, regardless of this client's `api_version`, and does not affect this client:
        both can be used at the same time, in threads and tasks.

            import qrt_client_2025_05_01
            from qrt_client_2025_05_01.api.jobs import get_job

            job = get_job.sync(job_id, client=client.raw_for(qrt_client_2025_05_01))
            print(job.usage)

        Args:
            package: The package, as an imported module: one built by `scripts/regenerate.py package`, or `qrt_client`
                itself.

        Returns:
            The package's `AuthenticatedClient`, the same object on each call. It shares connections and tokens with
            this client and is closed with it.

        Raises:
            ConfigurationError: It is not such a package, or its version was never released or has been withdrawn: the
                service would respond with the schemas of another version.
        """
        return self._connection.raw_for(package)

    @lazy_property
    def jobs(self) -> Jobs:
        """Jobs: submit, get, list."""
        from qrt_facade._sync.jobs import Jobs

        return Jobs(self._connection)

    @lazy_property
    def backends(self) -> Backends:
        """Backends: list, get, least busy."""
        from qrt_facade._sync.backends import Backends

        return Backends(self._connection)

    @lazy_property
    def sampler(self) -> Sampler:
        """The sampler primitive: the measured bits of every shot."""
        from qrt_facade._sync.primitives import Sampler

        return Sampler(self._connection, self.jobs)

    @lazy_property
    def estimator(self) -> Estimator:
        """The estimator primitive: expectation values of observables."""
        from qrt_facade._sync.primitives import Estimator

        return Estimator(self._connection, self.jobs)

    @lazy_property
    def executor(self) -> Executor:
        """The executor: runs circuits unchanged, at every point of their arguments."""
        from qrt_facade._sync.executor import Executor

        return Executor(self._connection, self.jobs)

    @lazy_property
    def noise_learner(self) -> NoiseLearner:
        """The noise learner: learns the noise of boxed instructions."""
        from qrt_facade._sync.noise_learner import NoiseLearner

        return NoiseLearner(self.jobs)

    @lazy_property
    def calibrator(self) -> Calibrator:
        """The calibrator: calibrates a backend, in a session."""
        from qrt_facade._sync.calibrator import Calibrator

        return Calibrator(self.jobs)

    @lazy_property
    def sessions(self) -> Sessions:
        """Sessions and batches."""
        from qrt_facade._sync.sessions import Sessions

        return Sessions(self._connection, self.jobs)

    @lazy_property
    def workloads(self) -> Workloads:
        """Workloads: all jobs, sessions and batches of the instance."""
        from qrt_facade._sync.workloads import Workloads

        return Workloads(self._connection)

    @lazy_property
    def tags(self) -> Tags:
        """Tags of jobs."""
        from qrt_facade._sync.jobs import Tags

        return Tags(self._connection)

    @lazy_property
    def instances(self) -> Instances:
        """Settings of the instance."""
        from qrt_facade._sync.instances import Instances

        return Instances(self._connection)

    @lazy_property
    def analytics(self) -> Analytics:
        """Usage of the account over time."""
        from qrt_facade._sync.analytics import Analytics

        return Analytics(self._connection)

    @overload
    def sweep(
        self, name: str, *, store: str | Path | SweepStore, program: Literal["sampler"] = "sampler"
    ) -> Sweep[SamplerResult]: ...

    @overload
    def sweep(
        self, name: str, *, store: str | Path | SweepStore, program: Literal["estimator"]
    ) -> Sweep[EstimatorResult]: ...

    def sweep(
        self, name: str, *, store: str | Path | SweepStore, program: str = "sampler"
    ) -> Sweep[SamplerResult] | Sweep[EstimatorResult]:
        """Open a sweep: many points, one job each, which another process can resume.

            sweep = client.sweep("ising", store="ising.sqlite")
            sweep.submit({"a": circuit, "b": (circuit, None, 50)}, backend="ibm_fez", shots=100)
            for point in sweep:
                result = point.result()
                print(point.name, result[0].c.counts())

        No request is made. The store is created if it does not exist.

        Args:
            name: Name of the sweep, 1 to 200 characters. The keys of its jobs begin with it, so it must be unique
                within an instance.
            store: Path of the file that records progress, such as `ising.sqlite`, next to which a folder
                `ising.results` is created for the results (`.npz`); or your own object with the methods of
                `SweepStore`.
            program: `sampler` or `estimator`. Determines the type of the results for type checkers.

        Returns:
            The sweep, with the points in its store; `sweep.submit` adds points.

        Raises:
            ConfigurationError: An argument is invalid, the store cannot be written, or it belongs to another sweep,
                program, instance or version.
        """
        from qrt_facade._sync.sweeps import opened_sweep

        return opened_sweep(self._connection, self.jobs, name, store=store, program=program)

    def budget(self, *, refresh: bool = False) -> BudgetStatus:
        """Return the state of the client's budget: used, reserved, in doubt, left, and the jobs not settled yet.

            with RuntimeClient.local(backends="ibm_fez", budget_seconds=60) as client:
                print((client.budget()).left_seconds)  # 60.0

        Args:
            refresh: Whether to ask the service which jobs with a reservation have ended. If False no request is made,
                and the figures are those known to this client or its ledger.

        Raises:
            ConfigurationError: The client has no budget, or its ledger is not usable.
        """
        from qrt_facade._service.budget_status import BudgetStatus
        from qrt_facade._sync.budget import Budget

        charges = self._charges()
        standing = Budget(self._connection).status(charges, refresh=refresh)
        ledger = None if self._connection.budget is None else self._connection.budget.path
        return BudgetStatus.of(standing, budget=charges.budget, ledger=ledger)

    def reset_budget(self, jobs: Iterable[Job[Any] | str] | None = None) -> int:
        """Remove charges and reservations from the client's budget: all of them, or those of some jobs.

        A budget has no period: reset it when a new one begins. The reservation of a deleted job stays until it is
        removed here, since the service no longer reports its charge. What a removed job costs later is not counted.

            with RuntimeClient.local(backends="ibm_fez", budget_seconds=60) as client:
                    print(client.reset_budget(["d1234567890abcdefghi"]))  # 0: it did not count against the budget

        Args:
            jobs: Jobs, ids of jobs, or tags of submissions that are in doubt. Defaults to everything of the instance.

        Returns:
            Number of submissions removed.

        Raises:
            ConfigurationError: The client has no budget, its ledger is not usable, or `jobs` is invalid.
        """
        charges = self._charges()
        if jobs is None:
            return charges.clear()
        from qrt_facade._sync.wait_many import checked_jobs

        return charges.forget({job.id for job in checked_jobs(self._connection, jobs)})

    def _charges(self) -> Charges:
        charges = self._connection.charges
        if charges is None:
            raise ConfigurationError(
                "the client has no budget; set one with budget_seconds=, and share it with ledger="
            )
        return charges

    def usage(self) -> Usage:
        """Return the instance's usage in the current period, in resource units (RUs) and in seconds of QPU time.

            used = client.usage()
            print(used.consumed, "of", used.limit, used.unit)

        Raises:
            UnexpectedResponseError: The response is for another instance, or does not follow the API's schema.
        """
        return self.instances.usage()

    def usage_of(self, jobs: Iterable[Job[Any] | str] | Iterator[Job[Any]]) -> JobsUsage:
        """Return the charges of jobs, one row per job, settled or not.

            used = client.usage_of(jobs)
            print(used)                                  # such as "3 jobs: 7.2 RU, 3.5 s; 1 not settled"
            used.to_frame()

        No request is made for jobs whose charge is known to be settled. The others are read from the list of jobs, 200
        per request, and by id if the list does not contain them. A job unknown to the service is included, without a
        status.

        Args:
            jobs: Jobs, ids of jobs, or both, or what `client.jobs.list` returns. Duplicates count once.

        Returns:
            A sequence with one `ChargedJob` per job, in the order given. It has totals and converts to a data frame.

        Raises:
            ConfigurationError: `jobs` is invalid; nothing was sent.
        """
        from qrt_facade._sync.usage_of import usage_of

        return usage_of(self._connection, jobs)

    def usage_report(
        self,
        *,
        start: datetime | date | str | None = None,
        end: datetime | date | str | None = None,
        mine: bool = False,
    ) -> UsageReport:
        """Return the usage of a period: used, left, and by backend, tag, user and day; as text, HTML or a plot.

            report = client.usage_report()
            print(report)

        Reads all workloads of the period, 50 per request.

        Args:
            start: Include workloads created at or after this time, in the formats of `client.workloads.list`. Defaults
                to the start of the service's current period.
            end: Include workloads created at or before this time; a date without a time includes that whole day.
                Defaults to now.
            mine: Include only the caller's workloads. The totals used and left are those of the whole instance.

        Raises:
            ConfigurationError: An argument is invalid.
        """
        from qrt_facade._base.moments import interval_of
        from qrt_facade._sync.workloads import usage_report as read

        after, before = interval_of(start, end)
        used = self.instances.usage()
        if start is None and (before is None or used.period_start is None or used.period_start <= before):
            after = used.period_start
        return read(self.workloads, used, after, before, mine=mine)

    def instance(self) -> Instance:
        """Return the instance's configuration: backends, limits, plan.

            (client.instance()).plan_id  # such as "emulator"

        Raises:
            UnexpectedResponseError: The response is for another instance, or does not follow the API's schema.
        """
        return self.instances.current()

    def user_id(self) -> str:
        """Return the user id of the credentials: the `user_id` of your own jobs and workloads.

            client.user_id()       # such as "IBMid-0000EMULATE"

        It is the `iam_id` of the token, which is decoded but not verified; if the token has none, the user of your
        workloads. That a job's `user_id` equals the `iam_id` is inferred: published responses and IBM Cloud's
        documentation of tokens show both in the same format.

        Raises:
            ConfigurationError: Neither the token nor a workload identifies the user.
            AuthenticationError: IAM rejected the API key.
        """
        from qrt_facade._sync.own_user import own_user

        return own_user(self._connection)

    def account(
        self, account_id: str | None = None, *, plan_id: str | None = None
    ) -> list[ExpandedPlanConfiguration]:
        """Return the plans of an account: limits, allocations and lifetimes in seconds, backends, functions.

        `resource_units(plan, "usage_limit_seconds")` returns a limit or an allocation in resource units, if it has one.

            client.account()

        Args:
            account_id: The account id, with or without a leading `a/`. Defaults to the account of the instance.
            plan_id: Return only the plan with this id (a UUID).

        Returns:
            The plans, as generated models.

        Raises:
            ConfigurationError: No account id is known, or an id is invalid.
            PermissionDeniedError: The credentials may not read the account.
        """
        from qrt_client.api.accounts import get_account

        check_text(account_id=account_id)
        check_not_blank(plan_id=plan_id)
        wanted = account_id if account_id is not None else self._connection.credentials.account_id
        response = get_account.sync_detailed(
            stripped_id("account id", wanted.strip().removeprefix("a/")),
            client=self._connection.raw,
            plan_id=or_unset(plan_id),
        )
        return list(response.parsed.plans or ())

    def versions(self) -> list[ApiVersion]:
        """Return the API versions of the service, with their deprecation and end dates.

            [version.version for version in client.versions() if not version.deprecated]

        Returns:
            The versions, in the order of the response.
        """
        from qrt_client.api.versions import get_versions

        answer = self._connection.read(get_versions.sync_detailed, client=self._connection.raw)
        return ApiVersion.all_of(answer)

    def close(self) -> None:
        """Close the connections, and stop the emulator if this client started one in this process.

        Later calls, including those of its jobs, sessions and derived clients, raise `ConfigurationError`; calls in
        progress may finish.
        """
        self._connection.close()
        if self._emulator is not None and self._emulator_process is this_process():
            self._emulator.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, stop: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __reduce__(self) -> tuple[Any, ...]:
        return self._reconnected, (self._connection.recipe, self._connection.polling)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    @safe_repr
    def __repr__(self) -> str:
        found, version = self._connection.credentials, self._connection.settings.api_version
        region = found.instance.region if found.instance else "no instance"
        return f"<{type(self).__name__} {found.api_url} ({region}), API {version}>"
