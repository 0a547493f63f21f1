# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""A client's connection: generated operations called with its credentials, and answers read in one way."""

from __future__ import annotations

from typing import (
    TYPE_CHECKING,
    Any,
    NoReturn,
    ParamSpec,
    Protocol,
    Self,
    TypeVar,
    runtime_checkable,
)

from qrt_client import AuthenticatedClient
from qrt_client.errors import UnexpectedBody, UnexpectedStatus

from qrt_facade._base.boundary import cleanse
from qrt_facade._connection.recipe import Recipe
from qrt_facade._service.versions import warn_if_deprecated
from qrt_facade._sync.transport import ServiceClient
from qrt_facade.errors import ConfigurationError, UnexpectedResponseError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import httpx
    from qrt_client.types import Response

    from qrt_facade._connection.credentials import Credentials
    from qrt_facade._connection.settings import Settings
    from qrt_facade._sync.pool import Pool

P = ParamSpec("P")
T = TypeVar("T")

_BROKEN_ANSWER = (ValueError, TypeError, KeyError, AttributeError, RecursionError, MemoryError)
"""Raised when a model is written whose values are not of the types that it promises, or do not fit into memory."""


@runtime_checkable
class _Model(Protocol):
    """What the generated code makes of a JSON object."""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object, with what the contract does not name."""
        ...


class RawClient(AuthenticatedClient):
    """The generated client over an authenticated connection; it has no token of its own."""

    @classmethod
    def over(cls, service: ServiceClient) -> RawClient:
        """Return a generated client that uses this connection."""
        client = cls(base_url=str(service.base_url).rstrip("/"), token="")
        client.set_httpx_client(service)
        return client

    def response(self, parse: Callable[[httpx.Response], T], response: httpx.Response) -> Response[T]:
        """Return an answer with what the generated code makes of it.

        Raises:
            UnexpectedResponseError: The answer is of another shape, or has a status of which the contract knows nothing.
        """
        fault: BaseException | None = None
        try:
            return super().response(parse, response)
        except UnexpectedStatus as error:
            reason = f"the API promises no answer with HTTP {error.status_code}"
            failure = UnexpectedResponseError(f"{_name(parse)}: {reason}", status=error.status_code)
        except UnexpectedBody as error:
            fault = error.__cause__ or error
            failure = _broken(parse, fault)
        # Raised out here, the error does not lead to the generated one, which holds the whole body.
        raise failure from fault

    def get_async_httpx_client(self) -> NoReturn:
        """Refuse calls of the other kind, which would go out without authentication."""
        raise ConfigurationError(
            f"{type(self).__name__} serves one kind of generated function only: those named sync of a client that "
            "blocks, those named asyncio of a client that is awaited"
        )


class Connection:
    """Who connects, how, and the generated client that does it.

    It pickles as the recipe of a new connection, and so does whatever has one: jobs, backends, sessions.

    Args:
        credentials: Whom to speak for.
        settings: How to connect.
        account: Name of the saved account that was asked for, or None.
        pool: Connections and tokens of another connection, which stay that one's to close.
    """

    def __init__(
        self,
        credentials: Credentials,
        settings: Settings,
        account: str | None = None,
        pool: Pool | None = None,
    ) -> None:
        warn_if_deprecated(settings.api_version)
        self.credentials = credentials
        self.settings = settings
        self.account = account
        self.service: ServiceClient = ServiceClient(credentials, settings, pool)
        self.raw: RawClient = RawClient.over(self.service)

    @classmethod
    def reconnected(cls, recipe: Recipe) -> Self:
        """Return a new connection by a recipe, with the credentials of this process.

        Raises:
            ConfigurationError: This process has none, or those of another instance.
        """
        try:
            credentials, settings = recipe.resolved()
        except ConfigurationError as error:
            # What was found stays out of a traceback that is printed with locals.
            raise cleanse(error) from error.__cause__
        return cls(credentials, settings, recipe.account)

    @property
    def recipe(self) -> Recipe:
        """How to connect like this elsewhere."""
        return Recipe.of(self.credentials, self.settings, self.account)

    def read(
        self, operation: Callable[P, Response[Any]], *args: P.args, **kwargs: P.kwargs
    ) -> Mapping[str, Any]:
        """Call a generated operation and return its answer as a JSON object, for the readers in `_service`.

        Enumerations are text again, so that words added since pass; fields that the service leaves out are absent.

        Raises:
            UnexpectedResponseError: The answer is not a JSON object, or of another shape.
            QrtError: As raised by the transport.
        """
        return answer_of(operation, operation(*args, **kwargs))

    def close(self) -> None:
        """Close the connections, unless they belong to another."""
        self.service.close()

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self).reconnected, (self.recipe,)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        # A copy within this process has no reason to connect anew.
        return self


def answer_of(operation: Callable[..., Any], response: Response[Any]) -> Mapping[str, Any]:
    """Return the JSON object that an operation was answered with.

    Raises:
        UnexpectedResponseError: The answer is not a JSON object, or of another shape.
    """
    if not isinstance(response.parsed, _Model):
        raise UnexpectedResponseError(
            f"{_name(operation)}: the answer with HTTP {int(response.status_code)} is not the JSON object that was expected",
            status=int(response.status_code),
        )
    try:
        return response.parsed.to_dict()
    except _BROKEN_ANSWER as error:
        raise _broken(operation, error) from error


def _broken(operation: Callable[..., Any], error: BaseException) -> UnexpectedResponseError:
    return UnexpectedResponseError(
        f"{_name(operation)}: the answer is not of the shape that the API promises ({type(error).__name__}: {error})"
    )


def _name(operation: Callable[..., Any]) -> str:
    return operation.__module__.rpartition(".")[2]
