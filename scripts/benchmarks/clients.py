"""The clients that are compared, all of them speaking to one emulator on loopback."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qrt_facade import AsyncRuntimeClient, RuntimeClient

DEVICE = "ibm_fez"
SHOTS = 100
BELL = """OPENQASM 3.0; include "stdgates.inc"; bit[2] c;
rz(pi/2) $0; sx $0; rz(pi/2) $0; rz(pi/2) $1; sx $1; rz(pi/2) $1;
cz $0, $1; rz(pi/2) $1; sx $1; rz(pi/2) $1;
c[0] = measure $0; c[1] = measure $1;"""


def ours(url: str, **options: Any) -> RuntimeClient:
    """This project's client."""
    from qrt_facade import RuntimeClient
    from qrt_facade.emulator import DEFAULT_API_KEY, DEFAULT_INSTANCE

    return RuntimeClient(DEFAULT_API_KEY, DEFAULT_INSTANCE, base_url=f"{url}/api", iam_url=url, **options)


def ours_async(url: str) -> AsyncRuntimeClient:
    """This project's asynchronous client."""
    from qrt_facade import AsyncRuntimeClient
    from qrt_facade.emulator import DEFAULT_API_KEY, DEFAULT_INSTANCE

    return AsyncRuntimeClient(DEFAULT_API_KEY, DEFAULT_INSTANCE, base_url=f"{url}/api", iam_url=url)


def peer(url: str) -> Any:
    """A `QiskitRuntimeService`, told by its CRN which instance to use, which is its quickest way to begin."""
    os.environ["IAM_URL"] = os.environ["GLOBAL_SEARCH_URL"] = os.environ["RESOURCE_CONTROLLER_URL"] = url
    os.environ["GLOBAL_CATALOG_URL"] = f"{url}/globalcatalog/api/v1"
    from qiskit_ibm_runtime import QiskitRuntimeService

    from qrt_facade.emulator import DEFAULT_API_KEY, DEFAULT_INSTANCE

    logging.getLogger("qiskit_ibm_runtime").setLevel(logging.ERROR)  # it warns that it was given a key
    return QiskitRuntimeService(
        channel="ibm_quantum_platform",
        token=DEFAULT_API_KEY,
        instance=DEFAULT_INSTANCE,
        url_resolver=lambda *_, **__: f"{url}/api/v1",
    )


def bell_circuit() -> Any:
    """The circuit of `BELL` as a Qiskit circuit."""
    from math import pi

    from qiskit import QuantumCircuit

    circuit = QuantumCircuit(2, 2)
    for qubit in (0, 1):
        circuit.rz(pi / 2, qubit)
        circuit.sx(qubit)
        circuit.rz(pi / 2, qubit)
    circuit.cz(0, 1)
    circuit.rz(pi / 2, 1)
    circuit.sx(1)
    circuit.rz(pi / 2, 1)
    circuit.measure([0, 1], [0, 1])
    return circuit


def service_headers(url: str) -> dict[str, str]:
    """Headers of a call without any client: a token from IAM, the instance, the version."""
    import httpx
    from qrt_client._version import API_VERSION

    from qrt_facade.emulator import DEFAULT_API_KEY, DEFAULT_INSTANCE

    answer = httpx.post(
        f"{url}/identity/token",
        data={"grant_type": "urn:ibm:params:oauth:grant-type:apikey", "apikey": DEFAULT_API_KEY},
    )
    token = answer.raise_for_status().json()["access_token"]
    return {
        "Authorization": f"Bearer {token}",
        "Service-CRN": DEFAULT_INSTANCE,
        "IBM-API-Version": API_VERSION,
        "Accept": "application/json",
    }
