from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define

from ..models.twirling_strategy import TwirlingStrategy
from ..types import as_object, derived, maybe

if TYPE_CHECKING:
    from ..models.noise_learner_options_experimental import NoiseLearnerOptionsExperimental
    from ..models.simulator_options import SimulatorOptions


@_attrs_define
class NoiseLearnerOptions:
    """
    Attributes:
        experimental (NoiseLearnerOptionsExperimental | None):
        layer_pair_depths (list[int] | None): Depths counted in pairs.
        max_layers_to_learn (int | None): How many unique layers at most.
        num_randomizations (int | None):
        shots_per_randomization (int | None):
        simulator (SimulatorOptions | None):
        support_qiskit (bool | None): True: the result in the Qiskit client's encoding. False: plain JSON, which is
            larger.
        twirling_strategy (TwirlingStrategy | None):
    """

    experimental: NoiseLearnerOptionsExperimental | None = None
    layer_pair_depths: list[int] | None = None
    max_layers_to_learn: int | None = None
    num_randomizations: int | None = None
    shots_per_randomization: int | None = None
    simulator: SimulatorOptions | None = None
    support_qiskit: bool | None = None
    twirling_strategy: TwirlingStrategy | None = None

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = {}
        if self.experimental is not None:
            field_dict["experimental"] = self.experimental.to_dict()

        if self.layer_pair_depths is not None:
            field_dict["layer_pair_depths"] = self.layer_pair_depths

        if self.max_layers_to_learn is not None:
            field_dict["max_layers_to_learn"] = self.max_layers_to_learn

        if self.num_randomizations is not None:
            field_dict["num_randomizations"] = self.num_randomizations

        if self.shots_per_randomization is not None:
            field_dict["shots_per_randomization"] = self.shots_per_randomization

        if self.simulator is not None:
            field_dict["simulator"] = self.simulator.to_dict()

        if self.support_qiskit is not None:
            field_dict["support_qiskit"] = self.support_qiskit

        if self.twirling_strategy is not None:
            field_dict["twirling_strategy"] = self.twirling_strategy.value

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not NoiseLearnerOptions:
            return derived(cls, NoiseLearnerOptions.from_dict(src_dict))
        NoiseLearnerOptionsExperimental, SimulatorOptions = _kinds()

        d = as_object(src_dict)
        noise_learner_options = cls.__new__(cls)
        noise_learner_options.experimental = maybe(
            NoiseLearnerOptionsExperimental.from_dict, d.pop("experimental", None)
        )
        noise_learner_options.layer_pair_depths = d.pop("layer_pair_depths", None)
        noise_learner_options.max_layers_to_learn = d.pop("max_layers_to_learn", None)
        noise_learner_options.num_randomizations = d.pop("num_randomizations", None)
        noise_learner_options.shots_per_randomization = d.pop("shots_per_randomization", None)
        noise_learner_options.simulator = maybe(SimulatorOptions.from_dict, d.pop("simulator", None))
        noise_learner_options.support_qiskit = d.pop("support_qiskit", None)
        noise_learner_options.twirling_strategy = maybe(TwirlingStrategy, d.pop("twirling_strategy", None))
        return noise_learner_options


@cache
def _kinds() -> tuple[type[NoiseLearnerOptionsExperimental], type[SimulatorOptions]]:
    from ..models.noise_learner_options_experimental import NoiseLearnerOptionsExperimental
    from ..models.simulator_options import SimulatorOptions

    return NoiseLearnerOptionsExperimental, SimulatorOptions
