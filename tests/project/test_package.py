"""The package as a whole: what it imports, what it must not contain, how it is built."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from importlib.metadata import requires
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement
from qrt_client._version import OPERATIONS
from support.paths import ROOT

import qrt_facade

if TYPE_CHECKING:
    from pathlib import Path

EMULATOR = ROOT / "qrt_facade" / "emulator"
FACADE = [file for file in (ROOT / "qrt_facade").rglob("*.py") if not file.is_relative_to(EMULATOR)]
CRN = "crn:v1:bluemix:public:quantum-computing:us-east:a/1:2::"


def loaded_by(statement: str) -> set[str]:
    """Return the names of the modules loaded in a new interpreter by a statement."""
    code = f"import sys\n{statement}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_package_loads_neither_httpx_nor_numpy_nor_generated_code() -> None:
    loaded = loaded_by("import qrt_facade")
    assert not loaded & {"httpx", "attrs", "numpy", "platformdirs", "qrt_client", "asyncio"}


def test_public_modules_are_lazily_loaded_attributes_of_the_package() -> None:
    code = "import qrt_facade; before = set(sys.modules); qrt_facade.errors.QrtError"
    loaded = loaded_by(f"{code}; assert 'qrt_facade.errors' not in before")
    assert "qrt_facade.errors" in loaded
    assert not {"qrt_facade._base.missing", "qrt_facade.results", "numpy"} & loaded
    assert {"errors", "results", "RuntimeClient"} <= set(dir(qrt_facade))


def test_a_client_needs_httpx_but_neither_numpy_nor_the_generated_models() -> None:
    loaded = loaded_by("from qrt_facade import RuntimeClient, QrtError")
    assert "httpx" in loaded
    assert not {
        name for name in loaded if name.startswith(("numpy", "qrt_client.models.", "qrt_client.api."))
    }
    assert not loaded & {"qiskit", "starlette", "uvicorn", "matplotlib", "platformdirs"}


@pytest.mark.parametrize("kind", ["RuntimeClient", "AsyncRuntimeClient"])
def test_a_new_client_has_not_loaded_parts_that_are_not_used_yet(kind: str) -> None:
    loaded = loaded_by(f"from qrt_facade import {kind}; {kind}('no-key', {CRN!r})")
    rooms = ("qrt_facade._circuits", "qrt_facade._programs", "qrt_client.client")
    assert not {name for name in loaded if name.startswith(rooms)}
    parts = (
        "analytics",
        "backends",
        "instances",
        "jobs",
        "primitives",
        "raw",
        "sessions",
        "sweeps",
        "workloads",
    )
    assert not loaded & {f"qrt_facade.{world}.{part}" for world in ("_async", "_sync") for part in parts}
    assert not loaded & {"qrt_client.types", "sqlite3"}
    first_request = {"httpcore", "h11", "httpx_retries", "qrt_facade._policy.retrying"}
    other_kind = {"asyncio", "anyio"} if kind == "RuntimeClient" else {"asyncio"}
    faults_and_notebooks = {"difflib", "platform", "html.entities"}
    assert not loaded & (first_request | other_kind | faults_and_notebooks)


def test_polling_a_job_loads_nothing_that_only_submitting_needs() -> None:
    loaded = loaded_by("from qrt_facade._sync import jobs")
    submitting = {"submit", "keyed", "device_check", "mock_devices", "backends", "reasons"}
    assert "qrt_facade._sync.job" in loaded
    assert not loaded & {f"qrt_facade._sync.{part}" for part in submitting}
    assert not {name for name in loaded if name.startswith(("qrt_facade._circuits", "qrt_facade._programs"))}


def test_a_first_successful_call_loads_neither_retries_nor_asyncio() -> None:
    loaded = loaded_by(
        "from qrt_facade import RuntimeClient; from qrt_facade._base.http_library import httpx\n"
        "answers = httpx.MockTransport(lambda _: httpx.Response(200, json={'id': 'j', 'status': 'Queued'}))\n"
        f"RuntimeClient(token='t', instance={CRN!r}, transport=answers).jobs.get('j')"
    )
    assert "qrt_client.api.jobs.get_job" in loaded
    assert not loaded & {"httpx_retries", "asyncio", "qrt_facade._policy.retrying"}


def test_the_facade_contains_no_api_paths() -> None:
    first_segments = {path.split("/")[2] for _, path in OPERATIONS.values()}
    written = re.compile(
        rf"""["'](?:[^"'\s]*/v1)?/(?:{"|".join(sorted(first_segments))})(?:/[^"'\s]*)?["']"""
    )
    assert len(FACADE) > 50
    found = [
        f"{file.relative_to(ROOT)}: {match.group()}"
        for file in FACADE
        for match in written.finditer(file.read_text())
    ]
    assert found == []


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        qrt_facade.no_such_name  # noqa: B018 - asking is the test


def test_the_wheel_runs_with_only_its_base_dependencies(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as content:
        content.extractall(site)
    installed = {entry.name for entry in site.iterdir()}
    assert {name for name in installed if not name.endswith(".dist-info")} == {"qrt_facade", "qrt_client"}
    assert {path.parent.name for path in site.rglob("py.typed")} == {"qrt_facade", "qrt_client"}
    with_emulator = subprocess.run(
        [sys.executable, "-c", SCRIPT, *sorted(base_dependencies())],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(site), "PYTHONWARNINGS": "error", "EMULATOR": sys.executable, "PATH": ""},
        check=False,
    )
    assert with_emulator.returncode == 0, with_emulator.stderr
    assert "{'1': 50}" in with_emulator.stdout


def base_dependencies() -> set[str]:
    """Return the import names of a base installation, including transitive dependencies."""
    import_names = {"python-dateutil": "dateutil", "attrs": "attr", "typing-extensions": "typing_extensions"}
    wanted, done = ["qrt-facade"], set()
    while wanted:
        name = wanted.pop()
        done.add(name)
        for text in requires(name) or ():
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                wanted.extend({requirement.name.lower().replace("_", "-")} - done)
    return {import_names.get(name, name.replace("-", "_")) for name in done} | {
        "attr",
        "attrs",
        "qrt_client",
        "qrt_facade",
    }


SCRIPT = """
import importlib.abc, os, subprocess, sys
allowed = set(sys.argv[1:])

class Refuse(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if top not in allowed and top not in sys.stdlib_module_names and not top.startswith("_"):
            raise ModuleNotFoundError(f"{name} is not part of a base installation", name=name)

sys.meta_path.insert(0, Refuse())
server = subprocess.Popen(
    [os.environ["EMULATOR"], "-m", "qrt_facade.emulator", "--no-noise", "--backends", "ibmq_manila"],
    stdout=subprocess.PIPE, text=True,
)
try:
    url = next(line.split()[-1] for line in server.stdout if line.startswith("listening on"))
    from qrt_facade import RuntimeClient
    from qrt_facade.emulator import DEFAULT_API_KEY, DEFAULT_INSTANCE
    with RuntimeClient(DEFAULT_API_KEY, DEFAULT_INSTANCE, base_url=f"{url}/api/v1", iam_url=url) as client:
        circuit = 'OPENQASM 3.0; include "stdgates.inc"; bit[1] c; x $0; c[0] = measure $0;'
        print(client.sampler.run(circuit, backend="ibmq_manila", shots=50)[0].counts())
    assert "qiskit" not in sys.modules
finally:
    server.terminate()
    server.wait()
    server.stdout.close()
"""
