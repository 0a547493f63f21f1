"""What a primitive's program on the executor carries so that its result can be read again, in another process or years later.

    {"qrt_facade": {"version": 1, "reads_as": "sampler", ...}}

The service returns it unchanged. `results.roles.reading` looks for it, and passes the result to the reader of that primitive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

KEY: Final = "qrt_facade"
"""Where it stands in the passthrough data; `semantic_role` beside them is reserved for IBM's client."""

VERSION: Final = 1
"""Its version: a reader returns the result of any other as the executor's."""


def passthrough_of(reads_as: Literal["sampler", "estimator"], described: Mapping[str, Any]) -> dict[str, Any]:
    """Return the passthrough data of a program.

    Args:
        reads_as: The primitive whose result is made of the executor's.
        described: What its reader needs: JSON with arrays.
    """
    return {KEY: {"version": VERSION, "reads_as": reads_as, **described}}
