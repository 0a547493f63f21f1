"""Fixtures of the browser tests: an emulator with three hundred jobs, stored without running, and one without jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.browser import browser, visits
from support.prepared_jobs import KINDS, Prepared, prepare

from qrt_facade.emulator import start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qrt_facade.emulator import Emulator

__all__ = ["browser", "visits"]

WAITING = 4
MANY = 300


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    kinds = ["bell"] * (MANY - len(KINDS) - WAITING) + list(KINDS)
    return prepare(tmp_path_factory.mktemp("jobs") / "data", kinds, waiting=WAITING)


@pytest.fixture(scope="module")
def full(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory, browser: object) -> Iterator[Emulator]:
    scenario = tmp_path_factory.mktemp("scenario") / "paused.toml"
    scenario.write_text(
        '[devices]\nibm_torino = {state = "paused", reason = "maintenance"}\n', encoding="utf-8"
    )
    with start(data=prepared.folder, scenario=scenario, workers=1) as emulator:
        yield emulator


@pytest.fixture(scope="module")
def empty(browser: object) -> Iterator[Emulator]:
    with start(workers=1, backends="ibm_fez") as emulator:
        yield emulator
