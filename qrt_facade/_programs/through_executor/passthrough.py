"""Passthrough data that lets a primitive's result be read from the executor's, also in another process or years later.

    {"qrt_facade": {"version": 1, "reads_as": "sampler", ...}}

The service returns it unchanged. `results.roles.reading` finds it, and passes the result to the reader of that
primitive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

KEY: Final = "qrt_facade"
"""Key in the passthrough data; the sibling key `semantic_role` is reserved for IBM's client."""

VERSION: Final = 1
"""Version of the data: results with any other version are returned as the executor's."""


def passthrough_of(reads_as: Literal["sampler", "estimator"], described: Mapping[str, Any]) -> dict[str, Any]:
    """Return the passthrough data of a program.

    Args:
        reads_as: The primitive whose result is read from the executor's.
        described: The data that its reader needs: JSON with arrays.
    """
    return {KEY: {"version": VERSION, "reads_as": reads_as, **described}}
