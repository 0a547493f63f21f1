"""Judge a case: compare `check`, the emulated job, and a simulation of the same circuit.

Qiskit's own importers parse the circuits here. For circuits that the client refuses to encode, this module encodes them
itself, to see whether the job would fail as well.
"""

from __future__ import annotations

import base64
import io
import json
import re
import warnings
import zlib
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from judges.corpus.statistics import disagree
from qiskit import QuantumCircuit, qasm2, qasm3, qpy
from qiskit.primitives import StatevectorEstimator
from qiskit.primitives.containers.sampler_pub import SamplerPub
from qiskit.quantum_info import SparseObservable, SparsePauliOp
from qiskit_aer import AerSimulator

from qrt_facade._programs.params import estimator_params, sampler_params
from qrt_facade._programs.preflight import check
from qrt_facade._service.backends import seconds_per_dt
from qrt_facade.emulator.domain.devices import Device
from qrt_facade.emulator.simulation.programs import execute
from qrt_facade.errors import ConfigurationError
from qrt_facade.results import decode_result

if TYPE_CHECKING:
    from judges.corpus.cases import Case, Pub

SHOTS = 1000
PRECISION = 0.02
DEVIATIONS = 6
"""Standard errors that an estimated value may be away; one value in a billion is further."""

SEED = 11

WIDE = 20
"""Number of qubits up to which a state vector is fast."""

NEWEST_QPY = 17
"""Versions of QPY and OpenQASM that the service accepts."""


@dataclass
class Verdict:
    """The outcome of a case: of `check`, of the job, and all differences."""

    case: Case
    faults: list[str] = field(default_factory=list)
    checked: Any = None
    """The code of the first problem, None without one, "refused" if the PUB could not be encoded."""
    ended: int | None = None
    """The job's code, None if it completed."""
    message: str = ""
    compared: bool = False

    def __str__(self) -> str:
        return (
            f"{self.case}: check {self.checked}, job {self.ended}: {'; '.join(self.faults)} [{self.message}]"
        )


@cache
def device(name: str) -> Device:
    """A device that the emulator serves."""
    return Device.named(name)


def judge(case: Case) -> Verdict:
    """Try a case."""
    verdict = Verdict(case)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        params = _encoded(verdict)
        if params is not None:
            _check(verdict, params)
        outcome = _run(case, _own_params(case) if params is None else params)
        verdict.ended = outcome.reason_code
        verdict.message += outcome.reason or ""
        if outcome.status != "Completed" and outcome.reason_code is None:
            verdict.faults.append(f"the job ended as {outcome.status}")
        _compare_codes(verdict)
        if outcome.status == "Completed" and params is not None and case.compare and case.may_complete:
            decoded = decode_result(case.program, outcome.body)
            verdict.compared = True
            for index, pub in enumerate(case.pubs):
                verdict.faults += compare(case, pub, decoded[index])
    return verdict


def _encoded(verdict: Verdict) -> Any:
    case = verdict.case
    pubs = [_as_pub(case, pub) for pub in case.pubs]
    dt = seconds_per_dt(device(case.device).configuration)
    try:
        if case.program == "estimator":
            precision = PRECISION if case.precision is None else case.precision
            return estimator_params(
                pubs, options=case.options, precision=precision, resilience_level=case.level, dt=dt
            )
        return sampler_params(pubs, options=case.options, shots=SHOTS, dt=dt)
    except ConfigurationError as error:
        verdict.checked = "refused"
        verdict.message = f"{error} | "
    except Exception as error:  # noqa: BLE001  # the kind of fault that is looked for
        verdict.checked = "foreign"
        verdict.faults.append(f"encoding raises {type(error).__name__}: {error}")
    return None


def _as_pub(case: Case, pub: Pub) -> tuple[Any, ...]:
    if case.program == "estimator":
        return (pub.circuit, pub.observables, pub.values)
    return (pub.circuit, pub.values, pub.shots)


def _check(verdict: Verdict, params: Any) -> None:
    case = verdict.case
    try:
        problems = _problems(case, params)
    except Exception as error:  # noqa: BLE001  # the kind of fault that is looked for
        verdict.checked = "foreign"
        verdict.faults.append(f"check raises {type(error).__name__}: {error}")
        return
    verdict.checked = (problems[0].code or 0) if problems else None
    if problems:
        verdict.message = f"{problems[0].message} | "


def _problems(case: Case, params: Any) -> Any:
    of = device(case.device)
    return check(case.program, params, of.configuration)


def _run(case: Case, params: Any) -> Any:
    of = device(case.device)
    return execute(
        {
            "device": of.name, "configuration": str(of.configuration_file), "properties": str(of.properties_file),
            "cost": 10_000, "params": json.dumps(params), "program_id": case.program, "seed": SEED, "noise": False,
            "memory_mb": 2048,
        }
    )  # fmt: skip


def _compare_codes(verdict: Verdict) -> None:
    case, checked, ended = verdict.case, verdict.checked, verdict.ended
    if ended == 1500:
        verdict.faults.append("the job ends with 1500")
    if checked not in {"refused", "foreign"} and checked != ended:
        verdict.faults.append("check and the job differ")
    if checked == "refused" and ended is None and not case.refused:
        verdict.faults.append("encoding refuses it, but the job would complete")
    if ended is None and not case.may_complete:
        verdict.faults.append(f"the job must fail with {case.codes}")
    if ended is not None and ended not in case.codes:
        verdict.faults.append(f"the job must end with {case.codes or 'a result'}")


def _own_params(case: Case) -> dict[str, Any]:
    """The params of a case as the service accepts them, built without the client."""
    pubs = []
    for pub in case.pubs:
        circuit, values = pub.circuit, pub.values
        if isinstance(circuit, QuantumCircuit):
            file = io.BytesIO()
            qpy.dump(circuit, file, version=NEWEST_QPY)
            packed = base64.b64encode(zlib.compress(file.getvalue())).decode()
            circuit = {"__type__": "QuantumCircuit", "__value__": packed}
        if isinstance(values, dict):
            values = {getattr(name, "name", name): _plain(value) for name, value in values.items()}
        elif values is not None:
            values = _plain(values)
        if case.program == "estimator":
            pubs.append([circuit, _plain_observables(pub.observables), values, PRECISION])
        else:
            pubs.append([circuit, values, pub.shots or SHOTS])
    return {"pubs": pubs, "options": case.options, "version": 2}


def _plain(values: Any) -> Any:
    return np.asarray(values, dtype=float).tolist()


def _plain_observables(observables: Any) -> Any:
    if isinstance(observables, list):
        return [_plain_observables(one) for one in observables]
    if isinstance(observables, SparsePauliOp):
        return {label: float(value.real) for label, value in observables.to_list()}
    return observables


def read(pub: Pub) -> QuantumCircuit:
    """The circuit as Qiskit's own importers parse it."""
    source = pub.circuit if pub.reference is None else pub.reference
    if isinstance(source, QuantumCircuit):
        return source
    if re.search(r"^\s*OPENQASM\s+2|^\s*qreg|qelib1", source, re.MULTILINE) and "stdgates" not in source:
        return qasm2.loads(
            source,
            custom_instructions=qasm2.LEGACY_CUSTOM_INSTRUCTIONS,
            custom_classical=qasm2.LEGACY_CUSTOM_CLASSICAL,
        )
    # The service compares a bit with a number, as in the specification; the importer requires true and false.
    bits = re.sub(
        r"(\w\[\d\]) *([=!]=) *([01])\b", lambda m: f"{m[1]} {m[2]} {bool(int(m[3]))}".lower(), source
    )
    bits = re.sub(r"\b([01]) *== *(\w\[\d\])", lambda m: f"{m[2]} == {bool(int(m[1]))}".lower(), bits)
    return qasm3.loads(bits)


def compare(case: Case, pub: Pub, result: Any) -> list[str]:
    """Return the differences between a PUB's result and a simulation of its circuit."""
    circuit = read(pub)
    if case.program == "estimator":
        return _compare_values(circuit, pub, result)
    container = SamplerPub.coerce((circuit, _broadcast(pub.values), pub.shots or SHOTS))
    bound = np.empty(container.shape, dtype=object)
    bound[...] = container.parameter_values.bind_all(circuit)
    names = {register.name: register for register in circuit.cregs if len(register)}
    if set(result.data) - {register.name for register in circuit.cregs} or set(names) - set(result.data):
        return [f"the registers are {sorted(result.data)} instead of {sorted(names)}"]
    faults = [
        f"the shape of {name} is {result.data[name].shape} instead of {container.shape}"
        for name in names
        if result.data[name].shape != container.shape
    ]
    for index in np.ndindex(container.shape) if not faults else ():
        found = [result.data[name].ints(index or None) for name in names]
        expected = _simulated(bound[index], list(names.values()), circuit)
        if disagree(list(zip(*found, strict=True)), expected):
            faults.append(f"the counts at {index} differ from the simulation")
    return faults


def _broadcast(values: Any) -> Any:
    """Return values of one shape, if their shapes would only broadcast in NumPy."""
    if not isinstance(values, dict) or len({np.shape(value) for value in values.values()}) < 2:
        return values
    return dict(zip(values, np.broadcast_arrays(*values.values()), strict=True))


def _simulated(bound: QuantumCircuit, registers: list[Any], circuit: QuantumCircuit) -> list[tuple[int, ...]]:
    """Return shots, each as the numbers in its registers."""
    # Aer's own search for idle qubits loses the positions of conditional jumps.
    narrow = _without_idle_qubits(bound)
    method = "automatic" if narrow.num_qubits <= WIDE else "matrix_product_state"
    simulator = AerSimulator(
        method=method, max_parallel_threads=1, seed_simulator=SEED + 1, enable_truncation=False
    )
    counts = simulator.run(narrow, shots=2 * SHOTS).result().data()["counts"]
    places = [[circuit.find_bit(bit).index for bit in register] for register in registers]
    shots = []
    for outcome, count in counts.items():
        bits = int(outcome, 16)
        key = tuple(sum((bits >> bit & 1) << place for place, bit in enumerate(own)) for own in places)
        shots += [key] * count
    return shots


def _without_idle_qubits(circuit: QuantumCircuit) -> QuantumCircuit:
    busy = {
        qubit
        for step in circuit.data
        if step.operation.name not in {"barrier", "delay"}
        for qubit in step.qubits
    }
    kept = [qubit for qubit in circuit.qubits if qubit in busy]
    narrow = QuantumCircuit(kept, circuit.clbits, *circuit.cregs)
    for step in circuit.data:
        if busy.issuperset(step.qubits) and step.operation.name not in {"barrier", "delay"}:
            narrow.append(step)
    return narrow


def _compare_values(circuit: QuantumCircuit, pub: Pub, result: Any) -> list[str]:
    circuit = circuit.remove_final_measurements(inplace=False)
    # A state vector does not need unused registers, nor resets of untouched qubits.
    observables = pub.observables
    if isinstance(observables, str) and set(observables) - set("IXYZ"):
        observables = SparsePauliOp.from_sparse_observable(SparseObservable.from_label(observables))
    exact = StatevectorEstimator().run([(circuit, observables, pub.values)]).result()[0].data.evs
    found, errors = np.asarray(result.evs), np.asarray(result.stds)
    if found.shape != np.shape(exact):
        return [f"the shape is {found.shape} instead of {np.shape(exact)}"]
    if not np.isfinite(found).all() or not np.isfinite(errors).all():
        return ["values are not finite"]
    far = np.abs(found - exact) > DEVIATIONS * np.maximum(errors, PRECISION / 4)
    return [f"values are {found.tolist()} instead of {np.round(exact, 4).tolist()}"] if far.any() else []
