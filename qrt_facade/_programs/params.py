"""Build the whole `params` of a job: PUBs or circuits with their settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qrt_facade._base.arguments import checked_whole
from qrt_facade._base.coerce import is_iterable
from qrt_facade._circuits.encoding import encode_circuit, is_circuit
from qrt_facade._programs.options.fields import UNSET
from qrt_facade._programs.options.programs import EstimatorOptions, NoiseLearnerOptions, SamplerOptions
from qrt_facade._programs.pubs.encoding import (
    EncodedPub,
    checked_precision,
    checked_shots,
    encode_estimator_pubs,
    encode_sampler_pubs,
)
from qrt_facade._programs.sizes import ProgramParams
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qrt_facade._base.kinds import RealNumber, WholeNumber


def sampler_params(
    pubs: Any,
    *,
    parameters: Any = None,
    shots: WholeNumber | None = None,
    options: SamplerOptions | Mapping[str, Any] | None = None,
    support_qiskit: bool = False,
    dt: float | None = None,
) -> ProgramParams:
    """Build the `params` of a sampler job.

    Args:
        pubs: One PUB or an iterable of PUBs, see `qrt_facade._programs.pubs`.
        parameters: Values for PUBs without their own.
        shots: Shots of PUBs that set none; takes precedence over `options.default_shots`.
        options: `SamplerOptions`, or a dict of the same names.
        support_qiskit: Whether the result uses Qiskit's typed encoding, which is smaller, instead of plain JSON.
        dt: Length of the backend's `dt` in seconds, to convert delays in seconds.

    Raises:
        DelayUnitError: A circuit has delays in seconds, and `dt` is None.
        ConfigurationError: An argument is invalid; the message names it.
    """
    return _params(
        encode_sampler_pubs(pubs, parameters=parameters, dt=dt),
        options=SamplerOptions.read(options).to_wire() or None,
        shots=checked_shots(shots, "sampler"),
        support_qiskit=support_qiskit,
    )


def estimator_params(
    pubs: Any,
    *,
    parameters: Any = None,
    precision: RealNumber | None = None,
    resilience_level: WholeNumber | None = None,
    options: EstimatorOptions | Mapping[str, Any] | None = None,
    support_qiskit: bool = False,
    dt: float | None = None,
) -> ProgramParams:
    """Build the `params` of an estimator job.

    Args:
        pubs: One PUB or an iterable of PUBs, see `qrt_facade._programs.pubs`.
        parameters: Values for PUBs without their own.
        precision: Target standard error of PUBs that set none; takes precedence over the options.
        resilience_level: 0 no mitigation, 1 measurement mitigation, 2 also zero-noise extrapolation and gate
            twirling. The service's default is 1.
        options: `EstimatorOptions`, or a dict of the same names.
        support_qiskit: Whether the result uses Qiskit's typed encoding instead of plain JSON.
        dt: Length of the backend's `dt` in seconds, to convert delays in seconds.

    Raises:
        DelayUnitError: A circuit has delays in seconds, and `dt` is None.
        ConfigurationError: An argument is invalid; the message names it.
    """
    if resilience_level is not None:
        resilience_level = checked_whole("resilience_level", resilience_level, most=2)
    wire = EstimatorOptions.read(options).to_wire()
    resilience = wire.get("resilience", {})
    if (
        resilience_level == 0
        and "measure_noise_learning" in resilience
        and "measure_mitigation" not in resilience
    ):
        raise ConfigurationError(
            "measure_noise_learning has no effect, because resilience level 0 does not mitigate measurements; "
            "also set measure_mitigation=True."
        )
    return _params(
        encode_estimator_pubs(pubs, parameters=parameters, dt=dt),
        options=wire or None,
        precision=checked_precision(precision, "estimator"),
        resilience_level=None if resilience_level is None else int(resilience_level),
        support_qiskit=support_qiskit,
    )


def noise_learner_params(
    circuits: Any,
    *,
    options: NoiseLearnerOptions | Mapping[str, Any] | None = None,
    dt: float | None = None,
) -> dict[str, Any]:
    """Build the `params` of a noise-learner job.

    Args:
        circuits: One circuit or an iterable of circuits, without classical registers.
        options: `NoiseLearnerOptions`, or a dict of the same names.
        dt: Length of the backend's `dt` in seconds, to convert delays in seconds.

    Raises:
        DelayUnitError: A circuit has delays in seconds, and `dt` is None.
        ConfigurationError: An argument is invalid; the message names it.
    """
    if is_circuit(circuits) or isinstance(circuits, str) or not is_iterable(circuits):
        circuits = [circuits]
    encoded = [encode_circuit(circuit, dt=dt) for circuit in circuits]
    if not encoded:
        raise ConfigurationError("There are no circuits for the noise learner.")
    chosen = NoiseLearnerOptions.read(options)
    wire = chosen.to_wire()
    if chosen.support_qiskit is UNSET:
        wire["support_qiskit"] = True
    return {"circuits": encoded, "options": wire, "version": 2}


def _params(pubs: list[EncodedPub], **settings: Any) -> ProgramParams:
    wire = {
        "pubs": [pub.wire for pub in pubs],
        **{name: value for name, value in settings.items() if value is not None},
        "version": 2,
    }
    return ProgramParams(wire, [pub.size for pub in pubs])
