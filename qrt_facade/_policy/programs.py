"""Which program runs a sampler's or an estimator's work, and whether an error means that the service lacks the program.

IBM's client has deprecated the server-side programs `sampler` and `estimator` since 0.50 and builds both on `executor`
(release notes of qiskit-ibm-runtime). How the service will refuse a program that it no longer has is unknown. IBM's
client treats any 404 of a submission as a missing program, and the service has responded with 400 (its pull request
122); its list of codes of 2023 has none for it. So this module relies on the service's message, or a code that is a
word.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args

from qrt_facade._base.redaction import redacted_repr
from qrt_facade.errors import ApiError, ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable

ProgramChoice: TypeAlias = Literal["auto", "primitives", "executor"]
"""How to run the work of a sampler or estimator: by the server-side program, the executor, or whichever exists."""

EXECUTOR: Final = "executor"
"""The program that can do the work of the others."""

_REPLACED: Final = ("sampler", "estimator")
"""The programs whose work the executor can do."""

_PROGRAMS: Final = (*_REPLACED, EXECUTOR, "noise-learner", "calibrate")
"""The service's programs, by the names that its messages may contain."""

_RESOURCE: Final = "jobs"
"""Last part of the path to which submissions are posted."""

_STATUSES: Final = frozenset({400, 404, 410})
_CODES: Final = frozenset(
    {"programnotfound", "unknownprogram", "programdoesnotexist", "programretired", "programremoved"}
    | {"programdeprecated", "programnotavailable", "programnotsupported", "runtimeprogramnotfound"}
)
_LONGEST: Final = 500
_SEED_BITS: Final = 63

_INTRODUCTION: Final = (
    r"(?:(?:error|not found|bad request|invalid request)\s*[:.,-]\s*)?(?:the\s+|runtime\s+)*"
)
_PROGRAM: Final = r"program(?:[ _-]?id)?"
_VERB: Final = r"(?:(?:is|was|are|has|have|had|been|does|do|did|could|can|will|be|now)\s+)*"
_NAMED: Final = r"(?:(?:named|called|with(?:\s+the)?\s+id)\s+)?"
_WORD: Final = r"[\"'`]?[\w-]{1,40}[\"'`]?"
_AND: Final = r"\s*(?:,|,?\s+and|,?\s+or)\s+"
_GONE: Final = (
    r"(?:not\s+(?:be\s+)?(?:found|exist|known)|cannot\s+be\s+found|no\s+longer\s+(?:exists?|found|known|maintained)|unknown"
    r"|retired|removed|discontinued|withdrawn|sunset|reached\s+(?:its|the)\s+end\s+of\s+(?:its\s+)?life"
    r"|(?:(?:not|no\s+longer)\s+(?:be\s+)?(?:available|supported|offered)|unsupported|unavailable|deprecated)(?!\s*:))"
)
_END: Final = r"(?!\s*(?:on(?!\s+\d)|for|by|in(?!\s+\d)|with|to|at|from|under|yet)\b)(?!\w)"
"""Messages about one backend or plan: the program may exist elsewhere."""


def checked_program(value: object) -> ProgramChoice:
    """Return the value of `program=` if it is valid.

    Raises:
        ConfigurationError: The value is not one of the accepted names.
    """
    for choice in get_args(ProgramChoice):
        if value == choice and isinstance(value, str):
            return choice  # type: ignore[no-any-return]
    accepted = ", ".join(map(repr, get_args(ProgramChoice)))
    raise ConfigurationError(f"program={redacted_repr(value)}: expected one of {accepted}")


def is_program_missing(error: object, program_id: str) -> bool:
    """Return whether the service refused a submission because it has no such program, so that no job was created.

    Only a refusal in the service's own form counts. Either its code is a word for a missing program and its message
    names no other program; or its message begins with the program's name, or with the word "program", and states that
    the program does not exist. A message that contains the name for other reasons (a backend, a tag, a file, a
    parameter) does not count.

    Args:
        error: The error of the submission.
        program_id: The submitted program.
    """
    if not isinstance(error, ApiError) or not error.from_service or error.status not in _STATUSES:
        return False
    resource = (error.path or _RESOURCE).rstrip("/").rpartition("/")[2]
    if (error.method or "POST").upper() != "POST" or resource != _RESOURCE:
        return False
    if isinstance(error.code, str) and re.sub(r"[^a-z]", "", error.code.lower()) in _CODES:
        return not _is_about_another(error.message, program_id)
    return _denies(error.message, program_id)


def _is_about_another(message: str, program_id: str) -> bool:
    """Return whether a message names another program, and not this one."""
    text = " ".join(message[:_LONGEST].split()).lower()
    if re.search(rf"(?<![\w-]){re.escape(program_id.lower())}(?![\w-])", text):
        return False
    known = "|".join(map(re.escape, _PROGRAMS))
    another = (
        rf"(?<![\w-])(?:{known})(?![\w-])",
        rf"{_PROGRAM}\s*{_NAMED}(?:[:=]\s*[\"'`]?|[\"'`])\w",
        rf"{_PROGRAM}\s+{_NAMED}(?!{_VERB}{_GONE})[\w-]+\s+{_VERB}{_GONE}",
    )
    return any(re.search(form, text) for form in another)


def _denies(message: str, program_id: str) -> bool:
    """Return whether a message says that the program does not exist."""
    text = " ".join(message[:_LONGEST].split()).lower()
    name = rf"(?<![\w./\\-])[\"'`“‘]?{re.escape(program_id.lower())}[\"'`”’]?(?![\w/\\-]|\.\w)"  # noqa: RUF001
    names = rf"(?:{_WORD}{_AND}){{0,3}}{name}(?:{_AND}{_WORD}){{0,3}}"
    end = r"\s*(?:[.;,]|$)"
    forms = (
        rf"{_PROGRAM}\s*[:=]?\s*{_NAMED}{name}\s*[:,]?\s*{_VERB}{_GONE}{_END}",
        rf"{name}\s+{_PROGRAM}\s+{_VERB}{_GONE}{_END}",
        rf"(?:{names}\s+programs|programs\s+{names})\s+{_VERB}{_GONE}{_END}",
        rf"{_PROGRAM}\s+{_VERB}{_GONE}\s*[:.,-]?\s*\(?(?:{_PROGRAM}\s*[:=]?\s*)?{name}\)?{end}",
        rf"(?:unknown|unsupported|invalid|no|no such|retired)\s+{_PROGRAM}\s*{_NAMED}[:=]?\s*{name}{end}",
        (
            r"(?:could\s+not|can\s*not|can't|unable\s+to|failed\s+to)\s+(?:find|locate)\s+(?:(?:the|a|runtime)\s+){0,2}"
            rf"{_PROGRAM}\s*{_NAMED}[:=]?\s*{name}{end}"
        ),
    )
    return any(re.match(_INTRODUCTION + form, text) for form in forms)


class RetiredPrograms:
    """The programs that the service has reported as missing. Thread-safe.

    Shared by a client, its sessions and its copies for the same instance. A pickled client starts with none: it may be
    unpickled for another URL, and a single refusal, which creates no job, restores the information.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names = set(names)
        self._lock = threading.Lock()

    def __contains__(self, program_id: object) -> bool:
        return program_id in self._names

    def retire(self, program_id: str) -> bool:
        """Record that a program no longer exists.

        Args:
            program_id: The program.

        Returns:
            Whether it is the first one recorded, which is worth a warning.
        """
        with self._lock:
            first = not self._names
            self._names.add(program_id)
            return first

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), ()


def retirement_text(program_id: str, refusal: ApiError) -> str:
    """Return the warning about a program that the service no longer has.

    Args:
        program_id: The program.
        refusal: The service's refusal.
    """
    return (
        f"the service no longer has the program {program_id!r} (its response: {refusal.message.strip()[:200]}); from now on, this "
        "client submits the work of samplers and estimators through the program 'executor' if the service has no other, and "
        f"decodes the results as before. Use program='executor' to always do so, or program='primitives' to never do so"
    )


def replacement_hint(program_id: str) -> str | None:
    """Return what to use instead of a program that the service no longer has; None for other programs.

    Args:
        program_id: The program.
    """
    if program_id not in _REPLACED:
        return None
    return f"client.{program_id} does the same through the program 'executor', with program='auto' or program='executor'"


def unsupported_by_executor(error: ConfigurationError, program_id: str) -> ConfigurationError:
    """Return an error about a feature that the executor lacks, with the reason why the executor is used.

    Args:
        error: The error from planning for the executor.
        program_id: The program that the service no longer has.
    """
    text = str(error).rstrip(". ")
    explained = ConfigurationError(
        f"{text}. The service no longer has the program {program_id!r}, so this would run through the program 'executor'"
    )
    explained.job_rejected = error.job_rejected
    return explained


def seed_of(key: str | None) -> int:
    """Return the random seed of a submission's program.

    With a key, the seed is derived from the key, so that a restarted program generates the same; otherwise it is
    random.

    Args:
        key: The key of the job, or None.
    """
    if key is None:
        return secrets.randbits(_SEED_BITS)
    digest = hashlib.sha256(b"qrt-facade seed\0" + key.encode()).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - _SEED_BITS)
