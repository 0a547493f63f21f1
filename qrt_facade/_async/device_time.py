"""The length of a backend's `dt`, asked for where a circuit has delays in seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from qrt_facade._async.near_backends import name_backends
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
    """Return what `make` makes of the seconds of a `dt`; the backend is asked for them only where they matter.

    Args:
        connection: Where to ask.
        make: Called with None, and again with the seconds if it raises DelayUnitError.
        backend: Returns the name of the backend, or the backend.

    Raises:
        ConfigurationError: The backend has no `dt`.
        NotFoundError: There is no such backend for this instance.
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
            await name_backends(connection, missing, name)
            raise
        dt = seconds_per_dt(answer)
        if dt is None:
            raise ConfigurationError(f"{refusal}; {name} does not say how long its dt is") from None
        return make(dt)


def repeatable(pubs: Any) -> Any:
    """Return PUBs that can be gone through twice: an iterator is used up by the first time."""
    return list(pubs) if hasattr(pubs, "__next__") else pubs
