"""Which backend a circuit runs on, when nobody has named one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qrt_facade._service.backends import least_busy
from qrt_facade.cli.exits import Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qrt_facade._sync.backends import Backend
    from qrt_facade._sync.client import RuntimeClient


def least_busy_for(
    client: RuntimeClient, program_id: str, params: Mapping[str, Any] | None, min_qubits: int
) -> Backend:
    """Return the online backend with the shortest queue whose instructions the job keeps to.

    Args:
        client: The client.
        program_id: The job's program.
        params: The job's parameters; None when any backend will do.
        min_qubits: Only backends with at least this many qubits.

    Raises:
        NotFoundError: No backend is online and large enough.
        Trouble: None of those has the instructions.
    """
    from qrt_facade._programs.preflight import check

    left = client.backends.list()
    first_problem = ""
    while True:
        chosen = left.pop(least_busy([backend.state for backend in left], min_qubits))
        problems = [] if params is None else check(program_id, params, chosen.configuration().to_dict())
        if not problems:
            return chosen
        first_problem = first_problem or f"{chosen.name}: {problems[0]}"
        if not any(b.operational and (b.num_qubits or 0) >= min_qubits for b in left):
            raise Trouble(
                f"no online backend runs this circuit as it is; {first_problem}",
                "run it with --transpile, or write it in the gates that `qrt backends NAME` lists",
            )
