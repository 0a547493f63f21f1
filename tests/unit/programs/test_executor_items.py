"""Executor items encoded as params, judged by IBM's models of each version."""

from __future__ import annotations

import base64
import io
import json
import sys
import zlib
from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qiskit import QuantumCircuit, qpy
from qiskit.circuit import Parameter, ParameterVector
from qiskit.circuit.classical import expr
from qiskit.quantum_info import PauliLindbladMap
from samplomatic import Twirl, build
from support.circuits import FLIP

from qrt_facade import ConfigurationError, ExecutorItem
from qrt_facade._circuits.qpy.bundles import bundled, unbundled
from qrt_facade._programs.executor.items import executor_job
from qrt_facade._programs.executor.samplexes import encode_samplex
from qrt_facade._programs.executor.versions import schema_of
from qrt_facade._programs.fingerprints import Fingerprint
from qrt_facade._programs.preflight import check

if TYPE_CHECKING:
    from pathlib import Path

TURN = """OPENQASM 3.0;
include "stdgates.inc";
input float b;
input float a;
bit[1] c;
rz(a) $0;
sx $0;
rz(b) $0;
c[0] = measure $0;
"""
VERSIONS = ("v0.1", "v0.2", "v1.0", "v1.1", "v2.0")


def turned(*, names: int = 2) -> QuantumCircuit:
    circuit = QuantumCircuit(1, 1)
    for parameter in ParameterVector("p", names):
        circuit.rz(parameter, 0)
        circuit.sx(0)
    circuit.measure(0, 0)
    return circuit


def judged(params: dict[str, Any]) -> Any:
    """Return the params as read by IBM's model of their version."""
    version = params["schema_version"].removeprefix("v").replace(".", "_")
    model = import_module(f"ibm_quantum_schemas.executor.version_{version}").ParamsModel
    return model.model_validate_json(json.dumps(params))


def circuits_of(read: Any) -> list[QuantumCircuit]:
    program = read.quantum_program
    if hasattr(program, "circuits"):
        return list(program.circuits.to_python())
    return [item.circuit.to_quantum_circuit() for item in program.items]


shapes = st.lists(st.integers(1, 3), max_size=3).map(tuple)


@given(
    sweep=shapes,
    more=shapes,
    names=st.integers(0, 3),
    version=st.sampled_from(VERSIONS),
    seed=st.integers(0, 9),
)
@settings(max_examples=25)
def test_ibms_model_reads_back_circuits_and_arguments(
    sweep: tuple[int, ...], more: tuple[int, ...], names: int, version: str, seed: int
) -> None:
    circuit = turned(names=names)
    values = np.random.default_rng(seed).normal(size=(*sweep, names))
    params = executor_job((circuit, values, (*more, *sweep)), shots=7, schema_version=version)
    read = judged(params)
    assert read.quantum_program.shots == 7
    assert circuits_of(read) == [circuit]
    (item,) = read.quantum_program.items
    assert np.array_equal(item.circuit_arguments.to_numpy(), np.broadcast_to(values, (*more, *sweep, names)))
    if version >= "v1.0":
        assert tuple(item.shape) == (*more, *sweep)
    assert params.pub_sizes[0].points == int(np.prod((*more, *sweep)))


@pytest.mark.parametrize("version", VERSIONS)
def test_encodes_text_as_the_schema_version_requires(version: str) -> None:
    params = executor_job((TURN, {"a": [0.1, 0.2], "b": 3.0}), schema_version=version)
    read = judged(params)
    (circuit,) = circuits_of(read)
    assert [parameter.name for parameter in circuit.parameters] == ["a", "b"]
    assert read.quantum_program.items[0].circuit_arguments.to_numpy().tolist() == [[0.1, 3.0], [0.2, 3.0]]
    if version == "v2.0":
        assert params["quantum_program"]["circuits"] == {"data": [TURN]}


def test_openqasm_2_goes_as_openqasm_3_and_its_faults_name_the_item() -> None:
    old = 'OPENQASM 2.0; include "qelib1.inc"; qreg q[1]; creg c[1]; sx q[0]; measure q -> c;'
    (circuit,) = circuits_of(judged(executor_job(old)))
    assert [one.operation.name for one in circuit.data] == ["sx", "measure"]
    with pytest.raises(ConfigurationError, match="item 1: the OpenQASM 2 text cannot be read: line 1"):
        executor_job([FLIP, old.replace("sx", "nothing")])


def test_values_by_position_follow_qiskits_order_of_the_parameters() -> None:
    circuit = QuantumCircuit(1, 1)
    vector = ParameterVector("v", 12)
    for parameter in (vector[10], vector[2], Parameter("z"), Parameter("A"), Parameter("v_")):
        circuit.rz(parameter, 0)
    circuit.measure(0, 0)
    names = [parameter.name for parameter in circuit.parameters]
    by_name = executor_job((circuit, {name: float(index) for index, name in enumerate(names)}))
    by_position = executor_job((circuit, [float(index) for index in range(len(names))]))
    assert by_name == by_position
    read = judged(by_name)
    assert [parameter.name for parameter in circuits_of(read)[0].parameters] == names
    assert read.quantum_program.items[0].circuit_arguments.to_numpy().tolist() == [0.0, 1.0, 2.0, 3.0, 4.0]


@pytest.mark.parametrize("as_file", [False, True])
def test_parameters_that_only_look_like_elements_of_a_vector_are_ordered_as_text(
    tmp_path: Path, *, as_file: bool
) -> None:
    circuit = QuantumCircuit(1, 1)
    vector = ParameterVector("v", 12)
    plain = [Parameter(name) for name in ("p[2]", "p[10]", "v[1", "v[3]", "v[11]")]
    for number, parameter in enumerate([*plain, vector[2], vector[10]]):
        circuit.rz(parameter * 2 if number % 2 else parameter, 0)
    circuit.measure(0, 0)
    names = [parameter.name for parameter in circuit.parameters]
    assert names == ["p[10]", "p[2]", "v[2]", "v[10]", "v[1", "v[11]", "v[3]"]
    given: Any = circuit
    if as_file:
        given = tmp_path / "circuit.qpy"
        with given.open("wb") as file:
            qpy.dump(circuit, file, version=17)
    values = {name: float(index) for index, name in enumerate(names)}
    for arguments in (values, list(values.values()), np.array(list(values.values()))):
        (item,) = judged(executor_job((given, arguments))).quantum_program.items
        assert item.circuit_arguments.to_numpy().tolist() == list(values.values())


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("as_file", [False, True])
def test_accepts_stretches_and_boxes_for_the_executor(tmp_path: Path, version: str, *, as_file: bool) -> None:
    circuit = QuantumCircuit(2, 1)
    stretch = circuit.add_stretch("gap")
    with circuit.box():
        circuit.rz(Parameter("b"), 0)
        circuit.delay(stretch, 1)
        circuit.rz(Parameter("a"), 0)
    circuit.delay(expr.mul(stretch, 2), 0)
    circuit.measure(0, 0)
    given: Any = circuit
    if as_file:
        given = tmp_path / "circuit.qpy"
        with given.open("wb") as file:
            qpy.dump(circuit, file, version=16)
    params = executor_job((given, {"a": 1, "b": 2}), schema_version=version)
    read = judged(params)
    assert circuits_of(read) == [circuit]
    assert read.quantum_program.items[0].circuit_arguments.to_numpy().tolist() == [1.0, 2.0]
    wide = {"n_qubits": 2, "basis_gates": ["rz"], "supported_instructions": ["rz", "measure", "delay"]}
    assert check("executor", params, wide) == []


@pytest.mark.parametrize("version", range(13, qpy.QPY_VERSION + 1))
def test_merged_qpy_files_equal_the_file_that_qiskit_writes(version: int) -> None:
    def written(*circuits: QuantumCircuit) -> bytes:
        buffer = io.BytesIO()
        qpy.dump(list(circuits), buffer, version=version)
        return buffer.getvalue()

    circuits = [turned(names=names) for names in (3, 0, 12)]
    files = [written(one) for one in circuits]
    assert bundled(files) == written(*circuits)
    assert unbundled(files[0]) == files[:1]
    assert unbundled(written(*circuits)) == (files if version >= 16 else None)
    assert unbundled(written(*circuits)[:-1] if version < 16 else b"QISKIT") is None


def test_texts_mixed_with_qiskit_circuits_are_sent_as_qpy() -> None:
    circuit = turned()
    read = judged(executor_job([(TURN, [0.1, 0.2]), (circuit, [0.3, 0.4])]))
    text, same = circuits_of(read)
    assert [parameter.name for parameter in text.parameters] == ["a", "b"]
    assert same == circuit


def test_qpy_of_several_versions_goes_as_one_file(tmp_path: Path) -> None:
    paths = []
    for version in (13, 17):
        paths.append(tmp_path / f"{version}.qpy")
        with paths[-1].open("wb") as file:
            qpy.dump(turned(names=0), file, version=version)
    assert circuits_of(judged(executor_job(paths))) == [turned(names=0)] * 2
    assert circuits_of(judged(executor_job(paths, schema_version="v0.1"))) == [turned(names=0)] * 2


def test_settings_arrive_under_their_names() -> None:
    read = judged(
        executor_job(
            FLIP,
            init_qubits=False,
            rep_delay=1e-4,
            scheduler_timing=True,
            stretch_values=True,
            meas_level="both",
            experimental={"fast": [1]},
        )
    )
    assert read.options.model_dump() == {
        "init_qubits": False,
        "rep_delay": 1e-4,
        "scheduler_timing": True,
        "stretch_values": True,
        "experimental": {"fast": [1]},
    }
    assert read.quantum_program.meas_level == "both"
    assert read.quantum_program.shots == 4096
    assert read.quantum_program.semantic_role is None


leaves = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(codec="utf-8"), max_size=5),
    st.sampled_from([np.arange(3), np.eye(2) > 0, np.array(2 - 3j), np.complex64(2j), 1 - 2j, np.zeros((0, 2), np.float16), np.array([255], np.uint8)]),
)  # fmt: skip


@given(
    st.lists(
        leaves | st.lists(leaves, max_size=2) | st.dictionaries(st.text("abc"), leaves, max_size=2),
        max_size=3,
    )
)
@settings(max_examples=20)
def test_passthrough_data_round_trips(tree: Any) -> None:
    def plain(value: Any) -> Any:
        if hasattr(value, "to_numpy"):
            value = value.to_numpy()
        if isinstance(value, (np.ndarray, np.complexfloating, complex)):
            value = np.asarray(value)
            return (str(value.dtype), value.shape, value.tobytes())
        if isinstance(value, list):
            return [plain(one) for one in value]
        return {key: plain(one) for key, one in value.items()} if isinstance(value, dict) else value

    read = judged(executor_job(FLIP, passthrough_data=tree))
    assert plain(read.quantum_program.passthrough_data) == plain(tree)


CIRCULAR: list[Any] = []
CIRCULAR.append(CIRCULAR)


@pytest.mark.parametrize(
    ("items", "keywords", "says"),
    [
        ([], {}, "There are no items"),
        ({"a": FLIP}, {}, "in a mapping or a set"),
        ([(FLIP,), 5], {}, "item 1 is 5"),
        ((FLIP, None, None, 1), {}, "item 0 has 4 elements"),
        (5, {}, "5"),
        (b"OPENQASM 3.0;", {}, "is not a circuit"),
        ([(FLIP,), "bell.qasm"], {}, r"pathlib\.Path"),
        ([FLIP, ExecutorItem(5)], {}, "item 1: "),
        ((TURN, CIRCULAR), {}, "item 0: .*nested too deeply"),
        ((TURN, [[0.1, 0.2]] * 3, (4,)), {}, r"item 0: the shape \(4,\) does not extend the shape \(3,\)"),
        ((TURN, [[0.1, 0.2]] * 3, (3, 1)), {}, "does not extend"),
        ((TURN, [[0.1, 0.2]] * 3, ()), {}, "does not extend"),
        ((TURN, [0.1, 0.2], (0,)), {}, "item 0: shape=0"),
        ((TURN, [0.1, 0.2], "ab"), {}, "item 0: shape='ab': expected a whole number, or a tuple of them"),
        ((FLIP, None, b"ab"), {}, "item 0: shape=b'ab'"),
        ((FLIP, None, {2, 3}), {}, "item 0: shape={2, 3}"),
        ((FLIP, None, {2: 3}), {}, "item 0: shape={2: 3}"),
        ((FLIP, None, np.array(3)), {}, r"item 0: shape=array\(3\)"),
        ((FLIP, None, True), {}, "item 0: shape=True"),
        ((FLIP, None, (1,) * 31), {}, "item 0: the shape has 31 axes; accepted: at most 30"),
        ((TURN, [0.1, 0.2], (10**6, 10**6)), {}, "has 1000000000000 points; accepted: at most 10000000 executions"),
        ((FLIP, None, 10**19), {}, "item 0: the shape .* has 10000000000000000000 points"),
        ((TURN, 0.5), {}, "item 0: 0.5 alone is ambiguous: it could be a parameter or shots, which are set for the whole job"),
        ((TURN, np.array(0.5)), {}, r"Pass \[array\(0.5\)\] for a parameter"),
        ((TURN, np.ma.array([0.1, 0.2], mask=[False, True])), {}, "item 0: a parameter value is masked"),
        ((TURN, {"a": np.ma.array([0.1, 0.2], mask=[0, 1]), "b": 1}), {}, "item 0: a parameter value is masked"),
        ((TURN, [0.1]), {}, "there is 1 value, but the circuit has 2 parameters"),
        ((TURN, [0.1, 0.2, 0.3]), {}, "there are 3 values"),
        ((TURN, {"a": 0.1}), {}, "'b' have no values"),
        ((TURN, {"a": 0.1, "b": 1, "c": 2}), {}, "no parameter 'c'"),
        (TURN, {}, "'a', 'b' have no values"),
        ((TURN, [0.1, float("nan")]), {}, "item 0: .*not finite"),
        ((TURN, np.array([0.1, np.inf])), {}, "item 0: .*not finite"),
        ((TURN, np.empty((0, 2))), {}, "has no points"),
        ([FLIP, ExecutorItem(FLIP, chunk_size=3)], {}, 'item 0 has chunk_size "auto", but item 1 has 3'),
        (ExecutorItem(FLIP, chunk_size=0), {}, "item 0: chunk_size=0"),
        (FLIP, {"chunk_size": 2}, "only supported within a session"),
        (FLIP, {"chunk_size": 2, "session": SimpleNamespace(mode="batch")}, "not within a batch"),
        (FLIP, {"chunk_size": "always"}, "chunk_size='always'"),
        (FLIP, {"shots": 0}, "shots=0"),
        (FLIP, {"shots": 1.5}, "shots=1.5"),
        (FLIP, {"rep_delay": "soon"}, "rep_delay='soon'"),
        (FLIP, {"rep_delay": -1}, "rep_delay=-1"),
        (FLIP, {"init_qubits": "no"}, "init_qubits='no'"),
        (FLIP, {"meas_level": "raw"}, "meas_level='raw'"),
        (FLIP, {"experimental": 5}, "experimental=5"),
        (FLIP, {"experimental": {"a": {1}}}, "experimental"),
        (FLIP, {"schema_version": "v3.0"}, "schema_version='v3.0' is not valid; accepted: 'v0.1'"),
        (FLIP, {"passthrough_data": {"a": [1, object()]}}, r"passthrough_data\['a'\]\[1\]"),
        (FLIP, {"passthrough_data": {1: 2}}, "the key 1 is not a string"),
        (FLIP, {"passthrough_data": [float("inf")]}, "is not finite"),
        (FLIP, {"passthrough_data": CIRCULAR}, "nested more than"),
        (FLIP, {"passthrough_data": {"data": 1, "shape": 2, "dtype": 3}}, "would be returned as an array"),
        (FLIP, {"passthrough_data": [np.ma.array([1, 2], mask=[0, 1])]}, r"passthrough_data\[0\]: a masked array"),
        (FLIP, {"passthrough_data": np.complex64(1), "schema_version": "v0.2"}, "an array with dtype complex64"),
        (FLIP, {"passthrough_data": np.array(["a"])}, "array with dtype <U1 cannot be sent"),
        (FLIP, {"passthrough_data": np.arange(2), "schema_version": "v1.1"}, "array with dtype int64 cannot be sent"),
        (FLIP, {"passthrough_data": 1, "schema_version": "v0.1"}, "passthrough_data: version v0.1"),
        (FLIP, {"scheduler_timing": True, "schema_version": "v0.1"}, "scheduler_timing: version v0.1"),
        (FLIP, {"stretch_values": True, "schema_version": "v0.1"}, "stretch_values: version v0.1"),
        (FLIP, {"experimental": {"a": 1}, "schema_version": "v0.1"}, "experimental: version v0.1"),
        (FLIP, {"meas_level": "kerneled", "schema_version": "v0.1"}, "meas_level='kerneled': version v0.1"),
        (FLIP, {"meas_level": "both", "schema_version": "v0.2"}, "meas_level='both': version v0.2"),
        ("OPENQASM 4.0; qubit q;", {"schema_version": "v1.0"}, "item 0 is OpenQASM text, and version v1.0"),
    ],
)  # fmt: skip
def test_rejects_invalid_items_and_names_the_argument(
    items: Any, keywords: dict[str, Any], says: str
) -> None:
    with pytest.raises(ConfigurationError, match=says):
        executor_job(items, **keywords)


def of(items: Any, *, level: int = -1, **keywords: Any) -> Fingerprint:
    """Return the fingerprint of a program whose binary parts are compressed differently."""

    def again(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: again(one) for key, one in value.items()}
        if isinstance(value, list):
            return [again(one) for one in value]
        if isinstance(value, str) and value.startswith("eJ"):
            return base64.b64encode(zlib.compress(zlib.decompress(base64.b64decode(value)), level)).decode()
        return value

    return Fingerprint.of("executor", again(dict(executor_job(items, **keywords))), "ibm_fez")


def test_compression_does_not_change_the_fingerprint_of_a_program() -> None:
    assert of((TURN, [0.1, 0.2])) == of((TURN + "// the same", {"a": 0.1, "b": 0.2}), level=1)
    assert of((turned(), [0.1, 0.2])) == of((turned(), [0.1, 0.2]), level=9)
    one = of((TURN, [0.1, 0.2]))
    assert one.differences(of((TURN.replace("sx", "x"), [0.1, 0.2]))) == ("the circuits",)
    assert one.differences(of((TURN, [0.1, 0.3]))) == ("the parameter values or observables",)
    assert one.differences(of((TURN, [0.1, 0.2]), shots=9)) == ("the options (shots and precision included)",)
    assert one.differences(of((TURN, [0.1, 0.2]), scheduler_timing=True)) == (
        "the options (shots and precision included)",
    )


def test_fingerprints_passthrough_texts_unchanged_and_arrays_by_elements() -> None:
    packed = [base64.b64encode(zlib.compress(b"text" * 50, level)).decode() for level in (1, 9)]
    for one, other in [
        ('{"a":1}', '{"a": 1}'),
        ('{"a":1,"b":2}', '{"b":2,"a":1}'),
        packed,
        ("1", 1),
        ([[]], []),
    ]:
        found = [
            Fingerprint.of("executor", executor_job(FLIP, passthrough_data=[it]), "b") for it in (one, other)
        ]
        assert found[0].differences(found[1]) == ("the options (shots and precision included)",)
    tree = {"b": [np.arange(3), {"x": True}], "a": "text"}
    same = {"a": "text", "b": (np.arange(6)[:3], {"x": np.True_})}
    assert of(FLIP, passthrough_data=tree, level=1) == of(FLIP, passthrough_data=same, level=9)
    assert of(FLIP, passthrough_data=tree) != of(
        FLIP, passthrough_data=tree | {"b": [np.arange(4), {"x": True}]}
    )
    assert of(FLIP, passthrough_data=None) == of(FLIP)


@pytest.mark.parametrize("version", VERSIONS)
def test_accepts_quantum_programs_of_ibms_client(version: str) -> None:
    from qiskit_ibm_runtime.options_models.executor import ExecutorOptions
    from qiskit_ibm_runtime.quantum_program import QuantumProgram
    from qiskit_ibm_runtime.quantum_program.params_converters import QUANTUM_PROGRAM_PARAMS_CONVERTERS

    program = QuantumProgram(shots=11)
    circuit = turned(names=2)
    program.append_circuit_item(circuit, circuit_arguments=np.array([[0.1, 0.2], [0.3, 0.4]]))
    boxed = QuantumCircuit(2, 2)
    with boxed.box([Twirl()]):
        boxed.rx(0.5, 0)
        boxed.cz(0, 1)
    with boxed.box([Twirl()]):
        boxed.measure([0, 1], [0, 1])
    program.append_samplex_item(*build(boxed), shape=(3,))
    read = judged(executor_job(program, schema_version=version))
    theirs = QUANTUM_PROGRAM_PARAMS_CONVERTERS[version].encoder(program, ExecutorOptions())
    assert circuits_of(read) == circuits_of(theirs)
    assert read.quantum_program.shots == 11
    for mine, other in zip(read.quantum_program.items, theirs.quantum_program.items, strict=True):
        assert mine.item_type == other.item_type
        if mine.item_type == "circuit":
            assert np.array_equal(mine.circuit_arguments.to_numpy(), other.circuit_arguments.to_numpy())
        else:
            assert (mine.shape, mine.samplex.ssv) == (other.shape, other.samplex.ssv)
            assert mine.samplex_arguments == other.samplex_arguments
    with pytest.raises(ConfigurationError, match="shots: the QuantumProgram has its own shots"):
        executor_job(program, shots=3)
    with pytest.raises(ConfigurationError, match="parameters: items of samplomatic have their own arguments"):
        executor_job(program, parameters=[0.1, 0.2])


def test_arguments_may_set_what_a_quantum_program_leaves_unset() -> None:
    from qiskit_ibm_runtime.quantum_program import QuantumProgram

    program = QuantumProgram(shots=1000)
    program.append_circuit_item(turned(names=0))
    read = judged(
        executor_job(program, shots=int("1000"), meas_level="classified", passthrough_data={"a": 1})
    )
    assert (read.quantum_program.shots, read.quantum_program.passthrough_data) == (1000, {"a": 1})
    program.passthrough_data = {"a": 2}
    with pytest.raises(ConfigurationError, match="has its own passthrough_data"):
        executor_job(program, passthrough_data={"a": 1})


def test_arguments_of_a_samplex_are_written_by_their_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    boxed = QuantumCircuit(1, 1)
    with boxed.box([Twirl()]):
        boxed.measure(0, 0)
    _, samplex = build(boxed)
    schema = schema_of("v2.0")
    noise = PauliLindbladMap.from_list([("XI", 0.1), ("ZZ", 0.2)])
    arguments = {"a": True, "b": np.int64(3), "c": np.array([0.5]), "d": noise}
    written = encode_samplex(samplex, arguments, schema, "item 0")["samplex_arguments"]
    assert (written["a"], written["b"], type(written["b"])) == (True, 3, int)
    assert written["c"]["shape"] == [1]
    assert written["d"]["num_qubits"] == 2
    assert sorted(rate for *_, rate in written["d"]["sparse_terms"]) == [0.1, 0.2]
    with pytest.raises(ConfigurationError, match="item 0: samplex argument 'e': 'text' is not valid"):
        encode_samplex(samplex, {"e": "text"}, schema, "item 0")
    with pytest.raises(ConfigurationError, match="item 0: samplomatic cannot write the samplex: "):
        encode_samplex(object(), {}, schema, "item 0")
    monkeypatch.setitem(sys.modules, "samplomatic.ssv", None)
    with pytest.raises(ConfigurationError, match=r"item 0: .*install samplomatic"):
        encode_samplex(samplex, {}, schema, "item 0")
