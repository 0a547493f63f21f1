"""Encode a samplex and its arguments for the executor, using samplomatic, which the caller has installed."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from qrt_facade._base.coerce import is_integer
from qrt_facade._base.redaction import redacted_repr
from qrt_facade._programs.executor.tensors import encode_tensor
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qrt_facade._programs.executor.versions import Schema


def encode_samplex(samplex: Any, arguments: Mapping[str, Any], schema: Schema, where: str) -> dict[str, Any]:
    """Encode a samplex and its arguments.

    Args:
        samplex: A `Samplex` of samplomatic.
        arguments: Its arguments by name: bools, integers, arrays, or Qiskit's `PauliLindbladMap`.
        schema: The version of the executor.
        where: The item, used in messages.

    Raises:
        ConfigurationError: samplomatic is not installed or cannot write the samplex, or an argument has another type.
    """
    try:
        newest: int = importlib.import_module("samplomatic.ssv").SSV
        write: Any = importlib.import_module("samplomatic.serialization").samplex_to_json
        version = newest if schema.newest_samplex is None else min(newest, schema.newest_samplex)
        text = str(write(samplex, ssv=version))
    except ImportError as error:
        raise ConfigurationError(f"{where}: a samplex needs samplomatic; install samplomatic.") from error
    except Exception as error:  # samplomatic raises many types here
        raise ConfigurationError(f"{where}: samplomatic cannot write the samplex: {error}") from error
    found = {
        str(name): _argument(value, schema, f"{where}: samplex argument {name!r}")
        for name, value in arguments.items()
    }
    return {"samplex": {"ssv": version, "samplex_json": text}, "samplex_arguments": found}


def _argument(value: Any, schema: Schema, where: str) -> Any:
    if isinstance(value, bool):
        return value
    if hasattr(value, "to_sparse_list"):  # Qiskit's PauliLindbladMap
        terms = [
            [str(text), list(map(int, places)), float(rate)] for text, places, rate in value.to_sparse_list()
        ]
        return {"sparse_terms": terms, "num_qubits": int(value.num_qubits)}
    if is_integer(value):
        return int(value)
    if hasattr(value, "dtype") and hasattr(value, "shape"):
        import numpy as np

        return encode_tensor(np.asarray(value), compressed=schema.texts, where=where)
    raise ConfigurationError(
        f"{where}: {redacted_repr(value)} is not valid; accepted: bools, integers, arrays, Qiskit's PauliLindbladMap."
    )
