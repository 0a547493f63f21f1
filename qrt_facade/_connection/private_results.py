"""Results that can be fetched only once: kept on disk until they have been decoded, and found again there."""

from __future__ import annotations

import os
import re
import secrets
import stat
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qrt_facade._base.files import make_private_folder, write_private
from qrt_facade.errors import ConfigurationError, ResultDecodeError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

_APPLICATION: Final = "qrt-facade"
_NAME: Final = re.compile(r"result-(?P<job_id>.+)-[a-z0-9_]{8}\.json")


@dataclass(frozen=True, slots=True)
class KeptResult:
    """A private result that was fetched and not decoded.

    Attributes:
        job_id: The job whose result it is.
        path: The file with the result's bytes, as the service sent them; yours to delete.
        kept_at: When it was written, in UTC.
    """

    job_id: str
    path: Path
    kept_at: datetime


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


def kept_results() -> list[KeptResult]:
    """Return the results that are still kept, oldest first, from every folder that was ever written to."""
    folders = dict.fromkeys([*_folders(), *_earlier_folders()])
    found = [kept for folder in folders for kept in _kept_in(folder)]
    return sorted(found, key=lambda kept: (kept.kept_at, kept.path))


def _write(job_id: str, body: bytes) -> Path | None:
    for folder in _folders():
        path = folder / f"result-{job_id}-{secrets.token_hex(4)}.json"
        try:
            make_private_folder(folder)
            write_private(path, body)
        except ConfigurationError:
            continue
        return path
    return None


def _folders() -> Iterator[Path]:
    """Where results are kept: the system's place for state, else the temporary folder."""
    from platformdirs import user_state_path

    state = user_state_path(_APPLICATION, appauthor=False)
    if state.is_absolute():  # it is not when the home directory is unknown
        yield state
    yield Path(tempfile.gettempdir())


def _earlier_folders() -> Iterator[Path]:
    """Where they were kept on every system, before each system's own place was used."""
    if base := os.environ.get("XDG_STATE_HOME"):
        yield Path(base) / _APPLICATION
    with suppress(RuntimeError):  # the home directory is unknown
        yield Path.home() / ".local" / "state" / _APPLICATION


def _kept_in(folder: Path) -> Iterator[KeptResult]:
    try:
        files = list(folder.iterdir())
    except OSError:
        return
    for file in files:
        match = _NAME.fullmatch(file.name)
        try:
            status = file.lstat()
        except OSError:  # removed a moment ago
            continue
        if match and stat.S_ISREG(status.st_mode) and _is_ours(status):
            yield KeptResult(match["job_id"], file, datetime.fromtimestamp(status.st_mtime, UTC))


def _is_ours(status: os.stat_result) -> bool:
    """In the temporary folder anybody may have put a file of that name."""
    return os.name != "posix" or status.st_uid == os.getuid()
