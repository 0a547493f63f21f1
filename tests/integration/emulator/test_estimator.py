"""Estimator jobs."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from support.circuits import HEADER

if TYPE_CHECKING:
    from collections.abc import Callable

    from integration.emulator.conftest import Api

    from qrt_facade.emulator import Emulator

BELL_STATE = (
    HEADER + "rz(pi/2) $0; sx $0; rz(pi/2) $0; rz(pi/2) $1; sx $1; rz(pi/2) $1; cz $0, $1;"
    "rz(pi/2) $1; sx $1; rz(pi/2) $1;"
)
TURNED = HEADER + "input float[64] a; rx(a) $0; cz $0, $1;"


def estimate(api: Api, *pub: Any, **params: Any) -> tuple[np.ndarray, np.ndarray, dict[str, Any]]:
    result = api.run(list(pub), program="estimator", params=params)
    (entry,) = result["results"]
    return (
        np.array(entry["data"]["evs"]),
        np.array(entry["data"]["stds"]),
        {**entry["metadata"], **result["metadata"]},
    )


@pytest.fixture(scope="module")
def ideal() -> Any:
    from integration.emulator.conftest import Api

    from qrt_facade.emulator import start

    with start(
        noise=False, backends="ibm_fez", queue_seconds=0, run_seconds=0, workers=1, seed=3
    ) as emulator:
        api = Api(emulator)
        yield api
        api.http.close()


def test_a_bell_state_has_the_correlations_of_a_bell_state(ideal: Api) -> None:
    observables = ["ZZ", "XX", "YY", "ZI", "II", {"ZZ": 1, "XX": 2.5}]
    evs, stds, _ = estimate(ideal, BELL_STATE, observables)
    assert np.allclose(evs, [1, 1, -1, 0, 1, 3.5], atol=0.08)
    assert np.allclose(evs[[0, 1, 2, 4, 5]], [1, 1, -1, 1, 3.5])
    assert stds[3] == pytest.approx(1 / 64, rel=0.01)


def test_observables_and_values_broadcast_like_numpy(ideal: Api) -> None:
    angles = np.array([0.0, 1.0, math.pi])
    observables = [["IZ"], ["IY"], ["ZI"], [{"I0": 2.0}]]
    evs, stds, metadata = estimate(ideal, TURNED, observables, angles[:, None].tolist(), 0.02)
    expected = np.array([np.cos(angles), -np.sin(angles), np.ones(3), 1 + np.cos(angles)])
    assert evs.shape == stds.shape == (4, 3)
    assert np.allclose(evs, expected, atol=0.12)
    assert (metadata["shots"], metadata["target_precision"]) == (2500, 0.02)


def test_the_standard_error_is_that_of_repeated_estimates(ideal: Api) -> None:
    pubs = [[TURNED, "IZ", [1.0], 0.05]] * 60
    result = ideal.run(*pubs, program="estimator")
    evs = np.array([entry["data"]["evs"] for entry in result["results"]])
    stds = np.array([entry["data"]["stds"] for entry in result["results"]])
    assert evs.mean() == pytest.approx(math.cos(1.0), abs=0.03)
    assert evs.std() == pytest.approx(stds.mean(), rel=0.5)


def test_precision_comes_from_pub_then_job_then_shots_then_options(ideal: Api) -> None:
    def shots(*pub: Any, **params: Any) -> int:
        return int(estimate(ideal, TURNED, "ZZ", [0.1], *pub, **params)[2]["shots"])

    assert shots() == 4096
    assert shots(options={"default_precision": 0.1}) == 100
    assert shots(options={"default_precision": 0.1, "default_shots": 50}) == 50
    assert shots(precision=0.2, options={"default_shots": 50}) == 25
    assert shots(0.5, precision=0.2) == 4


def test_readout_mitigation_removes_most_of_the_readout_error(api: Api) -> None:
    program = HEADER + "x $0;"
    raw, _, _ = estimate(api, program, "Z", None, 0.01, resilience_level=0)
    (mitigated, error, metadata) = estimate(api, program, "Z", None, 0.01)
    assert raw > -0.99
    assert abs(mitigated + 1) < 0.01 + 5 * error
    assert metadata["resilience"]["measure_mitigation"] is True

    job = api.submit([program, "Z", None, 0.01], [program, "Z"], program="estimator", backend="ibm_torino",
                     params={"resilience_level": 0})  # fmt: skip
    api.wait(job)
    assert api.get(f"/jobs/{job}/results")["results"][0]["data"]["evs"] == pytest.approx(-0.67, abs=0.05)


def test_typed_results_are_what_the_official_client_decodes(api: Api) -> None:
    from qiskit_ibm_runtime import RuntimeDecoder

    body = api.run(
        [TURNED, [["IZ"], ["ZI"]], [[0.0], [math.pi]]], program="estimator", params={"support_qiskit": True}
    )
    (pub,) = json.loads(json.dumps(body), cls=RuntimeDecoder)
    assert pub.data.evs.shape == pub.data.stds.shape == (2, 2)
    assert np.allclose(pub.data.evs, [[1, -1], [1, 1]], atol=0.15)
    assert pub.metadata["shots"] == 4096


@pytest.mark.parametrize(
    ("pub", "params", "code"),
    [
        ([TURNED, "Z", [0.1]], {}, 1501),
        ([TURNED, "ZZ"], {}, 1501),
        ([TURNED, "QQ", [0.1]], {}, 1501),
        ([HEADER + "bit[1] c; c[0] = measure $0; if (c[0]) { x $0; }", "Z"], {}, 1522),
        ([HEADER + "bit[1] c; c[0] = measure $0; x $0;", "Z"], {}, 1522),
        ([TURNED, "ZZ", [0.1]], {"resilience_level": 2}, 1519),
        (
            [BELL_STATE, "ZZ"],
            {"options": {"resilience": {"zne_mitigation": True, "pec_mitigation": True}}},
            1521,
        ),
    ],
)
def test_mismatched_inputs_fail_with_their_code(
    api: Api, pub: list[Any], params: dict[str, Any], code: int
) -> None:
    job = api.failure(pub, program="estimator", params=params)
    assert job["state"]["reason_code"] == code, job["state"]


def test_final_measurements_are_accepted(ideal: Api) -> None:
    evs, _, _ = estimate(ideal, HEADER + "bit[1] c; x $0; c[0] = measure $0;", "Z")
    assert evs == -1


def test_a_pub_without_observables_is_refused_at_once(api: Api) -> None:
    body = {"program_id": "estimator", "backend": "ibm_fez", "params": {"pubs": [[TURNED]]}}
    assert api("POST", "/jobs", json=body).status_code == 400


def test_idle_qubits_of_wide_devices_cost_nothing(
    launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    api = connect(launch())
    evs, _, _ = estimate(api, HEADER + "x $155;", "Z" + "I" * 155)
    assert evs == pytest.approx(-1, abs=0.1)
