"""The users of the instances: their ids, API keys and token claims."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable

OWNER: Final = "IBMid-0000EMULATE"
"""The user who owns the emulator's API key."""

_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@-]{0,99}")
_SERVICE_ID: Final = "iam-ServiceId-"


def checked_users(users: object) -> list[str]:
    """Check the list of users besides the owner, and remove duplicates.

    Raises:
        ConfigurationError: It is not a list, or one of its elements is not a valid id.
    """
    if not isinstance(users, list | tuple):
        raise ConfigurationError(f"users is {users!r:.60}: expected a list of ids, such as IBMid-ADA")
    for user in users:
        if not isinstance(user, str) or not _ID.fullmatch(user) or user == OWNER:
            raise ConfigurationError(
                f"users has {user!r:.60}; an id has 1 to 100 letters, digits and any of -_.@ (such as IBMid-ADA or"
                f" iam-ServiceId-CI), and is not {OWNER}"
            )
    return list(dict.fromkeys(users))


def key_of(user: str, key: str) -> str:
    """Return the API key of a user; `key` is the owner's."""
    return key if user == OWNER else f"{key}/{user}"


def claims_of(user: str) -> dict[str, Any]:
    """Return the claims about the user in an access token.

    As live (IBM Cloud's documentation of resource brokers decodes one): `iam_id` and `id` are the user's id, and `sub` is
    the e-mail address of a person. A service id's `sub` is inferred: its id without `iam-`.
    """
    service = user.startswith(_SERVICE_ID)
    subject = user.removeprefix("iam-") if service else f"{user.lower()}@emulator.example"
    return {"iam_id": user, "id": user, "sub": subject, "sub_type": "ServiceId"} if service else {
        "iam_id": user, "id": user, "realmid": user.partition("-")[0], "sub": subject, "email": subject,
    }  # fmt: skip


def all_users(others: Iterable[str]) -> list[str]:
    """Return the owner and the other users."""
    return [OWNER, *others]
