"""The document of a result, on its way from JSON to values.

`read_document` parses a source and passes its `Document` to the function that makes the result. All failures of such
a function are those of the document, so it may index and convert without checking first.
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
from qrt_facade.results.sparse_json import TENSORS, Lifted, NotLiftedError, lift, load_json, parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from qrt_facade.results.sparse_json import Leaf
    from qrt_facade.results.storage import Source

PROGRAMS = frozenset({"sampler", "estimator", "noise-learner", "executor", "calibrate"})
"""Programs whose results have classes of their own."""

DAMAGED = (
    KeyError,
    IndexError,
    TypeError,
    ValueError,
    AttributeError,
    OverflowError,
    RecursionError,
    MemoryError,
    Warning,  # where warnings are errors
    zlib.error,
    ConfigurationError,
)
"""What reading a document raises when it is not what it seemed."""

T = TypeVar("T")


@frozen
class Document:
    """A parsed result whose typed values are not decoded yet.

    Attributes:
        source: What it was parsed from.
        root: The JSON, without the parts that were left in the body.
        budget: What its arrays may take.
    """

    source: Source
    root: Any
    budget: Budget
    _lifted: Lifted = field(repr=False)

    @classmethod
    def of(cls, source: Source, lifted: Lifted, max_bytes: int) -> Document:
        """The document of a source. A known program's result may be JSON in a string, as the contract has it."""
        root = lifted.document
        if isinstance(root, str) and source.program_id in PROGRAMS:
            root = load_json(root)
        return cls(source, root, Budget(max_bytes), lifted)

    def decode(self, value: Any) -> Any:
        """Decode the typed values in a part of the document."""
        return TypedDecoder(self._lifted, self.budget).decode(value)

    def marked(self, metadata: dict[str, Any]) -> dict[str, Any]:
        """Return metadata that say so where the values are those of a dry run: `dry_run` is True then, else absent."""
        return {**metadata, "dry_run": True} if self.source.dry_run else metadata

    def leaf(self, value: Any) -> Leaf | None:
        """Where a value stands in the body when it was left out of the document, else None."""
        return self._lifted.leaf(value)

    def text(self, value: Any) -> bytes | memoryview:
        """A text of base64, which may have been left in the body.

        Raises:
            AttributeError: It is not text.
            UnicodeEncodeError: It is not ASCII.
        """
        leaf = self.leaf(value)
        if leaf is None:
            found: bytes = value.encode("ascii")
            return found
        return memoryview(leaf.body)[leaf.start + 1 : leaf.stop - 1]

    def check_all_taken(self) -> None:
        """Check that all that was left in the body was asked for, and is not missing where JSON is returned as it came.

        Raises:
            NotLiftedError: It was not; the document is then parsed as a whole.
        """
        self._lifted.check_all_taken()


def read_document(
    source: Source,
    read: Callable[[Document], T],
    *,
    max_bytes: int = DEFAULT_RESULT_BYTES,
    not_json: Callable[[str], T] | None = None,
) -> T:
    """Parse a source and make a result of its document.

    Args:
        source: The body, or its decoded JSON.
        read: Makes the result.
        max_bytes: What the arrays may take, all together.
        not_json: Makes the result of text that is not JSON, which is refused without it.

    Raises:
        ResultDecodeError: The document is not what the program returns, or its arrays are larger than `max_bytes` or
            out of proportion to their text.
    """
    program_id = source.program_id
    try:
        return _read(source, read, max_bytes)
    except (JSONDecodeError, UnicodeDecodeError) as error:
        if not_json is not None:
            return _as_text(source, not_json)
        text = source.to_bytes()[:800].decode(errors="replace")
        message = f"The result is not JSON but {text[:200]!r}." if text else "The result is empty."
        raise ResultDecodeError(message, program_id=program_id) from error
    except ResultDecodeError as error:
        raise ResultDecodeError(str(error), program_id=program_id) from error
    except DAMAGED as error:
        reason = reason_of(error)
        message = f"The result is not what the program {program_id!r} returns ({reason})."
        raise ResultDecodeError(message, program_id=program_id) from error


def type_of(value: Any) -> Any:
    """The tag of a typed value; None for a plain one."""
    return value.get("__type__") if is_mapping(value) else None


def content_of(value: Any) -> Any:
    """The content of a typed value; a plain value is its own content."""
    return value["__value__"] if is_mapping(value) and "__value__" in value else value


def reason_of(error: BaseException) -> str:
    """What is wrong with a document, from what reading it raised."""
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
        return read(Document.of(source, Lifted(source.document), max_bytes))
    lifting = partial(lift, key=TENSORS) if source.program_id == "executor" else lift
    try:
        return read(Document.of(source, lifting(source.body), max_bytes))
    except NotLiftedError:
        return read(Document.of(source, parse(source.body), max_bytes))
