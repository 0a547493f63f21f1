"""Checks that a response belongs to its request.

A cache may ignore the query, and a proxy may repeat an older response: well-formed, but about another job. If it were
taken for the requested one, a caller would receive someone else's result, or cancel someone else's job.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.coerce import text_of
from qrt_facade._base.secrets import redact
from qrt_facade._service.mocks import is_mock_name
from qrt_facade.errors import UnexpectedResponseError

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHOWN: Final = 64
"""Characters of a foreign id in a message: more than any id of the service has."""

_FIRST_PART: Final = re.compile(r"^[^_]+")
_GUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def check_id(kind: str, wanted: str, answer: Mapping[str, Any]) -> None:
    """Refuse a response whose `id` differs from the requested one; a response without an id is accepted.

    Raises:
        UnexpectedResponseError: The response is about another job or session. The message names both.
    """
    _check(kind, wanted, text_of(answer.get("id")))


def check_is_of_a_job(answer: Mapping[str, Any]) -> None:
    """Refuse a response that has neither a job's id nor its status, such as a gateway's `{}`.

    Raises:
        UnexpectedResponseError: It has neither.
    """
    if all(answer.get(name) is None for name in ("id", "status", "state")):
        raise UnexpectedResponseError("The response does not describe a job", status=200, from_service=False)


def check_backend(wanted: str, answered: object) -> None:
    """Refuse a response that names another backend; one that names none is accepted.

    Raises:
        UnexpectedResponseError: The response is about another backend. The message names both.
    """
    named = text_of(answered)
    if named is not None and not is_same_backend(wanted, named):
        _check("backend", wanted, named)


def is_same_backend(wanted: str, named: str) -> bool:
    """Return whether two names mean the same backend; `mock_fez` stands for `ibm_fez`, and may have its description."""
    if wanted == named:
        return True
    mock = is_mock_name(wanted) or is_mock_name(named)
    return mock and _FIRST_PART.sub("", wanted) == _FIRST_PART.sub("", named)


def check_instance(crn: str, answered: object) -> None:
    """Refuse a response about another instance, which may be identified by its CRN or by the id within the CRN.

    Raises:
        UnexpectedResponseError: The response is about another instance. The message shows only the ids within the CRNs,
            because a CRN contains the account id.
    """
    named, wanted = text_of(answered), _instance_id(crn)
    if named is None or named.rstrip(":") == crn.rstrip(":"):
        return
    other = _instance_id(named) if named.startswith("crn:") else named
    # Only ids of the form used in CRNs can be compared; another name of the instance is not an error.
    if _GUID.fullmatch(other) and _GUID.fullmatch(wanted) and other.lower() != wanted.lower():
        _check("instance", wanted, other)


def _instance_id(crn: str) -> str:
    fields = crn.split(":")
    return fields[7] if len(fields) > 7 else ""


def _check(kind: str, wanted: str, answered: str | None) -> None:
    if answered is None or answered == wanted:
        return
    raise UnexpectedResponseError(
        f"The response is about {kind} {redact(answered[:_SHOWN])!r}, but {kind} {wanted!r} was requested; "
        "a cache or a proxy between this program and the service may have repeated another response",
        status=200,
    )
