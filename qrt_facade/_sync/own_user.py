# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""Who the caller is, where the token does not say: as the service names the user of the caller's own workloads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qrt_facade._service.limits import MAX_WORKLOADS_PAGE
from qrt_facade._service.workloads import Workload
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from qrt_facade._sync.connection import Connection


def own_user(connection: Connection) -> str:
    """Return the id of the user: the token's, or that of the caller's workloads.

    IAM's tokens name the user (`_service/users`). A token that was handed in may be opaque; then one request for the caller's own
    workloads (`user=me`) lets the service say it.

    Args:
        connection: Where to ask.

    Raises:
        ConfigurationError: The token does not name the user, and there is no workload that could.
        QrtError: The token could not be obtained, or the service not be asked.
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
    # Several are the answer of a service, or of a cache, that ignores `user`.
    users = {workload.user_id for workload in Workload.all_of(answer)} - {None}
    if len(users) == 1:
        connection.user_id = str(users.pop())
        return connection.user_id
    raise ConfigurationError(
        "whose jobs are your own is not known: the token does not name its user (it is not a JSON Web Token with iam_id), "
        "and the service lists no workload of yours that names you; use an API key, or a token of IAM"
    )
