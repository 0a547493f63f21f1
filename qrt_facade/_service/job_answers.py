"""Whether an answer about jobs is of the shape that the API promises, told without the generated models.

`JobState` reads such an answer as it came. The models would make objects of it, which are written back to be read, and
bring attrs: of a process's first call they are a sixth. What is not for certain of the shape is left to them, so that they have the
last word; a test compares the two.
"""

from __future__ import annotations

from types import NoneType
from typing import Any, Final, TypeGuard

from qrt_facade._base.coerce import is_list

_OBJECT: Final = (dict, NoneType)
_TEXT: Final = (str, NoneType)


def is_job(answer: Any) -> bool:
    """Tell whether a value is one job (the generated `JobResponse`). Of some that are it is not known; the answer is no."""
    return (
        _is_object(answer)
        and isinstance(answer.get("status"), _TEXT)
        and isinstance(answer.get("params"), _OBJECT)
        and isinstance(answer.get("program"), _OBJECT)
        and _has_status(answer.get("state"))
        and _has_status(answer.get("usage"))
        and answer.get("remote_storage") is None  # of partners alone, and has words of its own
    )


def is_page_of_jobs(answer: Any) -> bool:
    """Tell the same of a page of the list of jobs (`JobsResponse`)."""
    if not _is_object(answer):
        return False
    jobs: Any = answer.get("jobs")
    return jobs is None or (is_list(jobs) and all(map(is_job, jobs)))


def _has_status(value: Any) -> bool:
    """Tell whether a value is an object whose `status`, if it has one, is text; null is none."""
    return value is None or (_is_object(value) and isinstance(value.get("status"), _TEXT))


def _is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)
