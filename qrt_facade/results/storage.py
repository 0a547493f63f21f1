"""Results in files: one line of description, then the body as the service sent it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from attrs import field, frozen

from qrt_facade._base.files import write_private
from qrt_facade.errors import ConfigurationError

_FORMAT = "qrt-facade result"


@frozen
class Source:
    """What a result is decoded from: the body as it came, or JSON that was decoded elsewhere."""

    program_id: str
    body: bytes | None = field(default=None, repr=False)
    document: Any = field(default=None, repr=False)

    @classmethod
    def of(cls, program_id: str, body: Any) -> Source:
        """The source of a body as bytes or str, or of its decoded JSON."""
        if isinstance(body, str):
            body = body.encode()
        return cls(program_id, body) if isinstance(body, bytes) else cls(program_id, None, body)

    def parse(self) -> Any:
        """The JSON of the result; parsed anew from a body, of which it may be several times the size."""
        return self.document if self.body is None else json.loads(self.body)

    def to_bytes(self) -> bytes:
        """The body, or the decoded JSON written again."""
        return json.dumps(self.document).encode() if self.body is None else self.body


def write_source(source: Source, path: str | Path) -> None:
    """Write a result's source, whole or not at all; compressed when the name ends in `.gz`.

    Raises:
        ConfigurationError: The file cannot be written. A file that was there before is then still whole.
    """
    path = Path(path)
    head = json.dumps({"format": _FORMAT, "version": 1, "program_id": source.program_id}).encode()
    content = head + b"\n" + source.to_bytes()
    if path.suffix == ".gz":
        content = gzip.compress(content)
    write_private(path, content)


def read_source(path: str | Path) -> Source:
    """Read the source of a saved result.

    Raises:
        ConfigurationError: The file does not exist, or is not a saved result.
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
        raise ConfigurationError(f"{path} is not a file that a result was saved to.") from error
    if not known:
        raise ConfigurationError(f"{path} was saved in another format: {description}.")
    return Source(description["program_id"], body)
