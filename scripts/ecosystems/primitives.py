"""Qiskit's interfaces to the emulator, by this project and by IBM's client: what a problem of a library is given."""

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
        """The pass manager that makes circuits fit the backend, the same each time."""
        from qiskit.transpiler import generate_preset_pass_manager

        return generate_preset_pass_manager(backend=self.backend, optimization_level=1, seed_transpiler=SEED)

    def narrow_passes(self) -> Any:
        """The same for circuits of two qubits that stay as narrow: some libraries lay out no observable."""
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
    """Those of IBM's client, which finds the addresses of IBM Cloud's services in the environment."""
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
    """Lead a version of IBM's client to the emulator that reads no addresses: 0.45, which PennyLane-qiskit asks for."""
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
    """A class of IBM's SDK that asks this address for tokens, whatever address it is given."""
    return lambda key, **given: made(key, **{**given, "url": url})


def repeated(problem: Callable[[Primitives], float]) -> Callable[[Primitives], Value]:
    """Make a problem of one that returns a number: the mean of several, and the error bar that they show."""

    @wraps(problem)
    def computed(mine: Primitives) -> Value:
        return mean([problem(mine) for _ in range(TIMES)])

    return computed


def both(problem: Callable[[Primitives], Value]) -> Callable[[Place], tuple[Value, Value]]:
    """Make a problem of one that takes primitives: computed with ours, and with those of IBM's client."""

    @wraps(problem)
    def compared(place: Place) -> tuple[Value, Value]:
        found = problem(ours(place))
        try:
            other = problem(ibms(place))
        except Exception as error:  # noqa: BLE001 - a problem that IBM's client does not solve is a cell of the table
            reason = f"IBM's client fails: {type(error).__name__}: {error}"[:200]
            return found, Value(math.nan, 0.0, reason)
        return found, Value(other.number, other.error, "IBM's client")

    return compared
