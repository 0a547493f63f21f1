"""Result files: one line of description, then the body as sent by the service."""

from __future__ import annotations

import gzip
import json
import zlib
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from qrt_facade._base.arguments import checked_path, checked_whole
from qrt_facade._base.destinations import write_destination
from qrt_facade._base.files import read_regular
from qrt_facade._base.inflating import GZIP_OR_ZLIB, TooLargeError, inflate
from qrt_facade._service.limits import DEFAULT_RESULT_BYTES
from qrt_facade.errors import ConfigurationError, ResultDecodeError

if TYPE_CHECKING:
    from pathlib import Path

_FORMAT = "qrt-facade result"


@frozen
class Source:
    """The source of a result: the original body, or JSON that was decoded elsewhere.

    Attributes:
        program_id: The program.
        body: The original body, or None.
        document: The decoded JSON if there is no body.
        dry_run: Whether it comes from a dry run, which makes its values random.
    """

    program_id: str
    body: bytes | None = field(default=None, repr=False)
    document: Any = field(default=None, repr=False)
    dry_run: bool = False

    @classmethod
    def of(cls, program_id: str, body: Any, *, dry_run: bool = False) -> Source:
        """Create a source from a body as bytes or str, or from its decoded JSON."""
        if isinstance(body, str):
            body = body.encode(errors="surrogatepass")  # JSON may contain lone surrogates
        if isinstance(body, bytes):
            return cls(program_id, body, dry_run=dry_run)
        return cls(program_id, None, body, dry_run=dry_run)

    def parse(self) -> Any:
        """Return the JSON of the result; the body is parsed on each call, because the JSON may be much larger.

        Raises:
            ResultDecodeError: It does not fit into memory, or is not JSON in a part that decoding skipped.
        """
        if self.body is None:
            return self.document
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError, MemoryError) as error:
            raise ResultDecodeError(
                f"The result cannot be read as JSON ({type(error).__name__}).", program_id=self.program_id
            ) from error

    def to_bytes(self) -> bytes:
        """Return the body, or the decoded JSON serialised again."""
        return json.dumps(self.document).encode() if self.body is None else self.body


def write_source(source: Source, path: str | Path) -> None:
    """Write a result's source atomically; compressed if the name ends in `.gz`.

    Raises:
        ConfigurationError: The file cannot be written. An existing file is then unchanged.
    """
    path = checked_path(path)
    description: dict[str, Any] = {"format": _FORMAT, "version": 1, "program_id": source.program_id}
    if source.dry_run:
        description["dry_run"] = True
    content = json.dumps(description).encode() + b"\n" + source.to_bytes()
    if path.suffix == ".gz":
        content = gzip.compress(content)
    write_destination(path, content)


def read_source(path: str | Path, max_bytes: int = DEFAULT_RESULT_BYTES) -> Source:
    """Read the source of a saved result.

    Raises:
        ConfigurationError: The file does not exist, or is not a saved result.
        ResultDecodeError: It is compressed and decompresses to more than `max_bytes`, or does not fit into memory.
    """
    path = checked_path(path)
    checked_whole("max_bytes", max_bytes)
    try:
        content = read_regular(path)
        if content.startswith(b"\x1f\x8b"):
            content = bytes(inflate([content], max_bytes, GZIP_OR_ZLIB))
        head, _, body = content.partition(b"\n")
        description = json.loads(head)
        known = description["format"] == _FORMAT and description["version"] == 1
        program_id = description["program_id"]
    except ConfigurationError:
        raise
    except OSError as error:
        raise ConfigurationError(f"Cannot read the result file {path}: {error.strerror or error}.") from error
    except TooLargeError as error:
        raise ResultDecodeError(
            f"{path} decompresses to more than the limit of {max_bytes} bytes; load it with a higher max_bytes."
        ) from error
    except MemoryError as error:
        raise ResultDecodeError(f"{path} does not fit into memory.") from error
    except (ValueError, KeyError, TypeError, EOFError, RecursionError, zlib.error) as error:
        raise ConfigurationError(f"{path} is not a saved result.") from error
    if not known or not isinstance(program_id, str):
        raise ConfigurationError(f"{path} was saved in an unsupported format: {description!r:.200}.")
    return Source(program_id, body, dry_run=description.get("dry_run") is True)
