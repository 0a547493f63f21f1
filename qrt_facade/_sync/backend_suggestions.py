# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""Suggestions for the name of a backend that the service does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qrt_facade._base.coerce import or_unset
from qrt_facade._policy import deadlines, timing
from qrt_facade._service.backends import BackendState, unknown_backend
from qrt_facade._service.mocks import is_mock_name
from qrt_facade.errors import QrtError

if TYPE_CHECKING:
    from qrt_facade._sync.connection import Connection
    from qrt_facade.errors import NotFoundError


def suggest_backends(connection: Connection, refusal: NotFoundError, name: str) -> None:
    """Add a hint with the available backends and the closest name to an error, if the backend is what is unknown.

    Sends one request; if that fails, the error is left unchanged.

    Args:
        connection: The connection to list the backends with.
        refusal: The service's error.
        name: The unknown name.
    """
    from qrt_client.api.backends import list_backends

    if not refusal.from_service:
        return
    try:
        with deadlines.within(timing.current().advice):
            answer = connection.read(
                list_backends.sync_detailed,
                client=connection.raw,
                include_mocks=or_unset(True if is_mock_name(name) else None),
            )
    except QrtError:
        return
    names = [state.name for state in BackendState.all_of(answer) if is_mock_name(name) or not state.is_mock]
    if names and name not in names:
        hint = unknown_backend(name, names)
        refusal.hint = hint[0].upper() + hint[1:]
