"""Results of executor programs with outcomes drawn by a test: version 2.0, without IBM's models and without Qiskit."""

from __future__ import annotations

import base64
import re
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def drawn_body(
    params: Mapping[str, Any], draw: Callable[[int, tuple[int, ...]], np.ndarray]
) -> dict[str, Any]:
    """The body of a result.

    Args:
        params: The submitted parameters; each circuit has one classical register.
        draw: Maps the number of the item, and the shape of its data with shots and bits, to bools.
    """
    program = params["quantum_program"]
    data: list[dict[str, Any]] = []
    for number, (text, item) in enumerate(zip(program["circuits"]["data"], program["items"], strict=True)):
        found = re.search(r"bit\[(\d+)\] (\w+);", text)
        assert found is not None
        bits = np.asarray(draw(number, (*item["shape"], program["shots"], int(found[1]))), bool)
        packed = zlib.compress(np.packbits(bits.ravel(), bitorder="little").tobytes())
        tensor = {
            "data": base64.b64encode(packed).decode(),
            "shape": list(bits.shape),
            "dtype": "bool",
        }
        data.append({"results": {found[2]: tensor}, "metadata": None})
    return {
        "schema_version": "v2.0",
        "data": data,
        "metadata": {"chunk_timing": []},
        "passthrough_data": program["passthrough_data"],
        "semantic_role": None,
    }
