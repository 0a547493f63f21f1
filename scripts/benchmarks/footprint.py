"""Costs besides calls: imports, the command line, memory, disk space, generating the client."""

from __future__ import annotations

import json
import tempfile
from functools import partial
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import TYPE_CHECKING

import regenerate
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from regeneration.documents import normalised
from regeneration.versions import read_versions

from benchmarks.clients import PEER, emulator
from benchmarks.measuring import SCRIPTS, Spent, fresh, fresh_spent, in_turn, python, spent
from benchmarks.table import Row, compare, row

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.measuring import Effort
    from benchmarks.table import Side

_CRN = "crn:v1:bluemix:public:quantum-computing:us-east:a/1:2::"
_GENERATOR = "openapi-python-client"
# The generator formats its output with the ruff next to this Python, as scripts/regenerate.py does.
_GENERATE = """
import os, sysconfig
os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")])
from openapi_python_client.cli import app
app()
"""
_STATEMENTS = {
    "import": "import qrt_facade",
    "client": f"from qrt_facade import RuntimeClient; RuntimeClient('no-key', '{_CRN}')",
    "async client": f"from qrt_facade import AsyncRuntimeClient; AsyncRuntimeClient('no-key', '{_CRN}')",
    "httpx": "import httpx",
    "httpx.Client()": "import httpx; httpx.Client()",
    "httpx.AsyncClient()": "import httpx; httpx.AsyncClient()",
    PEER: "import qiskit_ibm_runtime",
}


_CLIENTS = ("client", "httpx.Client()", "async client", "httpx.AsyncClient()")
WITHOUT_COMMAND = "sys.modules.update(dict.fromkeys(('click', 'rich', 'pygments')))"
"""Python does not find these, as if no extra were installed. `httpx` fails at the first one, as it does then."""


def imports(effort: Effort) -> list[Row]:
    """Seconds of a statement in a new process, and of `qrt --help` including the process."""
    subjects: dict[str, Callable[[], Spent]]
    subjects = {name: partial(fresh_spent, statement) for name, statement in _STATEMENTS.items()}
    subjects["help"] = spent(partial(python, "-m", "qrt_facade", "--help"))
    subjects["import click"] = spent(partial(python, "-c", "import click"))
    bare = {name: f"{name}, no extras" for name in _CLIENTS}
    subjects |= {
        named: partial(fresh_spent, _STATEMENTS[name], WITHOUT_COMMAND) for name, named in bare.items()
    }
    in_turn(subjects, 1)  # the first run reads from disk
    values = in_turn(subjects, effort.rounds(2))
    made = "import, client made"
    aims: dict[Side, float] = {"limit": 0.9, "peer": 0.05}
    # Ours creates its TLS context with the first request, httpx immediately: see the row for a process's first call.
    without: dict[Side, float] = {"limit": 1.1}
    return [
        row("`import qrt_facade`", values, ours="import", peer=PEER, limit="httpx", aims=aims, by="cpu"),
        row(made, values, ours="client", peer=PEER, limit="httpx.Client()", aims=aims, by="cpu"),
        row(
            f"{made}, async",
            values,
            ours="async client",
            limit="httpx.AsyncClient()",
            aims={"limit": 0.9},
            by="cpu",
        ),
        *(
            row(
                f"{made}{kind}, no extras", values, ours=bare[ours], limit=bare[limit], aims=without, by="cpu"
            )
            for kind, ours, limit in (("", *_CLIENTS[:2]), (", async", *_CLIENTS[2:]))
        ),
        row("`qrt --help`", values, ours="help", limit="import click", aims={"ours": 0.1}, by="cpu"),
    ]


def listing(effort: Effort) -> list[Row]:
    """Compare `qrt jobs` with a process that imports httpx and sends the same requests, including the token exchange."""
    with emulator() as server:
        given = {
            "QISKIT_IBM_TOKEN": server.access["api_key"],
            "QISKIT_IBM_INSTANCE": server.access["instance"],
            "IAM_URL": server.access["iam_url"],
        }
        before = f"import os; os.environ.update({given!r})"
        ours = f"import sys; from qrt_facade.cli import main; main(['jobs', '--url', {server.access['base_url']!r}])"
        lean = f"from benchmarks import clients; clients.lean({server.access!r}).get('jobs', params={{'limit': 20}})"
        path = f"import sys; sys.path.append({str(SCRIPTS)!r})"
        works = {
            "ours": partial(python, "-c", f"{before}\n{ours}"),
            "httpx": partial(python, "-c", f"{path}\n{lean}.raise_for_status().json()"),
        }
        return [
            compare("`qrt jobs`", works, effort.rounds(), limit="httpx", aims={"limit": 1.3}, by="cpu"),
        ]


def memory(effort: Effort) -> list[Row]:
    """Resident memory of a process that has created a client and fetched the backends; psutil's megabytes."""
    asking = {
        "ours": "client = clients.ours(access); assert client.backends.list()",
        PEER: "client = clients.peer(access); assert client.backends()",
        "httpx": "client = clients.lean(access); assert client.get('backends').raise_for_status().json()",
    }
    with emulator() as server:
        before = f"from benchmarks import clients; access = {server.access!r}"
        after = "import psutil; print(psutil.Process().memory_info().rss)"
        subjects = {name: partial(fresh, f"{before}\n{asked}\n{after}") for name, asked in asking.items()}
        values = in_turn(subjects, effort.rounds(0.4))
    return [row("memory after one call", values, peer=PEER, limit="httpx", unit="byte", aims={"peer": 0.25})]


def weight(_: Effort) -> list[Row]:
    """Distributions of the base install and their size on disk, including compiled modules, in this environment."""
    found = {name: closure(name) for name in ("qrt-facade", "httpx", PEER)}
    counts = {name: [len(parts)] for name, parts in found.items()}
    sizes = {name: [sum(map(size, parts.values()))] for name, parts in found.items()}
    compared = partial(row, ours="qrt-facade", peer=PEER, limit="httpx")
    return [
        compared("distributions installed", counts, unit="integer", aims={"ours": 12}),
        compared("size installed", sizes, unit="byte"),
    ]


def closure(
    name: str, extra: str = "", found: dict[str, Distribution] | None = None
) -> dict[str, Distribution]:
    """The distribution of that name and its dependencies without extras on this platform."""
    found = {} if found is None else found
    part = found[canonicalize_name(name)] = distribution(name)
    for needed in map(Requirement, part.requires or ()):
        if needed.marker is None or needed.marker.evaluate({"extra": extra}):
            for wanted in needed.extras | {""}:
                if wanted or canonicalize_name(needed.name) not in found:
                    closure(needed.name, wanted, found)
    return found


def size(part: Distribution) -> int:
    """Size of a distribution on disk in bytes."""
    paths = [Path(str(file.locate())) for file in part.files or ()]
    return sum(path.stat().st_size for path in paths if path.is_file())


def generation(effort: Effort) -> list[Row]:
    """Compare `regenerate.py generate` of the pinned version with openapi-python-client on the corrected document.

    The generator uses its own templates: ours need scripts/regeneration. Both format their output.
    """
    versions = read_versions(regenerate.OPENAPI)
    corrected, _ = regenerate.prepared(versions, versions.pinned)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        document = Path(folder) / "document.json"
        document.write_text(json.dumps(normalised(corrected)), encoding="utf-8")
        ours = str(SCRIPTS / "regenerate.py"), "generate", "--output", f"{folder}/ours"
        peer = (
            "-c", _GENERATE, "generate", "--path", str(document), "--meta", "none", "--overwrite",
            "--config", str(regenerate.OPENAPI / "generator.yaml"), "--output-path", f"{folder}/qrt_client",
        )  # fmt: skip
        works = {"ours": partial(python, *ours), _GENERATOR: partial(python, *peer)}
        named, rounds = "generate the client", effort.rounds(0.6)
        return [compare(named, works, rounds, peer=_GENERATOR, aims={"peer": 1.5}, by="cpu")]
