"""The client: credentials in, resources out."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from qrt_client._version import API_VERSION

from qrt_facade._async.backends import AsyncBackends
from qrt_facade._async.calls import AsyncCalls
from qrt_facade._async.jobs import AsyncJobs
from qrt_facade._async.primitives import AsyncEstimator, AsyncSampler
from qrt_facade._async.raw import AsyncRawClient
from qrt_facade._async.sessions import AsyncSessions
from qrt_facade._async.transport import AsyncServiceClient
from qrt_facade.connection import Settings
from qrt_facade.credentials import Credentials, resolve
from qrt_facade.versions import ApiVersion

if TYPE_CHECKING:
    import ssl
    from types import TracebackType

    from qrt_facade.emulator.server import Emulator


class AsyncRuntimeClient:
    """A client of one instance of the Qiskit Runtime service.

    Making one sends nothing. It never changes and may be shared between threads (tasks, for the asynchronous one).

    Args:
        api_key: IBM Cloud API key; else `QISKIT_IBM_TOKEN`, else the saved account.
        instance: The instance's CRN; else `QISKIT_IBM_INSTANCE`, else the saved account's.
        token: A bearer token that somebody else obtained, in place of a key; IAM is not called then.
        account: Name of a saved account.
        base_url: Address of the API, with or without `/v1` at its end; from the CRN's region when not given.
        iam_url: Address of IAM; else `IAM_URL`, else from the CRN.
        api_version: Date sent as `IBM-API-Version`; the one the generated client was made for when not given.
        timeout: Seconds without a byte after which a request has failed.
        retries: How often a passing failure is tried again. A submission is not among them: see `jobs.submit`.
        proxy: Address of a proxy for everything; what the environment says when not given.
        verify: False to accept any TLS certificate (with a warning), or an `ssl.SSLContext`.
        transport: An httpx transport in place of the usual one.
        user_agent: Your own product, such as `myapp/1.0`, put before ours.

    Raises:
        ConfigurationError: Credentials are missing, half given or contradictory, or a setting cannot work.
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
        timeout: float = 30.0,
        retries: int = 5,
        proxy: str | None = None,
        verify: bool | ssl.SSLContext = True,
        transport: Any = None,
        user_agent: str | None = None,
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
            api_version=api_version or API_VERSION,
            timeout=timeout,
            retries=retries,
            proxy=proxy or credentials.proxy,
            verify=verify if credentials.verify else False,
            transport=transport,
            user_agent=user_agent,
        )
        self._start(credentials, settings)

    def _start(self, credentials: Credentials, settings: Settings) -> None:
        self._credentials = credentials
        self._settings = settings
        self._emulator: Emulator | None = None
        self._service = AsyncServiceClient(credentials, settings)
        self._calls = AsyncCalls(AsyncRawClient.over(self._service))

    @classmethod
    def local(
        cls, *, api_version: str | None = None, timeout: float = 30.0, **emulator: Any
    ) -> AsyncRuntimeClient:
        """Start the emulator in this process, on a free loopback port, and return a client of it.

        The emulator stops with the client. What it answers is computed by Qiskit Aer on this machine: it is not
        IBM's service. Needs the extra `local`.

        Args:
            api_version: As for the client.
            timeout: As for the client.
            emulator: What `qrt_facade.emulator.start` takes: `backends`, `noise`, `seed`, `plan`, `queue_seconds`, ...

        Raises:
            ImportError: The extra `local` is not installed.
        """
        from qrt_facade.emulator import start

        running = start(**emulator)
        try:
            client = cls(
                running.api_key,
                running.instance,
                base_url=f"{running.url}/api",
                iam_url=running.url,
                api_version=api_version,
                timeout=timeout,
            )
        except BaseException:
            running.stop()
            raise
        client._emulator = running
        return client

    @property
    def raw(self) -> AsyncRawClient:
        """The generated client, with this client's authentication, headers, retries and errors.

        `from qrt_client.api.jobs import list_jobs`, then `list_jobs.asyncio(client=client.raw)`.
        """
        return self._calls.raw

    @cached_property
    def jobs(self) -> AsyncJobs:
        """Jobs: submit, get, list."""
        return AsyncJobs(self._calls)

    @cached_property
    def backends(self) -> AsyncBackends:
        """Backends: list, get, least busy."""
        return AsyncBackends(self._calls)

    @cached_property
    def sampler(self) -> AsyncSampler:
        """The sampler: bits of every shot."""
        return AsyncSampler(self.jobs)

    @cached_property
    def estimator(self) -> AsyncEstimator:
        """The estimator: expectation values."""
        return AsyncEstimator(self.jobs)

    @cached_property
    def sessions(self) -> AsyncSessions:
        """Sessions and batches."""
        return AsyncSessions(self._calls, self.jobs)

    async def versions(self) -> list[ApiVersion]:
        """Return the API versions of the service: which are live, which are deprecated, when those end."""
        from qrt_client.api.versions import get_versions

        response = await self._calls.perform(get_versions.asyncio_detailed)
        return ApiVersion.all_of(response.content)

    async def aclose(self) -> None:
        """Close the connections, and stop the emulator if the client started one."""
        await self._service.aclose()
        if self._emulator is not None:
            self._emulator.stop()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, stop: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._credentials.api_url} {self._credentials.instance.region}>"
