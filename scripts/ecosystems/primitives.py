"""Qiskit's interfaces to the emulator, from this project and from IBM's client, as passed to a library's problem."""

from __future__ import annotations

import inspect
import math
import os
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

from problems import DEVICE, SEED, TIMES, Place, Value, mean

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Primitives:
    """One client's classes.

    Attributes:
        backend: A `BackendV2`.
        sampler: Makes a `SamplerV2` from a `mode`.
        estimator: Makes an `EstimatorV2` from a `mode`.
    """

    backend: Any
    sampler: Callable[..., Any]
    estimator: Callable[..., Any]

    def passes(self) -> Any:
        """The pass manager that adapts circuits to the backend, the same each time."""
        from qiskit.transpiler import generate_preset_pass_manager

        return generate_preset_pass_manager(backend=self.backend, optimization_level=1, seed_transpiler=SEED)

    def narrow_passes(self) -> Any:
        """The same for circuits that keep their two qubits: some libraries do not lay out observables."""
        from qiskit.transpiler import generate_preset_pass_manager

        return generate_preset_pass_manager(
            optimization_level=1,
            basis_gates=["cz", "rz", "sx", "x"],
            coupling_map=[[0, 1], [1, 0]],
            seed_transpiler=SEED,
        )


def ours(place: Place) -> Primitives:
    """This project's."""
    from qrt_facade.qiskit import Backend, EstimatorV2, SamplerV2

    return Primitives(Backend(place.client, DEVICE), SamplerV2, EstimatorV2)


def ibms(place: Place) -> Primitives:
    """The classes of IBM's client, which reads the addresses of IBM Cloud's services from the environment."""
    os.environ |= {
        "IAM_URL": place.url,
        "GLOBAL_SEARCH_URL": place.url,
        "GLOBAL_CATALOG_URL": f"{place.url}/globalcatalog/api/v1",
        "RESOURCE_CONTROLLER_URL": place.url,
    }
    from qiskit_ibm_runtime import EstimatorV2, QiskitRuntimeService, SamplerV2

    _redirect_old(place.url)
    service = QiskitRuntimeService(
        channel="ibm_quantum_platform",
        token=place.key,
        instance="emulator",
        url_resolver=lambda *_, **__: f"{place.url}/api/v1",
    )
    return Primitives(service.backend(DEVICE), SamplerV2, EstimatorV2)


def _redirect_old(url: str) -> None:
    """Patch IBM's client 0.45, which PennyLane-qiskit requires and which reads no addresses, to use the emulator."""
    from qiskit_ibm_runtime.accounts import account
    from qiskit_ibm_runtime.api import auth

    if '"IAM_URL"' in inspect.getsource(auth):
        return
    modules: tuple[tuple[Any, str], ...] = ((account, "IAMAuthenticator"), (auth, "IAMTokenManager"))
    for module, name in modules:
        setattr(module, name, _with_address(getattr(module, name), url))
    modules[0][0].get_global_search_api_url = lambda _: url
    modules[0][0].get_global_catalog_api_url = lambda _: f"{url}/globalcatalog/api/v1"


def _with_address(made: Callable[..., Any], url: str) -> Callable[..., Any]:
    """A class of IBM's SDK that requests tokens from this address, whatever address is passed."""
    return lambda key, **given: made(key, **{**given, "url": url})


def repeated(problem: Callable[[Primitives], float]) -> Callable[[Primitives], Value]:
    """Turn a function that returns a number into a problem: the mean of several runs, with their error bar."""

    @wraps(problem)
    def computed(mine: Primitives) -> Value:
        return mean([problem(mine) for _ in range(TIMES)])

    return computed


def both(problem: Callable[[Primitives], Value]) -> Callable[[Place], tuple[Value, Value]]:
    """Turn a function that takes primitives into a problem: computed with ours, and with those of IBM's client."""

    @wraps(problem)
    def compared(place: Place) -> tuple[Value, Value]:
        found = problem(ours(place))
        try:
            other = problem(ibms(place))
        except Exception as error:  # noqa: BLE001 - a problem that IBM's client does not solve is a cell of the table
            reason = f"IBM's client failed: {type(error).__name__}: {error}"[:200]
            return found, Value(math.nan, 0.0, reason)
        return found, Value(other.number, other.error, "IBM's client")

    return compared
