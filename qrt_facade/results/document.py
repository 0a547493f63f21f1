"""The document of a result: from JSON to values.

`read_document` parses a source and passes its `Document` to the function that builds the result. Any exception in
that function is attributed to the document, so it may index and convert without checking first.
"""

from __future__ import annotations

import zlib
from functools import partial
from json import JSONDecodeError
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import field, frozen

from qrt_facade._base.coerce import is_mapping
from qrt_facade._service.limits import DEFAULT_RESULT_BYTES
from qrt_facade.errors import ConfigurationError, ResultDecodeError
from qrt_facade.results.bounds import Budget
from qrt_facade.results.qiskit_json import TypedDecoder
from qrt_facade.results.sparse_json import (
    TENSORS,
    SparseDocument,
    SparseJsonError,
    load_json,
    parse,
    parse_sparse,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from qrt_facade.results.sparse_json import Leaf
    from qrt_facade.results.storage import Source

PROGRAMS = frozenset({"sampler", "estimator", "noise-learner", "executor", "calibrate"})
"""Programs whose results have their own classes."""

DAMAGED = (
    KeyError,
    IndexError,
    TypeError,
    ValueError,
    AttributeError,
    OverflowError,
    RecursionError,
    MemoryError,
    Warning,  # if warnings are errors
    zlib.error,
    ConfigurationError,
)
"""Exceptions raised when reading a malformed document."""

T = TypeVar("T")


@frozen
class Document:
    """A parsed result whose typed values are not decoded yet.

    Attributes:
        source: The source that it was parsed from.
        root: The JSON, except for the parts left in the body.
        budget: Limit on the size of its arrays.
    """

    source: Source
    root: Any
    budget: Budget
    _sparse: SparseDocument = field(repr=False)

    @classmethod
    def of(cls, source: Source, sparse: SparseDocument, max_bytes: int) -> Document:
        """Create the document of a source. A known program's result may be a string of JSON, as the contract says."""
        root = sparse.document
        if isinstance(root, str) and source.program_id in PROGRAMS:
            root = load_json(root)
        return cls(source, root, Budget(max_bytes), sparse)

    def decode(self, value: Any) -> Any:
        """Decode the typed values in a part of the document."""
        return TypedDecoder(self._sparse, self.budget).decode(value)

    def marked(self, metadata: dict[str, Any]) -> dict[str, Any]:
        """Return the metadata, with `dry_run` added as True if the result is from a dry run."""
        return {**metadata, "dry_run": True} if self.source.dry_run else metadata

    def leaf(self, value: Any) -> Leaf | None:
        """Return the place of a value in the body if it was left out of the document, otherwise None."""
        return self._sparse.leaf(value)

    def text(self, value: Any) -> bytes | memoryview:
        """Return base64 text, which may have been left in the body.

        Raises:
            AttributeError: The value is not a string.
            UnicodeEncodeError: It is not ASCII.
        """
        leaf = self.leaf(value)
        if leaf is None:
            found: bytes = value.encode("ascii")
            return found
        return memoryview(leaf.body)[leaf.start + 1 : leaf.stop - 1]

    def check_all_used(self) -> None:
        """Check that every part left in the body was used, so that nothing is missing from JSON returned unchanged.

        Raises:
            SparseJsonError: A part was not used; the document is then parsed as a whole.
        """
        self._sparse.check_all_used()


def read_document(
    source: Source,
    read: Callable[[Document], T],
    *,
    max_bytes: int = DEFAULT_RESULT_BYTES,
    not_json: Callable[[str], T] | None = None,
) -> T:
    """Parse a source and build a result from its document.

    Args:
        source: The body, or its decoded JSON.
        read: Builds the result.
        max_bytes: Limit on the total size of the arrays.
        not_json: Builds the result from text that is not JSON, which is otherwise refused.

    Raises:
        ResultDecodeError: The document is not a result of the program, or its arrays are larger than `max_bytes` or
            out of proportion to their text.
    """
    program_id = source.program_id
    try:
        return _read(source, read, max_bytes)
    except (JSONDecodeError, UnicodeDecodeError) as error:
        if not_json is not None:
            return _as_text(source, not_json)
        text = source.to_bytes()[:800].decode(errors="replace")
        message = f"The result is not JSON: {text[:200]!r}." if text else "The result is empty."
        raise ResultDecodeError(message, program_id=program_id) from error
    except ResultDecodeError as error:
        raise ResultDecodeError(str(error), program_id=program_id) from error
    except DAMAGED as error:
        reason = reason_of(error)
        message = f"The result does not have the format of the program {program_id!r} ({reason})."
        raise ResultDecodeError(message, program_id=program_id) from error


def type_of(value: Any) -> Any:
    """Return the tag of a typed value; None for a plain one."""
    return value.get("__type__") if is_mapping(value) else None


def content_of(value: Any) -> Any:
    """Return the content of a typed value; a plain value is its own content."""
    return value["__value__"] if is_mapping(value) and "__value__" in value else value


def reason_of(error: BaseException) -> str:
    """Return what is wrong with a document, from the exception raised while reading it."""
    if isinstance(error, KeyError):
        return f"the part {error} is missing"[:300]
    return f"{type(error).__name__}: {error}"[:300]


def _as_text(source: Source, read: Callable[[str], T]) -> T:
    try:
        return read(source.to_bytes().decode(errors="replace"))
    except MemoryError as error:
        raise ResultDecodeError(
            "The result does not fit into memory.", program_id=source.program_id
        ) from error


def _read(source: Source, read: Callable[[Document], T], max_bytes: int) -> T:
    if source.body is None:
        return read(Document.of(source, SparseDocument(source.document), max_bytes))
    parse_body = partial(parse_sparse, key=TENSORS) if source.program_id == "executor" else parse_sparse
    try:
        return read(Document.of(source, parse_body(source.body), max_bytes))
    except SparseJsonError:
        return read(Document.of(source, parse(source.body), max_bytes))
