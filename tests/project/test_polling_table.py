"""The table in the docstring of `Polling` matches the output of the simulation."""

from __future__ import annotations

import importlib.util
import inspect
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.between_runs import Kept, digest_of
from support.paths import ROOT

from qrt_facade import Polling

if TYPE_CHECKING:
    from types import ModuleType


@pytest.fixture(scope="module")
def simulation() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "simulate_polling", ROOT / "scripts" / "simulate_polling.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look up their module
    spec.loader.exec_module(module)
    return module


def test_the_polling_docstring_table_matches_the_simulation(
    simulation: ModuleType, request: pytest.FixtureRequest
) -> None:
    package = sorted((ROOT / "qrt_facade").rglob("*.py"))
    kept = Kept(request.config, "polling", digest_of([Path(str(simulation.__file__)), *package]))
    assert textwrap.indent(kept.made("table", simulation.table), "    ", lambda _: True) in (
        inspect.getdoc(Polling) or ""
    )


def test_the_polling_curve_notices_jobs_earlier_than_the_old_one_with_fewer_requests_than_ibms_client(
    simulation: ModuleType,
) -> None:
    simulation.ROUNDS = 20
    for name, (queue, run) in simulation.JOBS.items():
        late, asked = simulation.average(Polling, queue, run)
        assert late < simulation.average(simulation.Growing, queue, run)[0], name
        if queue >= 60:
            assert asked * 2 < (queue + run) / 0.6
