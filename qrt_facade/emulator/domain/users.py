"""The users of the instances: their ids, their API keys, and what their tokens say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable

OWNER: Final = "IBMid-0000EMULATE"
"""The user whose API key is the emulator's own."""

_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@-]{0,99}")
_SERVICE_ID: Final = "iam-ServiceId-"


def checked_users(users: object) -> list[str]:
    """The users beside the owner.

    Raises:
        ConfigurationError: It is not a list, or one of them is not an id.
    """
    if not isinstance(users, list | tuple):
        raise ConfigurationError(f"users is {users!r:.60}: expected a list of ids, such as IBMid-ADA")
    for user in users:
        if not isinstance(user, str) or not _ID.fullmatch(user) or user == OWNER:
            raise ConfigurationError(
                f"users has {user!r:.60}; an id is 1 to 100 letters, digits, and any of -_.@ (such as IBMid-ADA or"
                f" iam-ServiceId-CI), and not {OWNER}"
            )
    return list(dict.fromkeys(users))


def key_of(user: str, key: str) -> str:
    """The API key of a user; `key` is the owner's."""
    return key if user == OWNER else f"{key}/{user}"


def claims_of(user: str) -> dict[str, Any]:
    """What a token says of its user.

    As live (IBM Cloud's documentation of resource brokers decodes one): `iam_id` and `id` are the user's id, and `sub` is
    the e-mail address of a person. A service id's `sub` is inferred: its id without `iam-`.
    """
    service = user.startswith(_SERVICE_ID)
    subject = user.removeprefix("iam-") if service else f"{user.lower()}@emulator.example"
    return {"iam_id": user, "id": user, "sub": subject, "sub_type": "ServiceId"} if service else {
        "iam_id": user, "id": user, "realmid": user.partition("-")[0], "sub": subject, "email": subject,
    }  # fmt: skip


def all_users(others: Iterable[str]) -> list[str]:
    """The owner, and the others."""
    return [OWNER, *others]
