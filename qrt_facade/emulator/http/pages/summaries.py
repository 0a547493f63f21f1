"""Summaries of the results of `noise-learner` and `executor`, which are not primitives, in a few rows."""

from __future__ import annotations

import json
from typing import Any

MOST_ENTRIES = 64


def entries_of(result: str) -> list[tuple[str, str]]:
    """Return each entry of a result's `data` with a summary of its content.

    Raises:
        ValueError, KeyError, TypeError: The text is not such a result.
    """
    data = json.loads(result)["data"]
    return [(f"{number}", _entry(entry)) for number, entry in enumerate(data[:MOST_ENTRIES])]


def _entry(entry: dict[str, Any]) -> str:
    entry = entry.get("__value__", entry)
    if "results" in entry:
        return "; ".join(f"{name}: {_tensor(tensor)}" for name, tensor in entry["results"].items())
    if "generators_sparse" in entry:
        protocol = (entry.get("metadata") or {}).get("learning_protocol", "")
        count = len(entry["generators_sparse"])
        return f"{entry['num_qubits']} qubits, {count} generators {protocol}".strip()
    if "qubits" in entry:
        qubits = ", ".join(map(str, entry["qubits"]))
        return f"errors of a layer on qubits {qubits}"
    return f"{len(json.dumps(entry)):,} bytes"


def _tensor(tensor: dict[str, Any]) -> str:
    shape = " \N{MULTIPLICATION SIGN} ".join(map(str, tensor.get("shape", ()))) or "one value"
    return f"{shape} {tensor.get('dtype', '')}".strip()
