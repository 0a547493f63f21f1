"""The emulated devices: configuration and properties from qiskit-ibm-runtime's snapshots.

The snapshots are read as files. The package itself takes seconds to import and is never imported here.
"""

from __future__ import annotations

import difflib
import importlib.util
import json
import re
import statistics
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from qrt_facade._base.coerce import list_of, mapping_of, number_of
from qrt_facade._base.lazy import lazy_property
from qrt_facade._base.units import SECONDS_PER_UNIT, measured
from qrt_facade._service.backends import FRACTIONAL_GATES
from qrt_facade._service.instruction_sets import UNLESS_LISTED
from qrt_facade.emulator.domain import clock
from qrt_facade.emulator.domain.chart import Chart
from qrt_facade.emulator.domain.mocks import mock_name
from qrt_facade.errors import ConfigurationError

DEFAULT_DEVICES = (
    "ibm_fez", "ibm_marrakesh", "ibm_kingston", "ibm_torino", "ibm_brisbane", "ibm_sherbrooke", "ibmq_manila",
)  # fmt: skip

_SNAPSHOTS_SINCE = {
    "nighthawk": "0.45",
    **dict.fromkeys(
        ("aachen", "berlin", "boston", "brussels", "kingston", "miami", "pittsburgh", "strasbourg"), "0.47"
    ),
}
"""Minimum qiskit-ibm-runtime versions of the snapshots that some versions allowed by the extra `local` do not have."""

_LATENCIES = ("acquisition_latency", "conditional_latency")

_REP_DELAY_MICROSECONDS = 250.0
"""The pause between two shots if the snapshot has none, as in old snapshots."""


@dataclass
class Device:
    """One device, as described by its snapshot."""

    name: str
    configuration_file: Path
    properties_file: Path
    original: Device | None = None
    """The device that this one is the mock of; a mock has the same data under its own name."""

    @classmethod
    def named(cls, name: str) -> Device:
        """Return the device with this name, shared within a process: reading the default seven takes 0.2 s.

        Raises:
            ConfigurationError: there is no snapshot of it; the message suggests similar names.
        """
        return _device(re.sub("^fake_", "ibm_", name), *snapshot_files(name))

    def mock(self) -> Device:
        """Return the mock of this device."""
        return Device(mock_name(self.name), self.configuration_file, self.properties_file, self)

    @lazy_property
    def configuration(self) -> dict[str, Any]:
        """The body of `GET /backends/{id}/configuration`."""
        if self.original is not None:
            return {**self.original.configuration, "backend_name": self.name}
        body: dict[str, Any] = _load(self.configuration_file)
        body["backend_name"] = self.name
        if online := body.get("online_date"):
            body["online_date"] = clock.text(clock.parse(online), "milliseconds")
        if not body.get("supported_instructions"):
            body["supported_instructions"] = [*body["basis_gates"], *UNLESS_LISTED]
        _advertise_fractional_gates(body, self.properties)
        return _as_documented(body)

    @lazy_property
    def properties(self) -> dict[str, Any]:
        """The body of `GET /backends/{id}/properties`, with dates in UTC as the live service writes them."""
        if self.original is not None:
            return {**self.original.properties, "backend_name": self.name}
        body: dict[str, Any] = _load(self.properties_file)
        body["backend_name"] = self.name
        body["last_update_date"] = clock.text(clock.parse(body["last_update_date"]), "seconds")
        parameters = [body["general"], *body["qubits"], *(gate["parameters"] for gate in body["gates"])]
        rewritten: dict[str, str] = {}
        for entry in (entry for group in parameters for entry in group if "date" in entry):
            date = entry["date"]
            if date not in rewritten:
                rewritten[date] = clock.text(clock.parse(date), "milliseconds")
            entry["date"] = rewritten[date]
        return body

    @lazy_property
    def properties_json(self) -> bytes:
        """The encoded properties: half a megabyte, too much to encode for each request."""
        return json.dumps(self.properties).encode()

    @lazy_property
    def configuration_json(self) -> bytes:
        """The encoded configuration."""
        return json.dumps(self.configuration).encode()

    @lazy_property
    def chart(self) -> Chart:
        """The device's parts, for display."""
        if self.original is not None:
            return self.original.chart
        return Chart.of(self.name, self.configuration, self.properties)

    @lazy_property
    def rep_delay_seconds(self) -> float:
        """The pause between two shots in seconds (the snapshot has microseconds)."""
        microseconds = number_of(self.configuration.get("default_rep_delay")) or _REP_DELAY_MICROSECONDS
        return max(microseconds, 0.0) * SECONDS_PER_UNIT["us"]

    @lazy_property
    def listing(self) -> dict[str, Any]:
        """The device's entry in the list of backends, without status and queue."""
        if self.original is not None:
            return {**self.original.listing, "name": self.name, "class": "mock"}
        configuration = self.configuration
        clops = configuration.get("clops_h")
        processor = configuration.get("processor_type") or {}
        return {
            "name": self.name,
            "is_simulator": False,
            "qubits": configuration["n_qubits"],
            "clops": {"type": "hardware", "value": clops} if isinstance(clops, int) else None,
            "processor_type": {key: str(value) for key, value in processor.items()},
            "performance_metrics": _performance(self.properties),
        }


def default_devices() -> tuple[str, ...]:
    """Return the default devices of an emulator: those of `DEFAULT_DEVICES` that have a snapshot.

    qiskit-ibm-runtime has ibm_kingston since 0.47; dependencies of other libraries can make pip install an older one.

    Raises:
        ModuleNotFoundError: qiskit-ibm-runtime is not installed.
    """
    found = snapshot_names()
    return tuple(name for name in DEFAULT_DEVICES if _without_prefix(name) in found)


def snapshot_files(name: str) -> tuple[Path, Path]:
    """Return the configuration and properties files of a device, by its name with or without `ibm_`, `ibmq_`, `fake_`.

    Raises:
        ConfigurationError: there is no such snapshot.
        ModuleNotFoundError: qiskit-ibm-runtime is not installed.
    """
    folder = _snapshots()
    short = _without_prefix(name)
    files = (folder / short / f"conf_{short}.json", folder / short / f"props_{short}.json")
    if not re.fullmatch("[a-z]+", short) or not all(path.is_file() for path in files):
        raise ConfigurationError(
            f"backend is {name!r}: there is no snapshot of this device; {_suggestion(short)}"
        )
    return files


@lru_cache(maxsize=16)  # a large device takes a few megabytes
def _device(name: str, configuration: Path, properties: Path) -> Device:
    return Device(name, configuration, properties)


def _without_prefix(name: str) -> str:
    return re.sub("^(ibmq?|fake)_", "", name)


def _suggestion(short: str) -> str:
    """Suggest what to do about a name without a snapshot: a newer version that has it, or names that exist.

    Args:
        short: The name without its `ibm_` prefix, which would make all names similar.
    """
    if since := _SNAPSHOTS_SINCE.get(short):
        return f"it needs qiskit-ibm-runtime {since} or newer; {version('qiskit-ibm-runtime')} is installed"
    names = snapshot_names()
    similar = [f"ibm_{name}" for name in difflib.get_close_matches(short.casefold(), names, n=3, cutoff=0.5)]
    if similar:
        return f"did you mean {' or '.join(similar)}?"
    return f"there are {len(names)} snapshots, such as {', '.join(default_devices())}"


def snapshot_names() -> list[str]:
    """Return the names of all snapshots, without the prefix `ibm_`.

    Raises:
        ModuleNotFoundError: qiskit-ibm-runtime is not installed.
    """
    return sorted({path.parent.name for path in _snapshots().glob("*/props_*.json")})


def _snapshots() -> Path:
    package = importlib.util.find_spec("qiskit_ibm_runtime")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("No module named 'qiskit_ibm_runtime'", name="qiskit_ibm_runtime")
    return Path(package.submodule_search_locations[0]) / "fake_provider" / "backends"


def _load(path: Path) -> Any:
    """Parse a snapshot's JSON; NaN and infinity, which are not valid JSON, become None."""
    return json.loads(path.read_text(encoding="utf-8"), parse_constant=lambda _: None, parse_float=_finite)


def _finite(text: str) -> float | None:
    return number_of(float(text))


def _as_documented(configuration: dict[str, Any]) -> dict[str, Any]:
    """Remove fields without a value for which the API's document allows neither null nor an empty list.

    Gates keep their keys and a single qubit keeps its coupling map, with empty values, because IBM's own client reads
    them.
    """
    configuration["coupling_map"] = configuration.get("coupling_map") or []
    for gate in configuration["gates"]:
        gate["parameters"] = gate.get("parameters") or []
        gate["qasm_def"] = gate.get("qasm_def") or ""
    return {
        name: value
        for name, value in configuration.items()
        if value is not None and not (name in _LATENCIES and value == [])
    }


def _advertise_fractional_gates(configuration: dict[str, Any], properties: dict[str, Any]) -> None:
    """Add rx and rzz to the configuration if the properties have them.

    The snapshots were taken through a client that hides fractional gates; the service lists them (Heron:
    cz, id, rx, rz, rzz, sx, x), and jobs may use them.
    """
    for name in FRACTIONAL_GATES:
        pairs = [gate["qubits"] for gate in properties["gates"] if gate["gate"] == name]
        if not pairs or any(gate["name"] == name for gate in configuration["gates"]):
            continue
        qubits = "a,b" if name == "rzz" else "q"
        definition = "cx a,b; u1(theta) b; cx a,b;" if name == "rzz" else "U(theta, -pi/2, pi/2) q;"
        qasm = f"gate {name}(theta) {qubits} {{ {definition} }}"
        gate = {"name": name, "parameters": ["theta"], "qasm_def": qasm, "coupling_map": pairs}
        configuration["gates"].append(gate)
        configuration["basis_gates"] = sorted({*configuration["basis_gates"], name})
        listed = configuration["supported_instructions"]
        configuration["supported_instructions"] = listed if name in listed else [*listed, name]


def _performance(properties: dict[str, Any]) -> dict[str, Any]:
    """Return summary figures of the device's errors; a figure that no working gate or qubit provides is omitted."""
    qubits = [measured(qubit) for qubit in list_of(properties.get("qubits"))]
    readout = [error for qubit in qubits if 0 <= (error := qubit.get("readout_error", -1.0)) <= 1]
    # A broken gate is reported with error 1, which would distort best and median.
    two_qubit = [
        (error, gate)
        for gate in map(mapping_of, list_of(properties.get("gates")))
        if len(gate["qubits"]) == 2 and gate["gate"] not in FRACTIONAL_GATES
        if 0 <= (error := measured(gate["parameters"]).get("gate_error", 1.0)) < 1
    ]
    found: dict[str, Any] = {}
    if two_qubit:
        best, gate = min(two_qubit, key=lambda pair: pair[0])
        found["two_q_error_best"] = {
            "value": best,
            "unit": "",
            "gate": gate["gate"],
            "qubits": gate["qubits"],
        }
        median = statistics.median(error for error, _ in two_qubit)
        found["two_q_error_median"] = {"value": median, "unit": ""}
    if readout:
        found["readout_error_median"] = {"value": statistics.median(readout), "unit": ""}
    return found
