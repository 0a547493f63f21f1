from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, as_list, without_nulls

if TYPE_CHECKING:
    from ..models.noise_model import NoiseModel


T = TypeVar("T", bound="SimulatorOptions")


@_attrs_define
class SimulatorOptions:
    """
    Attributes:
        basis_gates (list[None | str] | Unset):
        coupling_map (list[Any] | None | Unset): Directed pairs of qubits.
        noise_model (NoiseModel | None | Unset):
        seed_simulator (int | None | Unset):
    """

    basis_gates: list[None | str] | Unset = UNSET
    coupling_map: list[Any] | None | Unset = UNSET
    noise_model: NoiseModel | None | Unset = UNSET
    seed_simulator: int | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.noise_model import NoiseModel

        basis_gates: list[None | str] | Unset = UNSET
        if not isinstance(self.basis_gates, Unset):
            basis_gates = []
            for basis_gates_item_data in self.basis_gates:
                basis_gates_item: None | str
                basis_gates_item = basis_gates_item_data
                basis_gates.append(basis_gates_item)

        coupling_map: list[Any] | None | Unset
        if isinstance(self.coupling_map, Unset):
            coupling_map = UNSET
        elif isinstance(self.coupling_map, list):
            coupling_map = self.coupling_map

        else:
            coupling_map = self.coupling_map

        noise_model: dict[str, Any] | None | Unset
        if isinstance(self.noise_model, Unset):
            noise_model = UNSET
        elif isinstance(self.noise_model, NoiseModel):
            noise_model = self.noise_model.to_dict()
        else:
            noise_model = self.noise_model

        seed_simulator: int | None | Unset
        if isinstance(self.seed_simulator, Unset):
            seed_simulator = UNSET
        else:
            seed_simulator = self.seed_simulator

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if basis_gates is not UNSET:
            field_dict["basis_gates"] = basis_gates
        if coupling_map is not UNSET:
            field_dict["coupling_map"] = coupling_map
        if noise_model is not UNSET:
            field_dict["noise_model"] = noise_model
        if seed_simulator is not UNSET:
            field_dict["seed_simulator"] = seed_simulator

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.noise_model import NoiseModel

        d = without_nulls(src_dict, "basis_gates")
        _basis_gates = d.pop("basis_gates", UNSET)
        basis_gates: list[None | str] | Unset = UNSET
        if _basis_gates is not UNSET:
            basis_gates = []
            for basis_gates_item_data in as_list(_basis_gates):

                def _parse_basis_gates_item(data: object) -> None | str:
                    if data is None:
                        return data
                    return cast(None | str, data)

                basis_gates_item = _parse_basis_gates_item(basis_gates_item_data)

                basis_gates.append(basis_gates_item)

        def _parse_coupling_map(data: object) -> list[Any] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                coupling_map_type_0 = data

                return coupling_map_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[Any] | None | Unset, data)

        coupling_map = _parse_coupling_map(d.pop("coupling_map", UNSET))

        def _parse_noise_model(data: object) -> NoiseModel | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                noise_model_type_0 = NoiseModel.from_dict(data)

                return noise_model_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(NoiseModel | None | Unset, data)

        noise_model = _parse_noise_model(d.pop("noise_model", UNSET))

        def _parse_seed_simulator(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        seed_simulator = _parse_seed_simulator(d.pop("seed_simulator", UNSET))

        simulator_options = cls(
            basis_gates=basis_gates,
            coupling_map=coupling_map,
            noise_model=noise_model,
            seed_simulator=seed_simulator,
        )

        return simulator_options
