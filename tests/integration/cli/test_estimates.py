"""`qrt run --estimate` prints what a job would cost, and submits none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.mock_devices import MockDevices

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from integration.cli.conftest import Done


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[MockDevices]:
    with MockDevices() as running:
        monkeypatch.setenv("QRT_URL", running.url)
        yield running


@pytest.fixture
def circuit(tmp_path: Path) -> str:
    file = tmp_path / "flip.qasm"
    file.write_text('OPENQASM 3.0; include "stdgates.inc"; bit[1] c; x $0; c[0] = measure $0;')
    return str(file)


@pytest.mark.parametrize("more", [[], ["--program", "executor"], ["--observable", "Z"], ["--session", "s0"]])
def test_estimate_prints_a_table_that_fits_80_columns_and_submits_no_job(
    more: list[str], service: MockDevices, offline: Callable[..., Done], circuit: str
) -> None:
    done = offline("run", circuit, "--backend", "ibm_fez", "--no-check", "--estimate", *more)
    assert done.code == 0, done.err
    assert done.out.startswith("Estimate for ibm_fez\n")
    assert max(map(len, done.out.splitlines())) <= 80
    assert service.posted == []


def test_estimate_as_json_has_the_seconds_the_executions_and_the_unknown_parts(
    service: MockDevices, offline: Callable[..., Done], circuit: str
) -> None:
    data = offline("run", circuit, "-b", "ibm_fez", "--shots", "100", "--estimate", "--json").data
    assert data["executions"] == 100
    assert data["seconds"] == pytest.approx(2 + 100 * 250e-6, rel=0.05)
    assert data["lower_bound"] is bool(data["unknown"])
    assert [part["name"] for part in data["parts"]] == ["job", "PUB 0"]


@pytest.mark.parametrize("clash", [["--detach"], ["--save", "r.json"], ["--key", "k"]])
def test_estimate_is_refused_with_detach_save_or_key(
    clash: list[str], service: MockDevices, offline: Callable[..., Done], circuit: str
) -> None:
    done = offline("run", circuit, "-b", "ibm_fez", "--estimate", *clash)
    assert done.code != 0
    assert "--estimate submits no job" in done.err
    assert service.posted == []
