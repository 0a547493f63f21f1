"""Translate sampler options for the program `executor`; some are implemented on this side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, cast

from attrs import frozen

from qrt_facade._base.coerce import is_mapping
from qrt_facade._base.redaction import redacted_repr
from qrt_facade._programs.executor.program import ExecutorOptions
from qrt_facade._programs.options.fields import UNSET, Options, Unset
from qrt_facade._programs.options.programs import SamplerOptions
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qrt_facade._programs.options.words import Measured

_ELSEWHERE: Final = 'program="primitives" supports it as long as the service has the program {program!r}'
_OF_EXECUTION: Final = ("scheduler_timing", "stretch_values")


@frozen
class Twirling:
    """How measurements are twirled; "auto" numbers are derived from the shots.

    Attributes:
        randomizations: Random sets of flips for each point of a sweep.
        shots: Shots of each.
    """

    randomizations: int | Literal["auto"]
    shots: int | Literal["auto"]


@frozen
class ResolvedSampler:
    """The options of a sampler, after reading.

    Attributes:
        default_shots: Shots of PUBs that set none, or None.
        meas_type: What is returned for a measurement.
        twirling: How measurements are twirled, or None.
        executor: The executor's options.
    """

    default_shots: int | None
    meas_type: Measured
    twirling: Twirling | None
    executor: ExecutorOptions


def read_sampler_options(options: SamplerOptions | Mapping[str, Any] | None) -> ResolvedSampler:
    """Read the options of a sampler that runs on the executor.

    Raises:
        ConfigurationError: An option is invalid, or not supported on the executor.
    """
    chosen = SamplerOptions.read(options)
    refuse_decoupling(chosen.dynamical_decoupling, "sampler")
    refuse_simulator(chosen.simulator, "sampler")
    default_shots = _or(chosen.default_shots, None)
    meas_type: Measured = _of(chosen.execution, "meas_type", "classified")
    twirling = None
    if _of(chosen.twirling, "enable_gates", False):
        raise unavailable("twirling.enable_gates=True", "sampler")
    if _of(chosen.twirling, "enable_measure", False):
        if meas_type != "classified":
            raise ConfigurationError(
                f"twirling.enable_measure=True flips bits, but execution.meas_type={meas_type!r} returns none; "
                'set meas_type="classified", or disable the twirling.'
            )
        twirling = Twirling(
            _of(chosen.twirling, "num_randomizations", "auto"),
            _of(chosen.twirling, "shots_per_randomization", "auto"),
        )
    return ResolvedSampler(
        default_shots, meas_type, twirling, executor_options(chosen.execution, _or(chosen.experimental, None))
    )


def executor_options(execution: Options | Unset, experimental: Mapping[str, Any] | None) -> ExecutorOptions:
    """Return the executor's options for a primitive's options.

    Args:
        execution: How shots are repeated.
        experimental: JSON; `{"execution": {"scheduler_timing": True, "stretch_values": True}}` requests the executor's
            additional data, as in IBM's client (`sampler_option_to_executor_options` of qiskit-ibm-runtime 0.51).

    Raises:
        ConfigurationError: A flag is not True or False.
    """
    left = dict(experimental or {})
    flags = dict.fromkeys(_OF_EXECUTION, False)
    own = left.get("execution")
    if is_mapping(own):
        for name in flags:
            value = own.get(name, False)
            if not isinstance(value, bool):
                raise ConfigurationError(
                    f"experimental.execution.{name}={redacted_repr(value)} is not valid; accepted: True or False."
                )
            flags[name] = value
        rest = {name: value for name, value in own.items() if name not in flags}
        left = {name: value for name, value in left.items() if name != "execution"}
        left |= {"execution": rest} if rest else {}
    rep_delay: float | None = _of(execution, "rep_delay", None)
    return ExecutorOptions(
        init_qubits=_of(execution, "init_qubits", True),
        rep_delay=None if rep_delay is None else float(rep_delay),
        scheduler_timing=flags["scheduler_timing"],
        stretch_values=flags["stretch_values"],
        experimental=left,
    )


def refuse_decoupling(decoupling: Options | Unset, program: str) -> None:
    """Refuse dynamical decoupling: its pulses depend on the schedule, which the service computes."""
    if _of(decoupling, "enable", False):
        raise unavailable("dynamical_decoupling.enable=True", program)


def refuse_simulator(simulator: Options | Unset, program: str) -> None:
    """Refuse simulator options, which the executor does not have."""
    if isinstance(simulator, Options) and (set_options := simulator.given()):
        raise unavailable(f"simulator.{next(iter(set_options))}", program)


def unavailable(what: str, program: str) -> ConfigurationError:
    """Return the error for an option that a primitive does not support on the executor.

    The alternative is only a note, because it does not help users of services that no longer have the other program.
    """
    error = ConfigurationError(
        f"{what} is not supported when the {program} runs on the program 'executor'; remove it."
    )
    error.add_note(_ELSEWHERE.format(program=program))
    return error


def _or(value: Any, default: Any) -> Any:
    return default if value is UNSET else value


def _of(group: Options | Unset, name: str, default: Any) -> Any:
    """Return an option of a group, or the default if it is not set."""
    return default if isinstance(group, Unset) else _or(getattr(cast("Any", group), name), default)
