"""What an encoded circuit is, as a digest: equal for circuits that run alike, whenever and wherever they were built."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from qrt_facade._circuits.encoding import unpacked
from qrt_facade._circuits.qasm.plain import plain
from qrt_facade._circuits.qpy.content import walked
from qrt_facade.errors import ResultDecodeError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qrt_facade._circuits.encoding import WireCircuit


def content_of(circuit: WireCircuit | Mapping[str, Any]) -> bytes:
    """The SHA-256 of a circuit's content.

    Text counts without its comments. QPY counts as it was unpacked: how it was compressed does not matter. A wrapper that
    cannot be unpacked counts as it is.
    """
    if isinstance(circuit, str):
        return hashlib.sha256(b"text:" + plain(circuit).encode("utf-8", "surrogatepass")).digest()
    try:
        return content_of_qpy(unpacked(circuit))
    except ResultDecodeError:
        return hashlib.sha256(b"damaged:" + repr(circuit.get("__value__")).encode()).digest()


def content_of_qpy(content: bytes) -> bytes:
    """The SHA-256 of what a QPY file holds; what cannot be read counts byte for byte."""
    found = walked(content)
    return hashlib.sha256(b"bytes:" + content if found is None else b"qpy:" + found).digest()
