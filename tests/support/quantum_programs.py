"""Params of the program `executor` from OpenQASM 3, built without the client's encoders and without IBM's."""

from __future__ import annotations

import base64
import math
import zlib
from typing import Any

import numpy as np

CODES = {"f64": "<f8", "u8": "u1", "c128": "<c16"}


def tensor(values: Any, *, packed: bool = True) -> dict[str, Any]:
    """Numbers as a tensor of f64."""
    array = np.asarray(values, "<f8")
    raw = array.tobytes()
    content = zlib.compress(raw) if packed else raw
    return {"data": base64.b64encode(content).decode(), "shape": list(array.shape), "dtype": "f64"}


def values_of(sent: dict[str, Any], *, packed: bool = True) -> Any:
    """The array of a tensor of a result."""
    raw = base64.b64decode(sent["data"])
    raw = zlib.decompress(raw) if packed else raw
    if sent["dtype"] != "bool":
        return np.frombuffer(raw, CODES[sent["dtype"]]).reshape(sent["shape"])
    bits = np.unpackbits(np.frombuffer(raw, np.uint8), bitorder="little")
    assert not bits[math.prod(sent["shape"]) :].any()
    return bits[: math.prod(sent["shape"])].astype(bool).reshape(sent["shape"])


def item(arguments: Any = (), shape: Any = None, **more: Any) -> dict[str, Any]:
    """An item of version 2.0; by default with the shape of its arguments."""
    array = np.asarray(arguments, float)
    shape = list(array.shape[:-1]) if shape is None else list(shape)
    return {"item_type": "circuit", "circuit_arguments": tensor(array), "shape": shape, **more}


def program(
    circuits: list[str], items: list[dict[str, Any]], shots: int = 100, *, options: Any = None, **more: Any
) -> dict[str, Any]:
    """Params of version 2.0."""
    return {
        "schema_version": "v2.0",
        "quantum_program": {"shots": shots, "circuits": {"data": circuits}, "items": items, **more},
        "options": options or {},
    }
