"""A client's connection, which calls generated operations with its credentials and reads their responses."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ParamSpec, Self, TypeVar, cast

from qrt_facade._async.transport import AsyncServiceClient
from qrt_facade._base.boundary import cleanse
from qrt_facade._base.lazy import lazy_property
from qrt_facade._policy import timing
from qrt_facade._policy.journals import MemoryJournal
from qrt_facade._policy.polling import checked_polling
from qrt_facade._policy.programs import RetiredPrograms
from qrt_facade._service.versions import warn_if_deprecated
from qrt_facade.errors import ConfigurationError, UnexpectedResponseError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from qrt_client.types import Response

    from qrt_facade._async.pool import AsyncPool
    from qrt_facade._async.raw import AsyncRawClient
    from qrt_facade._base.http_library import httpx
    from qrt_facade._connection.credentials import Credentials
    from qrt_facade._connection.journal import Journal
    from qrt_facade._connection.packages import RawPackage
    from qrt_facade._connection.recipe import Recipe
    from qrt_facade._connection.settings import Settings
    from qrt_facade._policy.budgets import Budget, Charges
    from qrt_facade._policy.polling import PollingStrategy
    from qrt_facade._service.backends import Described

    _Parse = Callable[[httpx.Response], Any]

P = ParamSpec("P")
C = TypeVar("C")

_BROKEN_ANSWER = (ValueError, TypeError, KeyError, AttributeError, RecursionError, MemoryError)
"""Raised by the conversion of a model whose values have unexpected types, or do not fit into memory."""


class AsyncConnection:
    """The credentials, settings and generated client of a connection.

    It is pickled as the recipe of a new connection, and so are jobs, backends and sessions.

    Args:
        credentials: The credentials.
        settings: The settings of connections and requests.
        account: Name of the saved account to use, or None.
        pool: The pool of another connection, which remains its owner and closes it.
        polling: When waits poll by default, or None for the standard pauses.
        memory: The in-memory journal of another connection to this instance, used if there is none on disk.
        retired: The retired programs known to another connection to this instance.
        budget: The budget shared with another connection. By default a new one is created from the settings.
        budget_token: Name of the budget of the pickled connection, or None.
    """

    def __init__(
        self,
        credentials: Credentials,
        settings: Settings,
        account: str | None = None,
        pool: AsyncPool | None = None,
        polling: PollingStrategy | None = None,
        *,
        memory: MemoryJournal | None = None,
        retired: RetiredPrograms | None = None,
        budget: Budget | None = None,
        budget_token: str | None = None,
    ) -> None:
        warn_if_deprecated(settings.api_version)
        self.credentials = credentials
        self.settings = settings
        self.account = account
        self.polling: PollingStrategy | None = checked_polling(polling)
        self.service: AsyncServiceClient = AsyncServiceClient(credentials, settings, pool)
        self._raw_by_kind: dict[type[Any], Any] = {}
        self._journal: Journal | None = None
        self.user_id: str | None = None  # as reported by the service, if the token does not contain it
        self.described: dict[tuple[str, str | None], Described] = {}  # by name and calibration, for estimates
        self.memory: MemoryJournal = memory or MemoryJournal()
        self.retired: RetiredPrograms = RetiredPrograms() if retired is None else retired
        self.budget: Budget | None = budget
        self.charges: Charges | None = None
        if settings.budget_seconds is not None:
            self._set_budget(settings.budget_seconds, budget_token)

    @classmethod
    def reconnected(cls, recipe: Recipe, polling: PollingStrategy | None = None) -> Self:
        """Return a new connection built from a recipe, with the credentials of this process.

        Raises:
            ConfigurationError: This process has no credentials, or they are for another instance.
        """
        try:
            credentials, settings = recipe.resolved()
        except ConfigurationError as error:
            # Keeps the credentials out of a traceback that is printed with locals.
            raise cleanse(error) from error.__cause__
        return cls(credentials, settings, recipe.account, polling=polling, budget_token=recipe.budget_token)

    def _set_budget(self, seconds: float, token: str | None) -> None:
        from qrt_facade._connection.journal import scope_of
        from qrt_facade._policy.budgets import Budget

        if self.budget is None and self.settings.ledger is not None:
            from qrt_facade._connection.ledger import LedgerFile

            self.budget = Budget(seconds, LedgerFile(self.settings.ledger, now=_now))
        self.budget = self.budget or Budget.in_memory(seconds, token)
        self.charges = self.budget.of(scope_of(self.credentials))

    @lazy_property
    def raw(self) -> AsyncRawClient:
        """The generated client on this connection."""
        from qrt_facade._async.raw import AsyncRawClient

        return AsyncRawClient.over(self.service)

    @lazy_property
    def unread(self) -> AsyncRawClient:
        """A client for generated operations that returns responses unparsed, for `read_as` only."""
        return cast("AsyncRawClient", _AsyncUnparsed(self.service))

    def raw_for(self, package: RawPackage[C]) -> C:
        """Return the raw client of a generated package, the same one on each call.

        It has its own connection, which sends the version of the package, and shares sockets and tokens with this one.

        Raises:
            ConfigurationError: It is not a generated package, or the service does not support its version.
        """
        from qrt_facade._async.raw import raw_client_of
        from qrt_facade._connection.packages import checked_package

        kind, version = checked_package(package)
        if kind not in self._raw_by_kind:
            warn_if_deprecated(version)
            settings = replace(self.settings, api_version=version)
            service = AsyncServiceClient(self.credentials, settings, self.service.pool)
            # Atomic: of two threads at the same time, both get the client of the first.
            self._raw_by_kind.setdefault(kind, raw_client_of(kind, service))
        client: C = self._raw_by_kind[kind]
        return client

    @property
    def journal(self) -> Journal | None:
        """The journal of submissions with a key; None if it is disabled or cannot be written.

        It is opened on first use, so that nothing is written without a key.
        """
        if self._journal is None and self.settings.journal:
            from qrt_facade._connection.journal import Journal, scope_of

            self._journal = Journal.opened(scope_of(self.credentials), now=_now)
        return self._journal

    @property
    def recipe(self) -> Recipe:
        """The recipe for an equal connection in another process."""
        from qrt_facade._connection.recipe import Recipe

        token = None if self.budget is None else self.budget.token
        return Recipe.of(self.credentials, self.settings, self.account, token)

    @property
    def known_user(self) -> str | None:
        """The caller's user id, if a token or a response has contained it; no request is made."""
        auth = self.service.pool.auth
        return self.user_id or (None if auth is None else auth.known_user)

    async def read(
        self, operation: Callable[P, Awaitable[Response[Any]]], *args: P.args, **kwargs: P.kwargs
    ) -> Mapping[str, Any]:
        """Call a generated operation and return its response as a JSON object, for the readers in `_service`.

        Enumerations are strings again, so that values added later pass; fields missing from the response are absent.

        Raises:
            UnexpectedResponseError: The response is not a JSON object, or does not follow the API's schema.
            QrtError: As raised by the transport.
        """
        return answer_of(operation, await operation(*args, **kwargs))

    async def read_as(
        self,
        is_of_shape: Callable[[Any], bool],
        operation: Callable[P, Awaitable[Response[Any]]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Mapping[str, Any]:
        """Do what `read` does for a response whose schema is known here, without importing or creating a model.

        Args:
            is_of_shape: Returns whether a response certainly follows the schema. Others are left to the model.
            operation: The generated operation.
            args: Its positional arguments.
            kwargs: Its keywords; `client` is `unread`.
        """
        parse, answer = cast("tuple[_Parse, httpx.Response]", await operation(*args, **kwargs))
        found = json_of(answer)
        if is_of_shape(found):
            return cast("Mapping[str, Any]", found)
        return answer_of(operation, self.raw.response(parse, answer))

    async def aclose(self) -> None:
        """Close the connections, unless another connection owns them."""
        await self.service.aclose()

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self).reconnected, (self.recipe, self.polling)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        # A copy within this process needs no new connection.
        return self


class _AsyncUnparsed:
    """The part of a generated client that operations use; it returns the parser and the unparsed response."""

    def __init__(self, service: AsyncServiceClient) -> None:
        self._service = service

    def get_async_httpx_client(self) -> AsyncServiceClient:
        return self._service

    def response(self, parse: _Parse, response: httpx.Response) -> tuple[_Parse, httpx.Response]:
        return parse, response


def json_of(response: httpx.Response) -> object:
    """Return the JSON of a response with status 200; None for other statuses, and if it is not JSON."""
    if response.status_code != 200:
        return None
    try:
        return response.json()
    except (ValueError, RecursionError):
        return None


def _now() -> float:
    return timing.current().clock.time()


def answer_of(operation: Callable[..., Any], response: Response[Any]) -> Mapping[str, Any]:
    """Return the response of an operation as a JSON object.

    Raises:
        UnexpectedResponseError: The response is not a JSON object, or does not follow the API's schema.
    """
    to_dict: Callable[[], dict[str, Any]] | None = getattr(response.parsed, "to_dict", None)
    if to_dict is None:  # models have it
        from qrt_facade._async.raw import name_of

        raise UnexpectedResponseError(
            f"{name_of(operation)}: the response with HTTP {int(response.status_code)} is not a JSON object",
            status=int(response.status_code),
        )
    try:
        return to_dict()
    except _BROKEN_ANSWER as error:
        from qrt_facade._async.raw import schema_error

        raise schema_error(operation, error) from error
