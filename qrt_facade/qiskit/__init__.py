"""Qiskit's interfaces over this client: its `BackendV2`, samplers and estimators work wherever Qiskit's do.

    from qiskit import QuantumCircuit
    from qiskit.transpiler import generate_preset_pass_manager
    from qrt_facade.qiskit import Backend, SamplerV2
    bell = QuantumCircuit(2)
    bell.h(0)
    bell.cx(0, 1)
    bell.measure_all()
    backend = Backend(client, "ibm_fez")
    isa = generate_preset_pass_manager(backend=backend, optimization_level=1).run(bell)
    SamplerV2(mode=backend).run([isa], shots=1000).result()[0].data.meas.get_counts()  # such as {"00": 498, "11": 502}

Requires the extra `qiskit`, which is Qiskit only; IBM's client is not needed. The classes have the names and arguments
of IBM's, so that a program only changes its imports; the features of this client (`key`, `tags`, `dry_run`,
`max_seconds`, estimates) are keyword arguments of `run`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qrt_facade.qiskit.backend import Backend
    from qrt_facade.qiskit.device import (
        BackendConfiguration,
        BackendProperties,
        BackendStatus,
        GateReadings,
        Reading,
    )
    from qrt_facade.qiskit.jobs import BackendJob
    from qrt_facade.qiskit.keywords import RunOptions
    from qrt_facade.qiskit.options import PrimitiveOptions
    from qrt_facade.qiskit.primitive_job import PrimitiveJob
    from qrt_facade.qiskit.primitives import EstimatorV2, SamplerV2

__all__ = [
    "Backend",
    "BackendConfiguration",
    "BackendJob",
    "BackendProperties",
    "BackendStatus",
    "EstimatorV2",
    "GateReadings",
    "PrimitiveJob",
    "PrimitiveOptions",
    "Reading",
    "RunOptions",
    "SamplerV2",
]

_HOMES = {
    "Backend": "backend",
    "BackendConfiguration": "device",
    "BackendJob": "jobs",
    "BackendProperties": "device",
    "BackendStatus": "device",
    "EstimatorV2": "primitives",
    "GateReadings": "device",
    "PrimitiveJob": "primitive_job",
    "PrimitiveOptions": "options",
    "Reading": "device",
    "RunOptions": "keywords",
    "SamplerV2": "primitives",
}


if not TYPE_CHECKING:  # otherwise type checkers would accept any name

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            import_module("qrt_facade._base.missing").refuse_name(__name__, name, __all__)
        try:
            import_module("qiskit")
        except ImportError as error:
            from qrt_facade.errors import ConfigurationError

            raise ConfigurationError("qrt_facade.qiskit needs Qiskit; install qrt-facade[qiskit]") from error
        value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted(__all__)
