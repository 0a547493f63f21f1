"""Errors that end a command: exit code, description, and remedy. Nothing is printed here."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import TYPE_CHECKING, Final, Self

from qrt_facade import errors
from qrt_facade._service import reason_codes
from qrt_facade.cli.words import for_terminals
from qrt_facade.errors import QrtError

if TYPE_CHECKING:
    from collections.abc import Mapping


class Exit(IntEnum):
    """Exit codes of `qrt`, each with its meaning."""

    OK = (0, "done")
    OTHER = (1, "any other failure")
    USAGE = (2, "usage or configuration: nothing was sent")
    AUTHENTICATION = (3, "the key was rejected, or has no permission")
    NOT_FOUND = (4, "no such job, session, backend or instance")
    JOB_FAILED = (5, "the job failed")
    JOB_CANCELLED = (6, "the job was cancelled, or ran too long")
    TIMEOUT = (7, "the wait timed out; the job continues")
    SERVICE = (8, "the service failed, refused, or is unreachable")
    UNCERTAIN = (9, "it is unknown whether a job was created")
    INTERRUPTED = (130, "interrupted by Ctrl-C, SIGTERM or SIGHUP; a job continues")

    meaning: str

    def __new__(cls, code: int, meaning: str) -> Self:
        """Create a code with its meaning."""
        member = int.__new__(cls, code)
        member._value_ = code
        member.meaning = meaning
        return member


class CommandError(Exception):
    """A failure detected by the command line itself.

    Attributes:
        what: What happened.
        remedy: What to do about it.
        code: The exit code.
    """

    def __init__(self, what: str, remedy: str, code: Exit = Exit.USAGE) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy
        self.code = code


_FOR_FILES: Final = "check the path, its permissions and the space left"
_FOR_BUDGETS: Final = (
    "`qrt run FILE --estimate` shows how the job's QPU time is calculated, `qrt usage` what is left"
)
_BY_CODE: Final = "the code in brackets is explained at https://quantum.cloud.ibm.com/docs/errors"
_FOR_DEFECTS: Final = "this should not happen; --debug shows where it did"
_KINDS: Final[tuple[tuple[type[BaseException], Exit, str], ...]] = (
    # The first match counts. If the remedy depends on more than the kind, `_specific_remedy` has it.
    (errors.ConfigurationError, Exit.USAGE, ""),
    (
        errors.AuthenticationError,
        Exit.AUTHENTICATION,
        "`qrt login` saves another key, `qrt login --check` tests the current one",
    ),
    (
        errors.PermissionDeniedError,
        Exit.AUTHENTICATION,
        "the key is valid, but lacks permission; try another --instance, or ask its owner",
    ),
    (errors.NotFoundError, Exit.NOT_FOUND, "check that --instance is the instance that it belongs to"),
    (errors.JobFailedError, Exit.JOB_FAILED, ""),
    (errors.JobCancelledError, Exit.JOB_CANCELLED, ""),
    (errors.JobTimeoutError, Exit.TIMEOUT, ""),
    (errors.SubmissionUncertainError, Exit.UNCERTAIN, ""),
    (errors.ResultDecodeError, Exit.OTHER, "`qrt job ID result --raw` saves the bytes"),
    (errors.PartialResultError, Exit.OTHER, "`qrt doctor` lists the results that are kept on this machine"),
    (
        errors.ConflictError,
        Exit.SERVICE,
        "`qrt job ID` shows the state of the job, `qrt usage` what is left of the limit",
    ),
    (errors.RateLimitError, Exit.SERVICE, "wait a minute, then try again"),
    (errors.ServerError, Exit.SERVICE, "try again later; `qrt doctor` shows what can be reached"),
    (
        errors.TransportError,
        Exit.SERVICE,
        "`qrt doctor` shows what can be reached; --timeout extends the limit",
    ),
    (
        errors.ApiError,
        Exit.SERVICE,
        _BY_CODE,
    ),
    (ImportError, Exit.USAGE, "install the missing package, then try again"),
    (KeyboardInterrupt, Exit.INTERRUPTED, "run the command again"),
    (OSError, Exit.OTHER, _FOR_FILES),
    (BaseException, Exit.OTHER, _FOR_DEFECTS),
)


_LISTS: Final = (
    ("session", "`qrt workloads --mode session` and `--mode batch` list the existing ones"),
    ("backend", "`qrt backends` lists the existing ones"),
    ("job", "`qrt jobs` lists the existing ones"),
    ("", "`qrt jobs`, `qrt backends` and `qrt workloads` list the existing ones"),
)
"""Where to look, by a word in the service's message."""
_ITEM: Final = re.compile(r"(?<![:;])\n {2,}(?=\S)")
_JOBS_GO_ON: Final = "submitted jobs continue: `qrt jobs --pending` lists them"
_AFTER_INTERRUPTION: Final = {"run": _JOBS_GO_ON, "job": _JOBS_GO_ON, "login": "no account was saved"}
"""What remains of an interrupted command."""


def exit_code(error: BaseException) -> Exit:
    """Return the exit code for an error."""
    if isinstance(error, CommandError):
        return error.code
    return next(code for kind, code, _ in _KINDS if isinstance(error, kind))


def description(
    error: BaseException, *, options: Mapping[str, str] | None = None, session: str | None = None
) -> str:
    """Return what happened, on one line; an excerpt of a program follows on separate lines.

    Args:
        error: The error.
        options: Argument of the library -> option.
        session: The session that the command names, which the service does not repeat.
    """
    match error:
        case KeyboardInterrupt():
            text = "interrupted"
        case errors.JobTimeoutError(job_id=job_id):
            # The library's own message names Python calls, which are useless in a shell.
            text = f"job {job_id} has not ended within the time to wait; it continues"
        case errors.SubmissionUncertainError():
            text = f"it is unknown whether a job was created: {error.__cause__ or error}"
        case errors.ApiError():
            named = session and "session" in error.message.lower() and session not in error.message
            what = f"session {session}: {error.message}" if named else error.message
            text = f"{what.rstrip('.')}{_facts(error)}"
        case QrtError() | CommandError() | ImportError():
            text = for_terminals(str(error), options or {})
        case OSError():
            reason = error.strerror or type(error).__name__
            known = error.filename or ("" if error.strerror else error)
            text = f"{reason}: {known}" if known else reason
        case _:
            text = f"unexpected {type(error).__name__}: {error}"
    return _with_excerpt(text) or type(error).__name__


def remedy(error: BaseException, *, again: str = "", path: str = "qrt COMMAND") -> str:
    """Return what to do, on one line.

    Args:
        error: The error.
        again: Options with which a later command reaches the same service.
        path: The command that failed.
    """
    if isinstance(error, CommandError):
        return error.remedy
    general = _general_remedy(error, path)
    advised = _line(error.solution or "").rstrip(".") if isinstance(error, errors.ApiError) else ""
    specific = _specific_remedy(error, again, path) or general
    return f"{advised}; {specific}" if advised else specific


def _general_remedy(error: BaseException, path: str) -> str:
    text = next(text for kind, _, text in _KINDS if isinstance(error, kind))
    if isinstance(error, KeyboardInterrupt):
        return _AFTER_INTERRUPTION.get(path.partition(" ")[2], text)
    if isinstance(error, errors.NotFoundError):
        return f"{next(lists for kind, lists in _LISTS if kind in error.message.lower())}; {text}"
    if isinstance(error, errors.ApiError) and text == _BY_CODE and error.code is None:
        return "check the address: something other than the service may respond there; `qrt doctor` shows what can be reached"
    return text


def _specific_remedy(error: BaseException, again: str, path: str) -> str | None:
    text = None
    match error:
        case errors.ConfigurationError():
            text = _remedy_for_configuration(error, path)
        case errors.JobFailedError(code=reason_codes.NOT_ISA):
            text = "run it again with --transpile, or use only gates that `qrt backends NAME` lists"
        case errors.JobFailedError(job_id=job_id):
            text = f"`qrt job {job_id} logs{again}` may say more"
        case errors.JobCancelledError(ran_too_long=True):
            text = "allow more QPU seconds with --max-time, or use fewer shots"
        case errors.JobCancelledError(job_id=job_id):
            text = f"`qrt job {job_id}{again}` shows what is left of it; submit it again to run it"
        case errors.JobTimeoutError(job_id=job_id):
            text = f"`qrt job {job_id} wait{again}` waits for it again"
        case errors.SubmissionUncertainError(tag=tag):
            text = _remedy_for_doubt(tag, again)
        case errors.ResultDecodeError(saved_to=file) | errors.PartialResultError(saved_to=file) if (
            file is not None
        ):
            text = f"the bytes are in {file}; `qrt doctor` lists kept results"
        case _:
            pass
    return text


def _remedy_for_configuration(error: errors.ConfigurationError, path: str) -> str:
    if isinstance(error, errors.BudgetExceededError):
        return _FOR_BUDGETS
    if isinstance(error.__cause__, OSError):
        return _FOR_FILES
    return f"`{path} --help` shows what is accepted, `qrt doctor` what is configured"


def _remedy_for_doubt(tag: str | None, again: str) -> str:
    """Return what to do if a job may have been created.

    Args:
        tag: Tag of the job, if it has one.
        again: Options with which a later command reaches the same service.
    """
    from qrt_facade._service.names import key_tag_of

    if tag and key_tag_of([tag]):
        return "run the same command again: with its --key, it adopts the job, or submits it if it does not exist"
    found = f"--tag {tag}" if tag else "--limit 5"
    return f"`qrt jobs {found}{again}` shows the job if it exists; check before you submit again"


def _facts(error: errors.ApiError) -> str:
    facts = (("HTTP", error.status), ("code", error.code), ("trace", error.trace))
    stated = ", ".join(f"{name} {value}" for name, value in facts if value is not None)
    return f" ({stated})" if stated else ""


def _with_excerpt(text: str) -> str:
    """Return a text on one line, unless a caret in it points at the line above: those lines stay unchanged."""
    lines = text.splitlines()
    if not any(line.strip() == "^" for line in lines):
        return _line(text)
    below = [
        line.strip() == "^" or following.strip() == "^"
        for line, following in zip(lines, [*lines[1:], ""], strict=True)
    ]
    return "\n".join(line.rstrip() if kept else _line(line) for line, kept in zip(lines, below, strict=True))


def _line(text: str) -> str:
    """Return a text on one line; a list below a colon becomes a list with semicolons."""
    return " ".join((_ITEM.sub("; ", text) if ":\n  " in text else text).split())
