"""The client: credentials in, resources out."""

from __future__ import annotations

import inspect
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar, cast, overload

from qrt_client._version import API_VERSION

from qrt_facade._async.connection import AsyncConnection
from qrt_facade._base.arguments import check_not_blank, check_text, stripped_id
from qrt_facade._base.boundary import error_boundary
from qrt_facade._base.coerce import or_unset
from qrt_facade._base.keywords import check_keywords
from qrt_facade._base.lazy import lazy_property
from qrt_facade._base.owners import this_process
from qrt_facade._base.secrets import Secret, safe_repr
from qrt_facade._connection.channels import DEFAULT_NAME
from qrt_facade._connection.credentials import resolve
from qrt_facade._connection.settings import REQUEST_TIMEOUT, TOTAL_TIMEOUT, Settings, checked_ledger
from qrt_facade._policy import timing
from qrt_facade._policy.polling import FOR_EMULATOR
from qrt_facade._service.limits import DEFAULT_RESULT_BYTES
from qrt_facade._service.versions import ApiVersion
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Callable, Iterable
    from datetime import date, datetime
    from pathlib import Path
    from types import TracebackType
    from typing import Unpack

    from qrt_client.models import ExpandedPlanConfiguration

    from qrt_facade._async.analytics import AsyncAnalytics
    from qrt_facade._async.backends import AsyncBackends
    from qrt_facade._async.calibrator import AsyncCalibrator
    from qrt_facade._async.executor import AsyncExecutor
    from qrt_facade._async.instances import AsyncInstances
    from qrt_facade._async.job import AsyncJob
    from qrt_facade._async.jobs import AsyncJobs, AsyncTags
    from qrt_facade._async.noise_learner import AsyncNoiseLearner
    from qrt_facade._async.primitives import AsyncEstimator, AsyncSampler
    from qrt_facade._async.raw import AsyncRawClient
    from qrt_facade._async.sessions import AsyncSessions
    from qrt_facade._async.sweeps import AsyncSweep
    from qrt_facade._async.workloads import AsyncWorkloads
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
    from qrt_facade.emulator import Emulator, StartOptions
    from qrt_facade.results import EstimatorResult, KeptResult, SamplerResult

C = TypeVar("C")


@error_boundary
class AsyncRuntimeClient:
    """A client of one instance of the Qiskit Runtime service.

    Constructing a client makes no requests. Clients are immutable and may be shared between threads (tasks, for the
    asynchronous one), and used in forked processes and in one event loop after another: each has connections of its own.
    What the first use of a part needs is imported then; a fork waits for such imports of other threads, for
    five seconds at most.

    A client pickles without secrets, and so do its jobs, backends and sessions. The process that unpickles one connects
    with credentials of its own (environment or saved account), which must be of the same instance; proxy, TLS settings
    and transport are its own too.

        client = AsyncRuntimeClient(api_key="my-key", instance="crn:v1:bluemix:public:quantum-computing:us-east:a/1:2::")
        await client.aclose()

    Args:
        api_key: IBM Cloud API key; else `QISKIT_IBM_TOKEN`, else the saved account.
        instance: The instance's CRN; else `QISKIT_IBM_INSTANCE`, else the saved account's.
        token: A bearer token that somebody else obtained, in place of a key; IAM is not called then.
        account: Name of a saved account.
        base_url: Address of the API, with or without `/v1` at its end; else `QISKIT_IBM_URL` where it is not IBM's,
            else from the CRN's region.
        iam_url: Address of IAM; else `IAM_URL`, else from the CRN.
        api_version: Date sent as `IBM-API-Version`; the one the generated client was made for when not given.
        timeout: Seconds without a byte after which a request has failed.
        total_timeout: Seconds after which a request has failed in all, retries and their pauses included; 600 when not
            given. A result, which may be large, may take an hour as long as bytes arrive, or `total_timeout` if longer.
        retries: How often a request is sent again after a transient failure. A submission is not among them: see `jobs.submit`.
        proxy: Address of a proxy for everything; what the environment says when not given.
        verify: False to accept any TLS certificate (with a warning), or an `ssl.SSLContext`.
        transport: An httpx transport in place of the usual one, for one process and event loop; or a function that
            makes one, which is called for each of them.
        user_agent: Your own product, such as `myapp/1.0`, put before ours.
        limits: Size of the connection pool; 100 connections, 20 of them kept, when not given.
        max_result_bytes: How large a result may be, as the body that arrives and again as the arrays it decompresses to;
            1 GiB when not given. Every other answer has a fixed limit. See `job.result`.
        journal: Whether jobs and sessions with a key are written down on this machine before they are sent (SQLite, in
            the system's folder for state, nothing secret). With False, a job that was created just before a crash is
            found only once the service's list shows it, and the session of a key not at all. Nothing is written
            without a key.
        polling: When waits ask about their jobs: a `Polling`, or an object with its method `pause`. `Polling()` when not
            given: soon at first, then at a tenth of the time waited, at most every 30 s (5 s in a session).
        budget_seconds: Seconds of QPU time that the jobs submitted by this client may cost in all, for each instance;
            not limited when not given. What would pass it is a `BudgetExceededError` before anything is sent. Jobs count with
            what they were charged once that is known, and with their estimate, or the limit they were given, until then. A
            job whose estimate is only a lower bound needs `max_execution_time` or `max_seconds`. Dry runs and adopted jobs
            are free; what is sent through `raw`, and a dedicated session's time between its jobs, is not counted.
        ledger: A file in which the budget is counted (SQLite, nothing secret), or True for one in the system's folder for
            state: clients, processes and threads that name the same file share the budget, and it outlives them. When not
            given it is counted in memory, for this client and those that `with_options` makes of it. A forked child, or a client
            that is unpickled in another process, can then submit nothing.

    Raises:
        ConfigurationError: Credentials are missing, half given or contradictory, or a setting is invalid.
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
        transport: httpx.AsyncBaseTransport | Callable[[], httpx.AsyncBaseTransport] | None = None,
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
        self._connection = AsyncConnection(credentials, settings, account, polling=polling)
        self._emulator: Emulator | None = None
        self._emulator_process: Process | None = None

    @classmethod
    def _over(cls, connection: AsyncConnection) -> Self:
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
        """Start the emulator in this process, on a free loopback port, and return a client of it.

        The emulator stops with the client. What it answers is computed by Qiskit Aer on this machine: it is not
        IBM's service. Needs the extra `local`.

            async with AsyncRuntimeClient.local(backends="ibm_fez", noise=False) as client:
                print([backend.name for backend in await client.backends.list()])  # ["ibm_fez"]

        Args:
            api_version: Date sent as `IBM-API-Version`; the one the generated client was made for when not given.
            timeout: Seconds without a byte after which a request has failed.
            total_timeout: Seconds after which a request has failed in all, retries and their pauses included.
            max_result_bytes: How large a result may be, in bytes, on arrival and again when decompressed.
            polling: When waits ask about their jobs. When not given they ask more often than at the service, first after
                5 ms and at least every 0.5 s: nothing waits for it. None for the pauses that clients of the service have.
            budget_seconds: Seconds of QPU time, of those that the emulator charges, that jobs may cost in all.
            ledger: A file in which the budget is counted, or True for one in the system's folder for state; in memory
                when not given.
            emulator: What `qrt_facade.emulator.start` takes: `backends` (names, joined by commas; seven devices when not
                given), `noise` (False for an ideal device), `seed`, `plan`, `queue_seconds`, `run_seconds`, `data` (a
                folder for jobs, which are in memory when not given), `scenario` (a file of faults, or a dict) and others.

        Raises:
            ImportError: The extra `local` is not installed.
            ConfigurationError: An option is invalid, or the port is taken.
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
        """Return a client made by a recipe, with the credentials of this process; unpickling a client does this.

        Raises:
            ConfigurationError: This process has no credentials, or those of another instance.
        """
        return cls._over(AsyncConnection.reconnected(recipe, polling))

    @classmethod
    async def discover_instances(
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
        """Ask IBM Cloud's Global Search which instances a key may use; a client never does this by itself.

        Args:
            api_key: The key; else `QISKIT_IBM_TOKEN`, else the saved account's.
            account: Name of a saved account.
            name: Only instances of this name; of any when not given.
            plan_id: Only instances of this plan, by its id (a UUID); of any when not given.
            region: Only instances of this region, such as `us-east` or `eu-de`; of any when not given.
            search_url: Address of Global Search; else `GLOBAL_SEARCH_URL`, else IBM's.
            iam_url: Address of IAM; else `IAM_URL`, else IBM's.
            proxy: Address of a proxy; what the environment says when not given.
            verify: False to accept any TLS certificate (with a warning), or an `ssl.SSLContext`.

        Returns:
            The instances, each with its `crn`, `name`, `plan_id`, `region` and `tags`; none when the key may use none.

        Raises:
            ConfigurationError: There is no key.
            AuthenticationError: IAM refused it.
            TransportError: No usable answer arrived.
        """
        from qrt_facade._async.discovery import discover

        return await discover(
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
        """Save credentials in `~/.qiskit/qiskit-ibm.json`, which IBM's own client reads too, for your eyes alone.

        Nothing is sent: whether the key works shows at the first call.

            AsyncRuntimeClient.save_account("my-key", "crn:v1:bluemix:public:quantum-computing:us-east:a/1:2::", name="work")
            client = AsyncRuntimeClient(account="work")

        Args:
            api_key: IBM Cloud API key.
            instance: CRN of the instance; without one each client is given it.
            name: What the account is called in the file; its own default name when not given.
            overwrite: Whether an account of that name is replaced.
            default: Whether clients that are given no credentials and no account take this one.

        Returns:
            The file.

        Raises:
            ConfigurationError: An account of that name exists and `overwrite` is false; the key, the instance or the
                name cannot be one, as when key and instance are swapped; or the file cannot be written.
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
        """Return the saved accounts; their keys are masked.

            [account.name for account in AsyncRuntimeClient.saved_accounts()]

        Returns:
            The accounts of `~/.qiskit/qiskit-ibm.json`; none when there is no such file.

        Raises:
            ConfigurationError: The file is damaged, or cannot be read.
        """
        from qrt_facade._connection.accounts import saved_accounts

        return saved_accounts()

    @staticmethod
    def delete_account(name: str = DEFAULT_NAME) -> bool:
        """Remove a saved account from the file.

            AsyncRuntimeClient.delete_account("an account that was never saved")  # False

        Args:
            name: What the account is called in the file; the default name when not given.

        Returns:
            Whether there was an account of that name.

        Raises:
            ConfigurationError: The file is damaged, or cannot be read or written.
        """
        from qrt_facade._connection.accounts import delete_account

        return delete_account(name, patience=timing.current().lock_patience)

    @staticmethod
    def kept_results() -> list[KeptResult]:
        """Return the results of private jobs that reached this machine and not the program that asked, oldest first.

        The service gives such a result once. It is kept, for this user alone, in the system's folder for state
        (`$XDG_STATE_HOME/qrt-facade`, on Linux `~/.local/state/qrt-facade`), else in the temporary folder, else by this
        process. Nothing is sent.

            for kept in AsyncRuntimeClient.kept_results():
                print(kept.job_id, kept.result())

        Returns:
            What is kept; `result()` of each decodes it, and `discard()` removes it.
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
        """Return a client that differs in some options and shares connections and tokens with this one.

        Closing it has no effect; closing this one closes both.

            patient = client.with_options(timeout=120, retries=10)
            await patient.usage()

        Args:
            timeout: Seconds without a byte after which a request has failed. Each option is this client's when not given.
            total_timeout: Seconds after which a request has failed in all, retries and their pauses included.
            retries: How often a request is sent again after a transient failure.
            api_version: Date sent as `IBM-API-Version`.
            instance: CRN of another instance that the same credentials may use.
            max_result_bytes: How large a result may be, in bytes, on arrival and again when decompressed.
            polling: When waits ask about their jobs: a `Polling`, or an object with its method `pause`.

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
        connection = AsyncConnection(
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
    def raw(self) -> AsyncRawClient:
        """The generated client, with this client's authentication, headers, retries and errors.

        Every operation of the API is a module of `qrt_client.api`. Its functions return what a success brings, and raise
        the same errors as the rest of this client:

            from qrt_client.api.jobs import get_job

            answer = await get_job.asyncio(job_id, client=client.raw)
            answer.status  # "Completed"

        It reads and writes the shapes of the version that the package was generated for; for others see `raw_for`.
        """
        return self._connection.raw

    def raw_for(self, package: RawPackage[C]) -> C:
        """Return the generated client of another API version, with this client's authentication, retries and errors.

        `qrt_client` is generated from one version of the API. Other versions are packages of their own, such as
        `qrt_client_2025_05_01`, which are installed beside it; their operations and models are the version's own. Each
        raw client sends the version of its package, whatever this client's `api_version` is, and changes nothing about
        this client: both can be used at the same time, in threads and tasks.

            import qrt_client_2025_05_01
            from qrt_client_2025_05_01.api.jobs import get_job

            job = await get_job.asyncio(job_id, client=client.raw_for(qrt_client_2025_05_01))
            print(job.usage)

        Args:
            package: The package, as the imported module: one that `scripts/regenerate.py package` built, or `qrt_client`
                itself.

        Returns:
            The package's `AuthenticatedClient`, the same object for each call. It shares connections and tokens with
            this client and is closed with it.

        Raises:
            ConfigurationError: It is not such a package, or its version was never released or has been withdrawn. The
                service would answer that in the shapes of another version.
        """
        return self._connection.raw_for(package)

    @lazy_property
    def jobs(self) -> AsyncJobs:
        """Jobs: submit, get, list."""
        from qrt_facade._async.jobs import AsyncJobs

        return AsyncJobs(self._connection)

    @lazy_property
    def backends(self) -> AsyncBackends:
        """Backends: list, get, least busy."""
        from qrt_facade._async.backends import AsyncBackends

        return AsyncBackends(self._connection)

    @lazy_property
    def sampler(self) -> AsyncSampler:
        """The sampler: bits of every shot."""
        from qrt_facade._async.primitives import AsyncSampler

        return AsyncSampler(self._connection, self.jobs)

    @lazy_property
    def estimator(self) -> AsyncEstimator:
        """The estimator: expectation values."""
        from qrt_facade._async.primitives import AsyncEstimator

        return AsyncEstimator(self._connection, self.jobs)

    @lazy_property
    def executor(self) -> AsyncExecutor:
        """The executor: circuits as they are, at every point of their arguments."""
        from qrt_facade._async.executor import AsyncExecutor

        return AsyncExecutor(self._connection, self.jobs)

    @lazy_property
    def noise_learner(self) -> AsyncNoiseLearner:
        """The noise learner: the noise of boxed instructions."""
        from qrt_facade._async.noise_learner import AsyncNoiseLearner

        return AsyncNoiseLearner(self.jobs)

    @lazy_property
    def calibrator(self) -> AsyncCalibrator:
        """The calibrator: calibrates a backend, in a session."""
        from qrt_facade._async.calibrator import AsyncCalibrator

        return AsyncCalibrator(self.jobs)

    @lazy_property
    def sessions(self) -> AsyncSessions:
        """Sessions and batches."""
        from qrt_facade._async.sessions import AsyncSessions

        return AsyncSessions(self._connection, self.jobs)

    @lazy_property
    def workloads(self) -> AsyncWorkloads:
        """Workloads: jobs, sessions and batches of the whole instance."""
        from qrt_facade._async.workloads import AsyncWorkloads

        return AsyncWorkloads(self._connection)

    @lazy_property
    def tags(self) -> AsyncTags:
        """Tags of jobs."""
        from qrt_facade._async.jobs import AsyncTags

        return AsyncTags(self._connection)

    @lazy_property
    def instances(self) -> AsyncInstances:
        """Settings of the instance."""
        from qrt_facade._async.instances import AsyncInstances

        return AsyncInstances(self._connection)

    @lazy_property
    def analytics(self) -> AsyncAnalytics:
        """Usage of the account over time."""
        from qrt_facade._async.analytics import AsyncAnalytics

        return AsyncAnalytics(self._connection)

    @overload
    def sweep(
        self, name: str, *, store: str | Path | SweepStore, program: Literal["sampler"] = "sampler"
    ) -> AsyncSweep[SamplerResult]: ...

    @overload
    def sweep(
        self, name: str, *, store: str | Path | SweepStore, program: Literal["estimator"]
    ) -> AsyncSweep[EstimatorResult]: ...

    def sweep(
        self, name: str, *, store: str | Path | SweepStore, program: str = "sampler"
    ) -> AsyncSweep[SamplerResult] | AsyncSweep[EstimatorResult]:
        """Open a sweep: many points, one job each, which survive the end of the process that runs them.

            sweep = client.sweep("ising", store="ising.sqlite")
            await sweep.submit({"a": circuit, "b": (circuit, None, 50)}, backend="ibm_fez", shots=100)
            for point in sweep:
                result = await point.result()
                print(point.name, result[0].c.counts())

        Nothing is asked of the service. The store is made when there is none.

        Args:
            name: The sweep's name, 1 to 200 characters. The keys of its jobs begin with it, so that within an instance each
                sweep has a name of its own.
            store: The file of what was done, `ising.sqlite`, beside which a folder `ising.results` has the results
                (`.npz`); or an object of your own with the methods of `SweepStore`.
            program: `sampler` or `estimator`. A type checker learns the class of the results from it.

        Returns:
            The sweep; `sweep.submit` gives it points, and it has those that its store has.

        Raises:
            ConfigurationError: An argument is invalid, the store cannot be written, or it is that of another sweep,
                program, instance or version.
        """
        from qrt_facade._async.sweeps import opened_sweep

        return opened_sweep(self._connection, self.jobs, name, store=store, program=program)

    async def budget(self, *, refresh: bool = False) -> BudgetStatus:
        """Return how the client's budget stands: used, reserved, in doubt and left, and what is not settled.

            async with AsyncRuntimeClient.local(backends="ibm_fez", budget_seconds=60) as client:
                print((await client.budget()).left_seconds)  # 60.0

        Args:
            refresh: Ask the service which of the jobs that are reserved for have ended. Otherwise nothing is asked: the answer is what
                this client, or its ledger, knows.

        Raises:
            ConfigurationError: The client has no budget, or its ledger cannot be used.
        """
        from qrt_facade._async.budget import AsyncBudget
        from qrt_facade._service.budget_status import BudgetStatus

        charges = self._charges()
        standing = await AsyncBudget(self._connection).status(charges, refresh=refresh)
        ledger = None if self._connection.budget is None else self._connection.budget.path
        return BudgetStatus.of(standing, budget=charges.budget, ledger=ledger)

    async def reset_budget(self, jobs: Iterable[AsyncJob[Any] | str] | None = None) -> int:
        """Forget what is counted against the client's budget: everything, or what some jobs were charged and may be.

        A budget knows no period: reset it when a new one begins. What is reserved for a deleted job stays counted until it is
        forgotten, since the service no longer tells what it was charged. What a job that is forgotten costs later is not counted.

            async with AsyncRuntimeClient.local(backends="ibm_fez", budget_seconds=60) as client:
                print(await client.reset_budget(["d1234567890abcdefghi"]))  # 0: it was not counted

        Args:
            jobs: Jobs, their ids, or tags of submissions that are in doubt. Everything of the instance when not given.

        Returns:
            How many submissions were forgotten.

        Raises:
            ConfigurationError: The client has no budget, its ledger cannot be used, or `jobs` is something else.
        """
        charges = self._charges()
        if jobs is None:
            return charges.clear()
        from qrt_facade._async.wait_many import checked_jobs

        return charges.forget({job.id for job in checked_jobs(self._connection, jobs)})

    def _charges(self) -> Charges:
        charges = self._connection.charges
        if charges is None:
            raise ConfigurationError(
                "the client has no budget; give it one with budget_seconds=, and ledger= to share it"
            )
        return charges

    async def usage(self) -> Usage:
        """Return what the instance has used in the current period, in resource units (RUs) and in seconds of QPU time.

            used = await client.usage()
            print(used.consumed, "of", used.limit, used.unit)

        Raises:
            UnexpectedResponseError: The answer is about another instance, or not what the API promises.
        """
        return await self.instances.usage()

    async def usage_of(self, jobs: Iterable[AsyncJob[Any] | str] | AsyncIterator[AsyncJob[Any]]) -> JobsUsage:
        """Return what jobs were charged, one row for each, settled or not.

            used = await client.usage_of(jobs)
            print(used)                                  # such as "3 jobs: 7.2 RU, 3.5 s; 1 not settled"
            used.to_frame()

        Of a job whose charge is known to be settled nothing is asked. The list of jobs is asked for the others, 200 a request, and
        by its id what the list does not show. A job that the service does not know is in the answer, without a status.

        Args:
            jobs: Jobs, ids of jobs, or both, or what `client.jobs.list` returns. A job that is given twice counts once.

        Returns:
            A sequence with one `ChargedJob` for each job, in the order given; with sums, and a frame.

        Raises:
            ConfigurationError: `jobs` is something else; nothing was sent.
        """
        from qrt_facade._async.usage_of import usage_of

        return await usage_of(self._connection, jobs)

    async def usage_report(
        self,
        *,
        start: datetime | date | str | None = None,
        end: datetime | date | str | None = None,
        mine: bool = False,
    ) -> UsageReport:
        """Return the usage of a period: used, left, and by backend, tag, user and day; as text, in notebooks and as a plot.

            report = await client.usage_report()
            print(report)

        Every workload of the period is read, 50 with each request.

        Args:
            start: Workloads created at this moment or later, as `client.workloads.list` takes it; the start of the service's current
                period when not given.
            end: Created at this moment or earlier; a date without a time counts to its end. The present when not given.
            mine: Only workloads of the caller; used and left are the whole instance's.

        Raises:
            ConfigurationError: An argument is invalid.
        """
        from qrt_facade._async.workloads import usage_report as read
        from qrt_facade._base.moments import interval_of

        after, before = interval_of(start, end)
        used = await self.instances.usage()
        if start is None and (before is None or used.period_start is None or used.period_start <= before):
            after = used.period_start
        return await read(self.workloads, used, after, before, mine=mine)

    async def instance(self) -> Instance:
        """Return what the instance may use: backends, limits, plan.

            (await client.instance()).plan_id  # such as "emulator"

        Raises:
            UnexpectedResponseError: The answer is about another instance, or not what the API promises.
        """
        return await self.instances.current()

    async def user_id(self) -> str:
        """Return the id of the user whom the credentials stand for: the `user_id` of your own jobs and workloads.

            await client.user_id()       # such as "IBMid-0000EMULATE"

        It is the `iam_id` of the token (which is decoded, not verified); of a token that does not say, the user of your own
        workloads. That a job's `user_id` is the `iam_id` is inferred: published answers and IBM Cloud's documentation of tokens show
        both in the same form.

        Raises:
            ConfigurationError: The token does not name the user, and no workload does.
            AuthenticationError: IAM refused the key.
        """
        from qrt_facade._async.own_user import own_user

        return await own_user(self._connection)

    async def account(
        self, account_id: str | None = None, *, plan_id: str | None = None
    ) -> list[ExpandedPlanConfiguration]:
        """Return the plans of an account: limits, allocations and lifetimes in seconds, backends, functions.

        `resource_units(plan, "usage_limit_seconds")` reads limits and allocations in resource units, where there are any.

            await client.account()

        Args:
            account_id: With or without its leading `a/`; the account of the instance when not given.
            plan_id: Only this plan, by its id (a UUID); all when not given.

        Returns:
            The plans, as the generated models of the API.

        Raises:
            ConfigurationError: There is no account to ask about, or what was given is not an id.
            PermissionDeniedError: The key may not read the account.
        """
        from qrt_client.api.accounts import get_account

        check_text(account_id=account_id)
        check_not_blank(plan_id=plan_id)
        wanted = account_id if account_id is not None else self._connection.credentials.account_id
        response = await get_account.asyncio_detailed(
            stripped_id("account id", wanted.strip().removeprefix("a/")),
            client=self._connection.raw,
            plan_id=or_unset(plan_id),
        )
        return list(response.parsed.plans or ())

    async def versions(self) -> list[ApiVersion]:
        """Return the API versions of the service: which are live, which are deprecated, when those end.

            [version.version for version in await client.versions() if not version.deprecated]

        Returns:
            The versions, in the service's order.
        """
        from qrt_client.api.versions import get_versions

        answer = await self._connection.read(get_versions.asyncio_detailed, client=self._connection.raw)
        return ApiVersion.all_of(answer)

    async def aclose(self) -> None:
        """Close the connections, and stop the emulator if the client started one in this process.

        Later calls, of its jobs, sessions and siblings too, raise `ConfigurationError`; those under way may end.
        """
        await self._connection.aclose()
        if self._emulator is not None and self._emulator_process is this_process():
            self._emulator.stop()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, stop: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

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
