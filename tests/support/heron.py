"""A Heron device, for tests that compare circuits with a backend."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import qiskit_ibm_runtime.fake_provider.backends as snapshots


@cache
def configuration() -> dict[str, Any]:
    """A 156-qubit Heron as described by the service, with the fractional gates that the snapshot omits."""
    text = (Path(snapshots.__path__[0]) / "fez" / "conf_fez.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    found["basis_gates"] += ["rx", "rzz"]
    found["gates"].append({"name": "rzz", "coupling_map": [[0, 1], [1, 2]]})
    return found
