# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""Raw clients: clients of generated packages that use an authenticated connection."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, Final, NoReturn, Self, TypeVar

from qrt_client import AuthenticatedClient
from qrt_client.errors import UnexpectedBody, UnexpectedStatus

from qrt_facade.errors import ConfigurationError, UnexpectedResponseError

if TYPE_CHECKING:
    from collections.abc import Callable

    from qrt_client.types import Response

    from qrt_facade._base.http_library import httpx
    from qrt_facade._sync.transport import ServiceClient

    # The clients of all generated packages come from one template, so one type represents them all.
    _Generated = AuthenticatedClient
else:
    _Generated = object

T = TypeVar("T")


class NullResponseError(UnexpectedResponseError):
    """Raised when the response is null instead of the object in the API's schema."""


class _AsyncServiceBacked(_Generated):
    """The parts of a generated client, of any package, that this package replaces: the connection and the errors."""

    __slots__ = ()
    # The error classes of the generated package.
    _unexpected_status: ClassVar[type[UnexpectedStatus]]
    _unexpected_body: ClassVar[type[UnexpectedBody]]

    @classmethod
    def over(cls, service: ServiceClient) -> Self:
        """Return a generated client that uses this connection."""
        client = cls(base_url=str(service.base_url).rstrip("/"), token="")
        client.set_httpx_client(service)
        return client

    def response(self, parse: Callable[[httpx.Response], T], response: httpx.Response) -> Response[T]:
        """Return a response as parsed by the generated code.

        Raises:
            UnexpectedResponseError: The response does not follow the API's schema, or its status is not in the schema.
        """
        fault: BaseException | None = None
        try:
            return super().response(parse, response)
        except self._unexpected_status as error:
            reason = f"HTTP {error.status_code} is not a documented response of the API"
            failure = UnexpectedResponseError(f"{name_of(parse)}: {reason}", status=error.status_code)
        except self._unexpected_body as error:
            fault = error.__cause__ or error
            failure = schema_error(parse, fault)
            if response.content.strip() == b"null":
                fault, failure = (
                    None,
                    NullResponseError(
                        f"{name_of(parse)}: the response is null instead of an object",
                        status=response.status_code,
                    ),
                )
        # Raised here, the error does not reference the generated error, which contains the whole body.
        raise failure from fault

    def get_async_httpx_client(self) -> NoReturn:
        """Reject calls of the other kind (sync or async), which would be sent without authentication."""
        raise ConfigurationError(
            f"{type(self).__name__} only supports one kind of generated function: those named sync for a blocking "
            "client, those named asyncio for an asynchronous client"
        )

    # The generated methods would modify the shared connection and return a client without it.

    def with_headers(self, headers: dict[str, str]) -> NoReturn:  # noqa: ARG002 - always rejected
        """Raise an error, since the connection is shared; use `with_options` of the facade's client instead.

        Args:
            headers: Any headers.

        Raises:
            ConfigurationError: Always.
        """
        raise _shared("headers")

    def with_cookies(self, cookies: dict[str, str]) -> NoReturn:  # noqa: ARG002 - always rejected
        """Raise an error, since the connection is shared; use `with_options` of the facade's client instead.

        Args:
            cookies: Any cookies.

        Raises:
            ConfigurationError: Always.
        """
        raise _shared("cookies")

    def with_timeout(self, timeout: httpx.Timeout) -> NoReturn:  # noqa: ARG002 - always rejected
        """Raise an error, since the connection is shared; use `with_options` of the facade's client instead.

        Args:
            timeout: Any timeout.

        Raises:
            ConfigurationError: Always.
        """
        raise _shared("timeout")


class RawClient(_AsyncServiceBacked, AuthenticatedClient):
    """The generated client on an authenticated connection, without its own token."""

    _unexpected_status: ClassVar[type[UnexpectedStatus]] = UnexpectedStatus
    _unexpected_body: ClassVar[type[UnexpectedBody]] = UnexpectedBody


_NAME: Final = RawClient.__name__


def raw_client_of(kind: type[Any], service: ServiceClient) -> Any:
    """Return a client of a generated package that uses a connection.

    Args:
        kind: The package's `AuthenticatedClient`.
        service: The connection, which sends the version that the package was generated for.

    Returns:
        An instance of `kind`, which the caller has to annotate.
    """
    errors = import_module(".errors", kind.__module__.rpartition(".")[0])
    ours = {
        "__doc__": RawClient.__doc__,
        "__module__": __name__,
        "_unexpected_status": errors.UnexpectedStatus,
        "_unexpected_body": errors.UnexpectedBody,
    }
    return type(_NAME, (_AsyncServiceBacked, kind), ours).over(service)  # type: ignore[attr-defined]


def schema_error(operation: Callable[..., Any], error: BaseException) -> UnexpectedResponseError:
    """Return the error for a response that does not follow an operation's schema."""
    return UnexpectedResponseError(
        f"{name_of(operation)}: the response does not follow the API's schema ({type(error).__name__}: {error})"
    )


def name_of(operation: Callable[..., Any]) -> str:
    """Return the name of the generated operation that `operation` is a function of."""
    return operation.__module__.rpartition(".")[2]


def _shared(what: str) -> ConfigurationError:
    return ConfigurationError(
        f"the {what} of a raw client cannot be changed, since its connection is shared. `with_options` of the client "
        "returns another client, with its own raw client"
    )
