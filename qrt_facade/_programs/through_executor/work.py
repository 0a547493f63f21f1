"""The work of a sampler or an estimator: the `params` of the server-side program, and the same planned for the executor."""

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
    """What a sampler or an estimator is asked for.

    Attributes:
        program_id: The server-side program.
        params: Its `params`.
        plan: Makes the same a program of the executor, of a seed and the backend's configuration as JSON. Raises
            ConfigurationError for what the executor does not have.
        needs_configuration: Whether the plan depends on the configuration.
    """

    program_id: Primitive
    params: Mapping[str, Any]
    plan: Callable[[int, Mapping[str, Any] | None], ExecutorProgram]
    needs_configuration: bool

    def executor_params(self, seed: int, configuration: Mapping[str, Any] | None) -> ProgramParams:
        """Make the `params` of the executor.

        Args:
            seed: What is random in them follows from it.
            configuration: The backend's configuration; None where the plan does not need it.

        Raises:
            ConfigurationError: The executor does not have what is asked for.
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
    """Return what a sampler is asked for; the arguments are those of `sampler_params`.

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
    """Return what an estimator is asked for; the arguments are those of `estimator_params`.

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
    """Return the work that the `params` of a server-side program ask for, such as those that a sweep has stored.

    Args:
        program_id: The program.
        params: Its `params`, as `sampler_params` or `estimator_params` made them. They are sent as they are; the PUBs are
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
    """A PUB of the wire as callers give it: an array in the wire's wrapper becomes an array."""
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
    """An array of numbers in the wire's wrapper. Anything else stays as it is, and is refused where values are checked."""
    import numpy as np

    if (found := numbers_in(value)) is None:
        return value
    shape, doubles = found
    return np.frombuffer(doubles, dtype="<f8").reshape(shape)
