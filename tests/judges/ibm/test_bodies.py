"""Compare the bodies that we send with IBM's models of them and with the bodies of IBM's own client for the same PUBs.

The API's document allows more forms than IBM's models, which describe those of IBM's Python client. If ours is one of
the others, `completed` converts it to the form of that client:

- a PUB may end early, and its values be missing: the client sends an empty array, and null for shots or precision;
- values may be plain lists, or lists by name: the client sends one array, with `circuit.parameters` as its last axis;
- observables may be labels: the client sends sums;
- shots and precision may be outside the PUBs: the client sends them in each PUB without its own.
"""

from __future__ import annotations

import base64
import io
import json
import math
import random
import zlib
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import qiskit.qasm3
import qiskit.qpy
from ibm_quantum_schemas.estimator.version_0_1 import ParamsModel as EstimatorModel
from ibm_quantum_schemas.noise_learner_v2.version_0_1 import ParamsModel as NoiseLearnerModel
from ibm_quantum_schemas.sampler.version_0_1 import ParamsModel as SamplerModel
from qiskit import QuantumCircuit
from qiskit.circuit import Parameter, ParameterVector
from qiskit.primitives.containers.bindings_array import BindingsArray
from qiskit.primitives.containers.estimator_pub import EstimatorPub
from qiskit.primitives.containers.observables_array import ObservablesArray
from qiskit.primitives.containers.sampler_pub import SamplerPub
from qiskit.quantum_info import Pauli, PauliList, SparseObservable, SparsePauliOp
from qiskit_ibm_runtime.json import RuntimeEncoder
from qiskit_ibm_runtime.options import EstimatorOptions as EstimatorOptionsOfIbm
from qiskit_ibm_runtime.options import SamplerOptions as SamplerOptionsOfIbm

from qrt_facade._programs.params import estimator_params, noise_learner_params, sampler_params

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import BaseModel

MODELS: dict[str, type[BaseModel]] = {"sampler": SamplerModel, "estimator": EstimatorModel}


def written(params: Any) -> dict[str, Any]:
    """Params as they come out of the wire."""
    read: dict[str, Any] = json.loads(json.dumps(params, cls=RuntimeEncoder))
    return read


def by_ibms_client(
    program: str, pubs: Sequence[Any], measure: Any, options: dict[str, Any], **beside: Any
) -> dict[str, Any]:
    """Return what `SamplerV2.run` and `EstimatorV2.run` send, by calling their code."""
    of_pub, of_options = (
        (SamplerPub, SamplerOptionsOfIbm) if program == "sampler" else (EstimatorPub, EstimatorOptionsOfIbm)
    )
    inputs = of_options._get_program_inputs(asdict(of_options(**options, **beside)))
    return written({"pubs": [of_pub.coerce(pub, measure) for pub in pubs], **inputs})


def completed(program: str, params: dict[str, Any]) -> dict[str, Any]:
    """Return the body in the only form that IBM's models describe; shots that are not set get a default."""
    body = written(params)
    beside = body.pop("shots" if program == "sampler" else "precision", None)
    size = 3 if program == "sampler" else 4
    pubs = []
    for pub in body["pubs"]:
        source, *middle, measure = [*pub, *[None] * (size - len(pub))]
        circuit = loaded(source)
        *observables, values = middle
        values = np.array([]) if values is None else read_values(values, circuit)
        parts: list[Any] = [source, np.asarray(values, float), beside if measure is None else measure]
        if observables:
            parts.insert(1, ObservablesArray.coerce(observables[0]).tolist())
        pubs.append(parts)
    return written({**body, "pubs": pubs})


def loaded(source: Any) -> QuantumCircuit:
    if isinstance(source, str):
        return qiskit.qasm3.loads(source)
    return qiskit.qpy.load(io.BytesIO(zlib.decompress(base64.b64decode(source["__value__"]))))[0]


def read_values(values: Any, circuit: QuantumCircuit) -> Any:
    if isinstance(values, dict) and values.get("__type__") == "ndarray":
        return np.load(io.BytesIO(zlib.decompress(base64.b64decode(values["__value__"]))))
    return BindingsArray.coerce(values).as_array(circuit.parameters) if isinstance(values, dict) else values


def meant(program: str, body: dict[str, Any]) -> dict[str, Any]:
    """Return a completed body with parsed circuits and arrays, for comparison."""
    pubs = []
    for source, *observables, values, measure in body["pubs"]:
        circuit = loaded(source)
        array = read_values(values, circuit)
        pub = (circuit, *observables, array if array.size else None, measure)
        kind = SamplerPub if program == "sampler" else EstimatorPub
        coerced = kind.coerce(pub)
        bound = coerced.parameter_values.as_array(circuit.parameters)
        pubs.append((circuit, observables, np.shape(bound), np.asarray(bound).tolist(), measure))
    return {**body, "pubs": pubs}


def check_against_ibm(program: str, ours: Any, theirs: dict[str, Any]) -> None:
    full = completed(program, ours)
    assert meant(program, full) == meant(program, {**theirs, "support_qiskit": full["support_qiskit"]})
    model = MODELS[program]
    for pub in full["pubs"]:
        if program == "sampler" and pub[-1] is None:
            pub[-1] = 4096
        if program == "estimator" and isinstance(
            pub[1], list
        ):  # the model only supports lists without nested lists
            pub[1] = list(flattened(pub[1]))
    model.model_validate_json(json.dumps(full))


def flattened(observables: Any) -> Any:
    for item in observables:
        if isinstance(item, list):
            yield from flattened(item)
        else:
            yield item


# What PUBs are made of


def drawn_circuit(rng: random.Random, *, measured: bool) -> QuantumCircuit:
    width = rng.randint(1, 3)
    circuit = QuantumCircuit(width)
    vector = ParameterVector("v", 11)
    parameters = rng.choice(
        [
            [],
            [Parameter("θ")],
            [Parameter("b"), Parameter("a")],
            [Parameter("z"), vector[10], vector[2]],
            list(vector),
        ]
    )
    for parameter in parameters:
        circuit.rz(parameter * rng.choice([1, 0.5]), rng.randrange(width))
    circuit.sx(0)
    if measured:
        circuit.measure_all()
    circuit.metadata = rng.choice([{}, {"label": "a", "at": [1, 2]}])
    return circuit


def drawn_values(rng: random.Random, circuit: QuantumCircuit, shape: tuple[int, ...]) -> Any:
    """Return values for all parameters of a circuit in a sweep of a shape, in one of Qiskit's forms."""
    parameters = list(circuit.parameters)
    array = np.array([rng.uniform(-4, 4) for _ in range(math.prod(shape) * len(parameters))])
    array = array.reshape(*shape, len(parameters))
    if not parameters:
        return rng.choice([None, [], {}]) if shape == () else array
    forms: list[Any] = [
        array,
        array.tolist(),
        {tuple(parameters): array},
        {tuple(parameter.name for parameter in parameters): array.tolist()},
        BindingsArray({tuple(parameters): array}),
        {parameter: array[..., at] for at, parameter in enumerate(parameters)},
        {parameter.name: array[..., at].tolist() for at, parameter in enumerate(parameters)},
    ]
    return rng.choice(forms)


def drawn_observable(rng: random.Random, width: int) -> Any:
    labels = ["".join(rng.choice("IXYZ") for _ in range(width)) for _ in range(rng.randint(1, 3))]
    of_label = {
        label: rng.choice([1.0, -0.5, 2.0]) for label in labels
    }  # the terms of one Pauli do not cancel
    weights = [of_label[label] for label in labels]
    operator = SparsePauliOp(labels, weights)
    return rng.choice(
        [
            labels[0],
            Pauli(labels[0]),
            dict(zip(labels, weights, strict=True)),
            operator,
            SparseObservable(operator),
        ]
    )


def drawn_observables(rng: random.Random, width: int) -> Any:
    shape = rng.choice([(), (1,), (3,), (2, 3), (2, 1)])
    if not shape:
        return drawn_observable(rng, width)
    items = [drawn_observable(rng, width) for _ in range(math.prod(shape))]
    if rng.random() < 0.2 and len(shape) == 1:
        return PauliList(["".join(rng.choice("IXYZ") for _ in range(width)) for _ in items])
    nested: list[Any] = items
    for size in reversed(shape[1:]):
        nested = [nested[at : at + size] for at in range(0, len(nested), size)]
    return rng.choice([nested, ObservablesArray(nested)])


def check_sampler(seed: int) -> None:
    rng = random.Random(seed)
    pubs = []
    for _ in range(rng.randint(1, 3)):
        circuit = drawn_circuit(rng, measured=True)
        shape = rng.choice([(), (), (1,), (3,), (2, 3), (3, 1)])
        pub = [circuit, drawn_values(rng, circuit, shape), rng.choice([None, 1, 100])]
        pubs.append(tuple(pub[: 2 if pub[2] is None else 3]))
    shots = rng.choice([None, 7])
    ours = sampler_params(pubs, shots=shots, support_qiskit=True)
    check_against_ibm("sampler", {"options": {}, **ours}, by_ibms_client("sampler", pubs, shots, {}))


def check_estimator(seed: int) -> None:
    rng = random.Random(seed)
    pubs = []
    for _ in range(rng.randint(1, 3)):
        circuit = drawn_circuit(rng, measured=False)
        observables = drawn_observables(rng, circuit.num_qubits)
        broadcast = ObservablesArray.coerce(observables).shape
        shape = rng.choice([(), (1,), broadcast])
        pub = [circuit, observables, drawn_values(rng, circuit, shape), rng.choice([None, 0.1, 1e-2])]
        pubs.append(tuple(pub[: 3 if pub[3] is None else 4]))
    precision, level = rng.choice([None, 0.05]), rng.choice([0, 1, 2])
    ours = estimator_params(pubs, precision=precision, resilience_level=level, support_qiskit=True)
    theirs = by_ibms_client("estimator", pubs, precision, {}, resilience_level=level)
    check_against_ibm("estimator", {"options": {}, **ours}, theirs)


CHECKS = {"sampler": check_sampler, "estimator": check_estimator}


@pytest.mark.parametrize("program", CHECKS)
def test_pubs_have_the_same_meaning_in_ibms_client(program: str) -> None:
    for seed in range(25):
        CHECKS[program](seed)


@pytest.mark.long
@pytest.mark.parametrize("program", CHECKS)
def test_many_pubs_have_the_same_meaning_in_ibms_client(program: str) -> None:
    for seed in range(3_000):
        CHECKS[program](seed)


TEXT = """OPENQASM 3.0; include "stdgates.inc"; input float[64] b; input float[64] a;
rz(a) $0; rz(b) $1; cz $0, $1; bit[2] c; c[0] = measure $0; c[1] = measure $1;"""


@pytest.mark.parametrize(
    "values", [[1, 2], {"a": 1, "b": 2}, {"b": [2.0, 3.0], "a": [1.0, 4.0]}, np.array([[1.0, 2.0]])]
)
def test_pubs_of_text_are_valid_in_ibms_models(values: Any) -> None:
    body = completed("sampler", sampler_params([(TEXT, values, 10)], support_qiskit=True))
    SamplerModel.model_validate_json(json.dumps(body))
    source, array, _ = body["pubs"][0]
    assert source == TEXT
    assert read_values(array, loaded(TEXT)).reshape(-1, 2)[0].tolist() == [
        1,
        2,
    ]  # a, b: in the order of the names
    unmeasured = TEXT.split("bit[2]", maxsplit=1)[0]
    body = completed("estimator", estimator_params([(unmeasured, ["ZZ", {"XX": 2.0}], [1, 2], 0.1)]))
    EstimatorModel.model_validate_json(json.dumps(body))
    assert body["pubs"][0][1] == [{"ZZ": 1.0}, {"XX": 2.0}]


@pytest.mark.parametrize(
    "circuit", [TEXT.split("bit[2]", maxsplit=1)[0], QuantumCircuit(2)], ids=["text", "QPY"]
)
def test_circuits_to_learn_from_are_valid_in_ibms_model(circuit: Any) -> None:
    body = written(noise_learner_params([circuit, circuit], options={"max_layers_to_learn": None}))
    read = NoiseLearnerModel.model_validate_json(json.dumps(body))
    assert read.model_dump(mode="json", by_alias=True, exclude_unset=True) == body
