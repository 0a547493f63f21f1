"""Every example runs on the emulator, as its reader would run it."""

from __future__ import annotations

import ast
import asyncio
import importlib.util
import inspect
import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from support.paths import ROOT

if TYPE_CHECKING:
    from support.timing import Pauses

EXAMPLES = ROOT / "scripts" / "examples"
NOTEBOOK = json.loads((EXAMPLES / "rest_course.ipynb").read_text(encoding="utf-8"))


def output_of(name: str, *arguments: str) -> str:
    """Run an example and return what it printed; a warning counts as a failure."""
    command = [sys.executable, "-W", "error", str(EXAMPLES / name), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_example_is_run_by_a_test_of_its_own() -> None:
    told = inspect.getsource(sys.modules[__name__])
    files = [file.name for file in EXAMPLES.iterdir() if file.suffix in {".py", ".ipynb"}]
    assert [name for name in files if f'"{name}"' not in told] == []


def test_the_bell_pair_shows_equal_bits_most_often() -> None:
    lines = output_of("bell.py").splitlines()
    assert {line.split()[0] for line in lines[-4:-2]} == {"00", "11"}


@pytest.mark.long  # two dozen jobs one after the other
def test_the_variational_loop_comes_close_to_the_ground_state() -> None:
    found = re.search(r"energy +(-[\d.]+) hartree, exactly (-[\d.]+)", output_of("vqe.py"))
    assert found is not None
    energy, exact = map(float, found.groups())
    assert energy == pytest.approx(exact, abs=0.015)


def test_many_jobs_are_all_read_as_they_end() -> None:
    printed = output_of("many_jobs.py", "50")
    assert "submitted 50 jobs" in printed
    assert "50 of 50 jobs completed" in printed
    counts = ast.literal_eval(printed[printed.index("{") :])
    assert sum(counts.values()) == 50 * 100


def test_the_raw_endpoints_are_called_with_the_clients_authentication_and_errors() -> None:
    printed = output_of("raw_endpoints.py")
    for line in (
        "status    200 active",
        "counts    {'1': 100}",
        "jobs      1",
        "tags      ['raw']",
        "error     404 1291",
    ):
        assert line in printed


def test_the_tour_of_errors_meets_each_of_them() -> None:
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


@pytest.mark.long  # Dask's workers take seconds to start
@pytest.mark.skipif(importlib.util.find_spec("dask") is None, reason="dask is not installed")
def test_a_sweep_is_evaluated_by_workers_that_connect_by_themselves() -> None:
    rows = re.findall(r"<Z> ([+-][\d.]+)  exactly ([+-][\d.]+)", output_of("dask_sweep.py"))
    assert len(rows) == 5
    for value, exact in rows:
        assert float(value) == pytest.approx(float(exact), abs=0.15)


def test_the_notebook_is_of_format_4_and_was_saved_without_outputs() -> None:
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


def source_of(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


async def all_cells(namespace: dict[str, Any]) -> list[Any]:
    """Run the code cells as IPython does, top-level await included, and return the values that they show."""
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
