"""Numbers that are not finite, unbounded or out of range, everywhere the emulator accepts a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from integration.emulator.conftest import Api

from qrt_facade.emulator import start

if TYPE_CHECKING:
    from collections.abc import Iterator

NOT_JSON = ("NaN", "Infinity", "-Infinity", "1e999", "-1e999", "1" + "0" * 400 + ".5", "1" + "0" * 5000)
OUT_OF_RANGE = ("-1", "1e308", "1" + "0" * 400, "true", '"x"', "[]", "{}")
SECONDS = (
    "latency_seconds",
    "list_lag_seconds",
    "queue_seconds",
    "run_seconds",
    "token_seconds",
    "speed",
    "usage_consumed_seconds",
)
OF_FAULTS = ("skip", "times", "delay", "status", "truncate")
OF_JOBS = ("skip", "times", "qpu_seconds", "reason_code")


@pytest.fixture(scope="module")
def idle() -> Iterator[Api]:
    with start(backends="ibm_fez", queue_seconds=600) as emulator:
        api = Api(emulator)
        yield api
        api.http.close()


@pytest.mark.parametrize("number", NOT_JSON + OUT_OF_RANGE, ids=lambda text: text[:12])
def test_a_scenario_refuses_an_invalid_number_and_names_the_field(idle: Api, number: str) -> None:
    before = idle.http.get("/emulator/scenario").json()
    bodies = {
        **{name: ("PATCH", "scenario", f'{{"{name}": {number}}}') for name in SECONDS},
        **{name: ("POST", "faults", f'{{"{name}": {number}}}') for name in OF_FAULTS},
        **{f"{name} ": ("PATCH", "scenario", f'{{"jobs": [{{"{name}": {number}}}]}}') for name in OF_JOBS},
    }
    for name, (method, path, body) in bodies.items():
        answer = idle.http.request(method, f"/emulator/{path}", content=body)
        assert answer.status_code == 400, (name, answer.text)
        assert ("JSON" if number in NOT_JSON else name.strip()) in answer.text
    assert idle.http.get("/emulator/scenario").json() == before


@pytest.mark.parametrize("number", NOT_JSON, ids=lambda text: text[:12])
def test_a_submission_refuses_numbers_that_json_cannot_represent(idle: Api, number: str) -> None:
    for params in (f'{{"pubs": [["x", [{number}]]]}}', f'{{"pubs": [["x", null, {number}]]}}'):
        body = f'{{"program_id": "sampler", "backend": "ibm_fez", "params": {params}}}'
        assert idle("POST", "/jobs", content=body).status_code == 400


@pytest.mark.parametrize("shots", ["1" + "0" * 400, "9223372036854775808", "-1", "true", "0.5"])
def test_a_submission_with_shots_of_any_size_is_answered_and_can_be_read(idle: Api, shots: str) -> None:
    for where in (f'"pubs": [["x", null, {shots}]]', f'"pubs": [["x"]], "shots": {shots}'):
        body = f'{{"program_id": "sampler", "backend": "ibm_fez", "params": {{{where}}}}}'
        answer = idle("POST", "/jobs", content=body)
        assert answer.status_code in {200, 400}
        if answer.status_code == 200:
            assert idle.get(f"/jobs/{answer.json()['id']}")["params"]


@pytest.mark.parametrize(
    "fault",
    [
        {"headers": {"Set-Cookie": "a=1\r\nX-Injected: 1"}},
        {"headers": {"Bad Name": "x"}},
        {"headers": {"X": 1}},
        {"headers": {"X": "\u20ac"}},
        {"status": 99},
        {"status": 600},
    ],
)
def test_a_fault_that_http_cannot_express_is_refused(idle: Api, fault: dict[str, object]) -> None:
    assert idle.http.post("/emulator/faults", json=fault).status_code == 400
    assert idle.emulator.scenario.faults == []
