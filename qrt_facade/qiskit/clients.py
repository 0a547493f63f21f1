"""The client behind what a backend or a primitive is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qrt_facade._base.redaction import described
from qrt_facade._sync.client import RuntimeClient
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from typing import Any, NoReturn

    from qrt_facade._sync.backends import Backend as Device
    from qrt_facade._sync.sessions import Session


def client_behind(thing: RuntimeClient | Device | Session) -> RuntimeClient:
    """Return the client, or a client over the connection of one of its backends or sessions."""
    if isinstance(thing, RuntimeClient):
        return thing
    connection = thing._connection  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    return RuntimeClient._over(connection)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


def refuse(what: str, given: Any, accepted: str) -> NoReturn:
    """Refuse what a backend or primitive cannot be made of.

    Raises:
        ConfigurationError: Always.
    """
    if type(given).__module__.startswith("qrt_facade._async."):
        raise ConfigurationError(
            f"{what}: {type(given).__name__} cannot be used, as Qiskit's interfaces wait for each answer; accepted: {accepted}"
        )
    raise ConfigurationError(f"{what}: {described(given)} cannot be used; accepted: {accepted}")
