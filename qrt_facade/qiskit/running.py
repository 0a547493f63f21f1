"""`backend.run`: run circuits as one sampler job, and return Qiskit's `Result`."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownParameterType=false, reportUntypedBaseClass=false, reportMissingTypeStubs=false
# Qiskit publishes no types.

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np
from qiskit import ClassicalRegister, QuantumCircuit
from qiskit.result import Result
from qiskit.result.models import ExperimentResult, ExperimentResultData, MeasLevel

from qrt_facade._base.coerce import whole_of
from qrt_facade._base.redaction import redacted_repr
from qrt_facade.errors import ConfigurationError
from qrt_facade.qiskit.jobs import BackendJob

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from qiskit.providers import BackendV2

    from qrt_facade._service.names import SessionOrId
    from qrt_facade._sync.primitives import Sampler
    from qrt_facade.qiskit.keywords import RunOptions

_LOOSE: Final = "loose_bits"
_TYPES: Final[dict[tuple[int | None, Any], str | None]] = {
    (None, None): None,
    (2, None): "classified",
    (1, None): "avg_kerneled",  # Qiskit's default is the average
    (1, "avg"): "avg_kerneled",
    (1, "single"): "kerneled",
}

_WAYS: Final = ("single", "avg")
_ACCEPTED: Final = "a QuantumCircuit of Qiskit, or a list of them"


def run_circuits(
    backend: BackendV2,
    sampler: Sampler,
    circuits: Any,
    *,
    shots: Any,
    memory: bool,
    meas_level: Any,
    meas_return: Any,
    execution: Mapping[str, Any],
    seed: int | None,
    session: SessionOrId | None,
    submission: RunOptions,
) -> BackendJob:
    """Submit circuits as one sampler job.

    Args:
        backend: The backend to submit to.
        sampler: The client's sampler.
        circuits: One circuit, or a list of them.
        shots: Shots of each.
        memory: Whether the result contains each shot.
        meas_level: 2, 1 or None.
        meas_return: `single`, `avg` or None.
        execution: Options of the group of this name; None for options that are not set.
        seed: For simulators.
        session: A session or batch, or None.
        submission: Keywords of `submit`.

    Raises:
        ConfigurationError: A circuit or an option is invalid.
    """
    originals = _circuits(circuits)
    measured = _measured_as(meas_level, meas_return)
    options: dict[str, Any] = {}
    chosen = {name: value for name, value in execution.items() if value is not None}
    if measured is not None:
        chosen["meas_type"] = measured
    if chosen:
        options["execution"] = chosen
    if seed is not None:
        options["simulator"] = {"seed_simulator": seed}
    sent = [_with_registers(circuit) for circuit in originals]
    job = sampler.submit(
        [(circuit,) for circuit in sent],
        backend=str(backend.name),
        shots=shots,
        options=cast("Any", options),
        session=session,
        **submission,
    )

    read = partial(_result, backend, job.id, originals, sent, memory=memory, measured=measured)
    return BackendJob(backend, job, read)


def _result(
    backend: BackendV2,
    job_id: str,
    originals: list[QuantumCircuit],
    sent: list[QuantumCircuit],
    result: Any,
    *,
    memory: bool,
    measured: str | None,
) -> Result:
    """Convert the client's result to Qiskit's `Result`."""
    return Result(
        backend_name=backend.name,
        backend_version=backend.backend_version,
        job_id=job_id,
        success=True,
        status="COMPLETED",
        results=[
            _experiment(circuit, of, pub, memory=memory, measured=measured)
            for circuit, of, pub in zip(originals, sent, result, strict=True)
        ],
    )


def _circuits(run_input: Any) -> list[QuantumCircuit]:
    """Return one or several circuits as a list.

    Raises:
        ConfigurationError: The value is anything else.
    """
    if isinstance(run_input, QuantumCircuit):
        return [run_input]
    if isinstance(run_input, (str, bytes)) or not isinstance(run_input, Iterable):
        raise ConfigurationError(f"run_input={redacted_repr(run_input)} cannot be run; accepted: {_ACCEPTED}")
    listed: list[QuantumCircuit] = list(run_input)
    for index, circuit in enumerate(listed):
        if not isinstance(circuit, QuantumCircuit):
            raise ConfigurationError(
                f"circuit {index}: {redacted_repr(circuit)} cannot be run; accepted: {_ACCEPTED}"
            )
    return listed


def _measured_as(level: Any, returned: Any) -> str | None:
    """Return the service's name for what to return for measurements.

    Raises:
        ConfigurationError: There is no such level or kind of return.
    """
    number = None if level is None else whole_of(getattr(level, "value", level))
    way = getattr(returned, "value", returned)
    if number != 1 and way in _WAYS:
        way = None  # bits have no average
    key = (number, way)
    if (level is not None and number is None) or not isinstance(way, str | None) or key not in _TYPES:
        raise ConfigurationError(
            f"meas_level={redacted_repr(level)}, meas_return={redacted_repr(returned)} is not supported; accepted: "
            "meas_level 2, or 1 with meas_return 'single' or 'avg'"
        )
    return _TYPES[key]


def _with_registers(circuit: QuantumCircuit) -> QuantumCircuit:
    """Put bits that belong to no register into one, because a sampler returns registers."""
    loose = [bit for bit in circuit.clbits if not circuit.find_bit(bit).registers]
    if not loose:
        return circuit
    copy = circuit.copy()
    names = {register.name for register in copy.cregs}
    name = next(
        name for name in (_LOOSE, *(f"{_LOOSE}{n}" for n in range(len(names) + 1))) if name not in names
    )
    copy.add_register(ClassicalRegister(bits=loose, name=name))
    return copy


def _experiment(
    circuit: QuantumCircuit, sent: QuantumCircuit, pub: Any, *, memory: bool, measured: str | None
) -> ExperimentResult:
    """Return the result of one circuit."""
    header = {
        "name": circuit.name,
        "n_qubits": circuit.num_qubits,
        "memory_slots": circuit.num_clbits,
        "creg_sizes": [[register.name, register.size] for register in circuit.cregs],
        "qreg_sizes": [[register.name, register.size] for register in circuit.qregs],
        "global_phase": float(circuit.global_phase),
        "metadata": circuit.metadata or {},
    }
    level = MeasLevel.CLASSIFIED if measured in {None, "classified"} else MeasLevel.KERNELED
    if level == MeasLevel.KERNELED:
        found = _complex_memory(sent, pub)
        return ExperimentResult(
            shots=_shots_of(pub),
            success=True,
            status="DONE",
            meas_level=level,
            meas_return="single" if measured == "kerneled" else "avg",
            data=ExperimentResultData(memory=found),
            header=header,
        )
    shots = hex_memory(sent, pub)
    values, numbers = np.unique(shots, return_counts=True)
    counts = dict(zip(values.tolist(), numbers.tolist(), strict=True)) if circuit.num_clbits else {}
    data = ExperimentResultData(counts=counts, memory=shots if memory and circuit.num_clbits else None)
    return ExperimentResult(
        shots=_shots_of(pub), success=True, status="DONE", meas_level=level, data=data, header=header
    )


def _shots_of(pub: Any) -> int:
    for samples in pub.data.values():
        if hasattr(samples, "num_shots"):
            return int(samples.num_shots)
    return int(pub.metadata.get("num_shots") or pub.metadata.get("shots") or 0)


def hex_memory(circuit: QuantumCircuit, pub: Any) -> list[str]:
    """Return each shot in Qiskit's form: the bits of the circuit, the last one first, as a hexadecimal number.

    Args:
        circuit: The circuit, whose registers may share bits.
        pub: The sampler's result for the circuit.
    """
    bits = np.zeros((_shots_of(pub), circuit.num_clbits), dtype=np.uint8)
    for register in circuit.cregs:
        if register.size and register.name in pub.data:
            places = [circuit.find_bit(bit).index for bit in register]
            bits[:, places] = _columns(pub.data[register.name])
    padding = -circuit.num_clbits % 8
    padded = np.pad(bits[:, ::-1], ((0, 0), (padding, 0)))
    return [f"0x{shot.tobytes().hex().lstrip('0') or '0'}" for shot in np.packbits(padded, axis=-1)]


def _columns(samples: Any) -> NDArray[np.uint8]:
    """Return the bits of a register: shape (shots, size), the register's first bit in the first column."""
    unpacked = np.unpackbits(np.asarray(samples.array), axis=-1)
    return unpacked[..., ::-1][..., : samples.num_bits]


def _complex_memory(circuit: QuantumCircuit, pub: Any) -> list[Any]:
    """Return values of the bits of a circuit as [real, imaginary], for each shot or averaged."""
    parts = [np.asarray(pub.data[register.name]) for register in circuit.cregs if register.name in pub.data]
    values: Any = np.concatenate(parts, axis=-1) if parts else np.empty(0, dtype=complex)
    return cast("list[Any]", np.stack((values.real, values.imag), axis=-1).tolist())
