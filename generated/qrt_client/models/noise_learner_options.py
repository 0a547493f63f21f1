from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.twirling_strategy import TwirlingStrategy
from ..types import UNSET, Unset, without_nulls

if TYPE_CHECKING:
    from ..models.noise_learner_options_experimental import NoiseLearnerOptionsExperimental
    from ..models.simulator_options import SimulatorOptions


T = TypeVar("T", bound="NoiseLearnerOptions")


@_attrs_define
class NoiseLearnerOptions:
    """
    Attributes:
        experimental (NoiseLearnerOptionsExperimental | Unset):
        layer_pair_depths (list[int] | Unset): Depths counted in pairs.
        max_layers_to_learn (int | None | Unset): How many unique layers at most.
        num_randomizations (int | Unset):
        shots_per_randomization (int | Unset):
        simulator (SimulatorOptions | Unset):
        support_qiskit (bool | Unset): True: the result in the Qiskit client's encoding. False: plain JSON, which is
            larger.
        twirling_strategy (TwirlingStrategy | Unset):
    """

    experimental: NoiseLearnerOptionsExperimental | Unset = UNSET
    layer_pair_depths: list[int] | Unset = UNSET
    max_layers_to_learn: int | None | Unset = UNSET
    num_randomizations: int | Unset = UNSET
    shots_per_randomization: int | Unset = UNSET
    simulator: SimulatorOptions | Unset = UNSET
    support_qiskit: bool | Unset = UNSET
    twirling_strategy: TwirlingStrategy | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        experimental: dict[str, Any] | Unset = UNSET
        if not isinstance(self.experimental, Unset):
            experimental = self.experimental.to_dict()

        layer_pair_depths: list[int] | Unset = UNSET
        if not isinstance(self.layer_pair_depths, Unset):
            layer_pair_depths = self.layer_pair_depths

        max_layers_to_learn: int | None | Unset
        if isinstance(self.max_layers_to_learn, Unset):
            max_layers_to_learn = UNSET
        else:
            max_layers_to_learn = self.max_layers_to_learn

        num_randomizations = self.num_randomizations

        shots_per_randomization = self.shots_per_randomization

        simulator: dict[str, Any] | Unset = UNSET
        if not isinstance(self.simulator, Unset):
            simulator = self.simulator.to_dict()

        support_qiskit = self.support_qiskit

        twirling_strategy: str | Unset = UNSET
        if not isinstance(self.twirling_strategy, Unset):
            twirling_strategy = self.twirling_strategy.value

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if experimental is not UNSET:
            field_dict["experimental"] = experimental
        if layer_pair_depths is not UNSET:
            field_dict["layer_pair_depths"] = layer_pair_depths
        if max_layers_to_learn is not UNSET:
            field_dict["max_layers_to_learn"] = max_layers_to_learn
        if num_randomizations is not UNSET:
            field_dict["num_randomizations"] = num_randomizations
        if shots_per_randomization is not UNSET:
            field_dict["shots_per_randomization"] = shots_per_randomization
        if simulator is not UNSET:
            field_dict["simulator"] = simulator
        if support_qiskit is not UNSET:
            field_dict["support_qiskit"] = support_qiskit
        if twirling_strategy is not UNSET:
            field_dict["twirling_strategy"] = twirling_strategy

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.noise_learner_options_experimental import NoiseLearnerOptionsExperimental
        from ..models.simulator_options import SimulatorOptions

        d = without_nulls(
            src_dict,
            "experimental",
            "layer_pair_depths",
            "num_randomizations",
            "shots_per_randomization",
            "simulator",
            "support_qiskit",
            "twirling_strategy",
        )
        _experimental = d.pop("experimental", UNSET)
        experimental: NoiseLearnerOptionsExperimental | Unset
        if isinstance(_experimental, Unset):
            experimental = UNSET
        else:
            experimental = NoiseLearnerOptionsExperimental.from_dict(_experimental)

        layer_pair_depths = cast(list[int], d.pop("layer_pair_depths", UNSET))

        def _parse_max_layers_to_learn(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        max_layers_to_learn = _parse_max_layers_to_learn(d.pop("max_layers_to_learn", UNSET))

        num_randomizations = d.pop("num_randomizations", UNSET)

        shots_per_randomization = d.pop("shots_per_randomization", UNSET)

        _simulator = d.pop("simulator", UNSET)
        simulator: SimulatorOptions | Unset
        if isinstance(_simulator, Unset):
            simulator = UNSET
        else:
            simulator = SimulatorOptions.from_dict(_simulator)

        support_qiskit = d.pop("support_qiskit", UNSET)

        _twirling_strategy = d.pop("twirling_strategy", UNSET)
        twirling_strategy: TwirlingStrategy | Unset
        if isinstance(_twirling_strategy, Unset):
            twirling_strategy = UNSET
        else:
            twirling_strategy = TwirlingStrategy(_twirling_strategy)

        noise_learner_options = cls(
            experimental=experimental,
            layer_pair_depths=layer_pair_depths,
            max_layers_to_learn=max_layers_to_learn,
            num_randomizations=num_randomizations,
            shots_per_randomization=shots_per_randomization,
            simulator=simulator,
            support_qiskit=support_qiskit,
            twirling_strategy=twirling_strategy,
        )

        return noise_learner_options
