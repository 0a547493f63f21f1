"""Options of the primitives in the form of IBM's classes: attributes that can be set, in groups.

The client's own option classes validate the values.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, cast

import attrs

from qrt_facade._base.redaction import redacted_repr
from qrt_facade._base.secrets import safe_repr
from qrt_facade._base.suggestions import closest_match
from qrt_facade._programs.options.fields import UNSET, Options
from qrt_facade._programs.options.groups import (
    DynamicalDecouplingOptions,
    ExecutionOptions,
    LayerNoiseLearningOptions,
    MeasureNoiseLearningOptions,
    PecOptions,
    ResilienceOptions,
    SamplerExecutionOptions,
    SimulatorOptions,
    TwirlingOptions,
    ZneOptions,
)
from qrt_facade._programs.options.programs import EstimatorOptions, SamplerOptions
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qrt_facade._policy.submission_options import SubmissionOptions

_GROUPS: Final[dict[type[Options], dict[str, type[Options]]]] = {
    SamplerOptions: {
        "dynamical_decoupling": DynamicalDecouplingOptions,
        "execution": SamplerExecutionOptions,
        "twirling": TwirlingOptions,
        "simulator": SimulatorOptions,
    },
    EstimatorOptions: {
        "dynamical_decoupling": DynamicalDecouplingOptions,
        "resilience": ResilienceOptions,
        "execution": ExecutionOptions,
        "twirling": TwirlingOptions,
        "simulator": SimulatorOptions,
    },
    ResilienceOptions: {
        "measure_noise_learning": MeasureNoiseLearningOptions,
        "zne": ZneOptions,
        "pec": PecOptions,
        "layer_noise_learning": LayerNoiseLearningOptions,
    },
}
_ENVIRONMENT: Final = {"job_tags": "tags", "log_level": "log_level", "private": "private"}
"""Names in IBM's group `environment` -> the equivalent keyword of `submit`."""


class OptionGroup:
    """A group of options: `options.twirling.enable_gates = True`.

    An option that is not set is `UNSET`, and the service's default applies. Values are validated when they are set.
    """

    _kind: type[Options] | None
    _names: frozenset[str]
    _values: dict[str, Any]
    _groups: dict[str, OptionGroup]

    def __init__(self, kind: type[Options] | None, names: Iterable[str] = ()) -> None:
        """Create a group in which nothing is set.

        Args:
            kind: The client's class of these options, which validates values; None for a group without one.
            names: Names of additional options.
        """
        fields = () if kind is None else (field.name for field in attrs.fields(cast("Any", kind)))
        nested = {} if kind is None else _GROUPS.get(kind, {})
        vars(self).update(
            _kind=kind,
            _names=frozenset((*fields, *names)),
            _values={},
            _groups={name: OptionGroup(of) for name, of in nested.items()},
        )

    def update(self, **options: Any) -> None:
        """Set options by name; in groups passed as dicts, only the options they contain are set.

        Args:
            options: The options as keywords, such as `default_shots=1000, twirling={"enable_measure": True}`.

        Raises:
            ConfigurationError: A name is unknown, or a value is invalid.
        """
        for name, value in options.items():
            self._set(name, value)

    def to_dict(self) -> dict[str, Any]:
        """Return the options that are set, as JSON; groups are dicts."""
        groups = {name: found for name, group in self._groups.items() if (found := group.to_dict())}
        return {**self._values, **groups}

    def _set(self, name: str, value: Any) -> None:
        if name not in self._names and name not in self._groups:
            near = closest_match(name, [*self._names, *self._groups])
            hint = "" if near is None else f"; did you mean {near!r}?"
            raise ConfigurationError(f"{name!r} is not an option of {self._title}{hint}")
        if isinstance(value, Options):
            value = value.given()
        if isinstance(value, OptionGroup):
            value = value.to_dict()
        if (group := self._groups.get(name)) is not None:
            if not isinstance(value, Mapping):
                raise ConfigurationError(
                    f"{name}={redacted_repr(value)} is not a group of options; accepted: a dict"
                )
            group.update(**cast("Mapping[str, Any]", value))
        elif value is UNSET or type(value).__name__ == "UnsetType":  # of IBM's client
            self._values.pop(name, None)
        else:
            self._check(name, value)
            self._values[name] = value

    def _check(self, name: str, value: Any) -> None:
        if self._kind is not None and name in {field.name for field in attrs.fields(cast("Any", self._kind))}:
            self._kind.read({name: value})

    @property
    def _title(self) -> str:
        return "this group" if self._kind is None else self._kind.__name__

    def __getattr__(self, name: str) -> Any:
        mine = vars(self)
        if name in mine.get("_groups", ()):
            return mine["_groups"][name]
        if name in mine.get("_names", ()):
            return mine["_values"].get(name, UNSET)
        raise AttributeError(f"{type(self).__name__!r} object has no option {name!r}", name=name, obj=self)

    def __setattr__(self, name: str, value: Any) -> None:
        self._set(name, value)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._names, *self._groups})

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, OptionGroup) and self._kind is other._kind and self.to_dict() == other.to_dict()
        )

    __hash__ = None  # type: ignore[assignment] # mutable

    @safe_repr
    def __repr__(self) -> str:
        shown = (f"{name}={value!r}" for name, value in self.to_dict().items())
        return f"{type(self).__name__}({', '.join(shown)})"


class PrimitiveOptions(OptionGroup):
    """Options of a sampler or an estimator, with the names of IBM's classes.

        from qrt_facade.qiskit import Backend, SamplerV2
        sampler = SamplerV2(mode=Backend(client, "ibm_fez"))
        sampler.options.default_shots = 1000
        sampler.options.dynamical_decoupling.enable = True
        sampler.options.update(twirling={"enable_measure": True}, max_execution_time=60)
        sampler.options.environment.job_tags = ["bell"]

    Options that are not set are `UNSET`, and the service's defaults apply.
    """

    def __init__(self, kind: type[Options], options: object = None) -> None:
        """Create options.

        Args:
            kind: `SamplerOptions` or `EstimatorOptions`.
            options: Options to set: a dict, an instance of the class, or other options; None for no options.

        Raises:
            ConfigurationError: A name is unknown, or a value is invalid.
        """
        own = ("resilience_level",) if kind is EstimatorOptions else ()
        super().__init__(kind, ("max_execution_time", *own))
        self._groups["environment"] = OptionGroup(None, _ENVIRONMENT)
        if isinstance(options, OptionGroup):
            options = options.to_dict()
        elif isinstance(options, Options):
            options = options.given()
        if options is not None:
            if not isinstance(options, Mapping):
                raise ConfigurationError(
                    f"options={redacted_repr(options)} is not valid; accepted: a dict or {kind.__name__}"
                )
            self.update(**cast("Mapping[str, Any]", options))

    def program_options(self) -> dict[str, Any]:
        """Return the client's `options` argument, as JSON."""
        outside = {"max_execution_time", "resilience_level", "environment"}
        return {name: value for name, value in self.to_dict().items() if name not in outside}

    def submission(self) -> SubmissionOptions:
        """Return the client's keyword arguments of `submit`."""
        found: dict[str, Any] = {
            _ENVIRONMENT[name]: value
            for name, value in self.environment.to_dict().items()
            if value is not None
        }
        if "log_level" in found:
            found["log_level"] = str(found["log_level"]).lower()  # IBM's client uses DEBUG, the service debug
        if "max_execution_time" in self._values:
            found["max_execution_time"] = self._values["max_execution_time"]
        return cast("SubmissionOptions", found)


def sampler_options(options: object) -> PrimitiveOptions:
    """Return the options of a sampler, from options in any form."""
    return PrimitiveOptions(SamplerOptions, options)


def estimator_options(options: object) -> PrimitiveOptions:
    """Return the options of an estimator, from options in any form."""
    return PrimitiveOptions(EstimatorOptions, options)
