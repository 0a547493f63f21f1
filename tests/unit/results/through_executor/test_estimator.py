"""Results of an estimator that ran on the executor."""

import struct
import subprocess
import sys
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from support.bombs import tensor
from support.drawn_bits import drawn_body

import qrt_facade
from qrt_facade import ConfigurationError, ResultDecodeError
from qrt_facade._programs.executor.program import executor_params
from qrt_facade._programs.through_executor.estimator import plan_estimator
from qrt_facade.results import EstimatorResult, decode_result

HEAD = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n'
TURNED = f"{HEAD}input float theta; sx $0; rz(theta) $0; sx $0; cz $0, $1;"


def random_bits(item: int, shape: tuple[int, ...]) -> np.ndarray:
    return np.random.default_rng(item).random(shape) < 0.5


def flips_of(params: dict[str, object]) -> dict[int, np.ndarray]:
    """The flips of each item."""
    plain = decode_result("executor", drawn_body(params, random_bits), as_=qrt_facade.results.ExecutorResult)
    ours = plain.passthrough_data["qrt_facade"]
    described = [*(pub for pub in ours["pubs"] if "item" in pub), ours["calibration"]]
    return {one["item"]: one["flips"] for one in described}


def all_zero(params: dict[str, object]) -> dict[str, object]:
    """Return outcomes of qubits that are 0 in each requested basis, with the requested flips."""
    flips = flips_of(params)
    return drawn_body(params, lambda item, shape: np.broadcast_to(np.expand_dims(flips[item], -2), shape))


def read(params: dict[str, object], *, dry_run: bool = False) -> EstimatorResult:
    return decode_result("executor", drawn_body(params, random_bits), as_=EstimatorResult, dry_run=dry_run)


def test_flips_are_undone_and_values_have_the_shape_of_observables_and_sweep_together() -> None:
    pubs = [
        (TURNED, [["ZZ"], [{"XY": 0.5, "II": 2, "YI": -3}]], [0.1, 0.2, 0.3]),
        (TURNED, ["ZZ", "II", "XI"], [0.1, 0.2, 0.3]),
        (TURNED, {"II": 7}, [0.0]),
    ]
    params = executor_params(plan_estimator(pubs, seed=4, precision=0.1))
    result = decode_result("executor", all_zero(params), as_=EstimatorResult)
    assert [pub.shape for pub in result] == [(2, 3), (3,), ()]
    assert result[0].evs.tolist() == [[1.0] * 3, [-0.5] * 3]
    assert result[1].evs.tolist() == [1, 1, 1]
    assert float(result[2].evs) == 7
    assert all((pub.stds == 0).all() and (pub.ensemble_standard_error == 0).all() for pub in result)


def test_points_with_only_identities_next_to_points_with_other_observables() -> None:
    observables = [["ZZ", "II"], ["XI", {"II": 2}], [{"IX": -1, "II": 3}, {"II": -5}]]
    params = executor_params(plan_estimator((TURNED, observables, [0.1, 0.2]), seed=4, precision=0.1))
    result = decode_result("executor", all_zero(params), as_=EstimatorResult)
    assert result[0].evs.tolist() == [[1, 1], [1, 2], [2, -5]]


@pytest.mark.parametrize("precision", [0.3, 0.1, 0.02])
def test_errors_are_correct_with_asymmetric_readout(precision: float) -> None:
    pubs = (TURNED, [["ZI"], ["ZZ"], [{"ZI": 1, "IZ": 1}]], np.zeros(200))
    params = executor_params(plan_estimator(pubs, seed=4, precision=precision))
    generator, flips = np.random.default_rng(1), flips_of(params)

    def misread(item: int, shape: tuple[int, ...]) -> np.ndarray:
        flipped = flips[item][..., None, :]
        return (generator.random(shape) < np.where(flipped, 0.15, 0.02)) ^ flipped

    found = decode_result("executor", drawn_body(params, misread), as_=EstimatorResult)[0]
    pulls = (found.evs - [[1.0], [1.0], [2.0]]) / found.stds
    assert (np.abs(pulls.mean(axis=1)) < 3.5).all()  # a mean shares the error of its factors
    assert (pulls.std(axis=1) < 1.1).all()


def test_metadata_are_those_of_the_services_estimator() -> None:
    params = executor_params(plan_estimator((TURNED, "ZZ", [0.1]), seed=4, precision=0.125))
    result = decode_result("executor", all_zero(params), as_=EstimatorResult)
    metadata = result[0].metadata
    assert (metadata["shots"], metadata["target_precision"], metadata["circuit_metadata"]) == (64, 0.125, {})
    assert result.metadata["resilience"]["measure_mitigation"] is True


def test_a_readout_factor_that_may_be_zero_makes_the_value_nan_and_is_named() -> None:
    pubs = (TURNED, ["ZI", "II", {"ZI": 1, "II": 1}], [0.1])
    result = read(executor_params(plan_estimator(pubs, seed=4)))
    assert np.isnan(result[0].evs).tolist() == [True, False, True]
    assert np.isnan(result[0].stds).tolist() == [True, False, True]
    assert result[0].metadata["resilience"]["measure_mitigation"]["undetermined_terms"] == ["Z1"]


NAMED_BY_BODIES = {
    "flips that broadcast to more randomizations": {
        "flips": tensor("bool", [50_000, 1, 2], bytes(12_500), packed=True)
    },
    "flips that broadcast to more bases": {
        "flips": tensor("bool", [1, 50_000, 2], bytes(12_500), packed=True)
    },
    "shapes that broadcast to 400 million values": {
        "observables_shape": [20_000, 1],
        "sweep_shape": [1, 20_000],
        "offsets": tensor("i64", [20_001], bytes(8 * 20_001), packed=True),
        "terms": tensor("i64", [0], b"", packed=True),
        "coefficients": tensor("f64", [0], b"", packed=True),
        "constants": tensor("f64", [20_000], bytes(160_000), packed=True),
        "set_of_point": tensor("i64", [20_000], bytes(160_000), packed=True),
    },
    "a sweep without points": {"sweep_shape": [10**9]},
    "an observable of 10^9 terms": {"offsets": tensor("i64", [2], struct.pack("<2q", 0, 10**9), packed=True)},
}


@pytest.mark.parametrize("name", NAMED_BY_BODIES)
def test_rejects_declared_sizes_without_matching_arrays(name: str) -> None:
    params = executor_params(plan_estimator((TURNED, "ZZ", [0.1]), seed=4))
    body = drawn_body(params, random_bits)
    body["passthrough_data"]["qrt_facade"]["pubs"][0] |= NAMED_BY_BODIES[name]
    tracemalloc.start()
    try:
        with pytest.raises(
            ResultDecodeError, match=r"have shape .* outcomes|of shape .* do not match|400,000,000 values"
        ):
            decode_result("executor", body)
        assert tracemalloc.get_traced_memory()[1] < 100e6
    finally:
        tracemalloc.stop()


def test_does_not_plan_more_values_than_can_be_read() -> None:
    text = f"{HEAD}input float theta; rz(theta) $0; sx $0;"
    with pytest.raises(ConfigurationError, match="PUB 0 has 4,200,000 values"):
        plan_estimator((text, [["Z"]] * 2100, np.zeros((2000, 1))), seed=4)


def test_the_random_data_of_a_dry_run_are_read_without_mitigation_and_marked() -> None:
    result = read(executor_params(plan_estimator((TURNED, "ZZ", [0.1]), seed=4)), dry_run=True)
    assert np.isfinite(result[0].evs).all()
    assert result.dry_run
    assert result[0].dry_run
    assert "dry run" in repr(result[0])


@pytest.mark.parametrize("level", [0, 1])
def test_thousands_of_terms_on_a_hundred_qubits_are_planned_and_read_in_seconds(level: int) -> None:
    generator = np.random.default_rng(1)
    acting = generator.random((2000, 100)) < 0.02
    letters = np.where(acting, generator.choice(list("XYZ"), acting.shape), "I")
    observable = {"".join(row): 1.0 for row in letters}
    text = HEAD + "".join(f"sx ${qubit}; " for qubit in range(100))
    params = executor_params(
        plan_estimator((text, observable), seed=1, precision=0.2, resilience_level=level)
    )
    assert read(params, dry_run=True)[0].evs.shape == ()


def test_saved_results_are_read_again(tmp_path: Path) -> None:
    params = executor_params(plan_estimator((TURNED, "ZZ", [0.1]), seed=4))
    result = decode_result("executor", all_zero(params), as_=EstimatorResult)
    result.save(tmp_path / "it.json.gz")
    assert EstimatorResult.load(tmp_path / "it.json.gz")[0].evs == result[0].evs


def test_planning_and_reading_import_no_qiskit() -> None:
    script = f"""
import sys
sys.modules["qiskit"] = sys.modules["qiskit_ibm_runtime"] = None
sys.path.insert(0, {str(Path(__file__).parents[3])!r})
import numpy as np
from support.drawn_bits import drawn_body
from qrt_facade._programs.executor.program import executor_params
from qrt_facade._programs.through_executor.estimator import plan_estimator
from qrt_facade.results import decode_result
params = executor_params(plan_estimator(({TURNED!r}, "ZX", [0.1]), seed=1))
bits = lambda item, shape: np.zeros(shape, bool)
print(decode_result("executor", drawn_body(params, bits), dry_run=True)[0].shape)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == ("()", 0), done.stderr
