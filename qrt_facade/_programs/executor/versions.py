"""What each version of the executor's `params` can say (`ibm_quantum_schemas.executor` 0.13: one module for each).

| version | circuits | at most QPY | arrays | further |
|---|---|---|---|---|
| v0.1 | QPY in each item | 16 | plain | shots, `init_qubits` and `rep_delay` alone |
| v0.2 | QPY in each item | 17 | plain | timing, stretches, `meas_level`, passthrough data, experimental options |
| v1.0, v1.1 | one QPY file | 17 | plain | `meas_level="both"`, the shape of an item |
| v2.0 | OpenQASM 3 texts, or one QPY file compressed | 17 | compressed | |
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, cast, get_args

from attrs import frozen

from qrt_facade._base.redaction import redacted_repr
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

SchemaVersion: TypeAlias = Literal["v0.1", "v0.2", "v1.0", "v1.1", "v2.0"]
"""The versions of the executor's `params`."""

MeasLevel: TypeAlias = Literal["classified", "kerneled", "avg_kerneled", "both"]
"""What is returned of a measurement: bits, complex numbers, their mean over the shots, or bits and complex numbers."""

NEWEST: Final[SchemaVersion] = "v2.0"
_LEVELS: Final[tuple[str, ...]] = get_args(MeasLevel)


@frozen
class Schema:
    """What a version can say.

    Attributes:
        version: Its name.
        newest_qpy: The newest version of QPY that it takes.
        newest_samplex: The newest version of samplexes that it takes; None for any.
        meas_levels: What can be returned of measurements.
        one_file: Whether all circuits stand in one place, beside the items, and items have a shape.
        texts: Whether circuits may be OpenQASM text, and what is binary is compressed.
        extras: Whether it has more options than two, a level of measurements, and passthrough data.
    """

    version: SchemaVersion
    newest_qpy: int = 17
    newest_samplex: int | None = None
    meas_levels: tuple[str, ...] = _LEVELS
    one_file: bool = True
    texts: bool = False
    extras: bool = True


_SCHEMAS: Final[Mapping[str, Schema]] = {
    "v0.1": Schema("v0.1", 16, 1, _LEVELS[:1], one_file=False, extras=False),
    "v0.2": Schema("v0.2", 17, 2, _LEVELS[:3], one_file=False),
    "v1.0": Schema("v1.0", 17, 3),
    "v1.1": Schema("v1.1", 17, 4),
    "v2.0": Schema("v2.0", texts=True),
}


def schema_of(version: Any) -> Schema:
    """What a version can say.

    Raises:
        ConfigurationError: There is no such version.
    """
    found = _SCHEMAS.get(version) if isinstance(version, str) else None
    if found is None:
        raise ConfigurationError(
            f"schema_version={redacted_repr(version)}: accepted: {', '.join(map(repr, _SCHEMAS))}."
        )
    return found


def in_model(schema: Schema, params: Mapping[str, Any]) -> dict[str, Any]:
    """The `params` as the generated model of their version writes them."""
    from qrt_client import models

    written: Any = getattr(models, f"Executor{schema.version.upper().replace('.', '')}ParamsModel")
    wire: dict[str, Any] = written.from_dict(params).to_dict()
    return wire


def checked_meas_level(level: Any) -> MeasLevel:
    """Return a level of measurements.

    Raises:
        ConfigurationError: There is no such level.
    """
    if isinstance(level, str) and level in _LEVELS:
        return cast("MeasLevel", level)
    raise ConfigurationError(f"meas_level={redacted_repr(level)}: accepted: {', '.join(map(repr, _LEVELS))}.")


def refuse_unsayable(schema: Schema, meas_level: str, asked: Mapping[str, bool]) -> None:
    """Refuse what a version has no words for.

    Args:
        schema: The version.
        meas_level: What is returned of measurements.
        asked: Whether something was asked for beside shots, `init_qubits` and `rep_delay`, by the name of its argument.

    Raises:
        ConfigurationError: It was; the message names the argument.
    """
    if meas_level not in schema.meas_levels:
        accepted = ", ".join(map(repr, schema.meas_levels))
        raise ConfigurationError(
            f"meas_level={meas_level!r}: version {schema.version} of the executor has only {accepted}; leave out "
            "schema_version to use the newest."
        )
    wanted = [name for name, is_asked in asked.items() if is_asked and not schema.extras]
    if wanted:
        raise ConfigurationError(
            f"{wanted[0]}: version {schema.version} of the executor has no such option; leave out schema_version to use "
            "the newest."
        )
