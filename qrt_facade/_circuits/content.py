"""Digests of encoded circuits: equal for circuits that run alike, whenever and wherever they were built."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from qrt_facade._circuits.encoding import unpacked
from qrt_facade._circuits.qasm.plain import plain
from qrt_facade._circuits.qpy.content import canonical
from qrt_facade.errors import ResultDecodeError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qrt_facade._circuits.encoding import WireCircuit


def content_of(circuit: WireCircuit | Mapping[str, Any]) -> bytes:
    """Return the SHA-256 of a circuit's content.

    Text is hashed without its comments, and QPY after decompression, so that the compression does not matter. A wrapper
    that cannot be unpacked is hashed as it is.
    """
    if isinstance(circuit, str):
        return hashlib.sha256(b"text:" + plain(circuit).encode("utf-8", "surrogatepass")).digest()
    try:
        return content_of_qpy(unpacked(circuit))
    except ResultDecodeError:
        return hashlib.sha256(b"damaged:" + repr(circuit.get("__value__")).encode()).digest()


def content_of_qpy(content: bytes) -> bytes:
    """Return the SHA-256 of the content of a QPY file; QPY that cannot be read is hashed byte for byte."""
    found = canonical(content)
    return hashlib.sha256(b"bytes:" + content if found is None else b"qpy:" + found).digest()
