"""Results in files: one line that says what it is, then the body as the service sent it."""

from __future__ import annotations

import gzip
import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qrt_facade.errors import ConfigurationError
from qrt_facade.results.decoding import decode_result

if TYPE_CHECKING:
    from qrt_facade.results.base import Source

__all__ = ["load_result", "save_result"]

_FORMAT = "qrt-facade result"


def save_result(source: Source, path: str | Path) -> None:
    """Write a result's source, whole or not at all; see `Result.save`."""
    path = Path(path)
    head = json.dumps({"format": _FORMAT, "version": 1, "program_id": source.program_id}).encode()
    content = head + b"\n" + source.to_bytes()
    if path.suffix == ".gz":
        content = gzip.compress(content)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def load_result(path: str | Path) -> Any:
    """Read a result that `save` wrote, of whatever program.

    Raises:
        ConfigurationError: The file does not exist, or holds no result.
        ResultDecodeError: The file is damaged.
    """
    path = Path(path)
    try:
        content = path.read_bytes()
        if content.startswith(b"\x1f\x8b"):
            content = gzip.decompress(content)
        head, _, body = content.partition(b"\n")
        description = json.loads(head)
        known = description["format"] == _FORMAT and description["version"] == 1
    except OSError as error:
        raise ConfigurationError(f"Cannot read the result file {path}: {error.strerror or error}.") from error
    except (ValueError, KeyError, TypeError, EOFError) as error:
        raise ConfigurationError(f"{path} is no file that a result was saved to.") from error
    if not known:
        raise ConfigurationError(f"{path} was saved in another format: {description}.")
    program_id: str = description["program_id"]
    return decode_result(program_id, body)
