"""Whether an answer is about what was asked for.

A cache that ignores the query, a proxy that repeats an older answer: the answer is well formed and about another job.
Taken for the one that was asked about, it would give its result to the wrong caller, or cancel a stranger's job.
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
"""Characters of a foreign id that are shown: more than any id of the service has."""

_FIRST_PART: Final = re.compile(r"^[^_]+")
_GUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def check_id(kind: str, wanted: str, answer: Mapping[str, Any]) -> None:
    """Refuse an answer whose `id` is not the one asked for; one without an id passes.

    Raises:
        UnexpectedResponseError: The answer is about another job or session. The message names both.
    """
    _check(kind, wanted, text_of(answer.get("id")))


def check_is_of_a_job(answer: Mapping[str, Any]) -> None:
    """Refuse an answer that says neither which job it is about nor how that stands, such as a gateway's `{}`.

    Raises:
        UnexpectedResponseError: It says neither.
    """
    if all(answer.get(name) is None for name in ("id", "status", "state")):
        raise UnexpectedResponseError("The answer describes no job", status=200, from_service=False)


def check_backend(wanted: str, answered: object) -> None:
    """Refuse an answer that names another backend; one that names none passes.

    Raises:
        UnexpectedResponseError: The answer is about another backend. The message names both.
    """
    named = text_of(answered)
    if named is not None and not is_same_backend(wanted, named):
        _check("backend", wanted, named)


def is_same_backend(wanted: str, named: str) -> bool:
    """Tell whether two names are of one backend; `mock_fez` stands for `ibm_fez`, whose description it may carry."""
    if wanted == named:
        return True
    mock = is_mock_name(wanted) or is_mock_name(named)
    return mock and _FIRST_PART.sub("", wanted) == _FIRST_PART.sub("", named)


def check_instance(crn: str, answered: object) -> None:
    """Refuse an answer about another instance; it may be named by its CRN or by the id within that.

    Raises:
        UnexpectedResponseError: The answer is about another instance. Only the ids within the CRNs are shown, since a
            CRN contains the account's id.
    """
    named, wanted = text_of(answered), _instance_id(crn)
    if named is None or named.rstrip(":") == crn.rstrip(":"):
        return
    other = _instance_id(named) if named.startswith("crn:") else named
    # Only an id of the form that CRNs contain can be compared; another name of the instance is not an error.
    if _GUID.fullmatch(other) and _GUID.fullmatch(wanted) and other.lower() != wanted.lower():
        _check("instance", wanted, other)


def _instance_id(crn: str) -> str:
    fields = crn.split(":")
    return fields[7] if len(fields) > 7 else ""


def _check(kind: str, wanted: str, answered: str | None) -> None:
    if answered is None or answered == wanted:
        return
    raise UnexpectedResponseError(
        f"The answer is about {kind} {redact(answered[:_SHOWN])!r}, but {kind} {wanted!r} was asked for; "
        "a cache or a proxy between this program and the service may have repeated another answer",
        status=200,
    )
