"""Errors of this client that are also Qiskit's, for methods whose Qiskit interface promises Qiskit's errors."""

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
    """Mixin that makes job errors Qiskit errors, without calling Qiskit's constructor."""

    @property
    def message(self) -> str:
        """The error message."""
        return str(self)

    def _text(self) -> str:
        return Exception.__str__(self)

    def __str__(self) -> str:
        return QrtError.__str__(cast("QrtError", self))


class PrimitiveJobFailedError(_AlsoQiskitsError, JobFailedError):
    """The job failed; also Qiskit's `JobError`."""


class PrimitiveJobCancelledError(_AlsoQiskitsError, JobCancelledError):
    """The job was cancelled; also Qiskit's `JobError`."""


class PrimitiveJobTimeoutError(_AlsoQiskitsError, JobTimeoutError, QiskitTimeoutError):  # type: ignore[misc]
    """The timeout has passed, and the job continues; also Qiskit's `JobTimeoutError`."""


class PubTypeError(ConfigurationError, TypeError):
    """A PUB or one of its parts has the wrong type; also a TypeError, which Qiskit's primitives raise."""


_BOTH: Final[dict[type[QrtError], type[QrtError]]] = {
    JobFailedError: PrimitiveJobFailedError,
    JobCancelledError: PrimitiveJobCancelledError,
    JobTimeoutError: PrimitiveJobTimeoutError,
}


@contextmanager
def as_qiskit_errors() -> Generator[None]:
    """Make errors of a job Qiskit errors as well, so that `except JobError` in Qiskit programs catches them."""
    try:
        yield
    except QrtError as error:
        if (both := _BOTH.get(type(error))) is not None:
            error.__class__ = both
        raise
