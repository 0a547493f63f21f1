from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, as_list, without_nulls

if TYPE_CHECKING:
    from ..models.clops_type import ClopsType
    from ..models.gate_config import GateConfig
    from ..models.hamiltonian import Hamiltonian
    from ..models.processor_type import ProcessorType
    from ..models.timing_constraints import TimingConstraints
    from ..models.u_channel_lo_item import UChannelLOItem


T = TypeVar("T", bound="BackendConfigurationResponse")


@_attrs_define
class BackendConfigurationResponse:
    """What a circuit for a backend has to look like.

    Attributes:
        acquisition_latency (list[list[Any]] | Unset): Time in dt to put the result of qubit n into register slot m,
            n_qubits by n_registers.
        backend_name (str | Unset):
        backend_version (str | Unset): Version as three dotted numbers.
        basis_gates (list[str] | Unset):
        clops (ClopsType | float | Unset): Layers the device runs each second.
        clops_h (int | str | Unset): Hardware CLOPS.
        clops_v (int | str | Unset): Virtual CLOPS, or a text where there is no number.
        conditional (bool | Unset): Whether conditional operations work.
        conditional_latency (list[list[Any]] | Unset): Time in dt for a conditional operation on channel n driven by
            register slot m: channels (d, then u, then m) by n_registers.
        configurable (bool | Unset): Whether a simulator can be configured.
        coords (list[list[int]] | Unset): Element k is the place [row, column] of qubit k.
        coupling_map (list[list[int]] | Unset): Pairs of coupled qubits, each direction on its own.
        credits_required (bool | Unset): Whether jobs cost credits.
        default_rep_delay (float | Unset): Time step in nanoseconds; default_rep_delay in microseconds.
        description (str | Unset):
        discriminators (list[str] | Unset):
        display_name (str | Unset):
        dt (float | Unset): Time step in nanoseconds; default_rep_delay in microseconds.
        dtm (float | Unset): Time step in nanoseconds; default_rep_delay in microseconds.
        dynamic_reprate_enabled (bool | Unset): Whether `rep_delay` may set the gap between circuits.
        gates (list[GateConfig] | Unset):
        hamiltonian (Hamiltonian | Unset): The Hamiltonian of the device.
        local (bool | Unset): False for a remote backend.
        max_experiments (int | Unset):
        max_shots (int | Unset):
        meas_levels (list[int] | Unset): Measurement levels. Declared as lists, sent as integers.
        meas_lo_range (list[list[Any]] | Unset): Frequency ranges of measurement LOs.
        meas_map (list[list[Any]] | Unset): Sets of qubits that are measured together.
        measure_esp_enabled (bool | Unset): Whether ESP readout is on offer.
        memory (bool | Unset):
        n_qubits (int | Unset):
        n_registers (float | Unset): Register slots usable for feedback.
        n_uchannels (float | Unset): Further control channels.
        online_date (str | Unset): When the device went online.
        open_pulse (bool | Unset): Whether pulse control is open.
        parametric_pulses (list[str] | Unset): Names of parametric pulses. Declared as lists, sent as texts.
        processor_type (ProcessorType | Unset): The chip.
        quantum_volume (float | Unset):
        qubit_lo_range (list[list[Any]] | Unset): Frequency ranges of qubit LOs.
        register_map (list[list[Any]] | Unset): Which qubit can be stored in which register slot, n_qubits by
            n_registers.
        rep_delay_range (list[float] | Unset): Least and largest gap between circuits, in microseconds.
        rep_times (list[float] | Unset): Repetition times, in microseconds.
        sample_name (str | Unset):
        simulator (bool | Unset):
        supported_features (list[str] | Unset): Features such as `qasm3`.
        supported_instructions (list[str] | Unset):
        tags (list[str] | Unset):
        timing_constraints (TimingConstraints | Unset): Constraints on the timing of instructions.
        u_channel_lo (list[list[UChannelLOItem]] | Unset): Each U channel LO as a combination of qubit LOs.
    """

    acquisition_latency: list[list[Any]] | Unset = UNSET
    backend_name: str | Unset = UNSET
    backend_version: str | Unset = UNSET
    basis_gates: list[str] | Unset = UNSET
    clops: ClopsType | float | Unset = UNSET
    clops_h: int | str | Unset = UNSET
    clops_v: int | str | Unset = UNSET
    conditional: bool | Unset = UNSET
    conditional_latency: list[list[Any]] | Unset = UNSET
    configurable: bool | Unset = UNSET
    coords: list[list[int]] | Unset = UNSET
    coupling_map: list[list[int]] | Unset = UNSET
    credits_required: bool | Unset = UNSET
    default_rep_delay: float | Unset = UNSET
    description: str | Unset = UNSET
    discriminators: list[str] | Unset = UNSET
    display_name: str | Unset = UNSET
    dt: float | Unset = UNSET
    dtm: float | Unset = UNSET
    dynamic_reprate_enabled: bool | Unset = UNSET
    gates: list[GateConfig] | Unset = UNSET
    hamiltonian: Hamiltonian | Unset = UNSET
    local: bool | Unset = UNSET
    max_experiments: int | Unset = UNSET
    max_shots: int | Unset = UNSET
    meas_levels: list[int] | Unset = UNSET
    meas_lo_range: list[list[Any]] | Unset = UNSET
    meas_map: list[list[Any]] | Unset = UNSET
    measure_esp_enabled: bool | Unset = UNSET
    memory: bool | Unset = UNSET
    n_qubits: int | Unset = UNSET
    n_registers: float | Unset = UNSET
    n_uchannels: float | Unset = UNSET
    online_date: str | Unset = UNSET
    open_pulse: bool | Unset = UNSET
    parametric_pulses: list[str] | Unset = UNSET
    processor_type: ProcessorType | Unset = UNSET
    quantum_volume: float | Unset = UNSET
    qubit_lo_range: list[list[Any]] | Unset = UNSET
    register_map: list[list[Any]] | Unset = UNSET
    rep_delay_range: list[float] | Unset = UNSET
    rep_times: list[float] | Unset = UNSET
    sample_name: str | Unset = UNSET
    simulator: bool | Unset = UNSET
    supported_features: list[str] | Unset = UNSET
    supported_instructions: list[str] | Unset = UNSET
    tags: list[str] | Unset = UNSET
    timing_constraints: TimingConstraints | Unset = UNSET
    u_channel_lo: list[list[UChannelLOItem]] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.clops_type import ClopsType

        acquisition_latency: list[list[Any]] | Unset = UNSET
        if not isinstance(self.acquisition_latency, Unset):
            acquisition_latency = []
            for acquisition_latency_item_data in self.acquisition_latency:
                acquisition_latency_item = acquisition_latency_item_data

                acquisition_latency.append(acquisition_latency_item)

        backend_name = self.backend_name

        backend_version = self.backend_version

        basis_gates: list[str] | Unset = UNSET
        if not isinstance(self.basis_gates, Unset):
            basis_gates = self.basis_gates

        clops: dict[str, Any] | float | Unset
        if isinstance(self.clops, Unset):
            clops = UNSET
        elif isinstance(self.clops, ClopsType):
            clops = self.clops.to_dict()
        else:
            clops = self.clops

        clops_h: int | str | Unset
        if isinstance(self.clops_h, Unset):
            clops_h = UNSET
        else:
            clops_h = self.clops_h

        clops_v: int | str | Unset
        if isinstance(self.clops_v, Unset):
            clops_v = UNSET
        else:
            clops_v = self.clops_v

        conditional = self.conditional

        conditional_latency: list[list[Any]] | Unset = UNSET
        if not isinstance(self.conditional_latency, Unset):
            conditional_latency = []
            for conditional_latency_item_data in self.conditional_latency:
                conditional_latency_item = conditional_latency_item_data

                conditional_latency.append(conditional_latency_item)

        configurable = self.configurable

        coords: list[list[int]] | Unset = UNSET
        if not isinstance(self.coords, Unset):
            coords = []
            for coords_item_data in self.coords:
                coords_item = coords_item_data

                coords.append(coords_item)

        coupling_map: list[list[int]] | Unset = UNSET
        if not isinstance(self.coupling_map, Unset):
            coupling_map = []
            for coupling_map_item_data in self.coupling_map:
                coupling_map_item = coupling_map_item_data

                coupling_map.append(coupling_map_item)

        credits_required = self.credits_required

        default_rep_delay = self.default_rep_delay

        description = self.description

        discriminators: list[str] | Unset = UNSET
        if not isinstance(self.discriminators, Unset):
            discriminators = self.discriminators

        display_name = self.display_name

        dt = self.dt

        dtm = self.dtm

        dynamic_reprate_enabled = self.dynamic_reprate_enabled

        gates: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.gates, Unset):
            gates = []
            for gates_item_data in self.gates:
                gates_item = gates_item_data.to_dict()
                gates.append(gates_item)

        hamiltonian: dict[str, Any] | Unset = UNSET
        if not isinstance(self.hamiltonian, Unset):
            hamiltonian = self.hamiltonian.to_dict()

        local = self.local

        max_experiments = self.max_experiments

        max_shots = self.max_shots

        meas_levels: list[int] | Unset = UNSET
        if not isinstance(self.meas_levels, Unset):
            meas_levels = self.meas_levels

        meas_lo_range: list[list[Any]] | Unset = UNSET
        if not isinstance(self.meas_lo_range, Unset):
            meas_lo_range = []
            for meas_lo_range_item_data in self.meas_lo_range:
                meas_lo_range_item = meas_lo_range_item_data

                meas_lo_range.append(meas_lo_range_item)

        meas_map: list[list[Any]] | Unset = UNSET
        if not isinstance(self.meas_map, Unset):
            meas_map = []
            for meas_map_item_data in self.meas_map:
                meas_map_item = meas_map_item_data

                meas_map.append(meas_map_item)

        measure_esp_enabled = self.measure_esp_enabled

        memory = self.memory

        n_qubits = self.n_qubits

        n_registers = self.n_registers

        n_uchannels = self.n_uchannels

        online_date = self.online_date

        open_pulse = self.open_pulse

        parametric_pulses: list[str] | Unset = UNSET
        if not isinstance(self.parametric_pulses, Unset):
            parametric_pulses = self.parametric_pulses

        processor_type: dict[str, Any] | Unset = UNSET
        if not isinstance(self.processor_type, Unset):
            processor_type = self.processor_type.to_dict()

        quantum_volume = self.quantum_volume

        qubit_lo_range: list[list[Any]] | Unset = UNSET
        if not isinstance(self.qubit_lo_range, Unset):
            qubit_lo_range = []
            for qubit_lo_range_item_data in self.qubit_lo_range:
                qubit_lo_range_item = qubit_lo_range_item_data

                qubit_lo_range.append(qubit_lo_range_item)

        register_map: list[list[Any]] | Unset = UNSET
        if not isinstance(self.register_map, Unset):
            register_map = []
            for register_map_item_data in self.register_map:
                register_map_item = register_map_item_data

                register_map.append(register_map_item)

        rep_delay_range: list[float] | Unset = UNSET
        if not isinstance(self.rep_delay_range, Unset):
            rep_delay_range = self.rep_delay_range

        rep_times: list[float] | Unset = UNSET
        if not isinstance(self.rep_times, Unset):
            rep_times = self.rep_times

        sample_name = self.sample_name

        simulator = self.simulator

        supported_features: list[str] | Unset = UNSET
        if not isinstance(self.supported_features, Unset):
            supported_features = self.supported_features

        supported_instructions: list[str] | Unset = UNSET
        if not isinstance(self.supported_instructions, Unset):
            supported_instructions = self.supported_instructions

        tags: list[str] | Unset = UNSET
        if not isinstance(self.tags, Unset):
            tags = self.tags

        timing_constraints: dict[str, Any] | Unset = UNSET
        if not isinstance(self.timing_constraints, Unset):
            timing_constraints = self.timing_constraints.to_dict()

        u_channel_lo: list[list[dict[str, Any]]] | Unset = UNSET
        if not isinstance(self.u_channel_lo, Unset):
            u_channel_lo = []
            for u_channel_lo_item_data in self.u_channel_lo:
                u_channel_lo_item = []
                for u_channel_lo_item_item_data in u_channel_lo_item_data:
                    u_channel_lo_item_item = u_channel_lo_item_item_data.to_dict()
                    u_channel_lo_item.append(u_channel_lo_item_item)

                u_channel_lo.append(u_channel_lo_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if acquisition_latency is not UNSET:
            field_dict["acquisition_latency"] = acquisition_latency
        if backend_name is not UNSET:
            field_dict["backend_name"] = backend_name
        if backend_version is not UNSET:
            field_dict["backend_version"] = backend_version
        if basis_gates is not UNSET:
            field_dict["basis_gates"] = basis_gates
        if clops is not UNSET:
            field_dict["clops"] = clops
        if clops_h is not UNSET:
            field_dict["clops_h"] = clops_h
        if clops_v is not UNSET:
            field_dict["clops_v"] = clops_v
        if conditional is not UNSET:
            field_dict["conditional"] = conditional
        if conditional_latency is not UNSET:
            field_dict["conditional_latency"] = conditional_latency
        if configurable is not UNSET:
            field_dict["configurable"] = configurable
        if coords is not UNSET:
            field_dict["coords"] = coords
        if coupling_map is not UNSET:
            field_dict["coupling_map"] = coupling_map
        if credits_required is not UNSET:
            field_dict["credits_required"] = credits_required
        if default_rep_delay is not UNSET:
            field_dict["default_rep_delay"] = default_rep_delay
        if description is not UNSET:
            field_dict["description"] = description
        if discriminators is not UNSET:
            field_dict["discriminators"] = discriminators
        if display_name is not UNSET:
            field_dict["display_name"] = display_name
        if dt is not UNSET:
            field_dict["dt"] = dt
        if dtm is not UNSET:
            field_dict["dtm"] = dtm
        if dynamic_reprate_enabled is not UNSET:
            field_dict["dynamic_reprate_enabled"] = dynamic_reprate_enabled
        if gates is not UNSET:
            field_dict["gates"] = gates
        if hamiltonian is not UNSET:
            field_dict["hamiltonian"] = hamiltonian
        if local is not UNSET:
            field_dict["local"] = local
        if max_experiments is not UNSET:
            field_dict["max_experiments"] = max_experiments
        if max_shots is not UNSET:
            field_dict["max_shots"] = max_shots
        if meas_levels is not UNSET:
            field_dict["meas_levels"] = meas_levels
        if meas_lo_range is not UNSET:
            field_dict["meas_lo_range"] = meas_lo_range
        if meas_map is not UNSET:
            field_dict["meas_map"] = meas_map
        if measure_esp_enabled is not UNSET:
            field_dict["measure_esp_enabled"] = measure_esp_enabled
        if memory is not UNSET:
            field_dict["memory"] = memory
        if n_qubits is not UNSET:
            field_dict["n_qubits"] = n_qubits
        if n_registers is not UNSET:
            field_dict["n_registers"] = n_registers
        if n_uchannels is not UNSET:
            field_dict["n_uchannels"] = n_uchannels
        if online_date is not UNSET:
            field_dict["online_date"] = online_date
        if open_pulse is not UNSET:
            field_dict["open_pulse"] = open_pulse
        if parametric_pulses is not UNSET:
            field_dict["parametric_pulses"] = parametric_pulses
        if processor_type is not UNSET:
            field_dict["processor_type"] = processor_type
        if quantum_volume is not UNSET:
            field_dict["quantum_volume"] = quantum_volume
        if qubit_lo_range is not UNSET:
            field_dict["qubit_lo_range"] = qubit_lo_range
        if register_map is not UNSET:
            field_dict["register_map"] = register_map
        if rep_delay_range is not UNSET:
            field_dict["rep_delay_range"] = rep_delay_range
        if rep_times is not UNSET:
            field_dict["rep_times"] = rep_times
        if sample_name is not UNSET:
            field_dict["sample_name"] = sample_name
        if simulator is not UNSET:
            field_dict["simulator"] = simulator
        if supported_features is not UNSET:
            field_dict["supported_features"] = supported_features
        if supported_instructions is not UNSET:
            field_dict["supported_instructions"] = supported_instructions
        if tags is not UNSET:
            field_dict["tags"] = tags
        if timing_constraints is not UNSET:
            field_dict["timing_constraints"] = timing_constraints
        if u_channel_lo is not UNSET:
            field_dict["u_channel_lo"] = u_channel_lo

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.clops_type import ClopsType
        from ..models.gate_config import GateConfig
        from ..models.hamiltonian import Hamiltonian
        from ..models.processor_type import ProcessorType
        from ..models.timing_constraints import TimingConstraints
        from ..models.u_channel_lo_item import UChannelLOItem

        d = without_nulls(
            src_dict,
            "acquisition_latency",
            "backend_name",
            "backend_version",
            "basis_gates",
            "clops",
            "clops_h",
            "clops_v",
            "conditional",
            "conditional_latency",
            "configurable",
            "coords",
            "coupling_map",
            "credits_required",
            "default_rep_delay",
            "description",
            "discriminators",
            "display_name",
            "dt",
            "dtm",
            "dynamic_reprate_enabled",
            "gates",
            "hamiltonian",
            "local",
            "max_experiments",
            "max_shots",
            "meas_levels",
            "meas_lo_range",
            "meas_map",
            "measure_esp_enabled",
            "memory",
            "n_qubits",
            "n_registers",
            "n_uchannels",
            "online_date",
            "open_pulse",
            "parametric_pulses",
            "processor_type",
            "quantum_volume",
            "qubit_lo_range",
            "register_map",
            "rep_delay_range",
            "rep_times",
            "sample_name",
            "simulator",
            "supported_features",
            "supported_instructions",
            "tags",
            "timing_constraints",
            "u_channel_lo",
        )
        _acquisition_latency = d.pop("acquisition_latency", UNSET)
        acquisition_latency: list[list[Any]] | Unset = UNSET
        if _acquisition_latency is not UNSET:
            acquisition_latency = []
            for acquisition_latency_item_data in as_list(_acquisition_latency):
                acquisition_latency_item = acquisition_latency_item_data

                acquisition_latency.append(acquisition_latency_item)

        backend_name = d.pop("backend_name", UNSET)

        backend_version = d.pop("backend_version", UNSET)

        basis_gates = cast(list[str], d.pop("basis_gates", UNSET))

        def _parse_clops(data: object) -> ClopsType | float | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                clops_type_0 = ClopsType.from_dict(data)

                return clops_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ClopsType | float | Unset, data)

        clops = _parse_clops(d.pop("clops", UNSET))

        def _parse_clops_h(data: object) -> int | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(int | str | Unset, data)

        clops_h = _parse_clops_h(d.pop("clops_h", UNSET))

        def _parse_clops_v(data: object) -> int | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(int | str | Unset, data)

        clops_v = _parse_clops_v(d.pop("clops_v", UNSET))

        conditional = d.pop("conditional", UNSET)

        _conditional_latency = d.pop("conditional_latency", UNSET)
        conditional_latency: list[list[Any]] | Unset = UNSET
        if _conditional_latency is not UNSET:
            conditional_latency = []
            for conditional_latency_item_data in as_list(_conditional_latency):
                conditional_latency_item = conditional_latency_item_data

                conditional_latency.append(conditional_latency_item)

        configurable = d.pop("configurable", UNSET)

        _coords = d.pop("coords", UNSET)
        coords: list[list[int]] | Unset = UNSET
        if _coords is not UNSET:
            coords = []
            for coords_item_data in as_list(_coords):
                coords_item = cast(list[int], coords_item_data)

                coords.append(coords_item)

        _coupling_map = d.pop("coupling_map", UNSET)
        coupling_map: list[list[int]] | Unset = UNSET
        if _coupling_map is not UNSET:
            coupling_map = []
            for coupling_map_item_data in as_list(_coupling_map):
                coupling_map_item = cast(list[int], coupling_map_item_data)

                coupling_map.append(coupling_map_item)

        credits_required = d.pop("credits_required", UNSET)

        default_rep_delay = d.pop("default_rep_delay", UNSET)

        description = d.pop("description", UNSET)

        discriminators = cast(list[str], d.pop("discriminators", UNSET))

        display_name = d.pop("display_name", UNSET)

        dt = d.pop("dt", UNSET)

        dtm = d.pop("dtm", UNSET)

        dynamic_reprate_enabled = d.pop("dynamic_reprate_enabled", UNSET)

        _gates = d.pop("gates", UNSET)
        gates: list[GateConfig] | Unset = UNSET
        if _gates is not UNSET:
            gates = []
            for gates_item_data in as_list(_gates):
                gates_item = GateConfig.from_dict(gates_item_data)

                gates.append(gates_item)

        _hamiltonian = d.pop("hamiltonian", UNSET)
        hamiltonian: Hamiltonian | Unset
        if isinstance(_hamiltonian, Unset):
            hamiltonian = UNSET
        else:
            hamiltonian = Hamiltonian.from_dict(_hamiltonian)

        local = d.pop("local", UNSET)

        max_experiments = d.pop("max_experiments", UNSET)

        max_shots = d.pop("max_shots", UNSET)

        meas_levels = cast(list[int], d.pop("meas_levels", UNSET))

        _meas_lo_range = d.pop("meas_lo_range", UNSET)
        meas_lo_range: list[list[Any]] | Unset = UNSET
        if _meas_lo_range is not UNSET:
            meas_lo_range = []
            for meas_lo_range_item_data in as_list(_meas_lo_range):
                meas_lo_range_item = meas_lo_range_item_data

                meas_lo_range.append(meas_lo_range_item)

        _meas_map = d.pop("meas_map", UNSET)
        meas_map: list[list[Any]] | Unset = UNSET
        if _meas_map is not UNSET:
            meas_map = []
            for meas_map_item_data in as_list(_meas_map):
                meas_map_item = meas_map_item_data

                meas_map.append(meas_map_item)

        measure_esp_enabled = d.pop("measure_esp_enabled", UNSET)

        memory = d.pop("memory", UNSET)

        n_qubits = d.pop("n_qubits", UNSET)

        n_registers = d.pop("n_registers", UNSET)

        n_uchannels = d.pop("n_uchannels", UNSET)

        online_date = d.pop("online_date", UNSET)

        open_pulse = d.pop("open_pulse", UNSET)

        parametric_pulses = cast(list[str], d.pop("parametric_pulses", UNSET))

        _processor_type = d.pop("processor_type", UNSET)
        processor_type: ProcessorType | Unset
        if isinstance(_processor_type, Unset):
            processor_type = UNSET
        else:
            processor_type = ProcessorType.from_dict(_processor_type)

        quantum_volume = d.pop("quantum_volume", UNSET)

        _qubit_lo_range = d.pop("qubit_lo_range", UNSET)
        qubit_lo_range: list[list[Any]] | Unset = UNSET
        if _qubit_lo_range is not UNSET:
            qubit_lo_range = []
            for qubit_lo_range_item_data in as_list(_qubit_lo_range):
                qubit_lo_range_item = qubit_lo_range_item_data

                qubit_lo_range.append(qubit_lo_range_item)

        _register_map = d.pop("register_map", UNSET)
        register_map: list[list[Any]] | Unset = UNSET
        if _register_map is not UNSET:
            register_map = []
            for register_map_item_data in as_list(_register_map):
                register_map_item = register_map_item_data

                register_map.append(register_map_item)

        rep_delay_range = cast(list[float], d.pop("rep_delay_range", UNSET))

        rep_times = cast(list[float], d.pop("rep_times", UNSET))

        sample_name = d.pop("sample_name", UNSET)

        simulator = d.pop("simulator", UNSET)

        supported_features = cast(list[str], d.pop("supported_features", UNSET))

        supported_instructions = cast(list[str], d.pop("supported_instructions", UNSET))

        tags = cast(list[str], d.pop("tags", UNSET))

        _timing_constraints = d.pop("timing_constraints", UNSET)
        timing_constraints: TimingConstraints | Unset
        if isinstance(_timing_constraints, Unset):
            timing_constraints = UNSET
        else:
            timing_constraints = TimingConstraints.from_dict(_timing_constraints)

        _u_channel_lo = d.pop("u_channel_lo", UNSET)
        u_channel_lo: list[list[UChannelLOItem]] | Unset = UNSET
        if _u_channel_lo is not UNSET:
            u_channel_lo = []
            for u_channel_lo_item_data in as_list(_u_channel_lo):
                u_channel_lo_item = []
                _u_channel_lo_item = u_channel_lo_item_data
                for u_channel_lo_item_item_data in as_list(_u_channel_lo_item):
                    u_channel_lo_item_item = UChannelLOItem.from_dict(u_channel_lo_item_item_data)

                    u_channel_lo_item.append(u_channel_lo_item_item)

                u_channel_lo.append(u_channel_lo_item)

        backend_configuration_response = cls(
            acquisition_latency=acquisition_latency,
            backend_name=backend_name,
            backend_version=backend_version,
            basis_gates=basis_gates,
            clops=clops,
            clops_h=clops_h,
            clops_v=clops_v,
            conditional=conditional,
            conditional_latency=conditional_latency,
            configurable=configurable,
            coords=coords,
            coupling_map=coupling_map,
            credits_required=credits_required,
            default_rep_delay=default_rep_delay,
            description=description,
            discriminators=discriminators,
            display_name=display_name,
            dt=dt,
            dtm=dtm,
            dynamic_reprate_enabled=dynamic_reprate_enabled,
            gates=gates,
            hamiltonian=hamiltonian,
            local=local,
            max_experiments=max_experiments,
            max_shots=max_shots,
            meas_levels=meas_levels,
            meas_lo_range=meas_lo_range,
            meas_map=meas_map,
            measure_esp_enabled=measure_esp_enabled,
            memory=memory,
            n_qubits=n_qubits,
            n_registers=n_registers,
            n_uchannels=n_uchannels,
            online_date=online_date,
            open_pulse=open_pulse,
            parametric_pulses=parametric_pulses,
            processor_type=processor_type,
            quantum_volume=quantum_volume,
            qubit_lo_range=qubit_lo_range,
            register_map=register_map,
            rep_delay_range=rep_delay_range,
            rep_times=rep_times,
            sample_name=sample_name,
            simulator=simulator,
            supported_features=supported_features,
            supported_instructions=supported_instructions,
            tags=tags,
            timing_constraints=timing_constraints,
            u_channel_lo=u_channel_lo,
        )

        backend_configuration_response.additional_properties = d
        return backend_configuration_response

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
