"""Errors of this client that are Qiskit's, too, where Qiskit's interfaces promise theirs."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownParameterType=false, reportUntypedBaseClass=false, reportMissingTypeStubs=false
# Qiskit publishes no types.

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, cast

from qiskit.providers import JobError as QiskitJobError
from qiskit.providers import JobTimeoutError as QiskitTimeoutError

from qrt_facade.errors import ConfigurationError, JobCancelledError, JobFailedError, JobTimeoutError, QrtError

if TYPE_CHECKING:
    from collections.abc import Generator


class _AlsoQiskitsError(QiskitJobError):  # type: ignore[misc] # Qiskit publishes no types
    """What errors of jobs are besides: Qiskit's constructor is not called for them."""

    @property
    def message(self) -> str:
        """What happened."""
        return str(self)

    def _text(self) -> str:
        return Exception.__str__(self)

    def __str__(self) -> str:
        return QrtError.__str__(cast("QrtError", self))


class PrimitiveJobFailedError(_AlsoQiskitsError, JobFailedError):
    """The job failed; Qiskit's `JobError` too."""


class PrimitiveJobCancelledError(_AlsoQiskitsError, JobCancelledError):
    """The job was cancelled; Qiskit's `JobError` too."""


class PrimitiveJobTimeoutError(_AlsoQiskitsError, JobTimeoutError, QiskitTimeoutError):  # type: ignore[misc]
    """The time is up, and the job goes on; Qiskit's `JobTimeoutError` too."""


class PubTypeError(ConfigurationError, TypeError):
    """A PUB or one of its parts is of the wrong type; Qiskit's primitives raise a TypeError there."""


_BOTH: Final[dict[type[QrtError], type[QrtError]]] = {
    JobFailedError: PrimitiveJobFailedError,
    JobCancelledError: PrimitiveJobCancelledError,
    JobTimeoutError: PrimitiveJobTimeoutError,
}


@contextmanager
def as_qiskits_too() -> Generator[None]:
    """Let the errors of a job be Qiskit's as well: `except JobError` of a program that was written for Qiskit finds them."""
    try:
        yield
    except QrtError as error:
        if (both := _BOTH.get(type(error))) is not None:
            error.__class__ = both
        raise
