from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls

if TYPE_CHECKING:
    from ..models.hamiltonian_osc import HamiltonianOsc
    from ..models.hamiltonian_vars import HamiltonianVars


T = TypeVar("T", bound="Hamiltonian")


@_attrs_define
class Hamiltonian:
    """The Hamiltonian of the device.

    Attributes:
        h_latex (str | None): As LaTeX.
        h_str (list[str] | None): Terms for machines.
        osc (HamiltonianOsc | None): Levels of each oscillator mode.
        vars_ (HamiltonianVars | None): Variables of `h_str`.
    """

    h_latex: str | None = None
    h_str: list[str] | None = None
    osc: HamiltonianOsc | None = None
    vars_: HamiltonianVars | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        h_latex = self.h_latex

        h_str: list[str] | None = None
        if not (self.h_str is None):
            h_str = self.h_str

        osc: dict[str, Any] | None = None
        if not (self.osc is None):
            osc = self.osc.to_dict()

        vars_: dict[str, Any] | None = None
        if not (self.vars_ is None):
            vars_ = self.vars_.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if h_latex is not None:
            field_dict["h_latex"] = h_latex
        if h_str is not None:
            field_dict["h_str"] = h_str
        if osc is not None:
            field_dict["osc"] = osc
        if vars_ is not None:
            field_dict["vars"] = vars_

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.hamiltonian_osc import HamiltonianOsc
        from ..models.hamiltonian_vars import HamiltonianVars

        d = without_nulls(src_dict, "h_latex", "h_str", "osc", "vars")
        h_latex = d.pop("h_latex", None)

        h_str = cast(list[str], d.pop("h_str", None))

        _osc = d.pop("osc", None)
        osc: HamiltonianOsc | None
        if _osc is None:
            osc = None
        else:
            osc = HamiltonianOsc.from_dict(_osc)

        _vars_ = d.pop("vars", None)
        vars_: HamiltonianVars | None
        if _vars_ is None:
            vars_ = None
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
