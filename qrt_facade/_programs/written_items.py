"""Read the items of an executor job from its `params`, in any version of their schema."""

from __future__ import annotations

import base64
import binascii
import math
import zlib
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.coerce import is_integer, is_list, is_mapping, list_of, mapping_of, texts_of, whole_of
from qrt_facade._base.inflating import TooLargeError, inflate
from qrt_facade._circuits.qpy.bundles import unbundled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MOST_BYTES: Final = 1 << 28


def is_written_program(params: Mapping[str, Any]) -> bool:
    """Return whether `params` are those of an executor job."""
    return is_mapping(params.get("quantum_program"))


def written_items(params: Mapping[str, Any]) -> list[list[Any]]:
    """Return the circuit of each item with its arguments, in the form of PUBs.

    Returns:
        `[circuit, tensor]` for each item; only the circuit if the service draws its arguments, and None for a
        circuit that cannot be separated from the others of its file.
    """
    program = mapping_of(params.get("quantum_program"))
    items = [mapping_of(item) for item in list_of(program.get("items"))]
    apart = mapping_of(program.get("circuits"))
    circuits = [_alone(mapping_of(item.get("circuit"))) for item in items] if not apart else _together(apart)
    known = circuits if len(circuits) == len(items) else [None] * len(items)
    arguments = [item.get("circuit_arguments") for item in items]
    return [
        [circuit] if tensor is None else [circuit, tensor]
        for circuit, tensor in zip(known, arguments, strict=True)
    ]


def written_points(params: Mapping[str, Any]) -> list[int]:
    """Return the number of bound circuits that each item runs."""
    program = mapping_of(params.get("quantum_program"))
    return [_points(mapping_of(item)) for item in list_of(program.get("items"))]


def written_shots(params: Mapping[str, Any]) -> int | None:
    """Return the shots of each bound circuit; None if they are not a number."""
    return whole_of(mapping_of(params.get("quantum_program")).get("shots"))


def _points(item: Mapping[str, Any]) -> int:
    shape = _shape(item.get("shape"))
    swept = _shape(mapping_of(item.get("circuit_arguments")).get("shape"))[:-1]
    # IBM's client sends an empty shape, whatever the shape of the arguments.
    return max(math.prod(shape), math.prod(swept))


def _shape(value: Any) -> Sequence[int]:
    lengths = [one for one in list_of(value) if is_integer(one)]
    return lengths if is_list(value) else ()


def _alone(circuit: Mapping[str, Any]) -> Any:
    """Return the QPY of one circuit in the wire wrapper; None if it is not QPY."""
    content = _content(circuit.get("circuit_b64"))
    return None if content is None else _wrapped(content)


def _together(circuits: Mapping[str, Any]) -> list[Any]:
    if is_list(circuits.get("data")):
        return list(texts_of(circuits.get("data")))
    content = _content(circuits.get("b64_data"))
    files = None if content is None else unbundled(content)
    return [] if files is None else [_wrapped(file) for file in files]


def _content(written: Any) -> bytes | None:
    """Return the bytes of QPY in base64, compressed or not."""
    if not isinstance(written, str):
        return None
    try:
        raw = base64.b64decode(written)
        return raw if raw.startswith(b"QISKIT") else bytes(inflate([raw], _MOST_BYTES))
    except (binascii.Error, ValueError, EOFError, TooLargeError, zlib.error):
        return None


def _wrapped(content: bytes) -> dict[str, str]:
    packed = base64.b64encode(zlib.compress(content, 0)).decode("ascii")
    return {"__type__": "QuantumCircuit", "__value__": packed}
