"""The program `sampler`: executes PUBs and returns shots, as plain JSON or Qiskit-typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from qiskit.primitives.containers.sampler_pub import SamplerPub

from qrt_facade._service.limits import DEFAULT_SHOTS
from qrt_facade.emulator.simulation import circuits as on_device
from qrt_facade.emulator.simulation import isa
from qrt_facade.emulator.simulation.binding import check_values
from qrt_facade.emulator.simulation.failures import bad_pub, incompatible
from qrt_facade.emulator.simulation.randomizations import twirled_shots, whole_randomizations
from qrt_facade.emulator.simulation.wire import typed, typed_array, typed_data_bin

if TYPE_CHECKING:
    from qrt_facade.emulator.simulation.execution import Bits, Machine


@dataclass
class PubResult:
    """One PUB's shots: an array (*shape, shots, bits) per register, bit k of the register at index k."""

    shape: tuple[int, ...]
    shots: int
    registers: dict[str, Bits]
    start: datetime
    stop: datetime
    metadata: dict[str, Any]


def run_sampler(params: dict[str, Any], machine: Machine) -> dict[str, Any]:
    """Execute all PUBs and encode the results.

    Raises:
        JobFailedError: a circuit, a value or an option is invalid.
    """
    options = params.get("options") or {}
    twirling = options.get("twirling") or {}
    _check_options(options)
    machine.meter.apply_options(options.get("execution") or {})
    default_shots = (
        params.get("shots") or whole_randomizations(twirling) or options.get("default_shots") or DEFAULT_SHOTS
    )
    pubs = [_pub(index, entry, default_shots, machine) for index, entry in enumerate(params["pubs"])]
    _check_twirling(options, pubs)
    for pub in pubs:
        machine.meter.charge(
            pub.circuit,
            twirled_shots(pub.shots, twirling),
            int(np.prod(pub.shape)),
            twirled=bool(twirling.get("enable_gates")),
        )
    twirled = _twirled(twirling)
    results = [_execute(pub, machine, twirled) for pub in pubs]
    encode = _encode_typed if params.get("support_qiskit") else _encode_plain
    return encode(results)


def _twirled(twirling: dict[str, Any]) -> dict[str, Any]:
    """Return each PUB's metadata about twirling."""
    if not (twirling.get("enable_gates") or twirling.get("enable_measure")):
        return {}
    randomizations = twirling.get("num_randomizations")
    return {"num_randomizations": randomizations if isinstance(randomizations, int) else 32}


def _check_options(options: dict[str, Any]) -> None:
    level = (options.get("execution") or {}).get("meas_type", "classified")
    if level != "classified":
        raise incompatible(
            f"execution.meas_type is {level!r}; this emulator returns only classified results."
        )


def _check_twirling(options: dict[str, Any], pubs: list[SamplerPub]) -> None:
    if (options.get("twirling") or {}).get("enable_gates"):
        for pub in pubs:
            isa.refuse_fractional_gates(pub.circuit)


def _pub(index: int, entry: Any, default_shots: int, machine: Machine) -> SamplerPub:
    source, *rest = entry if isinstance(entry, list) and entry else [entry]
    circuit = isa.load(source, machine.target)
    isa.refuse_without_result(index, circuit)
    values, shots = [*rest, None, None][:2]
    try:
        values = None if values is None or np.size(values) == 0 else values
        # Qiskit's own container binds positional values to parameters sorted by name and broadcasts, like the service.
        pub = SamplerPub.coerce((circuit, values, shots or default_shots))
    except Exception as error:  # Qiskit's containers fail in many ways
        raise bad_pub(index, str(error)) from error
    check_values(index, circuit, pub.parameter_values)
    return pub


def _execute(pub: SamplerPub, machine: Machine, twirled: dict[str, Any]) -> PubResult:
    start = datetime.now(UTC)
    shots = machine.sweep(pub.circuit, pub.parameter_values, pub.shots)
    registers = on_device.by_register(pub.circuit, shots)
    metadata = {"circuit_metadata": pub.circuit.metadata or {}, **twirled, **machine.used()}
    return PubResult(pub.shape, pub.shots, registers, start, datetime.now(UTC), metadata)


def _encode_plain(results: list[PubResult]) -> dict[str, Any]:
    spans = [
        [
            {"date": _local(result.start)},
            {"date": _local(result.stop)},
            {str(index): [[*result.shape, result.shots], [0, _size(result)], [0, result.shots]]},
        ]
        for index, result in enumerate(results)
    ]
    plain = [
        {
            name: {"samples": _hexadecimal(bits), "num_bits": bits.shape[-1]}
            for name, bits in result.registers.items()
        }
        for result in results
    ]
    return {
        "results": [
            {"data": data, "metadata": result.metadata} for data, result in zip(plain, results, strict=True)
        ],
        "metadata": {"execution": {"execution_spans": spans}, "version": 2},
    }


def _encode_typed(results: list[PubResult]) -> dict[str, Any]:
    spans = []
    for index, result in enumerate(results):
        start, stop = (typed("datetime", instant.isoformat()) for instant in (result.start, result.stop))
        slices = {str(index): [[*result.shape, result.shots], 0, _size(result), 0, result.shots]}
        spans.append(typed("DoubleSliceSpan", {"start": start, "stop": stop, "data_slices": slices}))
    pub_results = [
        typed("SamplerPubResult", {"data": _typed_registers(result), "metadata": result.metadata})
        for result in results
    ]
    execution = {"execution_spans": typed("ExecutionSpans", {"spans": spans})}
    return typed(
        "PrimitiveResult", {"pub_results": pub_results, "metadata": {"execution": execution, "version": 2}}
    )


def _typed_registers(result: PubResult) -> dict[str, Any]:
    fields = {
        name: typed("BitArray", {"array": typed_array(_octets(bits)), "num_bits": bits.shape[-1]})
        for name, bits in result.registers.items()
    }
    return typed_data_bin(fields, result.shape, "<class 'qiskit.primitives.containers.bit_array.BitArray'>")


def _octets(bits: Bits) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Pack bits into big-endian bytes, most significant first: (*shape, shots, ceil(num_bits / 8))."""
    return np.packbits(bits, axis=-1, bitorder="little")[..., ::-1]


def _hexadecimal(bits: Bits) -> Any:
    octets = np.ascontiguousarray(_octets(bits))
    width = octets.shape[-1]
    if not width:  # a register without bits
        return np.full(bits.shape[:-1], "0x0", dtype=object).tolist()
    flat = octets.tobytes()
    samples = np.array(
        [hex(int.from_bytes(flat[at : at + width], "big")) for at in range(0, len(flat), width)], dtype=object
    )
    return samples.reshape(bits.shape[:-1]).tolist()


def _size(result: PubResult) -> int:
    return int(np.prod(result.shape))


def _local(instant: datetime) -> str:
    """Format a date without a zone, as in the plain encoding."""
    return instant.replace(tzinfo=None).isoformat()
