"""Counting what a sampler job measured, from the text of its result and without NumPy, which the server never loads."""

from __future__ import annotations

import ast
import base64
import json
import zlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qrt_facade._base.ranking import ranking

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_OUTCOMES = 16
"""How many outcomes of a register are told apart; the rest are counted together."""

_NPY_MAGIC = b"\x93NUMPY"


@dataclass(frozen=True)
class Histogram:
    """How often each outcome of one register was measured, the most frequent first.

    Attributes:
        title: which pub and register.
        total: number of shots; those of all parameter sets together.
        counts: bitstrings, highest bit first, with their counts.
        others: shots whose outcomes are not among them.
    """

    title: str
    total: int
    counts: tuple[tuple[str, int], ...]
    others: int


def histograms_of(result: str) -> list[Histogram]:
    """The histograms of a sampler's result, plain or in Qiskit's types; none for registers that hold no bits."""
    body = json.loads(result)
    pubs = body["results"] if "results" in body else body["__value__"]["pub_results"]
    return [
        _histogram(f"Pub {number}, register {register}", outcomes, num_bits)
        for number, pub in enumerate(pubs)
        for register, outcomes, num_bits in _registers(pub)
    ]


def _histogram(title: str, outcomes: Counter[int], num_bits: int) -> Histogram:
    ranked = ranking(outcomes, MOST_OUTCOMES)
    counts = tuple((f"{value:0{num_bits}b}", count) for value, count in ranked.top)
    return Histogram(title, ranked.shots, counts, ranked.other_shots)


def _registers(pub: dict[str, Any]) -> Iterator[tuple[str, Counter[int], int]]:
    if "data" in pub:
        for name, register in pub["data"].items():
            if "num_bits" in register:
                yield name, Counter(int(one, 16) for one in _flat(register["samples"])), register["num_bits"]
        return
    for name, register in pub["__value__"]["data"]["__value__"]["fields"].items():
        if register.get("__type__") == "BitArray":
            value = register["__value__"]
            yield name, _packed(value["array"]["__value__"]), value["num_bits"]


def _flat(samples: Any) -> Iterator[str]:
    if isinstance(samples, str):
        yield samples
    else:
        for part in samples:
            yield from _flat(part)


def _packed(encoded: str) -> Counter[int]:
    """Outcomes in an `.npy` of bytes whose last axis is one shot, most significant byte first."""
    content = zlib.decompress(base64.b64decode(encoded))
    if not content.startswith(_NPY_MAGIC) or content[6] != 1:
        raise ValueError("the samples are no .npy file of version 1")
    start = 10 + int.from_bytes(content[8:10], "little")
    shape = ast.literal_eval(content[10:start].decode("latin-1"))["shape"]
    width = shape[-1]
    return Counter(int.from_bytes(content[at : at + width]) for at in range(start, len(content), width))
