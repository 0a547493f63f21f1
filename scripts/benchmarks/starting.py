"""Before the first call: imports, the command line, memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.measuring import in_turn, less, probe, process_seconds
from benchmarks.server import counting
from benchmarks.table import Aim, Row, Series

if TYPE_CHECKING:
    from benchmarks.measuring import Effort

_CRN = "crn:v1:bluemix:public:quantum-computing:us-east:a/1:2::"
_CLIENT = f"from qrt_facade import RuntimeClient; RuntimeClient('no-key', '{_CRN}')"
_STATEMENTS = {
    "pass": "pass",
    "httpx": "import httpx",
    "httpx.Client()": "import httpx; httpx.Client()",
    "import": "import qrt_facade",
    "client": _CLIENT,
    "qiskit-ibm-runtime": "import qiskit_ibm_runtime",
    "ibm-platform-services": "import ibm_platform_services",
}


def imports(effort: Effort) -> list[Row]:
    """Seconds that a statement adds to a Python process, and those of `qrt --help` with all that a process costs."""
    subjects = {name: process_seconds("-c", statement) for name, statement in _STATEMENTS.items()}
    subjects["help"] = process_seconds("-m", "qrt_facade", "--help")
    for measure in subjects.values():
        measure()  # the first reads the disk
    measured = in_turn(subjects, effort.rounds(2))
    added = {name: less(series, measured["pass"]) for name, series in measured.items()}
    runtime, services = added["qiskit-ibm-runtime"], added["ibm-platform-services"]
    wanted = (Aim("limit", 1.3), Aim("peer", 1 / 20))
    return [
        Row("`import qrt_facade`", "s", added["import"], runtime, added["httpx"], wanted),
        Row("import, client made", "s", added["client"], runtime, added["httpx.Client()"], wanted),
        Row("import, client made", "s", added["client"], services, added["httpx"], wanted[:1]),
        Row("`qrt --help`", "s", measured["help"], None, measured["pass"], (Aim("value", 0.3),)),
    ]


def memory(effort: Effort) -> list[Row]:
    """Resident megabytes of a process that has made a client and asked for the backends."""
    with counting() as server:
        subjects = {
            name: lambda name=probe_name: float(probe(name, server.url))
            for name, probe_name in (
                ("ours", "memory_ours"), ("qiskit-ibm-runtime", "memory_peer"), ("httpx", "memory_httpx"),
            )
        }  # fmt: skip
        measured = in_turn(subjects, effort.rounds(0.4))
    ours, peer, limit = (Series(name, series.values) for name, series in measured.items())
    return [Row("memory after one call", "MB", ours, peer, limit, (Aim("peer", 1 / 4),))]
