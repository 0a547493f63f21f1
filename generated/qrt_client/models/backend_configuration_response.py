from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Self, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_list, as_object, check_each, derived, each, is_object, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.clops_type import ClopsType
    from ..models.gate_config import GateConfig
    from ..models.hamiltonian import Hamiltonian
    from ..models.processor_type import ProcessorType
    from ..models.timing_constraints import TimingConstraints
    from ..models.u_channel_lo_item import UChannelLOItem


@_attrs_define(repr=False)
class BackendConfigurationResponse(OpenObject[Any]):
    """What a circuit for a backend has to look like.

    Attributes:
        acquisition_latency (list[list[Any]] | None): Time in dt to put the result of qubit n into register slot m,
            n_qubits by n_registers.
        backend_name (str | None):
        backend_version (str | None): Version as three dotted numbers.
        basis_gates (list[str] | None):
        clops (ClopsType | float | None): Layers that the device runs per second.
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        from ..models.clops_type import ClopsType

        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.acquisition_latency is not None:
            field_dict["acquisition_latency"] = self.acquisition_latency

        if self.backend_name is not None:
            field_dict["backend_name"] = self.backend_name

        if self.backend_version is not None:
            field_dict["backend_version"] = self.backend_version

        if self.basis_gates is not None:
            field_dict["basis_gates"] = self.basis_gates

        if self.clops is not None:
            field_dict["clops"] = self.clops.to_dict() if isinstance(self.clops, ClopsType) else self.clops

        if self.clops_h is not None:
            field_dict["clops_h"] = self.clops_h

        if self.clops_v is not None:
            field_dict["clops_v"] = self.clops_v

        if self.conditional is not None:
            field_dict["conditional"] = self.conditional

        if self.conditional_latency is not None:
            field_dict["conditional_latency"] = self.conditional_latency

        if self.configurable is not None:
            field_dict["configurable"] = self.configurable

        if self.coords is not None:
            field_dict["coords"] = self.coords

        if self.coupling_map is not None:
            field_dict["coupling_map"] = self.coupling_map

        if self.credits_required is not None:
            field_dict["credits_required"] = self.credits_required

        if self.default_rep_delay is not None:
            field_dict["default_rep_delay"] = self.default_rep_delay

        if self.description is not None:
            field_dict["description"] = self.description

        if self.discriminators is not None:
            field_dict["discriminators"] = self.discriminators

        if self.display_name is not None:
            field_dict["display_name"] = self.display_name

        if self.dt is not None:
            field_dict["dt"] = self.dt

        if self.dtm is not None:
            field_dict["dtm"] = self.dtm

        if self.dynamic_reprate_enabled is not None:
            field_dict["dynamic_reprate_enabled"] = self.dynamic_reprate_enabled

        if self.gates is not None:
            field_dict["gates"] = [item.to_dict() for item in self.gates]

        if self.hamiltonian is not None:
            field_dict["hamiltonian"] = self.hamiltonian.to_dict()

        if self.local is not None:
            field_dict["local"] = self.local

        if self.max_experiments is not None:
            field_dict["max_experiments"] = self.max_experiments

        if self.max_shots is not None:
            field_dict["max_shots"] = self.max_shots

        if self.meas_levels is not None:
            field_dict["meas_levels"] = self.meas_levels

        if self.meas_lo_range is not None:
            field_dict["meas_lo_range"] = self.meas_lo_range

        if self.meas_map is not None:
            field_dict["meas_map"] = self.meas_map

        if self.measure_esp_enabled is not None:
            field_dict["measure_esp_enabled"] = self.measure_esp_enabled

        if self.memory is not None:
            field_dict["memory"] = self.memory

        if self.n_qubits is not None:
            field_dict["n_qubits"] = self.n_qubits

        if self.n_registers is not None:
            field_dict["n_registers"] = self.n_registers

        if self.n_uchannels is not None:
            field_dict["n_uchannels"] = self.n_uchannels

        if self.online_date is not None:
            field_dict["online_date"] = self.online_date

        if self.open_pulse is not None:
            field_dict["open_pulse"] = self.open_pulse

        if self.parametric_pulses is not None:
            field_dict["parametric_pulses"] = self.parametric_pulses

        if self.processor_type is not None:
            field_dict["processor_type"] = self.processor_type.to_dict()

        if self.quantum_volume is not None:
            field_dict["quantum_volume"] = self.quantum_volume

        if self.qubit_lo_range is not None:
            field_dict["qubit_lo_range"] = self.qubit_lo_range

        if self.register_map is not None:
            field_dict["register_map"] = self.register_map

        if self.rep_delay_range is not None:
            field_dict["rep_delay_range"] = self.rep_delay_range

        if self.rep_times is not None:
            field_dict["rep_times"] = self.rep_times

        if self.sample_name is not None:
            field_dict["sample_name"] = self.sample_name

        if self.simulator is not None:
            field_dict["simulator"] = self.simulator

        if self.supported_features is not None:
            field_dict["supported_features"] = self.supported_features

        if self.supported_instructions is not None:
            field_dict["supported_instructions"] = self.supported_instructions

        if self.tags is not None:
            field_dict["tags"] = self.tags

        if self.timing_constraints is not None:
            field_dict["timing_constraints"] = self.timing_constraints.to_dict()

        if self.u_channel_lo is not None:
            field_dict["u_channel_lo"] = [[value.to_dict() for value in item] for item in self.u_channel_lo]

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not BackendConfigurationResponse:
            return derived(cls, BackendConfigurationResponse.from_dict(src_dict))
        from ..models.clops_type import ClopsType
        from ..models.gate_config import GateConfig
        from ..models.hamiltonian import Hamiltonian
        from ..models.processor_type import ProcessorType
        from ..models.timing_constraints import TimingConstraints
        from ..models.u_channel_lo_item import UChannelLOItem

        d = as_object(src_dict)

        def _parse_clops(data: object) -> ClopsType | float | None:
            if data is None:
                return data
            try:
                if not is_object(data):
                    raise TypeError()
                clops_type_0 = ClopsType.from_dict(data)

                return clops_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ClopsType | float | None, data)

        clops = _parse_clops(d.pop("clops", None))

        backend_configuration_response = cls.__new__(cls)
        backend_configuration_response.acquisition_latency = maybe(
            as_list, d.pop("acquisition_latency", None)
        )
        backend_configuration_response.backend_name = d.pop("backend_name", None)
        backend_configuration_response.backend_version = d.pop("backend_version", None)
        backend_configuration_response.basis_gates = d.pop("basis_gates", None)
        backend_configuration_response.clops = clops
        backend_configuration_response.clops_h = d.pop("clops_h", None)
        backend_configuration_response.clops_v = d.pop("clops_v", None)
        backend_configuration_response.conditional = d.pop("conditional", None)
        backend_configuration_response.conditional_latency = maybe(
            as_list, d.pop("conditional_latency", None)
        )
        backend_configuration_response.configurable = d.pop("configurable", None)
        backend_configuration_response.coords = maybe(as_list, d.pop("coords", None))
        backend_configuration_response.coupling_map = maybe(as_list, d.pop("coupling_map", None))
        backend_configuration_response.credits_required = d.pop("credits_required", None)
        backend_configuration_response.default_rep_delay = d.pop("default_rep_delay", None)
        backend_configuration_response.description = d.pop("description", None)
        backend_configuration_response.discriminators = d.pop("discriminators", None)
        backend_configuration_response.display_name = d.pop("display_name", None)
        backend_configuration_response.dt = d.pop("dt", None)
        backend_configuration_response.dtm = d.pop("dtm", None)
        backend_configuration_response.dynamic_reprate_enabled = d.pop("dynamic_reprate_enabled", None)
        backend_configuration_response._read_later(
            src_dict, "gates", d.pop("gates", None), GateConfig.check_dict, GateConfig.from_dict
        )
        backend_configuration_response.hamiltonian = maybe(Hamiltonian.from_dict, d.pop("hamiltonian", None))
        backend_configuration_response.local = d.pop("local", None)
        backend_configuration_response.max_experiments = d.pop("max_experiments", None)
        backend_configuration_response.max_shots = d.pop("max_shots", None)
        backend_configuration_response.meas_levels = d.pop("meas_levels", None)
        backend_configuration_response.meas_lo_range = maybe(as_list, d.pop("meas_lo_range", None))
        backend_configuration_response.meas_map = maybe(as_list, d.pop("meas_map", None))
        backend_configuration_response.measure_esp_enabled = d.pop("measure_esp_enabled", None)
        backend_configuration_response.memory = d.pop("memory", None)
        backend_configuration_response.n_qubits = d.pop("n_qubits", None)
        backend_configuration_response.n_registers = d.pop("n_registers", None)
        backend_configuration_response.n_uchannels = d.pop("n_uchannels", None)
        backend_configuration_response.online_date = d.pop("online_date", None)
        backend_configuration_response.open_pulse = d.pop("open_pulse", None)
        backend_configuration_response.parametric_pulses = d.pop("parametric_pulses", None)
        backend_configuration_response.processor_type = maybe(
            ProcessorType.from_dict, d.pop("processor_type", None)
        )
        backend_configuration_response.quantum_volume = d.pop("quantum_volume", None)
        backend_configuration_response.qubit_lo_range = maybe(as_list, d.pop("qubit_lo_range", None))
        backend_configuration_response.register_map = maybe(as_list, d.pop("register_map", None))
        backend_configuration_response.rep_delay_range = d.pop("rep_delay_range", None)
        backend_configuration_response.rep_times = d.pop("rep_times", None)
        backend_configuration_response.sample_name = d.pop("sample_name", None)
        backend_configuration_response.simulator = d.pop("simulator", None)
        backend_configuration_response.supported_features = d.pop("supported_features", None)
        backend_configuration_response.supported_instructions = d.pop("supported_instructions", None)
        backend_configuration_response.tags = d.pop("tags", None)
        backend_configuration_response.timing_constraints = maybe(
            TimingConstraints.from_dict, d.pop("timing_constraints", None)
        )
        backend_configuration_response._read_later(
            src_dict,
            "u_channel_lo",
            d.pop("u_channel_lo", None),
            partial(check_each, UChannelLOItem.check_dict),
            partial(each, UChannelLOItem.from_dict),
        )

        backend_configuration_response.additional_properties = d
        return backend_configuration_response
