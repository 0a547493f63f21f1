"""Kept results: results that can be read only once and did not reach the caller, recovered and decoded."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar, overload

from qrt_facade._base.files import read_regular
from qrt_facade._base.inflating import GZIP_OR_ZLIB, TooLargeError, inflate
from qrt_facade._connection import private_results
from qrt_facade._service.limits import DEFAULT_RESULT_BYTES
from qrt_facade.errors import ConfigurationError, ResultDecodeError
from qrt_facade.results.decoding import check_returns, decode_result_of

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path
    from types import UnionType

    from qrt_facade._connection.kept_files import KeptFile
    from qrt_facade.results.decoding import JobResult

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class KeptResult:
    """The result of a private job, which the service returns only once, as kept on this machine.

        for kept in client.kept_results():
            print(kept.job_id, kept.result())
            kept.discard()

    Attributes:
        job_id: The job whose result it is.
        path: The file with the result's bytes as sent by the service, readable only by its owner; None if no location
            was writable, and the bytes are in the memory of this process.
        kept_at: When it was written, in UTC.
        program_id: The program of the job, or None if it was unknown.
        complete: False if the download broke off: these are the first bytes of the result.
        dry_run: Whether the job was a dry run, which makes the values random.
    """

    job_id: str
    path: Path | None
    kept_at: datetime
    program_id: str | None
    complete: bool
    dry_run: bool = False
    _held: bytes | None = field(default=None, repr=False)

    @classmethod
    def of(cls, kept: KeptFile) -> KeptResult:
        """Create the public object for a kept result."""
        return cls(
            kept.job_id, kept.path, kept.kept_at, kept.program_id, kept.complete, kept.dry_run, kept.held
        )

    def body(self) -> bytes:
        """Return the bytes as sent by the service; `decode_result` and `result` decode them.

        Raises:
            ConfigurationError: The file cannot be read.
        """
        if self.path is None:
            return self._held or b""
        try:
            return read_regular(self.path, follow=False)
        except OSError as error:
            raise ConfigurationError(f"{self.path} cannot be read: {error.strerror or error}") from error
        except MemoryError as error:
            raise ConfigurationError(f"{self.path} does not fit into memory") from error

    @overload
    def result(self, *, max_bytes: int = ..., as_: type[R]) -> R: ...

    @overload
    def result(self, *, max_bytes: int = ..., as_: UnionType | None = ...) -> JobResult: ...

    def result(
        self, *, max_bytes: int = DEFAULT_RESULT_BYTES, as_: type[R] | UnionType | None = None
    ) -> JobResult | R:
        """Decode the result like `job.result()`, without discarding it.

        Args:
            max_bytes: Limit on the size of its arrays, and of the result itself if it is compressed; defaults to 1 GiB.
            as_: The expected class of the result, as for `job.result`: the result is checked, and a type
                checker knows its class.

        Returns:
            An instance of the program's class, such as `SamplerResult`; for another program JSON or text.

        Raises:
            ConfigurationError: The file cannot be read, or the result has another class than `as_`.
            ResultDecodeError: It does not have the format of the program, is incomplete, or is larger than `max_bytes`.
        """
        whose = f"job {self.job_id}"
        if as_ is not None:
            check_returns(self.program_id, as_, whose=whose)
        body = self.body()
        if not self.complete:
            message = f"only the first {len(body)} bytes of the result of job {self.job_id} arrived"
            raise ResultDecodeError(message, program_id=self.program_id, saved_to=self.path)
        body = _unpacked(body, max_bytes)
        return decode_result_of(
            self.program_id or "",
            None,
            body,
            max_bytes=max_bytes,
            as_=as_,
            whose=whose,
            dry_run=self.dry_run,
        )

    def discard(self) -> None:
        """Remove it from disk, or from the memory of this process.

        Raises:
            ConfigurationError: The file cannot be removed.
        """
        private_results.discard(self.path, self._held)


def kept_results() -> list[KeptResult]:
    """Return the results that are kept on this machine for this user, oldest first."""
    return [KeptResult.of(kept) for kept in private_results.kept_results()]


def _unpacked(body: bytes, max_bytes: int) -> bytes:
    """Decompress gzip, which a service may send without being asked to."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return bytes(inflate([body], max_bytes, GZIP_OR_ZLIB))
    except TooLargeError as error:
        raise ResultDecodeError(
            f"The result decompresses to more than {max_bytes} bytes; if that size is plausible, use a higher "
            "max_bytes."
        ) from error
    except (zlib.error, EOFError) as error:
        raise ResultDecodeError(f"The result is damaged: {error}.") from error
    except MemoryError as error:
        raise ResultDecodeError("The result does not fit into memory.") from error
