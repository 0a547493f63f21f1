# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""The caller's user id, taken from the token or otherwise from the caller's own workloads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qrt_facade._service.limits import MAX_WORKLOADS_PAGE
from qrt_facade._service.workloads import Workload
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from qrt_facade._sync.connection import Connection


def own_user(connection: Connection) -> str:
    """Return the caller's user id, from the token or from the caller's workloads.

    IAM's tokens contain the user id (`_service/users`). A token supplied by the caller may be opaque; then the user id
    is taken from the caller's own workloads, with one request (`user=me`).

    Args:
        connection: The connection to the service.

    Raises:
        ConfigurationError: Neither the token nor a workload contains the user id.
        QrtError: The token could not be obtained, or the request failed.
    """
    from qrt_client.api.workloads import list_workloads
    from qrt_client.models import ListWorkloadsSort, ListWorkloadsUser

    connection.service.pool.check_open()
    auth = connection.service.pool.auth
    named = connection.known_user or (None if auth is None else auth.user())
    if named is not None:
        return named
    answer = connection.read(
        list_workloads.sync_detailed,
        client=connection.raw,
        limit=MAX_WORKLOADS_PAGE,
        user=ListWorkloadsUser("me"),
        sort=ListWorkloadsSort("-createdAt"),
        include_mocks=True,
    )
    # Several users mean that the service, or a cache, ignored `user`.
    users = {workload.user_id for workload in Workload.all_of(answer)} - {None}
    if len(users) == 1:
        connection.user_id = str(users.pop())
        return connection.user_id
    raise ConfigurationError(
        "your user id is unknown: the token does not contain it (it is not a JSON Web Token with iam_id), and the "
        "service lists no workload of yours. Use an API key, or a token of IAM"
    )
