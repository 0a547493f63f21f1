"""Owners of jobs: user ids, as tokens and responses contain them.

A job's `user_id` is the `iam_id` of IBM Cloud's IAM: `IBMid-...` for a person, `iam-ServiceId-...` for a service id.

- IBM Cloud's documentation of resource brokers decodes an access token: `"iam_id": "IBMid-XXXXXXX"`, the same in
  `"id"`, and `"sub": "quixote@email.com"`. So `sub` is not a user id.
- A published response of `GET /v1/jobs` (August 2025, in the README of a dashboard) has `"user_id": "IBMid-..."` in
  that form.
- That the two are the same id is INFERRED from this; no page of IBM's states it. For service ids nothing was found.

So jobs are listed as the caller's only if they definitely are, and skipped as another user's only if they definitely
are.
"""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Final

from qrt_facade._base.coerce import mapping_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qrt_facade._service.jobs import JobState

_LONGEST: Final = 100_000
"""Maximum length of a token that is decoded; IAM's have about 1,500 characters."""

_KIND: Final = re.compile(r"(?:iam-)?(IBMid|ServiceId|Profile)-.")
_PREFIX: Final = "iam-"


def user_of_token(token: str) -> str | None:
    """Return the user id in a bearer token, or None if it contains none.

    The token is not verified: it is our own, and anyone who could forge it would already have access to our jobs.

    Args:
        token: A JSON Web Token, or any other.
    """
    parts = token.split(".")
    if len(parts) != 3 or len(token) > _LONGEST:
        return None
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):  # includes the errors of Base64, UTF-8 and JSON
        return None
    claims = mapping_of(claims)
    return text_of(claims.get("iam_id")) or text_of(claims.get("id"))


def is_same_user(one: str | None, other: str | None) -> bool:
    """Return whether two ids definitely belong to one user. Service ids may have the prefix `iam-` or not."""
    if not one or not other:
        return False
    return one.removeprefix(_PREFIX) == other.removeprefix(_PREFIX)


def is_different_user(one: str | None, other: str | None) -> bool:
    """Return whether two ids definitely belong to two users: both have a known form, and they differ.

    A missing id, or one of an unknown form, proves nothing: a job that is skipped as another user's is submitted again.
    """
    if not one or not other or is_same_user(one, other):
        return False
    return _KIND.match(one) is not None and _KIND.match(other) is not None


def without_other_users(states: Iterable[JobState], user_id: str | None) -> list[JobState]:
    """Return the jobs without those that definitely belong to another user.

    Args:
        states: The jobs.
        user_id: User id in the caller's token; if it is None, all jobs are returned.
    """
    return [state for state in states if not is_different_user(state.user_id, user_id)]


def same_user_jobs(states: Iterable[JobState], user_id: str | None) -> list[JobState]:
    """Return the jobs without those of another user, given a user id from the service.

    Both ids come from the service, so every difference counts, whatever their form: the remaining ones may be cancelled
    as duplicates.

    Args:
        states: The jobs.
        user_id: User id of a job, as reported by the service; if it is None, all jobs are returned.
    """
    if not user_id:
        return list(states)
    return [state for state in states if not state.user_id or is_same_user(state.user_id, user_id)]
