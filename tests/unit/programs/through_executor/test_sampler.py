"""Sampler jobs converted to executor programs."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from qrt_facade import ConfigurationError
from qrt_facade._circuits.encoding import encode_circuit
from qrt_facade._programs.executor.program import executor_params
from qrt_facade._programs.through_executor.sampler import plan_sampler

HEADER = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n'
PLAIN = HEADER + "bit[2] c; x $0; c[0] = measure $0; c[1] = measure $1;"
SWEPT = (
    HEADER + "input float zeta; input float alpha; bit[1] c; rz(zeta) $0; rz(alpha) $0; c[0] = measure $0;"
)
TWIRL = {"twirling": {"enable_measure": True}}


def pubs_of(program: Any) -> list[dict[str, Any]]:
    pubs: list[dict[str, Any]] = program.passthrough_data["qrt_facade"]["pubs"]
    return pubs


def test_a_pub_becomes_an_item_with_its_arguments_in_the_order_of_the_wire() -> None:
    program = plan_sampler([(SWEPT, {"zeta": [1, 2, 3], "alpha": 5})], seed=0)
    (item,) = program.items
    assert item.circuit == SWEPT
    assert item.parameters == ("alpha", "zeta")
    assert item.arguments.tolist() == [[5, 1], [5, 2], [5, 3]]
    assert item.shape == (3,)
    assert program.shots == 4096
    assert program.passthrough_data == {
        "qrt_facade": {
            "version": 1,
            "reads_as": "sampler",
            "meas_type": "classified",
            "shots": 4096,
            "pubs": [{"shape": [3], "shots": 4096}],
        }
    }


@pytest.mark.parametrize(
    ("values", "shape"),
    [
        ([1, 2], ()),
        ([[1, 2]], (1,)),
        (np.zeros((2, 3, 2)), (2, 3)),
        ({"zeta": [[1, 2]], "alpha": [[3], [4]]}, (2, 2)),
    ],
)
def test_sweeps_have_the_shape_that_a_sampler_gives_them(values: object, shape: tuple[int, ...]) -> None:
    (item,) = plan_sampler([(SWEPT, values)], seed=0).items
    assert (item.shape, item.arguments.shape) == (shape, (*shape, 2))


def test_shots_come_from_the_pub_then_the_job_then_the_options() -> None:
    options = {"default_shots": 30}
    assert plan_sampler([(PLAIN, None, 10)], shots=20, options=options, seed=0).shots == 10
    assert plan_sampler([PLAIN], shots=20, options=options, seed=0).shots == 20
    assert plan_sampler([PLAIN], options=options, seed=0).shots == 30


def test_different_shots_become_repetitions() -> None:
    program = plan_sampler([(PLAIN, None, 1000), (SWEPT, [[1, 2], [3, 4]], 1500)], seed=0)
    assert program.shots == 500
    assert [item.shape for item in program.items] == [(2,), (3, 2)]
    assert [pub["axes"] for pub in pubs_of(program)] == [[2], [3]]
    assert [pub["shots"] for pub in pubs_of(program)] == [1000, 1500]


def test_shots_whose_common_divisor_is_small_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="PUB 0 has 1,000, PUB 1 has 1,001"):
        plan_sampler([(PLAIN, None, 1000), (PLAIN, None, 1001)], seed=0)


def test_twirled_measurements_are_flipped_by_angles_of_zero() -> None:
    program = plan_sampler([(SWEPT, [[1, 2], [3, 4]])], shots=1000, options=TWIRL, seed=3)
    (item,), (pub,) = program.items, pubs_of(program)
    assert (program.shots, item.shape) == (64, (16, 2))
    assert item.parameters == ("alpha", "qrt_b0", "zeta")
    assert np.array_equal(item.arguments[..., 1], np.where(pub["flips"][..., 0], 0, np.pi))
    assert np.array_equal(item.arguments[..., [0, 2]], np.broadcast_to([[1, 2], [3, 4]], (16, 2, 2)))
    assert pub["flipped"] == {"c": [0]}
    assert (pub["shots"], pub["axes"]) == (1000, [16])


def test_randomizations_and_their_shots_count_when_both_are_given() -> None:
    options = {"twirling": {"enable_measure": True, "num_randomizations": 3, "shots_per_randomization": 50}}
    program = plan_sampler([PLAIN], shots=1000, options=options, seed=3)
    assert (program.shots, program.items[0].shape, pubs_of(program)[0]["shots"]) == (50, (3,), 150)


def test_the_same_seed_makes_the_same_program() -> None:
    def wire(seed: int) -> str:
        return json.dumps(executor_params(plan_sampler([PLAIN, PLAIN], options=TWIRL, seed=seed)))

    assert wire(7) == wire(7)
    assert wire(7) != wire(8)


def test_translates_options_to_the_executors_options() -> None:
    options = {
        "execution": {"init_qubits": False, "rep_delay": 1e-4, "meas_type": "kerneled"},
        "experimental": {
            "execution": {"scheduler_timing": True, "stretch_values": True, "fast": 1},
            "other": [2],
        },
        "dynamical_decoupling": {"enable": False, "sequence_type": "XY4"},
        "twirling": {"enable_gates": False, "num_randomizations": 4},
    }
    program = plan_sampler([PLAIN], options=options, seed=0)
    assert program.meas_level == "kerneled"
    chosen = program.options
    assert (chosen.init_qubits, chosen.rep_delay) == (False, 1e-4)
    assert (chosen.scheduler_timing, chosen.stretch_values) == (True, True)
    assert chosen.experimental == {"other": [2], "execution": {"fast": 1}}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"twirling": {"enable_gates": True}}, "twirling.enable_gates=True is not supported"),
        ({"dynamical_decoupling": {"enable": True}}, "dynamical_decoupling.enable=True is not supported"),
        ({"simulator": {"seed_simulator": 3}}, "simulator.seed_simulator is not supported"),
        ({"execution": {"meas_type": "avg_kerneled"}, **TWIRL}, "enable_measure=True flips bits"),
        (
            {"experimental": {"execution": {"stretch_values": 1}}},
            "experimental.execution.stretch_values=1 is not valid; accepted",
        ),
        ({"twirl": {}}, "has no option 'twirl'"),
    ],
)
def test_rejects_sampler_options_that_the_executor_does_not_support(
    options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ConfigurationError, match=message):
        plan_sampler([PLAIN], options=options, seed=0)


def test_an_unsupported_option_error_names_the_program_that_supports_it() -> None:
    with pytest.raises(ConfigurationError) as caught:
        plan_sampler([PLAIN], options={"twirling": {"enable_gates": True}}, seed=0)
    assert caught.value.__notes__ == [
        "program=\"primitives\" supports it as long as the service has the program 'sampler'"
    ]


def test_a_circuit_that_cannot_be_twirled_is_named_by_its_pub() -> None:
    with pytest.raises(ConfigurationError, match="PUB 1: the circuit cannot be read: line 3"):
        plan_sampler([PLAIN, HEADER + "bit[1] c; c[1] = measure $0;"], options=TWIRL, seed=0)


def test_metadata_of_a_circuit_are_kept_as_text() -> None:
    qiskit = pytest.importorskip("qiskit")
    circuit = qiskit.QuantumCircuit(1, 1, metadata={"data": [1], "shape": [2], "dtype": "x"})
    circuit.measure(0, 0)
    program = plan_sampler([circuit, encode_circuit(circuit)], seed=0)
    assert [json.loads(pub["circuit_metadata"]) for pub in pubs_of(program)] == [circuit.metadata] * 2
    executor_params(program)


def test_rejects_a_circuit_with_unknown_parameters() -> None:
    wire = {"__type__": "QuantumCircuit", "__value__": "damaged"}
    with pytest.raises(ConfigurationError, match="PUB 0: the circuit's parameters cannot be read"):
        plan_sampler([(wire, [0.5])], seed=0)
