from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import as_list, without_nulls

if TYPE_CHECKING:
    from ..models.noise_model import NoiseModel


T = TypeVar("T", bound="SimulatorOptions")


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

        basis_gates: list[None | str] | None = None
        if not (self.basis_gates is None):
            basis_gates = []
            for basis_gates_item_data in self.basis_gates:
                basis_gates_item: None | str
                basis_gates_item = basis_gates_item_data
                basis_gates.append(basis_gates_item)

        coupling_map: list[Any] | None
        if self.coupling_map is None:
            coupling_map = None
        elif isinstance(self.coupling_map, list):
            coupling_map = self.coupling_map

        else:
            coupling_map = self.coupling_map

        noise_model: dict[str, Any] | None
        if self.noise_model is None:
            noise_model = None
        elif isinstance(self.noise_model, NoiseModel):
            noise_model = self.noise_model.to_dict()
        else:
            noise_model = self.noise_model

        seed_simulator: int | None
        if self.seed_simulator is None:
            seed_simulator = None
        else:
            seed_simulator = self.seed_simulator

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if basis_gates is not None:
            field_dict["basis_gates"] = basis_gates
        if coupling_map is not None:
            field_dict["coupling_map"] = coupling_map
        if noise_model is not None:
            field_dict["noise_model"] = noise_model
        if seed_simulator is not None:
            field_dict["seed_simulator"] = seed_simulator

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.noise_model import NoiseModel

        d = without_nulls(src_dict, "basis_gates")
        _basis_gates = d.pop("basis_gates", None)
        basis_gates: list[None | str] | None = None
        if _basis_gates is not None:
            basis_gates = []
            for basis_gates_item_data in as_list(_basis_gates):

                def _parse_basis_gates_item(data: object) -> None | str:
                    if data is None:
                        return data
                    return cast(None | str, data)

                basis_gates_item = _parse_basis_gates_item(basis_gates_item_data)

                basis_gates.append(basis_gates_item)

        def _parse_coupling_map(data: object) -> list[Any] | None:
            if data is None:
                return data
            if data is None:
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                coupling_map_type_0 = data

                return coupling_map_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[Any] | None, data)

        coupling_map = _parse_coupling_map(d.pop("coupling_map", None))

        def _parse_noise_model(data: object) -> NoiseModel | None:
            if data is None:
                return data
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                noise_model_type_0 = NoiseModel.from_dict(data)

                return noise_model_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(NoiseModel | None, data)

        noise_model = _parse_noise_model(d.pop("noise_model", None))

        def _parse_seed_simulator(data: object) -> int | None:
            if data is None:
                return data
            if data is None:
                return data
            return cast(int | None, data)

        seed_simulator = _parse_seed_simulator(d.pop("seed_simulator", None))

        simulator_options = cls(
            basis_gates=basis_gates,
            coupling_map=coupling_map,
            noise_model=noise_model,
            seed_simulator=seed_simulator,
        )

        return simulator_options
