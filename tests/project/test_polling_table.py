"""The table in the documentation of `Polling` is what the simulation prints."""

from __future__ import annotations

import importlib.util
import inspect
import sys
import textwrap
from typing import TYPE_CHECKING

import pytest
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
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_the_table_of_polling_s_docstring_is_what_the_simulation_prints(simulation: ModuleType) -> None:
    assert textwrap.indent(simulation.table(), "    ", lambda _: True) in (inspect.getdoc(Polling) or "")


def test_the_curve_is_sooner_than_the_one_before_for_every_job_and_asks_less_than_ibm_s_client_for_long_ones(
    simulation: ModuleType,
) -> None:
    simulation.ROUNDS = 20
    for name, (queue, run) in simulation.JOBS.items():
        late, asked = simulation.average(Polling, queue, run)
        assert late < simulation.average(simulation.Growing, queue, run)[0], name
        if queue >= 60:
            assert asked * 2 < (queue + run) / 0.6
