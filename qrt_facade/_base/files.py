"""Files that hold secrets or results: readable by their owner alone, and written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from qrt_facade.errors import ConfigurationError


def make_private_folder(folder: Path) -> None:
    """Create a folder, and those above it, for its owner alone; one that exists stays as it is.

    Raises:
        ConfigurationError: It cannot be created.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(f"the folder {folder} cannot be created: {_reason(error)}") from error


def write_private(path: Path, content: bytes) -> None:
    """Write a file with mode 0600; after a failure or an interruption, what was there before is still whole.

    Raises:
        ConfigurationError: It cannot be written: no such folder, no permission, no space.
    """
    try:
        # mkstemp makes the file 0600, and never opens a name that somebody else has put there. In the same folder,
        # so that the rename is one step.
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".qrt-")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                # Without it a power cut may leave the new name with an empty file.
                os.fsync(stream.fileno())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be written: {_reason(error)}") from error


def _reason(error: OSError) -> str:
    return error.strerror or str(error) or type(error).__name__
