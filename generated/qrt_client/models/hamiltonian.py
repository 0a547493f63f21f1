from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls

if TYPE_CHECKING:
    from ..models.hamiltonian_osc import HamiltonianOsc
    from ..models.hamiltonian_vars import HamiltonianVars


T = TypeVar("T", bound="Hamiltonian")


@_attrs_define
class Hamiltonian:
    """The Hamiltonian of the device.

    Attributes:
        h_latex (str | Unset): As LaTeX.
        h_str (list[str] | Unset): Terms for machines.
        osc (HamiltonianOsc | Unset): Levels of each oscillator mode.
        vars_ (HamiltonianVars | Unset): Variables of `h_str`.
    """

    h_latex: str | Unset = UNSET
    h_str: list[str] | Unset = UNSET
    osc: HamiltonianOsc | Unset = UNSET
    vars_: HamiltonianVars | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        h_latex = self.h_latex

        h_str: list[str] | Unset = UNSET
        if not isinstance(self.h_str, Unset):
            h_str = self.h_str

        osc: dict[str, Any] | Unset = UNSET
        if not isinstance(self.osc, Unset):
            osc = self.osc.to_dict()

        vars_: dict[str, Any] | Unset = UNSET
        if not isinstance(self.vars_, Unset):
            vars_ = self.vars_.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if h_latex is not UNSET:
            field_dict["h_latex"] = h_latex
        if h_str is not UNSET:
            field_dict["h_str"] = h_str
        if osc is not UNSET:
            field_dict["osc"] = osc
        if vars_ is not UNSET:
            field_dict["vars"] = vars_

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.hamiltonian_osc import HamiltonianOsc
        from ..models.hamiltonian_vars import HamiltonianVars

        d = without_nulls(src_dict, "h_latex", "h_str", "osc", "vars")
        h_latex = d.pop("h_latex", UNSET)

        h_str = cast(list[str], d.pop("h_str", UNSET))

        _osc = d.pop("osc", UNSET)
        osc: HamiltonianOsc | Unset
        if isinstance(_osc, Unset):
            osc = UNSET
        else:
            osc = HamiltonianOsc.from_dict(_osc)

        _vars_ = d.pop("vars", UNSET)
        vars_: HamiltonianVars | Unset
        if isinstance(_vars_, Unset):
            vars_ = UNSET
        else:
            vars_ = HamiltonianVars.from_dict(_vars_)

        hamiltonian = cls(
            h_latex=h_latex,
            h_str=h_str,
            osc=osc,
            vars_=vars_,
        )

        hamiltonian.additional_properties = d
        return hamiltonian

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
