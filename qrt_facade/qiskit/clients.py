"""Recognise clients, backends, sessions and jobs, and find the client behind one.

A caller that has a client has imported it, so nothing is imported here to check a type.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, TypeGuard

from qrt_facade._base.redaction import redacted_repr
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from typing import NoReturn

    from qrt_facade._sync.backends import Backend as Device
    from qrt_facade._sync.client import RuntimeClient
    from qrt_facade._sync.job import Job
    from qrt_facade._sync.sessions import Session


def is_client(thing: object) -> TypeGuard[RuntimeClient]:
    """Return whether an object is a blocking client."""
    return _is("client", "RuntimeClient", thing)


def is_device(thing: object) -> TypeGuard[Device]:
    """Return whether an object is a backend of a blocking client."""
    return _is("backends", "Backend", thing)


def is_session(thing: object) -> TypeGuard[Session]:
    """Return whether an object is a session or batch of a blocking client."""
    return _is("sessions", "Session", thing)


def is_job(thing: object) -> TypeGuard[Job[Any]]:
    """Return whether an object is a job of a blocking client."""
    return _is("job", "Job", thing)


def _is(module: str, name: str, thing: object) -> bool:
    loaded = sys.modules.get(f"qrt_facade._sync.{module}")
    return loaded is not None and isinstance(thing, getattr(loaded, name))


def client_behind(thing: RuntimeClient | Device | Session | Job[Any]) -> RuntimeClient:
    """Return the client, or a client over the connection of one of its backends, sessions or jobs."""
    from qrt_facade._sync.client import RuntimeClient

    if isinstance(thing, RuntimeClient):
        return thing
    connection = thing._connection  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    return RuntimeClient._over(connection)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


def refuse(what: str, value: Any, accepted: str) -> NoReturn:
    """Raise an error for an unsuitable argument.

    Raises:
        ConfigurationError: Always.
    """
    if type(value).__module__.startswith("qrt_facade._async."):
        raise ConfigurationError(
            f"{what}: {type(value).__name__} is asynchronous, but Qiskit's interfaces are blocking; accepted: "
            f"{accepted}"
        )
    raise ConfigurationError(f"{what}: {redacted_repr(value)} cannot be used; accepted: {accepted}")
