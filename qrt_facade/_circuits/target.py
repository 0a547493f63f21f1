"""Build Qiskit's `Target` of a backend from the backend's REST responses.

IBM's client builds the same from the same responses (`convert_to_target` in qiskit-ibm-runtime), except that here
broken qubits and gates are omitted, so that circuits avoid them. With `as_ibms` the target is identical to IBM's.
"""

from __future__ import annotations

import math
from itertools import permutations
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import frozen

from qrt_facade._base.coerce import list_of, mapping_of, number_of, text_of, texts_of, whole_of
from qrt_facade._base.units import HERTZ_PER_UNIT, measured
from qrt_facade._circuits.sdks import qiskit
from qrt_facade._service.backends import FRACTIONAL_GATES, seconds_per_dt
from qrt_facade._service.broken import Broken, qubits_of
from qrt_facade._service.instruction_sets import UNLESS_LISTED
from qrt_facade.errors import UnexpectedResponseError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Place: TypeAlias = tuple[int, ...]
Figures: TypeAlias = tuple[float | None, float | None]
"""Duration in seconds and error."""

_CONTROL_FLOW: Final = {
    "if_else": "IfElseOp",
    "for_loop": "ForLoopOp",
    "switch_case": "SwitchCaseOp",
    "while_loop": "WhileLoopOp",
}
_TIMING: Final = ("granularity", "min_length", "pulse_alignment", "acquire_alignment")
_CALIBRATED: Final = (0.0, math.pi / 2)
"""Range of angles for which `rzz` is calibrated."""
_TWO_QUBITS: Final = frozenset({"cx", "cz", "ecr", "rzz"})


def target_of(
    configuration: Mapping[str, Any],
    properties: Mapping[str, Any] | None,
    *,
    fractional_gates: bool = False,
    as_ibms: bool = False,
) -> Any:
    """Return Qiskit's `Target` for a backend: its instructions, their qubits, durations (s) and errors.

    Instructions on broken qubits and broken gates are omitted.

    Args:
        configuration: The backend's configuration, as in the response.
        properties: The backend's properties, as in the response, or None.
        fractional_gates: Whether to include `rx` and `rzz`.
        as_ibms: Whether to build the target of IBM's client: only qubits and gates reported as not operational are
            omitted, and `rzz` states its calibrated angles if Qiskit (2.2 and newer) supports such bounds.

    Raises:
        ConfigurationError: Qiskit is not installed.
        UnexpectedResponseError: The configuration does not contain the number of qubits.
    """
    transpiler = _qiskit("transpiler")
    device = _Device.of(configuration, properties, as_ibms=as_ibms)
    bounded = as_ibms and hasattr(transpiler.Target, "gate_has_angle_bounds")
    target = transpiler.Target(
        num_qubits=device.width,
        dt=seconds_per_dt(configuration),
        qubit_properties=_qubit_properties(properties, device.width),
        **_timing(configuration),
    )
    for name, instruction in _instructions(configuration).items():
        if name in FRACTIONAL_GATES and not fractional_gates:
            continue
        figures = device.figures.get(name, {})
        places = device.places_of(name, instruction.num_qubits)
        found: dict[Place, Any] | None = None
        if places is not None:
            found = {
                place: transpiler.InstructionProperties(*figures[place]) if place in figures else None
                for place in places
            }
        if found != {}:  # Qiskit would treat an empty dict as "on all qubits"
            bounds = {"angle_bounds": [_CALIBRATED]} if bounded and name == "rzz" else {}
            target.add_instruction(instruction, found, name=name, **bounds)
    elements = _qiskit("circuit")
    for name in dict.fromkeys(texts_of(configuration.get("supported_instructions"))):
        if name in _CONTROL_FLOW:
            target.add_instruction(getattr(elements, _CONTROL_FLOW[name]), name=name)
    return target


def width_of(configuration: Mapping[str, Any]) -> int:
    """Return the number of qubits of a backend.

    Raises:
        UnexpectedResponseError: Its configuration does not contain it.
    """
    width = whole_of(configuration.get("n_qubits"))
    if width is None:
        raise UnexpectedResponseError("the backend's configuration contains no n_qubits", status=200)
    return width


@frozen
class _Device:
    """Where instructions exist, and their durations and errors.

    Attributes:
        width: Number of qubits.
        coupled: Pairs of qubits in the directions in which they are coupled.
        listed: Places in the configuration, by gate name.
        figures: Duration and error, by instruction name and place.
        broken: Qubits and gates that do not work.
    """

    width: int
    coupled: tuple[Place, ...]
    listed: Mapping[str, tuple[Place, ...]]
    figures: Mapping[str, Mapping[Place, Figures]]
    broken: Broken

    @classmethod
    def of(
        cls, configuration: Mapping[str, Any], properties: Mapping[str, Any] | None, *, as_ibms: bool
    ) -> _Device:
        gates = map(mapping_of, list_of(configuration.get("gates")))
        listed = {
            name: places
            for gate in gates
            if (name := text_of(gate.get("name"))) and (places := _places(gate.get("coupling_map")))
        }
        coupled = _places(configuration.get("coupling_map"))
        broken = Broken.reported(properties) if as_ibms else Broken.of(properties)
        return cls(width_of(configuration), coupled, listed, _figures(properties), broken)

    def places_of(self, name: str, size: int) -> list[Place] | None:
        """Return where an instruction on `size` qubits exists and works; None for everywhere, as on a simulator."""
        places: Iterable[Place] = dict.fromkeys((*self.listed.get(name, ()), *self.figures.get(name, ())))
        if not places and name in _TWO_QUBITS:
            places = self.coupled
        if name == "measure" or not places:
            if name not in UNLESS_LISTED and not self.broken.qubits:
                return None
            places = permutations(range(self.width), size)
        return [
            place
            for place in places
            if len(place) == size and max(place) < self.width and not self.broken.forbids(name, place)
        ]


def _instructions(configuration: Mapping[str, Any]) -> dict[str, Any]:
    """Return the instructions of a backend by name, except control flow."""
    elements = _qiskit("circuit")
    known = _qiskit("circuit.library.standard_gates").get_standard_gate_name_mapping()
    gates = {gate.get("name"): gate for gate in map(mapping_of, list_of(configuration.get("gates")))}
    supported = texts_of(configuration.get("supported_instructions")) or UNLESS_LISTED
    basis = texts_of(configuration.get("basis_gates"))
    found: dict[str, Any] = {}
    for name in (*basis, "measure", *(name for name in supported if name in UNLESS_LISTED)):
        if name in known:
            found[name] = known[name]
        elif places := _places(mapping_of(gates.get(name)).get("coupling_map")):
            found[name] = elements.Gate(name, len(places[0]), _parameters(gates[name]))
    for signature in map(mapping_of, list_of(configuration.get("instruction_signatures"))):
        called = text_of(signature.get("name"))
        qubits, bits = whole_of(signature.get("num_qubits")), whole_of(signature.get("num_clbits"))
        if called and qubits and bits is not None:
            found[called] = elements.Instruction(called, qubits, bits, _parameters(signature))
    return found


def _parameters(described: Mapping[str, Any]) -> list[Any]:
    parameter = _qiskit("circuit").Parameter
    return [parameter(name) for name in texts_of(described.get("parameters"))]


def _places(listed: object) -> tuple[Place, ...]:
    """Return the groups of qubits in a coupling map; malformed entries are skipped."""
    return tuple(place for group in list_of(listed) if (place := qubits_of(group)))


def _timing(configuration: Mapping[str, Any]) -> dict[str, int]:
    """Return the timing constraints in dt, as arguments of `Target`."""
    constraints = mapping_of(configuration.get("timing_constraints"))
    return {name: value for name in _TIMING if (value := whole_of(constraints.get(name))) is not None}


def _qubit_properties(properties: Mapping[str, Any] | None, width: int) -> list[Any] | None:
    """Return T1 and T2 in seconds and the frequency in Hz of each qubit; None without properties."""
    if not mapping_of(properties):
        return None
    figures = _qiskit("transpiler").QubitProperties
    readings = list(list_of(mapping_of(properties).get("qubits")))[:width]
    readings += [()] * (width - len(readings))
    return [
        figures(t1=found.get("T1"), t2=found.get("T2"), frequency=_frequency(entry))
        for entry in readings
        for found in [measured(entry)]
    ]


def _frequency(readings: object) -> float | None:
    for reading in map(mapping_of, list_of(readings)):
        if reading.get("name") == "frequency" and (value := number_of(reading.get("value"))) is not None:
            return value * HERTZ_PER_UNIT.get(str(reading.get("unit")), 1.0)
    return None


def _figures(properties: Mapping[str, Any] | None) -> dict[str, dict[Place, Figures]]:
    """Return duration (s) and error of each gate on each of its places, and of the measurement of each qubit."""
    answer = mapping_of(properties)
    found: dict[str, dict[Place, Figures]] = {}
    for gate in map(mapping_of, list_of(answer.get("gates"))):
        figures, place = measured(gate.get("parameters")), qubits_of(gate.get("qubits"))
        if place:
            of_gate = found.setdefault(str(gate.get("gate")), {})
            of_gate[place] = (figures.get("gate_length"), figures.get("gate_error"))
    for qubit, readings in enumerate(list_of(answer.get("qubits"))):
        figures = measured(readings)
        of_readout = found.setdefault("measure", {})
        of_readout[(qubit,)] = (figures.get("readout_length"), figures.get("readout_error"))
    return found


def _qiskit(module: str) -> Any:
    return qiskit(f"qiskit.{module}", "transpiling")
