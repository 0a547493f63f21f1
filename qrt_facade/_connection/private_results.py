"""Keeping a result that can be fetched only once on disk until it has been decoded."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from qrt_facade.errors import ResultDecodeError

if TYPE_CHECKING:
    from collections.abc import Generator


@contextmanager
def preserve_until_decoded(job_id: str, body: bytes) -> Generator[None]:
    """Write a result to a file that only its owner can read, and remove it once the block has ended well.

    When the block fails the file stays, and a `ResultDecodeError` says where it is.
    """
    path = _write(job_id, body)
    if path is None:
        # Nowhere to write: what is in memory must still reach the caller.
        yield
        return
    try:
        yield
    except ResultDecodeError as error:
        message = f"{error.args[0]}; the service gives a private result once, so its bytes are kept in {path}"
        raise ResultDecodeError(message, program_id=error.program_id, saved_to=path) from error
    except BaseException as error:
        error.add_note(f"the result of job {job_id}, which the service gives once, is kept in {path}")
        raise
    path.unlink(missing_ok=True)


def _write(job_id: str, body: bytes) -> Path | None:
    for folder in (_state_folder(), Path(tempfile.gettempdir())):
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # mkstemp makes the file 0600, and never writes through a name that somebody else has put there.
            handle, name = tempfile.mkstemp(dir=folder, prefix=f"result-{job_id}-", suffix=".json")
        except OSError:
            continue
        with os.fdopen(handle, "wb") as stream:
            stream.write(body)
            stream.flush()
            os.fsync(handle)
        return Path(name)
    return None


def _state_folder() -> Path:
    base = os.environ.get("XDG_STATE_HOME")
    return (Path(base) if base else Path.home() / ".local" / "state") / "qrt-facade"
