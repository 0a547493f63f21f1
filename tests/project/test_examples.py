"""Every example runs on the emulator, as a reader would run it."""

from __future__ import annotations

import ast
import asyncio
import importlib.util
import inspect
import json
import os
import re
import subprocess
import sys
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from support.paths import ROOT

from qrt_facade import ApiVersion, RuntimeClient
from qrt_facade._service.versions import RELEASES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from types import ModuleType

    from support.timing import Pauses

    from qrt_facade.emulator import Emulator

EXAMPLES = ROOT / "scripts" / "examples"
NOTEBOOK = json.loads((EXAMPLES / "rest_course.ipynb").read_text(encoding="utf-8"))

START = ["-W", "error"]
"""How Python starts an example: warnings are errors."""
FORKED = """
import runpy, sys, warnings
warnings.simplefilter("error")
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
"""The same for a forked process that has imported the client: imports take half of the time of most examples."""

pytestmark = pytest.mark.usefixtures("forked_simulators", "without_trio")


@pytest.fixture(autouse=True)
def forked_examples(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fork examples by default; with --long they start as a reader would start them."""
    if not request.config.getoption("--long"):
        request.getfixturevalue("forked_programs")
        monkeypatch.setattr(sys.modules[__name__], "START", ["-c", FORKED])


def output_of(name: str, *arguments: str, environment: Mapping[str, str] | None = None) -> str:
    """Run an example and return its output."""
    command = [sys.executable, *START, str(EXAMPLES / name), *arguments]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, **(environment or {})}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_example_has_a_test() -> None:
    source = inspect.getsource(sys.modules[__name__])
    files = [file.name for file in EXAMPLES.iterdir() if file.suffix in {".py", ".ipynb"}]
    assert [name for name in files if f'"{name}"' not in source] == []


def test_the_bell_pair_shows_equal_bits_most_often() -> None:
    lines = output_of("bell.py").splitlines()
    assert {line.split()[0] for line in lines[-4:-2]} == {"00", "11"}


@pytest.mark.long  # two dozen jobs one after the other
def test_the_variational_loop_comes_close_to_the_ground_state() -> None:
    found = re.search(r"energy +(-[\d.]+) hartree, exactly (-[\d.]+)", output_of("vqe.py"))
    assert found is not None
    energy, exact = map(float, found.groups())
    assert energy == pytest.approx(exact, abs=0.015)


@pytest.mark.long
def test_chosen_qubits_have_lower_errors_than_the_first_ones() -> None:
    shares = [float(share) for share in re.findall(r"([\d.]+)% of the shots", output_of("choosing.py"))]
    assert len(shares) == 2
    assert shares[0] > max(shares[1], 90)


def test_the_executor_example_repeats_sweeps_and_runs_primitives() -> None:
    printed = output_of("executor.py")
    shares = [float(one) for one in re.findall(r"([\d.]+)% ones in all", printed)]
    assert shares == pytest.approx([0, 25, 100], abs=6)
    for z, x, exact_z, exact_x in re.findall(r"<Z> (\S+) <X> (\S+), exactly (\S+) (\S+)", printed):
        assert [float(z), float(x)] == pytest.approx([float(exact_z), float(exact_x)], abs=0.15)
    assert printed.count("exactly") == 3
    assert "a job of the program executor" in printed
    assert "1 warning, then [{" in printed


def test_many_jobs_are_decoded_as_they_complete() -> None:
    printed = output_of("many_jobs.py", "20")
    assert "submitted 20 jobs" in printed
    assert "20 of 20 jobs completed" in printed
    counts = ast.literal_eval(printed[printed.index("{") :])
    assert sum(counts.values()) == 20 * 100


def test_raw_endpoints_use_the_clients_authentication_and_errors() -> None:
    printed = output_of("raw_endpoints.py")
    for line in (
        "status    200 active",
        "counts    {'1': 100}",
        "jobs      1",
        "tags      ['raw']",
        "error     404 1291",
    ):
        assert line in printed


def test_the_errors_example_raises_each_of_its_errors() -> None:
    printed = output_of("errors.py")
    kinds = [line.split()[0] for line in printed.splitlines() if not line.startswith(" ")]
    assert kinds == [
        "ConfigurationError",
        "NotFoundError",
        "JobTimeoutError",
        "JobCancelledError",
        "JobFailedError",
        "ApiError",
        "AuthenticationError",
        "TransportError",
    ]
    assert "code 1291" in printed
    assert "code 1517" in printed


@pytest.mark.long  # a second process, and an emulator with a simulation
def test_a_killed_step_adopts_its_job_by_key() -> None:
    assert output_of("key.py").splitlines() == [
        "the first process ended with -9",
        "adopted: True, counts: {'1': 100}, jobs: 1",
    ]


@pytest.mark.long  # two processes, and a simulation for each of nine points
def test_a_stopped_sweep_resumes_and_pays_for_each_point_once() -> None:
    printed = output_of("sweep.py")
    rows = re.findall(r"magnetisation ([+-][\d.]+)  exactly ([+-][\d.]+)", printed)
    assert len(rows) == 3 + 9
    for value, exact in rows:
        assert float(value) == pytest.approx(float(exact), abs=0.1)
    assert printed.splitlines()[3] == "stopped"
    assert printed.endswith("9 points, 9 jobs\n")


def shows_five_points_paid_once(printed: str) -> None:
    rows = re.findall(r"<Z> ([+-][\d.]+)  exactly ([+-][\d.]+)", printed)
    assert len(rows) == 5
    for value, exact in rows:
        assert float(value) == pytest.approx(float(exact), abs=0.15)
    assert printed.endswith("5 points, 5 jobs\n")


@pytest.mark.long  # Dask's workers take seconds to start
@pytest.mark.skipif(importlib.util.find_spec("dask") is None, reason="dask is not installed")
def test_points_of_a_lost_dask_worker_are_adopted() -> None:
    printed = output_of("dask_sweep.py")
    assert printed.startswith("attempt 1: a worker was lost\n")
    shows_five_points_paid_once(printed)


@pytest.mark.long  # Ray's workers take seconds to start
@pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="ray is not installed")
def test_points_of_a_lost_ray_worker_are_adopted() -> None:
    shows_five_points_paid_once(output_of("ray_sweep.py"))


RAY = """
import concurrent.futures as futures, multiprocessing

def init(**settings): pass
def shutdown(): pass

class remote:
    def __init__(self, *, max_retries): self.max_retries = max_retries
    def __call__(self, function): self.function = function; return self
    def remote(self, *arguments): return self.function, arguments, self.max_retries

def get(tasks):
    return [attempted(*task) for task in tasks]

def attempted(function, arguments, left):
    with futures.ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        try:
            return pool.submit(function, *arguments).result()
        except futures.process.BrokenProcessPool:
            if not left: raise
    return attempted(function, arguments, left - 1)
"""
"""A stub with as much of Ray as the example calls: it reruns a task when its process dies. It shows what the example
does on a second run, and tests nothing of Ray."""


@pytest.mark.long  # six processes, one after the other
def test_the_ray_example_adopts_jobs_when_a_task_is_rerun(tmp_path: Path) -> None:
    (tmp_path / "ray.py").write_text(RAY, encoding="utf-8")
    shows_five_points_paid_once(output_of("ray_sweep.py", environment={"PYTHONPATH": str(tmp_path)}))


AIRFLOW = """
import logging

class BaseOperator:
    def __init__(self, *, task_id, **settings):
        self.task_id = task_id
        self.log = logging.getLogger(__name__)
"""
"""A stub of Airflow's base class: it shows what the operator does when executed, and tests nothing of Airflow."""


@pytest.fixture(params=["airflow", "a stand-in for airflow"])
def operators(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ModuleType]:
    """Return the module of the example "airflow_operator.py", with Airflow if installed, and with a stub."""
    if request.param == "airflow":
        pytest.importorskip("airflow.sdk")
    else:
        (tmp_path / "airflow").mkdir()
        (tmp_path / "airflow" / "__init__.py").touch()
        (tmp_path / "airflow" / "sdk.py").write_text(AIRFLOW, encoding="utf-8")
        monkeypatch.syspath_prepend(tmp_path)
    spec = importlib.util.spec_from_file_location("operators", EXAMPLES / "airflow_operator.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    if request.param != "airflow":
        for name in ("airflow", "airflow.sdk"):
            sys.modules.pop(name, None)


def test_a_retried_airflow_task_adopts_the_job_of_its_first_try(
    operators: ModuleType, emulator: Emulator, client: RuntimeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The worker's own credentials, here for the emulator.
    monkeypatch.setattr(operators, "RuntimeClient", partial(RuntimeClient, **emulator.access))
    task = SimpleNamespace(dag_id="bell", run_id="", task_id="bell", map_index=-1)
    operator = operators.SamplerOperator(
        task_id="bell", circuit=str(EXAMPLES / "bell.qasm"), backend="ibm_fez", shots=200, retries=3
    )
    jobs = [len(list(client.jobs.list()))]
    for run in ("today", "today", "tomorrow"):
        task.run_id = f"{run}/{id(operators)}"
        assert sum(operator.execute({"ti": task}).values()) == 200
        jobs.append(len(list(client.jobs.list())))
    assert [number - jobs[0] for number in jobs] == [0, 1, 1, 2]


def test_the_notebook_has_format_4_and_no_saved_outputs() -> None:
    assert (NOTEBOOK["nbformat"], NOTEBOOK["nbformat_minor"]) >= (4, 5)
    assert set(NOTEBOOK) == {"cells", "metadata", "nbformat", "nbformat_minor"}
    cells = NOTEBOOK["cells"]
    assert len({cell["id"] for cell in cells}) == len(cells) > 20
    for cell in cells:
        assert cell["cell_type"] in {"markdown", "code"}
        if cell["cell_type"] == "code":
            assert (cell["outputs"], cell["execution_count"]) == ([], None)


def test_the_notebook_runs_from_top_to_bottom_inside_an_event_loop(
    capsys: pytest.CaptureFixture[str], pauses: Pauses
) -> None:
    pyplot = pytest.importorskip("matplotlib.pyplot")
    pyplot.switch_backend("agg")
    pauses(first_poll=0.1)

    shown = asyncio.run(all_cells(namespace := {}))

    printed = capsys.readouterr().out
    pyplot.close("all")
    assert "\nCompleted\n" in printed
    assert "1517 " in printed
    assert "404 1291 " in printed
    assert "await" in "".join(source_of(cell) for cell in NOTEBOOK["cells"] if cell["cell_type"] == "code")
    tables = [html for value in shown if (html := getattr(value, "_repr_html_", None)) and "<table" in html()]
    assert len(tables) >= 6
    assert set(namespace["ideal"][0].counts()) == {"00", "11"}
    (newest,) = (value for value in shown if isinstance(value, ApiVersion))
    assert (newest.version, newest.status) == (max(RELEASES), "live")


def source_of(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


async def all_cells(namespace: dict[str, Any]) -> list[Any]:
    """Run the code cells as IPython does, including top-level await, and return the values that they display."""
    shown = []
    for number, cell in enumerate(NOTEBOOK["cells"]):
        if cell["cell_type"] == "code":
            *statements, last = ast.parse(source_of(cell), f"cell {number}").body
            value = None
            if isinstance(last, ast.Expr):
                await run(ast.Module(statements, []), "exec", namespace)
                value = await run(ast.Expression(last.value), "eval", namespace)
            else:
                await run(ast.Module([*statements, last], []), "exec", namespace)
            shown.append(value)
    return shown


async def run(tree: ast.Module | ast.Expression, mode: str, namespace: dict[str, Any]) -> Any:
    code = compile(tree, "cell", mode, flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    value = eval(code, namespace)
    return await value if inspect.iscoroutine(value) else value
