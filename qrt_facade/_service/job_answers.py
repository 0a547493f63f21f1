"""Checks that responses about jobs have the promised form, without the generated models.

`JobState` parses such a response as it was sent. The models would create objects from it, which would have to be
converted back, and need attrs: a sixth of a process's first call. If the form is not obvious, the models decide; a test
compares the two.
"""

from __future__ import annotations

from types import NoneType
from typing import Any, Final, TypeGuard

from qrt_facade._base.coerce import is_list

_OBJECT: Final = (dict, NoneType)
_TEXT: Final = (str, NoneType)


def is_job(answer: Any) -> bool:
    """Return whether a value is a job (the generated `JobResponse`); False also if only the model can tell."""
    return (
        _is_object(answer)
        and isinstance(answer.get("status"), _TEXT)
        and isinstance(answer.get("params"), _OBJECT)
        and isinstance(answer.get("program"), _OBJECT)
        and _has_status(answer.get("state"))
        and _has_status(answer.get("usage"))
        and answer.get("remote_storage") is None  # used by partners only, with its own fields
    )


def is_page_of_jobs(answer: Any) -> bool:
    """Return whether a value is a page of the list of jobs (`JobsResponse`); False also if only the model can tell."""
    if not _is_object(answer):
        return False
    jobs: Any = answer.get("jobs")
    return jobs is None or (is_list(jobs) and all(map(is_job, jobs)))


def _has_status(value: Any) -> bool:
    """Return whether a value is null, or an object whose `status`, if it has one, is a string."""
    return value is None or (_is_object(value) and isinstance(value.get("status"), _TEXT))


def _is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)
