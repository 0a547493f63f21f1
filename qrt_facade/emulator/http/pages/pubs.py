"""The PUBs of a primitive's result, plain or in Qiskit's types."""

from __future__ import annotations

import json
from typing import Any


def pubs_of(result: str) -> list[dict[str, Any]]:
    """Return the results of the PUBs, in the order of the job.

    Raises:
        ValueError, KeyError, TypeError: The text is not the result of a sampler or an estimator.
    """
    body = json.loads(result)
    pubs: list[dict[str, Any]] = body["results"] if "results" in body else body["__value__"]["pub_results"]
    return pubs
