"""Compare httpx2, the successor of httpx that Pydantic maintains, with httpx: what a move of the project would change.

Both are in their own environment, without the project and its extras.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import environment
from environment import ROOT

from benchmarks.clients import emulator, lean
from benchmarks.measuring import Spent, fresh_spent, in_turn
from benchmarks.table import Row, row

if TYPE_CHECKING:
    from benchmarks.measuring import Effort

ENVIRONMENT = ROOT / ".venv-bench-successor"
_LIBRARIES = ("httpx", "httpx2")
_CLIENT = "import {library}; client = {library}.Client(headers=headers)"
_ASK = "client.get(address).raise_for_status().json()"


def successor(effort: Effort) -> list[Row]:
    """Import, one call with import and client, and many calls of a warm client, of both libraries."""
    interpreter = str(environment.installed(ENVIRONMENT, "successor", list(_LIBRARIES), str(_LIBRARIES)))
    calls = effort.size(500, 20)
    with emulator() as server, lean(server.access) as plain:
        given = f"headers = {dict(plain.headers)!r}; address = '{plain.base_url}jobs?limit=1'"

        def took(library: str, timed: str, before: str = "") -> partial[Spent]:
            made = _CLIENT.format(library=library)
            prepared = before.format(made=made, ask=_ASK)
            return partial(
                fresh_spent, timed.format(made=made, ask=_ASK), f"{given}\n{prepared}", interpreter
            )

        works = {
            "import, client made": ("{made}", ""),
            "import, client, one GET": ("{made}; {ask}", ""),
            f"{calls} GETs": (f"for _ in range({calls}): {{ask}}", "{made}; {ask}"),
        }
        rows: list[Row] = []
        for what, (timed, before) in works.items():
            subjects = {library: took(library, timed, before) for library in _LIBRARIES}
            in_turn(subjects, 1)  # reads from disk
            values = in_turn(subjects, effort.rounds())
            rows.append(row(f"httpx2: {what}", values, ours="httpx2", limit="httpx", by="cpu"))
        return rows
