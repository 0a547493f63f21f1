"""Responses used as dicts or with methods, as users of IBM's client may write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from qrt_facade._service.job_metrics import Metrics

if TYPE_CHECKING:
    from qrt_facade import RuntimeClient


def error_text(call: Any, kind: type[Exception] = AttributeError) -> str:
    with pytest.raises(kind) as caught:
        call()
    return str(caught.value)


def test_responses_used_as_dicts_raise_and_name_the_attribute(
    client: RuntimeClient,
) -> None:
    backend: Any = client.backends.get("ibm_fez")
    usage: Any = client.usage()
    assert (
        error_text(backend.name, TypeError)
        == "backend.name is an attribute, not a method: write it without parentheses"
    )
    assert "such as usage.consumed_seconds" in error_text(lambda: usage.get("usage_consumed_seconds"))
    assert "use usage.limit_seconds" in error_text(lambda: usage.usage_limit_seconds)
    assert "use configuration.n_qubits" in error_text(lambda: backend.configuration().num_qubits)
    properties = backend.properties()
    assert "properties.qubits[q] lists the values of qubit q" in error_text(lambda: properties.t1(0))
    assert "here 'gate_error'" in error_text(lambda: properties.gate_error("cz", [0, 1]))
    metrics: Any = Metrics.of({})
    assert "metrics.usage.seconds" in error_text(lambda: metrics.get("usage"))
