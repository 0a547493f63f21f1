from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import as_list, without_nulls

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
        acquisition_latency (list[list[Any]] | None): Time in dt to put the result of qubit n into register slot m,
            n_qubits by n_registers.
        backend_name (str | None):
        backend_version (str | None): Version as three dotted numbers.
        basis_gates (list[str] | None):
        clops (ClopsType | float | None): Layers the device runs each second.
        clops_h (int | str | None): Hardware CLOPS.
        clops_v (int | str | None): Virtual CLOPS, or a text where there is no number.
        conditional (bool | None): Whether conditional operations work.
        conditional_latency (list[list[Any]] | None): Time in dt for a conditional operation on channel n driven by
            register slot m: channels (d, then u, then m) by n_registers.
        configurable (bool | None): Whether a simulator can be configured.
        coords (list[list[int]] | None): Element k is the place [row, column] of qubit k.
        coupling_map (list[list[int]] | None): Pairs of coupled qubits, each direction on its own.
        credits_required (bool | None): Whether jobs cost credits.
        default_rep_delay (float | None): Time step in nanoseconds; default_rep_delay in microseconds.
        description (str | None):
        discriminators (list[str] | None):
        display_name (str | None):
        dt (float | None): Time step in nanoseconds; default_rep_delay in microseconds.
        dtm (float | None): Time step in nanoseconds; default_rep_delay in microseconds.
        dynamic_reprate_enabled (bool | None): Whether `rep_delay` may set the gap between circuits.
        gates (list[GateConfig] | None):
        hamiltonian (Hamiltonian | None): The Hamiltonian of the device.
        local (bool | None): False for a remote backend.
        max_experiments (int | None):
        max_shots (int | None):
        meas_levels (list[int] | None): Measurement levels. Declared as lists, sent as integers.
        meas_lo_range (list[list[Any]] | None): Frequency ranges of measurement LOs.
        meas_map (list[list[Any]] | None): Sets of qubits that are measured together.
        measure_esp_enabled (bool | None): Whether ESP readout is on offer.
        memory (bool | None):
        n_qubits (int | None):
        n_registers (float | None): Register slots usable for feedback.
        n_uchannels (float | None): Further control channels.
        online_date (str | None): When the device went online.
        open_pulse (bool | None): Whether pulse control is open.
        parametric_pulses (list[str] | None): Names of parametric pulses. Declared as lists, sent as texts.
        processor_type (ProcessorType | None): The chip.
        quantum_volume (float | None):
        qubit_lo_range (list[list[Any]] | None): Frequency ranges of qubit LOs.
        register_map (list[list[Any]] | None): Which qubit can be stored in which register slot, n_qubits by
            n_registers.
        rep_delay_range (list[float] | None): Least and largest gap between circuits, in microseconds.
        rep_times (list[float] | None): Repetition times, in microseconds.
        sample_name (str | None):
        simulator (bool | None):
        supported_features (list[str] | None): Features such as `qasm3`.
        supported_instructions (list[str] | None):
        tags (list[str] | None):
        timing_constraints (TimingConstraints | None): Constraints on the timing of instructions.
        u_channel_lo (list[list[UChannelLOItem]] | None): Each U channel LO as a combination of qubit LOs.
    """

    acquisition_latency: list[list[Any]] | None = None
    backend_name: str | None = None
    backend_version: str | None = None
    basis_gates: list[str] | None = None
    clops: ClopsType | float | None = None
    clops_h: int | str | None = None
    clops_v: int | str | None = None
    conditional: bool | None = None
    conditional_latency: list[list[Any]] | None = None
    configurable: bool | None = None
    coords: list[list[int]] | None = None
    coupling_map: list[list[int]] | None = None
    credits_required: bool | None = None
    default_rep_delay: float | None = None
    description: str | None = None
    discriminators: list[str] | None = None
    display_name: str | None = None
    dt: float | None = None
    dtm: float | None = None
    dynamic_reprate_enabled: bool | None = None
    gates: list[GateConfig] | None = None
    hamiltonian: Hamiltonian | None = None
    local: bool | None = None
    max_experiments: int | None = None
    max_shots: int | None = None
    meas_levels: list[int] | None = None
    meas_lo_range: list[list[Any]] | None = None
    meas_map: list[list[Any]] | None = None
    measure_esp_enabled: bool | None = None
    memory: bool | None = None
    n_qubits: int | None = None
    n_registers: float | None = None
    n_uchannels: float | None = None
    online_date: str | None = None
    open_pulse: bool | None = None
    parametric_pulses: list[str] | None = None
    processor_type: ProcessorType | None = None
    quantum_volume: float | None = None
    qubit_lo_range: list[list[Any]] | None = None
    register_map: list[list[Any]] | None = None
    rep_delay_range: list[float] | None = None
    rep_times: list[float] | None = None
    sample_name: str | None = None
    simulator: bool | None = None
    supported_features: list[str] | None = None
    supported_instructions: list[str] | None = None
    tags: list[str] | None = None
    timing_constraints: TimingConstraints | None = None
    u_channel_lo: list[list[UChannelLOItem]] | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.clops_type import ClopsType

        acquisition_latency: list[list[Any]] | None = None
        if not (self.acquisition_latency is None):
            acquisition_latency = []
            for acquisition_latency_item_data in self.acquisition_latency:
                acquisition_latency_item = acquisition_latency_item_data

                acquisition_latency.append(acquisition_latency_item)

        backend_name = self.backend_name

        backend_version = self.backend_version

        basis_gates: list[str] | None = None
        if not (self.basis_gates is None):
            basis_gates = self.basis_gates

        clops: dict[str, Any] | float | None
        if self.clops is None:
            clops = None
        elif isinstance(self.clops, ClopsType):
            clops = self.clops.to_dict()
        else:
            clops = self.clops

        clops_h: int | str | None
        if self.clops_h is None:
            clops_h = None
        else:
            clops_h = self.clops_h

        clops_v: int | str | None
        if self.clops_v is None:
            clops_v = None
        else:
            clops_v = self.clops_v

        conditional = self.conditional

        conditional_latency: list[list[Any]] | None = None
        if not (self.conditional_latency is None):
            conditional_latency = []
            for conditional_latency_item_data in self.conditional_latency:
                conditional_latency_item = conditional_latency_item_data

                conditional_latency.append(conditional_latency_item)

        configurable = self.configurable

        coords: list[list[int]] | None = None
        if not (self.coords is None):
            coords = []
            for coords_item_data in self.coords:
                coords_item = coords_item_data

                coords.append(coords_item)

        coupling_map: list[list[int]] | None = None
        if not (self.coupling_map is None):
            coupling_map = []
            for coupling_map_item_data in self.coupling_map:
                coupling_map_item = coupling_map_item_data

                coupling_map.append(coupling_map_item)

        credits_required = self.credits_required

        default_rep_delay = self.default_rep_delay

        description = self.description

        discriminators: list[str] | None = None
        if not (self.discriminators is None):
            discriminators = self.discriminators

        display_name = self.display_name

        dt = self.dt

        dtm = self.dtm

        dynamic_reprate_enabled = self.dynamic_reprate_enabled

        gates: list[dict[str, Any]] | None = None
        if not (self.gates is None):
            gates = []
            for gates_item_data in self.gates:
                gates_item = gates_item_data.to_dict()
                gates.append(gates_item)

        hamiltonian: dict[str, Any] | None = None
        if not (self.hamiltonian is None):
            hamiltonian = self.hamiltonian.to_dict()

        local = self.local

        max_experiments = self.max_experiments

        max_shots = self.max_shots

        meas_levels: list[int] | None = None
        if not (self.meas_levels is None):
            meas_levels = self.meas_levels

        meas_lo_range: list[list[Any]] | None = None
        if not (self.meas_lo_range is None):
            meas_lo_range = []
            for meas_lo_range_item_data in self.meas_lo_range:
                meas_lo_range_item = meas_lo_range_item_data

                meas_lo_range.append(meas_lo_range_item)

        meas_map: list[list[Any]] | None = None
        if not (self.meas_map is None):
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

        parametric_pulses: list[str] | None = None
        if not (self.parametric_pulses is None):
            parametric_pulses = self.parametric_pulses

        processor_type: dict[str, Any] | None = None
        if not (self.processor_type is None):
            processor_type = self.processor_type.to_dict()

        quantum_volume = self.quantum_volume

        qubit_lo_range: list[list[Any]] | None = None
        if not (self.qubit_lo_range is None):
            qubit_lo_range = []
            for qubit_lo_range_item_data in self.qubit_lo_range:
                qubit_lo_range_item = qubit_lo_range_item_data

                qubit_lo_range.append(qubit_lo_range_item)

        register_map: list[list[Any]] | None = None
        if not (self.register_map is None):
            register_map = []
            for register_map_item_data in self.register_map:
                register_map_item = register_map_item_data

                register_map.append(register_map_item)

        rep_delay_range: list[float] | None = None
        if not (self.rep_delay_range is None):
            rep_delay_range = self.rep_delay_range

        rep_times: list[float] | None = None
        if not (self.rep_times is None):
            rep_times = self.rep_times

        sample_name = self.sample_name

        simulator = self.simulator

        supported_features: list[str] | None = None
        if not (self.supported_features is None):
            supported_features = self.supported_features

        supported_instructions: list[str] | None = None
        if not (self.supported_instructions is None):
            supported_instructions = self.supported_instructions

        tags: list[str] | None = None
        if not (self.tags is None):
            tags = self.tags

        timing_constraints: dict[str, Any] | None = None
        if not (self.timing_constraints is None):
            timing_constraints = self.timing_constraints.to_dict()

        u_channel_lo: list[list[dict[str, Any]]] | None = None
        if not (self.u_channel_lo is None):
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
        if acquisition_latency is not None:
            field_dict["acquisition_latency"] = acquisition_latency
        if backend_name is not None:
            field_dict["backend_name"] = backend_name
        if backend_version is not None:
            field_dict["backend_version"] = backend_version
        if basis_gates is not None:
            field_dict["basis_gates"] = basis_gates
        if clops is not None:
            field_dict["clops"] = clops
        if clops_h is not None:
            field_dict["clops_h"] = clops_h
        if clops_v is not None:
            field_dict["clops_v"] = clops_v
        if conditional is not None:
            field_dict["conditional"] = conditional
        if conditional_latency is not None:
            field_dict["conditional_latency"] = conditional_latency
        if configurable is not None:
            field_dict["configurable"] = configurable
        if coords is not None:
            field_dict["coords"] = coords
        if coupling_map is not None:
            field_dict["coupling_map"] = coupling_map
        if credits_required is not None:
            field_dict["credits_required"] = credits_required
        if default_rep_delay is not None:
            field_dict["default_rep_delay"] = default_rep_delay
        if description is not None:
            field_dict["description"] = description
        if discriminators is not None:
            field_dict["discriminators"] = discriminators
        if display_name is not None:
            field_dict["display_name"] = display_name
        if dt is not None:
            field_dict["dt"] = dt
        if dtm is not None:
            field_dict["dtm"] = dtm
        if dynamic_reprate_enabled is not None:
            field_dict["dynamic_reprate_enabled"] = dynamic_reprate_enabled
        if gates is not None:
            field_dict["gates"] = gates
        if hamiltonian is not None:
            field_dict["hamiltonian"] = hamiltonian
        if local is not None:
            field_dict["local"] = local
        if max_experiments is not None:
            field_dict["max_experiments"] = max_experiments
        if max_shots is not None:
            field_dict["max_shots"] = max_shots
        if meas_levels is not None:
            field_dict["meas_levels"] = meas_levels
        if meas_lo_range is not None:
            field_dict["meas_lo_range"] = meas_lo_range
        if meas_map is not None:
            field_dict["meas_map"] = meas_map
        if measure_esp_enabled is not None:
            field_dict["measure_esp_enabled"] = measure_esp_enabled
        if memory is not None:
            field_dict["memory"] = memory
        if n_qubits is not None:
            field_dict["n_qubits"] = n_qubits
        if n_registers is not None:
            field_dict["n_registers"] = n_registers
        if n_uchannels is not None:
            field_dict["n_uchannels"] = n_uchannels
        if online_date is not None:
            field_dict["online_date"] = online_date
        if open_pulse is not None:
            field_dict["open_pulse"] = open_pulse
        if parametric_pulses is not None:
            field_dict["parametric_pulses"] = parametric_pulses
        if processor_type is not None:
            field_dict["processor_type"] = processor_type
        if quantum_volume is not None:
            field_dict["quantum_volume"] = quantum_volume
        if qubit_lo_range is not None:
            field_dict["qubit_lo_range"] = qubit_lo_range
        if register_map is not None:
            field_dict["register_map"] = register_map
        if rep_delay_range is not None:
            field_dict["rep_delay_range"] = rep_delay_range
        if rep_times is not None:
            field_dict["rep_times"] = rep_times
        if sample_name is not None:
            field_dict["sample_name"] = sample_name
        if simulator is not None:
            field_dict["simulator"] = simulator
        if supported_features is not None:
            field_dict["supported_features"] = supported_features
        if supported_instructions is not None:
            field_dict["supported_instructions"] = supported_instructions
        if tags is not None:
            field_dict["tags"] = tags
        if timing_constraints is not None:
            field_dict["timing_constraints"] = timing_constraints
        if u_channel_lo is not None:
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
        _acquisition_latency = d.pop("acquisition_latency", None)
        acquisition_latency: list[list[Any]] | None = None
        if _acquisition_latency is not None:
            acquisition_latency = []
            for acquisition_latency_item_data in as_list(_acquisition_latency):
                acquisition_latency_item = acquisition_latency_item_data

                acquisition_latency.append(acquisition_latency_item)

        backend_name = d.pop("backend_name", None)

        backend_version = d.pop("backend_version", None)

        basis_gates = cast(list[str], d.pop("basis_gates", None))

        def _parse_clops(data: object) -> ClopsType | float | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                clops_type_0 = ClopsType.from_dict(data)

                return clops_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ClopsType | float | None, data)

        clops = _parse_clops(d.pop("clops", None))

        def _parse_clops_h(data: object) -> int | str | None:
            if data is None:
                return data
            return cast(int | str | None, data)

        clops_h = _parse_clops_h(d.pop("clops_h", None))

        def _parse_clops_v(data: object) -> int | str | None:
            if data is None:
                return data
            return cast(int | str | None, data)

        clops_v = _parse_clops_v(d.pop("clops_v", None))

        conditional = d.pop("conditional", None)

        _conditional_latency = d.pop("conditional_latency", None)
        conditional_latency: list[list[Any]] | None = None
        if _conditional_latency is not None:
            conditional_latency = []
            for conditional_latency_item_data in as_list(_conditional_latency):
                conditional_latency_item = conditional_latency_item_data

                conditional_latency.append(conditional_latency_item)

        configurable = d.pop("configurable", None)

        _coords = d.pop("coords", None)
        coords: list[list[int]] | None = None
        if _coords is not None:
            coords = []
            for coords_item_data in as_list(_coords):
                coords_item = cast(list[int], coords_item_data)

                coords.append(coords_item)

        _coupling_map = d.pop("coupling_map", None)
        coupling_map: list[list[int]] | None = None
        if _coupling_map is not None:
            coupling_map = []
            for coupling_map_item_data in as_list(_coupling_map):
                coupling_map_item = cast(list[int], coupling_map_item_data)

                coupling_map.append(coupling_map_item)

        credits_required = d.pop("credits_required", None)

        default_rep_delay = d.pop("default_rep_delay", None)

        description = d.pop("description", None)

        discriminators = cast(list[str], d.pop("discriminators", None))

        display_name = d.pop("display_name", None)

        dt = d.pop("dt", None)

        dtm = d.pop("dtm", None)

        dynamic_reprate_enabled = d.pop("dynamic_reprate_enabled", None)

        _gates = d.pop("gates", None)
        gates: list[GateConfig] | None = None
        if _gates is not None:
            gates = []
            for gates_item_data in as_list(_gates):
                gates_item = GateConfig.from_dict(gates_item_data)

                gates.append(gates_item)

        _hamiltonian = d.pop("hamiltonian", None)
        hamiltonian: Hamiltonian | None
        if _hamiltonian is None:
            hamiltonian = None
        else:
            hamiltonian = Hamiltonian.from_dict(_hamiltonian)

        local = d.pop("local", None)

        max_experiments = d.pop("max_experiments", None)

        max_shots = d.pop("max_shots", None)

        meas_levels = cast(list[int], d.pop("meas_levels", None))

        _meas_lo_range = d.pop("meas_lo_range", None)
        meas_lo_range: list[list[Any]] | None = None
        if _meas_lo_range is not None:
            meas_lo_range = []
            for meas_lo_range_item_data in as_list(_meas_lo_range):
                meas_lo_range_item = meas_lo_range_item_data

                meas_lo_range.append(meas_lo_range_item)

        _meas_map = d.pop("meas_map", None)
        meas_map: list[list[Any]] | None = None
        if _meas_map is not None:
            meas_map = []
            for meas_map_item_data in as_list(_meas_map):
                meas_map_item = meas_map_item_data

                meas_map.append(meas_map_item)

        measure_esp_enabled = d.pop("measure_esp_enabled", None)

        memory = d.pop("memory", None)

        n_qubits = d.pop("n_qubits", None)

        n_registers = d.pop("n_registers", None)

        n_uchannels = d.pop("n_uchannels", None)

        online_date = d.pop("online_date", None)

        open_pulse = d.pop("open_pulse", None)

        parametric_pulses = cast(list[str], d.pop("parametric_pulses", None))

        _processor_type = d.pop("processor_type", None)
        processor_type: ProcessorType | None
        if _processor_type is None:
            processor_type = None
        else:
            processor_type = ProcessorType.from_dict(_processor_type)

        quantum_volume = d.pop("quantum_volume", None)

        _qubit_lo_range = d.pop("qubit_lo_range", None)
        qubit_lo_range: list[list[Any]] | None = None
        if _qubit_lo_range is not None:
            qubit_lo_range = []
            for qubit_lo_range_item_data in as_list(_qubit_lo_range):
                qubit_lo_range_item = qubit_lo_range_item_data

                qubit_lo_range.append(qubit_lo_range_item)

        _register_map = d.pop("register_map", None)
        register_map: list[list[Any]] | None = None
        if _register_map is not None:
            register_map = []
            for register_map_item_data in as_list(_register_map):
                register_map_item = register_map_item_data

                register_map.append(register_map_item)

        rep_delay_range = cast(list[float], d.pop("rep_delay_range", None))

        rep_times = cast(list[float], d.pop("rep_times", None))

        sample_name = d.pop("sample_name", None)

        simulator = d.pop("simulator", None)

        supported_features = cast(list[str], d.pop("supported_features", None))

        supported_instructions = cast(list[str], d.pop("supported_instructions", None))

        tags = cast(list[str], d.pop("tags", None))

        _timing_constraints = d.pop("timing_constraints", None)
        timing_constraints: TimingConstraints | None
        if _timing_constraints is None:
            timing_constraints = None
        else:
            timing_constraints = TimingConstraints.from_dict(_timing_constraints)

        _u_channel_lo = d.pop("u_channel_lo", None)
        u_channel_lo: list[list[UChannelLOItem]] | None = None
        if _u_channel_lo is not None:
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
