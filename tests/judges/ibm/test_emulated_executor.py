"""Compare the emulator's executor, which shares no code with IBM's, with IBM's encoders, models and decoders."""

from __future__ import annotations

import json
from copy import deepcopy
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from ibm_quantum_schemas.common import CompressedTensorModel, OpenQasm3DataModel, TensorModel
from judges.ibm.emulated import body_of
from judges.ibm.test_results import EXECUTOR_VERSIONS, by_ibms_client, check_model, turned
from pydantic import ValidationError
from qiskit import QuantumCircuit
from qiskit.circuit import ClassicalRegister, QuantumRegister
from support.examples_drawn import drawn

from qrt_facade.emulator.domain.errors import ApiError
from qrt_facade.emulator.domain.quantum_programs import VERSIONS, check_program
from qrt_facade.emulator.simulation.quantum_programs import tensors
from qrt_facade.results import ExecutorResult, decode_result

if TYPE_CHECKING:
    from collections.abc import Iterator

# Warnings of Qiskit and its runtime are not tested here.
pytestmark = pytest.mark.filterwarnings("ignore")

LEVELS = [(name, level) for name, version in VERSIONS.items() for level in version.levels]


def models(version: str) -> Any:
    return import_module("ibm_quantum_schemas.executor.version_" + version[1:].replace(".", "_"))


def waiting() -> QuantumCircuit:
    """A circuit with a stretch, and with qubits measured in another order than the bits."""
    circuit = QuantumCircuit(QuantumRegister(3, "q"), ClassicalRegister(2, "c"), ClassicalRegister(1, "d"))
    stretch = circuit.add_stretch("gap")
    circuit.barrier()
    for _ in range(5):
        circuit.sx(0)
    circuit.delay(stretch, 1)
    circuit.x(1)
    circuit.delay(stretch, 1)
    circuit.barrier()
    circuit.measure([1, 0, 2], [0, 1, 2])
    return circuit


def encoded(version: str, level: str = "classified", **options: Any) -> dict[str, Any]:
    """Params as IBM's client writes them."""
    from qiskit_ibm_runtime.options_models import ExecutorOptions
    from qiskit_ibm_runtime.quantum_program import QuantumProgram
    from qiskit_ibm_runtime.quantum_program.params_converters import QUANTUM_PROGRAM_PARAMS_CONVERTERS

    program = QuantumProgram(30, meas_level=level)
    program.append_circuit_item(turned(), circuit_arguments=np.linspace(0, 3, 12).reshape(2, 3, 2))
    program.append_circuit_item(waiting())
    encoder: Any = QUANTUM_PROGRAM_PARAMS_CONVERTERS[version].encoder
    params: dict[str, Any] = encoder(program, ExecutorOptions()).model_dump(mode="json")
    params["options"] |= options
    return params


@pytest.mark.parametrize(("version", "level"), LEVELS)
def test_results_of_each_level_and_version_are_decoded_alike(version: str, level: str) -> None:
    in_time = {"scheduler_timing": True, "stretch_values": True} if version != "v0.1" else {}
    body = body_of("executor", encoded(version, level, **in_time), noise=True)
    check_model(models(version).QuantumProgramResultModel, body)
    theirs = by_ibms_client("executor", body)
    ours = decode_result("executor", body, as_=ExecutorResult)
    names = {
        "classified": ["c", "d"],
        "kerneled": ["c_iq", "d_iq"],
        "avg_kerneled": ["c_avg_iq", "d_avg_iq"],
        "both": ["c", "d", "c_iq", "d_iq"],
    }
    assert list(theirs[1]) == names[level]
    for mine, other in zip(ours, theirs, strict=True):
        for name, values in other.items():
            np.testing.assert_array_equal(np.asarray(mine.array(name)), values)
    if in_time:
        timing, (gap,) = theirs[1].metadata.scheduler_timing, theirs[1].metadata.stretch_values
        assert all(line.count(",") == 5 for line in timing.timing.splitlines())
        assert timing.circuit_duration > 0
        assert (gap.name, gap.value, gap.remainder) == ("gap", 12, 0)
        assert [duration for _, duration in gap.expanded_values] == [12, 12]
    if level in {"classified", "both"}:
        # Bit 0 belongs to qubit 1, which is flipped; qubit 2 is not touched.
        assert theirs[1]["c"][:, 0].mean() > 0.8
        assert theirs[1]["d"].mean() < 0.2


def test_text_and_qpy_of_one_circuit_have_the_same_result() -> None:
    params = encoded("v2.0")
    del params["quantum_program"]["items"][1]
    text = OpenQasm3DataModel.from_python([on_the_device(turned())]).model_dump(mode="json")
    results = []
    for circuits in (packed(turned()), text):
        params["quantum_program"]["circuits"] = circuits
        models("v2.0").ParamsModel.model_validate(params)
        results.append(json.loads(body_of("executor", params, noise=True))["data"])
    assert results[0] == results[1]


def on_the_device(circuit: QuantumCircuit) -> QuantumCircuit:
    """The circuit as wide as the device, as texts with a qubit register are parsed."""
    wide = QuantumCircuit(QuantumRegister(156, "q"), *circuit.cregs)
    return wide.compose(circuit, range(circuit.num_qubits), range(circuit.num_clbits))


def packed(circuit: QuantumCircuit) -> dict[str, Any]:
    from ibm_quantum_schemas.common import CompressedQpyDataModel

    sent: dict[str, Any] = CompressedQpyDataModel.from_python([on_the_device(circuit)]).model_dump(
        mode="json"
    )
    return sent


PLAIN = ["float64", "bool", "uint8", "complex128"]
EXTENDED = [
    *PLAIN,
    "float16",
    "float32",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint16",
    "uint32",
    "uint64",
    "complex64",
]


def some_array(kinds: list[str]) -> st.SearchStrategy[Any]:
    shapes = arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=5)
    return st.sampled_from(kinds).flatmap(lambda kind: arrays.arrays(kind, shapes))


@given(array=some_array(EXTENDED))
@settings(max_examples=drawn(25), deadline=None)
def test_compressed_tensors_match_ibms_models(array: Any) -> None:
    model = CompressedTensorModel.model_validate(tensors.encode(array, packed=True))
    np.testing.assert_array_equal(model.to_numpy(), array)
    written = CompressedTensorModel.from_numpy(array).model_dump(mode="json")
    read = tensors.decode(written, "array", packed=True)
    np.testing.assert_array_equal(read, array)
    assert read.dtype == array.dtype


@given(array=some_array(PLAIN))
@settings(max_examples=drawn(20), deadline=None)
def test_uncompressed_tensors_match_ibms_models(array: Any) -> None:
    model = TensorModel.model_validate(tensors.encode(array, packed=False))
    np.testing.assert_array_equal(model.to_numpy(), array)
    read = tensors.decode(TensorModel.from_numpy(array).model_dump(mode="json"), "array", packed=False)
    np.testing.assert_array_equal(read, array)
    assert read.dtype == array.dtype


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Return the path of each key and element."""
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for name, inner in entries:
        yield (*path, name)
        yield from places(inner, (*path, name))


def without(params: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    changed = deepcopy(params)
    place: Any = changed
    for name in path[:-1]:
        place = place[name]
    del place[path[-1]]
    return changed


def altered(params: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    changed = deepcopy(params)
    place: Any = changed
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    return changed


@pytest.mark.parametrize("version", EXECUTOR_VERSIONS)
def test_params_are_refused_exactly_where_ibms_models_refuse_them(version: str) -> None:
    params = encoded(version)
    check_program(params, in_session=False)
    unlike = []
    for path in places(params):
        if path == ("schema_version",):
            continue  # each model uses its own version if none is stated
        for mutant in (without(params, path), altered(params, path, {"another": "kind"})):
            ours, theirs = is_accepted(mutant), is_accepted_by(models(version).ParamsModel, mutant)
            if ours != theirs and not (ours and is_seen_later(path)):
                unlike.append((path, ours, theirs))
    assert unlike == []


def is_accepted(params: dict[str, Any]) -> bool:
    try:
        check_program(params, in_session=False)
    except ApiError:
        return False
    return True


def is_accepted_by(model: Any, params: dict[str, Any]) -> bool:
    try:
        model.model_validate(params)
    except ValidationError:
        return False
    return True


def is_seen_later(path: tuple[Any, ...]) -> bool:
    """Return whether the error only shows when the job runs: IBM's models look into the circuits and the arrays."""
    return "shape" in path[-2:] or (path[:2] == ("quantum_program", "items") and len(path) == 3)
