"""Options as a user writes them: what both type checkers must accept, and what they must find."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_type

from qrt_facade import EstimatorOptions, ResilienceOptions, SamplerOptions, TwirlingOptions, Unset, ZneOptions

if TYPE_CHECKING:
    from qrt_facade import RuntimeClient
    from qrt_facade.results import NoiseLearnerResult
    from qrt_facade.types import EstimatorOptionsDict, NoiseLearnerOptionsDict, SamplerOptionsDict


def groups_of_a_class_or_as_dicts(learned: NoiseLearnerResult) -> None:
    SamplerOptions(default_shots=100, twirling=TwirlingOptions(enable_gates=True))
    SamplerOptions(twirling={"enable_gates": True, "num_randomizations": "auto"})
    SamplerOptions(execution={"init_qubits": True, "meas_type": "kerneled"})
    EstimatorOptions(resilience={"zne_mitigation": True, "zne": {"noise_factors": [1, 3, 5]}})
    EstimatorOptions(resilience=ResilienceOptions(zne={"noise_factors": (1, 2)}, layer_noise_model=learned))
    ResilienceOptions(layer_noise_model=learned.to_wire())
    assert_type(ResilienceOptions().zne, ZneOptions | Unset)


def as_dicts_alone(client: RuntimeClient, learned: NoiseLearnerResult) -> None:
    sampler: SamplerOptionsDict = {
        "twirling": TwirlingOptions(strategy="all"),
        "simulator": {"seed_simulator": 7},
    }
    estimator: EstimatorOptionsDict = {"resilience": {"layer_noise_model": learned}}
    noise: NoiseLearnerOptionsDict = {"max_layers_to_learn": None, "twirling_strategy": "active"}
    client.sampler.submit("OPENQASM 3.0;", options=sampler)
    client.estimator.submit(("OPENQASM 3.0;", "Z"), options=estimator)
    client.jobs.submit("noise-learner", {"circuits": [], "options": noise}, backend="ibm_fez")


def mistaken() -> None:
    SamplerOptions(twirling={"enable_gate": True})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    SamplerOptions(execution={"meas_type": "kernel"})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    SamplerOptions(default_shot=1)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    EstimatorOptions(resilience={"zne": {"noise_factors": 3}})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    ResilienceOptions(zne=TwirlingOptions())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    ResilienceOptions(layer_noise_model=5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
