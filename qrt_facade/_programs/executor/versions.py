"""What each version of the executor's `params` supports (`ibm_quantum_schemas.executor` 0.13: one module per version).

| version | circuits | newest QPY | arrays | other |
|---|---|---|---|---|
| v0.1 | QPY in each item | 16 | plain | only shots, `init_qubits` and `rep_delay` |
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
"""What is returned for a measurement: bits, complex numbers, their mean over the shots, or bits and complex numbers."""

NEWEST: Final[SchemaVersion] = "v2.0"
_LEVELS: Final[tuple[str, ...]] = get_args(MeasLevel)


@frozen
class Schema:
    """The features of a version.

    Attributes:
        version: Its name.
        newest_qpy: The newest supported QPY version.
        newest_samplex: The newest supported samplex version; None for any.
        meas_levels: The supported measurement levels.
        one_file: Whether circuits are stored in one place, separate from the items, and items have a shape.
        texts: Whether circuits may be OpenQASM text, and binary data is compressed.
        extras: Whether there are more than two options, measurement levels, and passthrough data.
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
    """Return the features of a version.

    Raises:
        ConfigurationError: There is no such version.
    """
    found = _SCHEMAS.get(version) if isinstance(version, str) else None
    if found is None:
        raise ConfigurationError(
            f"schema_version={redacted_repr(version)} is not valid; accepted: {', '.join(map(repr, _SCHEMAS))}."
        )
    return found


def in_model(schema: Schema, params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the `params` as written by the generated model of their version."""
    from qrt_client import models

    written: Any = getattr(models, f"Executor{schema.version.upper().replace('.', '')}ParamsModel")
    wire: dict[str, Any] = written.from_dict(params).to_dict()
    return wire


def checked_meas_level(level: Any) -> MeasLevel:
    """Return a measurement level after checking it.

    Raises:
        ConfigurationError: There is no such level.
    """
    if isinstance(level, str) and level in _LEVELS:
        return cast("MeasLevel", level)
    raise ConfigurationError(
        f"meas_level={redacted_repr(level)} is not valid; accepted: {', '.join(map(repr, _LEVELS))}."
    )


def check_supported(schema: Schema, meas_level: str, requested: Mapping[str, bool]) -> None:
    """Check that a version supports the requested features.

    Args:
        schema: The version.
        meas_level: What is returned for measurements.
        requested: Argument name -> whether it was requested, for all features other than shots, `init_qubits` and
            `rep_delay`.

    Raises:
        ConfigurationError: A requested feature is not supported; the message names the argument.
    """
    if meas_level not in schema.meas_levels:
        accepted = ", ".join(map(repr, schema.meas_levels))
        raise ConfigurationError(
            f"meas_level={meas_level!r}: version {schema.version} of the executor supports only {accepted}; omit "
            "schema_version to use the newest version."
        )
    unsupported = [name for name, is_requested in requested.items() if is_requested and not schema.extras]
    if unsupported:
        raise ConfigurationError(
            f"{unsupported[0]}: version {schema.version} of the executor does not support this option; omit "
            "schema_version to use "
            "the newest version."
        )
