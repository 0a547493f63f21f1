from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.hamiltonian_osc import HamiltonianOsc
    from ..models.hamiltonian_vars import HamiltonianVars


@_attrs_define(repr=False)
class Hamiltonian(OpenObject[Any]):
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.h_latex is not None:
            field_dict["h_latex"] = self.h_latex

        if self.h_str is not None:
            field_dict["h_str"] = self.h_str

        if self.osc is not None:
            field_dict["osc"] = self.osc.to_dict()

        if self.vars_ is not None:
            field_dict["vars"] = self.vars_.to_dict()

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not Hamiltonian:
            return derived(cls, Hamiltonian.from_dict(src_dict))
        HamiltonianOsc, HamiltonianVars = _kinds()

        d = as_object(src_dict)
        hamiltonian = cls.__new__(cls)
        hamiltonian.h_latex = d.pop("h_latex", None)
        hamiltonian.h_str = d.pop("h_str", None)
        hamiltonian.osc = maybe(HamiltonianOsc.from_dict, d.pop("osc", None))
        hamiltonian.vars_ = maybe(HamiltonianVars.from_dict, d.pop("vars", None))

        hamiltonian.additional_properties = d
        return hamiltonian


@cache
def _kinds() -> tuple[type[HamiltonianOsc], type[HamiltonianVars]]:
    from ..models.hamiltonian_osc import HamiltonianOsc
    from ..models.hamiltonian_vars import HamiltonianVars

    return HamiltonianOsc, HamiltonianVars
