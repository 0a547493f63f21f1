"""Raw clients: the client of a generated package, over an authenticated connection."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, Final, NoReturn, Self, TypeVar

from qrt_client import AuthenticatedClient
from qrt_client.errors import UnexpectedBody, UnexpectedStatus

from qrt_facade.errors import ConfigurationError, UnexpectedResponseError

if TYPE_CHECKING:
    from collections.abc import Callable

    from qrt_client.types import Response

    from qrt_facade._async.transport import AsyncServiceClient
    from qrt_facade._base.http_library import httpx

    # The clients of all generated packages come from one template, so that one stands for each.
    _Generated = AuthenticatedClient
else:
    _Generated = object

T = TypeVar("T")


class NullAnswerError(UnexpectedResponseError):
    """The answer is null, where the API promises an object."""


class _AsyncOverService(_Generated):
    """What is ours in a generated client, of whichever package: the connection, and the errors."""

    __slots__ = ()
    # The errors of the package itself.
    _unexpected_status: ClassVar[type[UnexpectedStatus]]
    _unexpected_body: ClassVar[type[UnexpectedBody]]

    @classmethod
    def over(cls, service: AsyncServiceClient) -> Self:
        """Return a generated client that uses this connection."""
        client = cls(base_url=str(service.base_url).rstrip("/"), token="")
        client.set_async_httpx_client(service)
        return client

    def response(self, parse: Callable[[httpx.Response], T], response: httpx.Response) -> Response[T]:
        """Return an answer with what the generated code makes of it.

        Raises:
            UnexpectedResponseError: The answer is of another shape, or has a status of which the contract knows nothing.
        """
        fault: BaseException | None = None
        try:
            return super().response(parse, response)
        except self._unexpected_status as error:
            reason = f"the API promises no answer with HTTP {error.status_code}"
            failure = UnexpectedResponseError(f"{name_of(parse)}: {reason}", status=error.status_code)
        except self._unexpected_body as error:
            fault = error.__cause__ or error
            failure = broken_answer(parse, fault)
            if response.content.strip() == b"null":
                fault, failure = (
                    None,
                    NullAnswerError(
                        f"{name_of(parse)}: the answer is null, where the API promises an object",
                        status=response.status_code,
                    ),
                )
        # Raised out here, the error does not lead to the generated one, which holds the whole body.
        raise failure from fault

    def get_httpx_client(self) -> NoReturn:
        """Refuse calls of the other kind, which would go out without authentication."""
        raise ConfigurationError(
            f"{type(self).__name__} serves one kind of generated function only: those named sync of a client that "
            "blocks, those named asyncio of a client that is awaited"
        )

    # The generated methods would change the connection, which others use too, and return a client without it.

    def with_headers(self, headers: dict[str, str]) -> NoReturn:  # noqa: ARG002 - refused whatever they are
        """Refuse other headers: the connection is shared. `with_options` of the facade's client returns another client.

        Args:
            headers: Whatever they are.

        Raises:
            ConfigurationError: Always; nothing is changed.
        """
        raise _shared("headers")

    def with_cookies(self, cookies: dict[str, str]) -> NoReturn:  # noqa: ARG002 - refused whatever they are
        """Refuse cookies: the connection is shared. `with_options` of the facade's client returns another client.

        Args:
            cookies: Whatever they are.

        Raises:
            ConfigurationError: Always; nothing is changed.
        """
        raise _shared("cookies")

    def with_timeout(self, timeout: httpx.Timeout) -> NoReturn:  # noqa: ARG002 - refused whatever it is
        """Refuse another timeout: the connection is shared. `with_options` of the facade's client returns another client.

        Args:
            timeout: Whatever it is.

        Raises:
            ConfigurationError: Always; nothing is changed.
        """
        raise _shared("timeout")


class AsyncRawClient(_AsyncOverService, AuthenticatedClient):
    """The generated client over an authenticated connection; it has no token of its own."""

    _unexpected_status: ClassVar[type[UnexpectedStatus]] = UnexpectedStatus
    _unexpected_body: ClassVar[type[UnexpectedBody]] = UnexpectedBody


_NAME: Final = AsyncRawClient.__name__


def raw_client_of(kind: type[Any], service: AsyncServiceClient) -> Any:
    """Return the client of a generated package over a connection.

    Args:
        kind: The package's `AuthenticatedClient`.
        service: The connection, which sends the version that the package was generated for.

    Returns:
        An instance of `kind`: what type checkers cannot follow, the caller states.
    """
    errors = import_module(".errors", kind.__module__.rpartition(".")[0])
    ours = {
        "__doc__": AsyncRawClient.__doc__,
        "__module__": __name__,
        "_unexpected_status": errors.UnexpectedStatus,
        "_unexpected_body": errors.UnexpectedBody,
    }
    return type(_NAME, (_AsyncOverService, kind), ours).over(service)  # type: ignore[attr-defined]


def broken_answer(operation: Callable[..., Any], error: BaseException) -> UnexpectedResponseError:
    """Return the error for an answer of another shape than an operation promises."""
    return UnexpectedResponseError(
        f"{name_of(operation)}: the answer is not of the shape that the API promises ({type(error).__name__}: {error})"
    )


def name_of(operation: Callable[..., Any]) -> str:
    """Return the name of a generated operation, of which `operation` is a function."""
    return operation.__module__.rpartition(".")[2]


def _shared(what: str) -> ConfigurationError:
    return ConfigurationError(
        f"the {what} of a raw client belong to a connection that is shared; `with_options` of the client that it comes "
        "from returns another client, with a raw client of its own"
    )
