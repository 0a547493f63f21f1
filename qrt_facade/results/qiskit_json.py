"""Decode Qiskit's typed JSON: `{"__type__": tag, "__value__": value}`.

Tags that carry data become Python values; other typed values remain mappings whose content is decoded.
Names of modules and classes in the payload are compared, never imported.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qrt_facade._base.coerce import is_list, is_mapping
from qrt_facade._programs.options.groups import EXTRAPOLATORS
from qrt_facade.results.bounds import checked_width
from qrt_facade.results.execution_spans import SPAN_TAGS, ExecutionSpans, typed_span
from qrt_facade.results.npy import read_npy
from qrt_facade.results.samples import Samples

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from qrt_facade.results.bounds import Budget
    from qrt_facade.results.sparse_json import SparseDocument


class TypedDecoder:
    """Decodes the values of one document.

    Args:
        sparse: The document, with the parts left out of it.
        budget: Limit on the total decompressed size of its arrays.
    """

    def __init__(self, sparse: SparseDocument, budget: Budget) -> None:
        self._sparse = sparse
        self._budget = budget

    def decode(self, value: Any) -> Any:
        """Decode a value and everything in it."""
        if is_list(value):
            return [self.decode(item) for item in value]
        if is_mapping(value):
            if isinstance(value.get("__type__"), str) and "__value__" in value:
                return self._typed(value)
            return {key: self.decode(item) for key, item in value.items()}
        leaf = self._sparse.leaf(value)
        return value if leaf is None else leaf.parse()

    def _typed(self, value: Mapping[str, Any]) -> Any:
        tag = value["__type__"]
        if tag == "ndarray":
            return self.array(value["__value__"])
        content = self.decode(value["__value__"])
        if tag in SPAN_TAGS:
            return typed_span(tag, content)
        read = _READERS.get(tag)
        return {**value, "__value__": content} if read is None else read(content)

    def array(self, value: Any) -> NDArray[Any] | str:
        """Read the value of a typed array: compressed `.npy`, or lists if elements are Python objects.

        IBM's client also uses it for names of extrapolators, which remain text.
        """
        leaf = self._sparse.leaf(value)
        if leaf is not None:
            return read_npy(memoryview(leaf.body)[leaf.start + 1 : leaf.stop - 1], self._budget)
        if isinstance(value, str):
            return value if value in EXTRAPOLATORS else read_npy(value.encode("ascii"), self._budget)
        return self._array_of(self.decode(value))

    def _array_of(self, value: Any) -> NDArray[Any]:
        """Create an array from lists. In an array of texts each item takes the space of the longest."""
        items, characters, longest, lists = 0, 0, 0, [value]
        while lists:
            for item in lists.pop():
                if is_list(item):
                    lists.append(item)
                    continue
                items += 1
                if isinstance(item, str):
                    characters, longest = characters + len(item), max(longest, len(item))
        if longest:
            width = np.dtype("U1").itemsize * longest
            self._budget.claim(f"An array of {items:,} texts", items * width, items + characters)
        return np.array(value)


def _as_set(items: list[Any]) -> set[Any] | list[Any]:
    if len(items) > _LARGEST_SET:
        return items
    try:
        return set(items)
    except TypeError:  # unhashable elements
        return items


_LARGEST_SET: Final = 10_000
"""Maximum items of a set; larger ones stay lists, because crafted numbers make sets take quadratic time."""

_READERS: dict[Any, Callable[[Any], Any]] = {
    "complex": lambda parts: complex(*parts),
    "datetime": datetime.fromisoformat,
    "set": _as_set,
    "BitArray": lambda value: Samples(value["array"], checked_width(value["num_bits"])),
    "ExecutionSpans": lambda value: ExecutionSpans(value["spans"]),
    "ExecutionSpanCollection": lambda value: ExecutionSpans(value["spans"]),  # its former name
    "to_json": lambda value: value,
    "ObservablesArray": lambda value: value,
}
