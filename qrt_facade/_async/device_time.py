"""The length of a backend's `dt`, fetched for circuits with delays in seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from qrt_facade._async.backend_suggestions import suggest_backends
from qrt_facade._circuits.delays import DelayUnitError
from qrt_facade._service.backends import seconds_per_dt
from qrt_facade._service.names import name_of
from qrt_facade.errors import ConfigurationError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable

    from qrt_facade._async.connection import AsyncConnection

Made = TypeVar("Made")


async def in_device_time(
    connection: AsyncConnection, make: Callable[[float | None], Made], backend: Callable[[], Any]
) -> Made:
    """Call `make` with the length of the backend's `dt`, which is only fetched if needed, and return its result.

    Args:
        connection: The connection to the service.
        make: Called with None, and again with `dt` in seconds if it raises DelayUnitError.
        backend: Returns the name of the backend, or the backend.

    Raises:
        ConfigurationError: The backend has no `dt`.
        NotFoundError: The instance has no such backend.
    """
    try:
        return make(None)
    except DelayUnitError as refusal:
        from qrt_client.api.backends import get_backend_configuration

        name = name_of("backend", backend())
        try:
            answer = await connection.read(
                get_backend_configuration.asyncio_detailed, name, client=connection.raw
            )
        except NotFoundError as missing:
            await suggest_backends(connection, missing, name)
            raise
        dt = seconds_per_dt(answer)
        if dt is None:
            raise ConfigurationError(f"{refusal}; {name} does not report the length of its dt") from None
        return make(dt)


def repeatable(pubs: Any) -> Any:
    """Return PUBs that can be iterated over twice, converting an iterator to a list."""
    return list(pubs) if hasattr(pubs, "__next__") else pubs
