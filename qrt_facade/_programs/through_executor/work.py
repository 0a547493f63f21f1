"""A sampler or estimator job as `params` of the server-side program, and as a program for the executor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from attrs import frozen

from qrt_facade._base.coerce import is_list, is_mapping, whole_of
from qrt_facade._programs.packed import numbers_in
from qrt_facade._programs.params import estimator_params, sampler_params

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qrt_facade._base.kinds import RealNumber, WholeNumber
    from qrt_facade._programs.executor.program import ExecutorProgram
    from qrt_facade._programs.options.dicts import EstimatorOptionsDict, SamplerOptionsDict
    from qrt_facade._programs.options.programs import EstimatorOptions, SamplerOptions
    from qrt_facade._programs.sizes import ProgramParams

Primitive: TypeAlias = Literal["sampler", "estimator"]


@frozen(eq=False)
class Work:
    """The work of a sampler or estimator job.

    Attributes:
        program_id: The server-side program.
        params: Its `params`.
        plan: Builds the executor program from a seed and the backend's configuration as JSON. Raises
            ConfigurationError if the executor does not support it.
        needs_configuration: Whether the plan depends on the configuration.
    """

    program_id: Primitive
    params: Mapping[str, Any]
    plan: Callable[[int, Mapping[str, Any] | None], ExecutorProgram]
    needs_configuration: bool

    def executor_params(self, seed: int, configuration: Mapping[str, Any] | None) -> ProgramParams:
        """Build the `params` of the executor job.

        Args:
            seed: Seed of everything random in them.
            configuration: The backend's configuration; None if the plan does not need it.

        Raises:
            ConfigurationError: The executor does not support the work.
        """
        from qrt_facade._programs.executor.program import executor_params

        return executor_params(self.plan(seed, configuration))


def sampler_work(
    pubs: Any,
    *,
    shots: WholeNumber | None,
    options: SamplerOptions | SamplerOptionsDict | Mapping[str, Any] | None,
    parameters: Any = None,
    dt: float | None = None,
) -> Work:
    """Return the work of a sampler job; the arguments are those of `sampler_params`.

    Raises:
        DelayUnitError: A circuit has delays in seconds, and `dt` is None.
        ConfigurationError: An argument is invalid; the message names it.
    """

    def plan(seed: int, _: Mapping[str, Any] | None) -> ExecutorProgram:
        from qrt_facade._programs.through_executor.sampler import plan_sampler

        return plan_sampler(pubs, shots=shots, options=options, parameters=parameters, seed=seed, dt=dt)

    params = sampler_params(pubs, shots=shots, options=options, parameters=parameters, dt=dt)
    return Work("sampler", params, plan, needs_configuration=False)


def estimator_work(
    pubs: Any,
    *,
    precision: RealNumber | None,
    resilience_level: WholeNumber | None,
    options: EstimatorOptions | EstimatorOptionsDict | Mapping[str, Any] | None,
    dt: float | None = None,
) -> Work:
    """Return the work of an estimator job; the arguments are those of `estimator_params`.

    Raises:
        DelayUnitError: A circuit has delays in seconds, and `dt` is None.
        ConfigurationError: An argument is invalid; the message names it.
    """

    def plan(seed: int, configuration: Mapping[str, Any] | None) -> ExecutorProgram:
        from qrt_facade._programs.through_executor.estimator import plan_estimator

        return plan_estimator(
            pubs,
            precision=precision,
            resilience_level=resilience_level,
            options=options,
            seed=seed,
            configuration=configuration,
            dt=dt,
        )

    params = estimator_params(
        pubs, precision=precision, resilience_level=resilience_level, options=options, dt=dt
    )
    return Work("estimator", params, plan, needs_configuration=True)


def work_of_params(program_id: Primitive, params: Mapping[str, Any]) -> Work:
    """Return the work of existing `params` of a server-side program, such as those stored by a sweep.

    Args:
        program_id: The program.
        params: Its `params`, as built by `sampler_params` or `estimator_params`. They are sent unchanged; the PUBs are
            read from them only for the executor.
    """
    options = params.get("options")

    def plan(seed: int, configuration: Mapping[str, Any] | None) -> ExecutorProgram:
        from qrt_facade._programs.through_executor.estimator import plan_estimator
        from qrt_facade._programs.through_executor.sampler import plan_sampler

        if program_id == "sampler":
            pubs = [_pub(pub, 1) for pub in params["pubs"]]
            return plan_sampler(pubs, shots=whole_of(params.get("shots")), options=options, seed=seed)
        return plan_estimator(
            [_pub(pub, 2) for pub in params["pubs"]],
            precision=params.get("precision"),
            resilience_level=whole_of(params.get("resilience_level")),
            options=options,
            seed=seed,
            configuration=configuration,
        )

    return Work(program_id, params, plan, needs_configuration=program_id == "estimator")


def _pub(pub: Any, place: int) -> Any:
    """Return a PUB from the wire in the form that callers pass: wrapped arrays become arrays."""
    if not is_list(pub) or len(pub) <= place or not is_mapping(pub[place]):
        return pub
    values = pub[place]
    if "__type__" in values:
        return [*pub[:place], _unwrapped(values), *pub[place + 1 :]]
    return [
        *pub[:place],
        {name: _unwrapped(value) if is_mapping(value) else value for name, value in values.items()},
        *pub[place + 1 :],
    ]


def _unwrapped(value: Mapping[str, Any]) -> Any:
    """Unwrap an array of numbers. Other values are unchanged, and are refused when values are checked."""
    import numpy as np

    if (found := numbers_in(value)) is None:
        return value
    shape, doubles = found
    return np.frombuffer(doubles, dtype="<f8").reshape(shape)
