"""Bodies of results as the service writes them."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np

# The body printed in IBM's guide, with its dates.
SAMPLER = (
    '{"results":[{"data":{"c":{"samples":["0x3ff","0x0"],"num_bits":20}},"metadata":{"circuit_metadata":{}}}],'
    '"metadata":{"execution":{"execution_spans":[[{"date":"2025-09-02T05:30:55.420561"},'
    '{"date":"2025-09-02T05:30:56.388795"},{"0":[[100],[0,1],[0,100]]}]]},"version":2}}'
)


def hexes(numbers: Any) -> Any:
    return [hexes(item) for item in numbers] if isinstance(numbers, list) else hex(numbers)


def body_of(
    registers: dict[str, tuple[Any, int]], separators: tuple[str, str] = (",", ":"), **more: Any
) -> bytes:
    data = {
        name: {"samples": hexes(numbers), "num_bits": width} for name, (numbers, width) in registers.items()
    }
    return json.dumps(
        {"results": [{"data": data, **more}], "metadata": {"version": 2}}, separators=separators
    ).encode()


def random_numbers(shape: tuple[int, ...], width: int, seed: int) -> list[Any]:
    rng = np.random.default_rng(seed)
    numbers = np.empty(math.prod(shape), dtype=object)
    for index in range(numbers.size):  # some are short, because the service writes no leading zeros
        kept = int(rng.choice([width, width, min(width, 3)]))
        numbers[index] = int.from_bytes(rng.bytes(width // 8 + 1), "little") & ((1 << kept) - 1)
    return numbers.reshape(shape).tolist()
