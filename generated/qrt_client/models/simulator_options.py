from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define

from ..types import as_list, as_object, derived, is_list, is_object, maybe

if TYPE_CHECKING:
    from ..models.noise_model import NoiseModel


@_attrs_define
class SimulatorOptions:
    """
    Attributes:
        basis_gates (list[None | str] | None):
        coupling_map (list[Any] | None): Directed pairs of qubits.
        noise_model (NoiseModel | None):
        seed_simulator (int | None):
    """

    basis_gates: list[None | str] | None = None
    coupling_map: list[Any] | None = None
    noise_model: NoiseModel | None = None
    seed_simulator: int | None = None

    def to_dict(self) -> dict[str, Any]:
        from ..models.noise_model import NoiseModel

        field_dict: dict[str, Any] = {}
        if self.basis_gates is not None:
            field_dict["basis_gates"] = self.basis_gates

        if self.coupling_map is not None:
            field_dict["coupling_map"] = self.coupling_map

        if self.noise_model is not None:
            field_dict["noise_model"] = (
                self.noise_model.to_dict() if isinstance(self.noise_model, NoiseModel) else self.noise_model
            )

        if self.seed_simulator is not None:
            field_dict["seed_simulator"] = self.seed_simulator

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not SimulatorOptions:
            return derived(cls, SimulatorOptions.from_dict(src_dict))
        from ..models.noise_model import NoiseModel

        d = as_object(src_dict)

        def _parse_coupling_map(data: object) -> list[Any] | None:
            if data is None:
                return data
            if not is_list(data):
                raise TypeError(f"expected list[Any], got {type(data).__name__}")
            coupling_map_type_0 = data

            return coupling_map_type_0

        coupling_map = _parse_coupling_map(d.pop("coupling_map", None))

        def _parse_noise_model(data: object) -> NoiseModel | None:
            if data is None:
                return data
            if not is_object(data):
                raise TypeError(f"expected NoiseModel, got {type(data).__name__}")
            noise_model_type_0 = NoiseModel.from_dict(data)

            return noise_model_type_0

        noise_model = _parse_noise_model(d.pop("noise_model", None))

        simulator_options = cls.__new__(cls)
        simulator_options.basis_gates = maybe(as_list, d.pop("basis_gates", None))
        simulator_options.coupling_map = coupling_map
        simulator_options.noise_model = noise_model
        simulator_options.seed_simulator = d.pop("seed_simulator", None)
        return simulator_options
