from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.twirling_strategy import TwirlingStrategy
from ..types import without_nulls

if TYPE_CHECKING:
    from ..models.noise_learner_options_experimental import NoiseLearnerOptionsExperimental
    from ..models.simulator_options import SimulatorOptions


T = TypeVar("T", bound="NoiseLearnerOptions")


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
        experimental: dict[str, Any] | None = None
        if not (self.experimental is None):
            experimental = self.experimental.to_dict()

        layer_pair_depths: list[int] | None = None
        if not (self.layer_pair_depths is None):
            layer_pair_depths = self.layer_pair_depths

        max_layers_to_learn: int | None
        if self.max_layers_to_learn is None:
            max_layers_to_learn = None
        else:
            max_layers_to_learn = self.max_layers_to_learn

        num_randomizations = self.num_randomizations

        shots_per_randomization = self.shots_per_randomization

        simulator: dict[str, Any] | None = None
        if not (self.simulator is None):
            simulator = self.simulator.to_dict()

        support_qiskit = self.support_qiskit

        twirling_strategy: str | None = None
        if not (self.twirling_strategy is None):
            twirling_strategy = self.twirling_strategy.value

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if experimental is not None:
            field_dict["experimental"] = experimental
        if layer_pair_depths is not None:
            field_dict["layer_pair_depths"] = layer_pair_depths
        if max_layers_to_learn is not None:
            field_dict["max_layers_to_learn"] = max_layers_to_learn
        if num_randomizations is not None:
            field_dict["num_randomizations"] = num_randomizations
        if shots_per_randomization is not None:
            field_dict["shots_per_randomization"] = shots_per_randomization
        if simulator is not None:
            field_dict["simulator"] = simulator
        if support_qiskit is not None:
            field_dict["support_qiskit"] = support_qiskit
        if twirling_strategy is not None:
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
        _experimental = d.pop("experimental", None)
        experimental: NoiseLearnerOptionsExperimental | None
        if _experimental is None:
            experimental = None
        else:
            experimental = NoiseLearnerOptionsExperimental.from_dict(_experimental)

        layer_pair_depths = cast(list[int], d.pop("layer_pair_depths", None))

        def _parse_max_layers_to_learn(data: object) -> int | None:
            if data is None:
                return data
            if data is None:
                return data
            return cast(int | None, data)

        max_layers_to_learn = _parse_max_layers_to_learn(d.pop("max_layers_to_learn", None))

        num_randomizations = d.pop("num_randomizations", None)

        shots_per_randomization = d.pop("shots_per_randomization", None)

        _simulator = d.pop("simulator", None)
        simulator: SimulatorOptions | None
        if _simulator is None:
            simulator = None
        else:
            simulator = SimulatorOptions.from_dict(_simulator)

        support_qiskit = d.pop("support_qiskit", None)

        _twirling_strategy = d.pop("twirling_strategy", None)
        twirling_strategy: TwirlingStrategy | None
        if _twirling_strategy is None:
            twirling_strategy = None
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
