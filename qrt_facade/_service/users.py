"""Whose a job is: the ids of users, as tokens and answers name them.

A job's `user_id` is the `iam_id` of IBM Cloud's IAM: `IBMid-...` of a person, `iam-ServiceId-...` of a service id.

- IBM Cloud's documentation of resource brokers decodes an access token: `"iam_id": "IBMid-XXXXXXX"`, `"id"` the same, and
  `"sub": "quixote@email.com"`. So `sub` is not the id of a person.
- A published answer of `GET /v1/jobs` (August 2025, in the README of a dashboard) has `"user_id": "IBMid-..."` in the same form.
- That the two are the same id is INFERRED from that; no page of IBM's says so. For service ids nothing was seen.

So what is listed as one's own has to be surely one's own, and what is passed over as another's surely another's.
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
"""Characters of a token that are looked at; those of IAM have about 1,500."""

_KIND: Final = re.compile(r"(?:iam-)?(IBMid|ServiceId|Profile)-.")
_PREFIX: Final = "iam-"


def user_of_token(token: str) -> str | None:
    """Return the id of the user whom a bearer token names, or None for a token that does not say.

    The token is not verified: it is our own, and to forge it is to have access to our jobs already.

    Args:
        token: A JSON Web Token, or any other.
    """
    parts = token.split(".")
    if len(parts) != 3 or len(token) > _LONGEST:
        return None
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):  # of which errors of Base64, UTF-8 and JSON are kinds
        return None
    claims = mapping_of(claims)
    return text_of(claims.get("iam_id")) or text_of(claims.get("id"))


def is_same_user(one: str | None, other: str | None) -> bool:
    """Tell whether two ids are surely of one user. A service id may be named with or without `iam-` before it."""
    if not one or not other:
        return False
    return one.removeprefix(_PREFIX) == other.removeprefix(_PREFIX)


def is_different_user(one: str | None, other: str | None) -> bool:
    """Tell whether two ids are surely of two users: both are of a known form, and they differ.

    An absent id, or one of a form that was never seen, proves nothing: a job that is passed over as another's is submitted again.
    """
    if not one or not other or is_same_user(one, other):
        return False
    return _KIND.match(one) is not None and _KIND.match(other) is not None


def without_other_users(states: Iterable[JobState], user_id: str | None) -> list[JobState]:
    """Return the jobs but for those that are surely of another user.

    Args:
        states: The jobs.
        user_id: Whose they should be, as a token says; all are returned when it is None.
    """
    return [state for state in states if not is_different_user(state.user_id, user_id)]


def same_user_jobs(states: Iterable[JobState], user_id: str | None) -> list[JobState]:
    """Return the jobs but for those of another user than the one whom the service names so.

    The service named both, so that every difference counts, whatever form its ids have: what is left may be cancelled as a duplicate.

    Args:
        states: The jobs.
        user_id: Whose they should be, as the service named the user of a job; all are returned when it is None.
    """
    if not user_id:
        return list(states)
    return [state for state in states if not state.user_id or is_same_user(state.user_id, user_id)]
